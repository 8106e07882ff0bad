// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"
#include "gateway/control/revision.h"
#include "gateway/proxy/identity.h"

#include <QHash>
#include <QString>

namespace gatehouse::control {

/// Connects the balances in the documents with the cells the data path takes from. A call takes from its cell
/// at once; what was spent is written into the documents every few seconds and at the end, so that after a
/// crash a user may have at most those few seconds' credits again, and never fewer than he paid for. Control
/// thread.
class CreditLedger {
public:
    /// By user and group.
    using Key = std::pair<QString, QString>;
    using Amounts = QHash<Key, qint64>;

    /// The cell of a user in a group; a new one holds `available`. The same object for ever.
    std::shared_ptr<proxy::CreditCell> cell(const QString& username, const QString& group, qint64 available);
    /// What is left now; nothing when the user has no such account in use.
    std::optional<qint64> left(const QString& username, const QString& group) const;

    /// The changes that write down what was spent; empty when nothing was. Give the outcome to `written`.
    ChangeSet spentChanges(const Documents& documents);
    void written(bool durable);
    /// A balance of that user is about to be set: what was spent before is part of the old one. When it is
    /// not set after all, the result goes back with restore().
    [[nodiscard]] Amounts absorb(const QString& username);
    void restore(const Amounts& spent);
    /// What was spent since the last time, for a process that writes it down in the place of this one.
    [[nodiscard]] Amounts collectSpent();
    /// What another process has spent; accounts that are gone are left out.
    void spend(const Amounts& spent);
    /// After a revision: balances that changed are taken over.
    void settle(const Documents& documents, const QList<DocumentDiff>& changes);

private:
    QHash<Key, std::shared_ptr<proxy::CreditCell>> m_cells;
    Amounts m_writing; ///< collected and on its way to the disk
};

} // namespace gatehouse::control
