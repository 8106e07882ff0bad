// SPDX-License-Identifier: GPL-3.0-or-later
// Holds for every field of every kind, so a field added later is checked without anybody thinking of it.
#include "common/model/codec.h"
#include "common/model/document_header.h"
#include "common/model/permissions.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A value of the field's type that is within its rules and differs from the default.
QString sampleText(const FieldDef& field)
{
    if (!field.choices.isEmpty())
        return field.choices.last();
    switch (field.format) {
    case TextFormat::Slug:
        return u"some-slug"_s;
    case TextFormat::Segment:
        return u"some"_s;
    case TextFormat::Path:
        return u"/some/path"_s;
    case TextFormat::Url:
    case TextFormat::UpstreamUrl:
        return u"http://host.example:8080/base"_s;
    case TextFormat::Address:
        return u"10.1.0.0/16"_s;
    case TextFormat::Host:
        return u"api.example.com"_s;
    case TextFormat::Origin:
        return u"https://app.example.com"_s;
    case TextFormat::HeaderName:
        return u"X-Some"_s;
    case TextFormat::Method:
        return u"PATCH"_s;
    case TextFormat::Email:
        return u"someone@example.com"_s;
    case TextFormat::Regex:
        return u"^a+$"_s;
    case TextFormat::Any:
        break;
    }
    if (field.pattern.contains(u"64"_s))
        return QString(64, u'a');
    if (field.pattern.contains(u"header"_s))
        return u"header:X-Some"_s;
    if (!field.pattern.isEmpty())
        return u"1.2.3"_s;
    return QString(int(field.min.value_or(4) + 1), u'x').left(int(field.max.value_or(100)));
}

QJsonObject sampleDocument(const EntityTable& table);

QJsonValue sampleValue(const FieldDef& field)
{
    switch (field.type) {
    case FieldType::Text:
    case FieldType::Choice:
        return sampleText(field);
    case FieldType::Integer:
        return qint64(field.max ? std::min(*field.max, field.min.value_or(0) + 7)
                                : field.min.value_or(0) + 7);
    case FieldType::Number:
        return field.max ? (field.min.value_or(0) + *field.max) / 2 : 2.5;
    case FieldType::Boolean:
        return !field.defaultValue.toBool();
    case FieldType::Time:
        return u"2026-03-04T05:06:07.089Z"_s;
    case FieldType::TextList:
        return QJsonArray{sampleText(field)};
    case FieldType::Object:
        return QJsonObject{{u"k"_s, u"v"_s}};
    case FieldType::List:
        return QJsonArray{1, u"two"_s};
    case FieldType::Any:
        return QJsonValue::Null;
    case FieldType::Table:
        return sampleDocument(field.nested());
    case FieldType::TableList:
        return QJsonArray{sampleDocument(field.nested())};
    case FieldType::TableMap:
        return field.name == u"nested_schema"_s ? QJsonObject{}
                                                : QJsonObject{{u"k"_s, sampleDocument(field.nested())}};
    }
    return {};
}

QJsonObject sampleDocument(const EntityTable& table)
{
    QJsonObject document;
    for (const FieldDef& field : table.fields)
        document.insert(field.name, sampleValue(field));
    return document;
}

} // namespace

class TestTables : public QObject {
    Q_OBJECT

    static void eachKind()
    {
        QTest::addColumn<int>("kind");
        for (const Kind kind : allKinds())
            QTest::newRow(qPrintable(toString(kind))) << int(kind);
    }

private Q_SLOTS:
    void everyKindIsListedOnce()
    {
        QSet<int> seen;
        QSet<QString> collections;
        for (const Kind kind : allKinds()) {
            const EntityTable& table = tableOf(kind);
            QCOMPARE(int(table.kind), int(kind));
            QVERIFY2(!seen.contains(int(kind)), qPrintable(table.name));
            seen.insert(int(kind));
            QVERIFY2(!collections.contains(table.collection), qPrintable(table.collection));
            collections.insert(table.collection);
            QVERIFY(kindFromString(table.name) == kind);
            QVERIFY(kindOfCollection(table.collection) == kind);
        }
        QCOMPARE(seen.size(), int(Kind::Slo)); // Slo is the last one, None the first
        for (const char* name :
             {"users", "apis", "endpoints", "groups", "roles", "subscriptions", "routings", "credit_defs",
              "user_credits", "endpoint_validations", "settings", "revocations", "vault_entries", "tiers",
              "user_tier_assignments", "rate_limit_rules"})
            QVERIFY2(collections.contains(QLatin1StringView(name)), name);
    }

