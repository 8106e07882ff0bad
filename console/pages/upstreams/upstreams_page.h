// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// Upstream groups: targets with weights and the rules for them, shared by any number of APIs.
class UpstreamsPage : public DocumentsPage {
    Q_OBJECT
public:
    explicit UpstreamsPage(PageContext& context, QWidget* parent = nullptr);
};

} // namespace gatehouse::console
