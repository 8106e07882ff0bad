// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QJsonObject>
#include <QObject>

#include <functional>

class QAction;

namespace gatehouse::console {

class DetailPane;
class ListPage;

/// One thing that one call of the gateway does with the selected row.
struct RowOperation {
    QString text; ///< "Suspend": action and button
    QString icon;
    CallId call;
    /// Rows it can be done with; it is hidden for others. Not set: every row.
    std::function<bool(const QJsonObject& row)> applies = {};
    QString ask = {};    ///< "Suspend %1?"; empty: done at once
    QString effect = {}; ///< what it means, in the question
    QString done;        ///< "%1 is suspended."
    QString undone = {}; ///< set: the news offers to take it back with the call `undo`
    CallId undo = {};
    enum class Reason { None, Optional, Required } reason = Reason::None; ///< sent as `reason`
    bool danger = false;
    QJsonObject body = {}, undoBody = {};
};

/// The operations of a list page: actions of its menu and buttons of its detail pane. Asks first where the
/// operation says so, shows what the gateway refuses, offers to undo what can be undone.
class RowOperations : public QObject {
    Q_OBJECT
public:
    using TextOf = std::function<QString(const QJsonObject& row)>;
    using KeyOf = std::function<QStringList(const QJsonObject& row)>;
    /// `nameOf` is what people call the row, `keyOf` the parameters of the calls.
    RowOperations(ListPage& page, TextOf nameOf, KeyOf keyOf);
    QAction* add(const RowOperation& operation);
    void addButtons(DetailPane& pane, const QJsonObject& row);

private:
    void start(const RowOperation& operation);
    void run(const RowOperation& operation, const QJsonObject& row, const QJsonObject& body);
    void takeBack(const RowOperation& operation, const QStringList& key, const QString& name);
    ListPage& m_page;
    TextOf m_nameOf;
    KeyOf m_keyOf;
    QList<QPair<QAction*, RowOperation>> m_operations;
};

} // namespace gatehouse::console
