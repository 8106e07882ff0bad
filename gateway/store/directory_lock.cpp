// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/directory_lock.h"

#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

Result<DirectoryLock> DirectoryLock::take(const QString& directory)
{
    const QString path = directory + u"/lock"_s;
    UniqueFd fd(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd.isOpen())
        return ioError(u"open"_s, path, errno);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return ioError(u"lock"_s, path, errno);
        char holder[32] = {};
        const ssize_t size = ::pread(fd.get(), holder, sizeof holder - 1, 0);
        const QString who =
            size > 0 ? u"process %1"_s.arg(QString::fromLatin1(holder).trimmed()) : u"another process"_s;
        return Error::conflict(u"the data directory %1 is in use by %2; memory mode runs one gateway per "
                               "directory"_s.arg(directory, who));
    }
    // Only for the message above, so a full disk does not matter here.
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(fd.get(), 0) != 0 || ::pwrite(fd.get(), pid.constData(), size_t(pid.size()), 0) < 0)
        errno = 0;
    return DirectoryLock(std::move(fd));
}

} // namespace gatehouse::store
