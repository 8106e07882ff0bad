// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/state_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

constexpr int formatVersion = 1;

} // namespace

Result<void> writeState(const QString& path, const QString& name, const QJsonValue& content)
{
    if (!QDir().mkpath(QFileInfo(path).path()))
        return Error::internal(u"cannot make the directory of %1"_s.arg(path));
    const QJsonObject whole{{u"version"_s, formatVersion}, {name, content}};
    const QByteArray bytes = QJsonDocument(whole).toJson(QJsonDocument::Compact);
    if (QFile old(path); old.open(QIODevice::ReadOnly) && old.readAll() == bytes)
        return {}; // an idle gateway does not wake the disk every few seconds
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) < 0 || !file.commit())
        return Error::internal(u"cannot write %1: %2"_s.arg(path, file.errorString()));
    return {};
}

Result<QJsonValue> readState(const QString& path, const QString& name)
{
    QFile file(path);
    if (!file.exists())
        return QJsonValue(QJsonValue::Undefined);
    if (!file.open(QIODevice::ReadOnly))
        return Error::internal(u"cannot read %1: %2"_s.arg(path, file.errorString()));
    const QJsonObject whole = QJsonDocument::fromJson(file.readAll()).object();
    if (whole.value(u"version"_s).toInt() != formatVersion || !whole.contains(name))
        return Error::corrupt(u"%1 is damaged"_s.arg(path));
    return whole.value(name);
}

} // namespace gatehouse::app
