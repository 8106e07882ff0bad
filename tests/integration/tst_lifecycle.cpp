// SPDX-License-Identifier: GPL-3.0-or-later
// Reload, upgrade, the service manager, socket activation, drain.
#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/load.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <array>
#include <csignal>
#include <future>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qsizetype logged(const GatewayProcess& gateway, const QByteArray& text)
{
    return read(gateway.logsDir() + u"/doorman.log"_s).count(text);
}

qsizetype failedUpgrades(const GatewayProcess& gateway)
{
    return logged(gateway, "upgrade failed, this process goes on");
}

qint64 firstChild(qint64 process)
{
    return read(u"/proc/%1/task/%1/children"_s.arg(process)).split(' ').first().toLongLong();
}

/// The end of systemd's notification socket that systemd holds.
class NotifySocket {
public:
    explicit NotifySocket(const QString& path)
        : m_fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
        if (::bind(m_fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            qFatal("cannot bind %s", qPrintable(path));
    }
    /// The next message that holds `text`; empty when the time is over.
    QByteArray waitFor(const QByteArray& text)
    {
        for (;;) {
            pollfd wait{m_fd.get(), POLLIN, 0};
            if (::poll(&wait, 1, ProgramPatienceMs) != 1)
                return {};
            std::array<char, 4096> buffer;
            const ssize_t size = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
            const QByteArray message(buffer.data(), qsizetype(size));
            if (message.contains(text))
                return message;
        }
    }

private:
    net::Fd m_fd;
};

} // namespace

class TestLifecycle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reloadTakesOverHotSettings();
    void reloadRefusesFaultsAndKeepsTheOldSettings();
    void upgradesLoseNoRequest();
    void upgradesLoseNoCount();
    void upgradeToABrokenConfigurationChangesNothing();
    void upgradeThatFailsLateTakesNothing();
    void upgradeOfAProgramThatIsGone();
    void processOneDoesNotHandOver();
    void serviceManagerIsTold();
    void socketActivation();
    void drainFinishesALongDownload();
    void secondSignalEndsAtOnce();

private:
    /// Starts the gateway and publishes an API for everybody at /x of the upstream; what failed, or nothing.
    static QString startPublic(GatewayProcess& gateway, HttpClient& admin, const QString& name, quint16 port)
    {
        const QString failure = startFree(gateway, admin);
        return failure.isEmpty()
                   ? publish(admin, name, {serverAt(port)}, {u"GET /x"_s}, object(R"({"api_public":true})"))
                   : failure;
    }
};

void TestLifecycle::reloadTakesOverHotSettings()
{
    GatewayProcess gateway;
    write(gateway.directory() + u"/.env"_s, "MAX_URI_BYTES=8192\n");
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    HttpClient admin;
    QCOMPARE(startPublic(gateway, admin, u"hot"_s, upstream.port()), QString());
    const QByteArray target = "/api/rest/hot/v1/x?" + QByteArray(400, 'q');
    HttpClient client(gateway.publicPort());
    QCOMPARE(client.get(target).status, 200);
    write(gateway.directory() + u"/.env"_s,
          "MAX_URI_BYTES=256\nMAX_PAGE_SIZE=77\nACCESS_LOG_SAMPLING=0.5\nMAX_BODY_SIZE_BYTES=2\n");
    gateway.signal(SIGHUP);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "MAX_URI_BYTES"));
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "need a restart or an upgrade: MAX_PAGE_SIZE"));
    QCOMPARE(client.get(target).status, 414);
    HttpClient again(gateway.publicPort());
    QCOMPARE(again.get("/api/rest/hot/v1/x").status, 200);
    // The limit of bodies is compiled into the routes.
    QCOMPARE(again.send("GET", "/api/rest/hot/v1/x", "abc").status, 413);
    gateway.signal(SIGHUP);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "no setting changed"));
}

