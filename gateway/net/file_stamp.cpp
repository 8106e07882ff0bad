// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/file_stamp.h"

#include <cstdint>

#include <sys/stat.h>

namespace gatehouse::net {

std::string fileStamp(const std::string& path)
{
    if (path.empty())
        return {};
    struct stat facts = {};
    std::string stamp = path;
    if (::stat(path.c_str(), &facts) == 0) {
        for (const auto part : {std::int64_t(facts.st_size), std::int64_t(facts.st_ino),
                                std::int64_t(facts.st_mtim.tv_sec), std::int64_t(facts.st_mtim.tv_nsec)})
            stamp += '|' + std::to_string(part);
    }
    return stamp + '\n';
}

} // namespace gatehouse::net
