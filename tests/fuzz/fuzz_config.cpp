// SPDX-License-Identifier: GPL-3.0-or-later
// The first byte chooses the format: '.' a .env file, anything else a configuration file (JSON or YAML)
// without that byte. What comes out is then read as settings.
#include "gateway/config/config_file.h"
#include "gateway/config/dotenv.h"
#include "gateway/config/loader.h"
#include "tests/fuzz/check.h"

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::config;
using gatehouse::fuzz::check;

namespace {

/// Names that make the loader open files of this machine.
bool opensFiles(const QString& name)
{
    return name.endsWith(u"_FILE"_s, Qt::CaseInsensitive) || name.contains(u"CONFIG"_s, Qt::CaseInsensitive);
}

void loadAll(const QMap<QString, QString>& values)
{
    LoadInput input;
    input.readDotEnv = false;
    input.processors = 1;
    for (auto value = values.begin(); value != values.end(); ++value) {
        if (!opensFiles(value.key()))
            input.environment.insert(value.key(), value.value());
    }
    const LoadResult loaded = load(input);
    for (const Issue& issue : loaded.errors)
        check(!issue.setting.isEmpty() && !issue.message.isEmpty(), "every fault names a setting and a rule");
    check(loaded.settings.integer(Setting::Threads) >= 1, "a faulty setting has a usable default");
    check(loaded.settings.port(Setting::Port) <= 65535, "and a number within its bounds");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray text(reinterpret_cast<const char*>(data + 1), qsizetype(size - 1));
    QMap<QString, QString> values;
    if (data[0] == '.') {
        const DotEnvFile file = parseDotEnv(QString::fromUtf8(text));
        for (const DotEnvEntry& entry : file.entries) {
            check(!entry.name.isEmpty() && entry.line > 0, "an entry has a name and a place");
            values.insert(entry.name, entry.value);
        }
        for (const DotEnvFault& fault : file.faults)
            check(fault.line > 0 && !fault.message.isEmpty(), "so has a fault");
    } else if (const auto file = parseConfigFile(text)) {
        values = *file;
    }
    loadAll(values);
    return 0;
}