void TestLifecycle::reloadRefusesFaultsAndKeepsTheOldSettings()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    write(gateway.directory() + u"/.env"_s,
          "MAX_URI_BYTES=many\nLOG_LEVEL=LOUD\nHEADER_TIMEOUT=7\nTHREADS=0\n");
    gateway.set(u"THREADS"_s, {}); // of the next start; this one has it in its environment
    gateway.signal(SIGHUP);
    for (const char* const name : {"MAX_URI_BYTES", "LOG_LEVEL"})
        QVERIFY(gateway.logHolds(u"doorman.log"_s, name));
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "the old ones stay"));
    HttpClient admin(gateway.adminPort());
    QCOMPARE(admin.get("/ready").status, 200);
    QVERIFY(admin.get("/metrics").body.contains("gatehouse_config_last_reload_successful 0"));
    write(gateway.directory() + u"/.env"_s, "HEADER_TIMEOUT=7\n");
    gateway.signal(SIGHUP);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "changed: HEADER_TIMEOUT"));
    QVERIFY(admin.get("/metrics").body.contains("gatehouse_config_last_reload_successful 1"));
}

void TestLifecycle::upgradesLoseNoRequest()
{
    bool said = false;
    const int wanted = qEnvironmentVariableIntValue("GATEHOUSE_TEST_UPGRADES", &said);
    const int rounds = said ? wanted : 20;
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("hello")));
    GatewayProcess gateway;
    HttpClient admin;
    QCOMPARE(startPublic(gateway, admin, u"busy"_s, upstream.port()), QString());
    const quint16 publicPort = gateway.publicPort();
    ConstantLoad load(publicPort, "/api/rest/busy/v1/x");
    for (int round = 0; round < rounds; ++round) {
        load.waitForAnswers(50);
        const QByteArray name = "group" + QByteArray::number(round);
        QCOMPARE(admin.call("POST", "/platform/group", {{u"group_name"_s, QString::fromLatin1(name)}}).status,
                 201);
        gateway.signal(SIGUSR2);
        QVERIFY2(gateway.followUpgrade(), gateway.output().constData());
        QCOMPARE(gateway.publicPort(), publicPort);
        admin.close();
        QCOMPARE(admin.call("GET", "/platform/group/" + name).status, 200);
    }
    load.waitForAnswers(50);
    const QStringList failures = load.stop();
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    qInfo("%d upgrades, %d requests", rounds, load.answers());
    QCOMPARE(gateway.stop(), -1); // no child of the test, so its status is unknown
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "Shutdown complete"));
    QCOMPARE(logged(gateway, "GATEHOUSE_UPGRADE_FD"), 0); // it is no setting that somebody misspelt
}

/// Credits and quotas of calls that the old process lets pass after the new one has read them.
void TestLifecycle::upgradesLoseNoCount()
{
    constexpr qint64 credits = 10'000'000;
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("hello")));
    GatewayProcess gateway;
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    QCOMPARE(addUser(admin, u"buyer"_s), QString());
    const auto must = [&](const QByteArray& target, const char* body) {
        const HttpReply reply = admin.call("POST", target, object(body));
        if (reply.status != 200 && reply.status != 201)
            qFatal("%s: %s", target.constData(), qPrintable(reply.line()));
    };
    must("/platform/credit",
         R"({"api_credit_group":"gold","api_key":"k","api_key_header":"X-Key","credit_tiers":[
        {"tier_name":"t","credits":10,"input_limit":0,"output_limit":0,"reset_frequency":"monthly"}]})");
    must("/platform/credit/buyer", R"({"username":"buyer","users_credits":{
        "gold":{"tier_name":"t","available_credits":10000000}}})");
    must("/platform/tiers/", R"({"tier_id":"q","name":"free","display_name":"Q",
        "limits":{"daily_request_quota":10000000,"monthly_request_quota":10000000}})");
    must("/platform/tiers/assignments", R"({"user_id":"buyer","tier_id":"q"})");
    QCOMPARE(publish(admin, u"paid"_s, {serverAt(upstream.port())}, {u"GET /x"_s},
                     object(R"({"api_credits_enabled":true,"api_credit_group":"gold"})")),
             QString());
    QCOMPARE(subscribe(admin, u"buyer"_s, u"paid"_s), QString());
    HttpClient buyer(gateway.adminPort());
    QVERIFY(buyer.login(u"buyer"_s, userPassword()));
    ConstantLoad load(gateway.publicPort(), "/api/rest/paid/v1/x", 4, buyer.bearer());
    for (int round = 0; round < 3; ++round) {
        load.waitForAnswers(50);
        gateway.signal(SIGUSR2);
        QVERIFY2(gateway.followUpgrade(), gateway.output().constData());
    }
    load.waitForAnswers(50);
    const QStringList failures = load.stop();
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    const auto spent = [&] {
        admin.close();
        const QJsonObject told = admin.call("GET", "/platform/credit/buyer").json();
        return credits - told[u"users_credits"_s][u"gold"_s][u"available_credits"_s].toInteger(-1);
    };
    const auto monthly = [&] {
        const QJsonObject told = admin.call("GET", "/platform/quota/status?user_id=buyer").json();
        return told[u"usage_summary"_s][u"total_requests_used"_s].toInteger(-1);
    };
    const qint64 calls = load.answers();
    QTRY_COMPARE(spent(), calls);
    QTRY_COMPARE(monthly(), calls);
    gateway.stop();
    QVERIFY(gateway.start()); // and they are on disk
    admin = HttpClient(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(spent(), calls);
    QCOMPARE(monthly(), calls);
}

