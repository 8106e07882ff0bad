// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

/// Every setting of the gateway: value, where it comes from, whether a change needs a restart. They are set
/// in the environment of the gateway; from here it reads them again, and forgets what it has cached.
class GatewaySettingsPage : public ListPage {
    Q_OBJECT
public:
    explicit GatewaySettingsPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("settings"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;
    /// Copies the line for a .env file.
    void openRow(const QJsonObject& row) override;

private:
    void readAgain();
    void tellReload(const QJsonObject& answer);
    void askPurge();
    void askClear();
    QAction* m_copy = nullptr;
};

} // namespace gatehouse::console
