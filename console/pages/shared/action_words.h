// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::console {

/// What a revision did ("endpoint.create") in the words of the console ("Operation created"). An action
/// without words of its own stays as it is.
QString actionInWords(const QString& action);

} // namespace gatehouse::console
