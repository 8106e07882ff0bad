// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/keychain_store.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusInterface>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

class TestKeychainReal : public QObject {
    Q_OBJECT
    KeychainSecretStore m_store{u"gatehouse-test"_s};
    using Call = std::function<void(QObject*, SecretStore::Callback)>;
    static SecretAnswer wait(const Call& call)
    {
        QObject context;
        std::optional<SecretAnswer> got;
        call(&context, [&got](SecretAnswer answer) { got = std::move(answer); });
        (void)QTest::qWaitFor([&got] { return got.has_value(); }, 10'000);
        return got.value_or(SecretAnswer{SecretStatus::Failed, {}, u"no answer"_s});
    }
    SecretAnswer read(const QString& key)
    {
        return wait([&](QObject* context, SecretStore::Callback done) {
            m_store.read(key, context, std::move(done));
        });
    }
    SecretAnswer write(const QString& key, const QByteArray& value)
    {
        return wait([&](QObject* context, SecretStore::Callback done) {
            m_store.write(key, Secret(value), context, std::move(done));
        });
    }
    SecretAnswer remove(const QString& key)
    {
        return wait([&](QObject* context, SecretStore::Callback done) {
            m_store.remove(key, context, std::move(done));
        });
    }
private Q_SLOTS:
    void initTestCase()
    {
        // --unlock may return before the name is owned.
        QTRY_VERIFY_WITH_TIMEOUT(
            QDBusConnection::sessionBus().interface()->isServiceRegistered(u"org.freedesktop.secrets"_s),
            5'000);
    }
    void absentKey() { QCOMPARE(read(u"nobody"_s).status, SecretStatus::Absent); }
    void roundTrip()
    {
        const QByteArray value("pässwörd with \"quotes\"\nand a line");
        QCOMPARE(write(u"p1"_s, value).status, SecretStatus::Found);
        QCOMPARE(read(u"p1"_s).secret.reveal(), value);
        QCOMPARE(write(u"p1"_s, "second").status, SecretStatus::Found);
        QCOMPARE(read(u"p1"_s).secret.reveal(), QByteArray("second"));
    }
    void removalIsReal()
    {
        QCOMPARE(write(u"p2"_s, "x").status, SecretStatus::Found);
        QCOMPARE(remove(u"p2"_s).status, SecretStatus::Found);
        QCOMPARE(read(u"p2"_s).status, SecretStatus::Absent);
        QCOMPARE(remove(u"p2"_s).status, SecretStatus::Found); // twice is fine
    }
    void serviceIsFound()
    {
        bool found = false;
        m_store.probe(this, [&found](bool available, const QString&) { found = available; });
        QTRY_VERIFY(found);
    }
    void secretIsInNoFileInClear()
    {
        const QByteArray value("a-secret-that-must-not-leak-4711");
        QCOMPARE(write(u"p3"_s, value).status, SecretStatus::Found);
        int files = 0;
        QDirIterator it(qEnvironmentVariable("HOME"), QDir::Files | QDir::Hidden,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(value), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 0); // the keyring itself
    }
    /// Last: the keyring stays locked for this process.
    void lockedIsNotAbsentAndNotRemoved()
    {
        qDBusRegisterMetaType<QList<QDBusObjectPath>>();
        QCOMPARE(write(u"p4"_s, "x").status, SecretStatus::Found);
        QDBusInterface service(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                               u"org.freedesktop.Secret.Service"_s);
        const QList<QDBusObjectPath> login{QDBusObjectPath(u"/org/freedesktop/secrets/collection/login"_s)};
        QCOMPARE(service.call(u"Lock"_s, QVariant::fromValue(login)).type(), QDBusMessage::ReplyMessage);
        QCOMPARE(read(u"p4"_s).status, SecretStatus::Locked);
        QCOMPARE(remove(u"p4"_s).status, SecretStatus::Locked);
        QCOMPARE(write(u"p4"_s, "y").status, SecretStatus::Locked);
    }
};

QTEST_GUILESS_MAIN(TestKeychainReal)
#include "tst_keychain_real.moc"
