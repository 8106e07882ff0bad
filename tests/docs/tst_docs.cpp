// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/report.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

using namespace Qt::Literals::StringLiterals;

namespace {
QString read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}
} // namespace

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

    /// Links between the pages lead somewhere.
    void linksLeadToFiles()
    {
        static const QRegularExpression link(u"\\]\\((?!https?:)([^)#]+)"_s);
        QStringList dead;
        for (const QString& page : {u"README.md"_s, u"CONTRIBUTING.md"_s, u"docs/operations.md"_s,
                                    u"docs/tls.md"_s, u"bench/README.md"_s}) {
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
