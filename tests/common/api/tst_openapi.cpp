// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/openapi.h"
#include "common/api/queries.h"
#include "common/api/raw_bodies.h"

#include <QHash>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

/// The description as tools read it: complete, and every reference leads somewhere.
class TestOpenApi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyCallIsThere();
    void everyReferenceLeadsSomewhere();
    void everyBodyHasASchema();
    void bodiesOfOtherKindsAreDescribed();
    void parametersAreThoseOfThePath();
    void noTwoTablesShareASchema();
    void queriesAreDescribed();
    void everyQueryHasAMeaning();
    void platformSaysWhatItAnswers();
    void shapesBecomeSchemas();
    void v1SaysWhatItAnswers();
    void secretsAreNoPartOfAnswers();
    void whatMayBeNullIsSaid();

private:
    template <typename Visit>
    void forEachOperation(Visit visit) const
    {
        const QJsonObject paths = m_document[u"paths"_s].toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject methods = path->toObject();
            for (auto method = methods.begin(); method != methods.end(); ++method)
                visit(path.key(), method.key(), method->toObject());
        }
    }
    QJsonValue schemaOf(const QString& path, const QString& method, const QString& status) const
    {
        return m_document[u"paths"_s][path][method][u"responses"_s][status][u"content"_s]
                         [u"application/json"_s][u"schema"_s];
    }
    void references(const QJsonValue& value, QStringList& into) const;

    QJsonObject m_document;
};

void TestOpenApi::initTestCase()
{
    m_document = openApiDocument(callTable(), u"Gatehouse"_s, u"1"_s);
}

void TestOpenApi::everyCallIsThere()
{
    QSet<QString> ids;
    forEachOperation([&](const QString&, const QString&, const QJsonObject& operation) {
        const QString id = operation[u"operationId"_s].toString();
        QVERIFY2(!ids.contains(id), qPrintable(id));
        ids.insert(id);
        QVERIFY2(!operation[u"summary"_s].toString().isEmpty(), qPrintable(id));
    });
    for (const CallInfo& call : callTable()) {
        if (call.surface != Surface::Data)
            QVERIFY2(ids.contains(QString::fromLatin1(call.name)), call.name);
    }
}

void TestOpenApi::references(const QJsonValue& value, QStringList& into) const
{
    if (value.isArray()) {
        for (const QJsonValue& item : value.toArray())
            references(item, into);
    }
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (member.key() == u"$ref" && member->isString())
            into.append(member->toString());
        else
            references(*member, into);
    }
}

void TestOpenApi::everyReferenceLeadsSomewhere()
{
    QStringList found;
    references(m_document, found);
    QVERIFY(found.size() > 100);
    const QJsonObject schemas = m_document[u"components"_s][u"schemas"_s].toObject();
    for (const QString& reference : std::as_const(found)) {
        QVERIFY2(reference.startsWith(u"#/components/schemas/"_s), qPrintable(reference));
        const QJsonObject schema = schemas[reference.section(u'/', -1)].toObject();
        QVERIFY2(schema[u"type"_s] == u"object"_s, qPrintable(reference));
        QVERIFY2(schema.contains(u"properties"_s), qPrintable(reference));
    }
}

/// No body that is JSON is left without a type.
void TestOpenApi::everyBodyHasASchema()
{
    forEachOperation([&](const QString& path, const QString& method, const QJsonObject& operation) {
        const QJsonObject responses = operation[u"responses"_s].toObject();
        QVERIFY(!responses.isEmpty());
        for (auto response = responses.begin(); response != responses.end(); ++response) {
            const QJsonObject content = response->toObject()[u"content"_s].toObject();
            for (auto type = content.begin(); type != content.end(); ++type) {
                const QJsonObject schema = type->toObject()[u"schema"_s].toObject();
                QVERIFY2(schema.contains(u"type"_s) || schema.contains(u"$ref"_s) ||
                             schema.contains(u"oneOf"_s),
                         qPrintable(method + u' ' + path + u' ' + response.key()));
            }
        }
    });
    for (const CallInfo& call : callTable()) {
        if (!(call.request.table || rawBodyOf(call.id)) || call.surface == Surface::Data)
            continue;
        bool told = false;
        forEachOperation([&](const QString&, const QString&, const QJsonObject& operation) {
            told = told || (operation[u"operationId"_s] == QString::fromLatin1(call.name) &&
                            operation.contains(u"requestBody"_s));
        });
        QVERIFY2(told, call.name);
    }
}

