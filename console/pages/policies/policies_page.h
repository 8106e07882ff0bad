// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// What the gateway enforces beside plans: rate limits, CORS, address filters and whatever further types it
/// takes. The form of each type comes from its table.
class PoliciesPage : public DocumentsPage {
    Q_OBJECT
public:
    PoliciesPage(PageContext& context, QWidget* parent = nullptr);

protected:
    void create(const QJsonObject& initial) override;
    EditorSpec editorFor(const QJsonObject& document) const override;
};

} // namespace gatehouse::console
