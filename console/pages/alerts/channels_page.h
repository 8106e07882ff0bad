// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/documents_page.h"

namespace gatehouse::console {

/// How people are told, with a test that says whether it arrives and how long that takes.
class ChannelsPage : public DocumentsPage {
    Q_OBJECT
public:
    ChannelsPage(PageContext& context, QWidget* parent = nullptr);

protected:
    void showDetails(DetailPane& pane, const QJsonObject& channel) override;

private:
    void test();
    void tested(const QString& name, const QJsonObject& answer);
    QAction* m_test;
};

} // namespace gatehouse::console
