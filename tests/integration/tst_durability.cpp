// SPDX-License-Identifier: GPL-3.0-or-later
// What was acknowledged survives SIGKILL; what is damaged is refused; what is under way at SIGTERM is
// finished.
#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QMap>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <future>
#include <semaphore>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Rounds = 20;
constexpr int Writers = 4;
constexpr int LeastWrites = 1'000;

/// Creates groups and changes them, one after the other, until the gateway is gone; what was acknowledged, by
/// name.
QMap<QString, QString> writeUntilGone(quint16 port, const QByteArray& token, const QString& prefix,
                                      std::counting_semaphore<>& acknowledged)
{
    QMap<QString, QString> written;
    HttpClient client(port);
    client.setToken(token);
    for (int i = 0;; ++i) {
        const QString name = prefix + QString::number(i);
        if (client
                .call("POST", "/platform/group",
                      {{u"group_name"_s, name}, {u"group_description"_s, u"new"_s}})
                .status != 201)
            return written;
        written.insert(name, u"new"_s);
        acknowledged.release();
        if (client.call("PUT", "/platform/group/" + name.toLatin1(), {{u"group_description"_s, u"changed"_s}})
                .status != 200) {
            written.insert(name, u"either"_s); // asked for, but not acknowledged
            return written;
        }
        written.insert(name, u"changed"_s);
        acknowledged.release();
    }
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

class TestDurability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killsLoseNothing();
    void damagedJournalsAreRefused();
    void damagedDumpsAreRefused();
    void olderDumpIsOffered();
    void newStoreFindsDumpsByTheMirror();
    void anotherKeyIsRefused();
    void withoutAKeyOneIsMade();
    void signalWritesADump();
    void terminationFinishesWhatIsUnderWay();
    void terminationEndsStreamsAndIdleConnections();
    void restartKeepsEverything();
};

void TestDurability::killsLoseNothing()
{
    GatewayProcess gateway;
    gateway.set(u"MAX_PAGE_SIZE"_s, u"100000"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const QByteArray token = admin.token();
    QMap<QString, QString> expected;
    int writes = 0;
    for (int round = 0; round < Rounds; ++round) {
        std::counting_semaphore<> acknowledged(0);
        std::vector<std::future<QMap<QString, QString>>> writers;
        for (int i = 0; i < Writers; ++i)
            writers.push_back(std::async(std::launch::async, writeUntilGone, gateway.adminPort(), token,
                                         u"r%1w%2n"_s.arg(round).arg(i), std::ref(acknowledged)));
        const int moment = LeastWrites / Rounds + int(QRandomGenerator::global()->bounded(30));
        for (int i = 0; i < moment; ++i)
            acknowledged.acquire();
        gateway.kill();
        writes += moment;
        for (auto& writer : writers)
            expected.insert(writer.get());
        QVERIFY(gateway.start());
        HttpClient reader(gateway.adminPort());
        reader.setToken(token);
        const HttpReply all = reader.call("GET", "/platform/group/all?page_size=100000");
        QMap<QString, QString> found;
        for (const QJsonValue& group : all.json().value(u"groups"_s).toArray())
            found.insert(group[u"group_name"_s].toString(), group[u"group_description"_s].toString());
        for (auto at = expected.cbegin(); at != expected.cend(); ++at) {
            QVERIFY2(found.contains(at.key()), qPrintable(at.key()));
            QVERIFY2(at.value() == u"either"_s || found.value(at.key()) == at.value(), qPrintable(at.key()));
        }
    }
    QVERIFY(writes >= LeastWrites);
}

void TestDurability::damagedJournalsAreRefused()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(admin.call("POST", "/platform/group", {{u"group_name"_s, u"g%1"_s.arg(i)}}).status, 201);
    gateway.kill();
    const QDir store(gateway.dataDir() + u"/store"_s);
    const QStringList journals = store.entryList({u"journal-*"_s}, QDir::Files);
    QVERIFY(!journals.isEmpty());
    const QString path = store.filePath(journals.last());
    const QByteArray whole = contentOf(path);
    QVERIFY(whole.size() > 500);
    // Everywhere: the head, the middle, and each part of the last record.
    QList<qsizetype> places{0, 5, 20, 40, whole.size() / 4, whole.size() / 2};
    for (qsizetype back = 1; back < 200; back += 23)
        places.append(whole.size() - back);
    for (const qsizetype place : places) {
        QByteArray damaged = whole;
        damaged[place] = char(damaged[place] ^ 0x10);
        write(path, damaged);
        const qsizetype before = gateway.output().size();
        gateway.launch();
        QVERIFY(gateway.waitForEnd());
        const QByteArray said = gateway.output().mid(before);
        QVERIFY2(gateway.exitStatus() == 1,
                 qPrintable(u"flipped byte %1 of %2"_s.arg(place).arg(whole.size())));
        QVERIFY2(said.contains(path.toUtf8()) && said.contains("byte"), said.constData());
        QCOMPARE(contentOf(path), damaged);
    }
    // A last record that was cut off while it was written is no damage: it was never acknowledged.
    write(path, whole.chopped(10));
    QVERIFY(gateway.start());
    HttpClient again(gateway.adminPort());
    again.setToken(admin.token());
    QCOMPARE(again.call("GET", "/platform/group/g3").status, 200);
    QCOMPARE(again.call("GET", "/platform/group/g4").status, 404);
    QCOMPARE(again.call("POST", "/platform/group", object(R"({"group_name":"g4"})")).status, 201);
}

