// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/docs_page.h"
#include "console/app/help_dialog.h"
#include "console/widgets/icons.h"

#include <QDir>
#include <QFile>
#include <QIcon>
#include <QMultiHash>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>
#include <QUrl>
#include <QXmlStreamReader>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

QString read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList matches(const QString& text, const QString& pattern, int group = 1)
{
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    QStringList found;
    for (auto it = expression.globalMatch(text); it.hasNext();)
        found.append(it.next().captured(group));
    return found;
}

/// Without the mark of a dialog and of a shortcut, and in one line.
QString plain(QString text)
{
    return text.remove(u'&').remove(u'…').simplified();
}

/// What the program calls a thing in this language, by what it calls it in English.
QMultiHash<QString, QString> names(const QString& language)
{
    QMultiHash<QString, QString> all;
    QFile file(QStringLiteral(SOURCE_FOLDER "/translations/gatehouse-console_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return all;
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == u"source"_s)
            source = plain(xml.readElementText());
        else if (xml.isStartElement() && xml.name() == u"translation"_s)
            all.insert(source, plain(xml.readElementText(QXmlStreamReader::IncludeChildElements)));
    }
    return all;
}

/// Code, with the keys as they are called in English.
QStringList codeOf(const QString& page)
{
    QStringList code = matches(page, u"`([^`\\n]+)`"_s) + matches(page, u"^    (\\S.*)$"_s);
    for (QString& one : code) {
        for (const auto& [local, english] :
             {std::pair{u"Strg"_s, u"Ctrl"_s}, std::pair{u"Umschalt"_s, u"Shift"_s},
              std::pair{u"Eingabe"_s, u"Enter"_s}, std::pair{u"Links"_s, u"Left"_s},
              std::pair{u"Rechts"_s, u"Right"_s}})
            one.replace(local, english);
    }
    code.sort();
    return code;
}

/// Names of buttons, places and fields: *so* or **so**.
QStringList namesIn(QString page)
{
    page.remove(QRegularExpression(u"`[^`\\n]*`"_s));
    QStringList found = matches(page, u"\\*{1,2}([^*]+)\\*{1,2}"_s);
    std::transform(found.begin(), found.end(), found.begin(), plain);
    return found;
}

QStringList topics()
{
    QStringList all = QDir(u":/help"_s).entryList({u"*.md"_s}, QDir::Files);
    for (QString& one : all)
        one.chop(3);
    return all;
}

} // namespace

/// Every page is there in each edition and says the same: sections, points, links, code, and the names of the
/// program's own buttons as it shows them in that language.
class TestHelp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void otherLanguagesReadEnglish()
    {
        QVERIFY(!icon(u"help"_s).isNull()); // the resources are there
        QVERIFY(topics().size() > 20);
        QVERIFY(HelpDialog::pagePath(u"no-such-page"_s, u"de"_s).isEmpty());
        QCOMPARE(HelpDialog::pagePath(u"start"_s, u"fr"_s), u":/help/start.md"_s);
    }
    void editionsSayTheSame_data()
    {
        QTest::addColumn<QString>("edition");
        QTest::addColumn<QString>("topic");
        for (const QString& edition : HelpDialog::editions()) {
            for (const QString& topic : topics())
                QTest::addRow("%s %s", qPrintable(edition), qPrintable(topic)) << edition << topic;
        }
    }
    void editionsSayTheSame()
    {
        QFETCH(QString, edition);
        QFETCH(QString, topic);
        const QString english = read(HelpDialog::pagePath(topic, u"en"_s));
        const QString path = HelpDialog::pagePath(topic, edition);
        QCOMPARE(path, u":/help/%1/%2.md"_s.arg(edition, topic));
        const QString other = read(path);
        QVERIFY(other != english);
        for (const QString& structure : {u"^(#+) "_s, u"^(- |[0-9]+\\. )"_s, u"\\]\\(([^)]+)\\)"_s})
            QCOMPARE(matches(other, structure), matches(english, structure));
        QCOMPARE(codeOf(other), codeOf(english));
        for (const QString& link : matches(english, u"\\]\\(([^)]+)\\)"_s))
            QVERIFY2(QFile::exists(u":/help/"_s + link), qPrintable(link));

        static const QMultiHash<QString, QString> known = names(edition);
        QVERIFY(known.size() > 500);
        const QStringList here = namesIn(english), there = namesIn(other);
        QCOMPARE(there.size(), here.size());
        for (qsizetype i = 0; i < here.size(); ++i) {
            const QStringList called = known.values(here.at(i));
            QVERIFY2(called.isEmpty() || called.contains(there.at(i)),
                     qPrintable(
                         u"%1 is called %2, not %3"_s.arg(here.at(i), called.join(u" or "_s), there.at(i))));
        }
    }
    /// Every call of the admin API is in the help, under a link of its page.
    void everyCallIsInTheReference()
    {
        HelpDialog help(u"reference"_s, nullptr);
        auto* page = help.findChild<QTextBrowser*>();
        const QString links = page->toHtml();
        QString text;
        for (const QString& group : docsGroups(callTable())) {
            const QString address = u"reference-%1.md"_s.arg(group);
            QVERIFY2(links.contains(u'"' + address + u'"'), qPrintable(address));
            Q_EMIT page->anchorClicked(QUrl(address));
            QCOMPARE(help.topic(), u"reference-"_s + group);
            text += page->toPlainText();
        }
        for (const CallInfo& call : callTable()) {
            const QString path = QString::fromLatin1(call.path).replace(u":path}"_s, u"}"_s);
            if (call.surface != gatehouse::Surface::Data)
                QVERIFY2(text.contains(path) && text.contains(QString::fromUtf8(call.summary)), call.name);
        }
        QCOMPARE(HelpDialog(u"reference-nothing"_s, nullptr).topic(), u"start"_s);
    }
    void editionsHoldNoOtherPages()
    {
        for (const QString& edition : HelpDialog::editions()) {
            for (const QString& file : QDir(u":/help/"_s + edition).entryList({u"*.md"_s}))
                QVERIFY2(topics().contains(file.chopped(3)), qPrintable(file));
        }
        QCOMPARE(QDir(u":/help"_s).entryList(QDir::Dirs), HelpDialog::editions());
    }
};

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
