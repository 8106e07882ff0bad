// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/proto_schema.h"

#include "gateway/protocols/proto_check.h"
#include "gateway/protocols/proto_json.h"

#include <algorithm>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace gatehouse::protocols {

namespace pb = google::protobuf;

namespace {

constexpr const char* urlPrefix = "type.googleapis.com";
constexpr const char* ownName = "api.proto";

/// Keeps the first faults; a text can have as many as it has letters.
class FaultList {
public:
    explicit FaultList(std::vector<ProtoFault>& faults)
        : m_faults(faults)
    {
    }
    void add(int line, int column, std::string text)
    {
        constexpr std::size_t most = 20;
        if (m_faults.size() < most)
            m_faults.push_back({line, column, std::move(text)});
    }

private:
    std::vector<ProtoFault>& m_faults;
};

class ParseFaults final : public pb::io::ErrorCollector {
public:
    explicit ParseFaults(std::vector<ProtoFault>& faults)
        : m_faults(faults)
    {
    }
    void AddError(int line, pb::io::ColumnNumber column, const std::string& text) override
    {
        m_faults.add(line + 1, column + 1, text);
    }

private:
    FaultList m_faults;
};

class BuildFaults final : public pb::DescriptorPool::ErrorCollector {
public:
    explicit BuildFaults(std::vector<ProtoFault>& faults)
        : m_faults(faults)
    {
    }
    void AddError(const std::string&, const std::string& element, const pb::Message*, ErrorLocation,
                  const std::string& text) override
    {
        m_faults.add(0, 0, element.empty() || element == ownName ? text : element + ": " + text);
    }

private:
    FaultList m_faults;
};

bool parse(std::string_view text, pb::FileDescriptorProto& file, std::vector<ProtoFault>& faults)
{
    ParseFaults collector(faults);
    pb::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
    pb::io::Tokenizer tokenizer(&input, &collector);
    pb::compiler::Parser parser;
    parser.RecordErrorsTo(&collector);
    if (!parser.Parse(&tokenizer, &file) && faults.empty())
        faults.push_back({0, 0, "cannot be parsed"});
    return faults.empty();
}

/// Copies a file that is built in, and what it imports, into the pool.
bool addBuiltIn(const std::string& name, pb::DescriptorPool& pool)
{
    if (pool.FindFileByName(name))
        return true;
    const pb::FileDescriptor* const known = name.starts_with("google/protobuf/")
                                                ? pb::DescriptorPool::generated_pool()->FindFileByName(name)
                                                : nullptr;
    if (!known)
        return false;
    for (int i = 0; i < known->dependency_count(); ++i) {
        if (!addBuiltIn(known->dependency(i)->name(), pool))
            return false;
    }
    pb::FileDescriptorProto file;
    known->CopyTo(&file);
    return pool.BuildFile(file) != nullptr;
}

bool addImports(const pb::FileDescriptorProto& file, pb::DescriptorPool& pool,
                std::vector<ProtoFault>& faults)
{
    // Messages that JSON knows by heart need their descriptors, used or not.
    FaultList list(faults);
    for (const std::string& name : file.dependency()) {
        if (!addBuiltIn(name, pool))
            list.add(0, 0, "import \"" + name + "\": only files of google/protobuf can be imported");
    }
    return faults.empty();
}

std::size_t messagesIn(const pb::DescriptorProto& message)
{
    std::size_t count = 1;
    for (const pb::DescriptorProto& nested : message.nested_type())
        count += messagesIn(nested);
    return count;
}

void checkSize(const pb::FileDescriptorProto& file, const ProtoLimits& limits,
               std::vector<ProtoFault>& faults)
{
    std::size_t methods = 0, messages = 0;
    for (const pb::ServiceDescriptorProto& service : file.service())
        methods += static_cast<std::size_t>(service.method_size());
    for (const pb::DescriptorProto& message : file.message_type())
        messages += messagesIn(message);
    FaultList list(faults);
    if (methods > limits.maxMethods)
        list.add(0, 0,
                 "has " + std::to_string(methods) + " methods (max " + std::to_string(limits.maxMethods) +
                     ")");
    if (messages > limits.maxMessages)
        list.add(0, 0,
                 "has " + std::to_string(messages) + " messages (max " + std::to_string(limits.maxMessages) +
                     ")");
}

} // namespace

