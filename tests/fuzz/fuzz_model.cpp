// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies of the admin API through the codec of every kind of document. The first byte chooses the kind, the
// second how it is read; the rest is JSON.
#include "common/model/codec.h"
#include "common/model/kinds.h"
#include "tests/fuzz/check.h"

#include <QJsonDocument>

using namespace gatehouse;
using gatehouse::fuzz::check;

namespace {

ReadOptions optionsOf(unsigned char choice)
{
    switch (choice % 3) {
    case 0:
        return ReadOptions::platformCreate();
    case 1:
        return ReadOptions::platformPatch();
    default:
        return ReadOptions::stored();
    }
}

Faults read(const EntityTable& table, void* entity, const QJsonObject& json, const ReadOptions& options)
{
    ReadContext context{options, {}};
    readTable(table, entity, json, context);
    return context.faults;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const QByteArray text(reinterpret_cast<const char*>(data + 2), qsizetype(size - 2));
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return 0;
    const EntityTable& table = tableOf(allKinds()[data[0] % allKinds().size()]);
    const std::shared_ptr<void> entity = table.make();
    const Faults faults = read(table, entity.get(), document.object(), optionsOf(data[1]));
    for (const Fault& fault : faults)
        check(!fault.rule.isEmpty() && !fault.message.isEmpty(), "a fault names its rule");
    if (!faults.isEmpty())
        return 0;
    validateTable(table, entity.get());
    const QJsonObject stored = writeTable(table, entity.get(), View::Stored);
    const std::shared_ptr<void> again = table.make();
    check(read(table, again.get(), stored, ReadOptions::stored()).isEmpty(), "what was written can be read");
    check(writeTable(table, again.get(), View::Stored) == stored, "and is the same");
    writeTable(table, entity.get(), View::Client);
    return 0;
}
