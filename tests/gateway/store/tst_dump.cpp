// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/dump.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::store;

namespace {

const QByteArray kKey("memory key of the original");

unsigned char* raw(QByteArray& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

/// The key of the specification, derived by OpenSSL's own HKDF.
QByteArray deriveKey(QByteArray input, QByteArray salt)
{
    QByteArray info("doorman-mem-dump-v1");
    QByteArray digest("SHA256");
    QByteArray out(32, '\0');
    EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
    EVP_KDF_CTX* const context = EVP_KDF_CTX_new(kdf);
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, input.data(), size_t(input.size())),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.data(), size_t(salt.size())),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), size_t(info.size())),
        OSSL_PARAM_construct_end()};
    const bool good = EVP_KDF_derive(context, raw(out), size_t(out.size()), params) == 1;
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return good ? out : QByteArray();
}

/// A dump as the original writes it.
QByteArray originalDump(const QByteArray& json, const QByteArray& key = kKey)
{
    QByteArray salt("0123456789abcdef");
    QByteArray nonce("nonce-of-12b");
    QByteArray derived = deriveKey(key, salt);
    QByteArray plain = json;
    QByteArray sealed(json.size() + 16, '\0');
    int size = 0;
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    const bool good =
        EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nullptr, raw(derived), raw(nonce)) == 1 &&
        EVP_EncryptUpdate(context, raw(sealed), &size, raw(plain), int(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(context, raw(sealed) + size, &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, raw(sealed) + json.size()) == 1;
    EVP_CIPHER_CTX_free(context);
    return good ? "DMP1" + salt + nonce + sealed : QByteArray();
}

/// The plain text of a dump, by the specification.
QByteArray openByHand(const QByteArray& file)
{
    QByteArray derived = deriveKey(kKey, file.mid(4, 16));
    QByteArray nonce = file.mid(20, 12);
    QByteArray sealed = file.mid(32);
    QByteArray tag = sealed.right(16);
    sealed.chop(16);
    QByteArray plain(sealed.size(), '\0');
    int size = 0;
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    const bool good =
        EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nullptr, raw(derived), raw(nonce)) == 1 &&
        EVP_DecryptUpdate(context, raw(plain), &size, raw(sealed), int(sealed.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, raw(tag)) == 1 &&
        EVP_DecryptFinal_ex(context, raw(plain) + size, &size) == 1;
    EVP_CIPHER_CTX_free(context);
    return good ? plain : QByteArray();
}

const QByteArray kOriginalJson =
    R"({"version":1,"created_at":"2025-03-04T05:06:07Z","sanitized":false,"note":"nightly","data":{)"
    R"("users":[{"_id":"u-1","username":"ana","password":{"__type__":"bytes","data":"JDJiJDEyJGFiYw=="}}],)"
    R"("vault_entries":[{"_id":"v-1","blob":{"__type__":"bytes","data":"/wAB"},"__byteskey__:YQ==":1}],)"
    R"("rate_limit_rules":[{"_id":"r-1"}]}})";

const QList<DumpCollection> kTable{
    {u"user"_s, u"users"_s, {u"password"_s}}, {u"vault"_s, u"vault_entries"_s}, {u"tier"_s, u"tiers"_s}};

} // namespace

class DumpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsADumpOfTheOriginal();
    void writesWhatTheOriginalReads();
    void convertsDocuments();
    void keepsWhatItDoesNotKnow();
    void refusesEveryFlippedByte();
    void refusesEveryShorterFile();
    void refusesWrongContent_data();
    void refusesWrongContent();
    void needsAKey_data();
    void needsAKey();
    void namesFiles_data();
    void namesFiles();
    void writesFiles();
    void findsTheNewest();
    void leavesADamagedFileAlone();
};

