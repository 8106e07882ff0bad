// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QStringList>

#include <utility>
#include <vector>

#include <sys/types.h>

namespace gatehouse::app {

/// The first number of the descriptors that a new process gets; the place where sd_listen_fds(3) looks.
constexpr int firstSpawnDescriptor = 3;

/// A new process with chosen descriptors and a changed environment. It gets no other descriptor, no blocked
/// signal and no ignored one. QProcess cannot be used: it would end the child together with this process's
/// object.
struct Spawn {
    QString program;
    QStringList arguments;
    std::vector<int> descriptors; ///< become 3, 4, ... in the new process
    std::vector<std::pair<QByteArray, QByteArray>> set;
    QByteArrayList unset;

    /// The process id; the caller waits for it.
    Result<pid_t> run() const;
};

} // namespace gatehouse::app
