// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace gatehouse::harness {

/// What comes until `text` does, or until nothing does any more.
inline QByteArray readUntil(RawSocket& socket, const QByteArray& text)
{
    QByteArray all;
    while (!all.contains(text)) {
        const std::string more = socket.readSome(ProgramPatienceMs);
        if (more.empty())
            break;
        all += QByteArray::fromStdString(more);
    }
    return all;
}

/// A fresh gateway, an administrator, and a backend that remembers what reached it: what tests of /v1 begin
/// with.
class World {
public:
    struct Key {
        QString subscription;
        QByteArray key;
        QByteArray line() const { return "X-API-Key: " + key + "\r\n"; }
    };

    /// False when the gateway does not start.
    bool start() { return gateway.start() && connect(); }
    /// After a restart.
    bool connect()
    {
        admin = HttpClient(gateway.adminPort());
        caller = HttpClient(gateway.publicPort());
        return admin.login(QStringLiteral("admin"), GatewayProcess::password());
    }
    QString server() const { return serverAt(backend.port()); }
    /// The stream of events as somebody sees it.
    RawSocket events(const HttpClient& client) const
    {
        RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), gateway.adminPort()});
        socket.send("GET /platform/events HTTP/1.1\r\nHost: x\r\n" + client.bearer().toStdString() + "\r\n");
        return socket;
    }

    /// The answer to a call that makes something; its "id" is the new document's.
    QJsonObject make(const QByteArray& path, const QJsonObject& body)
    {
        const HttpReply reply = admin.call("POST", path, body);
        if (reply.status != 201)
            qWarning() << path << reply.status << reply.body;
        return reply.json();
    }
    /// The id of a contract for the backend; `more` are further fields.
    QString contract(const QString& name, const QJsonObject& more = {})
    {
        QJsonObject body{{QStringLiteral("apiName"), name},
                         {QStringLiteral("tenant"), QStringLiteral("default")},
                         {QStringLiteral("endpoint"), QJsonObject{{QStringLiteral("url"), server()}}}};
        for (auto at = more.begin(); at != more.end(); ++at)
            body.insert(at.key(), at.value());
        return make("/v1/contracts", body).value(QStringLiteral("id")).toString();
    }
    QString consumer(const QString& name, const QJsonObject& more = {})
    {
        QJsonObject body{{QStringLiteral("external_id"), name},
                         {QStringLiteral("name"), name},
                         {QStringLiteral("email"), name + QStringLiteral("@acme.example")}};
        for (auto at = more.begin(); at != more.end(); ++at)
            body.insert(at.key(), at.value());
        return make("/v1/consumers/default", body).value(QStringLiteral("id")).toString();
    }
    Key subscribe(const QString& consumer, const QString& api, const QJsonObject& more = {})
    {
        QJsonObject body{{QStringLiteral("consumer_id"), consumer}, {QStringLiteral("api_id"), api}};
        for (auto at = more.begin(); at != more.end(); ++at)
            body.insert(at.key(), at.value());
        const QJsonObject made = make("/v1/subscriptions", body);
        return {made.value(QStringLiteral("id")).toString(),
                made.value(QStringLiteral("api_key")).toString().toLatin1()};
    }
    /// The id of a policy of tenant default. `more`: scope, bindings, dry_run and so on.
    QString policy(const QString& type, const QJsonObject& config, const QJsonObject& more = {})
    {
        QJsonObject body{{QStringLiteral("name"), QStringLiteral("p%1").arg(++m_policies)},
                         {QStringLiteral("policy_type"), type},
                         {QStringLiteral("tenant_id"), QStringLiteral("default")},
                         {QStringLiteral("config"), config}};
        for (auto at = more.begin(); at != more.end(); ++at)
            body.insert(at.key(), at.value());
        return make("/v1/admin/policies", body).value(QStringLiteral("id")).toString();
    }
    int patch(const QByteArray& path, const QJsonObject& body)
    {
        return admin.call("PATCH", path, body).status;
    }
    /// Waits until a counter with that number has been written to the disk.
    bool counterIsWritten(int count) const
    {
        const QString directory = gateway.dataDir() + QStringLiteral("/state");
        if (!waitForFiles(gateway.dataDir(), 0, [&] { return QFile::exists(directory); }))
            return false;
        return waitForFiles(directory, 0, [&] {
            QFile file(directory + QStringLiteral("/counters.json"));
            if (!file.open(QIODevice::ReadOnly))
                return false;
            const QJsonArray rows =
                QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("counters")).toArray();
            return std::any_of(rows.begin(), rows.end(), [count](const QJsonValue& row) {
                return row[3].toString() == QString::number(count, 16);
            });
        });
    }
    Message last() const { return backend.requests().back(); }

    ScriptedUpstream backend{[this](RawSocket& socket, int) {
        const std::string said = answer(R"({"user":"ann","secret":1})",
                                        "Content-Type: application/json\r\nX-Old: 1\r\nX-Secret: 2\r\n");
        while (backend.record(socket).complete && socket.send(said)) {
        }
    }};
    GatewayProcess gateway;
    HttpClient admin, caller;

private:
    int m_policies = 0;
};

} // namespace gatehouse::harness
