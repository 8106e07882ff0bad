// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "common/core/result.h"
#include "common/core/secret.h"
#include "console/client/connection_profile.h"
#include "console/client/tls_trust.h"

#include <QHash>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QObject>
#include <QSslConfiguration>
#include <QUrlQuery>

#include <functional>
#include <optional>

namespace gatehouse::console {

struct ApiRequest {
    QByteArray method = QByteArray("GET");
    QString path; ///< "/platform/api/all"; percent-encoded; buildPath() makes it
    QUrlQuery query;
    QJsonObject body;   ///< sent when not empty or when the method is not GET, HEAD or DELETE
    QByteArray rawBody; ///< instead of `body`, with `contentType`
    QByteArray contentType = QByteArray("application/json");
    QList<QPair<QByteArray, QByteArray>> headers;
    int timeoutMs = 15'000;
    /// The answer to a change also tells, as `_meta.revision`, which revision it made of the document.
    bool tellRevision = false;
};

/// One gateway's admin API. Asynchronous: every call takes a context object and a callback, which runs on the
/// GUI thread exactly once unless the context dies or the connection is changed first (generation numbers
/// drop late answers). Owns one QNetworkAccessManager; keeps the bearer token and the CSRF value in memory
/// only.
class ApiClient : public QObject {
    Q_OBJECT
public:
    using Callback = std::function<void(Result<QJsonObject>)>;

    explicit ApiClient(QObject* parent = nullptr);
    ~ApiClient() override;

    /// Forgets token and CSRF value and drops all answers under way. With a file that cannot be used (see
    /// TlsFiles) every call fails with code TLS and says why.
    void setProfile(const ConnectionProfile& profile);
    const ConnectionProfile& profile() const { return m_profile; }
    void setToken(const Secret& token);
    bool hasToken() const { return !m_token.isEmpty(); }
    /// The token of the session, for a call to a published API in the user's own name.
    const Secret& bearer() const { return m_token; }

    void send(const ApiRequest& request, QObject* context, Callback done);
    /// A call of the API table; `parameters` fill the path in order.
    void call(CallId id, const QStringList& parameters, QObject* context, Callback done);
    void call(CallId id, const QStringList& parameters, const QUrlQuery& query, QObject* context,
              Callback done);
    void call(CallId id, const QStringList& parameters, const QJsonObject& body, QObject* context,
              Callback done);
    /// The request of a call of the table, for poll() and for special headers.
    static ApiRequest requestFor(CallId id, const QStringList& parameters = {}, const QUrlQuery& query = {},
                                 const QJsonObject& body = {});
    void get(const QString& path, QObject* context, Callback done)
    {
        get(path, {}, context, std::move(done));
    }
    void get(const QString& path, const QUrlQuery& query, QObject* context, Callback done);
    void post(const QString& path, const QJsonObject& body, QObject* context, Callback done);
    void put(const QString& path, const QJsonObject& body, QObject* context, Callback done);
    void remove(const QString& path, QObject* context, Callback done);
    /// A poll: when one with the same key is still under way nothing is sent and false comes back.
    bool poll(const QString& key, const ApiRequest& request, QObject* context, Callback done);

    /// A reply without time limit for streams; the caller owns it. Same token, trust and headers.
    QNetworkReply* openStream(const QString& path, const QUrlQuery& query, const QByteArray& lastEventId);
    /// Answers under way are dropped without a callback.
    void dropAll();

Q_SIGNALS:
    /// The gateway no longer accepts the token (401 on any call but login).
    void unauthorized();
    /// No answer at all; the connection machine listens.
    void networkFailed(const gatehouse::Error& error);
    void answered();
    /// The certificate needs a decision; the call has failed with code TLS.
    void trustNeeded(const gatehouse::console::TlsDecision& decision);

private:
    QNetworkRequest makeRequest(const ApiRequest& request) const;
    QNetworkReply* start(const QNetworkRequest& request, const ApiRequest& call);
    void guardTls(QNetworkReply* reply);
    void refuse(QNetworkReply* reply, const TlsDecision& decision);
    Result<QJsonObject> finish(QNetworkReply* reply, bool tellRevision);
    void keepCsrf(QNetworkReply* reply);
    void refuseLater(QObject* context, Callback done);
    Error transportError(QNetworkReply* reply) const;
    Error tlsFailure(const QString& why) const;

    QNetworkAccessManager m_network;
    ConnectionProfile m_profile;
    QSslConfiguration m_tls;         ///< of the profile, for https
    std::optional<Error> m_unusable; ///< what keeps the profile from connecting at all
    Secret m_token;
    QByteArray m_csrf;
    QHash<QString, quint64> m_polls; ///< key -> generation in which it is under way
    quint64 m_generation = 0;
};

} // namespace gatehouse::console
