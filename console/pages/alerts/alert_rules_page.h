// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// When people are told: each rule in words, with its thresholds editable.
class AlertRulesPage : public DocumentsPage {
    Q_OBJECT
public:
    AlertRulesPage(PageContext& context, QWidget* parent = nullptr);

protected:
    EditorSpec editorFor(const QJsonObject& document) const override;
    void showDetails(DetailPane& pane, const QJsonObject& rule) override;

private:
    void silence();
    QAction* m_silence;
};

} // namespace gatehouse::console
