// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/proto_schema.h"

namespace gatehouse::protocols {

/// What can be said about a .proto text before it is parsed: its size, its bytes, how deep its blocks nest
/// (the parser calls itself for each), and whether it can be a .proto text at all (platform-routes 24).
void checkProtoText(std::string_view text, const ProtoLimits& limits, std::vector<ProtoFault>& faults);

} // namespace gatehouse::protocols
