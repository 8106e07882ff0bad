// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/codec.h"
#include "common/model/credit.h"
#include "common/model/policy.h"
#include "common/model/upstream.h"
#include "console/widgets/field_editor.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/model_text.h"
#include "console/widgets/rows_editor.h"

#include <QCheckBox>
#include <QDateTime>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

class TestFieldForm : public QObject {
    Q_OBJECT
    static QJsonObject document()
    {
        return {{u"api_name"_s, u"customers"_s},
                {u"api_version"_s, u"v1"_s},
                {u"api_display_name"_s, u"old"_s},
                {u"api_servers"_s, QJsonArray{u"http://10.0.0.1:80"_s}}};
    }
    static QLineEdit* line(FieldForm& form, const QString& field)
    {
        return form.formField(field)->findChild<QLineEdit*>();
    }
private Q_SLOTS:
    /// Whatever a document holds, showing it must not count as a change. Runs over every entity there is.
    void showingADocumentChangesNothing_data()
    {
        QTest::addColumn<int>("kind");
        for (const Kind kind : allKinds())
            QTest::newRow(qPrintable(tableOf(kind).name)) << static_cast<int>(kind);
    }
    void showingADocumentChangesNothing()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(static_cast<Kind>(kind));
        FieldForm form(table, FieldForm::Purpose::Edit);
        const auto entity = table.make();
        form.setDocument(writeTable(table, entity.get(), View::Client));
        QCOMPARE(form.changes(), QJsonObject());
        QCOMPARE(form.changeCount(), 0);
    }
    void everyVisibleFieldHasAnEditorWithAName()
    {
        const EntityTable& table = tableOf<Api>();
        FieldForm form(table, FieldForm::Purpose::Create);
        for (const FieldDef& field : table.fields) {
            const bool shown = !field.hidden && !field.generated && !field.readOnly;
            QCOMPARE(form.formField(field.name) != nullptr, shown);
        }
    }
    void onlyWhatWasChangedIsSent()
    {
        FieldForm form(tableOf<Api>(), FieldForm::Purpose::Edit);
        form.setDocument(document());
        QSignalSpy edited(&form, &FieldForm::edited);
        QTest::keyClicks(line(form, u"api_display_name"_s), u"er"_s);
        QVERIFY(edited.size() > 0);
        QCOMPARE(form.changes(), (QJsonObject{{u"api_display_name"_s, u"older"_s}}));
        QCOMPARE(form.changeTexts().size(), 1);
        QVERIFY(form.changeTexts().first().contains(u"old → older"_s));
        QCOMPARE(form.document().value(u"api_servers"_s), document().value(u"api_servers"_s));
    }
    /// A list of small objects is a table; what it does not show is kept, and nothing is lost by moving.
    void listsOfObjectsAreATable()
    {
        const QJsonObject first{{u"tier_name"_s, u"basic"_s},
                                {u"credits"_s, 10},
                                {u"input_limit"_s, 0},
                                {u"output_limit"_s, 0},
                                {u"reset_frequency"_s, u"daily"_s},
                                {u"from_elsewhere"_s, true}};
        QJsonObject second = first;
        second.insert(u"tier_name"_s, u"large"_s);
        second.remove(u"from_elsewhere"_s);
        FieldForm form(tableOf<CreditGroup>(), FieldForm::Purpose::Edit);
        form.setDocument({{u"api_credit_group"_s, u"maps"_s},
                          {u"api_key_header"_s, u"x-key"_s},
                          {u"credit_tiers"_s, QJsonArray{first, second}}});
        QCOMPARE(form.changeCount(), 0);
        auto* rows = form.formField(u"credit_tiers"_s)->findChild<RowsEditor*>();
        QVERIFY(rows);
        rows->moveRow(1, -1);
        QCOMPARE(form.changes(), (QJsonObject{{u"credit_tiers"_s, QJsonArray{second, first}}}));
        rows->moveRow(0, -1); // no further
        rows->moveRow(0, 1);
        QCOMPARE(form.changeCount(), 0);
        rows->removeRow(0);
        rows->removeRow(0);
        QVERIFY(!form.check()); // at least one
        QVERIFY(form.formField(u"credit_tiers"_s)->error().contains(u"at least 1"_s));
        rows->addRow();
        QVERIFY(!form.check());
        const auto note = [rows](const char* cell) {
            return rows->findChild<QLabel*>(QLatin1StringView(cell) + u"Fault"_s)->text();
        };
        QVERIFY(!note("tier_name").isEmpty());
        auto* credits = rows->findChild<QWidget*>(u"credits"_s)->findChild<QLineEdit*>();
        credits->clear();
        QTest::keyClicks(credits, u"many"_s);
        QVERIFY2(note("credits").contains(u"whole number"_s), qPrintable(note("credits")));
        QVERIFY(!form.check());
        QVERIFY(!note("tier_name").isEmpty() && !note("credits").isEmpty()); // all at once
        form.setReadOnly(true);
        QVERIFY(rows->findChild<QPushButton*>(u"addRow"_s)->isHidden());
    }
    void immutableFieldsCannotBeEditedLater()
    {
        FieldForm edit(tableOf<Api>(), FieldForm::Purpose::Edit);
        edit.setDocument(document());
        QVERIFY(line(edit, u"api_name"_s)->isReadOnly());
        FieldForm create(tableOf<Api>(), FieldForm::Purpose::Create);
        QVERIFY(!line(create, u"api_name"_s)->isReadOnly());
    }
    void checkFindsWhatTheGatewayWouldRefuse()
    {
        FieldForm form(tableOf<Api>(), FieldForm::Purpose::Create);
        QVERIFY(!form.check());
        QVERIFY(form.formField(u"api_name"_s)->hasError());
        line(form, u"api_name"_s)->setText(u"customers"_s);
        line(form, u"api_version"_s)->setText(u"v1"_s);
        form.check();
        QVERIFY2(!form.formField(u"api_name"_s)->hasError(),
                 qPrintable(form.formField(u"api_name"_s)->error()));
        line(form, u"api_name"_s)->setText(u"a/b"_s);
        QVERIFY(!form.check());
        QVERIFY(form.formField(u"api_name"_s)->hasError());
    }
    void numbersAreNumbers()
    {
        FieldForm form(tableOf<Api>(), FieldForm::Purpose::Edit);
        form.setDocument(document());
        const FieldDef* number = nullptr;
        for (const FieldDef& field : tableOf<Api>().fields) {
            if (field.type == FieldType::Integer && !field.hidden && !field.generated && !field.immutable)
                number = &field;
        }
        QVERIFY(number);
        line(form, number->name)->setText(u"many"_s);
        QVERIFY(!form.check());
        QVERIFY(form.formField(number->name)->hasError());
    }
    void listsAreOneItemPerLine()
    {
        FieldForm form(tableOf<Api>(), FieldForm::Purpose::Edit);
        form.setDocument(document());
        auto* text = form.formField(u"api_servers"_s)->findChild<QPlainTextEdit*>();
        QVERIFY(text);
        text->setPlainText(u"http://a:1\n\n  http://b:2  \n"_s);
        QCOMPARE(form.changes().value(u"api_servers"_s), (QJsonArray{u"http://a:1"_s, u"http://b:2"_s}));
    }
    void gatewayFaultsLandOnTheirFields()
    {
        FieldForm form(tableOf<Api>(), FieldForm::Purpose::Edit);
        form.setDocument(document());
        const Faults rest = form.showFaults({{u"api_servers[1]"_s, u"format"_s, u"no address"_s},
                                             {u"nobody"_s, u"unknown"_s, u"unknown field"_s}});
        QCOMPARE(rest.size(), 1);
        QCOMPARE(rest.first().field, u"nobody"_s);
        QVERIFY(form.formField(u"api_servers"_s)->error().startsWith(u"entry 2: "_s));
    }
    void secretsAreNeverShownAndOnlySentWhenTyped()
    {
        for (const Kind kind : allKinds()) {
            const EntityTable& table = tableOf(kind);
            for (const FieldDef& field : table.fields) {
                if (!field.secret || field.hidden || field.type != FieldType::Text)
                    continue;
                FieldForm form(table, FieldForm::Purpose::Edit);
                form.setDocument({{field.name, secretMask()}});
                auto* edit = line(form, field.name);
                QCOMPARE(edit->text(), QString());
                QCOMPARE(edit->echoMode(), QLineEdit::Password);
                QVERIFY(!form.changes().contains(field.name));
                if (edit->isReadOnly())
                    continue;
                edit->setText(u"new secret"_s);
                QCOMPARE(form.changes().value(field.name).toString(), u"new secret"_s);
                QVERIFY(!form.changeTexts().join(u' ').contains(u"new secret"_s));
            }
        }
    }

    /// A part with a table of its own: its fields are rows, its faults stand at them, and it is sent as a
    /// whole.
    void aPartIsASectionOfTheForm()
    {
        FieldForm form(tableOf<Policy>(), FieldForm::Purpose::Edit, {u"bindings"_s}, nullptr,
                       {{u"config"_s, &policyConfigTable(PolicyType::RateLimit), u"Settings"_s}});
        form.setDocument(
            {{u"name"_s, u"gentle"_s},
             {u"policy_type"_s, u"rate_limit"_s},
             {u"config"_s, QJsonObject{{u"requests_per_minute"_s, 100}, {u"per"_s, u"consumer"_s}}}});
        QCOMPARE(form.changes(), QJsonObject());
        QVERIFY(!form.formField(u"config"_s));
        line(form, u"config.requests_per_minute"_s)->setText(u"0"_s);
        QVERIFY(!form.check());
        QVERIFY(form.formField(u"config.requests_per_minute"_s)->hasError());
        line(form, u"config.requests_per_minute"_s)->setText(u"200"_s);
        line(form, u"config.burst"_s)->setText(u"5"_s);
        QVERIFY(form.check());
        const QJsonObject wanted{
            {u"config"_s,
             QJsonObject{{u"requests_per_minute"_s, 200}, {u"burst"_s, 5}, {u"per"_s, u"consumer"_s}}}};
        QCOMPARE(form.changes(), wanted);
        const Faults rest = form.showFaults({{u"config.daily_limit"_s, u"range"_s, u"is too small"_s},
                                             {u"elsewhere"_s, u"range"_s, u"is of no field"_s}});
        QVERIFY(form.formField(u"config.daily_limit"_s)->hasError());
        QCOMPARE(rest.size(), 1);
        // News of the server below: what was typed stays, the rest follows.
        form.rebase({{u"name"_s, u"gentle"_s},
                     {u"policy_type"_s, u"rate_limit"_s},
                     {u"config"_s, QJsonObject{{u"requests_per_minute"_s, 150}, {u"per"_s, u"ip"_s}}}});
        const QJsonObject config = form.document().value(u"config"_s).toObject();
        QCOMPARE(config.value(u"requests_per_minute"_s).toInt(), 200);
        QCOMPARE(config.value(u"per"_s).toString(), u"ip"_s);
    }
    void aFaultySectionIsMarkedAlsoWhereItIsSelected()
    {
        FieldForm form(tableOf<Policy>(), FieldForm::Purpose::Create, {u"bindings"_s, u"policy_type"_s},
                       nullptr, {{u"config"_s, &policyConfigTable(PolicyType::RateLimit), u"Rate limit"_s}});
        QVERIFY(!form.check());
        QCOMPARE(form.formField(u"name"_s)->error(), u"is required"_s); // and not how long it must be
        const QIcon mark = form.findChild<QListWidget*>(u"sections"_s)->item(0)->icon();
        const auto picture = [&mark](QIcon::Mode mode) { return mark.pixmap(16, mode).toImage(); };
        QVERIFY(!picture(QIcon::Normal).isNull());
        QCOMPARE(picture(QIcon::Selected), picture(QIcon::Normal));
    }
    void addressesGetMoreRoomThanNumbers()
    {
        FieldForm form(tableOf<Upstream>(), FieldForm::Purpose::Edit);
        form.setDocument({{u"targets"_s, QJsonArray{QJsonObject{{u"url"_s, u"http://127.0.0.1:41555"_s}}}}});
        form.resize(800, 600);
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        auto* rows = form.formField(u"targets"_s)->findChild<RowsEditor*>();
        const auto width = [rows](const QString& cell) { return rows->findChild<QWidget*>(cell)->width(); };
        QVERIFY2(width(u"url"_s) > 2 * width(u"weight"_s),
                 qPrintable(u"%1 %2"_s.arg(width(u"url"_s)).arg(width(u"weight"_s))));
        form.resize(form.minimumSizeHint()); // each below its word, whatever the words need
        for (const auto& [cell, word] :
             {std::pair{u"weight"_s, u"Weight"_s}, std::pair{u"backup"_s, u"Backup"_s}}) {
            const auto words = rows->findChildren<QLabel*>();
            const auto* above =
                *std::find_if(words.begin(), words.end(),
                              [&word = word](const QLabel* label) { return label->text() == word; });
            const auto left = [rows](const QWidget* widget) { return widget->mapTo(rows, QPoint()).x(); };
            QTRY_COMPARE(left(above), left(rows->findChild<QWidget*>(cell)));
        }
    }
    void timesAreThoseOfThisComputer()
    {
        const QDateTime local(QDate(2030, 7, 1), QTime(8, 30));
        const QString stored = local.toUTC().toString(Qt::ISODateWithMs); // finer than what is shown
        FieldForm form(tableOf<Silence>(), FieldForm::Purpose::Edit);
        form.setDocument({{u"ends_at"_s, stored}, {u"reason"_s, u"moving"_s}});
        QLineEdit* ends = line(form, u"ends_at"_s);
        QCOMPARE(ends->text(), u"2030-07-01 08:30"_s);
        QCOMPARE(form.changes(), QJsonObject());
        const auto written = [&](const QString& text) {
            ends->setText(text);
            return form.changes().value(u"ends_at"_s).toString();
        };
        QCOMPARE(written(u"2030-07-01 09:30"_s), local.addSecs(3'600).toUTC().toString(Qt::ISODate));
        QCOMPARE(written(u"2030-07-01T09:30:00Z"_s), u"2030-07-01T09:30:00Z"_s); // with a zone of its own
        QVERIFY(form.check());
        written(u"tomorrow"_s);
        QVERIFY(!form.check());
        QVERIFY(form.formField(u"ends_at"_s)->error().contains(u"such as"_s));
    }
    void acronymsAreSpelt()
    {
        QCOMPARE(choiceText(u"api"_s), u"API"_s);
        QCOMPARE(choiceText(u"per_api"_s), u"Per API"_s);
        QCOMPARE(choiceText(u"mtls"_s), u"mTLS"_s);
        QCOMPARE(choiceText(u"round_robin"_s), u"Round robin"_s);
    }
};

QTEST_MAIN(TestFieldForm)
#include "tst_field_form.moc"
