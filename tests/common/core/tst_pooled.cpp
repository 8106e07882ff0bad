// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/pooled.h"

#include <QTest>
#include <QThread>

#include <memory>

using namespace gatehouse;

class TestPooled : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsOnThreadsOfThePool();
    void callsNeedNotBeCopied();
    void whatWasWrittenIsTheWaitersAlsoAgain();
};

void TestPooled::runsOnThreadsOfThePool()
{
    QThreadPool pool;
    QThread* ran = nullptr;
    startOn(pool, [&ran] { ran = QThread::currentThread(); });
    waitFor(pool);
    QVERIFY(ran);
    QVERIFY(ran != QThread::currentThread());
}

void TestPooled::callsNeedNotBeCopied()
{
    QThreadPool pool;
    const auto gone = std::make_shared<int>(7);
    int seen = 0;
    startOn(pool, [&seen, carried = std::make_unique<int>(7), gone] { seen = *carried; });
    waitFor(pool);
    QCOMPARE(seen, 7);
    QCOMPARE(gone.use_count(), 1); // the call is destroyed, not only over
}

/// The second round meets a thread that waits; ThreadSanitizer must see both ways across.
void TestPooled::whatWasWrittenIsTheWaitersAlsoAgain()
{
    QThreadPool pool;
    pool.setMaxThreadCount(1);
    std::unique_ptr<QByteArray> text = std::make_unique<QByteArray>("a");
    for (int i = 0; i < 3; ++i) {
        startOn(pool, [&text] { text = std::make_unique<QByteArray>(*text + "b"); });
        waitFor(pool);
        text = std::make_unique<QByteArray>(*text + "c");
    }
    QCOMPARE(*text, QByteArray("abcbcbc"));
}

QTEST_GUILESS_MAIN(TestPooled)
#include "tst_pooled.moc"
