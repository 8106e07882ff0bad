// SPDX-License-Identifier: GPL-3.0-or-later
// Every call of the table, made as it is meant: its status, its envelope, its answer as our own OpenAPI
// document describes it, and the row it leaves in the audit trail with what was before and after.
#include "tests/integration/calls/answer_schema.h"
#include "tests/integration/calls/good_body.h"
#include "tests/integration/calls/good_calls.h"
#include "tests/integration/harness/event_stream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Calls of the admin API that have no good case here, and where they have one.
const QHash<CallId, const char*>& elsewhere()
{
    static const QHash<CallId, const char*> calls{
        {CallId::Events, "an answer without an end: streamOfEvents()"},
        {CallId::SecurityRestart, "ends the process: restart()"}};
    return calls;
}

/// Audited calls that change no document: what they do is elsewhere, or they read what is worth a row.
const QSet<CallId>& withoutDocuments()
{
    static const QSet<CallId> calls{CallId::AuthLogin,
                                    CallId::AuthRefresh,
                                    CallId::MemoryDump,
                                    CallId::LogExport,
                                    CallId::LogDownload,
                                    CallId::ConfigExportAll,
                                    CallId::ConfigExportApis,
                                    CallId::ConfigExportRoles,
                                    CallId::ConfigExportGroups,
                                    CallId::ConfigExportRoutings,
                                    CallId::ConfigExportEndpoints,
                                    CallId::ConfigReload,
                                    CallId::ToolChaos,
                                    CallId::CachesClear,
                                    CallId::ResponseCachePurge,
                                    CallId::CrudImport,
                                    CallId::CrudDrop,
                                    CallId::CrudRecordUpdate,
                                    CallId::CrudRecordDelete,
                                    CallId::GrpcServicesRefresh,
                                    CallId::AlertAcknowledge,
                                    CallId::TestRequest,
                                    CallId::UpstreamReset,
                                    CallId::V1Token,
                                    CallId::SubscriptionV1Validate,
                                    CallId::QuotaV1Reset};
    return calls;
}

/// Reads that keep what they fetched from the upstream, as a document of the gateway itself.
bool keepsWhatItReads(CallId id)
{
    return id == CallId::OpenApiGet || id == CallId::WsdlGet || id == CallId::GraphQlSchema;
}

/// What an answer says when the envelope is taken off.
QJsonValue inner(const HttpReply& reply, bool enveloped)
{
    const QJsonDocument document = QJsonDocument::fromJson(reply.body);
    if (document.isArray())
        return document.array();
    QJsonObject object = document.object();
    if (enveloped && object.contains(u"response"_s))
        return object.value(u"response"_s);
    if (enveloped)
        object.remove(u"status_code"_s);
    return object;
}

/// The schema of the answer in our own description.
QJsonObject schemaOf(const QJsonObject& document, const CallInfo& call)
{
    const QString path = QString::fromLatin1(call.path).replace(u":path}"_s, u"}"_s);
    const QString method = QString::fromLatin1(toText(call.method)).toLower();
    const QJsonValue answer =
        document[u"paths"_s][path][method][u"responses"_s][QString::number(call.status)];
    return answer[u"content"_s][u"application/json"_s][u"schema"_s].toObject();
}

} // namespace

class TestGoodCalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyCallHasItsCase();
    void plain_data() { rows(); }
    void plain() { check(*m_plain, false); }
    void inTheEnvelope_data() { rows(); }
    void inTheEnvelope() { check(*m_strict, true); }
    void streamOfEvents_data();
    void streamOfEvents();
    void nothingShowsASecret();
    void restart();

private:
    struct World {
        GatewayProcess gateway;
        HttpClient admin;
        std::unique_ptr<GoodCalls> calls;
        QJsonObject document;
    };

    static void rows();
    bool start(World& world, bool strict);
    static void check(World& world, bool strict);
    static void checkAnswer(const World& world, const CallInfo& call, const HttpReply& reply, bool enveloped);
    static void checkTrail(World& world, const CallInfo& call, const QByteArray& trace, int before,
                           bool strict);
    static QJsonObject get(World& world, const QByteArray& target, bool strict)
    {
        return inner(world.admin.call("GET", target), strict).toObject();
    }
    /// Whether the administrator has changed documents since; the gateway itself may do so at any time.
    static bool changedSince(World& world, int revision, bool strict)
    {
        const QJsonArray revisions =
            get(world, "/platform/revisions?limit=20", strict).value(u"revisions"_s).toArray();
        return std::any_of(revisions.begin(), revisions.end(), [revision](const QJsonValue& each) {
            return each[u"revision"_s].toInt() > revision && each[u"actor"_s] != u"system"_s;
        });
    }
    static int revisionOf(World& world, bool strict)
    {
        return get(world, "/platform/changes", strict).value(u"revision"_s).toInt();
    }

    TestOrigin m_origin;
    std::unique_ptr<World> m_plain, m_strict;
};

