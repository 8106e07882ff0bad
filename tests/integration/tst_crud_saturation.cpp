// SPDX-License-Identifier: GPL-3.0-or-later
// More calls for the built-in storage than may wait for it: 503 at once, and nothing is lost of the others.
// The thread that keeps the records is stopped by the debugging calls of the system, so that calls wait for
// as long as the test wants; the workers go on.
#include "tests/integration/harness/event_stream.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/stopped_thread.h"
#include "tests/integration/harness/test_api.h"

#include <QJsonArray>
#include <QTest>

#include <map>
#include <memory>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int mostCalls = 2000;
constexpr int streamsEach = 100;
const char* const tooMany = "503 CRUD503 Storage is not available: too many calls wait for it";

} // namespace

class TestCrudSaturation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tooManyCalls();
    void administrationGoesOn();

private:
    using Connections = std::vector<std::unique_ptr<Http2Client>>;

    net::SocketAddress gate() const { return {net::IpAddress::v4(0x7f000001), m_gateway.publicPort()}; }
    Fields request(const char* method, const std::string& path) const
    {
        return http2Request(method, path, {{"authorization", "Bearer " + m_client.token().toStdString()}});
    }
    void sendReads(Connections& connections, int count) const;

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
};

void TestCrudSaturation::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QVERIFY(m_client.login(u"admin"_s, GatewayProcess::password()));
    const QJsonObject storage{{u"api_is_crud"_s, true}, {u"api_crud_collection"_s, u"full"_s}};
    QCOMPARE(publish(m_admin, u"full"_s, {}, {u"GET /n"_s, u"GET /n/{id}"_s, u"POST /n"_s}, storage),
             QString());
    QCOMPARE(subscribe(m_admin, u"admin"_s, u"full"_s), QString());
    QJsonObject described = storage;
    described.insert(u"api_type"_s, u"GRAPHQL"_s);
    QCOMPARE(publish(m_admin, u"graph"_s, {}, {u"POST /graphql"_s}, described), QString());
    QCOMPARE(subscribe(m_admin, u"admin"_s, u"graph"_s), QString());
    const HttpReply made = m_client.call("POST", "/api/rest/full/v1/n", {{u"_id"_s, u"one"_s}});
    QVERIFY2(made.status == 201, qPrintable(made.line()));
}

/// Sends reads and knows that the gateway has taken them all: it answers a ping that came in a later turn.
void TestCrudSaturation::sendReads(Connections& connections, int count) const
{
    const Fields read = request("GET", "/api/rest/full/v1/n/one");
    for (int sent = 0; sent < count;) {
        connections.push_back(std::make_unique<Http2Client>(RawSocket::connectTo(gate())));
        Http2Client& client = *connections.back();
        for (int i = 0; i < streamsEach && sent < count; ++i, ++sent)
            client.request(std::uint32_t(2 * i + 1), read);
        for (const int pings : {1, 2}) {
            QVERIFY(client.send(http2Frame(Ping, 0, 0, "12345678")));
            QVERIFY(client.until([&client, pings] { return client.pings == pings; }));
        }
    }
}

