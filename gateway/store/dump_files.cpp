// SPDX-License-Identifier: GPL-3.0-or-later
// Names and places of dump files (memory-dump 2 and 4).
#include "common/core/ids.h"
#include "gateway/store/dump.h"
#include "gateway/store/file_io.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr QStringView kDefaultHint = u"generated/memory_dump.bin";
constexpr QStringView kDefaultStem = u"memory_dump";

/// The *.bin of `directory` whose names begin with `prefix`, newest first.
QStringList dumpsIn(const QString& directory, const QString& prefix)
{
    QFileInfoList found;
    for (const QFileInfo& file : QDir(directory).entryInfoList(QDir::Files)) {
        if (file.suffix().compare(u"bin", Qt::CaseInsensitive) == 0 && file.fileName().startsWith(prefix))
            found.append(file);
    }
    const auto rank = [](const QFileInfo& info) { return std::tuple(info.lastModified(), info.fileName()); };
    std::sort(found.begin(), found.end(),
              [&](const QFileInfo& one, const QFileInfo& other) { return rank(one) > rank(other); });
    QStringList paths;
    for (const QFileInfo& file : std::as_const(found))
        paths.append(file.absoluteFilePath());
    return paths;
}

} // namespace

DumpPlace dumpPlace(const QString& hint, const QString& root)
{
    const QString path = QDir(root).absoluteFilePath(hint.isEmpty() ? kDefaultHint.toString() : hint);
    if (path.endsWith(u'/') || QFileInfo(path).isDir())
        return {QDir::cleanPath(path), kDefaultStem.toString()};
    const QFileInfo info(path);
    const QString stem = info.completeBaseName();
    return {info.absolutePath(), stem.isEmpty() ? kDefaultStem.toString() : stem};
}

Result<QString> writeDump(const QString& hint, const QString& root, Dump dump, const Secret& key,
                          qint64 nowMs)
{
    if (dump.createdAt.isEmpty())
        dump.createdAt = isoTime(nowMs);
    const auto bytes = encodeDump(dump, key);
    if (!bytes)
        return bytes.error();
    const DumpPlace place = dumpPlace(hint, root);
    if (auto made = makePrivateDirectory(place.directory); !made)
        return made.error();
    const QString time = QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    const QString base = u"%1/%2-%3"_s.arg(place.directory, place.stem, time);
    QString path = base + u".bin"_s;
    for (int i = 2; QFileInfo::exists(path); ++i) // a second dump in the same second keeps the first
        path = u"%1-%2.bin"_s.arg(base).arg(i);
    if (auto written = writeFileAtomically(path, *bytes); !written)
        return written.error();
    return path;
}

Result<Dump> readDump(const QString& path, const Secret& key)
{
    if (!QFileInfo::exists(path))
        return Error::notFound(u"Dump file not found"_s, u"MEM003"_s);
    const auto bytes = readWholeFile(path);
    if (!bytes)
        return bytes.error();
    return decodeDump(*bytes, key, path);
}

QStringList dumpsNewestFirst(const QString& hint, const QString& fallback, const QString& root)
{
    const DumpPlace first = dumpPlace(hint, root);
    const DumpPlace second = dumpPlace(fallback, root);
    QStringList found = dumpsIn(first.directory, first.stem + u'-');
    found += dumpsIn(second.directory, second.stem + u'-');
    found += dumpsIn(second.directory, {});
    found.removeDuplicates();
    return found;
}

QString newestDump(const QString& hint, const QString& fallback, const QString& root)
{
    return dumpsNewestFirst(hint, fallback, root).value(0);
}

} // namespace gatehouse::store
