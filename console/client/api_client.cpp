// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/api_client.h"

#include "console/client/envelope.h"
#include "console/client/tls_files.h"

#include <QJsonDocument>
#include <QNetworkCookie>
#include <QNetworkReply>
#include <QPointer>
#include <QRandomGenerator>
#include <QSslConfiguration>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr char csrfCookie[] = "csrf_token";
constexpr char refusedProperty[] = "gatehouseTlsRefused";

bool sendsBody(const ApiRequest& call)
{
    return !call.rawBody.isEmpty() || !call.body.isEmpty() || call.method == "POST" || call.method == "PUT" ||
           call.method == "PATCH";
}
} // namespace

ApiClient::ApiClient(QObject* parent)
    : QObject(parent)
{
    m_network.setRedirectPolicy(QNetworkRequest::SameOriginRedirectPolicy);
    m_network.setAutoDeleteReplies(false);
}

ApiClient::~ApiClient() = default;

void ApiClient::setProfile(const ConnectionProfile& profile)
{
    dropAll();
    m_profile = profile;
    m_token = Secret();
    // It only has to be the same in header and cookie. A session that goes on with a token from elsewhere has
    // been given none.
    m_csrf = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    m_network.clearConnectionCache();
    m_unusable.reset();
    if (profile.url.scheme() != u"https"_s)
        return;
    const TlsFiles files = readTlsFiles(profile);
    m_tls = files.configuration;
    if (!files.faults.isEmpty())
        m_unusable = tlsFailure(Error::invalid(files.faults).text());
}

void ApiClient::setToken(const Secret& token)
{
    m_token = token;
}

void ApiClient::dropAll()
{
    ++m_generation;
    m_polls.clear();
}

void ApiClient::get(const QString& path, const QUrlQuery& query, QObject* context, Callback done)
{
    ApiRequest request;
    request.path = path;
    request.query = query;
    send(request, context, std::move(done));
}

void ApiClient::post(const QString& path, const QJsonObject& body, QObject* context, Callback done)
{
    ApiRequest request;
    request.method = "POST";
    request.path = path;
    request.body = body;
    send(request, context, std::move(done));
}

void ApiClient::put(const QString& path, const QJsonObject& body, QObject* context, Callback done)
{
    ApiRequest request;
    request.method = "PUT";
    request.path = path;
    request.body = body;
    send(request, context, std::move(done));
}

void ApiClient::remove(const QString& path, QObject* context, Callback done)
{
    ApiRequest request;
    request.method = "DELETE";
    request.path = path;
    send(request, context, std::move(done));
}

ApiRequest ApiClient::requestFor(CallId id, const QStringList& parameters, const QUrlQuery& query,
                                 const QJsonObject& body)
{
    ApiRequest request;
    request.method = toText(info(id).method);
    request.path = buildPath(id, parameters);
    request.query = query;
    request.body = body;
    return request;
}

void ApiClient::call(CallId id, const QStringList& parameters, QObject* context, Callback done)
{
    send(requestFor(id, parameters), context, std::move(done));
}

void ApiClient::call(CallId id, const QStringList& parameters, const QUrlQuery& query, QObject* context,
                     Callback done)
{
    send(requestFor(id, parameters, query), context, std::move(done));
}

void ApiClient::call(CallId id, const QStringList& parameters, const QJsonObject& body, QObject* context,
                     Callback done)
{
    send(requestFor(id, parameters, {}, body), context, std::move(done));
}

bool ApiClient::poll(const QString& key, const ApiRequest& request, QObject* context, Callback done)
{
    const auto running = m_polls.constFind(key);
    if (running != m_polls.constEnd() && *running == m_generation)
        return false;
    m_polls.insert(key, m_generation);
    const QPointer<QObject> alive(context);
    // The client itself is the context, so that the key is freed even when the caller's has gone.
    send(request, this, [this, key, alive, done = std::move(done)](Result<QJsonObject> answer) {
        m_polls.remove(key);
        if (alive)
            done(std::move(answer));
    });
    return true;
}

/// As late as an answer would be, so that callers need to know one way only.
void ApiClient::refuseLater(QObject* context, Callback done)
{
    QTimer::singleShot(
        0, this,
        [this, generation = m_generation, alive = QPointer<QObject>(context), done = std::move(done)] {
            if (generation == m_generation && alive && m_unusable)
                done(*m_unusable);
        });
}

void ApiClient::send(const ApiRequest& call, QObject* context, Callback done)
{
    if (m_unusable) {
        refuseLater(context, std::move(done));
        return;
    }
    QNetworkRequest request = makeRequest(call);
    request.setTransferTimeout(call.timeoutMs);
    QNetworkReply* reply = start(request, call);
    guardTls(reply);
    const quint64 generation = m_generation;
    const bool login = call.path == buildPath(CallId::AuthLogin);
    connect(reply, &QNetworkReply::finished, this,
            [this, reply, generation, login, tell = call.tellRevision, alive = QPointer<QObject>(context),
             done = std::move(done)] {
                reply->deleteLater();
                if (generation != m_generation)
                    return;
                Result<QJsonObject> answer = finish(reply, tell);
                const bool rejected = !answer && answer.error().type == ErrorType::Unauthorized;
                if (rejected && !login)
                    Q_EMIT unauthorized();
                if (alive)
                    done(std::move(answer));
            });
}

