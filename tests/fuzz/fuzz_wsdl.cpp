// SPDX-License-Identifier: GPL-3.0-or-later
// WSDL documents of servers and administrators.
#include "gateway/control/wsdl_reader.h"
#include "tests/fuzz/check.h"

#include <QSet>

#include <cstdint>

using gatehouse::control::readWsdl;
using gatehouse::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto wsdl = readWsdl(QByteArray(reinterpret_cast<const char*>(data), qsizetype(size)));
    if (!wsdl) {
        check(!wsdl.error().message.isEmpty() && wsdl.error().code == QLatin1StringView("WSDL004"),
              "a fault is named");
        return 0;
    }
    QSet<QString> names;
    for (const auto& operation : wsdl->operations) {
        check(!operation.name.isEmpty() && !names.contains(operation.name),
              "each operation has its own name");
        names.insert(operation.name);
    }
    return 0;
}
