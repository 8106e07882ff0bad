// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/config_file.h"
#include "gateway/config/dotenv.h"
#include "gateway/config/report.h"
#include "gateway/config/suggest.h"
#include "tests/gateway/config/load_input.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::config;
using namespace std::chrono_literals;

namespace {

void write(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

QStringList rulesOf(const Issues& issues)
{
    QStringList rules;
    for (const Issue& issue : issues)
        rules.append(issue.setting + u' ' + issue.rule);
    rules.sort();
    return rules;
}

} // namespace

class LoaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsOfThePromise()
    {
        const LoadResult loaded = load(inputWith({{u"HOME"_s, u"/home/ann"_s}}));
        QVERIFY(loaded.ok());
        const Settings& s = loaded.settings;
        QCOMPARE(s.port(Setting::Port), 3001);
        QCOMPARE(s.port(Setting::AdminPort), 8000);
        QCOMPARE(s.text(Setting::AdminHost), u"127.0.0.1"_s);
        QCOMPARE(s.text(Setting::Host), u"127.0.0.1"_s);
        QCOMPARE(s.integer(Setting::Threads), 4);
        QVERIFY(s.flag(Setting::PlatformOnPublic));
        QVERIFY(s.isMemoryMode());
        QCOMPARE(s.path(Setting::DataDir), u"/home/ann/.local/share/gatehouse"_s);
        QCOMPARE(s.path(Setting::LogsDir), u"/home/ann/.local/share/gatehouse/platform-logs"_s);
        QCOMPARE(s.path(Setting::DumpPath), u"/home/ann/.local/share/gatehouse/generated/memory_dump.bin"_s);
        QCOMPARE(s.duration(Setting::RetryBaseDelay), 250ms);
        QCOMPARE(s.accessTokenLife(), 30min);
        QCOMPARE(s.refreshTokenLife(), 168h);
        QCOMPARE(s.text(Setting::LogFormat), u"plain"_s);
        QVERIFY(!s.isSet(Setting::LocalBypass));
    }

    void productionAndTlsChangeDerivedDefaults()
    {
        const Settings s =
            load(inputWith({{u"ENV"_s, u"production"_s}, {u"TLS_CERTIFICATE"_s, u"/c.pem"_s}})).settings;
        QCOMPARE(s.text(Setting::LogFormat), u"json"_s);
        QCOMPARE(s.text(Setting::AccessLog), u"errors"_s);
        QCOMPARE(s.text(Setting::Host), u"0.0.0.0"_s);
        QCOMPARE(load(inputWith({{u"ENV"_s, u"prod"_s}, {u"LOG_FORMAT"_s, u"plain"_s}}))
                     .settings.text(Setting::LogFormat),
                 u"plain"_s);
    }

    void unitsAndLists()
    {
        const Settings s = load(inputWith({{u"DRAIN_TIMEOUT"_s, u"1500ms"_s},
                                           {u"IDLE_TIMEOUT"_s, u"2m"_s},
                                           {u"MAX_BODY_SIZE_BYTES"_s, u"10 MiB"_s},
                                           {u"TRUSTED_PROXIES"_s, u" 10.0.0.0/8 , ::1 "_s},
                                           {u"ACCESS_LOG"_s, u"false"_s},
                                           {u"AUTH_EXPIRE_TIME_FREQ"_s, u"hr"_s}}))
                               .settings;
        QCOMPARE(s.duration(Setting::DrainTimeout), 1500ms);
        QCOMPARE(s.duration(Setting::IdleTimeout), 120s);
        QCOMPARE(s.bytes(Setting::MaxBody), 10 * 1024 * 1024);
        QCOMPARE(s.list(Setting::TrustedProxies), QStringList({u"10.0.0.0/8"_s, u"::1"_s}));
        QCOMPARE(s.text(Setting::AccessLog), u"off"_s);
        QCOMPARE(s.accessTokenLife(), 30h);
    }

