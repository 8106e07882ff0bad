// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/json_table_model.h"
#include "console/pages/apis/definitions_dialog.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QDropEvent>
#include <QJsonArray>
#include <QListWidget>
#include <QMimeData>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto protoText = "syntax = \"proto3\";\n"
                           "package shop;\n"
                           "message Order { int32 id = 1; }\n"
                           "service Orders {\n"
                           "  rpc Get(Order) returns (Order);\n"
                           "  rpc Put(Order) returns (Order);\n"
                           "}\n";
constexpr auto openApiText =
    "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"Shop\",\"version\":\"2\"},\n"
    " \"paths\":{\"/orders\":{\"get\":{},\"post\":{}},\"/orders/{id}\":{\"get\":{}}}}";
constexpr auto wsdlText =
    "<?xml version=\"1.0\"?>\n"
    "<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\" name=\"Stock\" targetNamespace=\"urn:stock\">\n"
    " <portType name=\"StockPort\"><operation name=\"Count\"/></portType>\n"
    " <service name=\"Stock\"/>\n"
    "</definitions>";

} // namespace

/// Definitions of an API from files: chosen or dropped, read, shown, and only then kept.
class Definitions : public DeskTest {
    Q_OBJECT

    DefinitionsDialog* dialog() { return window().findChild<DefinitionsDialog*>(); }

    QString fileOf(const QString& name, const QByteArray& content)
    {
        const QString path = m_gateway.dir().filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qWarning("%s cannot be written", qPrintable(path));
        file.write(content);
        return path;
    }

    /// The cell of a file: 1 kind, 2 state, 3 what is in it.
    QString told(const QString& name, int column)
    {
        const int row = dialog()->model()->rowOf(name);
        return row < 0 ? QString() : dialog()->model()->index(row, column).data().toString();
    }

    QStringList contents(const QString& name)
    {
        dialog()->table()->selectRow(dialog()->model()->rowOf(name));
        auto* list = findWidget<QListWidget>(dialog(), "contents");
        QStringList lines;
        for (int row = 0; row < list->count(); ++row)
            lines.append(list->item(row)->text());
        return lines;
    }

    qsizetype operations()
    {
        return call(CallId::OperationList, {u"shop"_s, u"v1"_s}).value(u"endpoints"_s).toArray().size();
    }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        call(CallId::ApiCreate, {},
             {{u"api_name"_s, u"shop"_s},
              {u"api_version"_s, u"v1"_s},
              {u"api_type"_s, u"REST"_s},
              {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}},
              {u"api_servers"_s, QJsonArray{m_gateway.upstream()}}});
        ListPage* page = place("apis");
        QVERIFY(select(page, 0, u"shop"_s));
        trigger(page, u"Import definition…"_s);
        QVERIFY(dialog());
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void nothingIsReadyAtFirst()
    {
        QVERIFY(!findWidget<QPushButton>(dialog(), "importFiles")->isEnabled());
        QVERIFY(findWidget<QPushButton>(dialog(), "chooseFiles")->isEnabled());
        const QStringList faults = accessibilityFaults(*dialog());
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void faultsNameTheLine()
    {
        dialog()->addFiles({fileOf(u"broken.json"_s, "{\n  \"openapi\": \"3.0.1\",\n  oops\n}"),
                            fileOf(u"broken.wsdl"_s, "<definitions>\n<portType>\n</definitions>"),
                            fileOf(u"shop.proto"_s, "syntax = \"proto3\";\nmessage {\n"),
                            fileOf(u"notes.txt"_s, "hello"), m_gateway.dir().filePath(u"missing.json"_s)});
        QCOMPARE(dialog()->model()->rowCount(), 5);
        QVERIFY2(told(u"broken.json"_s, 3).startsWith(u"Line 3, column "_s),
                 qPrintable(told(u"broken.json"_s, 3)));
        QVERIFY(told(u"broken.wsdl"_s, 3).startsWith(u"Line 3, column "_s));
        QTRY_COMPARE_WITH_TIMEOUT(told(u"shop.proto"_s, 2), u"Faulty"_s, patienceMs);
        QVERIFY2(contents(u"shop.proto"_s).join(u'\n').contains(u"line 2"_s),
                 qPrintable(contents(u"shop.proto"_s).join(u'\n')));
        QCOMPARE(told(u"notes.txt"_s, 1), u"Unknown"_s);
        QCOMPARE(told(u"missing.json"_s, 2), u"Faulty"_s);
        QVERIFY(!findWidget<QPushButton>(dialog(), "importFiles")->isEnabled());
        for (const QString& name : {u"broken.json"_s, u"broken.wsdl"_s, u"notes.txt"_s, u"missing.json"_s}) {
            dialog()->table()->selectRow(dialog()->model()->rowOf(name));
            findWidget<QPushButton>(dialog(), "removeFile")->click();
        }
        QCOMPARE(dialog()->model()->rowCount(), 1);
    }

    /// The mended file takes the place of the faulty one; the others come by drag and drop.
    void showsWhatIsInThem()
    {
        dialog()->addFiles({fileOf(u"shop.proto"_s, protoText)});
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(fileOf(u"shop.json"_s, openApiText)),
                      QUrl::fromLocalFile(fileOf(u"stock.wsdl"_s, wsdlText)),
                      QUrl::fromLocalFile(fileOf(u"second.proto"_s, protoText))});
        const QPoint middle = dialog()->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(dialog(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(dialog(), &drop);
        for (const QString& name : {u"shop.proto"_s, u"shop.json"_s, u"stock.wsdl"_s})
            QTRY_COMPARE_WITH_TIMEOUT(told(name, 2), u"Ready"_s, patienceMs);
        QCOMPARE(told(u"shop.proto"_s, 3), u"1 service, 2 methods"_s);
        QCOMPARE(contents(u"shop.proto"_s), (QStringList{u"shop.Orders/Get"_s, u"shop.Orders/Put"_s}));
        QCOMPARE(contents(u"shop.json"_s).size(), 3);
        QVERIFY(contents(u"shop.json"_s).contains(u"GET /orders/{id}"_s));
        QCOMPARE(contents(u"stock.wsdl"_s), QStringList{u"Count"_s});
        QCOMPARE(told(u"second.proto"_s, 2), u"Faulty"_s); // an API has one
        QCOMPARE(operations(), 0);                         // nothing is kept yet
    }

    void importsThemOneAfterTheOther()
    {
        findWidget<QPushButton>(dialog(), "importFiles")->click();
        for (const QString& name : {u"shop.proto"_s, u"shop.json"_s, u"stock.wsdl"_s})
            QTRY_COMPARE_WITH_TIMEOUT(told(name, 2), u"Imported"_s, patienceMs);
        QCOMPARE(told(u"shop.json"_s, 3), u"3 new operations, 0 known already"_s);
        QCOMPARE(operations(), 4);
        QCOMPARE(call(CallId::ProtoGet, {u"shop"_s, u"v1"_s}).value(u"content"_s).toString(),
                 QString::fromLatin1(protoText));
        const QPointer<DefinitionsDialog> alive(dialog());
        dialog()->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(Definitions)
#include "tst_definitions.moc"
