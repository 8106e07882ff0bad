// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

class OnboardingDialog;

/// Those who call APIs with keys: find, onboard, suspend, block, import.
class ConsumersPage : public DocumentsPage {
    Q_OBJECT
public:
    ConsumersPage(PageContext& context, QWidget* parent = nullptr);
    bool hasUnsavedChanges() const override;
    /// Reads a CSV file and shows what would come of it.
    void importFile(const QString& path);

protected:
    void create(const QJsonObject& initial) override;
    EditorSpec editorFor(const QJsonObject& document) const override;
    void showDetails(DetailPane& pane, const QJsonObject& row) override;

private:
    void startImport();
    void subscribe();
    void showSubscriptions();
    void showCredentials();
    QPointer<OnboardingDialog> m_onboarding;
    QAction* m_subscribe = nullptr;
    QAction* m_subscriptions = nullptr;
    QAction* m_credentials = nullptr;
};

} // namespace gatehouse::console
