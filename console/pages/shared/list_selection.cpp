// SPDX-License-Identifier: GPL-3.0-or-later
// What a list page does with its selection; the page itself is in list_page.cpp.
#include "console/models/roles.h"
#include "console/pages/shared/list_page.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/table_view.h"

#include <QAction>
#include <QMenu>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// "Active" -> 12, of the first column that is a state.
QMap<QString, int> statesOf(const QModelIndexList& rows)
{
    QMap<QString, int> states;
    if (rows.isEmpty())
        return states;
    const QAbstractItemModel* model = rows.first().model();
    for (int column = 0; column < model->columnCount(); ++column) {
        if (!rows.first().siblingAtColumn(column).data(ToneRole).isValid())
            continue;
        for (const QModelIndex& row : rows)
            ++states[row.siblingAtColumn(column).data().toString()];
        break;
    }
    return states;
}

} // namespace

void ListPage::allowMany()
{
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
}

QList<QJsonObject> ListPage::chosenMany() const
{
    QList<QJsonObject> rows;
    if (m_many.size() < 2)
        return rows;
    const QList<QJsonObject>& all = m_model->rows();
    for (int row = 0; row < all.size(); ++row) {
        if (m_many.contains(m_model->idAt(row)))
            rows.append(all.at(row));
    }
    return rows;
}

void ListPage::takeSelection()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const bool were = m_many.size() > 1;
    m_many.clear();
    if (rows.size() > 1) {
        for (const QModelIndex& row : rows)
            m_many.insert(m_model->idAt(row.row()));
        m_selected.clear();
        showMany();
        return;
    }
    if (!rows.isEmpty()) {
        m_selected = m_model->idAt(rows.first().row());
        showSelected();
    } else if (were) {
        m_pane->close();
    }
    if (were && m_missedNews) {
        m_missedNews = false;
        m_model->reload();
    }
}

void ListPage::showMany()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    m_shown = {};
    m_pane->begin(tr("%n row(s) selected", nullptr, static_cast<int>(rows.size())));
    const QMap<QString, int> states = statesOf(rows);
    for (auto it = states.begin(); it != states.end(); ++it)
        m_pane->addFact(it.key(), QLocale().toString(it.value()));
    if (m_model->total() > rows.size()) {
        auto* all = new QPushButton(tr("Select all %1").arg(QLocale().toString(m_model->total())), m_pane);
        all->setObjectName(u"selectAll"_s);
        connect(all, &QPushButton::clicked, this, [this] {
            m_model->loadAll([this](bool complete) {
                if (complete)
                    m_table->selectAll(); // else failed() has told why
            });
        });
        m_pane->addWidget(all);
    }
    Q_EMIT manyShown(chosenMany());
    m_pane->open();
}

/// The rows may be others now, or in another order.
void ListPage::selectMany()
{
    QItemSelection selection;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_many.contains(m_model->idAt(row)))
            selection.select(m_model->index(row, 0), m_model->index(row, m_model->columnCount() - 1));
    }
    {
        const QSignalBlocker quiet(m_table->selectionModel());
        m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
    m_table->viewport()->update();
    takeSelection();
}

void ListPage::paneClosed()
{
    m_selected.clear();
    m_shown = {};
    m_many.clear();
    m_table->clearSelection();
    if (m_missedNews) {
        m_missedNews = false;
        m_model->reload();
    }
}

void ListPage::showRowMenu()
{
    const QModelIndex current = m_table->currentIndex();
    const QPoint at = current.isValid() ? m_table->visualRect(current).bottomLeft() : QPoint();
    m_table->showRowMenu(m_table->viewport()->mapToGlobal(at));
}

} // namespace gatehouse::console
