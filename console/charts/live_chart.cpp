// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/live_chart.h"

#include "console/charts/chart_view.h"
#include "console/charts/picture_or_table.h"
#include "console/charts/samples_model.h"
#include "console/widgets/table_view.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QStringList namesOf(const QList<ChartSeries>& series)
{
    QStringList names;
    for (const ChartSeries& one : series)
        names.append(one.name);
    return names;
}

/// A piece of the line, as the key of the legend.
QIcon sample(const QPen& pen, qreal ratio)
{
    QPixmap pixmap(QSize(tokens::iconSmall, tokens::iconSmall) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QPen thick(pen);
    thick.setWidthF(2);
    painter.setPen(thick);
    const double middle = tokens::iconSmall / 2.0;
    painter.drawLine(QPointF(0, middle), QPointF(tokens::iconSmall, middle));
    return QIcon(pixmap);
}

} // namespace

LiveChart::LiveChart(const QString& title, const QList<ChartSeries>& series, QWidget* parent)
    : QFrame(parent)
    , m_series(series)
    , m_view(new ChartView(this))
    , m_samples(new SamplesModel(namesOf(series), this))
    , m_table(new TableView({}, nullptr, this))
    , m_stack(new PictureOrTable(title, m_view, m_table, this))
{
    setProperty("card", true);
    setAccessibleName(title);
    m_view->setAccessibleName(title);
    m_view->setAccessibleDescription(tr("A chart; the same numbers are there as a table."));
    m_view->setFocusPolicy(Qt::NoFocus);
    m_table->setAccessibleName(title);
    m_table->setModel(m_samples);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    for (int i = 0; i < m_series.size(); ++i)
        m_lines.append(new LineSet(*m_view, this));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceM, tokens::spaceS, tokens::spaceM, tokens::spaceS);
    column->setSpacing(tokens::spaceXs);
    column->addWidget(buildHeader(title));
    column->addWidget(m_stack, 1);
    connect(m_view, &ChartView::cursorMoved, this, &LiveChart::cursorMoved);
    connect(m_view, &ChartView::rangeSelected, this, [this](double from, double to) {
        Q_EMIT rangeSelected(m_now + std::llround(from), m_now + std::llround(to));
    });
    restyle();
}

LiveChart::~LiveChart() = default;

QWidget* LiveChart::buildHeader(const QString& title)
{
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXs);
    auto* label = new QLabel(title, header);
    label->setFont(tokens::font(tokens::TextRole::Section));
    row->addWidget(label);
    row->addStretch(1);
    for (int i = 0; i < m_series.size(); ++i) {
        auto* chip = new QToolButton(header);
        chip->setText(m_series.at(i).name);
        chip->setAccessibleName(tr("Show %1").arg(m_series.at(i).name));
        chip->setObjectName(u"series%1"_s.arg(i));
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setCheckable(true);
        chip->setChecked(true);
        chip->setProperty("legend", true);
        chip->setFocusPolicy(Qt::StrongFocus);
        connect(chip, &QToolButton::toggled, this, [this, i](bool on) { showSeries(i, on); });
        m_chips.append(chip);
        row->addWidget(chip);
    }
    m_stack->button()->setObjectName(u"showAsTable"_s);
    row->addWidget(m_stack->button());
    return header;
}

QPen LiveChart::penOf(int series) const
{
    const tokens::Colours& c = tokens::of(palette());
    const ChartSeries& one = m_series.at(series);
    const QRgb rgb = one.tone == tokens::Tone::Neutral
                         ? c.series[static_cast<size_t>(series) % c.series.size()]
                         : c.of(one.tone);
    QPen pen(tokens::colour(rgb), tokens::hairline, one.dash);
    pen.setCosmetic(true);
    return pen;
}

void LiveChart::restyle()
{
    m_view->setColours(palette());
    for (int i = 0; i < m_series.size(); ++i) {
        m_lines.at(i)->setPen(penOf(i));
        QPen key = penOf(i);
        if (!m_lines.at(i)->isVisible())
            key.setColor(tokens::colour(tokens::of(palette()).border));
        m_chips.at(i)->setIcon(sample(key, devicePixelRatioF()));
    }
}

void LiveChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        restyle();
    QFrame::changeEvent(event);
}

void LiveChart::replace(const QList<QList<QPointF>>& points, int rangeSeconds, qint64 now, bool byClock)
{
    m_points = points;
    m_range = rangeSeconds;
    m_now = now;
    m_byClock = byClock;
    double highest = 0;
    for (qsizetype i = 0; i < m_lines.size() && i < points.size(); ++i) {
        for (const QPointF& point : points.at(i)) {
            if (!std::isnan(point.y()) && m_lines.at(i)->isVisible())
                highest = std::max(highest, point.y());
        }
    }
    m_view->setRange(rangeSeconds, byClock ? std::optional(now) : std::nullopt);
    m_view->setHighest(highest);
    for (qsizetype i = 0; i < m_lines.size() && i < points.size(); ++i)
        m_lines.at(i)->replace(points.at(i));
    m_samples->setSamples(points, now, rangeSeconds);
}

void LiveChart::setNotice(const QString& text)
{
    m_stack->setNotice(text);
}

void LiveChart::setCursor(std::optional<double> secondsAgo)
{
    m_view->setCursor(secondsAgo);
    m_view->setCursorText(secondsAgo ? cursorText(*secondsAgo) : QString());
}

QString LiveChart::cursorText(double secondsAgo) const
{
    if (m_points.isEmpty() || m_points.first().isEmpty())
        return {};
    const QList<QPointF>& first = m_points.first();
    const auto nearest =
        std::min_element(first.begin(), first.end(), [secondsAgo](const QPointF& a, const QPointF& b) {
            return std::abs(a.x() - secondsAgo) < std::abs(b.x() - secondsAgo);
        });
    const qsizetype at = nearest - first.begin();
    const QDateTime time = QDateTime::fromSecsSinceEpoch(m_now + static_cast<qint64>(nearest->x()));
    QStringList rows{SamplesModel::timeText(time, m_range)};
    for (int i = 0; i < m_series.size(); ++i) {
        const double value = m_points.at(i).at(at).y();
        if (m_lines.at(i)->isVisible())
            rows.append(m_series.at(i).name + u": "_s +
                        (std::isnan(value) ? u"–"_s : QLocale().toString(value, 'g', 4)));
    }
    return rows.join(u'\n');
}

bool LiveChart::isTableShown() const
{
    return m_stack->isTableShown();
}

void LiveChart::setTableShown(bool shown)
{
    m_stack->setTableShown(shown);
}

QAbstractItemModel* LiveChart::samples() const
{
    return m_samples;
}

bool LiveChart::isSeriesVisible(int series) const
{
    return m_lines.at(series)->isVisible();
}

void LiveChart::showSeries(int series, bool visible)
{
    m_lines.at(series)->setVisible(visible);
    restyle();
    if (m_range > 0)
        replace(m_points, m_range, m_now, m_byClock);
}

} // namespace gatehouse::console
