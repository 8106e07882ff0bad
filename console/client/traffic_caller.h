// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/connection_profile.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <functional>

namespace gatehouse::console {

/// What came back for one call through the traffic listener, whatever it was.
struct TrafficAnswer {
    int status = 0; ///< 0: no answer
    QByteArray reasonPhrase;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;    ///< cut at TrafficCaller::keptBytes
    bool cut = false;   ///< there was more
    qint64 totalMs = 0; ///< until the last byte
    QString error;      ///< why there was no answer; a sentence
    QByteArray header(const QByteArray& name) const;
};

/// Sends one call as a client of the gateway would: no cookie, no stored credential, no redirect followed.
/// Certificates are checked like those of the admin API. One call at a time; GUI thread.
class TrafficCaller : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 keptBytes = 1 << 20;
    using Callback = std::function<void(const TrafficAnswer&)>;

    explicit TrafficCaller(QObject* parent = nullptr);
    /// A call under way is given up without a callback.
    void send(const QByteArray& method, const QUrl& url, const QList<QPair<QByteArray, QByteArray>>& headers,
              const QByteArray& body, const ConnectionProfile& profile, Callback done);
    void cancel();
    bool isBusy() const { return m_reply != nullptr; }

private:
    TrafficAnswer answerOf(QNetworkReply* reply, qint64 ms) const;
    QNetworkAccessManager m_network;
    QNetworkReply* m_reply = nullptr;
};

} // namespace gatehouse::console
