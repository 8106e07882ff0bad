// SPDX-License-Identifier: GPL-3.0-or-later
// A CSV text: what is read is written and read again with the same fields.
#include "common/core/csv.h"
#include "tests/fuzz/check.h"

#include <cstdint>

using gatehouse::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto records = gatehouse::readCsv(text);
    if (!records) {
        check(!records.error().faults.isEmpty(), "a refusal says where");
        return 0;
    }
    QByteArray written;
    for (const gatehouse::CsvRecord& record : *records) {
        check(!record.fields.isEmpty() && record.line > 0, "a record has fields and a place");
        written += gatehouse::writeCsvRecord(record.fields);
    }
    const auto again = gatehouse::readCsv(written);
    check(again && again->size() == records->size(), "what is written is read again");
    for (qsizetype i = 0; i < records->size(); ++i)
        check(again->at(i).fields == records->at(i).fields, "with the same fields");
    return 0;
}
