// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/proto_schema.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::protocols {

/// What a server may tell about itself.
struct ReflectionLimits {
    std::size_t maxBytes = 4 * 1024 * 1024; ///< of all descriptors together
    std::size_t maxFiles = 1'000;
    std::size_t maxServices = 500;
};

/// The conversation with the reflection service of a gRPC server (grpc.reflection.v1 and v1alpha, whose
/// messages are the same), without the network: which services there are, the files that describe them, and
/// what those import. Each round is one call of ServerReflectionInfo. The services that every server has for
/// its own sake (grpc.reflection.*) are left out.
class ReflectionTalk {
public:
    explicit ReflectionTalk(std::string host, ReflectionLimits limits = {});

    /// The path of the call, for one of the versions.
    static std::string_view pathOf(bool alpha);

    /// The frames to send in the next call; empty when all has been said or when it has failed.
    std::string next();
    /// The frames of its answer. False, and why(), when they are no such answer or more than the limits say.
    bool take(std::string_view body);

    bool failed() const { return !m_why.empty(); }
    const std::string& why() const { return m_why; }
    /// Descriptors as ProtoSchema::ofDescriptors() takes them.
    const std::vector<std::string>& files() const { return m_files; }
    const std::vector<std::string>& services() const { return m_services; }
    /// Services that the server names but cannot describe, with what it said.
    const std::vector<std::string>& undescribed() const { return m_undescribed; }

private:
    enum class Asked : std::uint8_t { Nothing, Services, Symbols, Files, Done };

    std::string ask(int field, std::string_view value) const;
    bool fail(std::string why);
    bool takeMessage(std::string_view message);
    bool takeServices(std::string_view list);
    bool takeFiles(std::string_view list);
    bool takeFile(std::string_view descriptor);
    void takeError(std::string_view error, const std::string& asked);

    std::string m_host;
    ReflectionLimits m_limits;
    Asked m_asked = Asked::Nothing;
    int m_round = 0;
    std::size_t m_bytes = 0;
    std::size_t m_answers = 0; ///< in this round
    std::vector<std::string> m_questions;
    std::vector<std::string> m_services, m_undescribed, m_files;
    std::set<std::string> m_received, m_requested; ///< names of files
    std::set<std::string> m_missing;               ///< imports that have not been asked for
    std::string m_why;
};

} // namespace gatehouse::protocols
