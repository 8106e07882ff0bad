// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/control/table.h"

namespace gatehouse::control {

/// A list request: filtered, sorted and paged where the documents are.
struct Query {
    enum class Op {
        Equals, ///< text: exact
        EqualsNoCase,
        Contains, ///< text: no case; list: an element equals
        Present   ///< neither null nor empty
    };
    struct Filter {
        QString field; ///< wire name
        Op op = Op::Equals;
        QString value; ///< numbers and booleans as text
    };

    QList<Filter> filters;    ///< all must hold
    QString search;           ///< any searched field contains it, no case; empty: no search
    QStringList searchFields; ///< empty: every text field that is neither secret nor hidden
    QString sort;             ///< wire name, or "created_at", "updated_at"; empty: natural key
    bool descending = false;
    int page = 1;
    int pageSize = 20;                             ///< 0: all
    std::function<bool(const void* entity)> where; ///< further condition; may be empty
};

struct AnyPage {
    qsizetype total = 0; ///< that pass the filters
    QList<AnyDocument> items;
};

/// Invalid when a field is unknown or secret, or the page is out of range.
Result<AnyPage> query(const AnyTable& table, const Query& query);

template <typename E>
struct Page {
    qsizetype total = 0;
    QList<std::shared_ptr<const E>> items;
};

template <typename E>
Result<Page<E>> query(const Table<E>& table, const Query& wanted)
{
    Result<AnyPage> found = query(table.any(), wanted);
    if (!found)
        return found.error();
    Page<E> page{found->total, {}};
    for (const AnyDocument& document : found->items)
        page.items.append(std::static_pointer_cast<const E>(document));
    return page;
}

} // namespace gatehouse::control
