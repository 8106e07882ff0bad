// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gatehouse::net {

/// Another text when the file has been written, replaced, removed or made since. Empty for no path.
std::string fileStamp(const std::string& path);

} // namespace gatehouse::net
