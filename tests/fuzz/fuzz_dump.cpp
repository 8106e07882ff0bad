// SPDX-License-Identifier: GPL-3.0-or-later
// An input that begins with '{' is sealed as the content of a dump, so that the reader behind the encryption
// is reached; anything else is a file as it is.
#include "common/crypto/aes_gcm.h"
#include "common/crypto/hkdf.h"
#include "gateway/store/dump.h"
#include "tests/fuzz/check.h"

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using gatehouse::fuzz::check;
using namespace gatehouse::store;

namespace {

const QByteArray kKey("fuzzing key");
const QByteArray kSalt(16, 's');

void fuzzContent(QByteArrayView json)
{
    static const Secret fileKey = crypto::hkdfSha256(kKey, kSalt, "doorman-mem-dump-v1");
    const auto dump = decodeDump("DMP1" + kSalt + crypto::sealAesGcm(fileKey, json), Secret(kKey), u"fuzz"_s);
    if (!dump)
        return;
    QList<DumpCollection> table;
    for (auto collection = dump->collections.cbegin(); collection != dump->collections.cend(); ++collection)
        table.append({collection.key(), collection.key(), {u"password"_s}});
    const QList<StoredDocument> documents = documentsFromDump(*dump, table);
    const auto again = decodeDump(encodeDump(dumpFromDocuments(documents, table), Secret(kKey)).value(),
                                  Secret(kKey), u"fuzz"_s);
    check(again.ok() && again->collections.keys() == dump->collections.keys(), "collections are kept");
    check(documentsFromDump(*again, table).size() == documents.size(), "documents are kept");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    if (input.startsWith('{'))
        fuzzContent(input);
    else
        check(!decodeDump(input, Secret(kKey), u"fuzz"_s).ok(), "nobody guesses a tag");
    return 0;
}
