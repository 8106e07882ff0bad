// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/order.h"
#include "tests/gateway/filters/chain_probe.h"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace gatehouse;
using namespace gatehouse::filters;

class TestOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyConcernHasOnePlace()
    {
        for (std::size_t i = 0; i < filterTable.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(filterTable[i].id), i);
            QVERIFY(!filterTable[i].name.empty());
            QVERIFY(proxy::phaseTable[static_cast<std::size_t>(filterTable[i].phase)].takesFilters);
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(filterTable[i].name != filterTable[j].name);
        }
    }

    // The order of checks that both surfaces promise.
    void checksComeInThePromisedOrder()
    {
        const std::vector<std::string_view> promised{"global_ip",
                                                     "security_headers",
                                                     "ip",
                                                     "cors",
                                                     "terms",
                                                     "authenticate",
                                                     "token_check",
                                                     "authorise",
                                                     "tier",
                                                     "user_rate",
                                                     "rate",
                                                     "throttle",
                                                     "bandwidth",
                                                     "concurrency",
                                                     "quota",
                                                     "soap_call",
                                                     "credit",
                                                     "validate",
                                                     "graphql",
                                                     "crud",
                                                     "select_upstream",
                                                     "forward_headers",
                                                     "soap_headers",
                                                     "ws_security",
                                                     "upstream_credential",
                                                     "transform",
                                                     "protocol_answer",
                                                     "cache",
                                                     "websocket",
                                                     "compress",
                                                     "logging"};
        std::vector<std::shared_ptr<const proxy::Filter>> shuffled;
        for (const FilterRow& row : filterTable)
            shuffled.push_back(std::make_shared<ProbeFilter>(row.id));
        std::mt19937 random(7);
        for (int round = 0; round < 20; ++round) {
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            const proxy::FilterChain chain(shuffled);
            std::vector<std::string_view> names;
            for (const proxy::Filter* filter : chain.with(proxy::HookRequest))
                names.push_back(filter->name());
            QVERIFY(names == promised);
        }
    }
};

QTEST_GUILESS_MAIN(TestOrder)
#include "tst_order.moc"
