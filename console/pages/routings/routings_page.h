// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// Servers of their own for callers with a client key; they win over those of endpoint and API.
class RoutingsPage : public DocumentsPage {
    Q_OBJECT
public:
    RoutingsPage(PageContext& context, QWidget* parent = nullptr);
};

} // namespace gatehouse::console
