// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/traffic_caller.h"
#include "console/widgets/tokens.h"

#include <QString>

namespace gatehouse::console {

/// An answer in words.
struct AnswerText {
    QString reason;         ///< what an error says, with its code; empty for others
    bool ofGateway = false; ///< the gateway answered itself, as far as the body tells
    QString advice;         ///< one sentence on what to do about that; empty: there is nothing to do
    QString body;           ///< JSON indented; other text as it is; bytes that are no text as their number
};

tokens::Tone answerTone(int status);
/// Parses the body once.
AnswerText answerText(const TrafficAnswer& answer);

} // namespace gatehouse::console
