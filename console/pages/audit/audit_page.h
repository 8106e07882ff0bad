// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

/// Who did what, when, from where, and what differs: the audit trail, filtered by the gateway.
class AuditPage : public ListPage {
    Q_OBJECT
public:
    AuditPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("audit"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& event) override;
    void openRow(const QJsonObject& event) override;
};

} // namespace gatehouse::console
