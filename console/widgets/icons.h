// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>

namespace gatehouse::console {

/// An icon of the set in resources/icons by file name ("refresh"). Drawn with the application's text colour
/// at paint time, so a theme change needs no reload; disabled and selected states take the palette's colours.
QIcon icon(const QString& name);
/// The same in one fixed colour (state icons). `size` in device independent pixels.
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal ratio);
QIcon appIcon();

} // namespace gatehouse::console
