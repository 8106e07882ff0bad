// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/utf8.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// RFC 6455 section 5.2; all other values are reserved.
enum class WebSocketOpcode : std::uint8_t {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10
};

/// Status codes of closing (RFC 6455 section 7.4.1) that the gateway itself uses.
namespace close_code {
inline constexpr std::uint16_t Normal = 1000;
inline constexpr std::uint16_t GoingAway = 1001;
inline constexpr std::uint16_t ProtocolError = 1002;
inline constexpr std::uint16_t NoStatus = 1005; ///< never on the wire: the close frame was empty
inline constexpr std::uint16_t Abnormal = 1006; ///< never on the wire: there was no close frame
inline constexpr std::uint16_t InvalidData = 1007;
inline constexpr std::uint16_t Policy = 1008;
inline constexpr std::uint16_t TooBig = 1009;
inline constexpr std::uint16_t InternalError = 1011;
} // namespace close_code

/// Whether a close frame may carry the code: those the IANA registry assigns, and 3000 to 4999.
bool isSendableCloseCode(std::uint16_t code);

/// Reads the frames of one direction as they arrive, and checks them against RFC 6455 without extensions:
/// masking, reserved bits and opcodes, fragments, lengths, UTF-8 of texts, codes and reasons of closing.
/// Payload of messages is looked at where it lies and never copied; control frames (at most 125 bytes) are
/// collected. No allocation.
class WebSocketParser {
public:
    /// Frames of clients are masked, those of servers are not (RFC 6455 section 5.1).
    enum class From : std::uint8_t { Client, Server };

    explicit WebSocketParser(From from, std::uint64_t maxMessage = 0)
        : m_maxMessage(maxMessage)
        , m_from(from)
    {
    }
    /// Payload bytes of one message over all its fragments; 0: no limit. For frames that begin later.
    void setMaxMessage(std::uint64_t bytes) { m_maxMessage = bytes; }

    enum class Status : std::uint8_t {
        NeedMore, ///< all input is used up
        Head,     ///< the head of a data frame: `bytes` as on the wire
        Payload,  ///< a piece of its payload: `bytes` as on the wire
        Control,  ///< a whole control frame: opcode() and payload()
        Failed    ///< see closeCode() and problem(); nothing more is read
    };
    struct Step {
        Status status = Status::NeedMore;
        std::size_t consumed = 0;
        std::string_view bytes; ///< in the input, or (heads) in the parser until the next step
        bool inParser = false;  ///< `bytes` is memory of the parser
    };
    /// Call until NeedMore or Failed. After a close frame everything is used up and ignored (section 5.5.1).
    Step step(std::string_view input);

    // --- after Head, Payload, Control
    // -----------------------------------------------------------------------------------
    WebSocketOpcode opcode() const { return m_opcode; }
    /// Head: the frame starts a message (it is no continuation).
    bool startsMessage() const { return m_opcode != WebSocketOpcode::Continuation; }
    /// The last step ended the frame / the whole message.
    bool endedFrame() const { return m_stage == Stage::Head; }
    bool endedMessage() const { return m_endedMessage; }
    /// Control: unmasked.
    std::string_view payload() const { return {m_control.data(), m_controlSize}; }

    // --- state
    // -----------------------------------------------------------------------------------------------
    bool closed() const { return m_stage == Stage::Closed; }
    bool failed() const { return m_stage == Stage::Failed; }
    /// Of the close frame received (NoStatus when it was empty), or the one to answer a failure with.
    std::uint16_t closeCode() const { return m_closeCode; }
    /// Static text for the close reason.
    std::string_view problem() const { return m_problem; }

private:
    enum class Stage : std::uint8_t { Head, Payload, Control, Closed, Failed };

    Step fail(std::uint16_t code, std::string_view problem);
    Step headStep(std::string_view input);
    Step payloadStep(std::string_view input);
    Step controlStep(std::string_view input);
    bool readHead(const std::uint8_t* head, std::size_t size);
    bool readLength(const std::uint8_t* head);
    bool beginControl();
    bool beginData();
    void endData();
    bool checkClose();
    bool refuse(std::uint16_t code, std::string_view problem);

    std::uint64_t m_left = 0;         ///< payload bytes of the frame still to come
    std::uint64_t m_messageBytes = 0; ///< of the message, announced so far
    std::uint64_t m_maxMessage;
    std::string_view m_problem;
    Utf8Checker m_text;
    std::uint32_t m_mask = 0; ///< as in memory on the wire
    std::uint32_t m_maskAt = 0;
    std::uint16_t m_closeCode = 0;
    WebSocketOpcode m_opcode = WebSocketOpcode::Continuation;
    From m_from;
    Stage m_stage = Stage::Head;
    bool m_fin = false;
    bool m_inMessage = false;
    bool m_inText = false;
    bool m_endedMessage = false;
    std::uint8_t m_headSize = 0; ///< bytes of a head that came in pieces
    std::uint8_t m_controlSize = 0;
    std::array<std::uint8_t, 14> m_head{};
    std::array<char, 125> m_control{};
};

/// Longest head of a frame.
inline constexpr std::size_t webSocketHeadMax = 14;
/// Writes a whole unfragmented frame; `out` has room for webSocketHeadMax + payload.size(). `mask` (as a
/// client must): the key, null: none. Returns the bytes written.
std::size_t writeWebSocketFrame(char* out, WebSocketOpcode opcode, std::string_view payload,
                                const std::uint32_t* mask = nullptr);
/// The payload of a close frame: code and as much of the reason as fits. `out` has room for 125 bytes.
std::size_t writeClosePayload(char* out, std::uint16_t code, std::string_view reason);

} // namespace gatehouse::http
