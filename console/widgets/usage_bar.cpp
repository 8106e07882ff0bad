// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/usage_bar.h"

#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int nearly = 80;
constexpr int full = 100;

class Bar final : public QWidget {
public:
    Bar(int percent, Tone tone, QWidget* parent)
        : QWidget(parent)
        , m_percent(percent)
        , m_tone(tone)
    {
        setFixedHeight(tokens::spaceS);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const tokens::Colours& colours = tokens::of(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const qreal corner = height() / 2.0;
        painter.setBrush(tokens::colour(colours.border));
        painter.drawRoundedRect(QRectF(rect()), corner, corner);
        if (m_percent == 0)
            return;
        QRectF filled(rect());
        const qreal width = filled.width() * m_percent / full;
        filled.setWidth(qMax(filled.height(), width)); // the first call can be seen
        if (layoutDirection() == Qt::RightToLeft)
            filled.moveRight(rect().right() + 1);
        painter.setBrush(tokens::colour(colours.of(m_tone)));
        painter.drawRoundedRect(filled, corner, corner);
    }

private:
    int m_percent;
    Tone m_tone;
};

QString amount(qint64 value, const QString& unit)
{
    const QLocale locale;
    return unit == u"bytes"_s ? locale.formattedDataSize(value) : locale.toString(value);
}

} // namespace

Tone UsageBar::tone(qint64 used, qint64 limit)
{
    if (limit <= 0)
        return Tone::Off;
    if (used >= limit)
        return Tone::Bad;
    return percent(used, limit) >= nearly ? Tone::Warning : Tone::Good;
}

int UsageBar::percent(qint64 used, qint64 limit)
{
    if (limit <= 0 || used <= 0)
        return 0;
    return used >= limit ? full : static_cast<int>(std::floor(full * double(used) / double(limit)));
}

QString UsageBar::text(const Use& use)
{
    if (use.limit <= 0)
        return tr("%1, no limit").arg(amount(use.used, use.unit));
    return tr("%1 of %2 (%3 %)")
        .arg(amount(use.used, use.unit), amount(use.limit, use.unit))
        .arg(percent(use.used, use.limit));
}

QString UsageBar::resetText(const QDateTime& resetsAt, const QDateTime& now)
{
    if (!resetsAt.isValid())
        return {};
    constexpr qint64 minute = 60, hour = 3600, day = 86'400;
    const qint64 left = now.secsTo(resetsAt);
    if (left <= 0)
        return tr("with the next call");
    if (left < 2 * hour)
        return tr("in %n minute(s)", nullptr, static_cast<int>((left + minute - 1) / minute));
    if (left < 2 * day)
        return tr("in %n hour(s)", nullptr, static_cast<int>((left + hour - 1) / hour));
    return tr("in %n day(s)", nullptr, static_cast<int>((left + day - 1) / day));
}

UsageBar::UsageBar(const Use& use, QWidget* parent)
    : QWidget(parent)
    , m_use(use)
{
    const Tone state = tone(use.used, use.limit);
    const QString figures = text(use);
    const QString reset = resetText(use.resetsAt, QDateTime::currentDateTimeUtc());
    auto* name = new QLabel(use.name, this);
    name->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(name, 1);
    if (state == Tone::Bad || state == Tone::Warning)
        head->addWidget(
            new StatusPill(state, state == Tone::Bad ? tr("Used up") : tr("Nearly used up"), this));
    auto* note = new QLabel(reset.isEmpty() ? figures : tr("%1, begins anew %2").arg(figures, reset), this);
    note->setFont(tokens::font(tokens::TextRole::Caption));
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setWordWrap(true);
    note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, tokens::spaceS);
    column->setSpacing(tokens::spaceXs);
    column->addLayout(head);
    column->addWidget(new Bar(percent(use.used, use.limit), state, this));
    column->addWidget(note);
    setObjectName(u"usageBar"_s);
    setAccessibleName(use.name);
    setAccessibleDescription(note->text());
    if (use.resetsAt.isValid())
        setToolTip(RelativeTime::absolute(use.resetsAt));
}

} // namespace gatehouse::console