void TestDurability::damagedDumpsAreRefused()
{
    GatewayProcess source;
    QVERIFY(source.start());
    HttpClient admin(source.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const HttpReply dumped = admin.call("POST", "/platform/memory/dump");
    const QString path = dumped.json().value(u"response"_s)[u"path"_s].toString();
    const QByteArray bytes = contentOf(path);
    QVERIFY(bytes.size() > 100);
    GatewayProcess gateway;
    const QString dumps = gateway.directory() + u"/dumps"_s;
    QVERIFY(QDir().mkpath(dumps));
    const QString copy = dumps + u"/memory_dump-20260101T000000Z.bin"_s;
    gateway.set(u"MEM_DUMP_PATH"_s, dumps + u"/memory_dump.bin"_s);
    for (const qsizetype place :
         {qsizetype(2), qsizetype(10), qsizetype(25), bytes.size() / 2, bytes.size() - 1}) {
        QByteArray damaged = bytes;
        damaged[place] = char(damaged[place] ^ 1);
        write(copy, damaged);
        const qsizetype before = gateway.output().size();
        gateway.launch();
        QVERIFY(gateway.waitForEnd());
        QCOMPARE(gateway.exitStatus(), 1);
        const QByteArray said = gateway.output().mid(before);
        QVERIFY2(said.contains(copy.toUtf8()) && said.contains("byte") && said.contains("move the file away"),
                 said.constData());
        QCOMPARE(contentOf(copy), damaged);
    }
    write(copy, bytes.first(20)); // cut off inside the header
    gateway.launch();
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 1);
    write(copy, bytes); // and nothing of the refusals is left behind
    QVERIFY(gateway.start());
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "restored the dump " + copy.toUtf8()));
}

void TestDurability::olderDumpIsOffered()
{
    GatewayProcess gateway;
    const QString dumps = gateway.directory() + u"/dumps"_s;
    QVERIFY(QDir().mkpath(dumps));
    gateway.set(u"MEM_DUMP_PATH"_s, dumps + u"/memory_dump.bin"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"kept"})")).status, 201);
    const QString good =
        admin.call("POST", "/platform/memory/dump").json().value(u"response"_s)[u"path"_s].toString();
    QCOMPARE(gateway.run({u"--restore"_s, good}).status, 1); // not while it runs
    gateway.kill();
    const QString bad = dumps + u"/memory_dump-99991231T000000Z.bin"_s;
    write(bad, "DMP1 and then nothing that could be decrypted");
    QVERIFY(QDir(gateway.dataDir() + u"/store"_s).removeRecursively());
    gateway.launch();
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 1);
    QVERIFY2(gateway.output().contains("gatehouse-gateway --restore " + good.toUtf8()),
             gateway.output().constData());
    QCOMPARE(gateway.run({u"--restore"_s, bad}).status, 1);
    QCOMPARE(gateway.run({u"--restore"_s}).status, 2);
    const ProgramRun restored = gateway.run({u"--restore"_s, good});
    QVERIFY2(restored.status == 0, qPrintable(restored.err));
    QVERIFY(gateway.start());
    HttpClient again(gateway.adminPort());
    QVERIFY(again.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(again.call("GET", "/platform/group/kept").status, 200);
}

