// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/bulk_run.h"
#include "console/pages/shared/row_operation.h"

#include <QObject>

class QAction;

namespace gatehouse::console {

class DetailPane;
class ListPage;

/// The operations of a list page: actions of its menu and of its table, buttons of its detail pane. With one
/// row it asks first where the operation says so, shows what the gateway refuses, offers to undo what can be
/// undone; with many it opens a BulkDialog.
class RowOperations : public QObject {
    Q_OBJECT
public:
    using TextOf = std::function<QString(const QJsonObject& row)>;
    using KeyOf = std::function<QStringList(const QJsonObject& row)>;
    /// `nameOf` is what people call the row, `keyOf` the parameters of the calls. `read` answers with the
    /// document of a row; with it a row that somebody else changed is read again.
    RowOperations(ListPage& page, TextOf nameOf, KeyOf keyOf, std::optional<CallId> read = {});
    QAction* add(const RowOperation& operation);
    void addButtons(DetailPane& pane, const QJsonObject& row);

private:
    void showOne(const QJsonObject& row);
    void showMany(const QList<QJsonObject>& rows);
    void start(const RowOperation& operation);
    void startMany(const RowOperation& operation, const QList<QJsonObject>& rows);
    void ask(const RowOperation& operation, const QJsonObject& row);
    void run(const RowOperation& operation, const QJsonObject& row, const QJsonObject& more);
    void takeBack(const RowOperation& operation, const QJsonObject& row, qint64 revision);
    void refused(const RowOperation& operation, const QJsonObject& row, const Error& error);
    ListPage& m_page;
    RowNames m_names;
    QList<QPair<QAction*, RowOperation>> m_operations;
};

} // namespace gatehouse::console
