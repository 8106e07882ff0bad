// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/process_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

Result<void> writeProcessFile(const QString& path)
{
    if (path.isEmpty())
        return {};
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::number(qint64(::getpid())) + '\n') < 0 ||
        !file.commit())
        return Error::internal(u"cannot write %1: %2"_s.arg(path, file.errorString()));
    return {};
}

void removeProcessFile(const QString& path)
{
    QFile file(path);
    if (!path.isEmpty() && file.open(QIODevice::ReadOnly) &&
        file.readAll().trimmed().toLongLong() == ::getpid())
        file.remove();
}

} // namespace gatehouse::app
