// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::console {

/// What a state means. Models say the tone, widgets choose colour and icon for it.
enum class Tone { Neutral, Good, Warning, Bad, Info, Off };

} // namespace gatehouse::console
