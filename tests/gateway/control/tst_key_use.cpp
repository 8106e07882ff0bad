// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/key_use.h"
#include "tests/gateway/control/plane_fixture.h"

#include <QtTest>

#include <map>
#include <random>

using namespace gatehouse;
using namespace gatehouse::control;

class TestKeyUse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marksOnlyMoveForward()
    {
        KeyUse use;
        const auto mark = use.mark("a");
        QCOMPARE(use.lastUsed("a"), std::int64_t(0));
        mark->touch(7);
        mark->touch(5);
        QCOMPARE(use.lastUsed("a"), std::int64_t(7));
        QVERIFY(use.mark("a").view().data() == mark.view().data());
        QCOMPARE(use.lastUsed("b"), std::int64_t(0));
    }

    void savedMarksComeBack()
    {
        KeyUse use;
        const auto used = use.mark("used");
        const auto idle = use.mark("idle");
        used->touch(7);
        const KeyUse::Saved saved = use.save();
        QCOMPARE(saved.size(), std::size_t(1));
        KeyUse later;
        later.restore(saved);
        QCOMPARE(later.lastUsed("used"), std::int64_t(7));
    }

    void keysThatAreGoneAreForgotten()
    {
        KeyUse use;
        use.mark("gone")->touch(7);
        const auto kept = use.mark("kept");
        kept->touch(8);
        QCOMPARE(use.save().size(), std::size_t(1));
        QCOMPARE(use.lastUsed("gone"), std::int64_t(0));
    }

    /// Against a plain list, with keys that come and go.
    void findsEveryMark()
    {
        std::mt19937 random(13);
        KeyUse use;
        std::map<std::string, proxy::UseMarkPointer> held;
        for (std::int64_t i = 1; i <= 4000; ++i) {
            const std::string id = "key-" + std::to_string(random() % 300);
            if (random() % 3 == 0) {
                held.erase(id);
            } else {
                proxy::UseMarkPointer& mark = held[id];
                mark = use.mark(id);
                mark->touch(i);
            }
            if (i % 100 != 0)
                continue;
            const KeyUse::Saved saved = use.save();
            QCOMPARE(saved.size(), held.size());
            for (const auto& [key, mark] : held) {
                QVERIFY(mark.view() == key && use.mark(key).view().data() == mark.view().data());
                QCOMPARE(use.lastUsed(key), mark->seconds());
            }
        }
    }

    /// What is compiled anew has the same mark.
    void marksOutliveSnapshots()
    {
        auto use = std::make_shared<KeyUse>();
        PlaneFixture f;
        QVERIFY(f.start());
        const Api api = contract(QStringLiteral("orders"));
        const Consumer owner = consumer(QStringLiteral("acme"));
        const Subscription sub = subscription(owner, api);
        const Credential credential = key(sub, 'a');
        QVERIFY(f.ok(change().put(api).put(owner).put(sub).put(credential)));
        observe::ApiSlots slots_;
        Compiler compiler({}, {f.state, nullptr, nullptr, {}, {}, use}, slots_);
        const std::string raw(32, '\xaa');
        const auto first = compiler.compileAll(f.documents(), 1);
        const auto* before = first->credentials.find(raw);
        QVERIFY(before && !before->used.isNull());
        before->used->touch(42);
        const auto second = compiler.compileAll(f.documents(), 2);
        QCOMPARE(second->credentials.find(raw)->used->seconds(), std::int64_t(42));
        QCOMPARE(use->lastUsed(credential.id.toStdString()), std::int64_t(42));
    }
};

QTEST_GUILESS_MAIN(TestKeyUse)
#include "tst_key_use.moc"