void TestGoodCalls::rows()
{
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        if (call.surface != gatehouse::Surface::Data && !elsewhere().contains(call.id))
            QTest::newRow(call.name) << int(call.id);
    }
}

bool TestGoodCalls::start(World& world, bool strict)
{
    // One gateway waits while the calls of the other are made.
    world.gateway.set(u"IDLE_TIMEOUT"_s, u"3600"_s);
    world.gateway.set(u"VAULT_KEY"_s, u"a-vault-key-of-some-length"_s);
    world.gateway.set(u"ADMIN_CLIENT_SECRET"_s, u"C4n4ry-Client-Secret-1"_s);
    world.gateway.set(u"STRICT_RESPONSE_ENVELOPE"_s, strict ? u"true"_s : u"false"_s);
    if (!world.gateway.start())
        return false;
    world.admin = HttpClient(world.gateway.adminPort());
    world.calls = std::make_unique<GoodCalls>(world.gateway, world.admin, m_origin);
    world.document = world.admin.get("/platform/openapi.json").json();
    return world.admin.login(u"admin"_s, GatewayProcess::password()) && freeAdminLimits(world.admin);
}

void TestGoodCalls::initTestCase()
{
    m_plain = std::make_unique<World>();
    m_strict = std::make_unique<World>();
    QVERIFY(start(*m_plain, false));
    QVERIFY(start(*m_strict, true));
    QCOMPARE(m_plain->calls->begin().join(u'\n'), QString());
    QCOMPARE(m_strict->calls->begin().join(u'\n'), QString());
}

/// What is said to have its case elsewhere is a call, and nothing else is left out.
void TestGoodCalls::everyCallHasItsCase()
{
    int here = 0, all = 0;
    for (const CallInfo& call : callTable()) {
        all += call.surface != gatehouse::Surface::Data;
        here += call.surface != gatehouse::Surface::Data && !elsewhere().contains(call.id);
    }
    QCOMPARE(here + int(elsewhere().size()), all);
    for (const CallId id : withoutDocuments())
        QVERIFY2(*info(id).audit, info(id).name);
}

void TestGoodCalls::check(World& world, bool strict)
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const GoodCall good = world.calls->make(call);
    QVERIFY2(world.calls->faults().isEmpty(), qPrintable(world.calls->faults().join(u'\n')));
    const int before = revisionOf(world, strict);
    const QByteArray trace = "good-" + QByteArray(call.name);
    const HttpReply reply =
        world.admin.send(toText(call.method), good.target, good.body,
                         good.lines + world.admin.bearer() + "X-Request-ID: " + trace + "\r\n");
    if (call.id == CallId::AuthInvalidate || call.id == CallId::AuthRefresh ||
        call.id == CallId::MemoryRestore)
        QVERIFY(world.admin.login(u"admin"_s, GatewayProcess::password()));
    const bool enveloped = strict && call.surface == gatehouse::Surface::Platform &&
                           (call.reply == ReplyKind::Message || call.reply == ReplyKind::Object);
    const QByteArray asked = good.target + ' ' + good.body.left(300);
    QVERIFY2(reply.status == (enveloped ? 200 : call.status),
             asked + " -> " + QByteArray::number(reply.status) + ' ' + reply.body);
    if (enveloped)
        QVERIFY2(reply.json().value(u"status_code"_s).toInt() == call.status, asked + " -> " + reply.body);
    checkAnswer(world, call, reply, enveloped);
    checkTrail(world, call, trace, before, strict);
}

void TestGoodCalls::checkAnswer(const World& world, const CallInfo& call, const HttpReply& reply,
                                bool enveloped)
{
    if (call.reply == ReplyKind::Empty) {
        QCOMPARE(reply.body, QByteArray());
        return;
    }
    if (call.reply == ReplyKind::File)
        return;
    const QJsonObject schema = schemaOf(world.document, call);
    QVERIFY2(!schema.isEmpty(), call.path);
    const QJsonValue answer = inner(reply, enveloped);
    QVERIFY2(call.reply != ReplyKind::Message || answer[u"message"_s].isString(), reply.body);
    const QStringList faults = schemaFaults(answer, schema, world.document, true);
    QVERIFY2(faults.isEmpty(),
             qPrintable(faults.join(u'\n') + u'\n' + QString::fromUtf8(reply.body.left(2000))));
}

