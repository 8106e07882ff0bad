// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

class RowOperations;

/// Who may log in and call protected APIs: list, create, edit groups, role and state, password, tokens,
/// subscribed APIs, plan; enable, disable and delete, also many at once.
class UsersPage : public ListPage {
    Q_OBJECT
public:
    UsersPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("users"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& user) override;
    void openRow(const QJsonObject& user) override;

private:
    void buildActions();
    void create();
    void setPassword();
    void showApis();
    void showCredits();
    void assignPlan();
    void showAssignment(const QString& user, const Result<QJsonObject>& current);
    QAction* m_edit = nullptr;
    QAction* m_apis = nullptr;
    QAction* m_password = nullptr;
    QAction* m_plan = nullptr;
    QAction* m_credits = nullptr;
    RowOperations* m_operations;
};

} // namespace gatehouse::console
