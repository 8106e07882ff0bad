// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace google::protobuf {
class Descriptor;
}

namespace gatehouse::protocols {

/// Turns the proto3 JSON of a message into what the platform answers (data-plane 14): the members at the top
/// get the names of the .proto text, and 64-bit numbers, which proto3 JSON writes as text, are numbers there.
/// Messages whose JSON is no object of their fields (Timestamp, Struct) stay as they are.
std::string withProtoNames(const google::protobuf::Descriptor& message, std::string json);

} // namespace gatehouse::protocols
