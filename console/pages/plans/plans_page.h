// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// What consumers may call how often: limits per second, minute, day and month, and the burst.
class PlansPage : public DocumentsPage {
    Q_OBJECT
public:
    PlansPage(PageContext& context, QWidget* parent = nullptr);
};

/// Limits beside plans and users: per user, API, endpoint, address, or for everybody.
class LimitRulesPage : public DocumentsPage {
    Q_OBJECT
public:
    LimitRulesPage(PageContext& context, QWidget* parent = nullptr);
};

} // namespace gatehouse::console
