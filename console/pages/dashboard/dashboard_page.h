// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/alert_watch.h"
#include "console/models/traffic_feed.h"
#include "console/widgets/page.h"

#include <QTimer>

class QButtonGroup;
class QToolButton;

namespace gatehouse::console {

class FigureCard;
class JsonTableModel;
class TableView;
class TrafficCharts;

/// Is it healthy, and what changed: figures of the last minute, live charts, busiest APIs, last revisions.
/// Shows only what the gateway said; offline the old numbers stay with their age.
class DashboardPage : public Page {
    Q_OBJECT
public:
    DashboardPage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    void deactivate() override;
    QUrlQuery state() const override;
    void restoreState(const QUrlQuery& query) override;
    QString helpTopic() const override { return QStringLiteral("dashboard"); }

private:
    QWidget* buildControls();
    QWidget* buildCards();
    QWidget* buildLists();
    QWidget* listCard(const QString& title, TableView* table, const QString& place);
    void setRange(int seconds);
    void setPaused(bool paused);
    void loadLists();
    void showTraffic();
    void showFigures();
    void showAge();
    void forgetOldGateway();
    void loadThreshold();
    void showAlerts();
    void loadCertificates();
    TrafficFeed m_feed;
    AlertWatch m_alerts;
    MessageBar* m_alertBar = nullptr;
    MessageBar* m_certificateBar = nullptr;
    MessageBar* m_beginBar = nullptr; ///< what to do where nothing is published
    QTimer m_lists;
    QButtonGroup* m_ranges = nullptr;
    QToolButton* m_pause = nullptr;
    TrafficCharts* m_charts = nullptr;
    FigureCard* m_rate = nullptr;
    FigureCard* m_errors = nullptr;
    FigureCard* m_latency = nullptr;
    FigureCard* m_connections = nullptr;
    FigureCard* m_apis = nullptr;
    FigureCard* m_revision = nullptr;
    JsonTableModel* m_topApis = nullptr;
    JsonTableModel* m_revisions = nullptr;
    QString m_profile;
    int m_range = 300;
};

} // namespace gatehouse::console
