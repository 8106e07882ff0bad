// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// Times without notifications, present, to come and past.
class SilencesPage : public DocumentsPage {
    Q_OBJECT
public:
    SilencesPage(PageContext& context, QWidget* parent = nullptr);

protected:
    void create(const QJsonObject& initial) override;
    EditorSpec editorFor(const QJsonObject& document) const override;
};

} // namespace gatehouse::console