/// The stored settings may have put dumps elsewhere, and are gone with the store: their mirror knows.
void TestDurability::newStoreFindsDumpsByTheMirror()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const QString dumps = gateway.directory() + u"/elsewhere"_s;
    QCOMPARE(admin
                 .call("PUT", "/platform/security/settings",
                       {{u"dump_path"_s, dumps + u"/saved.bin"_s},
                        {u"ip_blacklist"_s, QJsonArray{u"192.0.2.1"_s}}})
                 .status,
             200);
    const QString mirror = gateway.dataDir() + u"/generated/security_settings.json"_s;
    QVERIFY(waitForFiles(gateway.dataDir(), 0, [&] { return contentOf(mirror).contains("192.0.2.1"); }));
    QVERIFY(!(QFile::permissions(mirror) & (QFile::ReadGroup | QFile::ReadOther)));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"kept"})")).status, 201);
    QCOMPARE(gateway.stop(), 0);
    QCOMPARE(QDir(dumps).entryList({u"saved-*.bin"_s}, QDir::Files).size(), 1);

    QVERIFY(QDir(gateway.dataDir() + u"/store"_s).removeRecursively());
    QVERIFY(gateway.start());
    HttpClient again(gateway.adminPort());
    QVERIFY(again.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(again.call("GET", "/platform/group/kept").status, 200);
    // Without any dump a new store still takes the settings over.
    QCOMPARE(gateway.stop(), 0);
    QVERIFY(QDir(gateway.dataDir() + u"/store"_s).removeRecursively());
    QVERIFY(QDir(dumps).removeRecursively());
    QVERIFY(gateway.start());
    HttpClient last(gateway.adminPort());
    QVERIFY(last.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(last.call("GET", "/platform/group/kept").status, 404);
    QCOMPARE(last.call("GET", "/platform/security/settings").json().value(u"ip_blacklist"_s).toArray(),
             QJsonArray{u"192.0.2.1"_s});
}

void TestDurability::anotherKeyIsRefused()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"mine"})")).status, 201);
    gateway.kill();
    const QString key = gateway.environment().value(u"MEM_ENCRYPTION_KEY"_s);
    for (const QString& wrong : {u"some-other-key-some-other-key-some-other-key"_s, QString()}) {
        gateway.set(u"MEM_ENCRYPTION_KEY"_s, wrong);
        const qsizetype before = gateway.output().size();
        gateway.launch();
        QVERIFY(gateway.waitForEnd());
        QCOMPARE(gateway.exitStatus(), 1);
        QVERIFY(gateway.output().mid(before).contains("MEM_ENCRYPTION_KEY"));
    }
    gateway.set(u"MEM_ENCRYPTION_KEY"_s, key);
    QVERIFY(gateway.start());
    HttpClient again(gateway.adminPort());
    again.setToken(admin.token());
    QCOMPARE(again.call("GET", "/platform/group/mine").status, 200);
}

void TestDurability::withoutAKeyOneIsMade()
{
    GatewayProcess gateway;
    gateway.set(u"MEM_ENCRYPTION_KEY"_s, {});
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"mine"})")).status, 201);
    QCOMPARE(admin.call("POST", "/platform/memory/dump").line(),
             u"400 MEM002 MEM_ENCRYPTION_KEY is not configured"_s);
    gateway.kill();
    QVERIFY(gateway.start());
    HttpClient again(gateway.adminPort());
    again.setToken(admin.token());
    QCOMPARE(again.call("GET", "/platform/group/mine").status, 200);
    // Nobody else reads the key or the documents.
    for (const QFileInfo& file : QDir(gateway.dataDir() + u"/store"_s).entryInfoList(QDir::Files))
        QVERIFY2(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)), qPrintable(file.fileName()));
}

