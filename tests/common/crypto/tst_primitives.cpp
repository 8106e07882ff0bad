// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/aes_gcm.h"
#include "common/crypto/base64url.h"
#include "common/crypto/constant_time.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/hkdf.h"
#include "common/crypto/hmac.h"
#include "common/crypto/pbkdf2.h"
#include "common/crypto/random.h"

#include <QSet>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::crypto;

namespace {

QByteArray hex(const char* text)
{
    return QByteArray::fromHex(text);
}

QByteArray bytesOf(const Digest& digest)
{
    return view(digest).toByteArray();
}

} // namespace

class PrimitivesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hashesAsFips180();
    void authenticatesAsRfc4231_data();
    void authenticatesAsRfc4231();
    void authenticatesInParts();
    void verifiesCodes();
    void derivesAsRfc5869_data();
    void derivesAsRfc5869();
    void stretchesAsRfc7914();
    void opensWhatItSealed();
    void opensAVectorOfNist();
    void refusesEveryFlippedByte();
    void sealsNeverTwiceTheSame();
    void codesBase64Url_data();
    void codesBase64Url();
    void refusesLooseBase64Url_data();
    void refusesLooseBase64Url();
    void comparesBytes();
    void makesTokens();
    void signsAsRfc8032_data();
    void signsAsRfc8032();
    void refusesForeignSignatures();
    void refusesMalformedKeys();
};

void PrimitivesTest::hashesAsFips180()
{
    QCOMPARE(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QCOMPARE(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QCOMPARE(sha256Hex(QByteArray(1'000'000, 'a')),
             "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void PrimitivesTest::authenticatesAsRfc4231_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("1") << QByteArray(20, '\x0b') << QByteArray("Hi There")
                       << hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    QTest::newRow("2") << QByteArray("Jefe") << QByteArray("what do ya want for nothing?")
                       << hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    QTest::newRow("3") << QByteArray(20, '\xaa') << QByteArray(50, '\xdd')
                       << hex("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    QTest::newRow("6, long key") << QByteArray(131, '\xaa')
                                 << QByteArray("Test Using Larger Than Block-Size Key - Hash Key First")
                                 << hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

void PrimitivesTest::authenticatesAsRfc4231()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, code);
    const HmacSha256 hmac(key);
    QCOMPARE(bytesOf(hmac.sign(message)), code);
    QCOMPARE(bytesOf(hmac.sign(message)), code); // the prepared state is not used up
}

void PrimitivesTest::authenticatesInParts()
{
    const HmacSha256 hmac("key");
    for (qsizetype cut = 0; cut <= 100; ++cut) {
        const QByteArray message(100, 'm');
        QCOMPARE(hmac.sign(message.first(cut), message.sliced(cut)), hmac.sign(message));
    }
}

void PrimitivesTest::verifiesCodes()
{
    const HmacSha256 hmac("key");
    QByteArray code = bytesOf(hmac.sign("message"));
    QVERIFY(hmac.verify("message", code));
    QVERIFY(!hmac.verify("massage", code));
    QVERIFY(!hmac.verify("message", code.chopped(1)));
    QVERIFY(!hmac.verify("message", {}));
    code[31] = char(code[31] ^ 1);
    QVERIFY(!hmac.verify("message", code));
}

void PrimitivesTest::derivesAsRfc5869_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("A.1")
        << QByteArray(22, '\x0b') << hex("000102030405060708090a0b0c") << hex("f0f1f2f3f4f5f6f7f8f9")
        << hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    QTest::newRow("A.3")
        << QByteArray(22, '\x0b') << QByteArray() << QByteArray()
        << hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

void PrimitivesTest::derivesAsRfc5869()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, salt);
    QFETCH(QByteArray, info);
    QFETCH(QByteArray, output);
    QCOMPARE(hkdfSha256(input, salt, info, int(output.size())).reveal(), output);
    QCOMPARE(hkdfSha256(input, salt, info, 1).reveal(), output.first(1));
}

void PrimitivesTest::stretchesAsRfc7914()
{
    QCOMPARE(pbkdf2Sha256("passwd", "salt", 1, 64).reveal(),
             hex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                 "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"));
}

