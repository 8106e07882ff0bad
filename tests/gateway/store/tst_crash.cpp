// SPDX-License-Identifier: GPL-3.0-or-later
// This program is also its own victim: with "--append" it appends commits and prints each acknowledged
// revision until it is killed, with "--hold" it opens the store and waits.
#include "tests/gateway/store/store_fixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <cstdio>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::store::testing;

namespace {

constexpr quint64 kInFlight = 16;

MemoryStoreOptions optionsFor(const QString& directory)
{
    // Small, so that kills also hit compactions.
    return {directory, Secret(QByteArray("a key for the tests")), 20'000, 50, 1024 * 1024};
}

void say(const QByteArray& line)
{
    if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
        ::_exit(3);
}

Commit commitOf(quint64 revision)
{
    Commit commit = setDocument(revision, QString::number(revision % 100), int(revision), 200);
    commit.changes.append({u"counter"_s, u"last"_s, QJsonObject{{u"value"_s, int(revision)}}});
    return commit;
}

int appendForEver(const QString& directory)
{
    MemoryStore store(optionsFor(directory), [](std::function<void()> function) {
        QMetaObject::invokeMethod(qApp, std::move(function), Qt::QueuedConnection);
    });
    const auto state = store.load();
    if (!state)
        return 2;
    quint64 next = state->revision + 1;
    std::function<void()> appendOne = [&] {
        const quint64 revision = next++;
        store.append(commitOf(revision), [&, revision](const Result<void>& result) {
            if (!result)
                ::_exit(4);
            say(QByteArray::number(revision) + '\n');
            appendOne();
        });
    };
    for (quint64 i = 0; i < kInFlight; ++i)
        appendOne();
    return QCoreApplication::exec();
}

int hold(const QString& directory)
{
    MemoryStore store(optionsFor(directory), [](const std::function<void()>&) {});
    const auto state = store.load();
    say(state ? QByteArray("held\n") : state.error().text().toUtf8() + '\n');
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) > 0) {
    }
    return 0;
}

} // namespace

class CrashTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void losesNothingAcknowledged();
    void refusesASecondProcess();

private:
    void verifyState(const LoadedState& state, quint64 acknowledged)
    {
        QVERIFY2(state.revision >= acknowledged,
                 qPrintable(u"acknowledged %1, found %2"_s.arg(acknowledged).arg(state.revision)));
        QVERIFY(state.revision <= acknowledged + kInFlight);
        // Whole commits only: both documents of the last one, and every value is the newest of its document.
        QCOMPARE(state.documents[u"counter"_s][u"last"_s].unpack()[u"value"_s].toInt(), int(state.revision));
        for (quint64 revision = state.revision; revision > 0 && revision + 100 > state.revision; --revision)
            QCOMPARE(
                state.documents[u"thing"_s][QString::number(revision % 100)].unpack()[u"value"_s].toInt(),
                int(revision));
    }
};

void CrashTest::losesNothingAcknowledged()
{
    QTemporaryDir temporary;
    Mailbox mailbox;
    quint64 acknowledged = 0;
    for (int round = 0; round < 20; ++round) {
        QProcess victim;
        victim.start(QCoreApplication::applicationFilePath(), {u"--append"_s, temporary.path()});
        const quint64 target = acknowledged + 1 + QRandomGenerator::global()->bounded(400u);
        const auto readAcks = [&] {
            while (victim.canReadLine())
                acknowledged = victim.readLine().trimmed().toULongLong();
        };
        QTRY_VERIFY_WITH_TIMEOUT((readAcks(), acknowledged >= target), 30'000);
        victim.kill();
        QVERIFY(victim.waitForFinished());
        QCOMPARE(victim.exitStatus(), QProcess::CrashExit);
        readAcks();
        MemoryStore store(optionsFor(temporary.path()), mailbox.poster());
        const auto state = store.load();
        QVERIFY2(state, state ? "" : qPrintable(state.error().text()));
        verifyState(*state, acknowledged);
        if (QTest::currentTestFailed())
            return;
        acknowledged = state->revision;
    }
}

void CrashTest::refusesASecondProcess()
{
    QTemporaryDir temporary;
    Mailbox mailbox;
    QProcess holder;
    holder.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, temporary.path()});
    QTRY_VERIFY(holder.canReadLine());
    QCOMPARE(holder.readLine(), "held\n");
    {
        MemoryStore second(optionsFor(temporary.path()), mailbox.poster());
        const auto state = second.load();
        QVERIFY(!state);
        QCOMPARE(state.error().type, ErrorType::Conflict);
        QVERIFY(state.error().message.contains(u"process %1"_s.arg(holder.processId())));
        QVERIFY(state.error().message.contains(temporary.path()));
    }
    holder.kill();
    QVERIFY(holder.waitForFinished());
    MemoryStore third(optionsFor(temporary.path()), mailbox.poster());
    QVERIFY(third.load());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--append")
        return appendForEver(arguments.value(2));
    if (arguments.value(1) == u"--hold")
        return hold(arguments.value(2));
    CrashTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_crash.moc"