    void allFaultsAtOnce()
    {
        const LoadResult loaded = load(inputWith({{u"PORT"_s, u"65536"_s},
                                                  {u"THREADS"_s, u"many"_s},
                                                  {u"LOG_LEVEL"_s, u"loud"_s},
                                                  {u"TRUSTED_PROXIES"_s, u"10.0.0.0/33"_s},
                                                  {u"MAX_HEADER_BYTES"_s, u"1"_s},
                                                  {u"DOORMAN_ADMIN_PASSWORD"_s, u"short"_s},
                                                  {u"PROMETHEUS_PUBLIC"_s, u"perhaps"_s},
                                                  {u"JWT_KEYS"_s, u"{broken"_s},
                                                  {u"DRAIN_TIMEOUT"_s, u"-1"_s}}));
        QCOMPARE(
            rulesOf(loaded.errors),
            QStringList({u"DOORMAN_ADMIN_PASSWORD length"_s, u"DRAIN_TIMEOUT range"_s, u"JWT_KEYS type"_s,
                         u"LOG_LEVEL enum"_s, u"MAX_HEADER_BYTES range"_s, u"PORT range"_s,
                         u"PROMETHEUS_PUBLIC type"_s, u"THREADS type"_s, u"TRUSTED_PROXIES type"_s}));
        QCOMPARE(loaded.settings.port(Setting::Port), 3001);
        const QString report = checkReport(loaded, checkGuards(loaded.settings));
        QVERIFY(report.contains(
            "error: PORT: must be a whole number from 0 to 65535, not '65536' (environment)"_L1));
        QVERIFY(!report.contains("short"_L1));
        QVERIFY(!mayStart(loaded, {}));
    }

    void originalQuirksAreWarnings()
    {
        const LoadResult loaded = load(inputWith({{u"AUTH_EXPIRE_TIME"_s, u"0"_s},
                                                  {u"AUTH_EXPIRE_TIME_FREQ"_s, u"fortnights"_s},
                                                  {u"COMPRESSION_LEVEL"_s, u"11"_s},
                                                  {u"HTTPS_ONLY"_s, u"yes"_s}}));
        QVERIFY(loaded.ok());
        QCOMPARE(loaded.warnings.size(), 4);
        QCOMPARE(loaded.settings.accessTokenLife(), 30min);
        QCOMPARE(loaded.settings.integer(Setting::CompressionLevel), 1);
        QVERIFY(!loaded.settings.flag(Setting::HttpsOnly));
    }

    void namesCountInAnyCaseAndCapitalsWin()
    {
        QCOMPARE(load(inputWith({{u"port"_s, u"4000"_s}})).settings.port(Setting::Port), 4000);
        QCOMPARE(
            load(inputWith({{u"port"_s, u"4000"_s}, {u"PORT"_s, u"5000"_s}})).settings.port(Setting::Port),
            5000);
    }

    void emptyIsNotSetAndOlderNamesStandIn()
    {
        const LoadResult loaded =
            load(inputWith({{u"MEM_OR_EXTERNAL"_s, u""_s}, {u"MEM_OR_REDIS"_s, u"redis"_s}}));
        QCOMPARE(loaded.settings.text(Setting::StoreMode), u"REDIS"_s);
        const LoadResult both =
            load(inputWith({{u"MEM_OR_EXTERNAL"_s, u"MEM"_s}, {u"MEM_OR_REDIS"_s, u"REDIS"_s}}));
        QVERIFY(both.settings.isMemoryMode());
        QCOMPARE(rulesOf(both.warnings), QStringList(u"MEM_OR_EXTERNAL conflict"_s));
    }

