// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/identity.h"

#include <QHash>
#include <QString>

namespace gatehouse::control {

/// Gives names their numbers. A number is never given twice nor taken back, so that snapshots of different
/// revisions mean the same by it. Zero is nobody's.
class Symbols {
public:
    enum class Space : std::uint8_t { Tenant, Group, Role, Api, CreditGroup };

    proxy::Symbol of(Space space, const QString& name)
    {
        auto& known = m_spaces[std::size_t(space)];
        const auto at = known.constFind(name);
        if (at != known.cend())
            return *at;
        return *known.insert(name, proxy::Symbol(known.size() + 1));
    }

private:
    std::array<QHash<QString, proxy::Symbol>, 5> m_spaces;
};

} // namespace gatehouse::control
