// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/key_use_file.h"

#include "gateway/app/state_file.h"

#include <QDir>
#include <QMap>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

QString keyUseFile(const config::Settings& settings)
{
    return QDir(settings.path(config::Setting::DataDir)).filePath(u"state/key-use.json"_s);
}

Result<quint64> saveKeyUse(const QString& path, control::KeyUse& use, quint64 written)
{
    QMap<QString, QVariant> used; // an object would be sorted by insertion, which is slow for many
    quint64 sum = 1;              // of all, in no particular order
    for (const auto& [credential, seconds] : use.save()) {
        const QString id = QString::fromStdString(credential);
        sum += quint64(qHashMulti(0, id, seconds));
        used.insert(id, qint64(seconds));
    }
    if (sum == written)
        return written;
    const Result<void> stored = writeState(path, u"used"_s, QJsonObject::fromVariantMap(used));
    return stored ? Result<quint64>(sum) : stored.error();
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
