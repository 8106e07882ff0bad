// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/main_window.h"
#include "console/app/place_stack.h"
#include "console/client/api_client.h"
#include "console/pages/places.h"
#include "console/pages/shared/document_editor.h"
#include "console/widgets/field_form.h"
#include "console/widgets/indicators.h"
#include "console/widgets/page.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/real_console.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QJsonArray>
#include <QLabel>
#include <QListWidget>
#include <QTableView>
#include <QTest>
#include <QXmlStreamReader>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

/// English texts of the console whose German is another one.
QSet<QString> englishTexts()
{
    QSet<QString> english;
    QSet<QString> german;
    QFile file(QStringLiteral(SOURCE_FOLDER "/translations/gatehouse-console_de.ts"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == u"source"_s)
            source = xml.readElementText();
        if (!xml.isStartElement() || xml.name() != u"translation"_s)
            continue;
        const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        if (text != source)
            english.insert(source.remove(u'`'));
        german.insert(text);
    }
    return english.subtract(german);
}

/// Every text that can be read in the window now.
QStringList visibleTexts(QWidget& window)
{
    QStringList texts;
    for (const QLabel* label : window.findChildren<QLabel*>()) {
        const bool isValue =
            label->textInteractionFlags() & Qt::TextSelectableByMouse; // of the gateway, not ours
        if (label->isVisible() && !isValue)
            texts.append(label->text());
    }
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
        if (button->isVisible())
            texts.append(button->text().remove(u'&'));
    }
    for (const QListWidget* list : window.findChildren<QListWidget*>()) {
        for (int row = 0; list->isVisible() && row < list->count(); ++row)
            texts.append(list->item(row)->text());
    }
    for (const QTableView* table : window.findChildren<QTableView*>()) {
        for (int column = 0; table->isVisible() && table->model() && column < table->model()->columnCount();
             ++column)
            texts.append(table->model()->headerData(column, Qt::Horizontal).toString());
    }
    return texts;
}

} // namespace

/// Walks through every place and every dialog of the console in front of a real gateway: each control has a
/// name and a place in the order of Tab, and the German console speaks German. With
/// GATEHOUSE_SCREENSHOTS=folder every stop is also a picture.
class Tour : public QObject {
    Q_OBJECT

    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;
    QSet<QString> m_english;
    QString m_row;

    MainWindow& window() { return *m_console->window(); }

    void inspect(QWidget& shown, const QString& name)
    {
        const QStringList faults = accessibilityFaults(shown);
        QVERIFY2(faults.isEmpty(), qPrintable(name + u": "_s + faults.join(u'\n')));
        if (m_row.startsWith(u"German"_s)) {
            QStringList foreign;
            for (const QString& text : visibleTexts(shown)) {
                if (m_english.contains(text))
                    foreign.append(text);
            }
            QVERIFY2(foreign.isEmpty(), qPrintable(name + u": "_s + foreign.join(u'\n')));
        }
        const QString folder = qEnvironmentVariable("GATEHOUSE_SCREENSHOTS");
        if (!folder.isEmpty())
            shown.grab().save(folder + u'/' + QString(m_row).replace(u' ', u'-') + u'-' + name + u".png"_s);
    }

    /// The dialog that is open now, if any.
    static QDialog* dialog() { return qobject_cast<QDialog*>(QApplication::activeModalWidget()); }

    void inspectAndClose(const QString& name)
    {
        QTRY_VERIFY(dialog());
        const QPointer<QDialog> shown = dialog();
        inspect(*shown, name);
        QTest::keyClick(shown.data(), Qt::Key_Escape);
        QTRY_VERIFY2(!shown || !shown->isVisible(), qPrintable(name + u" does not close with Escape"_s));
    }

    void send(const QByteArray& method, CallId call, const QStringList& parameters, const QJsonObject& body)
    {
        bool done = false;
        ApiRequest request = ApiClient::requestFor(call, parameters, {}, body);
        request.method = method;
        m_console->link().client().send(request, this, [&done](const Result<QJsonObject>& answer) {
            if (!answer)
                qWarning("%s", qPrintable(answer.error().text()));
            done = true;
        });
        QTRY_VERIFY(done);
    }

