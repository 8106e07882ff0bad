// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/csv.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;

class CsvTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsQuotesLineEndsAndTheMarkOfSpreadsheets()
    {
        const auto records = readCsv("\xef\xbb\xbf"
                                     "a,\"b \"\"c\"\"\",\r\n\r\n1,\"two\nlines\",3\n");
        QVERIFY(records);
        QCOMPARE(records->size(), 2);
        QCOMPARE(records->at(0).fields, (QStringList{u"a"_s, u"b \"c\""_s, QString()}));
        QCOMPARE(records->at(0).line, 1);
        QCOMPARE(records->at(1).fields, (QStringList{u"1"_s, u"two\nlines"_s, u"3"_s}));
        QCOMPARE(records->at(1).line, 3);
    }
    void saysWhereAQuoteIsWrong()
    {
        for (const QByteArray& text :
             {QByteArray("a,b\nc,\"never ends"), QByteArray("a\nb\"c"), QByteArray("a\n\"b\" c")}) {
            const auto records = readCsv(text);
            QVERIFY2(!records, text.constData());
            QVERIFY2(records.error().faults.first().message.contains(u"line 2"_s), text.constData());
        }
    }
    void readsBackWhatItWrites()
    {
        const QStringList fields{u"plain"_s, u"a, b"_s, u"\"x\""_s, u"two\nlines"_s, QString()};
        const auto records = readCsv(writeCsvRecord(fields));
        QVERIFY(records);
        QCOMPARE(records->size(), 1);
        QCOMPARE(records->first().fields, fields);
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "tst_csv.moc"
