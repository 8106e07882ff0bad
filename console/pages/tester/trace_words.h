// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::console {

// The phases and filters of the gateway for people. What a newer gateway has beside them keeps its name.
QString phaseWord(const QString& phase);
QString filterWord(const QString& filter);

} // namespace gatehouse::console
