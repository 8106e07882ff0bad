// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/column_fit.h"

#include <QSet>
#include <QTableView>

class QMenu;

namespace gatehouse::console {

class Settings;

/// The table of every list: rows of 28, header menu with column chooser, layout saved by name, copy, CSV and
/// JSON export. Sorting is the model's business: a server-sorted model implements sort().
class TableView : public QTableView {
    Q_OBJECT
public:
    /// `layoutName` keys the saved layout; empty: not saved.
    TableView(const QString& layoutName, Settings* settings, QWidget* parent = nullptr);
    ~TableView() override;

    void setModel(QAbstractItemModel* model) override;
    /// Columns that the user wants to see, in visual order; some may have given way for now.
    QList<int> visibleColumns() const;
    void copySelection();
    QByteArray csv() const;
    QByteArray json() const;
    void resetLayout();
    /// Shown in the middle while there is no row: what is missing and what to do.
    void setEmptyText(const QString& text);
    QString emptyText() const { return m_emptyText; }
    /// Columns hidden until the user asks for them.
    void setHiddenByDefault(const QList<int>& columns);
    /// Adds Copy / Export actions to a menu (context menu, overflow menu).
    void addExportActions(QMenu* menu);
    /// The menu of the selected rows: the actions of the table, copy and export. `position` is global.
    void showRowMenu(const QPoint& position);
    /// Gives every column what its content needs; where the table is too narrow for that the widest columns
    /// are cut, then those at the end give way, so that nothing has to be scrolled sideways. Done again
    /// whenever the table changes its width, until the user drags a column.
    void fitColumns();
    /// Sentences are shown in full, in as many lines as they need. For tables of a few rows: each row is
    /// measured.
    void wrapRows();

Q_SIGNALS:
    /// Enter or double click on a row.
    void openRequested(const QModelIndex& index);
    void exportRequested(const QString& suggestedName, const QByteArray& content);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void measure();
    ColumnNeed needOf(int column, bool first) const;
    void applyWidths();
    void sectionResized(int column);
    void showHeaderMenu(const QPoint& position);
    void restoreLayout();
    void saveLayout();
    QString m_layoutName;
    QString m_emptyText;
    Settings* m_settings;
    QList<int> m_hiddenByDefault;
    QSet<int> m_gaveWay;      ///< hidden by us until there is room again
    QList<int> m_wanted;      ///< width that each column would like to have; empty: not fitted
    bool m_ownWidths = false; ///< the user has dragged a column, now or in an earlier session
    bool m_fitting = false;
    bool m_restored = false;
};

} // namespace gatehouse::console