void TestLifecycle::upgradeToABrokenConfigurationChangesNothing()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("hello")));
    GatewayProcess gateway;
    HttpClient admin;
    QCOMPARE(startPublic(gateway, admin, u"busy"_s, upstream.port()), QString());
    ConstantLoad load(gateway.publicPort(), "/api/rest/busy/v1/x");
    load.waitForAnswers(20);
    // Refused before it asks for the store, and after it has it.
    write(gateway.directory() + u"/.env"_s, "MAX_URI_BYTES=many\n");
    gateway.signal(SIGUSR2);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "upgrade failed, this process goes on"));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"one"})")).status, 201);
    write(gateway.directory() + u"/.env"_s, "ADMIN_HOST=192.0.2.1\n");
    gateway.signal(SIGUSR2);
    // Changes are refused while the other one has the store, and never half taken.
    QStringList written;
    for (int i = 0; failedUpgrades(gateway) < 2; ++i) {
        const QString name = u"during%1"_s.arg(i);
        const HttpReply reply = admin.call("POST", "/platform/group", {{u"group_name"_s, name}});
        QVERIFY2(reply.status == 201 || (reply.status == 503 && reply.header("retry-after") == "1"),
                 qPrintable(reply.line()));
        if (reply.status == 201)
            written.append(name);
    }
    QVERIFY(gateway.output().contains("192.0.2.1"));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"two"})")).status, 201);
    load.waitForAnswers(20);
    const QStringList failures = load.stop();
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    gateway.kill();
    QFile::remove(gateway.directory() + u"/.env"_s);
    QVERIFY(gateway.start());
    HttpClient again(gateway.adminPort());
    QVERIFY(again.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(again.call("GET", "/platform/group/one").status, 200);
    for (const QString& name : std::as_const(written))
        QCOMPARE(again.call("GET", "/platform/group/" + name.toLatin1()).status, 200);
    QCOMPARE(again.call("GET", "/platform/group/two").status, 200);
}

/// The new process has read settings, store and counters, and bound a new port, when the file fails it.
void TestLifecycle::upgradeThatFailsLateTakesNothing()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("hello")));
    GatewayProcess gateway;
    HttpClient admin;
    QCOMPARE(startPublic(gateway, admin, u"busy"_s, upstream.port()), QString());
    const QString portsFile = gateway.dataDir() + u"/run/ports.json"_s;
    const QByteArray ports = read(portsFile);
    const QByteArray process = read(gateway.dataDir() + u"/doorman.pid"_s);
    ConstantLoad load(gateway.publicPort(), "/api/rest/busy/v1/x");
    write(gateway.directory() + u"/.env"_s,
          "ADMIN_HOST=127.0.0.2\nPID_FILE=" + QByteArray(300, 'n') + '\n'); // longer than a name may be
    for (int i = 1; i <= 6; ++i) {
        load.waitForAnswers(20);
        gateway.signal(SIGUSR2);
        QVERIFY(waitForFiles(gateway.logsDir(), 0, [&] { return failedUpgrades(gateway) == i; }));
    }
    load.waitForAnswers(20);
    const QStringList failures = load.stop();
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    QVERIFY2(gateway.output().contains("cannot write"), gateway.output().constData());
    QCOMPARE(read(portsFile), ports);
    QCOMPARE(read(gateway.dataDir() + u"/doorman.pid"_s), process);
    QCOMPARE(gateway.stop(), 0);
}

