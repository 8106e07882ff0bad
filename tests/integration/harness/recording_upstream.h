// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/scripted_upstream.h"

#include <string>

namespace gatehouse::harness {

/// An upstream that keeps every request and answers it with the same bytes.
class RecordingUpstream : public ScriptedUpstream {
public:
    explicit RecordingUpstream(const std::string& answer)
        : ScriptedUpstream([this, answer](RawSocket& socket, int) {
            while (record(socket).complete && socket.send(answer)) {
            }
        })
    {
    }
};

} // namespace gatehouse::harness
