// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_error.h"
#include "gateway/http/header_table.h"
#include "gateway/http/methods.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// How the end of a body is known (RFC 9112 section 6.3).
/// On HTTP/2, Chunked stands for a body of unknown length.
enum class BodyFraming : std::uint8_t { None, Length, Chunked, UntilClose };

/// RFC 9112 section 3.2. Authority form belongs to CONNECT, which is refused.
enum class TargetForm : std::uint8_t { Origin, Absolute, Asterisk };

struct HeadLimits {
    std::uint32_t maxHeadBytes = 32 * 1024;
    std::uint32_t maxTargetBytes = 8 * 1024;
    std::uint32_t maxHeaders = 100; ///< at most HeaderTable::capacity
};

/// A request head as views into the parsed bytes.
struct RequestHead {
    std::string_view method;
    std::string_view target; ///< as it came
    std::string_view path;   ///< always starts with '/', or is "*"; bytes as they came
    std::string_view query;  ///< without '?'
    std::string_view host;   ///< authority: of an absolute-form target, else of Host; empty only in HTTP/1.0
    Method methodId = Method::Other;
    TargetForm form = TargetForm::Origin;
    std::uint8_t majorVersion = 1; ///< 2: the fields came over HTTP/2, and `minorVersion` says 1
    std::uint8_t minorVersion = 1;
    BodyFraming framing = BodyFraming::None;
    bool hasQuery = false;
    bool keepAlive = true;
    bool expectContinue = false;  ///< the client waits for 100 (RFC 9110 section 10.1.1)
    bool upgrade = false;         ///< Connection names Upgrade, and Upgrade is there
    bool extendedConnect = false; ///< HTTP/2: this was a CONNECT to WebSocket; see Http2RequestReader
    std::uint64_t contentLength = 0;
    std::size_t headBytes = 0; ///< the body starts here
    HeaderTable headers;

    bool hasBody() const
    {
        return framing == BodyFraming::Length ? contentLength != 0 : framing != BodyFraming::None;
    }
    void clear();
    /// The bytes have been copied from `from` to `to`: moves every view along.
    void rebase(const char* from, const char* to);
};

/// A response head as views into the parsed bytes.
struct ResponseHead {
    std::string_view reason;
    int status = 0;
    std::uint8_t minorVersion = 1;
    BodyFraming framing = BodyFraming::None;
    bool keepAlive = true;
    bool interim = false; ///< 1xx but 101: another head follows
    bool upgrade = false; ///< 101: the connection now speaks another protocol
    std::uint64_t contentLength = 0;
    std::size_t headBytes = 0;
    HeaderTable headers;

    bool hasBody() const
    {
        return framing == BodyFraming::Length ? contentLength != 0 : framing != BodyFraming::None;
    }
    void clear();
    void rebase(const char* from, const char* to);
};

enum class ParseStatus : std::uint8_t {
    Incomplete, ///< call again with the same bytes and more behind them
    Complete,
    Http2Preface, ///< requests only: the connection preface of RFC 9113 section 3.4 came instead of a request
    Refused       ///< see error()
};

/// What both parsers share: finding the end of the head without looking at any byte twice, and the refusals
/// of line structure (bare LF, bare CR, folding, size) that come before llhttp sees anything.
class HeadScanner {
public:
    void reset() { *this = HeadScanner(); }
    /// Complete: end() bytes are the head. One empty line in front is skipped (RFC 9112 section 2.2).
    ParseStatus scan(std::string_view bytes, const HeadLimits& limits, HeadError& error);
    std::size_t end() const { return m_line; }
    /// The first line without CRLF.
    std::string_view firstLine(std::string_view bytes) const { return bytes.substr(m_start, m_firstLine); }
    std::size_t start() const { return m_start; }

private:
    ParseStatus endLine(std::string_view line, const HeadLimits& limits, HeadError& error);
    HeadError controlError(std::string_view bytes, std::size_t at) const;

    std::uint32_t m_start = 0;     // 2 when an empty line came first
    std::uint32_t m_line = 0;      // start of the line being looked for
    std::uint32_t m_scanned = 0;   // no control character in [m_line, m_scanned)
    std::uint32_t m_firstLine = 0; // length of the first line, once known
    std::uint32_t m_headers = 0;
};

/// Parses request heads over a contiguous buffer: our strict layer (RFC 9112) around llhttp. Between calls
/// only the scan offset is kept, so the bytes may move. After Complete or Refused call reset() for the next
/// head.
class RequestHeadParser {
public:
    ParseStatus parse(std::string_view bytes, const HeadLimits& limits, RequestHead& head);
    void reset();
    /// True once a byte of a head has been seen.
    bool started() const { return m_started; }
    HeadError error() const { return m_error; }

private:
    ParseStatus refuse(HeadError error);

    HeadScanner m_scanner;
    HeadError m_error = HeadError::None;
    bool m_started = false;
};

/// The same for what an upstream answers. `requestMethod` decides whether a body follows (HEAD).
class ResponseHeadParser {
public:
    ParseStatus parse(std::string_view bytes, const HeadLimits& limits, Method requestMethod,
                      ResponseHead& head);
    void reset();
    bool started() const { return m_started; }
    HeadError error() const { return m_error; }

private:
    ParseStatus refuse(HeadError error);

    HeadScanner m_scanner;
    HeadError m_error = HeadError::None;
    bool m_started = false;
};

} // namespace gatehouse::http
