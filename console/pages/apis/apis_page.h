// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

class RowOperations;

/// What is published: list, detail, create, edit, clone, switch on and off, delete, try.
class ApisPage : public ListPage {
    Q_OBJECT
public:
    ApisPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("apis"); }
    /// Of a link that opens the form for a new API at once.
    static QUrlQuery createLink();
    void restoreState(const QUrlQuery& query) override;

protected:
    void showDetails(DetailPane& pane, const QJsonObject& api) override;
    void openRow(const QJsonObject& api) override;

private:
    void buildActions();
    void create();
    void clone();
    void copyCurl();
    void importDefinitions();
    void tryOut();
    QAction* m_edit = nullptr;
    QAction* m_clone = nullptr;
    QAction* m_try = nullptr;
    QAction* m_curl = nullptr;
    QAction* m_definitions = nullptr;
    RowOperations* m_operations;
};

} // namespace gatehouse::console
