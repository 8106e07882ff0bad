// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

class OnboardingDialog;
class RowOperations;

/// Who may call what with which key: approve, reject, suspend, revoke, extend, rotate; and whose key it is.
class SubscriptionsPage : public ListPage {
    Q_OBJECT
public:
    SubscriptionsPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("subscriptions"); }
    bool hasUnsavedChanges() const override;

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;
    void openRow(const QJsonObject& row) override;

private:
    void buildActions();
    void subscribe();
    void rotate();
    void changePlan();
    void lookUp();
    RowOperations* m_operations;
    QAction* m_rotate = nullptr;
    QAction* m_plan = nullptr;
    QAction* m_lookUp = nullptr;
    QPointer<OnboardingDialog> m_onboarding;
};

} // namespace gatehouse::console
