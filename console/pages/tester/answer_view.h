// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/traffic_caller.h"

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;

namespace gatehouse::console {

class JsonTableModel;
class StatusPill;

/// The lower half of the tester: status, time, the gateway's reason, request id, body and headers.
class AnswerView : public QWidget {
    Q_OBJECT
public:
    explicit AnswerView(QWidget* parent = nullptr);
    void show(const TrafficAnswer& answer);
    /// With the way through the gateway, from POST /platform/test-request.
    void showTraced(const QJsonObject& traced);
    void clear();

    /// "404 Not Found"
    static QString statusText(const TrafficAnswer& answer);

private:
    QWidget* buildWay();
    StatusPill* m_status;
    QLabel* m_facts;
    QLabel* m_reason;
    QPlainTextEdit* m_body;
    JsonTableModel* m_headers;
    JsonTableModel* m_steps;
    QLabel* m_summary;
    QTabWidget* m_tabs;
    QStackedWidget* m_stack;
};

} // namespace gatehouse::console
