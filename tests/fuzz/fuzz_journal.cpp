// SPDX-License-Identifier: GPL-3.0-or-later
// The input damages a good journal: pairs of (where, what) that are xored in, then how much is cut off its
// end. Whatever comes out must be an error or a beginning of the true history, never anything else. Inputs
// that begin with '{' go to the record decoder, which sits behind the encryption.
#include "gateway/store/journal.h"
#include "gateway/store/record_codec.h"
#include "tests/fuzz/check.h"

#include <QTemporaryDir>

#include <cstdlib>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using gatehouse::fuzz::check;
using namespace gatehouse::store;

namespace {

constexpr quint64 kRecords = 6;

const StoreKeys& keys()
{
    static const StoreKeys made{Secret(QByteArray("fuzzing")), {}};
    return made;
}

QByteArray makeJournal()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"journal"_s);
    auto journal =
        Journal::create(path, FileHeader::create(Journal::kMagic, 1, FileHeader().chain, 1, keys()));
    for (quint64 revision = 1; journal && revision <= kRecords; ++revision) {
        CommitRecord record;
        record.revision = revision;
        record.changes.append(
            {u"thing"_s, QString::number(revision), {}, QJsonObject{{u"x"_s, qint64(revision)}}});
        journal->add(encodeRecord(record));
    }
    if (!journal || !journal->commit())
        std::abort();
    return readWholeFile(path).value();
}

void fuzzRecord(const QByteArray& json)
{
    const auto record = decodeRecord(json);
    if (!record)
        return;
    const auto again = decodeRecord(encodeRecord(*record));
    check(again.ok() && encodeRecord(*again) == encodeRecord(*record), "a record is written as it was read");
}

void fuzzDamage(const unsigned char* data, std::size_t size)
{
    static const QByteArray good = makeJournal();
    QByteArray bad = good;
    std::size_t at = 0;
    bool changed = false;
    for (; at + 3 <= size; at += 3) {
        const qsizetype where = (data[at] * 256 + data[at + 1]) % bad.size();
        bad[where] = char(bad[where] ^ data[at + 2]);
    }
    if (at < size)
        bad.chop(data[at] * 4);
    changed = bad != good.first(bad.size());
    quint64 revision = 0;
    const auto contents = Journal::parse(bad, keys(), u"journal"_s, [&](const CommitRecord& record, qint64) {
        ++revision;
        check(record.revision == revision && record.changes.size() == 1 &&
                  record.changes.first().after->unpack().value(u"x"_s).toInteger() == qint64(revision),
              "what is read is what was written");
        return Result<void>();
    });
    if (!contents)
        check(contents.error().type == ErrorType::Corrupt, "damage is called damage");
    else
        check(!changed || contents->tornBytes > 0, "damage hides only in what is cut off");
    check(revision <= kRecords, "there are no more records than were written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size > 0 && data[0] == '{')
        fuzzRecord(QByteArray(reinterpret_cast<const char*>(data), qsizetype(size)));
    else
        fuzzDamage(data, size);
    return 0;
}