void DumpTest::readsADumpOfTheOriginal()
{
    const auto dump = decodeDump(originalDump(kOriginalJson), Secret(kKey), u"x.bin"_s);
    QVERIFY(dump);
    QCOMPARE(dump->createdAt, u"2025-03-04T05:06:07Z"_s);
    QCOMPARE(dump->note, u"nightly"_s);
    const QList<StoredDocument> documents = documentsFromDump(*dump, kTable);
    QCOMPARE(documents.size(), 2); // no row for rate_limit_rules, no collection for tiers
    QCOMPARE(documents[0].kind, u"user"_s);
    QCOMPARE(documents[0].id, u"u-1"_s);
    QCOMPARE(documents[0].body[u"password"_s].toString(), u"$2b$12$abc"_s);
    QCOMPARE(documents[0].body[u"username"_s].toString(), u"ana"_s);
    QVERIFY(!documents[0].body.contains(u"_id"_s));
}

void DumpTest::writesWhatTheOriginalReads()
{
    Dump dump = dumpFromDocuments(
        {{u"user"_s, u"u-9"_s, QJsonObject{{u"password"_s, u"$2b$12$abc"_s}}}, {u"unknown"_s, u"x"_s, {}}},
        kTable);
    dump.createdAt = u"2025-03-04T05:06:07Z"_s;
    const auto file = encodeDump(dump, Secret(kKey));
    QVERIFY(file);
    QVERIFY(file->startsWith("DMP1"));
    const QByteArray plain = openByHand(*file);
    QVERIFY(!plain.contains('\n'));
    const QJsonObject all = QJsonDocument::fromJson(plain).object();
    QCOMPARE(all[u"version"_s].toInt(), 1);
    QCOMPARE(all[u"sanitized"_s], QJsonValue(false));
    QCOMPARE(all[u"created_at"_s].toString(), u"2025-03-04T05:06:07Z"_s);
    QVERIFY(all.contains(u"note"_s));
    const QJsonObject data = all[u"data"_s].toObject();
    QCOMPARE(data.keys(), (QStringList{u"tiers"_s, u"users"_s, u"vault_entries"_s}));
    const QJsonObject user = data[u"users"_s][0].toObject();
    QCOMPARE(user[u"_id"_s].toString(), u"u-9"_s);
    QCOMPARE(user[u"password"_s].toObject(),
             (QJsonObject{{u"__type__"_s, u"bytes"_s}, {u"data"_s, u"JDJiJDEyJGFiYw=="_s}}));
    QVERIFY(encodeDump(dump, Secret(kKey)).value() != *file); // fresh salt and nonce
}

void DumpTest::convertsDocuments()
{
    DumpCollection row{u"user"_s, u"users"_s, {u"password"_s}};
    row.toDump = [](const StoredDocument& document) {
        return QJsonObject{{u"username"_s, document.id}, {u"password"_s, document.body[u"hash"_s]}};
    };
    row.fromDump = [](const QJsonObject& object) {
        return StoredDocument{{}, object[u"username"_s].toString(), {{u"hash"_s, object[u"password"_s]}}};
    };
    const Dump dump = dumpFromDocuments({{u"user"_s, u"ana"_s, {{u"hash"_s, u"secret"_s}}}}, {row});
    QVERIFY(dump.collections[u"users"_s].first()[u"password"_s].isObject());
    const QList<StoredDocument> back = documentsFromDump(dump, {row});
    QCOMPARE(back.size(), 1);
    QCOMPARE(back[0].kind, u"user"_s);
    QCOMPARE(back[0].id, u"ana"_s);
    QCOMPARE(back[0].body[u"hash"_s].toString(), u"secret"_s);
}

void DumpTest::keepsWhatItDoesNotKnow()
{
    const auto dump = decodeDump(originalDump(kOriginalJson), Secret(kKey), u"x.bin"_s);
    const Dump again = dumpFromDocuments(documentsFromDump(*dump, kTable), kTable);
    QCOMPARE(again.collections[u"vault_entries"_s], dump->collections[u"vault_entries"_s]);
    QCOMPARE(again.collections[u"users"_s], dump->collections[u"users"_s]);
}

void DumpTest::refusesEveryFlippedByte()
{
    const QByteArray good = originalDump(kOriginalJson);
    for (qsizetype at = 0; at < good.size(); ++at) {
        QByteArray bad = good;
        bad[at] = char(bad[at] ^ (1 << (at % 8)));
        const auto dump = decodeDump(bad, Secret(kKey), u"x.bin"_s);
        QVERIFY2(!dump, qPrintable(u"byte %1"_s.arg(at)));
        QCOMPARE(dump.error().type, ErrorType::Corrupt);
        QVERIFY(dump.error().message.contains(u"x.bin"));
        QVERIFY(dump.error().message.contains(u"byte "));
    }
}

