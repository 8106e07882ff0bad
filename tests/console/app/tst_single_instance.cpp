// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/single_instance.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QUuid>

#include <algorithm>
#include <memory>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// A second start of the console, in a thread of its own instead of a process.
class TestSingleInstance : public QObject {
    Q_OBJECT

    const QString m_what = QUuid::createUuid().toString();

    /// Whether a console that starts now would be the first; this one's event loop goes on meanwhile.
    static bool startAnother(const QString& what, const QString& place)
    {
        bool first = false;
        const std::unique_ptr<QThread> start(QThread::create([&first, what, place] {
            SingleInstance another(what);
            first = another.claim(place);
        }));
        start->start();
        (void)QTest::qWaitFor([&start] { return start->isFinished(); }, 20'000);
        start->wait();
        return first;
    }

private Q_SLOTS:
    void theSecondHandsOver()
    {
        SingleInstance one(m_what);
        QSignalSpy raised(&one, &SingleInstance::raiseRequested);
        QVERIFY(one.claim({}));
        QVERIFY(!startAnother(m_what, u"logs"_s));
        QCOMPARE(raised.size(), 1);
        QCOMPARE(raised.first().first().toString(), u"logs"_s);
        QVERIFY(!startAnother(m_what, {}));
        QCOMPARE(raised.size(), 2);
    }
    void othersStandBesideIt()
    {
        SingleInstance one(m_what);
        QVERIFY(one.claim({}));
        QVERIFY(startAnother(m_what + u"another connection"_s, {}));
    }
    void aSocketThatWasLeftBehindIsTakenOver()
    {
        SingleInstance one(m_what);
        const QByteArray path = one.socketPath().toLocal8Bit();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        QVERIFY(path.size() < qsizetype(sizeof address.sun_path));
        std::copy(path.begin(), path.end(), address.sun_path);
        const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::close(socket); // as after a kill: the file is there and nobody listens
        QVERIFY(one.claim({}));
        QVERIFY(!startAnother(m_what, {}));
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_single_instance.moc"
