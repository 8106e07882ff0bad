// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::protocols {

/// What a .proto text may be; beyond that it is refused before anything is built from it.
struct ProtoLimits {
    std::size_t maxBytes = 1'048'576; ///< MAX_PROTO_SIZE_BYTES
    int maxNesting = 32;              ///< of blocks
    std::size_t maxMethods = 5'000;
    std::size_t maxMessages = 10'000;
};

/// One thing that is wrong with a .proto text. Lines and columns count from 1; 0 when there is no place.
struct ProtoFault {
    int line = 0;
    int column = 0;
    std::string text;
};

/// A method of a service in the text.
struct ProtoMethod {
    std::string package; ///< may be empty
    std::string service; ///< without the package
    std::string name;
    std::string path;          ///< "/package.Service/Method"
    std::string input, output; ///< full names of the messages
    bool clientStreams = false;
    bool serverStreams = false;
};

/// The services and messages of one .proto text, compiled once and then read by all workers. Messages become
/// JSON and come from it by the rules of proto3 JSON. Immutable; every member may be called from any thread.
class ProtoSchema {
public:
    struct Compiled {
        std::shared_ptr<const ProtoSchema> schema; ///< null when there are faults
        std::vector<ProtoFault> faults;
    };
    /// Imports may only name files of google/protobuf, which are built in: nothing is ever read from disk.
    static Compiled compile(std::string_view text, const ProtoLimits& limits = {});

    ~ProtoSchema();
    ProtoSchema(const ProtoSchema&) = delete;
    ProtoSchema& operator=(const ProtoSchema&) = delete;

    const std::string& package() const { return m_package; }
    const std::vector<ProtoMethod>& methods() const { return m_methods; }
    /// `package` empty: of any package. Null when there is none.
    const ProtoMethod* find(std::string_view service, std::string_view method) const;

    /// A message from JSON; unknown members are ignored. Nothing, and `why`, when it is no such message.
    std::optional<std::string> fromJson(const std::string& message, std::string_view json,
                                        std::string& why) const;
    /// The JSON of a message that some method answers, as the platform tells it: at the top the names of the
    /// .proto text, defaults included and 64-bit numbers as numbers; below proto3 JSON (data-plane 14).
    std::optional<std::string> toJson(const std::string& message, std::string_view binary,
                                      std::string& why) const;

private:
    struct Parts;
    explicit ProtoSchema(std::unique_ptr<Parts> parts);
    void collectMethods();

    std::unique_ptr<Parts> m_parts;
    std::string m_package;
    std::vector<ProtoMethod> m_methods;
};

} // namespace gatehouse::protocols