void TestLifecycle::upgradeOfAProgramThatIsGone()
{
    GatewayProcess gateway;
    const QString copy = gateway.directory() + u"/gateway-copy"_s;
    QVERIFY(QFile::copy(qEnvironmentVariable("GATEHOUSE_BIN") + u"/gatehouse-gateway"_s, copy));
    gateway.setShellCommands(u"exec '%1' run"_s.arg(copy));
    QVERIFY(gateway.start());
    QVERIFY(QFile::remove(copy));
    gateway.signal(SIGUSR2);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "no upgrade: cannot start"));
    QCOMPARE(HttpClient(gateway.adminPort()).get("/ready").status, 200);
    QCOMPARE(gateway.stop(), 0);
}

/// The kernel ends a container with its process 1, the one that has taken over included.
void TestLifecycle::processOneDoesNotHandOver()
{
    const QStringList container{u"-Urpf"_s, u"--mount-proc"_s, u"--kill-child"_s};
    if (QProcess::execute(u"unshare"_s, container + QStringList{u"true"_s}) != 0)
        QSKIP("no namespaces of processes for this user here");
    GatewayProcess gateway;
    gateway.setShellCommands(u"exec unshare %1 \"$0\" run"_s.arg(container.join(u' ')));
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const HttpReply reply = admin.call("POST", "/platform/security/restart");
    QVERIFY2(reply.status == 409 && reply.line().contains(u"SEC004"_s), qPrintable(reply.line()));
    QVERIFY(reply.body.contains("restart the container"));
    const qint64 inside = firstChild(gateway.processId());
    QVERIFY(inside > 0);
    QCOMPARE(::kill(pid_t(inside), SIGUSR2), 0);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "no upgrade: process 1 of a container"));
    QCOMPARE(admin.get("/ready").status, 200);
    QCOMPARE(::kill(pid_t(inside), SIGTERM), 0);
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 0);
}

void TestLifecycle::serviceManagerIsTold()
{
    GatewayProcess gateway;
    const QString path = gateway.directory() + u"/notify"_s;
    NotifySocket systemd(path);
    gateway.set(u"NOTIFY_SOCKET"_s, path);
    gateway.set(u"WATCHDOG_USEC"_s, u"200000"_s);
    gateway.launch();
    QVERIFY(systemd.waitFor("READY=1").contains("STATUS=serving"));
    for (int i = 0; i < 3; ++i)
        QVERIFY(!systemd.waitFor("WATCHDOG=1").isEmpty());
    gateway.signal(SIGHUP);
    QVERIFY(systemd.waitFor("RELOADING=1").contains("MONOTONIC_USEC="));
    QVERIFY(systemd.waitFor("READY=1").contains("no setting changed"));
    gateway.signal(SIGUSR2);
    const QByteArray handed = systemd.waitFor("MAINPID=");
    QVERIFY(gateway.followUpgrade());
    QVERIFY(handed.contains("MAINPID=" + QByteArray::number(gateway.processId())));
    QVERIFY(!systemd.waitFor("WATCHDOG=1").isEmpty()); // the new one feeds it now
    gateway.signal(SIGTERM);
    QVERIFY(!systemd.waitFor("STOPPING=1").isEmpty());
    QVERIFY(gateway.waitForEnd());
}

