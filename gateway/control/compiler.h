// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/documents.h"
#include "gateway/proxy/snapshot.h"

#include <QJsonObject>

#include <memory>

namespace gatehouse::observe {
class ApiSlots;
}

namespace gatehouse::control {

/// Settings of the process that the compiler needs; they never change while it runs.
struct CompilerOptions {
    bool enforceAdminSubscription = false; ///< ENFORCE_ADMIN_SUBSCRIPTION
    proxy::UpstreamTimeouts timeouts;      ///< HTTP_*_TIMEOUT
    std::uint64_t bodyLimit = 1'048'576;   ///< MAX_BODY_SIZE_BYTES
};

/// One changed document: what it was and what it is; either may be null.
struct Dirty {
    Kind kind = Kind::None;
    AnyDocument before;
    AnyDocument after;
};

/// Documents -> RuntimeSnapshot. Keeps the tables of the last snapshot and brings up to date only what
/// depends on changed documents; the rest is shared with the snapshots before. The result depends on the
/// documents alone, never on the way they came about. Control thread only.
class Compiler {
public:
    Compiler(CompilerOptions options, observe::ApiSlots& slots);
    ~Compiler();

    /// Everything anew.
    std::shared_ptr<const proxy::RuntimeSnapshot> compileAll(const Documents& documents, quint64 revision);
    /// `documents` already hold the changes.
    std::shared_ptr<const proxy::RuntimeSnapshot> update(const Documents& documents,
                                                         const QList<Dirty>& changes, quint64 revision);

    /// The filters of an API (or of one of its operations) in their order, each value with its source.
    QJsonObject effective(const Documents& documents, const QString& apiId,
                          const QString& operationId = {}) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::control