void DumpTest::refusesEveryShorterFile()
{
    const QByteArray good = originalDump(kOriginalJson);
    for (qsizetype size = 0; size < good.size(); ++size) {
        const auto dump = decodeDump(good.first(size), Secret(kKey), u"x.bin"_s);
        QVERIFY(!dump);
        if (size < 32)
            QVERIFY(dump.error().message.startsWith(u"Invalid dump file"));
    }
    QVERIFY(decodeDump("GZIP" + good.mid(4), Secret(kKey), u"x.bin"_s)
                .error()
                .message.startsWith(u"Unsupported dump format"));
}

void DumpTest::refusesWrongContent_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("not JSON") << QByteArray("{\"version\":1,");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("no data") << QByteArray("{\"version\":1}");
    QTest::newRow("data is a list") << QByteArray("{\"version\":1,\"data\":[]}");
    QTest::newRow("a collection is an object") << QByteArray("{\"version\":1,\"data\":{\"users\":{}}}");
    QTest::newRow("a document is a number") << QByteArray("{\"version\":1,\"data\":{\"users\":[{},1]}}");
    QTest::newRow("a newer version") << QByteArray("{\"version\":2,\"data\":{}}");
}

void DumpTest::refusesWrongContent()
{
    QFETCH(QByteArray, json);
    const auto dump = decodeDump(originalDump(json), Secret(kKey), u"x.bin"_s);
    QVERIFY(!dump);
    QCOMPARE(dump.error().type, ErrorType::Corrupt);
    QVERIFY(dump.error().message.contains(u"x.bin"));
}

void DumpTest::needsAKey_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("good");
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("seven") << QByteArray("1234567") << false;
    QTest::newRow("seven characters in eight bytes") << u"123456\u00e9"_s.toUtf8() << false;
    QTest::newRow("eight") << QByteArray("12345678") << true;
}

void DumpTest::needsAKey()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, good);
    const auto file = encodeDump({}, Secret(key));
    QCOMPARE(file.ok(), good);
    const auto dump = decodeDump(originalDump("{\"data\":{}}", key), Secret(key), u"x.bin"_s);
    QCOMPARE(dump.ok(), good);
    if (!good) {
        QCOMPARE(file.error().type, ErrorType::Invalid);
        QCOMPARE(file.error().faults.first().field, u"MEM_ENCRYPTION_KEY"_s);
        QCOMPARE(dump.error().type, ErrorType::Invalid);
    }
}

void DumpTest::namesFiles_data()
{
    QTest::addColumn<QString>("hint");
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("stem");
    QTest::newRow("none") << QString() << u"generated"_s << u"memory_dump"_s;
    QTest::newRow("file") << u"backup/nightly.bin"_s << u"backup"_s << u"nightly"_s;
    QTest::newRow("no extension") << u"backup/nightly"_s << u"backup"_s << u"nightly"_s;
    QTest::newRow("two dots") << u"backup/a.b.bin"_s << u"backup"_s << u"a.b"_s;
    QTest::newRow("slash") << u"backup/"_s << u"backup"_s << u"memory_dump"_s;
    QTest::newRow("existing directory") << u"existing"_s << u"existing"_s << u"memory_dump"_s;
    QTest::newRow("dots only") << u"backup/.bin"_s << u"backup"_s << u"memory_dump"_s;
    QTest::newRow("up") << u"a/../b/c.bin"_s << u"b"_s << u"c"_s;
}

void DumpTest::namesFiles()
{
    QFETCH(QString, hint);
    QFETCH(QString, directory);
    QFETCH(QString, stem);
    QTemporaryDir root;
    QVERIFY(QDir(root.path()).mkdir(u"existing"_s));
    const DumpPlace place = dumpPlace(hint, root.path());
    QCOMPARE(QDir::cleanPath(place.directory), root.filePath(directory));
    QCOMPARE(place.stem, stem);
    const DumpPlace absolute =
        dumpPlace(root.filePath(hint.isEmpty() ? u"generated/memory_dump.bin"_s : hint), u"/nowhere"_s);
    QCOMPARE(QDir::cleanPath(absolute.directory), root.filePath(directory));
}

