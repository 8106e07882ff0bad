// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

/// What is wrong now and what was: acknowledge, silence, and go on to the lines of the log behind it.
class AlertsPage : public ListPage {
    Q_OBJECT
public:
    AlertsPage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    void deactivate() override;
    QString helpTopic() const override { return QStringLiteral("alerts"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& alert) override;
    void openRow(const QJsonObject& alert) override;

private:
    void addFacts(DetailPane& pane, const QJsonObject& alert) const;
    void acknowledge();
    void silence();
    void showLog();
    void showRule();
    QAction* m_acknowledge;
    QAction* m_silence;
    QAction* m_log;
    QAction* m_rule;
    bool m_front = false;
};

} // namespace gatehouse::console
