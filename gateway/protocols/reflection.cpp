// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/reflection.h"

#include "gateway/http/grpc.h"

#include <algorithm>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>
#include <utility>

namespace gatehouse::protocols {

namespace pb = google::protobuf;
using Wire = pb::internal::WireFormatLite;

namespace {

// Numbers of fields in grpc/reflection/v1/reflection.proto.
enum Request : int { Host = 1, FileByName = 3, FileOfSymbol = 4, ListServices = 7 };
enum Response : int { OriginalRequest = 2, Descriptors = 4, Services = 6, Failure = 7 };

/// The fields of one message, one after the other.
class Fields {
public:
    explicit Fields(std::string_view message)
        : m_stream(reinterpret_cast<const std::uint8_t*>(message.data()), int(message.size()))
        , m_message(message)
    {
    }
    bool next()
    {
        const std::uint32_t tag = m_stream.ReadTag();
        if (tag == 0)
            return false;
        number = Wire::GetTagFieldNumber(tag);
        bytes = {};
        value = 0;
        switch (Wire::GetTagWireType(tag)) {
        case Wire::WIRETYPE_VARINT:
            return m_good = m_stream.ReadVarint64(&value);
        case Wire::WIRETYPE_LENGTH_DELIMITED:
            return m_good = readBytes();
        default:
            return m_good = Wire::SkipField(&m_stream, tag);
        }
    }
    /// Whether the message was one to its end.
    bool complete() { return m_good && m_stream.ConsumedEntireMessage(); }

    int number = 0;
    std::string_view bytes;
    std::uint64_t value = 0;

private:
    bool readBytes()
    {
        std::uint32_t length = 0;
        if (!m_stream.ReadVarint32(&length))
            return false;
        const std::size_t at = std::size_t(m_stream.CurrentPosition());
        if (length > m_message.size() - at || !m_stream.Skip(int(length)))
            return false;
        bytes = m_message.substr(at, length);
        return true;
    }

