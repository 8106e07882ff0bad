// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/test_origin.h"

#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <brotli/decode.h>

#include <zlib.h>

namespace gatehouse::harness {

void TestOrigin::say(const std::string& fields, const std::string& body, const std::string& status)
{
    const std::scoped_lock lock(m_mutex);
    m_answer = answer(body, fields, status);
}

void TestOrigin::hold()
{
    const std::scoped_lock lock(m_mutex);
    m_held = true;
}

void TestOrigin::release()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_held = false;
    }
    m_changed.notify_all();
}

QString TestOrigin::server() const
{
    return serverAt(m_upstream.port());
}

std::string TestOrigin::answerTo(const Message& request)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, std::chrono::milliseconds(PatienceMs), [this] { return !m_held; });
    const bool same =
        request.header("if-none-match") == "\"v1\"" && m_answer.find("ETag: \"v1\"") != std::string::npos;
    if (same)
        return "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nX-New: 1\r\n\r\n";
    const bool head = request.firstLine.starts_with("HEAD");
    return head ? m_answer.substr(0, m_answer.find("\r\n\r\n") + 4) : m_answer;
}

QByteArray gunzipped(const QByteArray& packed)
{
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK)
        return "cannot inflate";
    QByteArray out(4 << 20, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = uInt(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    const int result = inflate(&stream, Z_FINISH);
    out.resize(qsizetype(stream.total_out));
    inflateEnd(&stream);
    return result == Z_STREAM_END ? out : "no complete gzip";
}

QByteArray unbrotlied(const QByteArray& packed)
{
    QByteArray out(4 << 20, Qt::Uninitialized);
    std::size_t size = std::size_t(out.size());
    const auto result = BrotliDecoderDecompress(std::size_t(packed.size()),
                                                reinterpret_cast<const std::uint8_t*>(packed.data()), &size,
                                                reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(qsizetype(size));
    return result == BROTLI_DECODER_RESULT_SUCCESS ? out : "no complete brotli";
}

} // namespace gatehouse::harness
