// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

namespace gatehouse::console {

/// What one column of a table asks for, in device independent pixels.
struct ColumnNeed {
    int wanted;   ///< to show everything
    int readable; ///< to show its header, and of the content what tells rows apart
    int least;    ///< below that it is of no use
    bool keep;    ///< never gives way: names and states
};

/// Shares `room` among columns, which are given in visual order: the answer has a width for each, 0 = the
/// column gives way. Columns at the end give way first, and only as long as those that stay would not be
/// readable otherwise. What is too wide then is cut to one level, the highest with which all fit. The sum is
/// larger than `room` only when not even the columns to keep fit with their least widths.
QList<int> fitColumns(const QList<ColumnNeed>& columns, int room);

} // namespace gatehouse::console
