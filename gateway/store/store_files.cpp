// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/store_files.h"

#include "gateway/store/record_codec.h"

#include <QDir>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

void apply(const CommitRecord& record, Documents& documents)
{
    for (const ChangeRecord& change : record.changes) {
        if (change.after)
            documents[change.kind].insert(change.id, *change.after);
        else
            documents[change.kind].remove(change.id);
    }
}

} // namespace

QString StoreFiles::journalPath(quint64 generation) const
{
    return u"%1/journal-%2"_s.arg(m_directory).arg(generation, 8, 10, QChar(u'0'));
}

QString StoreFiles::snapshotPath(quint64 generation) const
{
    return u"%1/snapshot-%2"_s.arg(m_directory).arg(generation, 8, 10, QChar(u'0'));
}

QList<quint64> StoreFiles::generations(const QString& prefix) const
{
    QList<quint64> out;
    for (const QString& name : QDir(m_directory).entryList({prefix + u'*'}, QDir::Files)) {
        bool number = false;
        const quint64 generation = name.mid(prefix.size()).toULongLong(&number);
        if (number && generation > 0)
            out.append(generation);
    }
    std::sort(out.begin(), out.end());
    return out;
}

Result<StoreFiles::Loaded> StoreFiles::load(const StoreKeys& keys, RevisionHistory emptyHistory)
{
    removeTemporaryFiles();
    if (isEmpty()) {
        auto journal = Journal::create(journalPath(1),
                                       FileHeader::create(Journal::kMagic, 1, FileHeader().chain, 1, keys));
        if (!journal)
            return journal.error();
        return Loaded{{{}, 0, std::move(emptyHistory), {}}, std::move(*journal)};
    }
    const QList<quint64> all = snapshots();
    const quint64 newest = all.isEmpty() ? 1 : all.last();
    auto base = readBase(newest, keys);
    if (base)
        return replay(std::move(*base), keys, std::move(emptyHistory));
    if (base.error().type == ErrorType::Corrupt)
        return rebuild(newest, base.error(), keys, std::move(emptyHistory));
    return base.error();
}

Result<StoreFiles::Base> StoreFiles::readBase(quint64 generation, const StoreKeys& keys) const
{
    const QString path = snapshotPath(generation);
    if (generation == 1 && !QFile::exists(path))
        return Base{{}, 1, {0, FileHeader().chain, 1}};
    const auto file = readWholeFile(path);
    if (!file)
        return file.error();
    auto read = decodeSnapshot(*file, keys, path);
    if (!read)
        return read.error();
    if (read->header.generation != generation)
        return damaged(path, 8, u"the file belongs to generation %1"_s.arg(read->header.generation));
    return Base{std::move(read->snapshot),
                generation,
                {0, read->header.chain, read->header.sequence},
                read->header.currentKey};
}

Result<StoreFiles::Loaded> StoreFiles::replay(Base base, const StoreKeys& keys, RevisionHistory history) const
{
    LoadedState state{std::move(base.snapshot.documents), base.snapshot.revision, std::move(history), {}};
    for (const RevisionHistory::Entry& record : base.snapshot.history)
        state.history.add(record, encodeRecord(*record).size());
    const auto take = [&state](CommitRecord record, qint64 bytes) -> Result<void> {
        if (record.revision <= state.revision)
            return Error::corrupt(u"revision %1 comes after %2"_s.arg(record.revision).arg(state.revision));
        apply(record, state.documents);
        state.revision = record.revision;
        state.history.add(std::make_shared<const CommitRecord>(std::move(record)), bytes);
        return {};
    };
    const QList<quint64> present = journals();
    const quint64 last = present.isEmpty() ? base.generation : std::max(present.last(), base.generation);
    std::optional<Journal::Contents> contents;
    JournalEnd at = base.at;
    for (quint64 generation = base.generation; generation <= last; ++generation) {
        const QString path = journalPath(generation);
        if (!present.contains(generation))
            return Error::corrupt(u"%1 is missing: the changes in it would be lost"_s.arg(path));
        auto read = Journal::read(path, keys, take);
        if (!read)
            return read.error();
        if (read->header.generation != generation || read->header.chain != at.chain ||
            read->header.sequence != at.sequence) {
            // The head is whole, so what does not fit is what came before.
            return damaged(path, 48, u"it does not continue the file before it"_s);
        }
        if (read->tornBytes > 0 && generation != last)
            return damaged(path, read->end.offset, u"it ends inside a record, but a later journal exists"_s);
        at = read->end;
        contents = std::move(*read);
    }
    if (contents->tornBytes > 0)
        state.notes.append(
            u"%1: an incomplete record of %2 bytes at byte %3 was cut off; it was never acknowledged"_s
                .arg(journalPath(last))
                .arg(contents->tornBytes)
                .arg(contents->end.offset));
    auto journal = Journal::resume(journalPath(last), contents->header, contents->end);
    if (!journal)
        return journal.error();
    return Loaded{std::move(state), std::move(*journal), !base.currentKey || !contents->header.currentKey};
}

Result<StoreFiles::Loaded> StoreFiles::rebuild(quint64 generation, const Error& damage, const StoreKeys& keys,
                                               RevisionHistory history)
{
    if (generation < 2 || !QFile::exists(journalPath(generation - 1)))
        return damage;
    auto base = readBase(generation - 1, keys);
    if (!base)
        return damage;
    auto loaded = replay(std::move(*base), keys, std::move(history));
    if (!loaded)
        return damage;
    const QString path = snapshotPath(generation);
    QString aside = path + u".damaged"_s;
    for (int i = 2; QFile::exists(aside); ++i)
        aside = u"%1.damaged-%2"_s.arg(path).arg(i);
    if (!QFile::rename(path, aside))
        return damage;
    loaded->state.notes.append(
        u"%1. Nothing is lost: the same state was rebuilt from the generation before it; the "
        "damaged file is now %2"_s.arg(damage.message, aside));
    loaded->needsCompaction = true;
    return loaded;
}

void StoreFiles::removeBefore(quint64 generation) const
{
    for (const quint64 old : journals()) {
        if (old + 1 < generation)
            QFile::remove(journalPath(old));
    }
    for (const quint64 old : snapshots()) {
        if (old + 1 < generation)
            QFile::remove(snapshotPath(old));
    }
}

void StoreFiles::removeTemporaryFiles() const
{
    const QStringList names =
        QDir(m_directory).entryList({u"journal-*.tmp"_s, u"snapshot-*.tmp"_s}, QDir::Files);
    for (const QString& name : names)
        QFile::remove(m_directory + u'/' + name);
}

} // namespace gatehouse::store
