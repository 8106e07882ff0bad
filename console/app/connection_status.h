// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse::console {

class GatewayLink;
class StatusPill;

/// The left part of the status bar: state, count-down with *Retry now*, gateway, environment, latency,
/// revision, alerts.
class ConnectionStatus : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionStatus(GatewayLink& link, QWidget* parent = nullptr);

private:
    void refresh();
    void countdown(int seconds);
    GatewayLink& m_link;
    StatusPill* m_state;
    QPushButton* m_retry;
    QLabel* m_gateway;
    QLabel* m_environment;
    QLabel* m_latency;
    QLabel* m_revision;
    QLabel* m_stream;
};

QString environmentTitle(int environment);

} // namespace gatehouse::console