void TestLifecycle::socketActivation()
{
    GatewayProcess gateway;
    const net::IpAddress loopback = *net::IpAddress::parse("127.0.0.1");
    // Not the address of the settings: the .socket unit decides.
    const Result<net::Fd> traffic = net::listenTcp({*net::IpAddress::parse("0.0.0.0"), 0});
    const Result<net::Fd> admin = net::listenTcp({loopback, 0});
    QVERIFY(traffic && admin);
    const int publicPort = net::localAddress(traffic->get()).port;
    const auto ask = [&] {
        RawSocket socket = RawSocket::connectTo({loopback, std::uint16_t(publicPort)});
        socket.send(get("/api/health"));
        return socket;
    };
    RawSocket early = ask(); // connections wait in the sockets before anybody serves them
    gateway.setBeforeExec([first = traffic->get(), second = admin->get()] {
        ::dup2(first, 200);
        ::dup2(second, 201);
        ::dup2(200, 3);
        ::dup2(201, 4);
    });
    gateway.setShellCommands(u"LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=public:admin; "
                             "export LISTEN_PID LISTEN_FDS LISTEN_FDNAMES"_s);
    QVERIFY(gateway.start());
    QCOMPARE(int(gateway.publicPort()), publicPort);
    QCOMPARE(int(gateway.adminPort()), int(net::localAddress(admin->get()).port));
    QCOMPARE(early.readAnswer().status, 200);
    // One socket, two workers: both serve.
    for (int i = 0; i < 50; ++i)
        QCOMPARE(HttpClient(gateway.publicPort()).get("/api/health").status, 200);
    HttpClient login(gateway.adminPort());
    QVERIFY(login.login(u"admin"_s, GatewayProcess::password()));
    for (int upgrade = 0; upgrade < 2; ++upgrade) {
        gateway.signal(SIGUSR2);
        QVERIFY(gateway.followUpgrade());
        QCOMPARE(int(gateway.publicPort()), publicPort);
        QCOMPARE(ask().readAnswer().status, 200);
    }
    gateway.stop();
    // systemd keeps the sockets over the restart, so nobody is refused in between.
    RawSocket between = ask();
    QVERIFY(gateway.start());
    QCOMPARE(between.readAnswer().status, 200);
}

/// The body comes in steps that the test gives, so that it spans the whole drain.
void TestLifecycle::drainFinishesALongDownload()
{
    constexpr int pieces = 20;
    constexpr std::size_t pieceSize = 64 * 1024;
    std::counting_semaphore<> steps(0);
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        self->record(socket);
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(pieces * pieceSize) + "\r\n\r\n");
        for (int i = 0; i < pieces; ++i) {
            steps.acquire();
            socket.send(std::string(pieceSize, char('a' + i)));
        }
    });
    self = &upstream;
    GatewayProcess gateway;
    HttpClient admin;
    QCOMPARE(startPublic(gateway, admin, u"long"_s, upstream.port()), QString());
    auto reply = std::async(std::launch::async, [port = gateway.publicPort()] {
        return HttpClient(port).get("/api/rest/long/v1/x");
    });
    QVERIFY(upstream.waitForRequests(1));
    steps.release(pieces / 2);
    gateway.signal(SIGTERM);
    QTRY_VERIFY(!RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), gateway.publicPort()}).valid());
    QVERIFY(gateway.isRunning());
    steps.release(pieces - pieces / 2);
    const HttpReply got = reply.get();
    QCOMPARE(got.status, 200);
    QCOMPARE(got.body.size(), qsizetype(pieces * pieceSize));
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 0);
    QVERIFY(gateway.output().contains("Shutdown complete"));
}

void TestLifecycle::secondSignalEndsAtOnce()
{
    GatewayProcess gateway;
    gateway.set(u"DRAIN_DELAY"_s, u"600"_s);
    QVERIFY(gateway.start());
    gateway.signal(SIGTERM);
    HttpClient admin(gateway.adminPort());
    QTRY_COMPARE(admin.get("/ready").status, 503);
    QCOMPARE(admin.get("/health").status, 200); // alive, and still answering
    gateway.signal(SIGTERM);
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 1);
}

QTEST_GUILESS_MAIN(TestLifecycle)
#include "tst_lifecycle.moc"
