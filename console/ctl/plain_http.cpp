// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/plain_http.h"

#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QNetworkAccessManager& networkOf(QObject* owner)
{
    auto* network = owner->findChild<QNetworkAccessManager*>(u"plain"_s, Qt::FindDirectChildrenOnly);
    if (!network) {
        network = new QNetworkAccessManager(owner);
        network->setObjectName(u"plain"_s);
    }
    return *network;
}

QNetworkRequest requestOf(const CommandContext& context, const PlainCall& call)
{
    constexpr int patienceMs = 60'000;
    QNetworkRequest request(call.url);
    request.setTransferTimeout(patienceMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    for (const auto& [name, value] : call.headers)
        request.setRawHeader(name, value);
    if (const QString file = context.option(u"ca"_s); !file.isEmpty()) {
        QSslConfiguration tls = request.sslConfiguration();
        tls.setCaCertificates(QSslCertificate::fromPath(file));
        request.setSslConfiguration(tls);
    }
    return request;
}

Result<PlainReply> resultOf(QNetworkReply& reply)
{
    PlainReply plain;
    plain.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (plain.status == 0)
        return Error::unavailable(
            u"%1 cannot be reached: %2"_s.arg(reply.url().authority(), reply.errorString()));
    plain.body = reply.readAll();
    plain.headers = reply.rawHeaderPairs();
    return plain;
}

QUrl at(const QString& base, const QString& path)
{
    QString whole = base;
    while (whole.endsWith(u'/'))
        whole.chop(1);
    return QUrl(whole + path);
}

} // namespace

QByteArray PlainReply::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QJsonObject PlainReply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

void sendPlain(const CommandContext& context, const PlainCall& call,
               std::function<void(const Result<PlainReply>&)> done)
{
    QNetworkReply* reply =
        networkOf(context.owner).sendCustomRequest(requestOf(context, call), call.method, call.body);
    QObject::connect(reply, &QNetworkReply::finished, context.owner, [reply, done = std::move(done)] {
        reply->deleteLater();
        done(resultOf(*reply));
    });
}

QUrl gatewayUrl(const QString& path)
{
    for (const char* name : {"GATEHOUSE_GATEWAY_URL", "STOA_GATEWAY_URL"}) {
        if (qEnvironmentVariableIsSet(name))
            return at(qEnvironmentVariable(name), path);
    }
    return at(u"http://127.0.0.1:3001"_s, path);
}

QUrl authUrl(const CommandContext& context, const QString& path)
{
    return at(qEnvironmentVariable("STOA_AUTH_URL", context.option(u"url"_s)), path);
}

} // namespace gatehouse::console
