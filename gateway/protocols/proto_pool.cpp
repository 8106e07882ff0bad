// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/proto_pool.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <utility>

namespace gatehouse::protocols {

namespace pb = google::protobuf;

namespace {

class ParseFaults final : public pb::io::ErrorCollector {
public:
    ParseFaults(const std::string& file, std::vector<ProtoFault>& faults)
        : m_file(file)
        , m_faults(faults)
    {
    }
    void AddError(int line, pb::io::ColumnNumber column, const std::string& text) override
    {
        m_faults.add(m_file, line + 1, column + 1, text);
    }

private:
    const std::string& m_file;
    ProtoFaults m_faults;
};

class BuildFaults final : public pb::DescriptorPool::ErrorCollector {
public:
    explicit BuildFaults(std::vector<ProtoFault>& faults)
        : m_faults(faults)
    {
    }
    void AddError(const std::string& file, const std::string& element, const pb::Message*, ErrorLocation,
                  const std::string& text) override
    {
        m_faults.add(file, 0, 0, element.empty() || element == file ? text : element + ": " + text);
    }

private:
    ProtoFaults m_faults;
};

std::size_t messagesIn(const pb::DescriptorProto& message)
{
    std::size_t count = 1;
    for (const pb::DescriptorProto& nested : message.nested_type())
        count += messagesIn(nested);
    return count;
}

const pb::FileDescriptor* builtIn(const std::string& name)
{
    return name.starts_with("google/protobuf/") ? pb::DescriptorPool::generated_pool()->FindFileByName(name)
                                                : nullptr;
}

} // namespace

bool parseProto(std::string_view text, const std::string& file, pb::FileDescriptorProto& into,
                std::vector<ProtoFault>& faults)
{
    const std::size_t before = faults.size();
    ParseFaults collector(file, faults);
    pb::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
    pb::io::Tokenizer tokenizer(&input, &collector);
    pb::compiler::Parser parser;
    parser.RecordErrorsTo(&collector);
    const bool parsed = parser.Parse(&tokenizer, &into);
    if (!parsed && faults.size() == before)
        ProtoFaults(faults).add(file, 0, 0, "cannot be parsed");
    return parsed && faults.size() == before;
}

bool ProtoPool::add(pb::FileDescriptorProto file)
{
    std::string name = file.name();
    const bool added = m_files.try_emplace(name, File{std::move(file)}).second;
    if (!added)
        m_list.add(std::move(name), 0, 0, "there are two files of this name");
    return added;
}

void ProtoPool::checkSize(const ProtoLimits& limits)
{
    std::size_t methods = 0, messages = 0;
    for (const auto& [name, file] : m_files) {
        for (const pb::ServiceDescriptorProto& service : file.proto.service())
            methods += static_cast<std::size_t>(service.method_size());
        for (const pb::DescriptorProto& message : file.proto.message_type())
            messages += messagesIn(message);
    }
    const auto check = [this](const char* what, std::size_t found, std::size_t most) {
        if (found > most)
            m_list.add({}, 0, 0,
                       "has " + std::to_string(found) + ' ' + what + " (max " + std::to_string(most) + ")");
    };
    check("methods", methods, limits.maxMethods);
    check("messages", messages, limits.maxMessages);
}

/// Copies a file that is built in, and what it imports, into the pool.
bool ProtoPool::addBuiltIn(const std::string& name)
{
    if (m_pool.FindFileByName(name))
        return true;
    const pb::FileDescriptor* const known = builtIn(name);
    if (!known)
        return false;
    for (int i = 0; i < known->dependency_count(); ++i) {
        if (!addBuiltIn(known->dependency(i)->name()))
            return false;
    }
    pb::FileDescriptorProto file;
    known->CopyTo(&file);
    return m_pool.BuildFile(file) != nullptr;
}

bool ProtoPool::buildImports(const pb::FileDescriptorProto& file)
{
    bool good = true;
    for (const std::string& name : file.dependency()) {
        // Messages that JSON knows by heart need their descriptors, used or not.
        if (builtIn(name) ? addBuiltIn(name) : build(name) != nullptr)
            continue;
        good = false;
        const auto at = m_files.find(name);
        if (at == m_files.end())
            m_list.add(file.name(), 0, 0,
                       "import \"" + name +
                           "\": there is no such file, and only those of google/protobuf are built in");
        else if (at->second.state == State::Building)
            m_list.add(file.name(), 0, 0, "import \"" + name + "\": the files import each other in a circle");
    }
    return good;
}

const pb::FileDescriptor* ProtoPool::build(const std::string& name)
{
    constexpr int deepest = 100; // this function calls itself for each import
    if (const pb::FileDescriptor* const known = m_pool.FindFileByName(name))
        return known;
    const auto at = m_files.find(name);
    if (at == m_files.end() || at->second.state != State::Fresh)
        return nullptr;
    File& file = at->second;
    file.state = State::Building;
    const std::size_t before = m_faults.size();
    const pb::FileDescriptor* built = nullptr;
    if (m_depth >= deepest) {
        m_list.add(name, 0, 0, "the imports are nested too deeply");
    } else {
        ++m_depth;
        const bool imported = buildImports(file.proto);
        --m_depth;
        BuildFaults collector(m_faults);
        if (imported)
            built = m_pool.BuildFileCollectingErrors(file.proto, &collector);
        if (!built && m_faults.size() == before)
            m_list.add(name, 0, 0, "cannot be compiled");
    }
    file.state = State::Failed; // only asked when the pool does not know it
    return built;
}

} // namespace gatehouse::protocols
