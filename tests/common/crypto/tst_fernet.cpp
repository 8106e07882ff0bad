// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/fernet.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::crypto;

namespace {

// github.com/fernet/spec: generate.json and verify.json.
constexpr char kSpecKey[] = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
constexpr char kSpecToken[] =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
constexpr qint64 kSpecTime = 499'162'800; // 1985-10-26T01:20:00-07:00

} // namespace

class FernetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesTheTokenOfTheSpecification();
    void readsTheTokenOfTheSpecification();
    void checksTheAge_data();
    void checksTheAge();
    void refusesWhatIsInvalid_data();
    void refusesWhatIsInvalid();
    void refusesEveryFlippedByte();
    void readsTokensOfPython();
    void followsTheKeyRule_data();
    void followsTheKeyRule();
    void opensWhatItMade();
};

void FernetTest::makesTheTokenOfTheSpecification()
{
    const QByteArray iv = QByteArray::fromHex("000102030405060708090a0b0c0d0e0f");
    QCOMPARE(Fernet::fromKey(kSpecKey)->encryptAt("hello", kSpecTime, iv), QByteArray(kSpecToken));
}

void FernetTest::readsTheTokenOfTheSpecification()
{
    const auto plain = Fernet::fromKey(kSpecKey)->decrypt(kSpecToken, 60, kSpecTime + 1);
    QVERIFY(plain);
    QCOMPARE(*plain, QByteArray("hello"));
}

void FernetTest::checksTheAge_data()
{
    QTest::addColumn<qint64>("now");
    QTest::addColumn<bool>("good");
    QTest::newRow("at once") << kSpecTime << true;
    QTest::newRow("just in time") << kSpecTime + 60 << true;
    QTest::newRow("too late") << kSpecTime + 61 << false;
    QTest::newRow("a little from the future") << kSpecTime - 60 << true;
    QTest::newRow("from the future") << kSpecTime - 61 << false;
}

void FernetTest::checksTheAge()
{
    QFETCH(qint64, now);
    QFETCH(bool, good);
    const auto fernet = Fernet::fromKey(kSpecKey);
    QCOMPARE(fernet->decrypt(kSpecToken, 60, now).ok(), good);
    QVERIFY(fernet->decrypt(kSpecToken)); // without an age all times are good
}

void FernetTest::refusesWhatIsInvalid_data()
{
    QTest::addColumn<QByteArray>("token");
    // invalid.json of the specification.
    QTest::newRow("incorrect mac") << QByteArray("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-"
                                                 "szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==");
    QTest::newRow("too short") << QByteArray("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==");
    QTest::newRow("invalid base64") << QByteArray("%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-"
                                                  "szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==");
    QTest::newRow("payload size not multiple of block size") << QByteArray(
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm");
    QTest::newRow("payload padding error") << QByteArray("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEH"
                                                         "bf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==");
    QTest::newRow("empty") << QByteArray();
}

void FernetTest::refusesWhatIsInvalid()
{
    QFETCH(QByteArray, token);
    const auto plain = Fernet::fromKey(kSpecKey)->decrypt(token);
    QVERIFY(!plain);
    QCOMPARE(plain.error().type, ErrorType::Corrupt);
}

void FernetTest::refusesEveryFlippedByte()
{
    const auto fernet = Fernet::fromKey(kSpecKey);
    const QByteArray raw = QByteArray::fromBase64(kSpecToken, QByteArray::Base64UrlEncoding);
    for (qsizetype at = 0; at < raw.size(); ++at) {
        QByteArray bad = raw;
        bad[at] = char(bad[at] ^ 0x08);
        QVERIFY(!fernet->decrypt(bad.toBase64(QByteArray::Base64UrlEncoding)));
    }
}

void FernetTest::readsTokensOfPython()
{
    // Made with Python's cryptography package by the rules for credit keys and for the vault.
    const auto credit =
        Fernet::fromSetting("not a fernet key")
            .decrypt("gAAAAABrAPW-ipxXCrjOqJIbpy0ubfWnASDIEfzxkGs34n20sedfCxPZRv091GZDF7G0uQIqMpEJQqKpyvGCA-"
                     "zSxCgScYcL7A==");
    QVERIFY(credit);
    QCOMPARE(*credit, QByteArray("sk-live-1"));
    const auto vault = Fernet::forVault(u"a@b.c"_s, u"ana"_s, Secret(QByteArray("vault-master")))
                           .decrypt("gAAAAABrAPW-n07mXfoYqDuQL1fRATwE3YBsbOmQKiNwyeNuPiJQ_ewQ1PPPu_J_"
                                    "Vbe5kCsqEQuNowP_wPFttxWGp8G2F3dzyA==");
    QVERIFY(vault);
    QCOMPARE(*vault, QByteArray("hidden"));
    QVERIFY(
        !Fernet::forVault(u"new@b.c"_s, u"ana"_s, Secret(QByteArray("vault-master")))
             .decrypt(
                 Fernet::forVault(u"a@b.c"_s, u"ana"_s, Secret(QByteArray("vault-master"))).encrypt("x")));
}

void FernetTest::followsTheKeyRule_data()
{
    QTest::addColumn<QByteArray>("setting");
    QTest::addColumn<bool>("isKey");
    QTest::newRow("a key") << QByteArray(kSpecKey) << true;
    QTest::newRow("a key with a newline") << QByteArray(kSpecKey) + '\n' << true;
    QTest::newRow("standard alphabet") << QByteArray(kSpecKey).replace('-', '+').replace('_', '/') << true;
    QTest::newRow("a phrase") << QByteArray("correct horse battery staple") << false;
    QTest::newRow("one character short") << QByteArray(kSpecKey).chopped(2) + '=' << false;
    QTest::newRow("44 characters that are no base64") << QByteArray(44, '!') << false;
    QTest::newRow("33 bytes") << QByteArray(44, 'A') << false;
    QTest::newRow("empty") << QByteArray() << false;
}

void FernetTest::followsTheKeyRule()
{
    QFETCH(QByteArray, setting);
    QFETCH(bool, isKey);
    QCOMPARE(Fernet::fromKey(setting).ok(), isKey);
    QCOMPARE(Fernet::fromSetting(setting).decrypt(kSpecToken).ok(), isKey);
}

void FernetTest::opensWhatItMade()
{
    const Fernet fernet = Fernet::fromSetting("phrase");
    for (const int size : {0, 1, 15, 16, 17, 1000}) {
        const QByteArray plain(size, 'p');
        const auto opened = fernet.decrypt(fernet.encrypt(plain));
        QVERIFY(opened);
        QCOMPARE(*opened, plain);
        QVERIFY(!Fernet::fromSetting("other").decrypt(fernet.encrypt(plain)));
    }
    QVERIFY(fernet.encrypt("x") != fernet.encrypt("x"));
}

QTEST_APPLESS_MAIN(FernetTest)
#include "tst_fernet.moc"
