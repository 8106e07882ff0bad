// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/key_use_file.h"

#include "gateway/app/state_file.h"

#include <QDir>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

QString keyUseFile(const config::Settings& settings)
{
    return QDir(settings.path(config::Setting::DataDir)).filePath(u"state/key-use.json"_s);
}

Result<void> saveKeyUse(const QString& path, control::KeyUse& use)
{
    QJsonObject used;
    for (const auto& [credential, seconds] : use.save())
        used.insert(QString::fromStdString(credential), qint64(seconds));
    return writeState(path, u"used"_s, used);
}

Result<void> restoreKeyUse(const QString& path, control::KeyUse& use)
{
    const Result<QJsonValue> read = readState(path, u"used"_s);
    if (!read)
        return read.error();
    const QJsonObject used = read->toObject();
    control::KeyUse::Saved saved;
    for (auto at = used.begin(); at != used.end(); ++at)
        saved.emplace_back(at.key().toStdString(), at.value().toInteger());
    use.restore(saved);
    return {};
}

} // namespace gatehouse::app