    pb::io::CodedInputStream m_stream;
    std::string_view m_message;
    bool m_good = true;
};

void appendText(std::string& out, int field, std::string_view text)
{
    pb::io::StringOutputStream stream(&out);
    pb::io::CodedOutputStream coded(&stream);
    coded.WriteTag(Wire::MakeTag(field, Wire::WIRETYPE_LENGTH_DELIMITED));
    coded.WriteVarint32(std::uint32_t(text.size()));
    coded.WriteRaw(text.data(), int(text.size()));
}

bool isOwnBusiness(std::string_view service)
{
    return service.starts_with("grpc.reflection.");
}

bool isBuiltIn(const std::string& file)
{
    return file.starts_with("google/protobuf/") &&
           pb::DescriptorPool::generated_pool()->FindFileByName(file) != nullptr;
}

/// What a request asked about, for messages.
std::string subjectOf(std::string_view request)
{
    Fields fields(request);
    while (fields.next()) {
        if (fields.number == FileByName || fields.number == FileOfSymbol)
            return std::string(fields.bytes);
    }
    return {};
}

} // namespace

ReflectionTalk::ReflectionTalk(std::string host, ReflectionLimits limits)
    : m_host(std::move(host))
    , m_limits(limits)
{
}

std::string_view ReflectionTalk::pathOf(bool alpha)
{
    return alpha ? "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
                 : "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
}

std::string ReflectionTalk::ask(int field, std::string_view value) const
{
    std::string message, frame;
    appendText(message, Host, m_host);
    appendText(message, field, value);
    http::appendGrpcFrame(frame, 0, message);
    return frame;
}

bool ReflectionTalk::fail(std::string why)
{
    m_why = std::move(why);
    return false;
}

std::string ReflectionTalk::next()
{
    constexpr int mostRounds = 64; // imports of imports of imports
    if (failed() || m_asked == Asked::Done)
        return {};
    m_answers = 0;
    m_questions.clear();
    std::string frames;
    if (m_asked == Asked::Nothing) {
        m_asked = Asked::Services;
        m_questions.emplace_back("*");
        return ask(ListServices, "*");
    }
    if (m_asked == Asked::Services) {
        m_asked = Asked::Symbols;
        m_questions = m_services;
    } else {
        m_asked = m_missing.empty() ? Asked::Done : Asked::Files;
        m_questions.assign(m_missing.begin(), m_missing.end());
        m_requested.insert(m_missing.begin(), m_missing.end()); // each is asked for once
        m_missing.clear();
    }
    if (++m_round > mostRounds) {
        fail("the imports of its files do not end");
        return {};
    }
    for (const std::string& question : m_questions)
        frames += ask(m_asked == Asked::Symbols ? FileOfSymbol : FileByName, question);
    return frames;
}

bool ReflectionTalk::take(std::string_view body)
{
    http::GrpcFrames frames(body);
    http::GrpcFrames::Step step = frames.next();
    for (; step == http::GrpcFrames::Step::Frame; step = frames.next()) {
        if (frames.flags() != 0)
            return fail("its answer is compressed, which was not allowed");
        if (++m_answers > m_questions.size())
            return fail("it answers more than it was asked");
        if (!takeMessage(frames.payload()))
            return false;
    }
    if (step == http::GrpcFrames::Step::More)
        return fail("its answer ends inside of a message");
    if (m_answers < m_questions.size())
        return fail("it answers " + std::to_string(m_answers) + " of " + std::to_string(m_questions.size()) +
                    " questions");
    if (m_asked == Asked::Services && m_services.empty())
        return fail("it has no services");
    if (m_asked == Asked::Symbols && m_services.empty())
        return fail("it describes none of its services: " + m_undescribed.front());
    return true;
}

bool ReflectionTalk::takeMessage(std::string_view message)
{
    std::string asked;
    bool known = false;
    Fields fields(message);
    while (fields.next()) {
        if (fields.number == OriginalRequest)
            asked = subjectOf(fields.bytes);
        if (fields.number == Descriptors) {
            known = true;
            if (!takeFiles(fields.bytes))
                return false;
        } else if (fields.number == Services) {
            known = true;
            if (!takeServices(fields.bytes))
                return false;
        } else if (fields.number == Failure) {
            known = true;
            takeError(fields.bytes, asked.empty() ? m_questions[m_answers - 1] : asked);
        }
    }
    if (!fields.complete() || !known)
        return failed() ? false : fail("its answer is none of the reflection service");
    return !failed();
}

bool ReflectionTalk::takeServices(std::string_view list)
{
    Fields services(list);
    while (services.next()) {
        Fields service(services.bytes);
        while (service.next()) {
            if (service.number != 1 || isOwnBusiness(service.bytes))
                continue;
            if (m_services.size() >= m_limits.maxServices)
                return fail("it has more than " + std::to_string(m_limits.maxServices) + " services");
            m_services.emplace_back(service.bytes);
        }
    }
    std::sort(m_services.begin(), m_services.end());
    m_services.erase(std::unique(m_services.begin(), m_services.end()), m_services.end());
    return services.complete() || fail("its list of services cannot be read");
}

bool ReflectionTalk::takeFiles(std::string_view list)
{
    Fields files(list);
    while (files.next()) {
        if (files.number == 1 && !takeFile(files.bytes))
            return false;
    }
    return files.complete() || fail("its descriptors cannot be read");
}

bool ReflectionTalk::takeFile(std::string_view descriptor)
{
    pb::FileDescriptorProto file;
    if (!file.ParseFromArray(descriptor.data(), int(descriptor.size())))
        return fail("a descriptor cannot be read");
    if (!m_received.insert(file.name()).second)
        return true; // servers send what they import along with every answer
    m_missing.erase(file.name());
    m_bytes += descriptor.size();
    if (m_bytes > m_limits.maxBytes)
        return fail("its descriptors have more than " + std::to_string(m_limits.maxBytes) + " bytes");
    if (m_files.size() >= m_limits.maxFiles)
        return fail("it has more than " + std::to_string(m_limits.maxFiles) + " files");
    m_files.emplace_back(descriptor);
    for (const std::string& import : file.dependency()) {
        if (!m_received.contains(import) && !m_requested.contains(import) && !isBuiltIn(import))
            m_missing.insert(import);
    }
    return true;
}

void ReflectionTalk::takeError(std::string_view error, const std::string& asked)
{
    Fields fields(error);
    std::string text;
    while (fields.next()) {
        if (fields.number == 2)
            text = fields.bytes.substr(0, 200);
    }
    const std::string what = asked + (text.empty() ? std::string() : ": " + text);
    if (m_asked == Asked::Symbols) {
        m_undescribed.push_back(what);
        std::erase(m_services, asked);
    } else if (m_asked == Asked::Services) {
        fail("it does not list its services" + (text.empty() ? std::string() : ": " + text));
    }
}

} // namespace gatehouse::protocols
