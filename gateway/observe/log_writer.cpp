// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/log_writer.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace gatehouse::observe {

LogWriter::LogWriter(Options options)
    : m_options(std::move(options))
{
    // Signals belong to the main thread.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    m_thread = std::thread([this] { run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LogWriter::~LogWriter()
{
    {
        std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_one();
    m_thread.join();
}

bool LogWriter::submit(LogStream stream, std::string lines)
{
    if (lines.empty())
        return true;
    {
        std::lock_guard lock(m_mutex);
        if (m_queuedBytes + lines.size() > MaxQueuedBytes) {
            countDropped(lines);
            return false;
        }
        m_queuedBytes += lines.size();
        m_queue.push_back({stream, std::move(lines)});
    }
    // Without the mutex, on which the woken thread would have to wait at once.
    m_work.notify_one();
    return true;
}

void LogWriter::flush()
{
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_queue.empty() && !m_writing && !m_reopen; });
}

void LogWriter::reopen()
{
    {
        std::lock_guard lock(m_mutex);
        m_reopen = true;
    }
    m_work.notify_one();
}

void LogWriter::run()
{
    pthread_setname_np(pthread_self(), "log-writer");
    std::unique_lock lock(m_mutex);
    while (true) {
        m_work.wait(lock, [this] { return !m_queue.empty() || m_reopen || m_stop; });
        if (m_queue.empty() && !m_reopen)
            return;
        std::vector<Piece> pieces = std::move(m_queue);
        m_queue.clear();
        m_queuedBytes = 0;
        const bool reopenFiles = std::exchange(m_reopen, false);
        m_writing = true;
        lock.unlock();
        if (reopenFiles) {
            for (std::optional<RotatingFile>& file : m_options.files) {
                if (file)
                    file->reopen();
            }
        }
        writePieces(pieces);
        lock.lock();
        m_writing = false;
        m_idle.notify_all();
    }
}

void LogWriter::writePieces(std::vector<Piece>& pieces)
{
    for (Piece& piece : pieces) {
        std::optional<RotatingFile>& file = m_options.files[static_cast<std::size_t>(piece.stream)];
        if (file && !file->write(piece.lines))
            countDropped(piece.lines);
        if (m_options.console && piece.stream == LogStream::Gateway)
            writeConsole(piece.lines);
        if (m_options.memory && piece.stream != LogStream::Trail)
            m_ring.add(std::move(piece.lines));
    }
}

void LogWriter::writeConsole(std::string_view lines)
{
    while (!lines.empty()) {
        const ssize_t n = ::write(STDOUT_FILENO, lines.data(), lines.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return; // nobody reads; the file has the line
        lines.remove_prefix(static_cast<std::size_t>(n));
    }
}

void LogWriter::countDropped(std::string_view lines)
{
    m_dropped.fetch_add(static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n')),
                        std::memory_order_relaxed);
}

} // namespace gatehouse::observe
