// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace gatehouse::crypto {

/// Whether both are the same. The time depends on the lengths only, never on where they differ.
bool constantTimeEquals(QByteArrayView a, QByteArrayView b);

} // namespace gatehouse::crypto
