// SPDX-License-Identifier: GPL-3.0-or-later
// Every field of every body and every parameter of every query, of the wrong kind and size, in a request that
// is good otherwise, so that it is this value that the gateway has to deal with: never a failure, always a
// named error, and never taken for something that it is not.
#include "common/api/queries.h"
#include "tests/integration/calls/good_body.h"
#include "tests/integration/calls/good_calls.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A field of a body, or of a part of one.
struct Place {
    QStringList path; ///< names; "[]" for the element of a list, "*" for the member of a map
    const FieldDef* field = nullptr;
    bool patch = false;
    QString name() const { return path.join(u'.'); }
};

constexpr int deepest = 2;

void addPlaces(const EntityTable& table, const QStringList& before, QList<Place>& places)
{
    for (const FieldDef& field : table.fields) {
        if (field.hidden || field.readOnly || field.generated)
            continue;
        const QStringList path = before + QStringList{field.name};
        places.append({path, &field});
        if (!field.isNested() || path.size() > deepest)
            continue;
        const QString step = field.type == FieldType::TableList  ? u"[]"_s
                             : field.type == FieldType::TableMap ? u"*"_s
                                                                 : QString();
        addPlaces(field.nested(), step.isEmpty() ? path : path + QStringList{step}, places);
    }
}

/// The good value of a part with `value` at the place below it.
QJsonValue with(const QJsonValue& part, const EntityTable& table, const QStringList& path,
                const QJsonValue& value, int number)
{
    QJsonObject object = part.toObject();
    const QString& name = path.first();
    if (path.size() == 1) {
        object.insert(name, value);
        return object;
    }
    const FieldDef& field = *table.field(name);
    const bool stepped = path[1] == u"[]" || path[1] == u"*";
    const QStringList rest = path.mid(stepped ? 2 : 1);
    const QJsonValue inner = with(goodBody(field.nested(), number), field.nested(), rest, value, number);
    object.insert(name, path[1] == u"[]"  ? QJsonValue(QJsonArray{inner})
                        : path[1] == u"*" ? QJsonValue(QJsonObject{{u"x"_s, inner}})
                                          : inner);
    return object;
}

/// Whether a field of that type has no use at all for the value, however lenient it is.
bool isConfusion(const FieldDef& field, const QJsonValue& value)
{
    switch (field.type) {
    case FieldType::Any:
        return false;
    case FieldType::Object:
    case FieldType::Table:
    case FieldType::TableMap:
        return !value.isObject() && !value.isNull();
    case FieldType::TextList:
    case FieldType::List:
    case FieldType::TableList:
        return !value.isArray() && !value.isNull();
    default:
        return value.isObject() || value.isArray();
    }
}

/// Writes to paths of its own choice, ends sessions, or is as good as unlimited work on purpose.
bool isApart(CallId id)
{
    return id == CallId::MemoryDump || id == CallId::MemoryRestore;
}

/// Keeps a password, which takes its time by intention: what such a call would take is left out.
bool isSlow(CallId id)
{
    return id == CallId::UserCreate || id == CallId::UserUpdate || id == CallId::UserPassword ||
           id == CallId::AuthRegister || id == CallId::ConsumerCredentialCreate;
}

/// Said by the path, whatever the body says.
bool isInThePath(CallId id, const QString& field)
{
    return (id == CallId::ContractCreateIn && field == u"tenant") ||
           (id == CallId::ConsumerCreate && field == u"tenant_id");
}

} // namespace

class TestBadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fields_data();
    void fields();
    void allAtOnce_data() { fields_data(); }
    void allAtOnce();
    void queries_data();
    void queries();
    void queriesOfV1AreThoseOfTheTable_data();
    void queriesOfV1AreThoseOfTheTable();
    void theServiceGoesOn();

private:
    HttpReply send(const CallInfo& call, const GoodCall& good, const QJsonObject& body);
    static bool isNamed(const HttpReply& reply);
    GoodCall fresh(const CallInfo& call);

    GatewayProcess m_gateway;
    HttpClient m_admin;
    TestOrigin m_origin;
    std::unique_ptr<GoodCalls> m_calls;
    int m_number = 0;
};

