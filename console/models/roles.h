// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qnamespace.h>

namespace gatehouse::console {

/// Roles that all table models of the console answer beside Qt's own.
enum Role {
    TypedRole = Qt::UserRole + 1, ///< the value itself (number, date), for sorting and export
    ToneRole,                     ///< int of Tone: the cell is a state, drawn as icon + word
    IdRole,                       ///< stable id of the row's document
    ColumnKeyRole ///< header: stable key of the column, for saved layouts and server-side sorting
};

} // namespace gatehouse::console
