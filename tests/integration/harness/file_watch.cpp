// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/file_watch.h"

#include "gateway/net/socket.h"

#include <QElapsedTimer>
#include <QFile>

#include <array>

#include <poll.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace gatehouse::harness {

bool waitForFiles(const QString& directory, qint64 processId, const std::function<bool()>& holds)
{
    const net::Fd changes(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    inotify_add_watch(changes.get(), QFile::encodeName(directory).constData(),
                      IN_CREATE | IN_MODIFY | IN_MOVED_TO | IN_CLOSE_WRITE);
    const net::Fd process(processId > 0 ? int(syscall(SYS_pidfd_open, pid_t(processId), 0)) : -1);
    QElapsedTimer time;
    time.start();
    // The question comes after the watch is set, so that no change is missed.
    while (!holds()) {
        std::array<pollfd, 2> waiting{{{changes.get(), POLLIN, 0}, {process.get(), POLLIN, 0}}};
        const auto left = int(ProgramPatienceMs - time.elapsed());
        if (left <= 0 || poll(waiting.data(), waiting.size(), left) <= 0)
            return false;
        if (waiting[1].revents != 0)
            return holds();
        std::array<char, 4096> events;
        while (read(changes.get(), events.data(), events.size()) > 0) {
        }
    }
    return true;
}

} // namespace gatehouse::harness
