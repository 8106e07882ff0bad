// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/security_mirror.h"

#include "common/model/codec.h"
#include "common/model/security_settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::app {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Result<void> mirrorSecuritySettings(const config::Settings& settings, const control::Documents& documents)
{
    QByteArray wanted;
    documents.of<SecuritySettings>().forEach([&](const SecuritySettings& stored) {
        wanted = QJsonDocument(toJson(stored)).toJson(QJsonDocument::Compact);
    });
    const QString path = settings.path(Setting::SecuritySettingsFile);
    if (path.isEmpty() || wanted.isEmpty() || contentOf(path) == wanted)
        return {};
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(wanted) != wanted.size() || !file.commit())
        return Error::internal(u"cannot write %1: %2"_s.arg(path, file.errorString()));
    return {};
}

QString mirroredDumpPath(const config::Settings& settings)
{
    const QByteArray mirrored = contentOf(settings.path(Setting::SecuritySettingsFile));
    const QString path = QJsonDocument::fromJson(mirrored)[u"dump_path"_s].toString();
    return path.isEmpty() ? settings.path(Setting::DumpPath) : path;
}

} // namespace gatehouse::app
