// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/file_io.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

UniqueFd::~UniqueFd()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

bool isOutOfSpace(int errorNumber)
{
    return errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
}

Error ioError(const QString& what, const QString& path, int errorNumber)
{
    Error error = Error::unavailable(
        u"cannot %1 %2: %3"_s.arg(what, path, QString::fromLocal8Bit(std::strerror(errorNumber))));
    error.retryable = isOutOfSpace(errorNumber);
    return error;
}

int writeAll(int fd, QByteArrayView bytes)
{
    const char* at = bytes.data();
    qsizetype left = bytes.size();
    while (left > 0) {
        const ssize_t written = ::write(fd, at, size_t(left));
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0) {
            at += written;
            left -= written;
        }
    }
    return 0;
}

Result<QByteArray> readWholeFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::unavailable(u"cannot read %1: %2"_s.arg(path, file.errorString()));
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return Error::unavailable(u"cannot read %1: %2"_s.arg(path, file.errorString()));
    return bytes;
}

Result<void> syncDirectory(const QString& directory)
{
    const UniqueFd fd(::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.isOpen() || ::fsync(fd.get()) != 0)
        return ioError(u"sync"_s, directory, errno);
    return {};
}

Result<void> writeFileAtomically(const QString& path, QByteArrayView bytes)
{
    const QString temporary = path + u".tmp"_s;
    const QByteArray name = QFile::encodeName(temporary);
    const auto fail = [&](const QString& what, int errorNumber) {
        ::unlink(name.constData());
        return ioError(what, temporary, errorNumber);
    };
    {
        const UniqueFd fd(
            ::open(name.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!fd.isOpen())
            return ioError(u"create"_s, temporary, errno);
        if (const int error = writeAll(fd.get(), bytes))
            return fail(u"write"_s, error);
        if (::fsync(fd.get()) != 0)
            return fail(u"sync"_s, errno);
    }
    if (::rename(name.constData(), QFile::encodeName(path).constData()) != 0)
        return fail(u"rename"_s, errno);
    return syncDirectory(QFileInfo(path).absolutePath());
}

Result<void> makePrivateDirectory(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return {};
    const QString parent = info.absolutePath();
    if (parent != path) {
        if (auto made = makePrivateDirectory(parent); !made)
            return made;
    }
    if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0 && errno != EEXIST)
        return ioError(u"make the directory"_s, path, errno);
    return syncDirectory(parent);
}

} // namespace gatehouse::store
