// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/compact_text.h"

#include <QtTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;

class TestCompactText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackTheSame_data();
    void givesBackTheSame();
    void nullAndEmptyAreApart();
    void beginsLikeAQString();
    void copiesOutliveTheirOrigin();
};

void TestCompactText::givesBackTheSame_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("word") << u"stoa_sk_1234"_s;
    QTest::newRow("hash") << QString(u"0123456789abcdef"_s).repeated(4);
    QTest::newRow("upper-case hash") << QString(u"0123456789ABCDEF"_s).repeated(4);
    QTest::newRow("odd digits") << QString(u'a').repeated(17);
    QTest::newRow("almost a hash") << QString(u'a').repeated(15) + u'g';
    QTest::newRow("few digits") << u"abcd"_s;
    QTest::newRow("bcrypt") << u"$2b$12$abcdefghijklmnopqrstuv0123456789ABCDEFGHIJKLMNOPQRSTU"_s;
    QTest::newRow("not ASCII") << u"Sch\u00f6n \u65e5\u672c \U0001f511"_s;
    QTest::newRow("with NUL") << u"a"_s + QChar(0) + u"b"_s;
}

void TestCompactText::givesBackTheSame()
{
    QFETCH(QString, text);
    const CompactText compact(text);
    QCOMPARE(compact.toString(), text);
    QCOMPARE(compact.toUtf8(), text.toUtf8());
    QVERIFY(compact == CompactText(text.toUtf8()));
    QVERIFY(!(compact == CompactText(text + u'x')));
    QVERIFY(!compact.isEmpty() && !compact.isNull());
}

void TestCompactText::nullAndEmptyAreApart()
{
    QVERIFY(CompactText().isNull() && CompactText(QString()).isNull() && CompactText(QByteArray()).isNull());
    QVERIFY(CompactText().toString().isNull());
    QVERIFY(!CompactText(u""_s).isNull() && CompactText(u""_s).isEmpty() && CompactText().isEmpty());
    QVERIFY(!CompactText(u""_s).toString().isNull());
    QVERIFY(CompactText::empty() == CompactText(u""_s));
    QVERIFY(!(CompactText::empty() == CompactText()));
}

void TestCompactText::beginsLikeAQString()
{
    const QStringList texts{QString(),
                            u""_s,
                            u"a"_s,
                            u"stoa"_s,
                            u"stoa_sk"_s,
                            QString(u"ab"_s).repeated(8),
                            QString(u"ab"_s).repeated(9),
                            u"\u00e4"_s,
                            u"\u00e4b"_s};
    for (const QString& text : texts) {
        for (const QString& start : texts)
            QCOMPARE(CompactText(text).startsWith(start), text.startsWith(start));
    }
}

void TestCompactText::copiesOutliveTheirOrigin()
{
    CompactText copy;
    {
        const CompactText origin(u"a text of some length"_s);
        copy = origin;
        CompactText moved = std::move(copy);
        copy = moved;
        copy = *&copy; // onto itself
    }
    QCOMPARE(copy.toString(), u"a text of some length"_s);
}

QTEST_GUILESS_MAIN(TestCompactText)
#include "tst_compact_text.moc"