/// A form, a CSV file, a description: with the media type that the gateway reads.
void TestOpenApi::bodiesOfOtherKindsAreDescribed()
{
    const auto body = [this](const QString& path, const QString& method) {
        return m_document[u"paths"_s][path][method][u"requestBody"_s].toObject();
    };
    const auto schema = [&](const QString& path, const QString& method, const QString& type) {
        return body(path, method)[u"content"_s][type][u"schema"_s].toObject();
    };
    const QJsonObject form = schema(u"/realms/{realm}/protocol/openid-connect/token"_s, u"post"_s,
                                    u"application/x-www-form-urlencoded"_s);
    QCOMPARE(form[u"required"_s].toArray(), QJsonArray{u"grant_type"_s});
    QCOMPARE(form[u"properties"_s].toObject().keys(),
             (QStringList{u"client_id"_s, u"client_secret"_s, u"grant_type"_s}));
    const QString bulk = u"/v1/consumers/{tenant}/bulk"_s;
    QCOMPARE(schema(bulk, u"post"_s, u"text/csv"_s)[u"type"_s].toString(), u"string"_s);
    QVERIFY(body(bulk, u"post"_s)[u"description"_s].toString().contains(u"external_id, name, email"_s));
    for (const QString& path :
         {u"/v1/contracts/{id}/openapi"_s, u"/v1/tenants/{tenant}/contracts/{id}/openapi"_s}) {
        const QJsonObject description = schema(path, u"put"_s, u"application/json"_s);
        QCOMPARE(description[u"required"_s].toArray(), QJsonArray{u"paths"_s});
        QVERIFY(body(path, u"put"_s)[u"required"_s].toBool());
    }
}

void TestOpenApi::parametersAreThoseOfThePath()
{
    forEachOperation([&](const QString& path, const QString&, const QJsonObject& operation) {
        QStringList named;
        for (const QJsonValue& parameter : operation[u"parameters"_s].toArray()) {
            if (parameter[u"in"_s] == u"query"_s)
                continue;
            QVERIFY2(path.contains(u'{' + parameter[u"name"_s].toString() + u'}'), qPrintable(path));
            named.append(parameter[u"name"_s].toString());
        }
        QCOMPARE(path.count(u'{'), named.size());
    });
}

/// Schemas are called by the names of their tables: a name must be one table's alone.
void TestOpenApi::noTwoTablesShareASchema()
{
    QHash<QString, const EntityTable*> tables;
    const auto take = [&tables](const EntityTable& table) {
        static const QRegularExpression other(u"[^A-Za-z0-9]"_s);
        const QString name = QString(table.name).remove(other).toLower();
        const EntityTable* const known = tables.value(name, &table);
        QVERIFY2(known == &table, qPrintable(table.name));
        tables.insert(name, &table);
    };
    for (const Kind kind : allKinds())
        take(tableOf(kind));
    for (const CallInfo& call : callTable()) {
        if (call.request.table)
            take(call.request.table());
    }
    QVERIFY(tables.size() > 40);
}

void TestOpenApi::queriesAreDescribed()
{
    const auto parameter = [this](const QString& path, const QString& name) {
        const QJsonArray all = m_document[u"paths"_s][path][u"get"_s][u"parameters"_s].toArray();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const QJsonValue& each) { return each[u"name"_s] == name; });
        return found == all.end() ? QJsonObject() : (*found).toObject();
    };
    const QJsonObject limit = parameter(u"/platform/logging/logs"_s, u"limit"_s);
    QCOMPARE(limit[u"in"_s].toString(), u"query"_s);
    QCOMPARE(limit[u"schema"_s].toObject(),
             (QJsonObject{{u"type"_s, u"integer"_s}, {u"minimum"_s, 1}, {u"maximum"_s, 1000}}));
    QCOMPARE(limit[u"required"_s].toBool(), false);
    QCOMPARE(parameter(u"/platform/monitor/report"_s, u"start"_s)[u"required"_s].toBool(), true);
    QCOMPARE(parameter(u"/platform/monitor/metrics"_s, u"sort"_s)[u"schema"_s][u"enum"_s].toArray(),
             (QJsonArray{u"asc"_s, u"desc"_s}));
    QCOMPARE(parameter(u"/platform/user"_s, u"meta"_s)[u"schema"_s][u"type"_s].toString(), u"boolean"_s);
    QVERIFY(parameter(u"/platform/role"_s, u"meta"_s).isEmpty());
}

/// No parameter without a type and a text, none twice, and none in two rows.
void TestOpenApi::everyQueryHasAMeaning()
{
    for (const CallInfo& call : callTable()) {
        QSet<QString> names;
        for (const QueryParameter& parameter : queryOf(call.id)) {
            const QByteArray where = call.name + (' ' + parameter.name.toUtf8());
            QVERIFY2(!names.contains(parameter.name), where);
            names.insert(parameter.name);
            QVERIFY2(!parameter.about.isEmpty(), where);
            QVERIFY2(parameter.schema.contains(u"type"_s), where);
        }
    }
    QCOMPARE(queryWords(u"severity"_s), (QStringList{u"critical"_s, u"warning"_s, u"info"_s}));
    QCOMPARE(queryWords(u"search"_s), QStringList());
}

