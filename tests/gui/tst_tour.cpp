// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/main_window.h"
#include "console/app/place_stack.h"
#include "console/client/api_client.h"
#include "console/pages/exchange/exchange_page.h"
#include "console/pages/places.h"
#include "console/pages/shared/document_editor.h"
#include "console/pages/shared/usage_section.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/field_form.h"
#include "console/widgets/indicators.h"
#include "console/widgets/page.h"
#include "console/widgets/table_view.h"
#include "tests/console/app/cut_texts.h"
#include "tests/gui/pseudo_locale.h"
#include "tests/gui/real_console.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>
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
/// name and a place in the order of Tab, every text can be read in full, and the German console speaks
/// German. On a screen of scale 2 the same with much longer texts in a smaller window. With
/// GATEHOUSE_SCREENSHOTS=folder every stop is also a picture.
class Tour : public QObject {
    Q_OBJECT

    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;
    QSet<QString> m_english;
    QString m_row;
    PseudoLocale m_longTexts;
    bool m_published = false;
    QStringList m_cut; ///< of all stops, so that one run shows every one

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
        constexpr int settleMs = 1'000; // a text that has just changed gets its room with the next event
        QStringList cut;
        (void)QTest::qWaitFor([&] { return (cut = cutTexts(shown)).isEmpty(); }, settleMs);
        for (const QString& fault : cut) {
            if (m_cut.contains(fault))
                continue;
            m_cut.append(fault);
            qWarning("cut in %s: %s", qPrintable(name), qPrintable(fault));
        }
        const QString folder = qEnvironmentVariable("GATEHOUSE_SCREENSHOTS");
        const auto news = shown.findChildren<QWidget*>(u"toast"_s);
        for (QWidget* toast : news)
            toast->hide(); // passes by itself, and would lie over what is photographed
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
        fillDesk();
    }

    void fillDesk()
    {
        QJsonObject contract;
        fetch(CallId::ContractCreate, {},
              {{u"name"_s, u"payments"_s},
               {u"version"_s, u"1.0.0"_s},
               {u"endpoint"_s, QJsonObject{{u"url"_s, m_gateway.upstream()}}}},
              contract);
        fillUpstreams();
        fillPlans();
        fillConsumers(contract.value(u"id"_s));
        fillPolicies(contract.value(u"id"_s));
        fillCredits();
        fillAlerts();
    }

    /// One that fires at once, one channel, one silence.
    void fillAlerts()
    {
        send("POST", CallId::AlertRuleCreate, {},
             {{u"name"_s, u"Little traffic"_s},
              {u"signal"_s, u"request_rate"_s},
              {u"comparison"_s, u"below"_s},
              {u"threshold"_s, 100'000},
              {u"window_seconds"_s, 1},
              {u"for_seconds"_s, 0}});
        send("POST", CallId::AlertChannelCreate, {},
             {{u"name"_s, u"On call"_s},
              {u"type"_s, u"email"_s},
              {u"recipients"_s, QJsonArray{u"oncall@example.com"_s}}});
        send("POST", CallId::SilenceCreate, {},
             {{u"api"_s, u"billing/v1"_s},
              {u"ends_at"_s, u"2099-01-01T00:00:00Z"_s},
              {u"reason"_s, u"moved to the new data centre"_s}});
    }

    void fillUpstreams()
    {
        QJsonObject pool;
        fetch(CallId::UpstreamCreate, {},
              {{u"name"_s, u"pool"_s},
               {u"balancing"_s, u"least_connections"_s},
               {u"targets"_s,
                QJsonArray{QJsonObject{{u"url"_s, m_gateway.upstream()}, {u"weight"_s, 3}},
                           QJsonObject{{u"url"_s, u"http://127.0.0.1:9"_s}, {u"drain"_s, true}}}}},
              pool);
        send("POST", CallId::ApiCreate, {},
             {{u"api_name"_s, u"search"_s},
              {u"api_version"_s, u"v1"_s},
              {u"api_type"_s, u"REST"_s},
              {u"api_public"_s, true},
              {u"api_description"_s, u"The search service of the shop"_s},
              {u"api_upstream_id"_s, pool.value(u"id"_s)}});
    }

    void fillPlans()
    {
        send("POST", CallId::PlanV1Create, {u"default"_s},
             {{u"slug"_s, u"gold"_s},
              {u"name"_s, u"Gold"_s},
              {u"description"_s, u"For partners with a contract"_s},
              {u"rate_limit_per_minute"_s, 600},
              {u"daily_request_limit"_s, 50'000},
              {u"burst_limit"_s, 60}});
        send("POST", CallId::PlanV1Create, {u"default"_s},
             {{u"slug"_s, u"trial"_s},
              {u"name"_s, u"Trial"_s},
              {u"rate_limit_per_minute"_s, 30},
              {u"monthly_request_limit"_s, 1'000},
              {u"requires_approval"_s, true}});
    }

    void fillConsumers(const QJsonValue& contract)
    {
        const QStringList plans{u"gold"_s, u"trial"_s, QString()};
        const QStringList names{u"Acme Logistics"_s, u"Northwind Traders"_s, u"Fabrikam Mobile"_s};
        for (int i = 0; i < names.size(); ++i) {
            const QString word = names.at(i).section(u' ', 0, 0).toLower();
            QJsonObject consumer, subscription;
            fetch(CallId::ConsumerCreate, {u"default"_s},
                  {{u"external_id"_s, word},
                   {u"name"_s, names.at(i)},
                   {u"email"_s, u"ops@%1.example"_s.arg(word)},
                   {u"company"_s, names.at(i)}},
                  consumer);
            QJsonObject wish{{u"consumer_id"_s, consumer.value(u"id"_s)}, {u"api_id"_s, contract}};
            if (!plans.at(i).isEmpty())
                wish.insert(u"plan_id"_s, plans.at(i));
            fetch(CallId::SubscriptionV1Create, {}, wish, subscription);
            if (i == 2)
                send("POST", CallId::ConsumerSuspend, {u"default"_s, consumer.value(u"id"_s).toString()}, {});
        }
    }

    void fillPolicies(const QJsonValue& contract)
    {
        send("POST", CallId::PolicyCreate, {},
             {{u"name"_s, u"partner limit"_s},
              {u"policy_type"_s, u"rate_limit"_s},
              {u"tenant_id"_s, u"default"_s},
              {u"config"_s, QJsonObject{{u"requests_per_minute"_s, 100}, {u"burst"_s, 10}}},
              {u"bindings"_s, QJsonArray{QJsonObject{{u"api_id"_s, contract}}}}});
        send("POST", CallId::PolicyCreate, {},
             {{u"name"_s, u"shop pages"_s},
              {u"policy_type"_s, u"cors"_s},
              {u"tenant_id"_s, u"default"_s},
              {u"dry_run"_s, true},
              {u"config"_s, QJsonObject{{u"origins"_s, QJsonArray{u"https://shop.example"_s}}}}});
        send("POST", CallId::LimitRuleCreate, {},
             {{u"rule_id"_s, u"everybody"_s},
              {u"rule_type"_s, u"global"_s},
              {u"time_window"_s, u"minute"_s},
              {u"limit"_s, 20'000}});
    }

    void fillCredits()
    {
        const QJsonObject tier{{u"tier_name"_s, u"starter"_s},
                               {u"credits"_s, 1'000},
                               {u"input_limit"_s, 0},
                               {u"output_limit"_s, 0},
                               {u"reset_frequency"_s, u"monthly"_s}};
        const QJsonObject balance{{u"tier_name"_s, u"starter"_s}, {u"available_credits"_s, 750}};
        send("POST", CallId::CreditDefCreate, {},
             {{u"api_credit_group"_s, u"maps"_s},
              {u"api_key"_s, u"upstream-secret"_s},
              {u"api_key_header"_s, u"x-api-key"_s},
              {u"credit_tiers"_s, QJsonArray{tier}}});
        send("POST", CallId::CreditSave, {u"ada"_s},
             {{u"username"_s, u"ada"_s}, {u"users_credits"_s, QJsonObject{{u"maps"_s, balance}}}});
        send("POST", CallId::VaultCreate, {},
             {{u"key_name"_s, u"mail-relay"_s},
              {u"value"_s, u"very-secret"_s},
              {u"description"_s, u"Password of the mail relay"_s}});
    }

    /// As send(), with the answer.
    void fetch(CallId call, const QStringList& parameters, const QJsonObject& body, QJsonObject& taken)
    {
        bool done = false;
        m_console->link().client().call(call, parameters, body, this, [&](const Result<QJsonObject>& answer) {
            if (answer)
                taken = *answer;
            done = true;
        });
        QTRY_VERIFY(done);
        QVERIFY(!taken.isEmpty());
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
        if (qEnvironmentVariableIsSet("QT_SCALE_FACTOR")) {
            QTest::newRow("Long light") << u"en"_s << u"light"_s;
            return;
        }
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
        const bool longTexts = m_row.startsWith(u"Long"_s);
        options.size = longTexts ? QSize(1'280, 720) : QSize(1'280, 800);
        if (longTexts)
            QCoreApplication::installTranslator(&m_longTexts);
        m_console = std::make_unique<Console>(options, std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        if (!std::exchange(m_published, true))
            publishSome();
        walkPlaces();
        walkDialogs();
        QVERIFY2(m_cut.isEmpty(), qPrintable(u'\n' + m_cut.join(u'\n')));
    }
    void cleanup()
    {
        QCoreApplication::removeTranslator(&m_longTexts);
        m_cut.clear();
        m_console.reset();
    }

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
            if (place.id == u"tester"_s)
                sendTraced();
            else if (place.id == u"exchange"_s)
                openConfiguration();
            else if (hasRows())
                page()->findChild<QTableView*>()->selectRow(0);
            if (auto* pane = page()->findChild<QWidget*>(u"detailPane"_s); pane && pane->isVisibleTo(page()))
                QTRY_VERIFY(pane->parentWidget()->rect().contains(pane->geometry())); // beside the table
            for (const QWidget* use : page()->findChildren<UsageSection*>())
                QTRY_VERIFY(use->findChild<QLabel*>() && use->height() > 0 &&
                            use->height() >= use->minimumSizeHint().height()); // its answer can be seen
            for (const auto* table : page()->findChildren<TableView*>())
                QTRY_VERIFY2(!table->isVisible() || table->horizontalScrollBar()->maximum() == 0,
                             qPrintable(tooWide(place.id, *table)));
            inspect(window(), u"place-"_s + place.id);
            if (QTest::currentTestFailed())
                return;
            walkEditors(place.id);
            if (QStringList{u"consumers"_s, u"subscriptions"_s, u"apis"_s, u"users"_s}.contains(place.id))
                walkMany(place.id);
        }
    }

    /// Several rows: what the pane offers, and the preview of the first and of the last of it.
    void walkMany(const QString& place)
    {
        page()->findChild<QTableView*>()->selectAll();
        auto* pane = findWidget<DetailPane>(page(), "detailPane");
        const auto offers = [pane] {
            QList<QPushButton*> offered;
            for (auto* button : pane->findChildren<QPushButton*>()) {
                if (button->isVisible() && button->text().endsWith(u")…"_s))
                    offered.append(button);
            }
            return offered;
        };
        QTRY_VERIFY(offers().size() > 1);
        const QList<QPushButton*> offered = offers();
        inspect(window(), place + u"-many"_s);
        for (QPushButton* button : {offered.first(), offered.last()}) {
            button->click();
            const QPointer<QDialog> shown = window().findChild<QDialog*>(u"bulkDialog"_s);
            QVERIFY(shown);
            QVERIFY(QTest::qWaitForWindowActive(shown));
            inspect(*shown, place + u"-bulk-"_s + (button == offered.first() ? u"first"_s : u"last"_s));
            QTest::keyClick(shown.data(), Qt::Key_Escape);
            QTRY_VERIFY(!shown);
        }
        QTest::keyClick(pane, Qt::Key_Escape);
    }

    static QString tooWide(const QString& place, const TableView& table)
    {
        QStringList widths;
        for (const int column : table.visibleColumns())
            widths.append(QString::number(table.columnWidth(column)));
        return u"%1 has to be scrolled sideways: %2 in %3"_s.arg(place, widths.join(u" + "_s))
            .arg(table.viewport()->width());
    }

    /// What the gateway has, with one API changed and one role added.
    void openConfiguration()
    {
        QJsonObject file;
        fetch(CallId::ConfigExportAll, {}, {}, file);
        QJsonArray apis = file.value(u"apis"_s).toArray(), roles = file.value(u"roles"_s).toArray();
        QJsonObject changed = apis.first().toObject();
        changed.insert(u"api_description"_s, u"As it was in the other data centre"_s);
        apis.replace(0, changed);
        roles.append(QJsonObject{{u"role_name"_s, u"partner"_s}});
        file.insert(u"apis"_s, apis);
        file.insert(u"roles"_s, roles);
        QFile written(m_gateway.dir().filePath(u"production.json"_s));
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write(QJsonDocument(file).toJson());
        written.close();
        qobject_cast<ExchangePage*>(page())->open(written.fileName());
        auto* table = page()->findChild<QTableView*>();
        QTRY_VERIFY(table->model()->rowCount() > 0 && table->isVisible());
        table->selectRow(0);
    }

    /// A call whose way through the gateway is told.
    void sendTraced()
    {
        findWidget<QLineEdit>(page(), "base")->setText(u"http://127.0.0.1:%1"_s.arg(m_gateway.publicPort()));
        findWidget<QLineEdit>(page(), "path")->setText(u"/api/rest/orders/v1/orders"_s);
        findWidget<QCheckBox>(page(), "trace")->setChecked(true);
        findWidget<QPushButton>(page(), "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(findWidget<StatusPill>(page(), "answerStatus")->word().startsWith(u"200"_s),
                                 patienceMs);
        auto* way = page()->findChild<QTableView*>(u"traceSteps"_s);
        QVERIFY(way);
        QVERIFY(way->model()->rowCount() > 3);
        for (int row = 0; row < way->model()->rowCount(); ++row) {
            const QString filter = way->model()->index(row, 1).data().toString();
            QVERIFY2(!filter.contains(u'_'), qPrintable(filter)); // in words
        }
    }

    /// The dialogs behind the actions of a place: create, and edit of the selected row.
    void walkEditors(const QString& place)
    {
        if (auto* primary = page()->findChild<QAbstractButton*>(u"primaryAction"_s);
            primary &&
            !QStringList{u"security"_s, u"golive"_s, u"exchange"_s, u"settings"_s, u"certificates"_s}
                 .contains(place)) {
            primary->click();
            inspectAndClose(place + u"-create"_s);
        }
        for (const auto& [of, action] :
             {std::pair{u"consumers"_s, u"credentials"_s}, std::pair{u"apis"_s, u"importDefinition"_s},
              std::pair{u"users"_s, u"userApis"_s}, std::pair{u"users"_s, u"userPassword"_s}}) {
            auto* known = place == of ? page()->findChild<QAction*>(action) : nullptr;
            if (!known)
                continue;
            known->trigger();
            QTRY_VERIFY(dialog());
            if (auto* table = dialog()->findChild<QTableView*>(); table && of == u"consumers"_s)
                QTRY_VERIFY(table->model()->rowCount() > 0);
            inspectAndClose(place + u'-' + action);
        }
        static const QStringList opening{
            u"apis"_s,     u"users"_s,     u"groups"_s,        u"roles"_s,    u"audit"_s, u"revisions"_s,
            u"routings"_s, u"consumers"_s, u"plans"_s,         u"policies"_s, u"rules"_s, u"subscriptions"_s,
            u"balances"_s, u"vault"_s,     u"credit_groups"_s, u"upstreams"_s};
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
        if (auto* tabs = editor->findChild<QTabWidget*>(); place == u"upstreams"_s) {
            tabs->setCurrentIndex(tabs->count() - 1);
            inspect(*editor, place + u"-json"_s);
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