    void rankOfSources()
    {
        QTemporaryDir dir;
        const QString inner = dir.filePath(u"a/b"_s);
        write(inner + u"/.env"_s, "PORT=1001\nADMIN_PORT=1002\nTHREADS=3\n");
        write(dir.filePath(u".env"_s), "PORT=2001\nREDIS_PORT=2003\nMAX_HEADERS=50\n");
        write(dir.filePath(u"c.json"_s), R"({"max": {"headers": 60, "connections": 77}, "redis_db": 5})");
        LoadInput input =
            inputWith({{u"ADMIN_PORT"_s, u"3002"_s}, {u"DOORMAN_CONFIG_FILE"_s, dir.filePath(u"c.json"_s)}});
        input.readDotEnv = true;
        input.workingDirectory = inner;
        input.overrides = {{u"THREADS"_s, u"9"_s}};
        const LoadResult loaded = load(input);
        QVERIFY2(loaded.ok(), qPrintable(checkReport(loaded, {})));
        const Settings& s = loaded.settings;
        QCOMPARE(s.port(Setting::Port), 1001);
        QCOMPARE(s.origin(Setting::Port).text(), u"%1 line 1"_s.arg(inner + u"/.env"_s));
        QCOMPARE(s.port(Setting::AdminPort), 3002);
        QCOMPARE(s.integer(Setting::Threads), 9);
        QCOMPARE(s.port(Setting::RedisPort), 2003);
        QCOMPARE(s.integer(Setting::MaxHeaders), 50);
        QCOMPARE(s.integer(Setting::MaxConnections), 77);
        QCOMPARE(s.integer(Setting::RedisDb), 5);
        QCOMPARE(s.origin(Setting::RedisDb).kind, Origin::Kind::ConfigFile);
    }