namespace {

/// The places of a schema that could be anything.
QStringList openPlaces(const QJsonObject& schema, const QString& place)
{
    if (schema.contains(u"$ref"_s))
        return {};
    QStringList open;
    for (const QJsonValue& form : schema[u"oneOf"_s].toArray())
        open += openPlaces(form.toObject(), place);
    if (schema.contains(u"oneOf"_s))
        return open;
    const QJsonValue type = schema[u"type"_s];
    const bool object = type == u"object"_s || type.toArray().contains(u"object"_s);
    const bool list = type == u"array"_s;
    if (type.isUndefined() || (list && !schema.contains(u"items"_s)) ||
        (object && !schema.contains(u"properties"_s) && !schema.contains(u"additionalProperties"_s)))
        return {place};
    if (list)
        return openPlaces(schema[u"items"_s].toObject(), place + u"[]"_s);
    const QJsonObject members = schema[u"properties"_s].toObject();
    for (auto member = members.begin(); member != members.end(); ++member)
        open += openPlaces(member->toObject(), place + u'.' + member.key());
    if (schema[u"additionalProperties"_s].isObject())
        open += openPlaces(schema[u"additionalProperties"_s].toObject(), place + u".*"_s);
    return open;
}

} // namespace

/// Nothing of an answer is left open, but for documents that are somebody else's.
void TestOpenApi::platformSaysWhatItAnswers()
{
    QStringList open;
    for (const CallInfo& call : callTable()) {
        const bool json = call.reply == ReplyKind::Object || call.reply == ReplyKind::Raw;
        if (call.surface != Surface::Platform || !json)
            continue;
        const QString path = QString::fromLatin1(call.path).replace(u":path}"_s, u"}"_s);
        const QString method = QString::fromLatin1(toText(call.method)).toLower();
        const QJsonValue schema = schemaOf(path, method, QString::number(call.status));
        open += openPlaces(schema.toObject(), QString::fromLatin1(call.name));
    }
    QCOMPARE(open.join(u'\n'), QString());
}

void TestOpenApi::shapesBecomeSchemas()
{
    const QJsonValue roles = schemaOf(u"/platform/role"_s, u"get"_s, u"200"_s)[u"properties"_s];
    QCOMPARE(roles[u"roles"_s][u"items"_s][u"$ref"_s].toString(), u"#/components/schemas/Role"_s);
    QCOMPARE(roles[u"has_next"_s][u"type"_s].toString(), u"boolean"_s);
    QCOMPARE(schemaOf(u"/platform/user/me"_s, u"get"_s, u"200"_s)[u"$ref"_s].toString(),
             u"#/components/schemas/User"_s);
    QCOMPARE(schemaOf(u"/platform/memory/dump"_s, u"post"_s,
                      u"200"_s)[u"properties"_s][u"response"_s][u"properties"_s][u"path"_s][u"type"_s]
                 .toString(),
             u"string"_s);
    QCOMPARE(schemaOf(u"/platform/api"_s, u"post"_s, u"422"_s)[u"$ref"_s].toString(),
             u"#/components/schemas/Error"_s);
    QVERIFY(m_document[u"components"_s][u"schemas"_s][u"Error"_s][u"properties"_s].toObject().contains(
        u"faults"_s));
}

/// No answer of /v1 is an object of which nothing more is known, and every list says what it holds.
void TestOpenApi::v1SaysWhatItAnswers()
{
    for (const CallInfo& call : callTable()) {
        if (call.surface != Surface::V1 || call.reply != ReplyKind::Raw)
            continue;
        const QString method = QString::fromLatin1(toText(call.method)).toLower();
        const QJsonValue schema =
            schemaOf(QString::fromLatin1(call.path), method, QString::number(call.status));
        const QJsonValue one = schema[u"type"_s] == u"array"_s ? schema[u"items"_s] : schema;
        const bool told = one.toObject().contains(u"$ref"_s) || !one[u"properties"_s].toObject().isEmpty();
        QVERIFY2(told, call.name);
        const QJsonObject items = one[u"properties"_s][u"items"_s].toObject();
        if (!items.isEmpty())
            QVERIFY2(!items[u"items"_s].toObject().isEmpty(), call.name);
    }
    QCOMPARE(
        schemaOf(u"/v1/contracts"_s, u"get"_s, u"200"_s)[u"properties"_s][u"items"_s][u"items"_s][u"$ref"_s]
            .toString(),
        u"#/components/schemas/V1Contract"_s);
}

void TestOpenApi::secretsAreNoPartOfAnswers()
{
    const QJsonObject schemas = m_document[u"components"_s][u"schemas"_s].toObject();
    const QJsonObject shown = schemas[u"V1Channel"_s][u"properties"_s].toObject();
    QVERIFY(shown.contains(u"destination"_s) && shown.contains(u"min_severity"_s));
    QVERIFY(!shown.contains(u"secret"_s) && !shown.contains(u"url"_s));
    QVERIFY(schemas[u"Channel"_s][u"properties"_s].toObject().contains(u"url"_s)); // the request has it
}

void TestOpenApi::whatMayBeNullIsSaid()
{
    const QJsonObject api = m_document[u"components"_s][u"schemas"_s][u"Api"_s][u"properties"_s].toObject();
    const QJsonArray forms = api[u"api_jwt"_s][u"oneOf"_s].toArray();
    QCOMPARE(forms.size(), 2);
    QVERIFY(forms[0].toObject().contains(u"$ref"_s));
    QCOMPARE(forms[1][u"type"_s].toString(), u"null"_s);
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "tst_openapi.moc"
