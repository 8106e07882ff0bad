// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "console/widgets/page.h"

#include <QJsonObject>
#include <QTimer>

#include <optional>

class QButtonGroup;
class QTabWidget;
class QToolButton;

namespace gatehouse::console {

class FigureCard;
class HeatMap;
class JsonTableModel;
class LiveChart;
class TableView;
struct Column;

/// Traffic of an hour to thirty days out of the gateway's own counters: figures, lines over time, and which
/// APIs, endpoints and callers it came from.
class AnalysisPage : public Page {
    Q_OBJECT
public:
    explicit AnalysisPage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    void deactivate() override;
    QUrlQuery state() const override;
    void restoreState(const QUrlQuery& query) override;
    QString helpTopic() const override { return QStringLiteral("analysis"); }

private:
    struct Ranking {
        CallId call;
        QString itemsKey, totalKey;
        JsonTableModel* model = nullptr;
        TableView* table = nullptr;
    };
    QWidget* buildControls();
    QWidget* buildCards();
    QWidget* buildCharts();
    void addMaps();
    void addRanking(CallId call, const QString& title, const QString& items, const QString& total,
                    QList<Column> columns);
    void setRange(int seconds);
    /// A part of the past, in seconds since 1970, until one of the ranges is chosen again.
    void setWindow(qint64 from, qint64 to);
    void askRange();
    QUrlQuery rangeQuery() const;
    int seconds() const;
    QString covered() const;
    void load();
    void loadRankings();
    void read(CallId call, const QUrlQuery& query, void (AnalysisPage::*show)(const QJsonObject& answer));
    void showOverview(const QJsonObject& answer);
    void showSeries(const QJsonObject& answer);
    void loadMap(const QString& metric, void (AnalysisPage::*show)(const QJsonObject& answer));
    void showLatencies(const QJsonObject& answer);
    void showApis(const QJsonObject& answer);
    qint64 end() const;
    QString nothingText() const;
    void showRanking(Ranking& ranking, const QJsonObject& answer);
    void failed(const Error& error);
    void showLogs(const QJsonObject& row);

    struct Window {
        qint64 from, to;
    };
    int m_range;
    bool m_rangeChosen = false;     ///< not by default
    std::optional<Window> m_window; ///< instead of the range
    int m_waiting = 0;              ///< answers that are still to come
    quint64 m_question = 0;         ///< answers to an older one are dropped
    bool m_failed = false;          ///< one of the answers is an error
    double m_requests = 0;          ///< of the range, for shares
    QTimer m_again;
    QButtonGroup* m_ranges;
    QToolButton* m_whole = nullptr; ///< back from a part
    FigureCard* m_count = nullptr;
    FigureCard* m_errors = nullptr;
    FigureCard* m_latency = nullptr;
    FigureCard* m_users = nullptr;
    FigureCard* m_bytes = nullptr;
    LiveChart* m_requestsChart = nullptr;
    LiveChart* m_latencyChart = nullptr;
    HeatMap* m_latencies = nullptr; ///< latency over time, and its histogram
    HeatMap* m_apis = nullptr;      ///< who was busy when
    QTabWidget* m_tabs;
    QList<Ranking> m_rankings;
};

} // namespace gatehouse::console
