// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <utility>

namespace gatehouse::store {

/// An owned file descriptor.
class UniqueFd {
public:
    UniqueFd() = default;
    explicit UniqueFd(int fd)
        : m_fd(fd)
    {
    }
    UniqueFd(UniqueFd&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    UniqueFd& operator=(UniqueFd&& other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~UniqueFd();
    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// "cannot <what> <path>: <text of errno>", ErrorType::Unavailable and retryable when the disk is full.
Error ioError(const QString& what, const QString& path, int errorNumber);
/// A full disk, a quota or a file size limit: may pass by itself.
bool isOutOfSpace(int errorNumber);

/// All bytes, whatever the kernel takes at a time. 0 or errno.
int writeAll(int fd, QByteArrayView bytes);
Result<QByteArray> readWholeFile(const QString& path);
/// Makes names made, renamed or removed in `directory` durable.
Result<void> syncDirectory(const QString& directory);
/// Either the whole new file is durable under `path`, or nothing changed: writes "<path>.tmp" with mode 0600,
/// fsync, rename, fsync of the directory.
Result<void> writeFileAtomically(const QString& path, QByteArrayView bytes);
/// Makes a missing directory, mode 0700 for each level that is new.
Result<void> makePrivateDirectory(const QString& path);

} // namespace gatehouse::store
