// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/websocket_frames.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::http {

namespace {

constexpr std::uint8_t FinBit = 0x80;
constexpr std::uint8_t ReservedBits = 0x70;
constexpr std::uint8_t MaskBit = 0x80;
constexpr std::size_t MaxControl = 125;
constexpr std::uint8_t Length16 = 126;
constexpr std::uint8_t Length64 = 127;

/// Bytes of a head once its first two are known.
std::size_t headLength(std::uint8_t second)
{
    const std::uint8_t length = second & 0x7F;
    const std::size_t extended = length == Length16 ? 2 : length == Length64 ? 8 : 0;
    return 2 + extended + ((second & MaskBit) ? 4 : 0);
}

bool isControlOpcode(WebSocketOpcode opcode)
{
    return static_cast<std::uint8_t>(opcode) >= 8;
}

} // namespace

bool isSendableCloseCode(std::uint16_t code)
{
    if (code >= 3000 && code <= 4999)
        return true;
    return code >= 1000 && code <= 1014 && code != 1004 && code != close_code::NoStatus &&
           code != close_code::Abnormal;
}

bool WebSocketParser::refuse(std::uint16_t code, std::string_view problem)
{
    m_stage = Stage::Failed;
    m_closeCode = code;
    m_problem = problem;
    return false;
}

WebSocketParser::Step WebSocketParser::fail(std::uint16_t code, std::string_view problem)
{
    refuse(code, problem);
    return {Status::Failed, 0, {}, false};
}

WebSocketParser::Step WebSocketParser::step(std::string_view input)
{
    m_endedMessage = false;
    switch (m_stage) {
    case Stage::Closed:
        return {Status::NeedMore, input.size(), {}, false};
    case Stage::Failed:
        return {Status::Failed, 0, {}, false};
    case Stage::Payload:
        return payloadStep(input);
    case Stage::Control:
        return controlStep(input);
    case Stage::Head:
        break;
    }
    return headStep(input);
}

WebSocketParser::Step WebSocketParser::headStep(std::string_view input)
{
    if (input.empty())
        return {};
    const std::size_t before = m_headSize;
    const auto byteAt = [&](std::size_t i) {
        return i < before ? m_head[i] : static_cast<std::uint8_t>(input[i - before]);
    };
    const std::size_t have = before + input.size();
    // The first byte alone may be wrong already; nobody should wait for more of such a frame.
    const std::size_t wanted = have < 2 ? 2 : headLength(byteAt(1));
    const std::size_t used = std::min(wanted, have) - before;
    if (before > 0 || have < wanted) {
        std::memcpy(m_head.data() + before, input.data(), used);
        m_headSize = static_cast<std::uint8_t>(before + used);
    }
    const bool pieced = before > 0 || have < wanted;
    const std::uint8_t* const head =
        pieced ? m_head.data() : reinterpret_cast<const std::uint8_t*>(input.data());
    if (!readHead(head, std::min(have, wanted)))
        return {Status::Failed, used, {}, false};
    if (have < wanted)
        return {Status::NeedMore, used, {}, false};
    m_headSize = 0;
    if (isControlOpcode(m_opcode)) {
        if (!beginControl())
            return {Status::Failed, used, {}, false};
        Step control = controlStep(input.substr(used));
        control.consumed += used;
        return control;
    }
    if (!beginData())
        return {Status::Failed, used, {}, false};
    return {Status::Head, used, {reinterpret_cast<const char*>(head), wanted}, pieced};
}

/// Checks what is known of the head; with all of its bytes it also sets what the frame is.
bool WebSocketParser::readHead(const std::uint8_t* head, std::size_t size)
{
    if (head[0] & ReservedBits)
        return refuse(close_code::ProtocolError, "reserved bit set");
    const std::uint8_t code = head[0] & 0x0F;
    if ((code > 2 && code < 8) || code > 10)
        return refuse(close_code::ProtocolError, "reserved opcode");
    m_opcode = static_cast<WebSocketOpcode>(code);
    m_fin = (head[0] & FinBit) != 0;
    if (isControlOpcode(m_opcode)) {
        if (!m_fin)
            return refuse(close_code::ProtocolError, "fragmented control frame");
    } else if ((m_opcode == WebSocketOpcode::Continuation) != m_inMessage) {
        return refuse(close_code::ProtocolError,
                      m_inMessage ? "message inside a message" : "continuation of nothing");
    }
    if (size < 2)
        return true;
    const bool masked = (head[1] & MaskBit) != 0;
    if (masked != (m_from == From::Client))
        return refuse(close_code::ProtocolError, masked ? "masked frame" : "unmasked frame");
    if (isControlOpcode(m_opcode) && (head[1] & 0x7F) > MaxControl)
        return refuse(close_code::ProtocolError, "control frame too long");
    if (size < headLength(head[1]))
        return true;
    return readLength(head);
}

bool WebSocketParser::readLength(const std::uint8_t* head)
{
    const std::uint8_t shortLength = head[1] & 0x7F;
    std::size_t at = 2;
    m_left = shortLength;
    if (shortLength >= Length16) {
        const std::size_t bytes = shortLength == Length16 ? 2 : 8;
        m_left = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            m_left = (m_left << 8) | head[at++];
        // "The minimal number of bytes MUST be used"; the most significant bit must be 0 (section 5.2).
        if (m_left < Length16 || (bytes == 8 && (m_left <= 0xFFFF || (m_left >> 63) != 0)))
            return refuse(close_code::ProtocolError, "malformed length");
    }
    m_mask = 0;
    m_maskAt = 0;
    if (m_from == From::Client)
        std::memcpy(&m_mask, head + at, sizeof m_mask);
    return true;
}

