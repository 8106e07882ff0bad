// SPDX-License-Identifier: GPL-3.0-or-later
// Credits between documents and data path, and the chains that ask for them.
#include "common/model/credit.h"
#include "gateway/filters/credit.h"
#include "gateway/filters/upstream_credential.h"
#include "tests/gateway/control/plane_fixture.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::control;
using namespace Qt::Literals::StringLiterals;

namespace {

CreditBalance balance(const QString& user, qint64 left)
{
    CreditBalance balance;
    balance.id = u"balance-"_s + user;
    balance.username = user;
    balance.credits.insert(u"gold"_s, Balance{u"t"_s, left, {}, {}});
    return balance;
}

CreditGroup creditGroup()
{
    CreditGroup group;
    group.id = u"group-gold"_s;
    group.group = u"gold"_s;
    group.apiKey = u"key"_s;
    group.apiKeyHeader = u"X-Key"_s;
    group.tiers.append(CreditTier{u"t"_s, 1, 0, 0, u"monthly"_s});
    return group;
}

bool hasFilter(const proxy::RuntimeSnapshot& snapshot, const char* prefix, filters::FilterId id)
{
    const proxy::Route* route = snapshot.routes.find({}, prefix);
    for (const auto& filter : snapshot.chains.find(route->api->chain)->all()) {
        if (filter->order() == std::uint8_t(id))
            return true;
    }
    return false;
}

} // namespace

