// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/rotating_file.h"

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::observe {

RotatingFile::RotatingFile(std::string path, std::uint64_t maxBytes, int maxFiles)
    : m_path(std::move(path))
    , m_maxBytes(maxBytes)
    , m_maxFiles(maxFiles)
{
}

RotatingFile::~RotatingFile()
{
    close();
}

RotatingFile::RotatingFile(RotatingFile&& other) noexcept
{
    *this = std::move(other);
}

RotatingFile& RotatingFile::operator=(RotatingFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_maxBytes, other.m_maxBytes);
    std::swap(m_maxFiles, other.m_maxFiles);
    std::swap(m_fd, other.m_fd);
    std::swap(m_size, other.m_size);
    return *this;
}

void RotatingFile::close()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

bool RotatingFile::open()
{
    close();
    m_fd = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (m_fd < 0)
        return false;
    struct stat info {};
    m_size = ::fstat(m_fd, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
    return true;
}

bool RotatingFile::reopen()
{
    return open();
}

void RotatingFile::rotate()
{
    close();
    if (m_maxFiles <= 0) {
        ::unlink(m_path.c_str());
    } else {
        for (int i = m_maxFiles - 1; i >= 1; --i)
            std::rename((m_path + '.' + std::to_string(i)).c_str(),
                        (m_path + '.' + std::to_string(i + 1)).c_str());
        std::rename(m_path.c_str(), (m_path + ".1").c_str());
    }
    open();
}

bool RotatingFile::write(std::string_view bytes)
{
    if (m_fd >= 0 && m_size > 0 && m_size + bytes.size() > m_maxBytes)
        rotate();
    if (m_fd < 0 && !open())
        return false;
    while (!bytes.empty()) {
        const ssize_t n = ::write(m_fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        m_size += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

} // namespace gatehouse::observe