bool WebSocketParser::beginControl()
{
    m_controlSize = 0;
    m_stage = Stage::Control;
    return m_opcode != WebSocketOpcode::Close || m_left != 1 ||
           refuse(close_code::ProtocolError, "close frame with half a code");
}

bool WebSocketParser::beginData()
{
    if (m_opcode != WebSocketOpcode::Continuation) {
        m_inMessage = true;
        m_inText = m_opcode == WebSocketOpcode::Text;
        m_messageBytes = 0;
        m_text.reset();
    }
    m_messageBytes += m_left; // both below 2^63
    if (m_maxMessage != 0 && m_messageBytes > m_maxMessage)
        return refuse(close_code::TooBig, "message too big");
    m_stage = Stage::Payload;
    if (m_left == 0)
        endData();
    return m_stage != Stage::Failed;
}

void WebSocketParser::endData()
{
    m_stage = Stage::Head;
    if (!m_fin)
        return;
    if (m_inText && !m_text.complete()) {
        refuse(close_code::InvalidData, "text is not UTF-8");
        return;
    }
    m_inMessage = false;
    m_endedMessage = true;
}

WebSocketParser::Step WebSocketParser::payloadStep(std::string_view input)
{
    if (input.empty())
        return {};
    const std::string_view bytes = input.substr(0, std::min<std::uint64_t>(m_left, input.size()));
    if (m_inText && !m_text.add(bytes, m_mask, m_maskAt))
        return fail(close_code::InvalidData, "text is not UTF-8");
    m_maskAt = static_cast<std::uint32_t>((m_maskAt + bytes.size()) & 3);
    m_left -= bytes.size();
    if (m_left == 0)
        endData();
    if (m_stage == Stage::Failed)
        return {Status::Failed, bytes.size(), {}, false};
    return {Status::Payload, bytes.size(), bytes, false};
}

WebSocketParser::Step WebSocketParser::controlStep(std::string_view input)
{
    const std::size_t used = std::min<std::uint64_t>(m_left, input.size());
    std::uint8_t key[4];
    std::memcpy(key, &m_mask, sizeof key);
    for (std::size_t i = 0; i < used; ++i) {
        m_control[m_controlSize] = static_cast<char>(input[i] ^ key[m_controlSize & 3]);
        ++m_controlSize;
    }
    m_left -= used;
    if (m_left > 0)
        return {Status::NeedMore, used, {}, false};
    m_stage = Stage::Head;
    if (m_opcode == WebSocketOpcode::Close && !checkClose())
        return {Status::Failed, used, {}, false};
    return {Status::Control, used, {}, false};
}

bool WebSocketParser::checkClose()
{
    m_closeCode = close_code::NoStatus;
    if (m_controlSize >= 2) {
        m_closeCode = static_cast<std::uint16_t>((static_cast<std::uint8_t>(m_control[0]) << 8) |
                                                 static_cast<std::uint8_t>(m_control[1]));
        if (!isSendableCloseCode(m_closeCode))
            return refuse(close_code::ProtocolError, "invalid close code");
        Utf8Checker reason;
        if (!reason.add(payload().substr(2)) || !reason.complete())
            return refuse(close_code::InvalidData, "close reason is not UTF-8");
    }
    m_stage = Stage::Closed;
    return true;
}

std::size_t writeWebSocketFrame(char* out, WebSocketOpcode opcode, std::string_view payload,
                                const std::uint32_t* mask)
{
    std::size_t at = 0;
    const std::uint64_t length = payload.size();
    const std::uint8_t maskBit = mask ? MaskBit : 0;
    out[at++] = static_cast<char>(FinBit | static_cast<std::uint8_t>(opcode));
    const std::size_t extended = length < Length16 ? 0 : length <= 0xFFFF ? 2 : 8;
    const std::uint8_t shortLength = extended == 0   ? static_cast<std::uint8_t>(length)
                                     : extended == 2 ? Length16
                                                     : Length64;
    out[at++] = static_cast<char>(maskBit | shortLength);
    for (std::size_t i = extended; i-- > 0;)
        out[at++] = static_cast<char>((length >> (8 * i)) & 0xFF);
    char key[4] = {};
    if (mask) {
        std::memcpy(key, mask, sizeof key);
        std::memcpy(out + at, key, sizeof key);
        at += sizeof key;
    }
    for (std::size_t i = 0; i < payload.size(); ++i)
        out[at++] = static_cast<char>(payload[i] ^ key[i & 3]);
    return at;
}

std::size_t writeClosePayload(char* out, std::uint16_t code, std::string_view reason)
{
    out[0] = static_cast<char>(code >> 8);
    out[1] = static_cast<char>(code & 0xFF);
    std::size_t size = std::min(reason.size(), MaxControl - 2);
    while (size < reason.size() && size > 0 && (static_cast<std::uint8_t>(reason[size]) & 0xC0) == 0x80)
        --size; // not through the middle of a character
    return 2 + reason.copy(out + 2, size);
}

} // namespace gatehouse::http
