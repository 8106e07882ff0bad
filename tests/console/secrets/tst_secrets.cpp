// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/keychain_store.h"
#include "console/secrets/session_store.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

class TestSecrets : public QObject {
    Q_OBJECT
    /// Reads and waits for the answer.
    static SecretAnswer read(SecretStore& store, const QString& key)
    {
        QObject context;
        std::optional<SecretAnswer> got;
        store.read(key, &context, [&got](SecretAnswer answer) { got = std::move(answer); });
        (void)QTest::qWaitFor([&got] { return got.has_value(); }, 10'000);
        return got.value_or(SecretAnswer{SecretStatus::Failed, {}, u"no answer"_s});
    }
private Q_SLOTS:
    void sessionStoreKeepsAndForgets()
    {
        SessionSecretStore store;
        QCOMPARE(read(store, u"a"_s).status, SecretStatus::Absent);
        store.write(u"a"_s, Secret("pw"), this, [](const SecretAnswer&) {});
        QCOMPARE(read(store, u"a"_s).secret.reveal(), QByteArray("pw"));
        store.remove(u"a"_s, this, [](const SecretAnswer&) {});
        QCOMPARE(read(store, u"a"_s).status, SecretStatus::Absent);
        QVERIFY(!store.isPersistent());
    }
    void answersNeverComeInsideTheCall()
    {
        SessionSecretStore store;
        bool inside = true;
        bool done = false;
        store.read(u"a"_s, this, [&](const SecretAnswer&) {
            QVERIFY(!inside);
            done = true;
        });
        inside = false;
        QTRY_VERIFY(done);
    }
    void noAnswerForAContextThatWentAway()
    {
        FakeSecretStore store;
        store.hold();
        auto dialog = std::make_unique<QObject>();
        bool answered = false;
        store.read(u"a"_s, dialog.get(), [&answered](const SecretAnswer&) { answered = true; });
        dialog.reset();
        store.release();
        QCOMPARE(read(store, u"b"_s).status, SecretStatus::Absent); // one more turn of the loop
        QVERIFY(!answered);
    }
    void withoutABusTheKeychainIsUnavailableAndSaysSo()
    {
        KeychainSecretStore store;
        const SecretAnswer answer = read(store, u"a"_s);
        QCOMPARE(answer.status, SecretStatus::Unavailable);
        QVERIFY(!answer.message.isEmpty());
        bool probed = false;
        store.probe(this, [&probed](bool available, const QString& why) {
            QVERIFY(!available);
            QVERIFY(!why.isEmpty());
            probed = true;
        });
        QTRY_VERIFY(probed);
    }
    void dialogClosedWhileTheKeychainWorks()
    {
        KeychainSecretStore store;
        auto dialog = std::make_unique<QObject>();
        bool answered = false;
        store.read(u"a"_s, dialog.get(), [&answered](const SecretAnswer&) { answered = true; });
        dialog.reset();
        QCOMPARE(read(store, u"b"_s).status, SecretStatus::Unavailable); // the queue still runs
        QVERIFY(!answered);
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
