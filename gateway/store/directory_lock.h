// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/file_io.h"

namespace gatehouse::store {

/// Keeps a second process off a data directory, as long as the object lives. The kernel gives the lock back
/// when the process ends, however it ends.
class DirectoryLock {
public:
    /// ErrorType::Conflict names the process that has it.
    static Result<DirectoryLock> take(const QString& directory);

private:
    explicit DirectoryLock(UniqueFd fd)
        : m_fd(std::move(fd))
    {
    }
    UniqueFd m_fd;
};

} // namespace gatehouse::store
