// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/tokens.h"

#include <QFrame>

class QLabel;

namespace gatehouse::console {

/// One number of the dashboard: caption, figure, and what it covers. Without data a dash and the reason.
class FigureCard : public QFrame {
    Q_OBJECT
public:
    explicit FigureCard(const QString& caption, QWidget* parent = nullptr);
    /// `text` is short (three digits); `exact` is the tooltip; `note` says what the figure covers.
    void setFigure(const QString& text, const QString& exact, const QString& note,
                   tokens::Tone tone = tokens::Tone::Neutral);
    void setMissing(const QString& reason);
    QString figure() const;
    QString note() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void tint();
    QLabel* m_caption;
    QLabel* m_figure;
    QLabel* m_note;
    tokens::Tone m_tone = tokens::Tone::Neutral;
};

} // namespace gatehouse::console
