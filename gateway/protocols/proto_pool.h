// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/proto_schema.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::protocols {

/// Keeps the first faults; a text can have as many as it has letters.
class ProtoFaults {
public:
    explicit ProtoFaults(std::vector<ProtoFault>& faults)
        : m_faults(faults)
    {
    }
    void add(std::string file, int line, int column, std::string text)
    {
        constexpr std::size_t most = 20;
        if (m_faults.size() < most)
            m_faults.push_back({std::move(file), line, column, std::move(text)});
    }

private:
    std::vector<ProtoFault>& m_faults;
};

/// Parses one text. Faults name `file`.
bool parseProto(std::string_view text, const std::string& file, google::protobuf::FileDescriptorProto& into,
                std::vector<ProtoFault>& faults);

/// Brings files into a descriptor pool in the order of their imports; files of google/protobuf that are built
/// in come by themselves, and in the place of others of that name.
class ProtoPool {
public:
    ProtoPool(google::protobuf::DescriptorPool& pool, std::vector<ProtoFault>& faults)
        : m_pool(pool)
        , m_faults(faults)
        , m_list(faults)
    {
    }
    /// False, and a fault, when there is one of that name already.
    bool add(google::protobuf::FileDescriptorProto file);
    /// Faults when the files together have more than the limits say.
    void checkSize(const ProtoLimits& limits);
    /// Null, and faults, when it or one of its imports cannot be built.
    const google::protobuf::FileDescriptor* build(const std::string& name);

private:
    enum class State : std::uint8_t { Fresh, Building, Failed };
    struct File {
        google::protobuf::FileDescriptorProto proto;
        State state = State::Fresh;
    };
    bool buildImports(const google::protobuf::FileDescriptorProto& file);
    bool addBuiltIn(const std::string& name);

    google::protobuf::DescriptorPool& m_pool;
    std::vector<ProtoFault>& m_faults;
    ProtoFaults m_list;
    std::unordered_map<std::string, File> m_files;
    int m_depth = 0;
};

} // namespace gatehouse::protocols
