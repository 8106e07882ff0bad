// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

class RowOperations;

/// What consumers have used of the quotas of their plans and policies, who is near the end, and when it
/// begins anew.
class QuotasPage : public ListPage {
    Q_OBJECT
public:
    explicit QuotasPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("credits"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;
    void openRow(const QJsonObject& row) override;

private:
    RowOperations* m_operations;
    QAction* m_consumer = nullptr;
};

} // namespace gatehouse::console
