// SPDX-License-Identifier: GPL-3.0-or-later
// One worker hangs: probes are told so, and told again when it goes on. And nothing holds workers up that
// need not.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/stopped_thread.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <algorithm>
#include <array>

#include <poll.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestWorkerHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneWorkerHangs();
    void tableOfDescriptorsIsLargeFromTheStart();

private:
    static Message asked(RawSocket& socket, const std::string& path)
    {
        socket.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return socket.readAnswer();
    }
    /// Asks until the answer has the status; the gateway asks its workers every second.
    static Message told(RawSocket& socket, const std::string& path, int status)
    {
        Message answer;
        for (int i = 0; i < 600; ++i) {
            answer = asked(socket, path);
            if (answer.status == status || !answer.complete)
                break;
            QTest::qWait(50);
        }
        return answer;
    }
};

void TestWorkerHealth::oneWorkerHangs()
{
    GatewayProcess gateway;
    gateway.set(u"THREADS"_s, u"2"_s);
    QVERIFY(gateway.start());
    // The system gives each connection to one of the workers.
    const net::SocketAddress admin{net::IpAddress::v4(0x7f000001), gateway.adminPort()};
    std::array<RawSocket, 24> connections;
    for (RawSocket& connection : connections) {
        connection = RawSocket::connectTo(admin);
        QCOMPARE(asked(connection, "/health/workers").status, 200);
    }
    RawSocket* awake = nullptr;
    {
        const StoppedThread worker(gateway.processId(), "worker-1");
        QVERIFY(worker.found());
        if (!worker.stopped())
            QSKIP("this system lets no thread of a child be stopped (ptrace)");
        std::array<pollfd, 24> waiting{};
        for (std::size_t i = 0; i < connections.size(); ++i) {
            connections[i].send("GET /health/workers HTTP/1.1\r\nHost: x\r\n\r\n");
            waiting[i] = {connections[i].fd(), POLLIN, 0};
        }
        QVERIFY(poll(waiting.data(), waiting.size(), 60'000) > 0);
        const auto first = std::find_if(waiting.begin(), waiting.end(),
                                        [](const pollfd& each) { return (each.revents & POLLIN) != 0; });
        awake = &connections[std::size_t(first - waiting.begin())];
        QVERIFY(awake->readAnswer().complete);

        const Message down = told(*awake, "/health/workers", 503);
        QCOMPARE(down.status, 503);
        QVERIFY2(down.body.find(R"("status":"degraded")") != std::string::npos, down.body.c_str());
        QVERIFY2(down.body.find(R"("status":"ok")") == std::string::npos, down.body.c_str());
        QVERIFY(down.body.find("a worker does not answer") == std::string::npos); // for operators only
        QCOMPARE(told(*awake, "/health/ready", 503).status, 503);                 // no traffic for this one
        QCOMPARE(asked(*awake, "/health").status, 200);                           // nor a restart
    }
    QCOMPARE(told(*awake, "/health/workers", 200).status, 200);
    QCOMPARE(told(*awake, "/health/ready", 200).status, 200);
    // What waited for the hanging worker is answered now.
    for (RawSocket& connection : connections) {
        if (&connection != awake)
            QVERIFY(connection.readAnswer().complete);
    }
}

void TestWorkerHealth::tableOfDescriptorsIsLargeFromTheStart()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    QFile status(u"/proc/%1/status"_s.arg(gateway.processId()));
    QVERIFY(status.open(QIODevice::ReadOnly));
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf("FDSize:");
    const qsizetype size = text.mid(at + 7, text.indexOf('\n', at) - at - 7).trimmed().toLongLong();
    // By itself it begins with 64 and grows as connections come.
    QVERIFY2(size >= 1024, qPrintable(QString::number(size)));
}

QTEST_GUILESS_MAIN(TestWorkerHealth)
#include "tst_worker_health.moc"
