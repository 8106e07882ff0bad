// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    /// Visible columns in visual order.
    QList<int> visibleColumns() const;
    void copySelection();
    QByteArray csv() const;
    QByteArray json() const;
    void resetLayout();
    /// Shown in the middle while there is no row: what is missing and what to do.
    void setEmptyText(const QString& text);
    QString emptyText() const { return m_emptyText; }
    /// Columns hidden until the user asks for them; call before setModel().
    void setHiddenByDefault(const QList<int>& columns) { m_hiddenByDefault = columns; }
    /// Adds Copy / Export actions to a menu (context menu, overflow menu).
    void addExportActions(QMenu* menu);

Q_SIGNALS:
    /// Enter or double click on a row.
    void openRequested(const QModelIndex& index);
    void exportRequested(const QString& suggestedName, const QByteArray& content);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showHeaderMenu(const QPoint& position);
    void restoreLayout();
    void saveLayout();
    QString m_layoutName;
    QString m_emptyText;
    Settings* m_settings;
    QList<int> m_hiddenByDefault;
    bool m_restored = false;
};

} // namespace gatehouse::console
