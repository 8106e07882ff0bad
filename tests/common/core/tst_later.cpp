// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/later.h"

#include <QCoreApplication>
#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <memory>

using namespace gatehouse;

class TestLater : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsOnTheThreadOfTheReceiver();
    void keepsTheOrder();
    void isDroppedWithTheReceiver();
    void waitsForWhatIsAskedElsewhere();
};

namespace {

/// A thread with an event loop and an object on it.
class Elsewhere {
public:
    Elsewhere()
    {
        m_object->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_object, &QObject::deleteLater);
        m_thread.start();
    }
    ~Elsewhere()
    {
        m_thread.quit();
        m_thread.wait();
    }

    QThread* thread() { return &m_thread; }
    QObject* object() { return m_object; }

private:
    QThread m_thread;
    QObject* m_object = new QObject;
};

} // namespace

void TestLater::runsOnTheThreadOfTheReceiver()
{
    Elsewhere there;
    QSemaphore done;
    QThread* ran = nullptr;
    auto carried = std::make_unique<int>(7); // cannot be copied
    int seen = 0;
    later(there.object(), [&, carried = std::move(carried)] {
        ran = QThread::currentThread();
        seen = *carried;
        done.release();
    });
    done.acquire();
    QCOMPARE(ran, there.thread());
    QCOMPARE(seen, 7);
}

void TestLater::keepsTheOrder()
{
    Elsewhere there;
    QSemaphore done;
    QList<int> order;
    for (int i = 0; i < 100; ++i)
        later(there.object(), [&order, i] { order.append(i); });
    later(there.object(), [&done] { done.release(); });
    done.acquire();
    QCOMPARE(order.size(), 100);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestLater::isDroppedWithTheReceiver()
{
    auto watched = std::make_shared<int>(0);
    const std::weak_ptr<int> alive = watched;
    bool ran = false;
    auto receiver = std::make_unique<QObject>();
    later(receiver.get(), [&ran, watched = std::move(watched)] { ran = true; });
    QVERIFY(!ran && !alive.expired());
    receiver.reset();
    QCoreApplication::processEvents();
    QVERIFY(!ran);
    QVERIFY2(alive.expired(), "what the call held is freed with it");
}

void TestLater::waitsForWhatIsAskedElsewhere()
{
    Elsewhere there;
    QThread* ran = nullptr;
    elsewhere(there.object(), [&ran] { ran = QThread::currentThread(); });
    QCOMPARE(ran, there.thread());
}

QTEST_GUILESS_MAIN(TestLater)
#include "tst_later.moc"
