// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// What users may administer: a role is a set of permissions.
class RolesPage : public DocumentsPage {
    Q_OBJECT
public:
    RolesPage(PageContext& context, QWidget* parent = nullptr);
};

/// Who may call which APIs: APIs admit callers by group.
class GroupsPage : public DocumentsPage {
    Q_OBJECT
public:
    GroupsPage(PageContext& context, QWidget* parent = nullptr);
};

} // namespace gatehouse::console
