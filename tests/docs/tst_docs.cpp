// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/report.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace {
QString read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}
} // namespace

/// What the pattern captures in the sources of the gateway, but for files whose path ends like one of `but`.
QSet<QString> namesUsed(const QString& root, const QRegularExpression& use, const QStringList& but)
{
    QSet<QString> used;
    QDirIterator files(root + u"/gateway"_s, {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (std::any_of(but.begin(), but.end(), [&path](const QString& end) { return path.endsWith(end); }))
            continue;
        auto matches = use.globalMatch(read(path));
        while (matches.hasNext())
            used.insert(matches.next().captured(1));
    }
    return used;
}

/// What is written for people agrees with the tables and the tree.
class TestDocs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_root = qEnvironmentVariable("GATEHOUSE_SOURCE"); }

    /// docs/settings.md is made from the settings table; run this test with GATEHOUSE_UPDATE_DOCS=1 to write
    /// it.
    void settingsPageIsThatOfTheTable()
    {
        const QString path = m_root + u"/docs/settings.md"_s;
        const QString wanted =
            u"# Settings\n\nMade from the settings table (gateway/config/settings_table.def); "
            "`gatehouse-gateway --print-config` shows the values in use.\n\n"_s +
            gatehouse::config::settingsMarkdown();
        if (qEnvironmentVariableIsSet("GATEHOUSE_UPDATE_DOCS")) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(wanted.toUtf8());
        }
        QCOMPARE(read(path), wanted);
    }

    /// A setting does something, or its row says that it does not.
    void settingsHaveAnEffectOrSaySo()
    {
        static const QRegularExpression use(u"\\bSetting::(\\w+)"_s);
        const QSet<QString> used =
            namesUsed(m_root, use, {u"/config/guards.cpp"_s}); // which checks, and does nothing
        static const QRegularExpression row(u"^SETTING\\((\\w+), \"(\\w+)\".*\"([^\"]*)\"\\)$"_s,
                                            QRegularExpression::MultilineOption);
        int seen = 0;
        QStringList wrong;
        auto rows = row.globalMatch(read(m_root + u"/gateway/config/settings_table.def"_s));
        for (; rows.hasNext(); ++seen) {
            const QRegularExpressionMatch one = rows.next();
            const QString help = one.captured(3);
            const bool idle = help.contains("no effect"_L1) || help.contains("without effect"_L1) ||
                              help.startsWith("External mode, which this version does not have"_L1);
            if (idle == used.contains(one.captured(1)))
                wrong.append(one.captured(2));
        }
        QCOMPARE(seen, int(gatehouse::config::settingsTable().size()));
        QCOMPARE(wrong.join(u' '), QString());
    }

    /// A metric of workers or of the moment is fed by somebody; else it would be zero for ever.
    void metricsAreFed()
    {
        static const QRegularExpression use(u"\\bMetric::(\\w+)"_s);
        static const QRegularExpression row(u"^METRIC\\((\\w+), .*, (?:Worker|Scrape), \""_s,
                                            QRegularExpression::MultilineOption);
        const QSet<QString> fed =
            namesUsed(m_root, use, {u"/observe/prometheus.cpp"_s, u"/observe/metrics_table.cpp"_s});
        int seen = 0;
        QStringList idle;
        auto rows = row.globalMatch(read(m_root + u"/gateway/observe/metrics_table.def"_s));
        for (; rows.hasNext(); ++seen) {
            const QString id = rows.next().captured(1);
            if (!fed.contains(id))
                idle.append(id);
        }
        QVERIFY(seen > 40);
        QCOMPARE(idle.join(u' '), QString());
    }

    /// The alert rules for Prometheus name metrics that are really served.
    void rulesNameOurMetrics()
    {
        static const QRegularExpression name(u"\\b(?:stoa|gatehouse)_[a-z0-9_]+"_s);
        const QString table = read(m_root + u"/gateway/observe/metrics_table.def"_s);
        const QString rules = read(m_root + u"/packaging/prometheus/gatehouse-alerts.yml"_s);
        int seen = 0;
        auto matches = name.globalMatch(rules);
        for (; matches.hasNext(); ++seen) {
            const QString metric = matches.next().captured();
            QVERIFY2(table.contains(u'"' + metric + u'"'), qPrintable(metric));
        }
        QVERIFY(seen > 8);
    }

    /// The codes of refused keys are listed for those who get them.
    void codesOfKeysAreDescribed()
    {
        static const QRegularExpression code(u"\"((?:api_key|consumer|subscription)_[a-z_]+)\""_s);
        const QString page = read(m_root + u"/docs/week-one.md"_s);
        int seen = 0;
        auto matches = code.globalMatch(read(m_root + u"/gateway/filters/key_fault.h"_s));
        for (; matches.hasNext(); ++seen) {
            const QString word = matches.next().captured(1);
            QVERIFY2(page.contains(u'`' + word + u'`'), qPrintable(word));
        }
        QCOMPARE(seen, 13);
    }

    /// Links between the pages lead somewhere.
    void linksLeadToFiles()
    {
        static const QRegularExpression link(u"\\]\\((?!https?:)([^)#]+)"_s);
        QStringList dead;
        for (const QString& page : {u"README.md"_s, u"CONTRIBUTING.md"_s, u"docs/operations.md"_s,
                                    u"docs/tls.md"_s, u"docs/alerts.md"_s, u"bench/README.md"_s}) {
            const QString text = read(m_root + u'/' + page);
            QVERIFY2(!text.isEmpty(), qPrintable(page));
            const QDir folder(QFileInfo(m_root + u'/' + page).path());
            auto matches = link.globalMatch(text);
            while (matches.hasNext()) {
                const QString target = matches.next().captured(1);
                if (!folder.exists(target))
                    dead.append(page + u" -> "_s + target);
            }
        }
        QVERIFY2(dead.isEmpty(), qPrintable(dead.join(u'\n')));
    }

private:
    QString m_root;
};

QTEST_GUILESS_MAIN(TestDocs)
#include "tst_docs.moc"
