// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/message_bar.h"

#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_retry(new QPushButton(tr("Retry"), this))
    , m_action(new QPushButton(this))
    , m_copy(new QPushButton(tr("Copy details"), this))
    , m_close(new QPushButton(this))
{
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setIcon(icon(u"close"_s));
    m_close->setFlat(true);
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setToolTip(tr("Close this message"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(tokens::spaceM, tokens::spaceS, tokens::spaceS, tokens::spaceS);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    for (QPushButton* button : {m_action, m_retry, m_copy, m_close})
        row->addWidget(button);
    connect(m_retry, &QPushButton::clicked, this, &MessageBar::retryRequested);
    m_action->setObjectName(u"messageAction"_s);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionRequested);
    connect(m_copy, &QPushButton::clicked, this, &MessageBar::copyDetails);
    connect(m_close, &QPushButton::clicked, this, &MessageBar::clear);
    hide();
}

void MessageBar::showError(const QString& what, const Error& error, bool canRetry)
{
    QStringList lines{what};
    const QString why = error.text();
    if (!why.isEmpty())
        lines.append(why);
    const QString advice = adviceFor(error);
    if (!advice.isEmpty())
        lines.append(advice);
    m_text->setText(lines.join(u'\n'));
    m_text->setTextFormat(Qt::PlainText);
    m_details = details(what, error);
    m_retry->setVisible(canRetry);
    m_copy->show();
    m_action->hide();
    setTone(tokens::Tone::Bad);
}

void MessageBar::showMessage(tokens::Tone tone, const QString& text, const QString& actionText)
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setText(text);
    m_retry->hide();
    m_copy->hide();
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    setTone(tone);
}

void MessageBar::setTone(tokens::Tone tone)
{
    m_tone = tone;
    const tokens::Colours& colours = tokens::of(palette());
    m_icon->setPixmap(iconPixmap(StatusPill::iconName(tone), tokens::colour(colours.of(tone)),
                                 tokens::iconSmall, devicePixelRatioF()));
    setAccessibleName(m_text->text());
    show();
    update();
}

void MessageBar::clear()
{
    m_text->clear();
    hide();
}

void MessageBar::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString MessageBar::text() const
{
    return m_text->text();
}

QString MessageBar::details(const QString& what, const Error& error)
{
    QStringList lines{what, error.text(), u"type: "_s + nameOf(error.type)};
    if (!error.code.isEmpty())
        lines.append(u"code: "_s + error.code);
    return lines.join(u'\n');
}

void MessageBar::copyDetails()
{
    QGuiApplication::clipboard()->setText(m_details);
}

void MessageBar::paintEvent(QPaintEvent*)
{
    const tokens::Colours& colours = tokens::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens::mix(colours.surface, colours.of(m_tone), 0.45));
    painter.setBrush(tokens::mix(colours.surface, colours.of(m_tone), 0.08));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens::radius, tokens::radius);
}

QString adviceFor(const Error& error)
{
    switch (error.type) {
    case ErrorType::Unavailable:
        return MessageBar::tr("Check that the gateway runs and that its address is right, then retry.");
    case ErrorType::Timeout:
        return MessageBar::tr("The gateway may be busy; retry in a moment.");
    case ErrorType::Unauthorized:
        return MessageBar::tr("Log in again; what you typed is kept.");
    case ErrorType::Forbidden:
        return MessageBar::tr("Ask an administrator for the permission named above.");
    case ErrorType::Conflict:
        return MessageBar::tr("Reload to see what has changed, then try again.");
    case ErrorType::Limited:
        return MessageBar::tr("Wait until the limit is free again.");
    case ErrorType::Invalid:
        return MessageBar::tr("Correct the fields named above.");
    default:
        return {};
    }
}

} // namespace gatehouse::console
