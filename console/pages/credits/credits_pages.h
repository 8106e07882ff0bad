// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// Credit definitions: which key the gateway shows upstream for callers that pay with the group's credits.
class CreditGroupsPage : public DocumentsPage {
    Q_OBJECT
public:
    CreditGroupsPage(PageContext& context, QWidget* parent = nullptr);
};

/// How many credits each user has left, by group.
class CreditBalancesPage : public ListPage {
    Q_OBJECT
public:
    CreditBalancesPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("credits"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;
    void openRow(const QJsonObject& row) override;

private:
    void setBalance(const QJsonObject& row);
    QAction* m_set = nullptr;
};

/// Secrets that the user keeps in the gateway; a value goes in and never comes out.
class VaultPage : public DocumentsPage {
    Q_OBJECT
public:
    VaultPage(PageContext& context, QWidget* parent = nullptr);

protected:
    EditorSpec editorFor(const QJsonObject& document) const override;
};

} // namespace gatehouse::console