void TestBadInput::initTestCase()
{
    m_gateway.set(u"VAULT_KEY"_s, u"a-vault-key-of-some-length"_s);
    m_gateway.set(u"ADMIN_CLIENT_SECRET"_s, u"C4n4ry-Client-Secret-1"_s);
    m_gateway.set(u"LOGIN_IP_RATE_DISABLED"_s, u"true"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_calls = std::make_unique<GoodCalls>(m_gateway, m_admin, m_origin);
    QCOMPARE(m_calls->begin().join(u'\n'), QString());
}

GoodCall TestBadInput::fresh(const CallInfo& call)
{
    GoodCall good = m_calls->make(call);
    if (!m_calls->faults().isEmpty())
        qWarning("%s", qPrintable(m_calls->faults().join(u'\n')));
    return good;
}

HttpReply TestBadInput::send(const CallInfo& call, const GoodCall& good, const QJsonObject& body)
{
    return m_admin.send(toText(call.method), good.target, QJsonDocument(body).toJson(QJsonDocument::Compact),
                        good.lines + m_admin.bearer());
}

/// A code, or a text that says what is wrong.
bool TestBadInput::isNamed(const HttpReply& reply)
{
    const QJsonObject json = reply.json();
    return json.contains(u"error_code"_s) || json.contains(u"detail"_s) ||
           json.contains(u"error_message"_s) || json.contains(u"error"_s);
}

void TestBadInput::fields_data()
{
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        if (call.surface != gatehouse::Surface::Data && call.request.table && !isApart(call.id))
            QTest::newRow(call.name) << int(call.id);
    }
}

void TestBadInput::fields()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    QJsonArray values{QJsonObject{{u"a"_s, QJsonArray{1}}},
                      QJsonArray{QJsonArray(), 1, QJsonValue()},
                      1e308,
                      -1,
                      true,
                      QString(),
                      QString(QChar(u'\0')) + QChar(0xd800) + u"\u202e\ufffe"_s,
                      QString(70000, u'x'),
                      QJsonValue()};
    if (isSlow(call.id))
        values = {values[0], values[1], values[6], values[7]};
    QList<Place> places;
    addPlaces(call.request.table(), {}, places);
    GoodCall good = fresh(call);
    for (const Place& place : std::as_const(places)) {
        if (isInThePath(call.id, place.name()))
            continue;
        for (const QJsonValue value : values) {
            const QJsonObject usual = QJsonDocument::fromJson(good.body).object();
            const QJsonObject body =
                with(usual, call.request.table(), place.path, value, ++m_number).toObject();
            const HttpReply reply = send(call, good, body);
            const QByteArray asked =
                place.name().toUtf8() + " = " +
                QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).left(60) + " -> " +
                QByteArray::number(reply.status) + ' ' + reply.body.left(300);
            QVERIFY2(reply.status >= 200 && reply.status < 500, asked);
            if (reply.status >= 400)
                QVERIFY2(isNamed(reply), asked);
            else
                QVERIFY2(!isConfusion(*place.field, value), asked);
            if (reply.status < 300) // it did what it does: the next value needs another document
                good = fresh(call);
        }
    }
}

/// Every field wrong at the same time: each is named.
void TestBadInput::allAtOnce()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const GoodCall good = fresh(call);
    QJsonObject body;
    for (const FieldDef& field : call.request.table().fields) {
        const bool plain =
            !field.hidden && !field.readOnly && !field.generated && !isInThePath(call.id, field.name);
        if (plain && isConfusion(field, QJsonObject()))
            body.insert(field.name, QJsonObject{{u"wrong"_s, QJsonArray()}});
        else if (plain && isConfusion(field, QJsonArray()))
            body.insert(field.name, QJsonArray{u"wrong"_s});
    }
    const HttpReply reply = send(call, good, body);
    QVERIFY2(reply.status >= 400 && reply.status < 500, reply.body);
    for (const QString& name : body.keys())
        QVERIFY2(reply.body.contains('"' + name.toUtf8() + '"') || reply.body.contains(name.toUtf8() + ": "),
                 name.toUtf8() + " is not in " + reply.body);
}

