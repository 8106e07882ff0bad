// SPDX-License-Identifier: GPL-3.0-or-later
// What a desk for many consumers needs of /v1: search, order and pages in the gateway, and changes under the
// revision that was read.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestV1Lists : public QObject {
    Q_OBJECT

    GatewayProcess m_gateway;
    HttpClient m_admin;
    QJsonObject m_zoe; ///< a consumer

    /// A change under the revision that was read.
    int put(const QByteArray& target, const QJsonObject& body, qint64 revision)
    {
        return m_admin
            .send("PUT", target, QJsonDocument(body).toJson(),
                  m_admin.bearer() + "Content-Type: application/json\r\nIf-Match: \"" +
                      QByteArray::number(revision) + "\"\r\n")
            .status;
    }

    QJsonObject get(const QByteArray& target)
    {
        const HttpReply reply = m_admin.call("GET", target);
        return reply.status == 200 ? reply.json() : QJsonObject{{u"refused"_s, reply.status}};
    }
    static QStringList column(const QJsonObject& page, const QString& key)
    {
        QStringList texts;
        const QJsonArray items = page.value(u"items"_s).toArray();
        for (const QJsonValue& item : items)
            texts.append(item.toObject().value(key).toString());
        return texts;
    }
    QJsonObject consumer(const QString& id, const QString& name)
    {
        return m_admin
            .call("POST", "/v1/consumers/default",
                  {{u"external_id"_s, id}, {u"name"_s, name}, {u"email"_s, id + u"@x.test"_s}})
            .json();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_gateway.start());
        m_admin = HttpClient(m_gateway.adminPort());
        QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
        QCOMPARE(m_admin
                     .call("POST", "/v1/consumers/default/" +
                                       get("/v1/consumers/default?external_id=test-console")[u"items"_s]
                                           .toArray()[0]
                                           .toObject()[u"id"_s]
                                           .toString()
                                           .toLatin1() +
                                       "/suspend")
                     .status,
                 200);
        m_zoe = consumer(u"c3"_s, u"Zoe"_s);
        consumer(u"c1"_s, u"adam"_s);
        consumer(u"c2"_s, u"Berta"_s);
    }

    void consumersAreSearchedAndSorted()
    {
        const QByteArray list = "/v1/consumers/default?search=x.test&";
        QCOMPARE(column(get(list + "sort=name"), u"name"_s), (QStringList{u"adam"_s, u"Berta"_s, u"Zoe"_s}));
        QCOMPARE(column(get(list + "sort=external_id&order=desc"), u"external_id"_s),
                 (QStringList{u"c3"_s, u"c2"_s, u"c1"_s}));
        QCOMPARE(column(get(list + "sort=created_at&page=2&page_size=2"), u"name"_s),
                 QStringList{u"Berta"_s});
        const HttpReply refused = m_admin.call("GET", list + "sort=password&order=up");
        QCOMPARE(refused.status, 422);
        QCOMPARE(refused.json().value(u"detail"_s).toArray().size(), 2); // both at once
        QVERIFY(refused.body.contains("must be one of name, email"));
    }

    void subscriptionsSayWhoTheyAre()
    {
        const QJsonObject contract =
            m_admin
                .call("POST", "/v1/contracts",
                      {{u"name"_s, u"orders"_s},
                       {u"endpoint"_s, QJsonObject{{u"url"_s, u"http://127.0.0.1:9"_s}}}})
                .json();
        const HttpReply made =
            m_admin.call("POST", "/v1/subscriptions",
                         {{u"consumer_id"_s, m_zoe[u"id"_s]}, {u"api_id"_s, contract[u"id"_s]}});
        QCOMPARE(made.status, 201);
        const QByteArray prefix = made.json()[u"api_key_prefix"_s].toString().toLatin1();
        const QByteArray list = "/v1/subscriptions/tenant/default?";
        for (const QByteArray& search : {QByteArray("zoe"), QByteArray("c3@x"), prefix}) {
            const QJsonObject found = get(list + "search=" + search + "&sort=consumer");
            QCOMPARE(found[u"total"_s].toInt(), 1);
            QCOMPARE(column(found, u"consumer"_s), QStringList{u"Zoe"_s});
            QCOMPARE(column(found, u"consumer_email"_s), QStringList{u"c3@x.test"_s});
        }
        QCOMPARE(column(get(list + "sort=consumer&order=desc"), u"consumer"_s).first(), u"Zoe"_s);
        QVERIFY(!m_admin.call("GET", list).body.contains(made.json()[u"api_key"_s].toString().toLatin1()));
    }

    void plansAreSortedByTheirLimits()
    {
        for (const auto& [slug, limit] : {std::pair(u"small"_s, 10), std::pair(u"large"_s, 900)})
            QCOMPARE(m_admin
                         .call("POST", "/v1/plans/default",
                               {{u"slug"_s, slug}, {u"name"_s, slug}, {u"rate_limit_per_minute"_s, limit}})
                         .status,
                     201);
        QCOMPARE(column(get("/v1/plans/default?sort=rate_limit_per_minute&order=desc&search=l"), u"slug"_s),
                 (QStringList{u"large"_s, u"small"_s}));
        QCOMPARE(column(get("/v1/plans/default?search=arge"), u"slug"_s), QStringList{u"large"_s});
    }

    void aChangeUnderAnOldRevisionIsRefused()
    {
        const QByteArray target = "/v1/consumers/default/" + m_zoe[u"id"_s].toString().toLatin1();
        const qint64 revision =
            get(target + "?meta=true")[u"_meta"_s].toObject()[u"revision"_s].toInteger(-1);
        QVERIFY(revision >= 0);
        QCOMPARE(m_admin.call("PUT", target, {{u"company"_s, u"First"_s}}).status, 200);
        QCOMPARE(put(target, {{u"company"_s, u"Second"_s}}, revision), 409);
        QCOMPARE(get(target)[u"company"_s].toString(), u"First"_s);
        const qint64 now = get(target + "?meta=true")[u"_meta"_s].toObject()[u"revision"_s].toInteger();
        QCOMPARE(put(target, {{u"company"_s, u"Second"_s}}, now), 200);
    }
};

QTEST_GUILESS_MAIN(TestV1Lists)
#include "tst_v1_lists.moc"
