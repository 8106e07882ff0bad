// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/password.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::crypto;

class PasswordTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verifiesKnownHashes_data();
    void verifiesKnownHashes();
    void refusesMalformedHashes_data();
    void refusesMalformedHashes();
    void hashesAndVerifies();
    void refusesWhatBcryptWouldCutOff();
    void saysWhenToHashAgain();
    void namesEveryBrokenRule_data();
    void namesEveryBrokenRule();
    void followsAnotherPolicy();
};

void PasswordTest::verifiesKnownHashes_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("hash");
    // The vectors of jBCrypt, in the three spellings of the same scheme.
    const QByteArray abc("$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i");
    QTest::newRow("2a") << u"abc"_s << abc;
    QTest::newRow("2b") << u"abc"_s << QByteArray(abc).replace(0, 3, "$2b");
    QTest::newRow("2y") << u"abc"_s << QByteArray(abc).replace(0, 3, "$2y");
    QTest::newRow("alphabet") << u"abcdefghijklmnopqrstuvwxyz"_s
                              << QByteArray("$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC");
}

void PasswordTest::verifiesKnownHashes()
{
    QFETCH(QString, password);
    QFETCH(QByteArray, hash);
    QVERIFY(verifyPassword(password, hash));
    QVERIFY(!verifyPassword(password + u'x', hash));
    QByteArray other = hash;
    other.back() = other.back() == 'i' ? 'a' : 'i';
    QVERIFY(!verifyPassword(password, other));
}

void PasswordTest::refusesMalformedHashes_data()
{
    QTest::addColumn<QByteArray>("hash");
    const QByteArray good("$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("plain text") << QByteArray("abc");
    QTest::newRow("too short") << good.chopped(1);
    QTest::newRow("too long") << good + 'i';
    QTest::newRow("unsafe variant") << QByteArray(good).replace(0, 3, "$2x");
    QTest::newRow("another scheme") << QByteArray("$6$") + good.mid(3);
    QTest::newRow("cost out of range") << QByteArray(good).replace(4, 2, "32");
    QTest::newRow("cost is no number") << QByteArray(good).replace(4, 2, "xx");
    QTest::newRow("failure token of libcrypt") << QByteArray("*0");
}

void PasswordTest::refusesMalformedHashes()
{
    QFETCH(QByteArray, hash);
    QVERIFY(!verifyPassword(u"abc"_s, hash));
    QVERIFY(needsRehash(hash, 4));
}

void PasswordTest::hashesAndVerifies()
{
    const QString password = u"Gr\u00fc\u00dfe an alle 123!"_s;
    const auto hash = hashPassword(password, 4);
    QVERIFY(hash);
    QVERIFY(hash->startsWith("$2b$04$"));
    QVERIFY(verifyPassword(password, *hash));
    QVERIFY(!verifyPassword(password.toUpper(), *hash));
    QVERIFY(!verifyPassword(password + QChar(u'\0'), *hash));
    QVERIFY(hashPassword(password, 4).value() != *hash); // salted
}

void PasswordTest::refusesWhatBcryptWouldCutOff()
{
    QVERIFY(hashPassword(QString(72, u'a'), 4));
    QVERIFY(!hashPassword(QString(73, u'a'), 4));
    QVERIFY(!hashPassword(QString(37, u'\u00e9'), 4));
    QVERIFY(!hashPassword(u"ab"_s + QChar(u'\0') + u'c', 4));
    QVERIFY(!hashPassword(u"abc"_s, 3));
    QVERIFY(!hashPassword(u"abc"_s, 32));
}

void PasswordTest::saysWhenToHashAgain()
{
    const QByteArray hash = hashPassword(u"abc"_s, 5).value();
    QVERIFY(!needsRehash(hash, 4));
    QVERIFY(!needsRehash(hash, 5));
    QVERIFY(needsRehash(hash, 6));
    QVERIFY(needsRehash(QByteArray(hash).replace(0, 3, "$2a"), 5));
}

void PasswordTest::namesEveryBrokenRule_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QStringList>("rules");
    QTest::newRow("good") << u"Correct-Horse-42"_s << QStringList();
    QTest::newRow("good, 50 long") << u"Aa1!"_s + QString(46, u'x') << QStringList();
    QTest::newRow("15 long") << u"Correct-Horse-4"_s << QStringList{u"length"_s};
    QTest::newRow("51 long") << u"Aa1!"_s + QString(47, u'x') << QStringList{u"length"_s};
    QTest::newRow("too many bytes") << u"Aa1!"_s + QString(40, u'\u00e9') << QStringList{u"length"_s};
    QTest::newRow("no upper") << u"correct-horse-42"_s << QStringList{u"pattern"_s};
    QTest::newRow("no lower") << u"CORRECT-HORSE-42"_s << QStringList{u"pattern"_s};
    QTest::newRow("no digit") << u"Correct-Horse-xx"_s << QStringList{u"pattern"_s};
    QTest::newRow("no mark") << u"CorrectXHorseX42"_s << QStringList{u"pattern"_s};
    QTest::newRow("a mark outside the list") << u"Correct'Horse'42"_s << QStringList{u"pattern"_s};
    QTest::newRow("everything") << QString()
                                << QStringList{u"length"_s, u"pattern"_s, u"pattern"_s, u"pattern"_s,
                                               u"pattern"_s};
    QTest::newRow("16 characters outside the first plane")
        << u"Aa1!"_s + u"\U0001F600"_s.repeated(12) << QStringList();
    QTest::newRow("NUL") << u"Correct-Horse-42"_s + QChar(u'\0') << QStringList{u"pattern"_s};
}

void PasswordTest::namesEveryBrokenRule()
{
    QFETCH(QString, password);
    QFETCH(QStringList, rules);
    const Faults faults = passwordFaults(password, {}, u"new_password"_s);
    QStringList found;
    for (const Fault& fault : faults) {
        QCOMPARE(fault.field, u"new_password"_s);
        QVERIFY(!fault.message.isEmpty());
        found.append(fault.rule);
    }
    QCOMPARE(found, rules);
}

void PasswordTest::followsAnotherPolicy()
{
    QVERIFY(passwordFaults(u"only lower case"_s, {12, 50, false}).isEmpty());
    QCOMPARE(passwordFaults(u"short"_s, {12, 50, false}).size(), 1);
}

QTEST_APPLESS_MAIN(PasswordTest)
#include "tst_password.moc"
