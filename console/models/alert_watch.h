// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QTimer>

namespace gatehouse::console {

class ApiClient;
class EventStream;

/// What fires now: asked for when the gateway says that something happened, and now and then. GUI thread;
/// client and events outlive it.
class AlertWatch : public QObject {
    Q_OBJECT
public:
    /// `key` names the question, so that two watches do not take each other's answers.
    AlertWatch(const QString& key, ApiClient& client, EventStream& events, QObject* parent = nullptr);

    void start();
    void stop();
    /// As after another gateway was chosen.
    void clear();

    /// Firing ones, the worst first.
    const QList<QJsonObject>& firing() const { return m_firing; }
    /// Firing and not acknowledged: what the badge counts.
    int open() const { return m_open; }
    int critical() const { return m_critical; }
    bool isKnown() const { return m_known; }

Q_SIGNALS:
    void changed();

private:
    void ask();
    void take(const QJsonObject& answer);
    QString m_key;
    ApiClient& m_client;
    QTimer m_timer;
    QList<QJsonObject> m_firing;
    int m_open = 0;
    int m_critical = 0;
    bool m_known = false;
};

} // namespace gatehouse::console
