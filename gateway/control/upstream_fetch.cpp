// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/upstream_fetch.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

QByteArray clientAuthorization(const QString& id, const QString& secret)
{
    const QByteArray pair = QUrl::toPercentEncoding(id) + ':' + QUrl::toPercentEncoding(secret);
    return "Basic " + pair.toBase64();
}

void UpstreamFetch::run(const QList<QUrl>& urls, Options options, QObject* parent, Done done)
{
    (new UpstreamFetch(urls, std::move(options), parent, std::move(done)))
        ->next(u"no server is configured"_s);
}

UpstreamFetch::UpstreamFetch(const QList<QUrl>& urls, Options options, QObject* parent, Done done)
    : QObject(parent)
    , m_network(options.network ? options.network : new QNetworkAccessManager(this))
    , m_urls(urls)
    , m_options(std::move(options))
    , m_done(std::move(done))
{
    m_network->setProxy(QNetworkProxy::NoProxy); // as for traffic: proxy variables are ignored
    m_overdue.setSingleShot(true);
    connect(&m_overdue, &QTimer::timeout, this, &UpstreamFetch::onOverdue);
}

void UpstreamFetch::next(const QString& lastFailure)
{
    if (m_urls.isEmpty())
        return finish(Error::unavailable(lastFailure));
    const QUrl url = m_urls.takeFirst();
    if (url.scheme() != u"http" && url.scheme() != u"https") // the network classes would read files as well
        return next(u"%1: only http and https are read"_s.arg(url.toDisplayString()));
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setRawHeader("Accept", "application/json, */*;q=0.1");
    if (m_options.tls)
        request.setSslConfiguration(*m_options.tls);
    if (!m_options.serverName.isEmpty())
        request.setPeerVerifyName(m_options.serverName);
    if (!m_options.authorization.isEmpty())
        request.setRawHeader("Authorization", m_options.authorization);
    m_given.clear();
    m_overdue.start(m_options.patienceMs);
    if (m_options.posted.isEmpty()) {
        m_reply = m_network->get(request);
    } else {
        request.setHeader(QNetworkRequest::ContentTypeHeader, m_options.type);
        m_reply = m_network->post(request, m_options.posted);
    }
    connect(m_reply, &QNetworkReply::finished, this, &UpstreamFetch::onFinished);
    connect(m_reply, &QNetworkReply::downloadProgress, this, &UpstreamFetch::onProgress);
}

void UpstreamFetch::onProgress(qint64 received, qint64)
{
    if (received <= m_options.mostBytes || !m_given.isEmpty())
        return;
    m_given = u"the answer is larger than %1 bytes"_s.arg(m_options.mostBytes);
    m_reply->abort();
}

void UpstreamFetch::onOverdue()
{
    m_given = u"no complete answer within %1 s"_s.arg(m_options.patienceMs / 1000.0);
    m_reply->abort();
}

void UpstreamFetch::onFinished()
{
    QNetworkReply* const reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    m_overdue.stop();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply->error() == QNetworkReply::NoError && status == 200 && m_given.isEmpty())
        return finish(Found{reply->readAll(), reply->url()});
    const QString answered = status != 0 ? u"status %1"_s.arg(status) : reply->errorString();
    const QString why = m_given.isEmpty() ? answered : m_given;
    next(u"%1: %2"_s.arg(reply->url().toDisplayString(), why));
}

void UpstreamFetch::finish(const Result<Found>& result)
{
    deleteLater();
    if (const Done done = std::exchange(m_done, nullptr))
        done(result);
}

} // namespace gatehouse::control
