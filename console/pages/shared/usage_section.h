// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/api_client.h"
#include "console/widgets/usage_bar.h"

#include <QTimer>

#include <functional>

class QVBoxLayout;

namespace gatehouse::console {

struct PageContext;

/// A part of a detail pane that asks the gateway how much of its limits something has used, and shows a bar
/// for each. Asks again every few seconds while it can be seen, as counters move without a new revision.
class UsageSection : public QWidget {
    Q_OBJECT
public:
    using Reader = std::function<QList<UsageBar::Use>(const QJsonObject& answer)>;
    /// `none` is said when there is no limit, also when the gateway answers 404.
    UsageSection(PageContext& context, ApiRequest request, Reader reader, const QString& none,
                 QWidget* parent = nullptr);

    /// The quotas of /v1 as bars: a consumer's own and those of its subscriptions.
    static QList<UsageBar::Use> quotasOf(const QJsonObject& answer);
    /// What the row of a quota is called: "Requests per day".
    static QString quotaName(const QString& period, const QString& unit);

private:
    void ask();
    void show(const QList<UsageBar::Use>& uses);
    void showText(const QString& text);
    void clear();
    PageContext& m_context;
    ApiRequest m_request;
    Reader m_reader;
    QString m_none;
    QVBoxLayout* m_column;
    QStringList m_shown; ///< what the bars say now
    QTimer m_timer;
};

} // namespace gatehouse::console
