// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/graphql_query.h"

#include <QtTest>

#include <limits>
#include <string>

using namespace gatehouse::filters;
using Fault = GraphQlMeasure::Fault;

class TestGraphQl : public QObject {
    Q_OBJECT

    static std::string shown(const std::string& text)
    {
        const GraphQlMeasure m = measureGraphQl(text);
        if (m.fault != Fault::None)
            return std::string(textOf(m.fault));
        return std::to_string(m.depth) + ' ' + std::to_string(m.fields) + ' ' + std::to_string(m.aliases) +
               (m.introspects ? " introspects" : "");
    }

private Q_SLOTS:
    void measures_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("wanted"); // depth, fields, aliases
        const auto row = [](const char* text, const char* wanted) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(wanted);
        };
        row("{a}", "1 1 0");
        row("query Q($x: [Int!]! = [1, 2]) @d(a: {b: 1}) { a(x: $x, o: {y: [{z: 1}]}) { b } }", "2 2 0");
        row("{ x: a y: a { z: b } }", "2 3 3");
        row("{ a # { { {\n b(s: \"}{\", t: \"\"\" } { \\\"\"\" { \"\"\") }", "1 2 0");
        row("{ ... on T { a } ... { b } ...F } fragment F on T { c { d } }", "2 4 0");
        row("{ a { ...F } } fragment F on T { b { ...G } } fragment G on T { c { d } }", "4 4 0");
        row("{ ...F ...F } fragment F on T { x: a }", "1 2 2");
        row("{ __schema { types { name } } }", "3 3 0 introspects");
        row("{ __typename a: __type(name: \"T\") { name } }", "2 3 1 introspects");
        row("query A { a } mutation B { b { c } }", "2 2 0");
        row("{ on, fragment query }", "1 3 0");
        row("{ ...Missing a }", "1 1 0");
        row("{ ...F } fragment F on T { a { ...F } }", "Query has fragments that contain themselves");
        row("{ ...F } fragment F on T { ...G } fragment G on T { ...F }",
            "Query has fragments that contain themselves");
        for (const char* bad : {"", "{", "{}", "{a", "{a}}", "{a(}", "{a(x: [)}", "{a: }", "query",
                                "type T { a: Int }", "fragment F on T { a }", "{ a(s: \"x) }", "{ ... }",
                                "{ a ? }", "{ a @ }", "fragment on on T { a } { a }", "{ a(x: 1x) }"})
            row(bad, "Query is no GraphQL document");
    }
    void measures()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, wanted);
        QCOMPARE(QByteArray::fromStdString(shown(text.toStdString())), wanted);
    }
    void isBounded()
    {
        std::string deep;
        for (int i = 0; i < 100'000; ++i)
            deep += "{a";
        QCOMPARE(shown(deep), std::string("Query is nested too deeply"));
        std::string inline_;
        for (int i = 0; i < 100'000; ++i)
            inline_ += "{...";
        QCOMPARE(shown(inline_), std::string("Query is nested too deeply"));
        QCOMPARE(shown("{a(x: " + std::string(100'000, '[')), std::string("Query is nested too deeply"));
        // Each fragment spreads the next one ten times: ten to the power of fifty fields, measured at once.
        std::string bomb = "{ ...F0 }";
        for (int i = 0; i < 50; ++i) {
            bomb += " fragment F" + std::to_string(i) + " on T {";
            for (int j = 0; j < 10; ++j)
                bomb += " ...F" + std::to_string(i + 1);
            bomb += " }";
        }
        bomb += " fragment F50 on T { a }";
        const GraphQlMeasure measure = measureGraphQl(bomb);
        QVERIFY(measure.fault == Fault::None);
        QCOMPARE(measure.fields, std::numeric_limits<std::uint64_t>::max());
        std::string many = "{a}";
        for (int i = 0; i < 2000; ++i)
            many += " fragment F" + std::to_string(i) + " on T { a }";
        QCOMPARE(shown(many), std::string("Query has too many definitions"));
    }
};

QTEST_GUILESS_MAIN(TestGraphQl)
#include "tst_graphql.moc"