struct ProtoSchema::Parts {
    pb::DescriptorPool pool; ///< without underlay and fallback: its look-ups take no lock
    const pb::FileDescriptor* file = nullptr;
    std::unique_ptr<pb::util::TypeResolver> types;
    pb::DynamicMessageFactory factory{&pool};
    /// Of everything that is answered, by full name: the JSON writer takes bytes that end early for complete.
    std::unordered_map<std::string, const pb::Message*> answers;
};

ProtoSchema::ProtoSchema(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
    , m_package(m_parts->file->package())
{
    collectMethods();
}

ProtoSchema::~ProtoSchema() = default;

ProtoSchema::Compiled ProtoSchema::compile(std::string_view text, const ProtoLimits& limits)
{
    Compiled compiled;
    checkProtoText(text, limits, compiled.faults);
    if (!compiled.faults.empty())
        return compiled;
    pb::FileDescriptorProto file;
    if (!parse(text, file, compiled.faults))
        return compiled;
    checkSize(file, limits, compiled.faults);
    auto parts = std::make_unique<Parts>();
    if (!addImports(file, parts->pool, compiled.faults))
        return compiled;
    file.set_name(ownName);
    BuildFaults collector(compiled.faults);
    parts->file = parts->pool.BuildFileCollectingErrors(file, &collector);
    if (!parts->file) {
        if (compiled.faults.empty())
            compiled.faults.push_back({0, 0, "cannot be compiled"});
        return compiled;
    }
    parts->types.reset(pb::util::NewTypeResolverForDescriptorPool(urlPrefix, &parts->pool));
    compiled.schema.reset(new ProtoSchema(std::move(parts)));
    return compiled;
}

void ProtoSchema::collectMethods()
{
    for (int i = 0; i < m_parts->file->service_count(); ++i) {
        const pb::ServiceDescriptor& service = *m_parts->file->service(i);
        for (int j = 0; j < service.method_count(); ++j) {
            const pb::MethodDescriptor& method = *service.method(j);
            m_parts->answers.emplace(method.output_type()->full_name(),
                                     m_parts->factory.GetPrototype(method.output_type()));
            m_methods.push_back({m_package, service.name(), method.name(),
                                 '/' + service.full_name() + '/' + method.name(),
                                 method.input_type()->full_name(), method.output_type()->full_name(),
                                 method.client_streaming(), method.server_streaming()});
        }
    }
    std::sort(m_methods.begin(), m_methods.end(), [](const ProtoMethod& a, const ProtoMethod& b) {
        return std::tie(a.service, a.name) < std::tie(b.service, b.name);
    });
}

const ProtoMethod* ProtoSchema::find(std::string_view service, std::string_view method) const
{
    const std::pair wanted(service, method);
    const auto at = std::lower_bound(
        m_methods.begin(), m_methods.end(), wanted, [](const ProtoMethod& entry, const auto& name) {
            return std::pair<std::string_view, std::string_view>(entry.service, entry.name) < name;
        });
    return at != m_methods.end() && at->service == service && at->name == method ? &*at : nullptr;
}

std::optional<std::string> ProtoSchema::fromJson(const std::string& message, std::string_view json,
                                                 std::string& why) const
{
    pb::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;
    std::string binary;
    const auto status = pb::util::JsonToBinaryString(
        m_parts->types.get(), std::string(urlPrefix) + '/' + message, std::string(json), &binary, options);
    if (status.ok())
        return binary;
    why = std::string(status.message());
    return std::nullopt;
}

std::optional<std::string> ProtoSchema::toJson(const std::string& message, std::string_view binary,
                                               std::string& why) const
{
    const auto prototype = m_parts->answers.find(message);
    const std::unique_ptr<pb::Message> parsed(prototype == m_parts->answers.end() ? nullptr
                                                                                  : prototype->second->New());
    if (!parsed || !parsed->ParseFromArray(binary.data(), static_cast<int>(binary.size()))) {
        why = "the bytes are not well-formed";
        return std::nullopt;
    }
    pb::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    std::string json;
    const auto status = pb::util::BinaryToJsonString(
        m_parts->types.get(), std::string(urlPrefix) + '/' + message, std::string(binary), &json, options);
    if (!status.ok()) {
        why = std::string(status.message());
        return std::nullopt;
    }
    return withProtoNames(*m_parts->pool.FindMessageTypeByName(message), std::move(json));
}

} // namespace gatehouse::protocols
