// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::protocols {

/// What a .proto text may be; beyond that it is refused before anything is built from it.
struct ProtoLimits {
    std::size_t maxBytes = 1'048'576; ///< MAX_PROTO_SIZE_BYTES
    int maxNesting = 32;              ///< of blocks
    std::size_t maxMethods = 5'000;   ///< of all texts of an API
    std::size_t maxMessages = 10'000; ///< likewise
    std::size_t maxFiles = 64;        ///< texts of an API
};

/// One of several .proto texts that import each other by name.
struct ProtoText {
    std::string name; ///< "orders/types.proto"
    std::string text;
};

/// One thing that is wrong with a .proto text. Lines and columns count from 1; 0 when there is no place.
struct ProtoFault {
    std::string file; ///< empty: of the only text, or of all of them
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

/// The services and messages of the .proto texts of an API, compiled once and then read by all workers.
/// Messages become JSON and come from it by the rules of proto3 JSON. Immutable; every member may be called
/// from any thread.
class ProtoSchema {
public:
    struct Compiled {
        std::shared_ptr<const ProtoSchema> schema; ///< null when there are faults
        std::vector<ProtoFault> faults;
    };
    /// Imports may name the other texts and files of google/protobuf, which are built in: nothing is ever
    /// read from disk. The first text says what package() is.
    static Compiled compile(std::span<const ProtoText> texts, const ProtoLimits& limits = {});
    static Compiled compile(std::string_view text, const ProtoLimits& limits = {});
    /// Of serialized FileDescriptorProto messages, as reflection gives them, those services (full names).
    static Compiled ofDescriptors(std::span<const std::string> files, std::span<const std::string> services,
                                  const ProtoLimits& limits = {});

    ~ProtoSchema();
    ProtoSchema(const ProtoSchema&) = delete;
    ProtoSchema& operator=(const ProtoSchema&) = delete;

    const std::string& package() const { return m_package; }
    bool hasPackage(std::string_view package) const;
    const std::vector<ProtoMethod>& methods() const { return m_methods; }
    /// The methods of that name: one for each package that has the service.
    std::span<const ProtoMethod> all(std::string_view service, std::string_view method) const;
    /// The first of them; null when there is none.
    const ProtoMethod* find(std::string_view service, std::string_view method) const;
    /// Full names of the services, sorted.
    std::vector<std::string> services() const;

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
    static Compiled finish(std::unique_ptr<Parts> parts, std::vector<ProtoFault> faults);

    std::unique_ptr<Parts> m_parts;
    std::string m_package;
    std::vector<ProtoMethod> m_methods;
};

} // namespace gatehouse::protocols
