// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/guards.h"
#include "gateway/config/loader.h"
#include "gateway/config/report.h"

#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::config;

namespace {

using Names = QMap<QString, QString>;

const QString strong = u"0123456789abcdef0123456789abcdef"_s;

Names goodProduction()
{
    return {{u"ENV"_s, u"production"_s},
            {u"DOORMAN_ADMIN_PASSWORD"_s, u"A-long-enough-1"_s},
            {u"JWT_SECRET_KEY"_s, strong + u"1"_s},
            {u"MEM_ENCRYPTION_KEY"_s, strong + u"2"_s},
            {u"TOKEN_ENCRYPTION_KEY"_s, strong + u"3"_s},
            {u"HTTPS_ONLY"_s, u"true"_s}};
}

Settings settingsOf(const Names& environment)
{
    LoadInput input;
    input.environment = environment;
    input.readDotEnv = false;
    input.processors = 4;
    return load(input).settings;
}

QStringList errorsOf(const Names& environment)
{
    QStringList names;
    for (const Issue& issue : checkGuards(settingsOf(environment)).errors)
        names.append(issue.setting + u' ' + issue.rule);
    names.sort();
    return names;
}

Names with(Names names, const Names& changes)
{
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it.value().isEmpty())
            names.remove(it.key());
        else
            names.insert(it.key(), it.value());
    }
    return names;
}

} // namespace

class GuardsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodSettingsPass()
    {
        QCOMPARE(errorsOf(goodProduction()), QStringList());
        QCOMPARE(
            errorsOf({{u"DOORMAN_ADMIN_PASSWORD"_s, u"A-long-enough-1"_s}, {u"JWT_SECRET_KEY"_s, u"any"_s}}),
            QStringList());
    }

    void oneBrokenRule_data()
    {
        QTest::addColumn<Names>("changes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no admin password")
            << Names{{u"DOORMAN_ADMIN_PASSWORD"_s, u""_s}} << u"DOORMAN_ADMIN_PASSWORD required"_s;
        QTest::newRow("known admin password") << Names{{u"DOORMAN_ADMIN_PASSWORD"_s, u"SecurePassword123!"_s}}
                                              << u"DOORMAN_ADMIN_PASSWORD weak"_s;
        QTest::newRow("no token key") << Names{{u"JWT_SECRET_KEY"_s, u""_s}} << u"JWT_SECRET_KEY required"_s;
        QTest::newRow("example token key")
            << Names{{u"JWT_SECRET_KEY"_s, u"please-change-me"_s}} << u"JWT_SECRET_KEY weak"_s;
        QTest::newRow("short token key")
            << Names{{u"JWT_SECRET_KEY"_s, strong.left(31)}} << u"JWT_SECRET_KEY weak"_s;
        QTest::newRow("repeated token key")
            << Names{{u"JWT_SECRET_KEY"_s, QString(40, u'x')}} << u"JWT_SECRET_KEY weak"_s;
        QTest::newRow("no dump key") << Names{{u"MEM_ENCRYPTION_KEY"_s, u""_s}}
                                     << u"MEM_ENCRYPTION_KEY required"_s;
        QTest::newRow("short dump key")
            << Names{{u"MEM_ENCRYPTION_KEY"_s, strong.left(31)}} << u"MEM_ENCRYPTION_KEY weak"_s;
        QTest::newRow("short vault key") << Names{{u"VAULT_KEY"_s, strong.left(10)}} << u"VAULT_KEY weak"_s;
        QTest::newRow("no https") << Names{{u"HTTPS_ONLY"_s, u""_s}} << u"HTTPS_ONLY unsafe"_s;
        QTest::newRow("open admin") << Names{{u"ADMIN_HOST"_s, u"0.0.0.0"_s}} << u"ADMIN_HOST unsafe"_s;
        QTest::newRow("star with credentials")
            << Names{{u"ALLOWED_ORIGINS"_s, u"*"_s}} << u"ALLOWED_ORIGINS unsafe"_s;
        QTest::newRow("testing aid") << Names{{u"DOORMAN_RUN_LIVE"_s, u"1"_s}}
                                     << u"DOORMAN_RUN_LIVE unsafe"_s;
        QTest::newRow("half of TLS") << Names{{u"TLS_CERTIFICATE"_s, u"/c"_s}}
                                     << u"TLS_PRIVATE_KEY required"_s;
        QTest::newRow("external without Redis")
            << Names{{u"MEM_OR_EXTERNAL"_s, u"EXTERNAL"_s}, {u"DATABASE_URL"_s, u"postgresql://h/d"_s}}
            << u"REDIS_HOST required"_s;
    }
    void oneBrokenRule()
    {
        QFETCH(Names, changes);
        QFETCH(QString, expected);
        QCOMPARE(errorsOf(with(goodProduction(), changes)), QStringList(expected));
    }

    void forwardedForWithoutProxies()
    {
        const Settings production = settingsOf(goodProduction());
        const Settings development = settingsOf(with(goodProduction(), {{u"ENV"_s, u""_s}}));
        const auto report = [](const Settings& settings, bool trustsEverybody) {
            return checkReport({settings, {}, {}}, checkStoredTrust(settings, trustsEverybody));
        };
        QVERIFY(report(production, true).contains("error: TRUSTED_PROXIES"_L1));
        QVERIFY(report(development, true).contains("warning: TRUSTED_PROXIES"_L1));
        QVERIFY(!report(production, false).contains("TRUSTED_PROXIES"_L1));
    }

    void listenersKeepApart_data()
    {
        QTest::addColumn<Names>("changes");
        QTest::addColumn<QString>("expected"); ///< empty: they may
        const auto both = [](const QString& port, const QString& host, const QString& adminHost) {
            return Names{
                {u"PORT"_s, port}, {u"ADMIN_PORT"_s, port}, {u"HOST"_s, host}, {u"ADMIN_HOST"_s, adminHost}};
        };
        const QString conflict = u"ADMIN_PORT conflict"_s, own = u"127.0.0.1"_s;
        QTest::newRow("same place") << both(u"9000"_s, own, own) << conflict;
        QTest::newRow("one on all addresses") << both(u"9000"_s, u"0.0.0.0"_s, own) << conflict;
        QTest::newRow("other address") << both(u"9000"_s, u"127.0.0.2"_s, own) << QString();
        QTest::newRow("free ones") << both(u"0"_s, own, own) << QString();
        Names redirect{{u"TLS_CERTIFICATE"_s, u"/c"_s},
                       {u"TLS_PRIVATE_KEY"_s, u"/k"_s},
                       {u"HOST"_s, u"0.0.0.0"_s},
                       {u"PORT"_s, u"9000"_s}};
        redirect.insert(u"HTTP_REDIRECT_PORT"_s, u"9000"_s);
        QTest::newRow("redirect on the public one") << redirect << u"HTTP_REDIRECT_PORT conflict"_s;
        redirect.insert(u"HTTP_REDIRECT_PORT"_s, u"8000"_s);
        QTest::newRow("redirect on the admin one") << redirect << u"HTTP_REDIRECT_PORT conflict"_s;
    }
    void listenersKeepApart()
    {
        QFETCH(Names, changes);
        QFETCH(QString, expected);
        QCOMPARE(errorsOf(with(goodProduction(), changes)),
                 expected.isEmpty() ? QStringList() : QStringList(expected));
    }

    void limitsOfGrpcFitTogether()
    {
        const auto warned = [](const QString& answer) {
            const Names environment = with(goodProduction(), {{u"GRPC_MAX_ANSWER_BYTES"_s, answer}});
            const Issues warnings = checkGuards(settingsOf(environment)).warnings;
            return std::any_of(warnings.begin(), warnings.end(), [](const Issue& issue) {
                return issue.setting == u"GRPC_MAX_ANSWER_BYTES" && issue.rule == u"range";
            });
        };
        QVERIFY(warned(u"4194303"_s));
        QVERIFY(!warned(u"4194304"_s));
    }

    void allBrokenRulesAtOnce()
    {
        const QStringList errors = errorsOf({{u"ENV"_s, u"production"_s},
                                             {u"MEM_OR_EXTERNAL"_s, u"EXTERNAL"_s},
                                             {u"VAULT_KEY"_s, u"shortshort"_s}});
        QCOMPARE(errors, QStringList({u"DOORMAN_ADMIN_PASSWORD required"_s, u"HTTPS_ONLY unsafe"_s,
                                      u"JWT_SECRET_KEY required"_s, u"MONGO_DB_HOSTS required"_s,
                                      u"MONGO_DB_PASSWORD required"_s, u"MONGO_DB_USER required"_s,
                                      u"REDIS_HOST required"_s, u"VAULT_KEY weak"_s}));
    }

    void memoryModeWithThreadsIsFine()
    {
        QCOMPARE(errorsOf(with(goodProduction(), {{u"THREADS"_s, u"8"_s}})), QStringList());
    }

    void keySetStandsInForTheSecret()
    {
        QCOMPARE(errorsOf(with(goodProduction(),
                               {{u"JWT_SECRET_KEY"_s, u""_s}, {u"JWT_KEYS"_s, u"[{\"kid\":\"a\"}]"_s}})),
                 QStringList());
    }

    void loopback_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("loopback");
        QTest::newRow("v4") << u"127.0.0.1"_s << true;
        QTest::newRow("v6") << u"::1"_s << true;
        QTest::newRow("name") << u"Localhost"_s << true;
        QTest::newRow("any") << u"0.0.0.0"_s << false;
        QTest::newRow("any v6") << u"::"_s << false;
        QTest::newRow("lan") << u"192.168.1.1"_s << false;
    }
    void loopback()
    {
        QFETCH(QString, address);
        QFETCH(bool, loopback);
        QCOMPARE(isLoopbackAddress(address), loopback);
    }
};

QTEST_GUILESS_MAIN(GuardsTest)
#include "tst_guards.moc"
