// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse::console {

/// What a place shows when it has nothing: an icon, one sentence on what it is for, one button for the next
/// step.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& iconName, const QString& sentence, const QString& buttonText = {},
               QWidget* parent = nullptr);
    void setSentence(const QString& sentence);
    QPushButton* button() const { return m_button; }

Q_SIGNALS:
    void actionRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void tint();
    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_sentence;
    QPushButton* m_button;
};

} // namespace gatehouse::console
