// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace gatehouse::harness {

constexpr int ProgramPatienceMs = 60'000;

/// Waits until `holds` is true, asking it again whenever something in the directory changes. `processId`:
/// gives up when that process ends (0: nobody). False when the time is over first.
bool waitForFiles(const QString& directory, qint64 processId, const std::function<bool()>& holds);

} // namespace gatehouse::harness
