// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/credit_ledger.h"

#include "common/model/credit.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

std::shared_ptr<proxy::CreditCell> CreditLedger::cell(const QString& username, const QString& group,
                                                      qint64 available)
{
    std::shared_ptr<proxy::CreditCell>& known = m_cells[{username, group}];
    if (!known)
        known = std::make_shared<proxy::CreditCell>(available);
    return known;
}

std::optional<qint64> CreditLedger::left(const QString& username, const QString& group) const
{
    const auto known = m_cells.constFind({username, group});
    return known == m_cells.cend() ? std::nullopt : std::optional<qint64>((*known)->left());
}

ChangeSet CreditLedger::spentChanges(const Documents& documents)
{
    ChangeSet changes(u"credits.spent"_s);
    changes.trust(); // an old fault elsewhere in the document must not make credits free
    if (!m_writing.isEmpty())
        return changes; // one at a time, so that each amount is known to be written or not
    QHash<QString, QHash<QString, qint64>> spent;
    const Amounts collected = collectSpent();
    for (auto at = collected.cbegin(); at != collected.cend(); ++at)
        spent[at.key().first].insert(at.key().second, at.value());
    for (auto user = spent.cbegin(); user != spent.cend(); ++user) {
        const auto* stored = documents.of<CreditBalance>().first(By::Principal, user.key());
        if (!stored)
            continue; // the user has gone, and the debt with him
        CreditBalance balance = *stored;
        for (auto group = user->cbegin(); group != user->cend(); ++group) {
            const auto account = balance.credits.find(group.key());
            if (account == balance.credits.end())
                continue;
            account->available = std::max<qint64>(account->available - group.value(), 0);
            m_writing.insert({user.key(), group.key()}, group.value());
        }
        changes.put(std::move(balance));
    }
    return changes;
}

void CreditLedger::written(bool durable)
{
    const Amounts amounts = std::exchange(m_writing, {});
    if (!durable)
        restore(amounts);
}

void CreditLedger::restore(const Amounts& spent)
{
    for (auto at = spent.cbegin(); at != spent.cend(); ++at) {
        if (const auto cell = m_cells.constFind(at.key()); cell != m_cells.cend())
            (*cell)->returnSpent(at.value());
    }
}

CreditLedger::Amounts CreditLedger::absorb(const QString& username)
{
    Amounts spent;
    for (auto at = m_cells.cbegin(); at != m_cells.cend(); ++at) {
        if (at.key().first == username)
            spent.insert(at.key(), at.value()->collectSpent());
    }
    return spent;
}

CreditLedger::Amounts CreditLedger::collectSpent()
{
    Amounts spent;
    for (auto at = m_cells.cbegin(); at != m_cells.cend(); ++at) {
        if (const qint64 amount = at.value()->collectSpent(); amount > 0)
            spent.insert(at.key(), amount);
    }
    return spent;
}

void CreditLedger::spend(const Amounts& spent)
{
    for (auto at = spent.cbegin(); at != spent.cend(); ++at) {
        if (const auto cell = m_cells.constFind(at.key()); cell != m_cells.cend())
            (*cell)->spend(at.value());
    }
}

void CreditLedger::settle(const Documents& documents, const QList<DocumentDiff>& changes)
{
    for (const DocumentDiff& change : changes) {
        if (change.kind != Kind::CreditBalance)
            continue;
        const auto stored = documents.of<CreditBalance>().find(change.id);
        if (!stored)
            continue; // the snapshot has no account of his any more
        for (auto at = stored->credits.cbegin(); at != stored->credits.cend(); ++at) {
            if (const auto cell = m_cells.constFind({stored->username, at.key()}); cell != m_cells.cend())
                (*cell)->settle(at->available);
        }
    }
}

} // namespace gatehouse::control
