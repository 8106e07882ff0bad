// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/traffic_caller.h"

#include "console/client/tls_trust.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QSslConfiguration>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int timeoutMs = 60'000;
}

QByteArray TrafficAnswer::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

TrafficCaller::TrafficCaller(QObject* parent)
    : QObject(parent)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setAutoDeleteReplies(false);
}

void TrafficCaller::cancel()
{
    if (!m_reply)
        return;
    QNetworkReply* reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

void TrafficCaller::send(const QByteArray& method, const QUrl& url,
                         const QList<QPair<QByteArray, QByteArray>>& headers, const QByteArray& body,
                         const ConnectionProfile& profile, Callback done)
{
    cancel();
    QNetworkRequest request(url);
    request.setTransferTimeout(timeoutMs);
    for (const auto attribute :
         {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute,
          QNetworkRequest::AuthenticationReuseAttribute})
        request.setAttribute(attribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    // Without this Qt unpacks the body and hides that it was packed.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setHeader(QNetworkRequest::UserAgentHeader, u"gatehouse-console"_s);
    for (const auto& [name, value] : headers)
        request.setRawHeader(name, value);
    if (url.scheme() == u"https"_s && !profile.caFile.isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(profile.caFile);
        request.setSslConfiguration(tls);
    }
    QElapsedTimer clock;
    clock.start();
    QNetworkReply* reply = m_network.sendCustomRequest(request, method, body);
    m_reply = reply;
    connect(reply, &QNetworkReply::sslErrors, this, [reply, profile](const QList<QSslError>& errors) {
        const TlsDecision decision =
            decideTrust(profile, reply->sslConfiguration().peerCertificate(), errors);
        if (decision.verdict == TlsDecision::Verdict::Trusted)
            reply->ignoreSslErrors(errors);
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, clock, done = std::move(done)] {
        m_reply = nullptr;
        reply->deleteLater();
        done(answerOf(reply, clock.elapsed()));
    });
}

TrafficAnswer TrafficCaller::answerOf(QNetworkReply* reply, qint64 ms) const
{
    TrafficAnswer answer;
    answer.totalMs = ms;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.reasonPhrase = reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    answer.headers = reply->rawHeaderPairs();
    answer.body = reply->read(keptBytes);
    answer.cut = reply->bytesAvailable() > 0;
    // Qt also calls every status from 400 on an error; here that is an answer like any other.
    if (answer.status == 0)
        answer.error = reply->errorString();
    return answer;
}

} // namespace gatehouse::console
