// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/upstream_states.h"

namespace gatehouse::app {

/// One log line for a target that changed its state. Any thread.
void logUpstreamEvent(const proxy::UpstreamEvent& event);

} // namespace gatehouse::app
