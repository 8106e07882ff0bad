// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QHash>
#include <QStringList>

#include <memory>
#include <vector>

namespace gatehouse {

/// Finds the call of a request path. Immutable after construction and safe from any thread. Fixed segments
/// win over parameters, parameters over a tail; a path that knows other methods only is reported as such
/// (405).
class CallMatcher {
public:
    struct Match {
        const CallInfo* call = nullptr; ///< null: see `allowed`
        QStringList parameters;         ///< percent-decoded, in the order of the template
        std::vector<Method> allowed;    ///< when call is null: methods of the path; empty = unknown path

        QString parameter(const char* name) const;
    };

    /// Of the calls of these surfaces.
    explicit CallMatcher(std::initializer_list<Surface> surfaces);
    explicit CallMatcher(std::span<const CallInfo> calls);
    ~CallMatcher();

    /// `path` is the raw path without query. A slash at the end makes no difference. HEAD matches GET. A
    /// segment that is no valid percent-encoding of UTF-8 text matches nothing.
    Match match(Method method, QByteArrayView path) const;

private:
    struct Node;
    struct Walk;
    void add(const CallInfo& call);
    void walk(const Node& node, std::size_t depth, Walk& state) const;
    void walkTail(const Node& node, std::size_t depth, Walk& state) const;

    std::unique_ptr<Node> m_root;
};

} // namespace gatehouse
