// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::proxy {

class Exchange;

/// Appends `text` as a JSON string with its quotes. Bytes that are no valid UTF-8 become U+FFFD, so that the
/// result is JSON whatever came in.
void appendJsonString(std::string& out, std::string_view text);

/// Gives an exchange that failed the body its caller expects: JSON, SOAP, problem details, strict envelope.
/// Shared by all workers.
class ErrorRenderer {
public:
    virtual ~ErrorRenderer() = default;
    /// Reads reason(), errorStatus(), errorCode() and errorText(); calls Exchange::respond() with the final
    /// status. May be called without a route, and without a complete head.
    virtual void render(Exchange& exchange) const = 0;
};

/// {"error_code": code, "error_message": text}, the shape of the platform surface (platform-routes 0.1). With
/// `strict`, the answer is HTTP 200 around {"status_code": s, "error_code": ..., "error_message": ...}.
class JsonErrorRenderer : public ErrorRenderer {
public:
    explicit JsonErrorRenderer(bool strict = false)
        : m_strict(strict)
    {
    }
    void render(Exchange& exchange) const override;

private:
    bool m_strict;
};

} // namespace gatehouse::proxy
