// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::proxy {

enum class Reason : std::uint8_t;

/// Changes or watches the body of an answer on its way to the client, piece by piece; for filters that need
/// not see it as a whole. Added from an answer() hook, dropped with the exchange: without end() the body was
/// cut short. Worker thread; never blocks and never throws.
class AnswerStage {
public:
    virtual ~AnswerStage() = default;

    /// What comes out has another length than what goes in.
    virtual bool changesLength() const = 0;
    /// Takes a piece and appends what may go on.
    virtual void take(std::string_view piece, std::string& out) = 0;
    /// The upstream pauses: what is held back should go on now, so that a slow stream stays readable.
    virtual void pause(std::string&) {}
    /// The body is complete; Exchange::answerTrailers() as well.
    virtual void end(std::string& out) = 0;
    /// The upstream failed in the middle. True: what is appended ends the body so that the client understands
    /// why; false: it can only be cut short.
    virtual bool fail(Reason, std::string_view /*detail*/, std::string& /*out*/) { return false; }
};

/// Sees the body as the upstream sends it, before anybody changes it. Set from an upstreamAnswer() hook,
/// dropped with the exchange: without end() the body was cut short. Worker thread; never blocks and never
/// throws.
class AnswerTap {
public:
    virtual ~AnswerTap() = default;

    virtual void take(std::string_view piece) = 0;
    /// The body is complete.
    virtual void end() = 0;
};

} // namespace gatehouse::proxy
