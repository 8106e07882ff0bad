// SPDX-License-Identifier: GPL-3.0-or-later
// The content codings (RFC 1952, RFC 7932) as stages. Memory per answer: about 70 KiB for gzip, 200 KiB for
// brotli.
#include "gateway/filters/compress.h"

#include <array>
#include <brotli/encode.h>
#include <utility>

#include <zlib.h>

namespace gatehouse::filters {

namespace {

// What costs little and wins most: further levels take several times the time for a few percent.
constexpr int gzipLevel = 5;
constexpr int gzipWindow = 14 + 16; // 16 KiB, with a gzip header
constexpr int gzipMemory = 7;
constexpr std::uint32_t brotliQuality = 4;
constexpr std::uint32_t brotliWindow = 16;
constexpr std::size_t chunk = 16 * 1024;

class GzipStage final : public proxy::AnswerStage {
public:
    explicit GzipStage(int level = gzipLevel)
        : m_good(deflateInit2(&m_stream, level, Z_DEFLATED, gzipWindow, gzipMemory, Z_DEFAULT_STRATEGY) ==
                 Z_OK)
    {
    }
    ~GzipStage() override { deflateEnd(&m_stream); }
    GzipStage(const GzipStage&) = delete;
    GzipStage& operator=(const GzipStage&) = delete;

    bool changesLength() const override { return true; }
    bool isGood() const { return m_good; }
    void take(std::string_view piece, std::string& out) override
    {
        m_held = true;
        run(piece, Z_NO_FLUSH, out);
    }
    void pause(std::string& out) override
    {
        if (std::exchange(m_held, false))
            run({}, Z_SYNC_FLUSH, out);
    }
    void end(std::string& out) override { run({}, Z_FINISH, out); }

private:
    void run(std::string_view piece, int flush, std::string& out)
    {
        std::array<char, chunk> buffer;
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data())); // not written to
        m_stream.avail_in = static_cast<uInt>(piece.size());
        do {
            m_stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
            m_stream.avail_out = static_cast<uInt>(buffer.size());
            deflate(&m_stream, flush);
            out.append(buffer.data(), buffer.size() - m_stream.avail_out);
        } while (m_stream.avail_out == 0);
    }

    z_stream m_stream{};
    bool m_good;
    bool m_held = false; ///< something was taken since the last flush
};

class BrotliStage final : public proxy::AnswerStage {
public:
    BrotliStage()
        : m_state(BrotliEncoderCreateInstance(nullptr, nullptr, nullptr))
    {
        if (!m_state)
            return;
        BrotliEncoderSetParameter(m_state, BROTLI_PARAM_QUALITY, brotliQuality);
        BrotliEncoderSetParameter(m_state, BROTLI_PARAM_LGWIN, brotliWindow);
    }
    ~BrotliStage() override { BrotliEncoderDestroyInstance(m_state); }
    BrotliStage(const BrotliStage&) = delete;
    BrotliStage& operator=(const BrotliStage&) = delete;

    bool changesLength() const override { return true; }
    bool isGood() const { return m_state != nullptr; }
    void take(std::string_view piece, std::string& out) override
    {
        m_held = true;
        run(piece, BROTLI_OPERATION_PROCESS, out);
    }
    void pause(std::string& out) override
    {
        if (std::exchange(m_held, false))
            run({}, BROTLI_OPERATION_FLUSH, out);
    }
    void end(std::string& out) override { run({}, BROTLI_OPERATION_FINISH, out); }

private:
    void run(std::string_view piece, BrotliEncoderOperation operation, std::string& out)
    {
        const auto* in = reinterpret_cast<const std::uint8_t*>(piece.data());
        std::size_t left = piece.size();
        do {
            std::size_t room = 0;
            if (!BrotliEncoderCompressStream(m_state, operation, &left, &in, &room, nullptr, nullptr))
                return;
            std::size_t size = 0; // all there is
            const std::uint8_t* const made = BrotliEncoderTakeOutput(m_state, &size);
            out.append(reinterpret_cast<const char*>(made), size);
        } while (left > 0 || BrotliEncoderHasMoreOutput(m_state));
    }

    BrotliEncoderState* m_state;
    bool m_held = false;
};

template <typename Stage>
std::unique_ptr<proxy::AnswerStage> made()
{
    auto stage = std::make_unique<Stage>();
    return stage->isGood() ? std::move(stage) : nullptr;
}

} // namespace

std::string gzipped(std::string_view body, int level)
{
    std::string packed;
    GzipStage stage(level);
    if (stage.isGood()) {
        stage.take(body, packed);
        stage.end(packed);
    }
    return packed;
}

std::unique_ptr<proxy::AnswerStage> makeEncoder(Coding coding)
{
    switch (coding) {
    case Coding::Gzip:
        return made<GzipStage>();
    case Coding::Brotli:
        return made<BrotliStage>();
    case Coding::Identity:
        break;
    }
    return nullptr;
}

} // namespace gatehouse::filters
