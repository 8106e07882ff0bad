// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/process_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

Result<ReadyFile> ReadyFile::make(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    ReadyFile made;
    made.m_file = std::make_unique<QSaveFile>(path);
    if (!made.m_file->open(QIODevice::WriteOnly) || made.m_file->write(content) < 0 || !made.m_file->flush())
        return Error::internal(u"cannot write %1: %2"_s.arg(path, made.m_file->errorString()));
    return made;
}

Result<void> ReadyFile::put()
{
    if (m_file && !m_file->commit())
        return Error::internal(u"cannot write %1: %2"_s.arg(m_file->fileName(), m_file->errorString()));
    return {};
}

Result<ReadyFile> makeProcessFile(const QString& path)
{
    if (path.isEmpty())
        return ReadyFile();
    return ReadyFile::make(path, QByteArray::number(qint64(::getpid())) + '\n');
}

QString processFileFault(const QString& path)
{
    const QFileInfo file(path);
    if (file.isDir())
        return u"is a directory"_s;
    if (file.exists() && !file.isWritable())
        return u"cannot be written"_s;
    QFileInfo directory(file.absolutePath());
    while (!directory.exists() && !directory.isRoot())
        directory.setFile(directory.absolutePath()); // those that are missing are made at the start
    if (directory.isDir() && directory.isWritable())
        return {};
    return u"cannot be written: %1 is no directory that this user may write to"_s.arg(directory.filePath());
}

void removeProcessFile(const QString& path)
{
    QFile file(path);
    if (!path.isEmpty() && file.open(QIODevice::ReadOnly) &&
        file.readAll().trimmed().toLongLong() == ::getpid())
        file.remove();
}

} // namespace gatehouse::app
