// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/tokens.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QWidget;

namespace gatehouse::console {

/// Short news at the lower edge of the window: done, with an optional Undo. One at a time; the newest wins.
class Toasts : public QObject {
    Q_OBJECT
public:
    /// `window` is the widget the toast floats over; may be null in tests (then only `shown` is sent).
    explicit Toasts(QWidget* window, QObject* parent = nullptr);
    ~Toasts() override;
    void setWindow(QWidget* window);
    void show(tokens::Tone tone, const QString& text);
    void showWithUndo(const QString& text, const QString& undoText, std::function<void()> undo);
    void dismiss();

Q_SIGNALS:
    void shown(const QString& text);

private:
    void present(tokens::Tone tone, const QString& text, const QString& button, std::function<void()> action,
                 int ms);
    QPointer<QWidget> m_window;
    QPointer<QWidget> m_current;
};

} // namespace gatehouse::console
