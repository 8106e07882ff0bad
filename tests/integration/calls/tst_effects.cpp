// SPDX-License-Identifier: GPL-3.0-or-later
// Every call that changes something, with what it does to traffic: the same request through the public
// listener before and after it.
#include "tests/integration/calls/effects.h"

#include <QTest>

#include <memory>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

bool changes(const CallInfo& call)
{
    return call.surface != gatehouse::Surface::Data && call.method != gatehouse::Method::Get &&
           call.method != gatehouse::Method::Head && call.method != gatehouse::Method::Options;
}

} // namespace

class TestEffects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyChangingCallHasALine();
    void onTraffic_data();
    void onTraffic();
    void notOnTraffic_data();
    void notOnTraffic();

private:
    GatewayProcess m_gateway;
    HttpClient m_admin;
    TestOrigin m_origin;
    std::unique_ptr<Effects> m_effects;
};

void TestEffects::initTestCase()
{
    m_gateway.set(u"IDLE_TIMEOUT"_s, u"3600"_s);
    m_gateway.set(u"VAULT_KEY"_s, u"a-vault-key-of-some-length"_s);
    m_gateway.set(u"ADMIN_CLIENT_SECRET"_s, u"C4n4ry-Client-Secret-1"_s);
    m_gateway.set(u"GRPC_REFLECTION_RETRY"_s, u"3600"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_effects = std::make_unique<Effects>(m_gateway, m_admin, m_origin);
}

void TestEffects::everyChangingCallHasALine()
{
    QHash<CallId, int> lines;
    for (const Effects::Row& row : Effects::rows()) {
        ++lines[row.id];
        QVERIFY2(changes(info(row.id)), info(row.id).name);
        QVERIFY2(row.scene ? QByteArrayView(row.before) != row.after : *row.reason != '\0',
                 info(row.id).name);
    }
    for (const CallInfo& call : callTable()) {
        if (changes(call))
            QVERIFY2(lines.value(call.id) == 1, call.name);
    }
}

void TestEffects::onTraffic_data()
{
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < Effects::rows().size(); ++i) {
        if (Effects::rows()[i].scene)
            QTest::newRow(info(Effects::rows()[i].id).name) << int(i);
    }
}

void TestEffects::onTraffic()
{
    QFETCH(const int, row);
    const Effects::Row& effect = Effects::rows()[std::size_t(row)];
    const CallInfo& call = info(effect.id);
    const GoodCall good = m_effects->make(effect);
    QVERIFY2(m_effects->faults().isEmpty(), qPrintable(m_effects->faults().join(u'\n')));
    const auto seen = [&](const char* text) {
        const QString probe = m_effects->probe(effect), expected = m_effects->expected(text);
        const bool fits = probe.startsWith(expected);
        if (!fits)
            qWarning().noquote() << "seen:" << probe << "expected:" << expected;
        return fits;
    };
    QVERIFY2(seen(effect.before), "before");
    const HttpReply reply = m_effects->send(effect, good);
    QVERIFY2(reply.status == call.status, good.target + ' ' + good.body + " -> " + reply.body);
    const bool after = seen(effect.after);
    m_effects->tidy(effect);
    QVERIFY2(after, good.target + ' ' + good.body + " -> " + reply.body);
}

void TestEffects::notOnTraffic_data()
{
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < Effects::rows().size(); ++i) {
        const Effects::Row& row = Effects::rows()[i];
        if (!row.scene && row.id != CallId::SecurityRestart)
            QTest::newRow(info(row.id).name) << int(i);
    }
}

/// Callers whose documents the call names, and their upstream, see no difference.
void TestEffects::notOnTraffic()
{
    QFETCH(const int, row);
    const Effects::Row& effect = Effects::rows()[std::size_t(row)];
    const CallInfo& call = info(effect.id);
    const GoodCall good = m_effects->makeWatched(effect);
    QVERIFY2(m_effects->faults().isEmpty(), qPrintable(m_effects->faults().join(u'\n')));
    const QString before = m_effects->watch();
    QVERIFY(!before.isEmpty());
    const HttpReply reply = m_effects->send(effect, good);
    QVERIFY2(reply.status == call.status, good.target + ' ' + good.body + " -> " + reply.body);
    QCOMPARE(m_effects->watch(), before);
}

QTEST_GUILESS_MAIN(TestEffects)
#include "tst_effects.moc"