void TestGoodCalls::checkTrail(World& world, const CallInfo& call, const QByteArray& trace, int before,
                               bool strict)
{
    if (*call.audit == '\0') {
        QCOMPARE(changedSince(world, before, strict), keepsWhatItReads(call.id));
        return;
    }
    const QJsonObject found = get(world, "/platform/audit?request_id=" + trace, strict);
    QCOMPARE(found[u"total"_s].toInt(), 1);
    const QJsonObject event = found[u"events"_s][0].toObject();
    QCOMPARE(event[u"action"_s].toString(), QString::fromLatin1(call.audit));
    QCOMPARE(event[u"status"_s].toString(), QString::number(call.status));
    QCOMPARE(event[u"ip"_s].toString(), u"127.0.0.1"_s);
    const int after = event[u"details"_s][u"revision"_s].toInt();
    QCOMPARE(after != 0, !withoutDocuments().contains(call.id));
    QCOMPARE(changedSince(world, before, strict), after != 0);
    if (after == 0)
        return;
    QVERIFY(after > before);
    const QJsonObject told = get(world, "/platform/revisions/" + QByteArray::number(after), strict);
    const QJsonArray changes = told[u"changes"_s].toArray();
    QVERIFY(!changes.isEmpty());
    const int leftOut = event[u"details"_s][u"changes"_s][u"left_out"_s].toInt();
    int shown = 0;
    for (const QJsonValue change : changes) {
        const QString name = change[u"kind"_s].toString() + u' ' + change[u"name"_s].toString();
        shown += event[u"before"_s].toObject().contains(name) || event[u"after"_s].toObject().contains(name);
    }
    QCOMPARE(shown + leftOut, int(changes.size()));
    QVERIFY(shown > 0);
}

void TestGoodCalls::streamOfEvents_data()
{
    QTest::addColumn<bool>("strict");
    QTest::newRow("plain") << false;
    QTest::newRow("in the envelope") << true;
}

/// It begins at once, tells every change once it is made, goes on, and knows of no envelope.
void TestGoodCalls::streamOfEvents()
{
    QFETCH(const bool, strict);
    World& world = strict ? *m_strict : *m_plain;
    const CallInfo& call = info(CallId::Events);
    const int before = revisionOf(world, strict);
    EventStream stream(world.gateway.adminPort(), call.path, world.admin.bearer());
    QCOMPARE(stream.status(), call.status);
    QCOMPARE(stream.contentType(), QByteArray("text/event-stream"));
    QCOMPARE(stream.next("hello").value(u"revision"_s).toInt(), before);
    QCOMPARE(world.admin.call("POST", "/platform/group", {{u"group_name"_s, u"told"_s}}).status,
             strict ? 200 : 201);
    const QJsonObject told = stream.next("revision");
    QCOMPARE(told.value(u"revision"_s).toInt(), before + 1);
    QCOMPARE(told.value(u"changes"_s).toInt(), 1);
    QVERIFY(!stream.next("tick").isEmpty());
    QVERIFY(!stream.next("tick").isEmpty());
}

/// After all of that: no secret that was given is in any trail, revision or log.
void TestGoodCalls::nothingShowsASecret()
{
    const QByteArray secret = canary().toLatin1();
    for (const char* target :
         {"/platform/audit?limit=1000", "/platform/revisions?limit=200", "/platform/logging/logs?limit=1000"})
        QVERIFY2(!m_plain->admin.call("GET", target).body.contains(secret), target);
    QVERIFY(m_plain->gateway.logHolds(u"doorman-trail.log"_s, "user.create"));
    QFile trail(m_plain->gateway.logsDir() + u"/doorman-trail.log"_s);
    QVERIFY(trail.open(QIODevice::ReadOnly));
    QVERIFY(!trail.readAll().contains(secret));
}

/// Last, because another process serves afterwards, on the same ports and with the same documents.
void TestGoodCalls::restart()
{
    World& world = *m_plain;
    const CallInfo& call = info(CallId::SecurityRestart);
    const HttpReply reply = world.admin.call(toText(call.method), call.path);
    QCOMPARE(reply.status, call.status);
    checkAnswer(world, call, reply, false);
    QVERIFY(world.gateway.followUpgrade());
    QVERIFY(world.gateway.logHolds(u"doorman-trail.log"_s, call.audit));
    const QByteArray api = world.calls->called().toLatin1();
    world.admin.close();
    QCOMPARE(world.admin.call("GET", "/platform/api/" + api + "/v1").status, 200);
}

QTEST_GUILESS_MAIN(TestGoodCalls)
#include "tst_good_calls.moc"
