// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::proxy {

/// Changes the body of a request on its way to the upstream, piece by piece; for what need not be seen as a
/// whole. Set from a request() hook, dropped with the exchange. A stage
/// that refuses may say why with Exchange::failAs() itself. Worker thread; never blocks and never throws.
class RequestStage {
public:
    virtual ~RequestStage() = default;

    /// Takes a piece and appends what may go on. False: the body is malformed, and the request fails.
    virtual bool take(std::string_view piece, std::string& out) = 0;
    /// The body is complete. False: it ends where it must not.
    virtual bool end(std::string& out) = 0;
    /// True: as many bytes come out as go in, so that the body keeps its Content-Length.
    virtual bool keepsLength() const { return false; }
    /// True: it has given all it took, and the rest passes as it is; the stage is dropped.
    virtual bool done() const { return false; }
};

/// Looks at an answer that is collected, to tell when enough of it is there.
class AnswerWatch {
public:
    virtual ~AnswerWatch() = default;
    /// True: no more is needed; the upstream is left, and the answer ends here.
    virtual bool enough(std::string_view collected) = 0;
};

} // namespace gatehouse::proxy
