// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/alerts/couriers.h"

#include "common/core/later.h"
#include "common/core/pooled.h"
#include "common/crypto/hmac.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::alerts {

namespace {

constexpr qint64 mostBytes = 64 * 1024;

/// Trying again helps unless the receiver says that the request itself is wrong.
bool mayHelpAgain(int status)
{
    return status < 400 || status >= 500 || status == 408 || status == 425 || status == 429;
}

Outcome outcomeOf(const QNetworkReply& reply, qint64 elapsedMs)
{
    Outcome outcome;
    outcome.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    outcome.latencyMs = elapsedMs;
    outcome.delivered = outcome.status >= 200 && outcome.status < 300;
    outcome.retry = mayHelpAgain(outcome.status);
    if (outcome.delivered)
        return outcome;
    const QString host = reply.url().host();
    if (outcome.status >= 300 && outcome.status < 400)
        outcome.error =
            u"%1 redirects (status %2); redirects are not followed"_s.arg(host).arg(outcome.status);
    else if (outcome.status != 0)
        outcome.error = u"%1 answered status %2"_s.arg(host).arg(outcome.status);
    else if (reply.error() == QNetworkReply::OperationCanceledError)
        outcome.error = u"%1 did not answer within %2 s"_s.arg(host).arg(Transport::patienceMs / 1000);
    else
        outcome.error = reply.errorString().replace(reply.url().toString(), host);
    return outcome;
}

} // namespace

QByteArray slackBody(const QJsonObject& message)
{
    QString text =
        u"*%1*\n%2"_s.arg(message.value(u"title"_s).toString(), message.value(u"text"_s).toString());
    text.replace(u'&', u"&amp;"_s).replace(u'<', u"&lt;"_s).replace(u'>', u"&gt;"_s);
    return QJsonDocument(QJsonObject{{u"text"_s, text}}).toJson(QJsonDocument::Compact);
}

QByteArray webhookSignature(const QString& secret, const QByteArray& body)
{
    const crypto::Digest code = crypto::HmacSha256(secret.toUtf8()).sign(body);
    return "sha256=" + QByteArray(reinterpret_cast<const char*>(code.data()), qsizetype(code.size())).toHex();
}

Couriers::Couriers(QObject* parent)
    : QObject(parent)
{
    m_network.setProxy(QNetworkProxy::NoProxy); // as for traffic: proxy variables are ignored
    m_mailThreads.setMaxThreadCount(2);
}

/// Mail under way is given up within its time-out.
Couriers::~Couriers()
{
    waitFor(m_mailThreads);
}

void Couriers::answerLater(const Outcome& outcome, const Done& done)
{
    later(this, [outcome, done] { done(outcome); });
}

void Couriers::send(const Channel& channel, const QString& deliveryId, const QJsonObject& message, Done done)
{
    switch (channel.type) {
    case ChannelType::Webhook:
    case ChannelType::Slack:
        return post(channel, deliveryId, message, done);
    case ChannelType::Email:
        return mail(channel, deliveryId, message, done);
    case ChannelType::Desktop:
        return show(message, done);
    }
}

void Couriers::post(const Channel& channel, const QString& deliveryId, const QJsonObject& message,
                    const Done& done)
{
    const bool slack = channel.type == ChannelType::Slack;
    const QByteArray body =
        slack ? slackBody(message) : QJsonDocument(message).toJson(QJsonDocument::Compact);
    QNetworkRequest request{QUrl(channel.url, QUrl::StrictMode)};
    request.setTransferTimeout(patienceMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setRawHeader("Content-Type", "application/json");
    request.setRawHeader("User-Agent", "Gatehouse/" GATEHOUSE_VERSION);
    if (!slack) {
        request.setRawHeader("X-Webhook-Event", message.value(u"event"_s).toString().toUtf8());
        request.setRawHeader("X-Webhook-Delivery", deliveryId.toUtf8());
        if (!channel.secret.isEmpty())
            request.setRawHeader("X-Webhook-Signature", webhookSignature(channel.secret, body));
    }
    QElapsedTimer watch;
    watch.start();
    QNetworkReply* const reply = m_network.post(request, body);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > mostBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [reply, watch, done] {
        reply->deleteLater();
        done(outcomeOf(*reply, watch.elapsed()));
    });
}

void Couriers::show(const QJsonObject& message, const Done& done)
{
    Outcome outcome;
    outcome.delivered = m_desktop && m_desktop(message) > 0;
    outcome.retry = false; // who connects later sees the alert there
    if (!outcome.delivered)
        outcome.error = u"no console is connected"_s;
    answerLater(outcome, done);
}

} // namespace gatehouse::alerts
