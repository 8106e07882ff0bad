// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/bucket.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace gatehouse::control {

/// Documents by texts that belong to them. It keeps no text: a place has the hash of its key, and whether it
/// is the right one is asked of the documents in it. That is a quarter of the memory of a QHash. Control
/// thread only.
class DocumentIndex {
public:
    using Keys = QStringList;
    using KeysOf = std::function<void(const void* entity, Keys& keys)>;

    /// Before the first document.
    void setKeysOf(KeysOf keysOf) { m_keysOf = std::move(keysOf); }
    bool isUsed() const { return bool(m_keysOf); }

    void enter(const void* entity);
    void leave(const void* entity);
    /// Valid until the next change.
    std::span<const void* const> with(const QString& key) const;

private:
    struct Place {
        std::size_t hash = 0;
        Bucket bucket;
    };

    /// Of the key's place, or of the free one where it would go. There is always a free one.
    std::size_t placeOf(const QString& key, std::size_t hash) const;
    bool has(const Place& place, const QString& key) const;
    void grow();

    KeysOf m_keysOf;
    std::vector<Place> m_places; ///< see probing
    std::size_t m_used = 0;
    mutable Keys m_found; ///< keeps its memory from question to question
};

} // namespace gatehouse::control
