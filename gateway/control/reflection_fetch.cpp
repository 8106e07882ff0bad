// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/reflection_fetch.h"

#include "gateway/control/servers.h"
#include "gateway/control/urls.h"
#include "gateway/http/grpc.h"

#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

Q_LOGGING_CATEGORY(reflectionLog, "gateway.reflection", QtInfoMsg)

namespace {

using protocols::ProtoSchema;

/// "grpc://h:50051" -> "http://h:50051"; invalid when it is no such address.
QUrl addressOf(const QString& server)
{
    const auto target = targetOf(server);
    if (!target)
        return {};
    const bool tls = target->scheme == "grpcs" || target->scheme == "https";
    if (!tls && target->scheme != "grpc" && target->scheme != "http")
        return {};
    return QUrl((tls ? u"https://"_s : u"http://"_s) + QString::fromStdString(target->hostHeader));
}

} // namespace

void ReflectionFetch::run(const QStringList& servers, const std::optional<UpstreamTls>& tls,
                          const protocols::ReflectionLimits& limits, QObject* parent, Done done)
{
    (new ReflectionFetch(servers, tls, limits, parent, std::move(done)))->nextServer();
}

ReflectionFetch::ReflectionFetch(const QStringList& servers, const std::optional<UpstreamTls>& tls,
                                 const protocols::ReflectionLimits& limits, QObject* parent, Done done)
    : QObject(parent)
    , m_servers(servers)
    , m_tls(tlsConfigurationOf(tls))
    , m_serverName(tls ? tls->serverName : QString())
    , m_limits(limits)
    , m_done(std::move(done))
    , m_lastFailure(u"no server is configured"_s)
{
    m_network.setProxy(QNetworkProxy::NoProxy); // as for traffic: proxy variables are ignored
}

void ReflectionFetch::nextServer()
{
    if (m_servers.isEmpty())
        return finish(Error::unavailable(m_lastFailure));
    const QString server = m_servers.takeFirst();
    m_server = addressOf(server);
    if (!m_server.isValid() || m_server.host().isEmpty())
        return fail(u"%1 is no address of a gRPC server"_s.arg(server));
    m_alpha = false;
    m_talk = std::make_unique<protocols::ReflectionTalk>(m_server.authority().toStdString(), m_limits);
    ask();
}

void ReflectionFetch::ask()
{
    const std::string frames = m_talk->next();
    if (m_talk->failed())
        return fail(QString::fromStdString(m_talk->why()));
    if (frames.empty())
        return compile();
    QUrl url = m_server;
    url.setPath(QString::fromLatin1(protocols::ReflectionTalk::pathOf(m_alpha)));
    QNetworkRequest request(url);
    request.setTransferTimeout(patienceMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    // Clear text has no way to agree on HTTP/2, which gRPC takes for granted.
    request.setAttribute(QNetworkRequest::Http2DirectAttribute, url.scheme() == u"http");
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/grpc"_s);
    request.setRawHeader("TE", "trailers");
    request.setRawHeader("grpc-accept-encoding", "identity");
    request.setRawHeader("Accept-Encoding", "identity");
    if (m_tls)
        request.setSslConfiguration(*m_tls);
    if (!m_serverName.isEmpty())
        request.setPeerVerifyName(m_serverName);
    m_reply = m_network.post(request, QByteArray::fromStdString(frames));
    connect(m_reply, &QNetworkReply::finished, this, &ReflectionFetch::onFinished);
    connect(m_reply, &QNetworkReply::downloadProgress, this, &ReflectionFetch::onProgress);
}

void ReflectionFetch::onProgress(qint64 received, qint64)
{
    // Servers send imports along with each file: what counts is what is different.
    constexpr qint64 repeated = 16;
    if (received > repeated * qint64(m_limits.maxBytes))
        m_reply->abort();
}

QString ReflectionFetch::refusalOf(const QNetworkReply& reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return reply.errorString();
    if (status != 200)
        return u"status %1"_s.arg(status);
    const QByteArray told = reply.rawHeader("grpc-status");
    const auto code = http::parseGrpcStatus({told.constData(), std::size_t(told.size())});
    if (told.isEmpty() || code == http::GrpcStatus::Ok)
        return reply.error() == QNetworkReply::NoError ? QString() : reply.errorString();
    if (code == http::GrpcStatus::Unimplemented)
        return u"it has no reflection service"_s;
    const QByteArray text = reply.rawHeader("grpc-message");
    return u"%1 %2"_s
        .arg(QString::fromLatin1(http::nameOf(code.value_or(http::GrpcStatus::Unknown))),
             QString::fromStdString(http::decodeGrpcMessage({text.constData(), std::size_t(text.size())})))
        .trimmed();
}

void ReflectionFetch::onFinished()
{
    QNetworkReply* const reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    const QByteArray body = reply->readAll();
    const QString refusal = refusalOf(*reply);
    if (refusal.isEmpty() && !body.isEmpty()) {
        if (m_talk->take({body.constData(), std::size_t(body.size())}))
            return ask();
        return fail(QString::fromStdString(m_talk->why()));
    }
    // Any refusal but a dead server can mean that it knows the older name alone.
    const bool answered = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    if (answered && !m_alpha) {
        m_alpha = true;
        m_talk = std::make_unique<protocols::ReflectionTalk>(m_server.authority().toStdString(), m_limits);
        return ask();
    }
    fail(refusal.isEmpty() ? u"its answer is empty"_s : refusal);
}

void ReflectionFetch::fail(const QString& why)
{
    m_lastFailure = m_server.isValid() ? m_server.authority() + u": "_s + why : why;
    nextServer();
}

void ReflectionFetch::compile()
{
    for (const std::string& service : m_talk->undescribed())
        qCWarning(reflectionLog).noquote()
            << m_server.authority() << "does not describe its service" << QString::fromStdString(service);
    ProtoSchema::Compiled compiled = ProtoSchema::ofDescriptors(m_talk->files(), m_talk->services());
    if (!compiled.schema)
        return fail(QString::fromStdString(compiled.faults.front().text));
    finish(compiled.schema);
}

void ReflectionFetch::finish(const Result<std::shared_ptr<const ProtoSchema>>& result)
{
    deleteLater();
    if (const Done done = std::exchange(m_done, nullptr))
        done(result);
}

} // namespace gatehouse::control
