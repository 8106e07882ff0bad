// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::observe {

/// A log file that is only appended to: name, name.1 (newest) ... name.N. Rotated before a piece that would
/// make it larger than `maxBytes`; a piece is never split. Not thread-safe: one thread owns it.
class RotatingFile {
public:
    RotatingFile() = default;
    RotatingFile(std::string path, std::uint64_t maxBytes, int maxFiles);
    ~RotatingFile();
    RotatingFile(const RotatingFile&) = delete;
    RotatingFile& operator=(const RotatingFile&) = delete;
    RotatingFile(RotatingFile&& other) noexcept;
    RotatingFile& operator=(RotatingFile&& other) noexcept;

    /// Opens or creates the file (mode 0640). False with errno when that fails.
    bool open();
    bool isOpen() const { return m_fd >= 0; }
    /// False when nothing or only a part could be written (disk full); the file stays usable.
    bool write(std::string_view bytes);
    /// Closes and opens the path again, after an external tool moved the file.
    bool reopen();
    const std::string& path() const { return m_path; }

private:
    void close();
    void rotate();

    std::string m_path;
    std::uint64_t m_maxBytes = 0;
    int m_maxFiles = 0;
    int m_fd = -1;
    std::uint64_t m_size = 0;
};

} // namespace gatehouse::observe