void PrimitivesTest::opensWhatItSealed()
{
    const Secret key(randomBytes(32));
    for (const int size : {0, 1, 15, 16, 17, 100'000}) {
        const QByteArray plain = randomBytes(size);
        const QByteArray sealed = sealAesGcm(key, plain, "context");
        QCOMPARE(sealed.size(), plain.size() + 28);
        const auto opened = openAesGcm(key, sealed, "context");
        QVERIFY(opened);
        QCOMPARE(*opened, plain);
        QVERIFY(!openAesGcm(key, sealed, "another"));
        QVERIFY(!openAesGcm(key, sealed));
    }
}

void PrimitivesTest::opensAVectorOfNist()
{
    // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
    const Secret key(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    const QByteArray sealed = hex("cafebabefacedbaddecaf888"
                                  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                                  "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                                  "76fc6ece0f4e1768cddf8853bb2d551b");
    const auto opened = openAesGcm(key, sealed, hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
    QVERIFY(opened);
    QCOMPARE(*opened, hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                          "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
}

void PrimitivesTest::refusesEveryFlippedByte()
{
    const Secret key(randomBytes(32));
    const QByteArray sealed = sealAesGcm(key, "some text to protect", "context");
    for (qsizetype at = 0; at < sealed.size(); ++at) {
        QByteArray bad = sealed;
        bad[at] = char(bad[at] ^ 0x20);
        const auto opened = openAesGcm(key, bad, "context");
        QVERIFY(!opened);
        QCOMPARE(opened.error().type, ErrorType::Corrupt);
    }
    for (qsizetype size = 0; size < sealed.size(); ++size)
        QVERIFY(!openAesGcm(key, sealed.first(size), "context"));
}

void PrimitivesTest::sealsNeverTwiceTheSame()
{
    const Secret key(randomBytes(32));
    QSet<QByteArray> nonces;
    for (int i = 0; i < 1000; ++i)
        nonces.insert(sealAesGcm(key, "text").first(12));
    QCOMPARE(nonces.size(), 1000);
}

void PrimitivesTest::codesBase64Url_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("text");
    // RFC 4648 section 10, without padding.
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("f") << QByteArray("f") << QByteArray("Zg");
    QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8");
    QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    QTest::newRow("both special characters") << hex("fbff") << QByteArray("-_8");
}

void PrimitivesTest::codesBase64Url()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, text);
    QCOMPARE(toBase64Url(plain), text);
    QCOMPARE(fromBase64Url(text), std::optional(plain));
}

void PrimitivesTest::refusesLooseBase64Url_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("padding") << QByteArray("Zg==");
    QTest::newRow("other alphabet") << QByteArray("+/8");
    QTest::newRow("one character") << QByteArray("Z");
    QTest::newRow("five characters") << QByteArray("Zm9vZ");
    QTest::newRow("stray bits of two") << QByteArray("Zh");
    QTest::newRow("stray bits of three") << QByteArray("Zm9");
    QTest::newRow("white space") << QByteArray("Zm 9v");
    QTest::newRow("newline at the end") << QByteArray("Zm9v\n");
    QTest::newRow("NUL") << QByteArray("Zm9\0", 4);
    QTest::newRow("high byte") << QByteArray("Zm9\xff");
}

void PrimitivesTest::refusesLooseBase64Url()
{
    QFETCH(QByteArray, text);
    QVERIFY(!fromBase64Url(text));
}

void PrimitivesTest::comparesBytes()
{
    QVERIFY(constantTimeEquals("", ""));
    QVERIFY(constantTimeEquals("same", "same"));
    QVERIFY(!constantTimeEquals("same", "sama"));
    QVERIFY(!constantTimeEquals("same", "sam"));
    QVERIFY(!constantTimeEquals("", "s"));
}

void PrimitivesTest::makesTokens()
{
    QSet<QByteArray> tokens;
    for (int i = 0; i < 1000; ++i)
        tokens.insert(randomToken());
    QCOMPARE(tokens.size(), 1000);
    for (const QByteArray& token : tokens) {
        QCOMPARE(token.size(), 43);
        QVERIFY(fromBase64Url(token));
    }
    QCOMPARE(randomBytes(0).size(), 0);
    QCOMPARE(randomBytes(33).size(), 33);
}

void PrimitivesTest::signsAsRfc8032_data()
{
    QTest::addColumn<QByteArray>("seed");
    QTest::addColumn<QByteArray>("publicKey");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("1") << hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
                       << hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
                       << QByteArray()
                       << hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33b"
                              "acc61e39701cf9b46b"
                              "d25bf5f0595bbe24655141438e7a100b");
    QTest::newRow("2") << hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
                       << hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c") << hex("72")
                       << hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e1599"
                              "6e458f3613d0f11d8c"
                              "387b2eaeb4302aeeb00d291612bb0c00");
}

void PrimitivesTest::signsAsRfc8032()
{
    QFETCH(QByteArray, seed);
    QFETCH(QByteArray, publicKey);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, signature);
    QCOMPARE(ed25519FromSeed(Secret(seed)).publicKey, publicKey);
    QCOMPARE(signEd25519(Secret(seed), message), signature);
    QVERIFY(Ed25519Verifier(publicKey).verify(message, signature));
}

void PrimitivesTest::refusesForeignSignatures()
{
    const Ed25519KeyPair pair = generateEd25519();
    const Ed25519KeyPair other = generateEd25519();
    QVERIFY(pair.publicKey != other.publicKey);
    const QByteArray signature = signEd25519(pair.seed, "message");
    const Ed25519Verifier verifier(pair.publicKey);
    QVERIFY(verifier.verify("message", signature));
    QVERIFY(!verifier.verify("message2", signature));
    QVERIFY(!verifier.verify("message", signature.chopped(1)));
    QVERIFY(!verifier.verify("message", signature + 'x'));
    QVERIFY(!Ed25519Verifier(other.publicKey).verify("message", signature));
    for (qsizetype at = 0; at < signature.size(); ++at) {
        QByteArray bad = signature;
        bad[at] = char(bad[at] ^ 0x01);
        QVERIFY(!verifier.verify("message", bad));
    }
}

void PrimitivesTest::refusesMalformedKeys()
{
    QVERIFY(!Ed25519Verifier("short").isValid());
    QVERIFY(!Ed25519Verifier("short").verify("m", QByteArray(64, '\0')));
    QVERIFY(signEd25519(Secret(QByteArray("short")), "m").isEmpty());
    QVERIFY(ed25519FromSeed(Secret()).publicKey.isEmpty());
}

QTEST_APPLESS_MAIN(PrimitivesTest)
#include "tst_primitives.moc"