    void everyFieldIsDescribed_data() { eachKind(); }
    void everyFieldIsDescribed()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        QVERIFY(!table.label.isEmpty() && !table.plural.isEmpty() && !table.collection.isEmpty());
        QVERIFY(!table.naturalKey.isEmpty());
        for (const QString& key : table.naturalKey)
            QVERIFY2(table.field(key), qPrintable(key));
        QSet<QString> names;
        describe(table, names, true);
    }

    void everyFieldRoundTrips_data() { eachKind(); }
    void everyFieldRoundTrips()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        const QJsonObject document = sampleDocument(table);
        const std::shared_ptr<void> entity = table.make();
        ReadContext context{ReadOptions::stored(), {}};
        readTable(table, entity.get(), document, context);
        QVERIFY2(context.faults.isEmpty(), qPrintable(Error::invalid(context.faults).text()));
        const QJsonObject written = writeTable(table, entity.get(), View::Stored);
        for (const FieldDef& field : table.fields)
            QVERIFY2(written.value(field.name) == document.value(field.name), qPrintable(field.name));
        // A second turn changes nothing, header included.
        const Result<QJsonObject> again = normalise(table, written, ReadOptions::stored());
        QVERIFY(again.ok());
        QCOMPARE(*again, written);
    }

    void samplesPassTheRules_data() { eachKind(); }
    void samplesPassTheRules()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        for (const FieldDef& field : table.fields) {
            const std::shared_ptr<void> entity = table.make();
            ReadContext context{ReadOptions::import(), {}};
            readTable(table, entity.get(), {{field.name, sampleValue(field)}}, context);
            for (const Fault& fault : context.faults)
                QVERIFY2(fault.field != field.name || fault.rule == u"conflict"_s,
                         qPrintable(field.name + u": "_s + fault.message));
        }
    }

    void defaultsPassTheRules_data() { eachKind(); }
    void defaultsPassTheRules()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        const Faults faults = validateTable(table, table.make().get());
        for (const Fault& fault : faults) {
            const FieldDef* field = table.field(fault.field.section(u'.', 0, 0).section(u'[', 0, 0));
            QVERIFY2(field, qPrintable(fault.field));
            // What is required has no default; rules between fields may ask for more.
            QVERIFY2(field->required || fault.rule == u"required"_s,
                     qPrintable(fault.field + u" "_s + fault.message));
        }
    }

    void missingRequiredFieldsAreAllReported_data() { eachKind(); }
    void missingRequiredFieldsAreAllReported()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        QSet<QString> expected;
        for (const FieldDef& field : table.fields) {
            if (field.required)
                expected.insert(field.name);
        }
        const Result<QJsonObject> result = normalise(table, {}, ReadOptions::platformCreate());
        QSet<QString> reported;
        if (!result) {
            for (const Fault& fault : result.error().faults)
                reported.insert(fault.field);
        }
        QVERIFY2(reported.contains(expected), qPrintable(QStringList(expected.values()).join(u", "_s)));
    }

    void everyWrongTypeIsReportedAtOnce_data() { eachKind(); }
    void everyWrongTypeIsReportedAtOnce()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        QJsonObject document;
        QSet<QString> expected;
        for (const FieldDef& field : table.fields) {
            if (field.type == FieldType::Any)
                continue;
            const bool takesObject = field.type == FieldType::Object || field.type == FieldType::Table ||
                                     field.type == FieldType::TableMap;
            document.insert(field.name,
                            takesObject ? QJsonValue(u"text"_s) : QJsonValue(QJsonObject{{u"a"_s, 1}}));
            expected.insert(field.name);
        }
        const Result<QJsonObject> result = normalise(table, document, ReadOptions::import());
        QVERIFY(!result.ok());
        QSet<QString> reported;
        for (const Fault& fault : result.error().faults) {
            if (fault.rule == u"type"_s)
                reported.insert(fault.field);
        }
        QCOMPARE(reported, expected);
    }

    void secretsNeverReachClients_data() { eachKind(); }
    void secretsNeverReachClients()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        const std::shared_ptr<void> entity = table.make();
        ReadContext context{ReadOptions::stored(), {}};
        QJsonObject document = sampleDocument(table);
        int secrets = 0;
        document = plantSecrets(table, document, secrets);
        readTable(table, entity.get(), document, context);
        for (const View view : {View::Client, View::ClientWithMeta, View::Masked}) {
            const QByteArray text = QJsonDocument(writeTable(table, entity.get(), view)).toJson();
            QVERIFY2(!text.contains("c4nary"), text.constData());
        }
        const QByteArray stored = QJsonDocument(writeTable(table, entity.get(), View::Stored)).toJson();
        QCOMPARE(stored.count("c4nary"), secrets);
    }

    void unknownFieldsSurvive_data() { eachKind(); }
    void unknownFieldsSurvive()
    {
        QFETCH(int, kind);
        const EntityTable& table = tableOf(Kind(kind));
        const QJsonObject future{{u"from_the_future"_s, QJsonObject{{u"deep"_s, 1}}}};
        const Result<QJsonObject> kept = normalise(table, future, ReadOptions::stored());
        QVERIFY(kept.ok());
        QCOMPARE(kept->value(u"from_the_future"_s), future.value(u"from_the_future"_s));
        const Result<QJsonObject> refused = normalise(table, future, ReadOptions::v1Create());
        QVERIFY(!refused.ok());
        QVERIFY(std::any_of(refused.error().faults.cbegin(), refused.error().faults.cend(),
                            [](const Fault& fault) {
                                return fault.field == u"from_the_future"_s && fault.rule == u"unknown"_s;
                            }));
    }

    void secretLookingFieldsAreFlagged_data() { eachKind(); }
    void secretLookingFieldsAreFlagged()
    {
        QFETCH(int, kind);
        static const QRegularExpression words(
            u"password|secret|api_key$|api_key_new|encrypted|^hash$|^sealed$"_s);
        static const QSet<QString> harmless{u"password_type"_s, u"must_change_password"_s};
        checkSecretNames(tableOf(Kind(kind)), words, harmless);
    }

    void permissionsHaveDistinctBits()
    {
        PermissionMask all = 0;
        int platform = 0;
        for (const PermissionInfo& each : permissions()) {
            QCOMPARE(all & bit(each.permission), PermissionMask(0));
            all |= bit(each.permission);
            QVERIFY(permissionFromString(QLatin1StringView(each.name)) == each.permission);
            QCOMPARE(info(each.permission).name, each.name);
            QVERIFY(tableOf(Kind::Role).field(QLatin1StringView(each.name)));
            platform += each.ofPlatform;
        }
        QCOMPARE(platform, 16);
        QVERIFY(!permissionFromString(u"manage_nothing"_s));
    }