    void dotEnvQuoting_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("value");
        QTest::newRow("plain") << u"A=b"_s << u"b"_s;
        QTest::newRow("blanks") << u"  A =  b c  "_s << u"b c"_s;
        QTest::newRow("export") << u"export A=b"_s << u"b"_s;
        QTest::newRow("comment") << u"A=b # note"_s << u"b"_s;
        QTest::newRow("hash inside") << u"A=b#c"_s << u"b#c"_s;
        QTest::newRow("equals inside") << u"A=b=c=="_s << u"b=c=="_s;
        QTest::newRow("empty") << u"A="_s << u""_s;
        QTest::newRow("only comment") << u"A= # note"_s << u""_s;
        QTest::newRow("single") << u"A='b # \\n $c'"_s << u"b # \\n $c"_s;
        QTest::newRow("double") << u"A=\"b # \\n\\t\\\"\\\\\\$c\" # note"_s << u"b # \n\t\"\\$c"_s;
        QTest::newRow("unknown escape") << u"A=\"\\d+\""_s << u"\\d+"_s;
        QTest::newRow("many lines") << u"A=\"one\ntwo\""_s << u"one\ntwo"_s;
        QTest::newRow("quote inside") << u"A=it's"_s << u"it's"_s;
        QTest::newRow("no substitution") << u"A=$HOME/${X}"_s << u"$HOME/${X}"_s;
        QTest::newRow("crlf") << u"A=b\r\n"_s << u"b"_s;
        QTest::newRow("byte order mark") << u"\uFEFFA=b"_s << u"b"_s;
    }
    void dotEnvQuoting()
    {
        QFETCH(QString, text);
        QFETCH(QString, value);
        const DotEnvFile file = parseDotEnv(text);
        QVERIFY(file.faults.isEmpty());
        QCOMPARE(file.entries.size(), 1);
        QCOMPARE(file.entries.first().name, u"A"_s);
        QCOMPARE(file.entries.first().value, value);
    }

    void dotEnvFaultsNameTheLine()
    {
        const DotEnvFile file =
            parseDotEnv(u"# fine\nA=\"1\n2\"\nno equals\n1B=2\nC=\"x\" y\nD='open\nE=1"_s);
        QCOMPARE(file.entries.size(), 1);
        QList<int> lines;
        for (const DotEnvFault& fault : file.faults)
            lines.append(fault.line);
        QCOMPARE(lines, QList<int>({4, 5, 6, 7}));
    }

    void dotEnvProblemsReachTheReport()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u".env"_s);
        write(path, "PORT=1\nPORT=2\nbroken\n");
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::WriteOther);
        LoadInput input = inputWith({});
        input.readDotEnv = true;
        input.workingDirectory = dir.path();
        const LoadResult loaded = load(input);
        QCOMPARE(loaded.settings.port(Setting::Port), 2);
        QCOMPARE(rulesOf(loaded.errors), QStringList(path + u" syntax"_s));
        QCOMPARE(rulesOf(loaded.warnings), QStringList({path + u" unsafe"_s, u"PORT conflict"_s}));
    }

    void secretFiles()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"unix"_s), "top secret value\n");
        write(dir.filePath(u"dos"_s), "top secret value\r\n");
        write(dir.filePath(u"two"_s), "top secret value\n\n");
        for (const auto& [file, expected] :
             {std::pair("unix", "top secret value"), std::pair("dos", "top secret value"),
              std::pair("two", "top secret value\n")}) {
            const LoadResult loaded =
                load(inputWith({{u"VAULT_KEY_FILE"_s, dir.filePath(QString::fromLatin1(file))}}));
            QVERIFY2(loaded.ok(), qPrintable(checkReport(loaded, {})));
            QCOMPARE(loaded.settings.secret(Setting::VaultKey).reveal(), QByteArray(expected));
            QCOMPARE(loaded.settings.origin(Setting::VaultKey).kind, Origin::Kind::SecretFile);
            QVERIFY(loaded.warnings.isEmpty());
        }
    }

    void secretFileFaults()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"empty"_s), "\n");
        write(dir.filePath(u"large"_s), QByteArray(70000, 'x'));
        write(dir.filePath(u"good"_s), "0123456789abcdef");
        write(dir.filePath(u"short"_s), "Sh0rt");
        const LoadResult loaded =
            load(inputWith({{u"VAULT_KEY_FILE"_s, dir.filePath(u"missing"_s)},
                            {u"JWT_SECRET_KEY_FILE"_s, dir.filePath(u"empty"_s)},
                            {u"TOKEN_ENCRYPTION_KEY_FILE"_s, dir.filePath(u"large"_s)},
                            {u"DOORMAN_ADMIN_PASSWORD_FILE"_s, dir.filePath(u"short"_s)},
                            {u"REDIS_PASSWORD_FILE"_s, dir.path()},
                            {u"MEM_ENCRYPTION_KEY"_s, u"0123456789"_s},
                            {u"MEM_ENCRYPTION_KEY_FILE"_s, dir.filePath(u"good"_s)}}));
        QCOMPARE(rulesOf(loaded.errors),
                 QStringList({u"DOORMAN_ADMIN_PASSWORD length"_s, u"JWT_SECRET_KEY unreadable"_s,
                              u"MEM_ENCRYPTION_KEY conflict"_s, u"REDIS_PASSWORD unreadable"_s,
                              u"TOKEN_ENCRYPTION_KEY unreadable"_s, u"VAULT_KEY unreadable"_s}));
        QVERIFY(!checkReport(loaded, {}).contains("Sh0rt"_L1));
    }

    void fileSuffixIsForSecretsOnly()
    {
        const LoadResult loaded = load(inputWith({{u"PORT_FILE"_s, u"/etc/hostname"_s}}));
        QCOMPARE(loaded.settings.port(Setting::Port), 3001);
        QVERIFY(loaded.ok());
    }

    void unknownNamesAreExplained()
    {
        const LoadResult loaded = load(inputWith({{u"GATEHOUSE_DATADIR"_s, u"/x"_s},
                                                  {u"GATEHOUSE_PURPLE"_s, u"1"_s},
                                                  {u"JWT_SECRET_KYE"_s, u"x"_s},
                                                  {u"MAX_CONECTIONS"_s, u"1"_s},
                                                  {u"VAULT_KEYS_FILE"_s, u"x"_s},
                                                  {u"TERM"_s, u"xterm"_s},
                                                  {u"HOSTNAME"_s, u"box"_s},
                                                  {u"NEXT_PUBLIC_URL"_s, u"x"_s}}));
        QStringList texts;
        for (const Issue& issue : loaded.warnings)
            texts.append(issue.setting + u": "_s + issue.message);
        QCOMPARE(texts,
                 QStringList({u"GATEHOUSE_DATADIR: is not a setting; did you mean GATEHOUSE_DATA_DIR?"_s,
                              u"GATEHOUSE_PURPLE: is not a setting"_s,
                              u"JWT_SECRET_KYE: is not a setting; did you mean JWT_SECRET_KEY?"_s,
                              u"MAX_CONECTIONS: is not a setting; did you mean MAX_CONNECTIONS?"_s,
                              u"VAULT_KEYS_FILE: is not a setting; did you mean VAULT_KEY_FILE?"_s}));
    }

    void editDistanceCounts()
    {
        QCOMPARE(editDistance(u"abc"_s, u"abc"_s), 0);
        QCOMPARE(editDistance(u"abc"_s, u"acb"_s), 1);
        QCOMPARE(editDistance(u"abc"_s, u"abcd"_s), 1);
        QCOMPARE(editDistance(u""_s, u"abc"_s), 3);
    }

    void yamlSubset()
    {
        const auto values =
            parseConfigFile("# top\nlog:\n  level: debug # note\n  format: 'json'\nport: 4000\n"
                            "allowed_origins:\n  - https://a\n  - \"https://b\"\nredis:\n  db: 2\n");
        QVERIFY(values.ok());
        const QMap<QString, QString> expected{{u"LOG_LEVEL"_s, u"debug"_s},
                                              {u"LOG_FORMAT"_s, u"json"_s},
                                              {u"PORT"_s, u"4000"_s},
                                              {u"ALLOWED_ORIGINS"_s, u"https://a,https://b"_s},
                                              {u"REDIS_DB"_s, u"2"_s}};
        QCOMPARE(*values, expected);
    }

    void brokenConfigFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("place");
        QTest::newRow("json") << QByteArray("{\n\"a\": 1,\n}") << u"line 3"_s;
        QTest::newRow("no colon") << QByteArray("a: 1\nb\n") << u"line 2"_s;
        QTest::newRow("anchor") << QByteArray("a: &x 1\n") << u"line 1"_s;
        QTest::newRow("tab") << QByteArray("a:\n\tb: 1\n") << u"line 2"_s;
        QTest::newRow("open quote") << QByteArray("a: 'b\n") << u"line 1"_s;
        QTest::newRow("orphan item") << QByteArray("- b\n") << u"line 1"_s;
    }
    void brokenConfigFilesAreRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, place);
        const auto values = parseConfigFile(content);
        QVERIFY(!values.ok());
        QVERIFY2(values.error().text().contains(place), qPrintable(values.error().text()));
        QTemporaryDir dir;
        write(dir.filePath(u"c"_s), content);
        QCOMPARE(rulesOf(load(inputWith({{u"DOORMAN_CONFIG_FILE"_s, dir.filePath(u"c"_s)}})).errors),
                 QStringList(u"DOORMAN_CONFIG_FILE syntax"_s));
    }

    void changesAreFoundByReloadClass()
    {
        const Settings a = load(inputWith({{u"VAULT_KEY"_s, u"aaaaaaaa1"_s}})).settings;
        const Settings b =
            load(inputWith({{u"VAULT_KEY"_s, u"aaaaaaaa2"_s}, {u"LOG_LEVEL"_s, u"DEBUG"_s}})).settings;
        QCOMPARE(b.changedSince(a, Reload::Hot), std::vector<Setting>{Setting::LogLevel});
        QCOMPARE(b.changedSince(a, Reload::Restart), std::vector<Setting>{Setting::VaultKey});
        QVERIFY(a.changedSince(a, Reload::Hot).empty());
    }
};

QTEST_GUILESS_MAIN(LoaderTest)
#include "tst_loader.moc"