void DumpTest::writesFiles()
{
    QTemporaryDir root;
    const qint64 now = 1'741'064'767'890; // 2025-03-04T05:06:07.890Z
    Dump dump;
    dump.note = u"first"_s;
    const auto first = writeDump(u"deep/er/nightly.bin"_s, root.path(), dump, Secret(kKey), now);
    QVERIFY(first);
    QCOMPARE(*first, root.filePath(u"deep/er/nightly-20250304T050607Z.bin"_s));
    QCOMPARE(QFileInfo(*first).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther |
                                                QFileDevice::WriteGroup | QFileDevice::WriteOther),
             QFileDevice::Permissions());
    dump.note = u"second"_s;
    const auto second = writeDump(u"deep/er/nightly.bin"_s, root.path(), dump, Secret(kKey), now);
    QVERIFY(second);
    QVERIFY(*second != *first);
    QCOMPARE(readDump(*first, Secret(kKey))->note, u"first"_s);
    QCOMPARE(readDump(*second, Secret(kKey))->note, u"second"_s);
    QCOMPARE(readDump(*second, Secret(kKey))->createdAt, u"2025-03-04T05:06:07.890Z"_s);
    QCOMPARE(QDir(root.filePath(u"deep/er"_s)).entryList(QDir::Files).size(), 2);
}

void DumpTest::findsTheNewest()
{
    QTemporaryDir root;
    const auto put = [&](const QString& name, qint64 time) {
        QDir(root.path()).mkpath(QFileInfo(root.filePath(name)).absolutePath());
        QFile file(root.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(time), QFileDevice::FileModificationTime));
    };
    const auto newest = [&](const QString& hint, const QString& fallback) {
        return QDir(root.path()).relativeFilePath(newestDump(hint, fallback, root.path()));
    };
    QVERIFY(newestDump({}, {}, root.path()).isEmpty());
    put(u"generated/other.bin"_s, 5000);
    put(u"generated/other.txt"_s, 9000);
    QCOMPARE(newest({}, {}), u"generated/other.bin"_s);
    put(u"generated/memory_dump-1.BIN"_s, 1000);
    QCOMPARE(newest({}, {}), u"generated/memory_dump-1.BIN"_s);
    put(u"generated/memory_dump-2.bin"_s, 900);
    QCOMPARE(newest({}, {}), u"generated/memory_dump-1.BIN"_s); // by time, not by name
    put(u"set/nightly-1.bin"_s, 10);
    QCOMPARE(newest(u"set/nightly.bin"_s, {}), u"set/nightly-1.bin"_s);
    QCOMPARE(newest(u"set/weekly.bin"_s, {}), u"generated/memory_dump-1.BIN"_s);
    QCOMPARE(newest(u"set/weekly.bin"_s, u"set/"_s), u"set/nightly-1.bin"_s);
    put(u"generated/memory_dump.bin"_s, 9999); // the hint itself is never a dump's name
    QCOMPARE(newest({}, {}), u"generated/memory_dump-1.BIN"_s);
}

void DumpTest::leavesADamagedFileAlone()
{
    QTemporaryDir root;
    const QString path = root.filePath(u"x.bin"_s);
    const QByteArray bad = originalDump(kOriginalJson).chopped(1);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QCOMPARE(file.write(bad), bad.size());
    QVERIFY(file.flush());
    const auto dump = readDump(path, Secret(kKey));
    QVERIFY(!dump);
    QVERIFY(dump.error().message.contains(path));
    QVERIFY(file.seek(0));
    QCOMPARE(file.readAll(), bad);
    const auto missing = readDump(root.filePath(u"none.bin"_s), Secret(kKey));
    QCOMPARE(missing.error().type, ErrorType::NotFound);
    QCOMPARE(missing.error().code, u"MEM003"_s);
}

QTEST_GUILESS_MAIN(DumpTest)
#include "tst_dump.moc"
