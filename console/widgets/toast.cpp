// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/toast.h"

#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"

#include <QFrame>
#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>
#include <QLabel>
#include <QPropertyAnimation>
#include <QPushButton>
#include <QStyle>
#include <QTimer>

namespace gatehouse::console {

namespace {

void fadeIn(QWidget* widget)
{
    // Style hint is zero when the desktop asks for no motion.
    if (widget->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, widget) == 0)
        return;
    auto* effect = new QGraphicsOpacityEffect(widget);
    widget->setGraphicsEffect(effect);
    auto* animation = new QPropertyAnimation(effect, "opacity", widget);
    animation->setDuration(tokens::fadeMs);
    animation->setStartValue(0.0);
    animation->setEndValue(1.0);
    QObject::connect(animation, &QPropertyAnimation::finished, widget,
                     [widget] { widget->setGraphicsEffect(nullptr); });
    animation->start(QAbstractAnimation::DeleteWhenStopped);
}

} // namespace

Toasts::Toasts(QWidget* window, QObject* parent)
    : QObject(parent)
    , m_window(window)
{
}

Toasts::~Toasts()
{
    delete m_current;
}

void Toasts::setWindow(QWidget* window)
{
    m_window = window;
}

void Toasts::show(tokens::Tone tone, const QString& text)
{
    present(tone, text, {}, {}, tokens::toastMs);
}

void Toasts::showWithUndo(const QString& text, const QString& undoText, std::function<void()> undo)
{
    present(tokens::Tone::Good, text, undoText, std::move(undo), tokens::undoToastMs);
}

void Toasts::dismiss()
{
    if (m_current)
        m_current->deleteLater();
    m_current = nullptr;
}

void Toasts::present(tokens::Tone tone, const QString& text, const QString& button,
                     std::function<void()> action, int ms)
{
    dismiss();
    Q_EMIT shown(text);
    if (!m_window)
        return;
    auto* toast = new QFrame(m_window);
    toast->setObjectName(QStringLiteral("toast"));
    toast->setProperty("card", true);
    toast->setAutoFillBackground(true);
    toast->setAccessibleName(text);
    auto* row = new QHBoxLayout(toast);
    auto* picture = new QLabel(toast);
    const QColor colour = tokens::colour(tokens::of(m_window->palette()).of(tone));
    picture->setPixmap(
        iconPixmap(StatusPill::iconName(tone), colour, tokens::iconSmall, m_window->devicePixelRatioF()));
    row->addWidget(picture);
    row->addWidget(new QLabel(text, toast));
    if (!button.isEmpty()) {
        auto* undo = new QPushButton(button, toast);
        undo->setObjectName(QStringLiteral("toastAction"));
        row->addWidget(undo);
        connect(undo, &QPushButton::clicked, this, [this, action = std::move(action)] {
            dismiss();
            action();
        });
    }
    toast->adjustSize();
    toast->move((m_window->width() - toast->width()) / 2,
                m_window->height() - toast->height() - 2 * tokens::spaceXxl);
    toast->show();
    toast->raise();
    fadeIn(toast);
    m_current = toast;
    QTimer::singleShot(ms, toast, [this, toast] {
        if (m_current == toast)
            dismiss();
    });
}

} // namespace gatehouse::console
