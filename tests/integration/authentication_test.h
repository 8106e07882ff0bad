// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDateTime>
#include <QTest>

namespace gatehouse::harness {

using namespace Qt::Literals::StringLiterals;

inline qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

/// Base of the tests of who is calling: a gateway in front of an upstream that answers everything, and the
/// consumer "shop".
class AuthenticationTest : public QObject {
protected:
    void begin()
    {
        QCOMPARE(startFree(m_gateway, m_admin), QString());
        m_client = HttpClient(m_gateway.publicPort());
        m_shop = consumer(u"shop"_s);
        QVERIFY(!m_shop.isEmpty());
    }
    /// The answer to a new contract with that way to identify its callers.
    QJsonObject contract(const QString& name, const QJsonObject& auth)
    {
        const HttpReply made =
            m_admin.call("POST", "/v1/contracts",
                         {{u"name"_s, name},
                          {u"version"_s, u"1.0.0"_s},
                          {u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(m_backend.port())}}},
                          {u"auth"_s, auth}});
        if (made.status != 201)
            qWarning() << made.status << made.body;
        return made.json();
    }
    /// The id of a new consumer.
    QString consumer(const QString& externalId, const QJsonObject& fields = {})
    {
        QJsonObject body = fields;
        body.insert(u"external_id"_s, externalId);
        body.insert(u"name"_s, externalId);
        body.insert(u"email"_s, externalId + u"@example.org"_s);
        const HttpReply made = m_admin.call("POST", "/v1/consumers/default", body);
        if (made.status != 201)
            qWarning() << made.status << made.body;
        return made.json()[u"id"_s].toString();
    }
    /// Subscribes and approves.
    void allow(const QString& consumerId, const QJsonObject& api)
    {
        const HttpReply made = m_admin.call("POST", "/v1/subscriptions",
                                            {{u"consumer_id"_s, consumerId}, {u"api_id"_s, api[u"id"_s]}});
        QCOMPARE(made.status, 201);
        if (made.json()[u"status"_s].toString() == u"pending"_s) {
            const QByteArray id = made.json()[u"id"_s].toString().toLatin1();
            QCOMPARE(m_admin.call("POST", "/v1/subscriptions/" + id + "/approve").status, 200);
        }
    }
    static QByteArray credentialsOf(const QString& consumerId)
    {
        return "/v1/consumers/default/" + consumerId.toLatin1() + "/credentials";
    }
    HttpReply ask(const QByteArray& path, const QByteArray& lines = {}) { return m_client.get(path, lines); }
    Message last() const { return m_backend.requests().back(); }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    ScriptedUpstream m_backend{[this](RawSocket& socket, int) {
        while (m_backend.record(socket).complete)
            socket.send(answer("{\"ok\":true}", "Content-Type: application/json\r\n"));
    }};
    QString m_shop;
};

} // namespace gatehouse::harness
