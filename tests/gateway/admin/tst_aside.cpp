// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/aside.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <memory>

using namespace gatehouse;
using namespace gatehouse::admin;

class TestAside : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void worksElsewhereAndAnswersHere();
    void answersNobodyWhoHasGone();
    void answersNobodyWhoGoesMeanwhile();
};

void TestAside::worksElsewhereAndAnswersHere()
{
    QObject context;
    QThread* worked = nullptr;
    QThread* answered = nullptr;
    std::unique_ptr<int> got; // cannot be copied
    runAside(
        &context,
        [&worked] {
            worked = QThread::currentThread();
            return std::make_unique<int>(7);
        },
        [&](std::unique_ptr<int> value) {
            answered = QThread::currentThread();
            got = std::move(value);
        });
    QTRY_VERIFY(got);
    QCOMPARE(*got, 7);
    QVERIFY(worked != QThread::currentThread());
    QCOMPARE(answered, QThread::currentThread());
}

void TestAside::answersNobodyWhoHasGone()
{
    auto context = std::make_unique<QObject>();
    bool answered = false;
    const auto call = std::make_shared<int>(0);
    QSemaphore gone;
    runAside(
        context.get(),
        [&gone] {
            gone.acquire();
            return 1;
        },
        [&answered, call](int) { answered = true; });
    context.reset();
    gone.release();
    QTRY_COMPARE(call.use_count(), 1); // let go of, here, without having been called
    QVERIFY(!answered);
}

/// The work is done and the answer under way when the context goes.
void TestAside::answersNobodyWhoGoesMeanwhile()
{
    auto context = std::make_unique<QObject>();
    bool answered = false;
    const auto call = std::make_shared<int>(0);
    runAside(
        context.get(), [] { return 1; }, [&answered, call](int) { answered = true; });
    waitFor(*QThreadPool::globalInstance());
    context.reset();
    QTRY_COMPARE(call.use_count(), 1);
    QVERIFY(!answered);
}

QTEST_GUILESS_MAIN(TestAside)
#include "tst_aside.moc"
