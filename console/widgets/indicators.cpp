// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/indicators.h"

#include "console/widgets/icons.h"

#include <QLocale>
#include <QPainter>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

ProgressLine::ProgressLine(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(tokens::progressHeight);
    m_delay.setSingleShot(true);
    m_delay.setInterval(tokens::progressDelayMs);
    m_tick.setInterval(tokens::fadeMs / 3);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_shown = true;
        m_tick.start();
        update();
    });
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_phase = (m_phase + 3) % 130;
        update();
    });
}

void ProgressLine::start()
{
    if (m_busy)
        return;
    m_busy = true;
    m_phase = 0;
    m_delay.start();
}

void ProgressLine::stop()
{
    m_busy = false;
    m_shown = false;
    m_delay.stop();
    m_tick.stop();
    update();
}

void ProgressLine::paintEvent(QPaintEvent*)
{
    if (!m_shown)
        return;
    QPainter painter(this);
    const int length = width() / 4;
    const int left = (m_phase - 25) * width() / 100;
    painter.fillRect(QRect(left, 0, length, height()), palette().color(QPalette::Highlight));
}

StatusPill::StatusPill(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

StatusPill::StatusPill(tokens::Tone tone, const QString& word, QWidget* parent)
    : StatusPill(parent)
{
    setState(tone, word);
}

void StatusPill::setState(tokens::Tone tone, const QString& word)
{
    m_tone = tone;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QString StatusPill::iconName(tokens::Tone tone)
{
    switch (tone) {
    case tokens::Tone::Good:
        return u"good"_s;
    case tokens::Tone::Warning:
        return u"warning"_s;
    case tokens::Tone::Bad:
        return u"bad"_s;
    case tokens::Tone::Off:
        return u"off"_s;
    default:
        return u"info"_s;
    }
}

QSize StatusPill::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(m_word) + tokens::iconSmall + 3 * tokens::spaceS,
            metrics.height() + tokens::spaceXs};
}

void StatusPill::paintEvent(QPaintEvent*)
{
    const tokens::Colours& colours = tokens::of(palette());
    const QRgb tint = colours.of(m_tone);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens::mix(colours.surface, tint, 0.10));
    painter.drawRoundedRect(QRectF(rect()), tokens::radius, tokens::radius);
    const int side = tokens::iconSmall;
    painter.drawPixmap(tokens::spaceS - 2, (height() - side) / 2,
                       iconPixmap(iconName(m_tone), tokens::colour(tint), side, devicePixelRatioF()));
    painter.setPen(tokens::colour(tint));
    painter.drawText(rect().adjusted(side + tokens::spaceM, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     m_word);
}

EnvironmentStripe::EnvironmentStripe(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(tokens::stripeHeight);
}

void EnvironmentStripe::setEnvironment(int index, const QString& name)
{
    m_index = index;
    setToolTip(name);
    setAccessibleName(name);
    update();
}

void EnvironmentStripe::paintEvent(QPaintEvent*)
{
    if (m_index < 0 || m_index >= static_cast<int>(tokens::environment.size()))
        return;
    QPainter painter(this);
    painter.fillRect(rect(), tokens::colour(tokens::environment[static_cast<size_t>(m_index)]));
}

RelativeTime::RelativeTime(QWidget* parent)
    : QLabel(parent)
{
    m_timer.setInterval(10'000);
    connect(&m_timer, &QTimer::timeout, this, &RelativeTime::refresh);
    m_timer.start();
    refresh();
}

void RelativeTime::setTime(const QDateTime& time)
{
    m_time = time;
    refresh();
}

void RelativeTime::refresh()
{
    setText(text(m_time, QDateTime::currentDateTimeUtc()));
    setToolTip(absolute(m_time));
}

QString RelativeTime::text(const QDateTime& time, const QDateTime& now)
{
    if (!time.isValid())
        return u"–"_s;
    const qint64 signedSeconds = time.secsTo(now);
    const qint64 s = std::abs(signedSeconds);
    if (s < 5)
        return tr("just now");
    QString amount;
    if (s < 60)
        amount = tr("%n second(s)", nullptr, static_cast<int>(s));
    else if (s < 3'600)
        amount = tr("%n minute(s)", nullptr, static_cast<int>(s / 60));
    else if (s < 86'400)
        amount = tr("%n hour(s)", nullptr, static_cast<int>(s / 3'600));
    else
        amount = tr("%n day(s)", nullptr, static_cast<int>(s / 86'400));
    return signedSeconds >= 0 ? tr("%1 ago").arg(amount) : tr("in %1").arg(amount);
}

QString RelativeTime::absolute(const QDateTime& time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::LongFormat) : QString();
}

QString shortNumber(double value, const QString& unit)
{
    if (!std::isfinite(value))
        return u"–"_s;
    static const char* const prefixes[] = {"", " k", " M", " G", " T"};
    size_t step = 0;
    double scaled = value;
    while (std::abs(scaled) >= 999.5 && step < std::size(prefixes) - 1) {
        scaled /= 1'000;
        ++step;
    }
    const double magnitude = std::abs(scaled);
    const int decimals = magnitude >= 99.95 || (step == 0 && scaled == std::floor(scaled)) ? 0
                         : magnitude >= 9.995                                              ? 1
                                                                                           : 2;
    QString text = QLocale().toString(scaled, 'f', decimals) + QLatin1StringView(prefixes[step]);
    if (!unit.isEmpty())
        text += (step == 0 || unit == u"%"_s ? u" "_s : QString()) + unit;
    return text;
}

} // namespace gatehouse::console
