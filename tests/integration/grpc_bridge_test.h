// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/tool_server.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

namespace gatehouse::harness {

using namespace Qt::Literals::StringLiterals;

/// Of the service of greeter_peer.py.
inline QByteArray protoText()
{
    QFile file(clientFile(u"greeter.proto"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A multipart body of one file, with the boundary "limit".
inline QByteArray form(const QByteArray& part, const QByteArray& fileName, const QByteArray& content)
{
    return "--limit\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"" + fileName +
           "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--limit--\r\n";
}

/// Base of the tests of the gRPC bridge: a real service (python3-grpcio) behind the API greeter/v1.
class GrpcBridgeTest : public QObject {
protected:
    void begin()
    {
        QVERIFY(m_server.port() != 0);
        m_gateway.set(u"GRPC_RETRY_BASE_MS"_s, u"1"_s);
        m_gateway.set(u"CIRCUIT_BREAKER_THRESHOLD"_s, u"1000"_s);
        QCOMPARE(startFree(m_gateway, m_admin), QString());
        m_client = HttpClient(m_gateway.publicPort());
        QCOMPARE(publishGrpc(u"greeter"_s, {{u"api_allowed_headers"_s, QJsonArray{u"x-tenant"_s}}}),
                 QString());
        QCOMPARE(call(R"({"method":"Greeter.SayHello","message":{}})").line(),
                 u"404 GTW012 Proto file not found for API: greeter/v1"_s);
        const HttpReply uploaded = upload("greeter/v1", protoText());
        QCOMPARE(uploaded.line(), u"200 Proto file uploaded and gRPC code generated successfully"_s);
    }
    HttpReply call(const QByteArray& json, const QByteArray& target = "/api/grpc/greeter/v1",
                   const QByteArray& lines = {})
    {
        return m_client.send("POST", target, json, "Content-Type: application/json\r\n" + lines);
    }
    QString publishGrpc(const QString& name, const QJsonObject& fields = {}, const QString& server = {})
    {
        QJsonObject all{{u"api_type"_s, u"GRPC"_s}, {u"api_public"_s, true}};
        for (auto at = fields.begin(); at != fields.end(); ++at)
            all.insert(at.key(), at.value());
        const QString own = u"grpc://127.0.0.1:%1"_s.arg(m_server.port());
        return publish(m_admin, name, {server.isEmpty() ? own : server}, {}, all);
    }
    HttpReply upload(const QByteArray& api, const QByteArray& content, const QByteArray& fileName = "x.proto",
                     const QByteArray& method = "POST", HttpClient* as = nullptr)
    {
        HttpClient& client = as ? *as : m_admin;
        return client.send(method, "/platform/proto/" + api,
                           form(method == "PUT" ? "proto_file" : "file", fileName, content),
                           client.bearer() + "Content-Type: multipart/form-data; boundary=limit\r\n");
    }

    ToolServer m_server{u"/usr/bin/python3"_s, {clientFile(u"greeter_peer.py"_s)}};
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
};

} // namespace gatehouse::harness
