// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/v1/text_search.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using gatehouse::admin::v1::TextSearch;

class TestTextSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatAQStringContains();
    void nothingIsInEverything();
    void anyTextWillDo();
};

void TestTextSearch::findsWhatAQStringContains()
{
    const QStringList texts{QString(),
                            u""_s,
                            u"a"_s,
                            u"Anna"_s,
                            u"anna@Example.org"_s,
                            u"company 123"_s,
                            u"\u00c4rger \u00fcber Stra\u00dfen"_s,
                            u"\u00e4RGER"_s,
                            u"key \U0001f511"_s,
                            QString(u"Anna "_s).repeated(200)};
    for (const QString& wanted : texts) {
        const TextSearch search(wanted);
        for (const QString& text : texts)
            QCOMPARE(search.isIn(text), text.contains(wanted, Qt::CaseInsensitive) || wanted.isEmpty());
    }
}

void TestTextSearch::nothingIsInEverything()
{
    QVERIFY(TextSearch(QString()).isIn(QString()));
    QVERIFY(TextSearch(u""_s).isIn(u"Anna"_s, u""_s));
}

void TestTextSearch::anyTextWillDo()
{
    const TextSearch search(u"NNA"_s);
    QVERIFY(search.isIn(u"Anna"_s, u"x"_s, QString()));
    QVERIFY(search.isIn(u"x"_s, QString(), u"anna@example.org"_s));
    QVERIFY(!search.isIn(u"nn"_s, u"a"_s));
    QCOMPARE(search.text(), u"NNA"_s);
}

QTEST_GUILESS_MAIN(TestTextSearch)
#include "tst_text_search.moc"
