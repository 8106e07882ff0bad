// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

#include <QPointer>
#include <QTimer>

class QLabel;

namespace gatehouse::console {

class RowOperations;

/// Every target that takes traffic, as it is now: health, load, failures, circuit breaker. Read again every
/// few seconds while it is in front. Targets are drained and taken back here, and their failures forgotten.
class TargetsPage : public ListPage {
    Q_OBJECT
public:
    explicit TargetsPage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    void deactivate() override;
    QString helpTopic() const override { return QStringLiteral("upstreams"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;
    bool updateDetails(const QJsonObject& before, const QJsonObject& now) override;
    /// The document that names the target.
    void openRow(const QJsonObject& row) override;

private:
    void pollAgain();
    QTimer m_timer;
    RowOperations* m_operations;
    QAction* m_source = nullptr;
    QList<QPointer<QLabel>> m_values; ///< of the pane, in the order of liveFacts()
};

} // namespace gatehouse::console
