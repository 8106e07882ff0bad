// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/heat_map.h"

#include "console/charts/heat_plane.h"
#include "console/charts/picture_or_table.h"
#include "console/models/roles.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tokens.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

double HeatGrid::highest() const
{
    double most = 0;
    for (const QList<double>& row : counts) {
        for (const double count : row)
            most = std::isnan(count) ? most : std::max(most, count);
    }
    return most;
}

double HeatGrid::sum(qsizetype row) const
{
    double all = 0;
    for (const double count : counts.at(row))
        all += std::isnan(count) ? 0 : count;
    return all;
}

double HeatGrid::total() const
{
    double all = 0;
    for (qsizetype row = 0; row < rows.size(); ++row)
        all += sum(row);
    return all;
}

HeatMap::HeatMap(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_plane(new HeatPlane(this))
    , m_numbers(new QStandardItemModel(this))
    , m_table(new TableView({}, nullptr, this))
    , m_stack(new PictureOrTable(title, m_plane, m_table, this))
    , m_told(new QLabel(this))
{
    setAccessibleName(title);
    m_plane->setObjectName(u"heatPlane"_s);
    m_plane->setAccessibleName(title);
    m_table->setObjectName(u"heatTable"_s);
    m_table->setAccessibleName(title);
    m_table->setModel(m_numbers);
    m_told->setObjectName(u"heatTold"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceM, tokens::spaceS, tokens::spaceM, tokens::spaceS);
    column->setSpacing(tokens::spaceXs);
    column->addWidget(buildHeader(title));
    column->addWidget(m_stack, 1);
    connect(m_plane, &HeatPlane::cellPointedAt, this, [this](int row, int at) {
        m_told->setText(row < 0 ? QString() : cellText(row, at));
        m_plane->setAccessibleDescription(
            row < 0 ? tr("A map of counts; the same numbers are there as a table.") : m_told->text());
    });
    connect(m_plane, &HeatPlane::cellOpened, this, [this](int row, int at) {
        const qint64 from = m_grid.starts.at(at);
        Q_EMIT cellOpened(row, from, from + m_grid.width);
    });
}

QWidget* HeatMap::buildHeader(const QString& title)
{
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceM);
    auto* label = new QLabel(title, header);
    label->setFont(tokens::font(tokens::TextRole::Section));
    row->addWidget(label);
    row->addWidget(m_told, 1);
    m_stack->button()->setObjectName(u"heatAsTable"_s);
    row->addWidget(m_stack->button());
    return header;
}

void HeatMap::setGrid(const HeatGrid& grid)
{
    m_grid = grid;
    m_plane->show(m_grid); // and what is pointed at is told anew
    fillTable();
}

QString HeatMap::cellText(qsizetype row, qsizetype column) const
{
    const double count = m_grid.counts.at(row).at(column);
    const qint64 start = m_grid.starts.at(column);
    const QDateTime from = QDateTime::fromSecsSinceEpoch(start);
    const QDateTime to = QDateTime::fromSecsSinceEpoch(start + m_grid.width);
    const QLocale locale;
    const QString time = locale.toString(from, QLocale::ShortFormat) + u" – "_s +
                         locale.toString(to.time(), QLocale::ShortFormat);
    const QString told =
        std::isnan(count) ? tr("nothing is known") : tr("%n request(s)", nullptr, static_cast<int>(count));
    return tr("%1, %2: %3").arg(time, m_grid.rows.at(row), told);
}

QPointF HeatMap::cellCentre(qsizetype row, qsizetype column) const
{
    return m_plane->rectOf({static_cast<int>(row), static_cast<int>(column)}).center();
}

/// One row per time, the newest first, below the sums.
void HeatMap::fillTable()
{
    m_numbers->clear();
    m_numbers->setHorizontalHeaderLabels(QStringList{tr("Time")} + m_grid.rows);
    const auto cell = [](double count) {
        auto* item = new QStandardItem(std::isnan(count) ? u"–"_s : QLocale().toString(count, 'f', 0));
        item->setData(std::isnan(count) ? QVariant() : QVariant(count), TypedRole);
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        item->setEditable(false);
        return item;
    };
    const auto named = [](const QString& text) {
        auto* item = new QStandardItem(text);
        item->setEditable(false);
        return item;
    };
    QList<QStandardItem*> sums{named(tr("All"))};
    for (qsizetype row = 0; row < m_grid.rows.size(); ++row)
        sums.append(cell(m_grid.sum(row)));
    m_numbers->appendRow(sums);
    for (qsizetype column = m_grid.starts.size() - 1; column >= 0; --column) {
        const QDateTime time = QDateTime::fromSecsSinceEpoch(m_grid.starts.at(column));
        QList<QStandardItem*> line{named(QLocale().toString(time, QLocale::ShortFormat))};
        for (const QList<double>& row : m_grid.counts)
            line.append(cell(row.at(column)));
        m_numbers->appendRow(line);
    }
    m_table->fitColumns();
}

void HeatMap::setNotice(const QString& text)
{
    m_stack->setNotice(text);
}

bool HeatMap::isTableShown() const
{
    return m_stack->isTableShown();
}

void HeatMap::setTableShown(bool shown)
{
    m_stack->setTableShown(shown);
}

} // namespace gatehouse::console
