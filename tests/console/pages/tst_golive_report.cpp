// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/golive/report.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>
#include <QTextDocument>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

class TestGoLiveReport : public QObject {
    Q_OBJECT

    static QJsonObject check(const QString& id, const QString& state, const QString& evidence)
    {
        return {{u"id"_s, id},
                {u"title"_s, u"Title of "_s + id},
                {u"state"_s, state},
                {u"evidence"_s, evidence},
                {u"action"_s, state == u"green"_s ? QString() : u"do <this> & that"_s}};
    }
    static GoLiveReport report(int checks)
    {
        QJsonArray items{check(u"tls"_s, u"red"_s, u"no certificate"_s)};
        for (int i = 1; i < checks; ++i)
            items.append(check(u"new_%1"_s.arg(i), u"green"_s, u"found <%1>"_s.arg(i)));
        return {{{u"items"_s, items},
                 {u"ready"_s, false},
                 {u"green"_s, checks - 1},
                 {u"total"_s, checks},
                 {u"checked_at"_s, u"2026-01-02T03:04:05.000Z"_s}},
                u"Shop & Co (https://gw.example:8000)"_s,
                u"ada"_s};
    }
    static int pagesOf(const QByteArray& pdf)
    {
        static const QRegularExpression count(u"/Count (\\d+)"_s);
        return count.match(QString::fromLatin1(pdf)).captured(1).toInt();
    }

private Q_SLOTS:
    void everyCheckIsOnIt()
    {
        QTextDocument read;
        read.setHtml(report(12).html());
        const QString text = read.toPlainText();
        for (const QString& wanted :
             {u"TLS on the public listener"_s, u"no certificate"_s, u"do <this> & that"_s, u"found <11>"_s,
              u"Shop & Co (https://gw.example:8000)"_s, u"by ada"_s, u"11 of 12"_s,
              u"Not ready for production"_s})
            QVERIFY2(text.contains(wanted), qPrintable(wanted + u" is missing in\n"_s + text));
    }
    void aLongListGoesOnOnTheNextPage()
    {
        const QByteArray one = report(5).pdf();
        QVERIFY(one.startsWith("%PDF-"));
        QCOMPARE(pagesOf(one), 1);
        QVERIFY(pagesOf(report(120).pdf()) > 1);
    }
};

QTEST_MAIN(TestGoLiveReport)
#include "tst_golive_report.moc"