void TestCrudSaturation::tooManyCalls()
{
    constexpr int beyond = 50;
    Connections clients;
    {
        const StoppedThread records(m_gateway.processId(), "records");
        QVERIFY(records.found());
        if (!records.stopped())
            QSKIP("this system lets no thread of a child be stopped (ptrace)");
        sendReads(clients, mostCalls);
        for (const auto& client : clients)
            QVERIFY(!client->seen(1).over());
        sendReads(clients, beyond);
        const HttpReply refused = m_client.get("/api/rest/full/v1/n/one", m_client.bearer());
        QCOMPARE(refused.line(), QString::fromLatin1(tooMany));
        QCOMPARE(refused.header("retry-after"), QByteArray("1"));
        QCOMPARE(m_client.call("POST", "/api/rest/full/v1/n", {{u"_id"_s, u"two"_s}}).line(),
                 QString::fromLatin1(tooMany));
        const HttpReply graph = m_client.call("POST", "/api/graphql/graph/v1",
                                              {{u"query"_s, u"{ getItem(id: \"one\") { _id } }"_s}});
        QCOMPARE(graph.status, 200);
        QVERIFY2(graph.body.contains("CRUD503"), graph.body.constData());
        // Other traffic goes on.
        QCOMPARE(m_client.get("/api/rest/other/v1/x").line().left(10), u"404 GTW001"_s);
    }
    std::map<int, int> answers; // how many of each status
    for (int i = 0; i < mostCalls + beyond; ++i)
        ++answers
            [clients[std::size_t(i / streamsEach)]->answer(std::uint32_t(i % streamsEach * 2 + 1)).status];
    QStringList told;
    for (const auto& [status, count] : answers)
        told.append(u"%1: %2"_s.arg(status).arg(count));
    QCOMPARE(told.join(u", "_s), u"200: %1, 503: %2"_s.arg(mostCalls).arg(beyond));
    QCOMPARE(m_client.get("/api/rest/full/v1/n/two", m_client.bearer()).status, 404); // it was refused
    QCOMPARE(m_client.call("POST", "/api/rest/full/v1/n", {{u"_id"_s, u"two"_s}}).status, 201);
}

/// The storage stands still, and everything else of the administration does not: what needs the records is
/// answered once they are there again.
void TestCrudSaturation::administrationGoesOn()
{
    const auto health = [this] { return m_admin.call("GET", "/health/ready").body; };
    const auto ask = [this](RawSocket& socket, const char* method, const char* target,
                            const QByteArray& body) {
        const QByteArray request =
            QByteArray(method) + ' ' + target + " HTTP/1.1\r\nHost: x\r\n" + m_admin.bearer() +
            "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
            "\r\n\r\n" + body;
        return socket.send(request.toStdString());
    };
    const net::SocketAddress admin{net::IpAddress::v4(0x7f000001), m_gateway.adminPort()};
    struct Waiting {
        const char* method;
        const char* target;
        QByteArray body;
        const char* part; ///< of the answer
        RawSocket socket = {};
    };
    Waiting waiting[] = {
        {"GET", "/platform/crud", {}, R"("collection":"full")"},
        {"GET", "/platform/crud/full", {}, R"("_id":"one")"},
        {"PUT", "/platform/crud/full", R"({"items":[{"_id":"late"}]})", R"("imported":1)"},
        {"GET", "/platform/crud/full/one", {}, R"("_id":"one")"},
        {"POST", "/platform/memory/dump", {}, R"("path")"},
    };
    {
        const StoppedThread records(m_gateway.processId(), "records");
        QVERIFY(records.found());
        if (!records.stopped())
            QSKIP("this system lets no thread of a child be stopped (ptrace)");
        for (Waiting& call : waiting) {
            call.socket = RawSocket::connectTo(admin);
            QVERIFY(ask(call.socket, call.method, call.target, call.body));
        }
        // The clock of the control thread goes on, its health says what is wrong, and documents change.
        EventStream stream(m_gateway.adminPort(), "/platform/events", m_admin.bearer());
        QVERIFY(!stream.next("tick").isEmpty());
        QVERIFY(!stream.next("tick").isEmpty());
        QCOMPARE(m_admin.call("POST", "/platform/group", {{u"group_name"_s, u"meanwhile"_s}}).status, 201);
        QVERIFY(!stream.next("revision").isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(health().contains("the storage does not answer"), ProgramPatienceMs);
        QCOMPARE(m_admin.call("GET", "/platform/group/meanwhile").status, 200);
    }
    for (Waiting& call : waiting) {
        const Message answer = call.socket.read(true, false, ProgramPatienceMs);
        QVERIFY2(
            answer.complete && answer.status == 200 &&
                QByteArray::fromStdString(answer.body).contains(call.part),
            (QByteArray(call.method) + ' ' + call.target + " -> " + QByteArray::fromStdString(answer.body))
                .constData());
    }
    QTRY_VERIFY_WITH_TIMEOUT(!health().contains("the storage does not answer"), ProgramPatienceMs);
}

QTEST_GUILESS_MAIN(TestCrudSaturation)
#include "tst_crud_saturation.moc"
