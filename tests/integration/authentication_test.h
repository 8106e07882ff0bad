// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDateTime>
#include <QTest>

#include <functional>

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
    /// Whoever comes by something else than a key is told its state all the same, as keys are. `code` makes a
    /// call of the consumer and gives its status and the code of the answer.
    void stoppedIsToldApart(const QString& consumerId, const QJsonObject& api,
                            const std::function<QString()>& code)
    {
        const QByteArray consumer = "/v1/consumers/default/" + consumerId.toLatin1();
        const auto post = [this](const QByteArray& path) {
            return m_admin.call("POST", path, {{u"reason"_s, u"asked for"_s}}).status;
        };
        QCOMPARE(code(), u"403 "_s); // never subscribed: nothing to tell
        const auto subscribe = [&] {
            const HttpReply made = m_admin.call(
                "POST", "/v1/subscriptions", {{u"consumer_id"_s, consumerId}, {u"api_id"_s, api[u"id"_s]}});
            return "/v1/subscriptions/" + made.json()[u"id"_s].toString().toLatin1();
        };
        const QByteArray first = subscribe();
        QCOMPARE(code(), u"200 "_s);
        QCOMPARE(post(first + "/suspend"), 200);
        QCOMPARE(code(), u"403 subscription_suspended"_s);
        QCOMPARE(post(first + "/reactivate"), 200);
        QCOMPARE(code(), u"200 "_s);
        QCOMPARE(post(first + "/revoke"), 200);
        QCOMPARE(code(), u"403 subscription_revoked"_s);
        const QByteArray second = subscribe(); // one that counts hides the other
        QCOMPARE(code(), u"200 "_s);
        QCOMPARE(post(second + "/suspend"), 200);
        QCOMPARE(code(), u"403 subscription_suspended"_s); // the one that may come back
        QCOMPARE(post(second + "/reactivate"), 200);
        QCOMPARE(post(consumer + "/suspend"), 200);
        QCOMPARE(code(), u"403 consumer_suspended"_s);
        QCOMPARE(post(consumer + "/activate"), 200);
        QCOMPARE(code(), u"200 "_s);
        QCOMPARE(post(consumer + "/block"), 200);
        QCOMPARE(code(), u"403 consumer_blocked"_s);
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
