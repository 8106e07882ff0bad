// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::observe {

/// The newest log lines in memory, for the log view. Keeps whole pieces as they were written, so that a busy
/// gateway pays nothing per line; oldest pieces go first. Bounded by lines and by bytes. Thread-safe.
class LogRing {
public:
    static constexpr std::size_t MaxLines = 50'000;
    static constexpr std::size_t MaxBytes = 48 * 1024 * 1024;

    using Piece = std::shared_ptr<const std::string>;

    /// `lines` of complete log lines, each with its line feed.
    void add(std::string lines);
    /// Newest last; cheap, shares the text.
    std::vector<Piece> snapshot() const;
    std::size_t lineCount() const;
    void clear();

private:
    struct Entry {
        Piece piece;
        std::size_t lines;
    };
    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;
    std::size_t m_lines = 0;
    std::size_t m_bytes = 0;
};

} // namespace gatehouse::observe
