// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/log_ring.h"
#include "gateway/observe/rotating_file.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::observe {

enum class LogStream : std::uint8_t { Gateway, Access, Trail };
inline constexpr std::size_t LogStreamCount = 3;

/// Writes finished pieces of log text to their files on a thread of its own, so that a slow disk never holds
/// a worker. Bounded: when the disk cannot keep up, new pieces are dropped and counted. Thread-safe.
class LogWriter {
public:
    static constexpr std::size_t MaxQueuedBytes = 32 * 1024 * 1024;

    struct Options {
        std::array<std::optional<RotatingFile>, LogStreamCount>
            files;            ///< streams without a file are not stored
        bool console = false; ///< copy Gateway to standard output
        bool memory = true;   ///< copy Gateway and Access to the ring
    };
    explicit LogWriter(Options options);
    /// Writes what is queued, then stops.
    ~LogWriter();
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    /// Takes over complete lines. False when they were dropped.
    bool submit(LogStream stream, std::string lines);
    /// Waits until everything submitted so far is written. Not for workers.
    void flush();
    /// Opens all files again before the next write (SIGHUP, logrotate).
    void reopen();

    const LogRing& ring() const { return m_ring; }
    std::uint64_t droppedLines() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    struct Piece {
        LogStream stream;
        std::string lines;
    };
    void run();
    void writePieces(std::vector<Piece>& pieces);
    void writeConsole(std::string_view lines);
    void countDropped(std::string_view lines);

    Options m_options;
    LogRing m_ring;
    std::atomic<std::uint64_t> m_dropped{0};
    std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_idle;
    std::vector<Piece> m_queue;
    std::size_t m_queuedBytes = 0;
    bool m_writing = false;
    bool m_reopen = false;
    bool m_stop = false;
    std::thread m_thread; ///< last: starts when all else is ready
};

} // namespace gatehouse::observe
