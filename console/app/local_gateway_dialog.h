// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::console {

class LocalGateway;
class ProgressLine;
class Settings;
class StatusPill;

/// Starts and stops the gateway on this machine, and shows what it says. Closing the dialog changes nothing.
class LocalGatewayDialog : public QDialog {
    Q_OBJECT
public:
    LocalGatewayDialog(LocalGateway& gateway, Settings& settings, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Running, and the user wants to work with it.
    void connectRequested();

private:
    void build();
    void refresh();
    void readLog();
    LocalGateway& m_gateway;
    Settings& m_settings;
    StatusPill* m_state;
    ProgressLine* m_progress;
    QLabel* m_text;
    QCheckBox* m_stopWithConsole;
    QPlainTextEdit* m_log;
    QPushButton* m_start;
    QPushButton* m_stop;
    QPushButton* m_connect;
    QTimer m_readLog;
};

} // namespace gatehouse::console