void TestDurability::signalWritesADump()
{
    GatewayProcess gateway;
    const QString dumps = gateway.directory() + u"/dumps"_s;
    QVERIFY(QDir().mkpath(dumps));
    gateway.set(u"MEM_DUMP_PATH"_s, dumps + u"/memory_dump.bin"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"kept"})")).status, 201);
    gateway.signal(SIGUSR1);
    const auto written = [&] { return QDir(dumps).entryList({u"memory_dump-*.bin"_s}, QDir::Files); };
    QVERIFY(waitForFiles(dumps, 0, [&] { return !written().isEmpty(); }));
    QVERIFY(contentOf(dumps + u'/' + written().first()).startsWith("DMP1"));
    // An empty gateway starts from the newest dump under that name.
    GatewayProcess other;
    other.set(u"MEM_DUMP_PATH"_s, dumps + u"/memory_dump.bin"_s);
    QVERIFY(other.start());
    HttpClient reader(other.adminPort());
    QVERIFY(reader.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(reader.call("GET", "/platform/group/kept").status, 200);
}

void TestDurability::terminationFinishesWhatIsUnderWay()
{
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self, released](RawSocket& socket, int) {
        self->record(socket);
        released.wait();
        socket.send(answer("finished"));
    });
    self = &upstream;
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(publish(admin, u"slow"_s, {serverAt(upstream.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    auto reply = std::async(std::launch::async, [port = gateway.publicPort()] {
        return HttpClient(port).get("/api/rest/slow/v1/x");
    });
    QVERIFY(upstream.waitForRequests(1));
    gateway.signal(SIGTERM);
    // No new connections, but the request goes on.
    QTRY_VERIFY(!RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), gateway.publicPort()}).valid());
    QVERIFY(gateway.isRunning());
    release.set_value();
    const HttpReply got = reply.get();
    QCOMPARE(got.status, 200);
    QCOMPARE(got.body, QByteArray("finished"));
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 0);
}

void TestDurability::terminationEndsStreamsAndIdleConnections()
{
    GatewayProcess gateway;
    gateway.set(u"DRAIN_TIMEOUT"_s, u"3600"_s); // nothing here may need it
    gateway.set(u"IDLE_TIMEOUT"_s, u"3600"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const net::IpAddress loopback = *net::IpAddress::parse("127.0.0.1");
    RawSocket stream = RawSocket::connectTo({loopback, gateway.adminPort()});
    stream.send("GET /platform/events HTTP/1.1\r\nHost: x\r\n" + admin.bearer().toStdString() + "\r\n");
    QVERIFY(!stream.readSome().empty());
    RawSocket idle = RawSocket::connectTo({loopback, gateway.publicPort()});
    idle.send(get("/api/health"));
    QCOMPARE(idle.readAnswer().status, 200);
    RawSocket silent = RawSocket::connectTo({loopback, gateway.publicPort()});
    gateway.signal(SIGTERM);
    QVERIFY(stream.readToEnd(ProgramPatienceMs).ends_with("0\r\n\r\n")); // an orderly end
    QVERIFY(idle.waitForClose(ProgramPatienceMs));
    QVERIFY(silent.waitForClose(ProgramPatienceMs));
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 0);
}

void TestDurability::restartKeepsEverything()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(publish(admin, u"kept"_s, {u"http://127.0.0.1:9"_s}, {u"GET /x"_s}), QString());
    QCOMPARE(addUser(admin, u"keeper"_s), QString());
    QCOMPARE(admin.call("POST", "/platform/authorization/invalidate").status, 200);
    const QByteArray revoked = admin.token();
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const QByteArray before = admin.call("GET", "/platform/config/export/all").body;
    QCOMPARE(gateway.stop(), 0);
    QVERIFY(gateway.start());
    HttpClient again(gateway.adminPort());
    again.setToken(admin.token());
    QCOMPARE(again.call("GET", "/platform/config/export/all").body, before);
    QVERIFY(HttpClient(gateway.adminPort()).login(u"keeper"_s, userPassword()));
    again.setToken(revoked);
    QCOMPARE(again.call("GET", "/platform/user/me").status, 401);
    // The revision history is there, too.
    again.setToken(admin.token());
    QVERIFY(again.call("GET", "/platform/revisions").json().value(u"revisions"_s).toArray().size() >= 4);
}

QTEST_GUILESS_MAIN(TestDurability)
#include "tst_durability.moc"