private:
    static void describe(const EntityTable& table, QSet<QString>& names, bool document)
    {
        for (const FieldDef& field : table.fields) {
            const QByteArray who = (table.name + u'.' + field.name).toUtf8();
            QVERIFY2(!field.label.isEmpty(), who);
            QVERIFY2(field.help.endsWith(u'.'), who);
            QVERIFY2(!document || !field.group.isEmpty(), who);
            QVERIFY2(!field.min || !field.max || *field.min <= *field.max, who);
            QVERIFY2(field.maxItems == 0 || field.minItems <= field.maxItems, who);
            QVERIFY2(field.pattern.isEmpty() || QRegularExpression(field.pattern).isValid(), who);
            QVERIFY2(!(field.required && field.generated), who);
            const bool wide = field.type == FieldType::Text && field.format == TextFormat::Any &&
                              field.choices.isEmpty() && field.pattern.isEmpty();
            const bool ours = field.generated || field.readOnly || field.hidden;
            QVERIFY2(!wide || field.max || ours, who + " is a text without a bound");
            for (const QString& name : QStringList{field.name} + field.aliases) {
                QVERIFY2(!document || !names.contains(name), qPrintable(name));
                if (document)
                    names.insert(name);
            }
            if (field.isNested() && field.nested().name != table.name)
                describe(field.nested(), names, false);
        }
    }

    static void checkSecretNames(const EntityTable& table, const QRegularExpression& words,
                                 const QSet<QString>& harmless)
    {
        for (const FieldDef& field : table.fields) {
            if (field.type == FieldType::Text && !harmless.contains(field.name) &&
                words.match(field.name).hasMatch())
                QVERIFY2(field.secret, qPrintable(table.name + u'.' + field.name));
            if (field.isNested() && field.nested().name != table.name)
                checkSecretNames(field.nested(), words, harmless);
        }
    }

    static QJsonObject plantSecrets(const EntityTable& table, QJsonObject document, int& planted)
    {
        for (const FieldDef& field : table.fields) {
            const QJsonValue value = document.value(field.name);
            if (field.secret) {
                document.insert(field.name, u"c4nary"_s);
                ++planted;
            } else if (field.type == FieldType::Table) {
                document.insert(field.name, plantSecrets(field.nested(), value.toObject(), planted));
            } else if (field.type == FieldType::TableList) {
                document.insert(field.name, QJsonArray{plantSecrets(
                                                field.nested(), value.toArray().at(0).toObject(), planted)});
            } else if (field.type == FieldType::TableMap && !value.toObject().isEmpty()) {
                document.insert(
                    field.name,
                    QJsonObject{{u"k"_s, plantSecrets(field.nested(),
                                                      value.toObject().value(u"k"_s).toObject(), planted)}});
            }
        }
        return document;
    }
};

QTEST_GUILESS_MAIN(TestTables)
#include "tst_tables.moc"
