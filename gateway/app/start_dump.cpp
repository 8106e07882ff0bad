// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/start_dump.h"

#include "gateway/app/security_mirror.h"
#include "gateway/control/dump_collections.h"
#include "gateway/store/dump.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::app {

namespace {

const control::Actor& dumpReader()
{
    static const control::Actor actor{u"dumpReader"_s, u"file"_s};
    return actor;
}

QStringList presentDumps(const config::Settings& settings)
{
    return store::dumpsNewestFirst(mirroredDumpPath(settings), settings.path(Setting::DumpPath),
                                   settings.path(Setting::DataDir));
}

/// A dump of `paths` that can be read, or empty.
QString firstGood(const QStringList& paths, const Secret& key)
{
    for (const QString& path : paths) {
        if (store::readDump(path, key))
            return path;
    }
    return {};
}

Result<void> apply(control::ControlPlane& control, control::RecordKeeper& records, store::Dump dump,
                   const control::SeedOptions* seed)
{
    const std::optional<QJsonArray> stored = control::takeRecords(dump);
    const Result<control::ChangeSet> changes = control::restoreChanges(control.documents(), dump, seed);
    if (!changes)
        return changes.error();
    const Result<control::Applied> applied = control.applyNow(*changes, dumpReader());
    if (!applied)
        return applied.error();
    return stored ? records.restoreNow(*stored) : Result<void>();
}

/// Type and faults of `error` with other words.
Error said(Error error, const QString& message)
{
    error.message = message;
    error.faults.clear();
    return error;
}

Error refusal(const QString& path, const QStringList& others, const Secret& key, const Error& error)
{
    const QString good = firstGood(others, key);
    const QString wayOut =
        good.isEmpty()
            ? u"No other dump here can be read."_s
            : u"The newest good one is %1: start from it with \"gatehouse-gateway --restore %1\"."_s.arg(
                  good);
    return said(error,
                u"the store is empty and its newest dump cannot be restored: %1: %2. The file was not "
                "changed. %3 Or move the file away to start without it"_s.arg(path, error.text(), wayOut));
}

} // namespace

Result<QString> restoreNewestDump(control::ControlPlane& control, control::RecordKeeper& records,
                                  const config::Settings& settings)
{
    QStringList paths = presentDumps(settings);
    if (paths.isEmpty())
        return QString();
    const QString path = paths.takeFirst();
    const Secret& key = settings.secret(Setting::MemEncryptionKey);
    if (key.isEmpty())
        return Error::invalid(
            u"MEM_ENCRYPTION_KEY"_s, u"required"_s,
            u"the store is empty and there is the dump %1, which needs the key it was written "
            "with; set it, or move the file away to start without it"_s.arg(path));
    const Result<store::Dump> dump = store::readDump(path, key);
    const Result<void> restored = dump ? apply(control, records, *dump, nullptr) : Result<void>(dump.error());
    if (!restored)
        return refusal(path, paths, key, restored.error());
    return path;
}

Result<quint64> restoreNamedDump(control::ControlPlane& control, control::RecordKeeper& records,
                                 const config::Settings& settings, const control::SeedOptions& seed,
                                 const QString& path)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    const Result<store::Dump> dump = store::readDump(file, settings.secret(Setting::MemEncryptionKey));
    const Result<void> restored = dump ? apply(control, records, *dump, &seed) : Result<void>(dump.error());
    if (!restored)
        return said(restored.error(),
                    u"%1 cannot be restored: %2. Nothing was changed"_s.arg(file, restored.error().text()));
    return control.revision();
}

Error withWayOut(Error error, const config::Settings& settings, const QString& folder)
{
    if (error.type != ErrorType::Corrupt)
        return error;
    const QString good = firstGood(presentDumps(settings), settings.secret(Setting::MemEncryptionKey));
    const QString store = settings.path(Setting::DataDir) + u'/' + folder;
    const QString dump = good.isEmpty() ? u"a good dump (none was found by its usual name)"_s : good;
    return said(error, u"%1. Nothing was changed. Keep the bytes: move %2 away, then put a dump back with "
                       "\"gatehouse-gateway --restore FILE\"; the newest good one: %3"_s.arg(error.text(),
                                                                                             store, dump));
}

} // namespace gatehouse::app