class TestCredits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_f = std::make_unique<PlaneFixture>();
        QVERIFY(m_f->start());
        QObject::connect(&m_f->plane, &ControlPlane::published, &m_f->plane,
                         [this](quint64, const QList<DocumentDiff>& changes) {
                             m_f->credits->settle(m_f->documents(), changes);
                         });
        QVERIFY(m_f->ok(change().put(user(u"ann"_s)).put(balance(u"ann"_s, 5))));
    }

    void theSameCellSurvivesEveryEdit()
    {
        const auto cell = account().cell;
        QCOMPARE(cell->left(), std::int64_t(5));
        QVERIFY(cell->take());
        QVERIFY(m_f->ok(change().patch(Kind::User, u"user-ann"_s, {{u"email"_s, u"b@example.org"_s}})));
        QCOMPARE(account().cell.get(), cell.get());
        QCOMPARE(cell->left(), std::int64_t(4));
    }

    void whatWasSpentIsWrittenDown()
    {
        const auto cell = account().cell;
        QVERIFY(cell->take() && cell->take());
        const ChangeSet spent = m_f->credits->spentChanges(m_f->documents());
        QVERIFY(cell->take());                                           // while it is on its way
        QVERIFY(m_f->credits->spentChanges(m_f->documents()).isEmpty()); // one at a time
        QVERIFY(m_f->ok(spent));
        m_f->credits->written(true);
        QCOMPARE(stored(), qint64(3));
        QCOMPARE(cell->left(), std::int64_t(2));
        QVERIFY(m_f->ok(m_f->credits->spentChanges(m_f->documents())));
        m_f->credits->written(true);
        QCOMPARE(stored(), qint64(2));
        QVERIFY(m_f->credits->spentChanges(m_f->documents()).isEmpty());
    }

    void whatCouldNotBeWrittenIsTriedAgain()
    {
        QVERIFY(account().cell->take());
        QVERIFY(!m_f->credits->spentChanges(m_f->documents()).isEmpty());
        m_f->credits->written(false);
        QVERIFY(m_f->ok(m_f->credits->spentChanges(m_f->documents())));
        QCOMPARE(stored(), qint64(4));
    }

    /// In an upgrade two processes serve for a while, and the new one writes down what both have spent.
    void whatAnotherProcessSpendsIsWrittenDown()
    {
        const auto cell = account().cell;
        const CreditLedger::Key key{u"ann"_s, u"gold"_s};
        QVERIFY(cell->take() && cell->take());
        QCOMPARE(m_f->credits->collectSpent(), (CreditLedger::Amounts{{key, 2}}));
        QVERIFY(m_f->credits->collectSpent().isEmpty()); // once
        m_f->credits->spend({{key, 2}, {{u"gone"_s, u"gold"_s}, 3}});
        QCOMPARE(cell->left(), std::int64_t(1));
        QVERIFY(m_f->ok(m_f->credits->spentChanges(m_f->documents())));
        m_f->credits->written(true);
        QCOMPARE(stored(), qint64(3));
        m_f->credits->spend({{key, 10}}); // both let the last ones pass
        QCOMPARE(cell->left(), std::int64_t(0));
        QVERIFY(m_f->ok(m_f->credits->spentChanges(m_f->documents())));
        m_f->credits->written(true);
        QCOMPARE(stored(), qint64(0));
    }

    void anAdministratorsNumberHolds()
    {
        const auto cell = account().cell;
        QVERIFY(cell->take());
        (void)m_f->credits->absorb(u"ann"_s);
        QVERIFY(m_f->ok(change().put(balance(u"ann"_s, 100))));
        QCOMPARE(cell->left(), std::int64_t(100));
        QVERIFY(m_f->ok(change().remove(Kind::CreditBalance, u"balance-ann"_s)));
        QVERIFY((*m_f->snapshot().users.find("ann"))->credits.empty());
        QVERIFY(m_f->ok(change().put(balance(u"ann"_s, 7))));
        QCOMPARE(account().cell->left(), std::int64_t(7));
    }

    void aRefusedNumberForgetsNoSpending()
    {
        QVERIFY(account().cell->take());
        const CreditLedger::Amounts spent = m_f->credits->absorb(u"ann"_s);
        QVERIFY(m_f->credits->spentChanges(m_f->documents()).isEmpty());
        m_f->credits->restore(spent);
        QVERIFY(m_f->ok(m_f->credits->spentChanges(m_f->documents())));
        QCOMPARE(stored(), qint64(4));
    }

    void chainsHaveWhatTheDocumentsAskFor()
    {
        Api api = platformApi(u"paid"_s);
        api.allowedGroups = {u"ALL"_s};
        QVERIFY(m_f->ok(change().put(api)));
        const char* prefix = "/api/rest/paid/v1";
        using filters::FilterId;
        QVERIFY(!hasFilter(m_f->snapshot(), prefix, FilterId::Credit));
        QVERIFY(m_f->ok(change().patch(
            Kind::Api, api.id, {{u"api_credits_enabled"_s, true}, {u"api_credit_group"_s, u"gold"_s}})));
        QVERIFY(hasFilter(m_f->snapshot(), prefix, FilterId::Credit));
        QVERIFY(!hasFilter(m_f->snapshot(), prefix, FilterId::UpstreamCredential)); // no such group yet
        QVERIFY(m_f->ok(change().put(creditGroup())));
        QVERIFY(hasFilter(m_f->snapshot(), prefix, FilterId::UpstreamCredential));
        QVERIFY(m_f->ok(change().remove(Kind::CreditGroup, u"group-gold"_s)));
        QVERIFY(!hasFilter(m_f->snapshot(), prefix, FilterId::UpstreamCredential));
    }

    void validationsBelongToOneOperation()
    {
        const Api api = platformApi(u"checked"_s);
        Operation first = operation(api, u"POST"_s, u"/a"_s), second = operation(api, u"POST"_s, u"/b"_s);
        first.id = u"op-a"_s;
        second.id = u"op-b"_s;
        QVERIFY(m_f->ok(change().put(api).put(first).put(second)));
        EndpointValidation validation;
        validation.id = u"val"_s;
        validation.endpointId = first.id;
        validation.enabled = true;
        ValidationRule rule;
        rule.required = true;
        rule.type = u"string"_s;
        validation.schema.rules.insert(u"name"_s, rule);
        QVERIFY(m_f->ok(change().put(validation)));
        const auto own = [&](const char* path) {
            const proxy::Route* route = m_f->snapshot().routes.find({}, "/api/rest/checked/v1");
            const proxy::ChainSlot slot = proxy::matchOperation(*route->api, "POST", path)->chain;
            return m_f->snapshot().chains.find(slot) != nullptr;
        };
        QVERIFY(own("/a"));
        QVERIFY(!own("/b"));
        QVERIFY(m_f->ok(change().patch(Kind::Api, api.id, {{u"api_description"_s, u"x"_s}})));
        QVERIFY(own("/a"));
        QVERIFY(
            m_f->ok(change().patch(Kind::EndpointValidation, u"val"_s, {{u"validation_enabled"_s, false}})));
        QVERIFY(!own("/a"));
    }

private:
    const proxy::CreditAccount& account() { return (*m_f->snapshot().users.find("ann"))->credits.front(); }
    qint64 stored() const
    {
        return m_f->documents().of<CreditBalance>().find(u"balance-ann"_s)->credits[u"gold"_s].available;
    }

    std::unique_ptr<PlaneFixture> m_f;
};

QTEST_GUILESS_MAIN(TestCredits)
#include "tst_credits.moc"
