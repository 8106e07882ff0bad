// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/remote_table_model.h"
#include "console/widgets/page.h"

namespace gatehouse::console {

class TableView;

/// The log of the gateway: filtered there, followed live while the newest line is in view, every line with
/// its request.
class LogsPage : public Page {
    Q_OBJECT
public:
    LogsPage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    void deactivate() override;
    QUrlQuery state() const override;
    void restoreState(const QUrlQuery& query) override;
    QString helpTopic() const override { return QStringLiteral("logs"); }
    RemoteTableModel* model() const { return m_model; }

private:
    void buildTable();
    void buildActions();
    void applyFilter();
    /// Reads the newest lines when the gateway had traffic, while *Live* is on and the user looks at the top.
    void follow(const QString& type);
    void showRows();
    void showSelected();
    void filterBy(const QString& word);
    void tryAgain();
    void download(const QString& format);
    RemoteTableModel* m_model;
    TableView* m_table;
    FilterRow* m_filter;
    DetailPane* m_pane = nullptr;
    QAction* m_sameRequest = nullptr;
    QAction* m_again = nullptr;
    QString m_selected;
    bool m_active = false;
};

} // namespace gatehouse::console
