// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// The borders between the APIs, consumers, plans and policies of several organisations at one gateway.
class TenantsPage : public DocumentsPage {
    Q_OBJECT
public:
    explicit TenantsPage(PageContext& context, QWidget* parent = nullptr);

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;

private:
    /// Opens a place with this tenant chosen.
    void showDesk(const QString& place, const QString& tenant);
};

} // namespace gatehouse::console