    void publishSome()
    {
        for (const QString& name : {u"orders"_s, u"billing"_s, u"shipping"_s}) {
            send("POST", CallId::ApiCreate, {},
                 {{u"api_name"_s, name},
                  {u"api_version"_s, u"v1"_s},
                  {u"api_type"_s, u"REST"_s},
                  {u"api_public"_s, name == u"orders"_s},
                  {u"api_description"_s, u"The %1 service of the shop"_s.arg(name)},
                  {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}},
                  {u"api_servers"_s, QJsonArray{m_gateway.upstream()}}});
            for (const QString& uri : {u"/orders"_s, u"/orders/{id}"_s})
                send("POST", CallId::OperationCreate, {},
                     {{u"api_name"_s, name},
                      {u"api_version"_s, u"v1"_s},
                      {u"endpoint_method"_s, u"GET"_s},
                      {u"endpoint_uri"_s, uri},
                      {u"endpoint_description"_s, u"GET "_s + uri}});
        }
        send("POST", CallId::UserCreate, {},
             {{u"username"_s, u"ada"_s},
              {u"email"_s, u"ada@example.com"_s},
              {u"password"_s, RealGateway::password()},
              {u"role"_s, u"admin"_s},
              {u"groups"_s, QJsonArray{u"ALL"_s}}});
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_english = englishTexts();
        QVERIFY(m_english.size() > 500);
        QVERIFY(m_gateway.start());
    }

    void everyStop_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::newRow("English light") << u"en"_s << u"light"_s;
        QTest::newRow("English dark") << u"en"_s << u"dark"_s;
        QTest::newRow("German light") << u"de"_s << u"light"_s;
    }
    void everyStop()
    {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        m_row = QString::fromLatin1(QTest::currentDataTag());
        Options options = m_gateway.options(language);
        options.theme = theme;
        options.size = QSize(1'280, 800);
        m_console = std::make_unique<Console>(options, std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        if (language == u"en"_s && theme == u"light"_s)
            publishSome();
        walkPlaces();
        walkDialogs();
    }
    void cleanup() { m_console.reset(); }

private:
    Page* page() { return window().places().current(); }

    /// True once the table of the page, if it has one, shows a row.
    bool hasRows()
    {
        auto* table = page()->findChild<QTableView*>();
        return table && table->isVisible() && table->model() && table->model()->rowCount() > 0;
    }

    void walkPlaces()
    {
        PlaceRegistry registry;
        registerPlaces(registry);
        for (const PlaceInfo& place : registry.places()) {
            window().go(place.id);
            QCOMPARE(window().places().currentPlace(), place.id);
            QTRY_VERIFY(!page()->progress()->isBusy());
            if (hasRows())
                page()->findChild<QTableView*>()->selectRow(0);
            inspect(window(), u"place-"_s + place.id);
            if (QTest::currentTestFailed())
                return;
            walkEditors(place.id);
        }
    }

    /// The dialogs behind the actions of a place: create, and edit of the selected row.
    void walkEditors(const QString& place)
    {
        if (auto* primary = page()->findChild<QAbstractButton*>(u"primaryAction"_s);
            primary && place != u"security"_s) {
            primary->click();
            inspectAndClose(place + u"-create"_s);
        }
        static const QStringList opening{u"apis"_s,  u"users"_s,     u"groups"_s,  u"roles"_s,
                                         u"audit"_s, u"revisions"_s, u"routings"_s};
        if (!hasRows() || !opening.contains(place))
            return;
        auto* table = page()->findChild<QTableView*>();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY(dialog());
        auto* editor = qobject_cast<DocumentEditor*>(dialog());
        if (!editor) {
            inspectAndClose(place + u"-open"_s);
            return;
        }
        QTRY_VERIFY(!editor->form()->document().isEmpty()); // the stored values are shown
        auto* sections = editor->form()->findChild<QListWidget*>();
        for (int row = 0; row < sections->count(); ++row) {
            sections->setCurrentRow(row);
            inspect(*editor, u"%1-edit-%2"_s.arg(place).arg(row));
        }
        closeDialog();
    }

    static void closeDialog()
    {
        if (dialog())
            QTest::keyClick(dialog(), Qt::Key_Escape);
    }

    void walkDialogs()
    {
        for (const QString& id : {u"gateway.connections"_s, u"app.preferences"_s, u"view.palette"_s,
                                  u"help.page"_s, u"help.shortcuts"_s, u"help.about"_s}) {
            QAction* action = window().actions().find(id);
            QVERIFY2(action, qPrintable(id));
            action->trigger();
            inspectAndClose(u"dialog-"_s + id);
            if (QTest::currentTestFailed())
                return;
        }
    }
};

QTEST_MAIN(Tour)
#include "tst_tour.moc"
