// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/traffic_caller.h"
#include "console/models/curl.h"

#include <QDialog>
#include <QJsonObject>

#include <memory>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace gatehouse::console {

struct PageContext;
class JsonTableModel;
class TableView;

/// Sends one request many times, at once or one after another, and tells what came back for each: what a
/// limit does to a client. Closing it sends nothing further.
class BurstDialog : public QDialog {
    Q_OBJECT
public:
    /// `call` as it is sent, with its credential, which is shown nowhere.
    BurstDialog(PageContext& context, const TrafficCall& call, QWidget* parent);
    ~BurstDialog() override;
    bool isRunning() const { return m_running; }

private:
    void build();
    void buildTable();
    void start();
    void stop();
    void sendNext(TrafficCaller& caller);
    void took(TrafficCaller& caller, int number, const TrafficAnswer& answer);
    void updateState();
    QString summary() const;

    PageContext& m_context;
    TrafficCall m_call;
    std::vector<std::unique_ptr<TrafficCaller>> m_callers;
    QList<QJsonObject> m_rows; ///< in the order of the answers
    int m_sent = 0;
    int m_wanted = 0;
    bool m_running = false;
    QSpinBox* m_count;
    QComboBox* m_way;
    QLabel* m_summary;
    JsonTableModel* m_model;
    TableView* m_table;
    QPushButton* m_go = nullptr;
};

} // namespace gatehouse::console