void TestBadInput::queries_data()
{
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        if (call.surface != gatehouse::Surface::Data && !queryOf(call.id).isEmpty())
            QTest::newRow(call.name) << int(call.id);
    }
}

/// Texts may be any; everything else is named, one by one and all at once.
void TestBadInput::queries()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const QByteArray place = fresh(call).target.split('?').first();
    const QByteArray method = toText(call.method);
    QByteArrayList all;
    QStringList names;
    for (const QueryParameter& parameter : queryOf(call.id)) {
        const QByteArray name = parameter.name.toLatin1();
        const bool text = parameter.schema[u"type"_s] == u"string"_s && !parameter.schema.contains(u"enum"_s);
        const bool typed = !text && name != "meta"; // what is not true there is false
        for (const char* value : {"nonsense", "-1", "", "1e99", "%00", "%ff%fe", "99999999999999999999"}) {
            const HttpReply reply =
                m_admin.send(method, place + '?' + name + '=' + value, {}, m_admin.bearer());
            const QByteArray asked =
                name + '=' + value + " -> " + QByteArray::number(reply.status) + ' ' + reply.body.left(300);
            QVERIFY2(reply.status >= 200 && reply.status < 500, asked);
            if (typed && QByteArrayView(value) == "nonsense") {
                QVERIFY2(reply.status == 422 || reply.status == 400, asked);
                QVERIFY2(reply.body.contains(name), asked);
            }
        }
        const HttpReply large =
            m_admin.send(method, place + '?' + name + '=' + QByteArray(4000, 'x'), {}, m_admin.bearer());
        QVERIFY2(large.status >= 200 && large.status < 500, name + large.body.left(300));
        if (typed) {
            all.append(name + "=nonsense");
            names.append(parameter.name);
        }
    }
    if (all.isEmpty())
        return;
    const HttpReply reply = m_admin.send(method, place + '?' + all.join('&'), {}, m_admin.bearer());
    QVERIFY2(reply.status == 422 || reply.status == 400, reply.body);
    for (const QString& name : std::as_const(names))
        QVERIFY2(reply.body.contains(name.toUtf8()), name.toUtf8() + " is not in " + reply.body);
}

void TestBadInput::queriesOfV1AreThoseOfTheTable_data()
{
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        const bool list = call.method == Method::Get && QByteArrayView(call.shape).startsWith("{items");
        if (call.surface == gatehouse::Surface::V1 && list)
            QTest::newRow(call.name) << int(call.id);
    }
}

/// What a list of /v1 says it takes is what its description says.
void TestBadInput::queriesOfV1AreThoseOfTheTable()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const QByteArray place = fresh(call).target;
    const HttpReply reply = m_admin.call("GET", place + "?no_such_thing=1&sort=no_such_field");
    if (reply.status == 200) { // a list that is no query of documents
        QCOMPARE(queryOf(call.id).size(), 0);
        return;
    }
    QStringList told{u"page"_s, u"page_size"_s}, known;
    for (const QJsonValue fault : reply.json()[u"detail"_s].toArray()) {
        const QString text = fault[u"msg"_s].toString();
        if (fault[u"loc"_s][1] == u"no_such_thing"_s)
            told += text.section(u"page_size"_s, 1).split(u", "_s, Qt::SkipEmptyParts);
        else if (text.startsWith(u"must be one of"_s))
            told += {u"sort"_s, u"order"_s};
    }
    for (const QueryParameter& parameter : queryOf(call.id))
        known.append(parameter.name);
    told.removeDuplicates();
    told.sort();
    known.sort();
    QCOMPARE(known, told);
}

/// After all of that.
void TestBadInput::theServiceGoesOn()
{
    HttpClient visitor(m_gateway.publicPort());
    const QByteArray target = "/api/rest/" + m_calls->called().toLatin1() + "/v1/x";
    QCOMPARE(visitor.get(target, m_admin.bearer()).status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/user/me").status, 200);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
