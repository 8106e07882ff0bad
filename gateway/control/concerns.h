// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/policy.h"

namespace gatehouse::control {

/// The parts of a chain that changes touch: those in which the policies of some types take part, or all of
/// it.
class Concerns {
public:
    static constexpr Concerns whole()
    {
        Concerns all;
        all.m_bits = ~0U;
        return all;
    }

    constexpr void add(PolicyType type) { m_bits |= bitOf(type); }
    constexpr void addAll() { m_bits = ~0U; }
    constexpr bool has(PolicyType type) const { return (m_bits & bitOf(type)) != 0; }
    constexpr bool isWhole() const { return m_bits == ~0U; }

private:
    static constexpr quint32 bitOf(PolicyType type) { return 1U << static_cast<unsigned>(type); }

    quint32 m_bits = 0;
};

} // namespace gatehouse::control