QNetworkReply* ApiClient::openStream(const QString& path, const QUrlQuery& query,
                                     const QByteArray& lastEventId)
{
    ApiRequest call;
    call.path = path;
    call.query = query;
    QNetworkRequest request = makeRequest(call);
    request.setRawHeader("Accept", "text/event-stream");
    request.setRawHeader("Cache-Control", "no-store");
    request.setTransferTimeout(0);
    if (!lastEventId.isEmpty())
        request.setRawHeader("Last-Event-ID", lastEventId);
    QNetworkReply* reply = start(request, call);
    guardTls(reply);
    return reply;
}

QNetworkRequest ApiClient::makeRequest(const ApiRequest& call) const
{
    QUrl url = m_profile.url;
    QString prefix = url.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix + call.path, QUrl::TolerantMode);
    url.setQuery(call.query);
    QNetworkRequest request(url);
    // Cookies are handled by hand: the token goes in the header, and only the CSRF value is sent back.
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"gatehouse-console"_s);
    request.setRawHeader("Accept", "application/json");
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token.reveal());
    if (!m_csrf.isEmpty()) {
        request.setRawHeader("X-CSRF-Token", m_csrf);
        request.setRawHeader("Cookie", QByteArray(csrfCookie) + '=' + m_csrf);
    }
    for (const auto& [name, value] : call.headers)
        request.setRawHeader(name, value);
    if (sendsBody(call))
        request.setHeader(QNetworkRequest::ContentTypeHeader, call.contentType);
    if (url.scheme() == u"https"_s)
        request.setSslConfiguration(m_tls);
    return request;
}

QNetworkReply* ApiClient::start(const QNetworkRequest& request, const ApiRequest& call)
{
    QByteArray body;
    if (sendsBody(call))
        body =
            call.rawBody.isEmpty() ? QJsonDocument(call.body).toJson(QJsonDocument::Compact) : call.rawBody;
    return m_network.sendCustomRequest(request, call.method, body);
}

void ApiClient::guardTls(QNetworkReply* reply)
{
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply](const QList<QSslError>& errors) {
        const QSslCertificate peer = reply->sslConfiguration().peerCertificate();
        const TlsDecision decision = decideTrust(m_profile, peer, errors);
        if (decision.verdict == TlsDecision::Verdict::Trusted)
            reply->ignoreSslErrors(errors); // exactly these errors, of exactly the pinned certificate
        else
            refuse(reply, decision);
    });
    // A pin is also checked when authorities would accept the certificate; nothing has been sent at this
    // point.
    connect(reply, &QNetworkReply::encrypted, this, [this, reply] {
        const TlsDecision decision = decideTrust(m_profile, reply->sslConfiguration().peerCertificate(), {});
        if (decision.verdict == TlsDecision::Verdict::Changed) {
            refuse(reply, decision);
            reply->abort();
        }
    });
}

void ApiClient::refuse(QNetworkReply* reply, const TlsDecision& decision)
{
    const bool changed = decision.verdict == TlsDecision::Verdict::Changed;
    reply->setProperty(refusedProperty,
                       changed ? tr("The gateway shows another certificate than the trusted one.")
                               : decision.reasons.join(u' '));
    Q_EMIT trustNeeded(decision);
}

Result<QJsonObject> ApiClient::finish(QNetworkReply* reply, bool tellRevision)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || (reply->error() != QNetworkReply::NoError && reply->error() < 100)) {
        Error error = transportError(reply);
        if (failureOf(error) != Failure::Tls)
            Q_EMIT networkFailed(error);
        return error;
    }
    keepCsrf(reply);
    Q_EMIT answered();
    Result<QJsonObject> answer =
        unwrap(status, reply->header(QNetworkRequest::ContentTypeHeader).toByteArray(), reply->readAll());
    bool told = false;
    const qint64 revision = reply->rawHeader("ETag").replace('"', "").toLongLong(&told);
    if (answer && tellRevision && told)
        answer->insert(u"_meta"_s, QJsonObject{{u"revision"_s, revision}});
    return answer;
}

void ApiClient::keepCsrf(QNetworkReply* reply)
{
    const auto cookies = reply->header(QNetworkRequest::SetCookieHeader).value<QList<QNetworkCookie>>();
    for (const QNetworkCookie& cookie : cookies) {
        if (cookie.name() == csrfCookie)
            m_csrf = cookie.value();
    }
}

Error ApiClient::tlsFailure(const QString& why) const
{
    Error error;
    error.type = ErrorType::Forbidden;
    error.code = QLatin1StringView(tlsError);
    error.message = tr("No secure connection to %1: %2").arg(m_profile.url.authority(), why);
    return error;
}

Error ApiClient::transportError(QNetworkReply* reply) const
{
    const QString alert = alertReason(m_profile, reply->errorString());
    const QString address = m_profile.url.authority();
    const QString refused = reply->property(refusedProperty).toString();
    Error error;
    error.retryable = true;
    error.type = ErrorType::Unavailable;
    error.code = QLatin1StringView(netError);
    if (!refused.isEmpty())
        return tlsFailure(refused);
    if (!alert.isEmpty() || reply->error() == QNetworkReply::SslHandshakeFailedError)
        return tlsFailure(alert.isEmpty() ? reply->errorString() : alert);
    if (reply->error() == QNetworkReply::OperationCanceledError ||
        reply->error() == QNetworkReply::TimeoutError) {
        error.type = ErrorType::Timeout;
        error.code = QLatin1StringView(timeoutError);
        error.message = tr("%1 did not answer in time.").arg(address);
    } else {
        error.message = tr("%1 cannot be reached: %2").arg(address, reply->errorString());
    }
    return error;
}

} // namespace gatehouse::console
