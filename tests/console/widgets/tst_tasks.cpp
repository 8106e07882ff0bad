// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/tasks.h"

#include <QSignalSpy>
#include <QTest>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

class TasksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resultStaysUntilDismissed()
    {
        Tasks tasks;
        QSignalSpy changed(&tasks, &Tasks::changed);
        const QPointer<Task> task = tasks.start(u"Export"_s);
        QCOMPARE(tasks.running(), 1);
        task->report(u"half"_s, 50);
        QCOMPARE(task->percent(), 50);
        tasks.dismissEnded();
        QCOMPARE(tasks.all().size(), 1); // it still runs
        task->fail(u"no space"_s);
        task->finish(u"too late"_s);
        QCOMPARE(task->state(), Task::State::Failed);
        QCOMPARE(task->text(), u"no space"_s);
        QCOMPARE(tasks.failed(), 1);
        QVERIFY(changed.size() >= 3);
        tasks.dismissEnded();
        QVERIFY(tasks.all().isEmpty());
        QTRY_VERIFY(!task);
    }
    void cancelRunsOnceAndOnlyWhereItCan()
    {
        Tasks tasks;
        int stopped = 0;
        const QPointer<Task> task = tasks.start(u"Import"_s, [&stopped] { ++stopped; });
        const QPointer<Task> fixed = tasks.start(u"Dump"_s);
        QVERIFY(!fixed->canCancel());
        fixed->cancel();
        QVERIFY(fixed->isRunning());
        task->cancel();
        task->cancel();
        QCOMPARE(stopped, 1);
        QCOMPARE(task->state(), Task::State::Cancelled);
    }
    void oldResultsMakeRoomButRunningWorkStays()
    {
        Tasks tasks;
        const QPointer<Task> running = tasks.start(u"Long"_s);
        for (int i = 0; i < 200; ++i)
            tasks.start(u"Short"_s)->finish({});
        QVERIFY(tasks.all().contains(running.data()));
        QVERIFY(tasks.all().size() < 200);
    }
};

QTEST_GUILESS_MAIN(TasksTest)
#include "tst_tasks.moc"
