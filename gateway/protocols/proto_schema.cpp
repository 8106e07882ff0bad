// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/proto_schema.h"

#include "gateway/protocols/proto_check.h"
#include "gateway/protocols/proto_json.h"
#include "gateway/protocols/proto_pool.h"

#include <algorithm>
#include <google/protobuf/dynamic_message.h>
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

/// The names of several texts are shown with their faults, the name of a single one is of no use.
void checkText(const ProtoText& text, const std::string& shown, const ProtoLimits& limits,
               std::vector<ProtoFault>& faults)
{
    std::vector<ProtoFault> found;
    checkProtoText(text.text, limits, found);
    ProtoFaults list(faults);
    for (ProtoFault& fault : found)
        list.add(shown, fault.line, fault.column, std::move(fault.text));
}

void hideName(std::vector<ProtoFault>& faults, std::string_view name)
{
    for (ProtoFault& fault : faults) {
        if (fault.file == name)
            fault.file.clear();
    }
}

} // namespace

struct ProtoSchema::Parts {
    pb::DescriptorPool pool; ///< without underlay and fallback: its look-ups take no lock
    std::string package;
    std::vector<ProtoMethod> methods;
    std::unique_ptr<pb::util::TypeResolver> types;
    pb::DynamicMessageFactory factory{&pool};
    /// Of everything that is answered, by full name: the JSON writer takes bytes that end early for complete.
    std::unordered_map<std::string, const pb::Message*> answers;

    void take(const pb::ServiceDescriptor& service);
};

void ProtoSchema::Parts::take(const pb::ServiceDescriptor& service)
{
    for (int i = 0; i < service.method_count(); ++i) {
        const pb::MethodDescriptor& method = *service.method(i);
        answers.emplace(method.output_type()->full_name(), factory.GetPrototype(method.output_type()));
        methods.push_back({service.file()->package(), service.name(), method.name(),
                           '/' + service.full_name() + '/' + method.name(), method.input_type()->full_name(),
                           method.output_type()->full_name(), method.client_streaming(),
                           method.server_streaming()});
    }
}

ProtoSchema::ProtoSchema(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
    , m_package(std::move(m_parts->package))
    , m_methods(std::move(m_parts->methods))
{
    std::sort(m_methods.begin(), m_methods.end(), [](const ProtoMethod& a, const ProtoMethod& b) {
        return std::tie(a.service, a.name, a.package) < std::tie(b.service, b.name, b.package);
    });
}

ProtoSchema::~ProtoSchema() = default;

ProtoSchema::Compiled ProtoSchema::finish(std::unique_ptr<Parts> parts, std::vector<ProtoFault> faults)
{
    Compiled compiled;
    compiled.faults = std::move(faults);
    if (!compiled.faults.empty())
        return compiled;
    parts->types.reset(pb::util::NewTypeResolverForDescriptorPool(urlPrefix, &parts->pool));
    compiled.schema.reset(new ProtoSchema(std::move(parts)));
    return compiled;
}

ProtoSchema::Compiled ProtoSchema::compile(std::span<const ProtoText> texts, const ProtoLimits& limits)
{
    auto parts = std::make_unique<Parts>();
    std::vector<ProtoFault> faults;
    ProtoPool pool(parts->pool, faults);
    if (texts.empty() || texts.size() > limits.maxFiles) {
        ProtoFaults(faults).add({}, 0, 0,
                                "one to " + std::to_string(limits.maxFiles) + " files are wanted, not " +
                                    std::to_string(texts.size()));
        return finish(nullptr, std::move(faults));
    }
    for (const ProtoText& text : texts) {
        const std::size_t before = faults.size();
        checkText(text, text.name, limits, faults);
        pb::FileDescriptorProto file;
        if (faults.size() != before || !parseProto(text.text, text.name, file, faults))
            continue;
        file.set_name(text.name);
        pool.add(std::move(file));
    }
    pool.checkSize(limits);
    if (!faults.empty())
        return finish(nullptr, std::move(faults));
    for (const ProtoText& text : texts) {
        const pb::FileDescriptor* const file = pool.build(text.name);
        for (int i = 0; file && i < file->service_count(); ++i)
            parts->take(*file->service(i));
        if (file && &text == texts.data())
            parts->package = file->package();
    }
    return finish(std::move(parts), std::move(faults));
}

ProtoSchema::Compiled ProtoSchema::compile(std::string_view text, const ProtoLimits& limits)
{
    const ProtoText only{ownName, std::string(text)};
    Compiled compiled = compile({&only, 1}, limits);
    hideName(compiled.faults, only.name);
    return compiled;
}

ProtoSchema::Compiled ProtoSchema::ofDescriptors(std::span<const std::string> files,
                                                 std::span<const std::string> services,
                                                 const ProtoLimits& limits)
{
    auto parts = std::make_unique<Parts>();
    std::vector<ProtoFault> faults;
    ProtoPool pool(parts->pool, faults);
    std::unordered_map<std::string, std::string> homes; // of the services
    for (const std::string& bytes : files) {
        pb::FileDescriptorProto file;
        if (!file.ParseFromString(bytes)) {
            ProtoFaults(faults).add({}, 0, 0, "a descriptor cannot be read");
            continue;
        }
        for (const pb::ServiceDescriptorProto& service : file.service())
            homes[(file.package().empty() ? "" : file.package() + '.') + service.name()] = file.name();
        pool.add(std::move(file));
    }
    pool.checkSize(limits);
    if (!faults.empty())
        return finish(nullptr, std::move(faults));
    for (const std::string& name : services) {
        const auto home = homes.find(name);
        const pb::FileDescriptor* const file = home == homes.end() ? nullptr : pool.build(home->second);
        const pb::ServiceDescriptor* const service = file ? parts->pool.FindServiceByName(name) : nullptr;
        if (service)
            parts->take(*service);
        else if (!file && home == homes.end())
            ProtoFaults(faults).add({}, 0, 0, "no descriptor has the service " + name);
        if (service && parts->package.empty())
            parts->package = file->package();
    }
    return finish(std::move(parts), std::move(faults));
}

bool ProtoSchema::hasPackage(std::string_view package) const
{
    return package == m_package ||
           std::any_of(m_methods.begin(), m_methods.end(),
                       [package](const ProtoMethod& method) { return method.package == package; });
}

std::span<const ProtoMethod> ProtoSchema::all(std::string_view service, std::string_view method) const
{
    struct Order {
        using Name = std::pair<std::string_view, std::string_view>;
        static Name of(const ProtoMethod& entry) { return {entry.service, entry.name}; }
        bool operator()(const ProtoMethod& entry, const Name& name) const { return of(entry) < name; }
        bool operator()(const Name& name, const ProtoMethod& entry) const { return name < of(entry); }
    };
    const auto [first, last] =
        std::equal_range(m_methods.begin(), m_methods.end(), Order::Name(service, method), Order());
    return {first, last};
}

const ProtoMethod* ProtoSchema::find(std::string_view service, std::string_view method) const
{
    const std::span<const ProtoMethod> found = all(service, method);
    return found.empty() ? nullptr : &found.front();
}

std::vector<std::string> ProtoSchema::services() const
{
    std::vector<std::string> names;
    for (const ProtoMethod& method : m_methods)
        names.push_back(method.path.substr(1, method.path.rfind('/') - 1));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
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
