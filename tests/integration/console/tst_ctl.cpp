// SPDX-License-Identifier: GPL-3.0-or-later
// gatehousectl against the real gateway: what it prints as JSON, and its exit codes.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_authority.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {
enum Exit { Done = 0, Refused = 1, Usage = 2, NotLoggedIn = 3, NoConnection = 4 };
}

class TestCtl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void usageFaults_data();
    void usageFaults();
    void callsNeedALogin();
    void noGatewayIsNoConnection();
    void loginKeepsASession();
    void apisFromCreateToDelete();
    void usersFromCreateToDelete();
    void publishedFilesServeTraffic();
    void upstreamsFromListToReset();
    void protoFiles();
    void recordsOfTheStorage();
    void recordsOneByOne();
    void collectionsAsAWhole();
    void exportAndImport();
    void statusAndRevisions();
    void certificatesInUse();
    void sessionsGoOnByHttps();
    void logoutEndsTheSession();

private:
    ProgramRun ctl(const QStringList& arguments, const QByteArray& input = {})
    {
        return runProgram(u"gatehousectl"_s, arguments, m_environment, input);
    }
    QJsonObject json(const QStringList& arguments)
    {
        const ProgramRun run = ctl(arguments + QStringList{u"--json"_s});
        if (run.status != Done)
            qWarning().noquote() << arguments << run.status << run.err;
        return QJsonDocument::fromJson(run.out.toUtf8()).object();
    }
    /// The path of a file that holds this.
    QString recordsFile(const QByteArray& text) const
    {
        QFile file(QDir(m_gateway.directory()).filePath(u"records.json"_s));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName()
                                                                                  : QString();
    }
    QStringList titles()
    {
        QStringList found;
        for (const QJsonValue record : json({u"record"_s, u"list"_s, u"notes"_s})[u"items"_s].toArray())
            found.append(record[u"title"_s].toString());
        return found;
    }

    GatewayProcess m_gateway;
    QProcessEnvironment m_environment;
};

void TestCtl::initTestCase()
{
    QVERIFY(m_gateway.start());
    m_environment = m_gateway.environment();
    m_environment.insert(u"GATEHOUSE_URL"_s, serverAt(m_gateway.adminPort()));
}

void TestCtl::usageFaults_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("unknown command") << QStringList{u"api"_s, u"paint"_s};
    QTest::newRow("unknown option") << QStringList{u"api"_s, u"list"_s, u"--colour"_s};
    QTest::newRow("too few") << QStringList{u"api"_s, u"show"_s, u"orders"_s};
    QTest::newRow("too many") << QStringList{u"api"_s, u"show"_s, u"orders"_s, u"v1"_s, u"v2"_s};
    QTest::newRow("bad address") << QStringList{u"status"_s, u"--url"_s, u"nonsense"_s};
}

void TestCtl::usageFaults()
{
    QFETCH(const QStringList, arguments);
    const ProgramRun run = ctl(arguments);
    QCOMPARE(run.status, int(Usage));
    QVERIFY(arguments.isEmpty() || run.err.startsWith(u"error: "_s));
}

void TestCtl::callsNeedALogin()
{
    QCOMPARE(ctl({u"api"_s, u"list"_s}).status, int(NotLoggedIn));
    QCOMPARE(ctl({u"login"_s, u"--password-stdin"_s}, "Wrong-Password-123\n").status, int(Refused));
    QProcessEnvironment stale = m_environment;
    stale.insert(u"GATEHOUSE_TOKEN"_s, u"a.b.c"_s);
    QCOMPARE(runProgram(u"gatehousectl"_s, {u"api"_s, u"list"_s}, stale).status, int(NotLoggedIn));
}

void TestCtl::noGatewayIsNoConnection()
{
    ScriptedUpstream gone(ScriptedUpstream::always({}));
    gone.stopListening();
    const ProgramRun run = ctl({u"login"_s, u"--password-stdin"_s, u"--url"_s, serverAt(gone.port())}, "x\n");
    QCOMPARE(run.status, int(NoConnection));
    QVERIFY(!run.err.isEmpty() && run.out.isEmpty());
}

void TestCtl::loginKeepsASession()
{
    const ProgramRun run =
        ctl({u"login"_s, u"--password-stdin"_s, u"--json"_s}, GatewayProcess::password().toUtf8() + '\n');
    QCOMPARE(run.status, int(Done));
    QCOMPARE(QJsonDocument::fromJson(run.out.toUtf8()).object(), object(R"({"user":"admin"})"));
    // The session is for its owner's eyes only.
    const QDir state(m_gateway.directory() + u"/.local/state/gatehouse"_s);
    const QFileInfoList files = state.entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QCOMPARE(files.first().permissions() &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

void TestCtl::apisFromCreateToDelete()
{
    QCOMPARE(ctl({u"api"_s, u"create"_s, u"api_name=shop"_s, u"api_version=v1"_s,
                  u"api_servers=http://127.0.0.1:9"_s, u"api_public=true"_s})
                 .status,
             int(Done));
    const QJsonObject shown = json({u"api"_s, u"show"_s, u"shop"_s, u"v1"_s});
    QCOMPARE(shown.value(u"api_servers"_s).toArray(), QJsonArray{u"http://127.0.0.1:9"_s});
    QVERIFY(shown.value(u"api_public"_s).toBool());
    QCOMPARE(json({u"api"_s, u"list"_s, u"--search"_s, u"shop"_s}).value(u"total"_s).toInt(), 1);
    QVERIFY(ctl({u"api"_s, u"list"_s}).out.contains(u"shop"_s));
    QCOMPARE(ctl({u"api"_s, u"disable"_s, u"shop"_s, u"v1"_s}).status, int(Done));
    QVERIFY(!json({u"api"_s, u"show"_s, u"shop"_s, u"v1"_s}).value(u"active"_s).toBool(true));
    QCOMPARE(ctl({u"api"_s, u"enable"_s, u"shop"_s, u"v1"_s}).status, int(Done));
    QCOMPARE(ctl({u"endpoint"_s, u"create"_s, u"api_name=shop"_s, u"api_version=v1"_s,
                  u"endpoint_method=GET"_s, u"endpoint_uri=/x"_s, u"endpoint_description=d"_s})
                 .status,
             int(Done));
    QCOMPARE(json({u"endpoint"_s, u"list"_s, u"shop"_s, u"v1"_s}).value(u"endpoints"_s).toArray().size(), 1);
    QCOMPARE(ctl({u"endpoint"_s, u"delete"_s, u"shop"_s, u"v1"_s, u"GET"_s, u"/x"_s}).status, int(Done));
    QCOMPARE(ctl({u"api"_s, u"delete"_s, u"shop"_s, u"v1"_s}).status, int(Done));
    const ProgramRun gone = ctl({u"api"_s, u"show"_s, u"shop"_s, u"v1"_s});
    QCOMPARE(gone.status, int(Refused));
    QVERIFY(gone.err.contains(u"API003"_s) && gone.out.isEmpty());
}

void TestCtl::usersFromCreateToDelete()
{
    const QByteArray password = userPassword().toUtf8() + '\n';
    QCOMPARE(ctl({u"user"_s, u"create"_s, u"username=carla"_s, u"email=carla@example.org"_s, u"role=user"_s,
                  u"--password-stdin"_s},
                 password)
                 .status,
             int(Done));
    QCOMPARE(json({u"user"_s, u"show"_s, u"carla"_s}).value(u"email"_s).toString(), u"carla@example.org"_s);
    HttpClient client(m_gateway.adminPort());
    QVERIFY(client.login(u"carla"_s, userPassword()));
    QCOMPARE(ctl({u"user"_s, u"update"_s, u"carla"_s, u"active=false"_s}).status, int(Done));
    QVERIFY(!client.login(u"carla"_s, userPassword()));
    QCOMPARE(ctl({u"user"_s, u"password"_s, u"carla"_s, u"--password-stdin"_s}, "too-weak\n").status,
             int(Refused));
    QCOMPARE(ctl({u"user"_s, u"delete"_s, u"carla"_s}).status, int(Done));
    QCOMPARE(ctl({u"user"_s, u"delete"_s, u"carla"_s}).status, int(Refused));
}

void TestCtl::publishedFilesServeTraffic()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("from the file")));
    const QString path = m_gateway.directory() + u"/api.json"_s;
    const QJsonObject api{{u"api_name"_s, u"filed"_s},
                          {u"api_version"_s, u"v1"_s},
                          {u"api_public"_s, true},
                          {u"api_servers"_s, QJsonArray{serverAt(upstream.port())}}};
    const QJsonObject endpoint{
        {u"endpoint_method"_s, u"GET"_s}, {u"endpoint_uri"_s, u"/x"_s}, {u"endpoint_description"_s, u"d"_s}};
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(QJsonObject{{u"api"_s, api}, {u"endpoints"_s, QJsonArray{endpoint}}}).toJson());
    file.close();
    for (int times = 0; times < 2; ++times) // again changes nothing
        QCOMPARE(ctl({u"api"_s, u"apply"_s, path}).status, int(Done));
    QCOMPARE(HttpClient(m_gateway.publicPort()).get("/api/rest/filed/v1/x").body,
             QByteArray("from the file"));
    QCOMPARE(ctl({u"api"_s, u"apply"_s, u"/no/such/file"_s}).status, int(Usage));
}

void TestCtl::upstreamsFromListToReset()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    const QString first = serverAt(a.port());
    const QString targets = u"targets=[{\"url\":\"%1\"},{\"url\":\"%2\"}]"_s.arg(first, serverAt(b.port()));
    QCOMPARE(ctl({u"upstream"_s, u"create"_s, u"name=pool"_s, targets}).status, int(Done));
    const QString id = json({u"upstream"_s, u"show"_s, u"pool"_s}).value(u"id"_s).toString();
    QVERIFY(!id.isEmpty());
    QCOMPARE(ctl({u"api"_s, u"create"_s, u"api_name=pooled"_s, u"api_version=v1"_s, u"api_public=true"_s,
                  u"api_upstream_id="_s + id})
                 .status,
             int(Done));
    const auto stateOf = [&] {
        for (const QJsonValue& upstream : json({u"upstream"_s, u"list"_s}).value(u"upstreams"_s).toArray()) {
            if (upstream[u"upstream"_s].toString() == u"pool"_s)
                return upstream[u"targets"_s][0][u"state"_s].toString();
        }
        return QString();
    };
    QCOMPARE(stateOf(), u"up"_s);
    QCOMPARE(ctl({u"upstream"_s, u"drain"_s, u"pool"_s, first}).status, int(Done));
    QCOMPARE(stateOf(), u"drained"_s);
    QVERIFY(ctl({u"upstream"_s, u"list"_s}).out.contains(u"drained"_s)); // for people
    QCOMPARE(ctl({u"upstream"_s, u"undrain"_s, u"pool"_s, first}).status, int(Done));
    QCOMPARE(stateOf(), u"up"_s);
    QCOMPARE(ctl({u"upstream"_s, u"reset"_s, u"pool"_s}).status, int(Done));
    QCOMPARE(ctl({u"upstream"_s, u"drain"_s, u"pool"_s, u"http://127.0.0.1:1"_s}).status, int(Refused));
    QCOMPARE(ctl({u"upstream"_s, u"drain"_s, u"pool"_s}).status, int(Usage));
    QCOMPARE(ctl({u"upstream"_s, u"update"_s, u"pool"_s, u"balancing=random"_s}).status, int(Done));
    QCOMPARE(ctl({u"api"_s, u"delete"_s, u"pooled"_s, u"v1"_s}).status, int(Done));
    QCOMPARE(ctl({u"upstream"_s, u"delete"_s, u"pool"_s}).status, int(Done));
}

void TestCtl::protoFiles()
{
    QCOMPARE(ctl({u"api"_s, u"create"_s, u"api_name=greeter"_s, u"api_version=v1"_s, u"api_type=GRPC"_s,
                  u"api_servers=grpc://127.0.0.1:1"_s})
                 .status,
             int(Done));
    const QByteArray text =
        "syntax = \"proto3\";\npackage p;\nmessage M {}\nservice S { rpc Do(M) returns (M); }\n";
    const QString path = QDir(m_gateway.directory()).filePath(u"service.proto"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    QCOMPARE(ctl({u"proto"_s, u"upload"_s, u"greeter"_s, u"v1"_s, path}).status, int(Done));
    QCOMPARE(json({u"proto"_s, u"show"_s, u"greeter"_s, u"v1"_s}).value(u"content"_s).toString().toUtf8(),
             text);
    QCOMPARE(ctl({u"proto"_s, u"services"_s, u"greeter"_s, u"v1"_s}).out.trimmed(), u"p.S"_s);
    QVERIFY(file.open(QIODevice::WriteOnly) &&
            file.write("syntax = \"proto3\"; message M { Nothing a = 1; }") > 0);
    file.close();
    const ProgramRun refused = ctl({u"proto"_s, u"upload"_s, u"greeter"_s, u"v1"_s, path});
    QCOMPARE(refused.status, int(Refused));
    QVERIFY2(refused.err.contains(u"Nothing"_s), qPrintable(refused.err));
    // A file that imports another, which is called by the name in the import line.
    const QString types = QDir(m_gateway.directory()).filePath(u"types.proto"_s);
    QFile second(types);
    QVERIFY(second.open(QIODevice::WriteOnly) &&
            second.write("syntax = \"proto3\"; package q; message T {}") > 0);
    second.close();
    QVERIFY(file.open(QIODevice::WriteOnly) &&
            file.write("syntax = \"proto3\"; package p; import \"shop/types.proto\";\n"
                       "service S { rpc Do(q.T) returns (q.T); }") > 0);
    file.close();
    const QStringList upload{u"proto"_s, u"upload"_s, u"greeter"_s, u"v1"_s, path};
    QVERIFY(ctl(upload).err.contains(u"shop/types.proto"_s));
    QCOMPARE(ctl(upload + QStringList{u"shop/types.proto="_s + types}).status, int(Done));
    QVERIFY(json({u"proto"_s, u"show"_s, u"greeter"_s, u"v1"_s})[u"imports"_s].toObject().contains(
        u"shop/types.proto"_s));
    QCOMPARE(ctl({u"proto"_s, u"refresh"_s, u"greeter"_s, u"v1"_s}).status, int(Refused)); // no reflection
    QCOMPARE(ctl({u"proto"_s, u"delete"_s, u"greeter"_s, u"v1"_s}).status, int(Done));
    QCOMPARE(ctl({u"config"_s, u"reload"_s}).out.section(u'\n', 0, 0), u"no setting changed"_s);
    QCOMPARE(ctl({u"proto"_s, u"show"_s, u"greeter"_s, u"v1"_s}).status, int(Refused));
    QVERIFY(ctl({u"proto"_s, u"upload"_s, u"greeter"_s, u"v1"_s, path + u".none"_s}).status != int(Done));
    QCOMPARE(ctl({u"api"_s, u"delete"_s, u"greeter"_s, u"v1"_s}).status, int(Done));
}

void TestCtl::recordsOfTheStorage()
{
    QCOMPARE(ctl({u"api"_s, u"create"_s, u"api_name=notes"_s, u"api_version=v1"_s, u"api_is_crud=true"_s,
                  u"api_crud_collection=notes"_s, uR"(api_crud_schema={"title":{"type":"string"}})"_s})
                 .status,
             int(Done));
    const QString path = recordsFile(R"([{"_id":"1","title":"one"},{"_id":"2","title":"two"}])");
    const ProgramRun made = ctl({u"record"_s, u"put"_s, u"notes"_s, path});
    QVERIFY2(made.status == int(Done), qPrintable(made.err));
    QCOMPARE(titles(), (QStringList{u"one"_s, u"two"_s}));
    QVERIFY(ctl({u"record"_s, u"list"_s, u"notes"_s, u"--limit"_s, u"1"_s}).out.contains(u"\"one\""_s));
    recordsFile(R"({"_id":"2","title":"changed"})");
    QCOMPARE(ctl({u"record"_s, u"put"_s, u"notes"_s, path}).status, int(Done));
    QCOMPARE(json({u"record"_s, u"show"_s, u"notes"_s, u"2"_s})[u"title"_s], QJsonValue(u"changed"_s));
    // What does not fit the schema is refused, and nothing of it is kept.
    recordsFile(R"([{"_id":"4","title":4}])");
    const ProgramRun wrong = ctl({u"record"_s, u"put"_s, u"notes"_s, path});
    QVERIFY2(wrong.status == int(Refused) && wrong.err.contains(u"title"_s), qPrintable(wrong.err));
    recordsFile("no json");
    QVERIFY(ctl({u"record"_s, u"put"_s, u"notes"_s, path}).status != int(Done));
    QVERIFY(ctl({u"record"_s, u"put"_s, u"notes"_s, path + u".none"_s}).status != int(Done));
    QCOMPARE(titles(), (QStringList{u"one"_s, u"changed"_s}));
}

void TestCtl::recordsOneByOne()
{
    // Fields that are not named stay; values are JSON where they can be.
    const QJsonObject updated = json({u"record"_s, u"update"_s, u"notes"_s, u"2"_s, u"stars=3"_s,
                                      u"done=true"_s, u"tags=[\"a\",1]"_s, u"word=three words"_s});
    QCOMPARE(
        updated,
        object(R"({"_id":"2","title":"changed","stars":3,"done":true,"tags":["a",1],"word":"three words"})"));
    QCOMPARE(json({u"record"_s, u"show"_s, u"notes"_s, u"2"_s}), updated);
    const ProgramRun text = ctl({u"record"_s, u"update"_s, u"notes"_s, u"2"_s, u"title=4"_s});
    QVERIFY2(text.status == int(Refused) && text.err.contains(u"title"_s), qPrintable(text.err));
    const QString file = u'@' + recordsFile(R"({"title":"from a file"})");
    QCOMPARE(ctl({u"record"_s, u"update"_s, u"notes"_s, u"2"_s, file}).status, int(Done));
    QVERIFY(ctl({u"record"_s, u"show"_s, u"notes"_s, u"2"_s}).out.contains(u"from a file"_s));
    QVERIFY(ctl({u"record"_s, u"update"_s, u"notes"_s, u"2"_s, u"wrong"_s}).err.contains(u"FIELD=VALUE"_s));
    for (const QStringList& words : {QStringList{u"show"_s}, {u"delete"_s}, {u"update"_s, u"a=1"_s}}) {
        const ProgramRun none =
            ctl(QStringList{u"record"_s, words.first(), u"notes"_s, u"3"_s} + words.mid(1));
        QVERIFY2(none.status == int(Refused) && none.err.contains(u"Resource not found"_s),
                 qPrintable(none.err));
    }
    const QString odd = recordsFile(R"({"_id":"a/b c","title":"odd"})");
    QCOMPARE(ctl({u"record"_s, u"put"_s, u"notes"_s, odd}).status, int(Done));
    QCOMPARE(json({u"record"_s, u"show"_s, u"notes"_s, u"a/b c"_s})[u"title"_s], QJsonValue(u"odd"_s));
    QCOMPARE(json({u"record"_s, u"delete"_s, u"notes"_s, u"a/b c"_s})[u"removed"_s].toInt(), 1);
    QCOMPARE(titles(), (QStringList{u"one"_s, u"from a file"_s}));
}

void TestCtl::collectionsAsAWhole()
{
    const QString path = recordsFile(R"({"items":[{"_id":"9","title":"alone"}]})");
    QCOMPARE(json({u"record"_s, u"replace"_s, u"notes"_s, path})[u"removed"_s].toInt(), 2);
    QCOMPARE(titles(), QStringList{u"alone"_s});
    QVERIFY(ctl({u"record"_s, u"collections"_s}).out.contains(u"notes"_s));
    QCOMPARE(json({u"record"_s, u"drop"_s, u"notes"_s})[u"removed"_s].toInt(), 1);
    QCOMPARE(ctl({u"record"_s, u"list"_s, u"none"_s}).status, int(Refused));
    QCOMPARE(ctl({u"api"_s, u"delete"_s, u"notes"_s, u"v1"_s}).status, int(Done));
    QVERIFY(ctl({u"help"_s, u"record"_s, u"update"_s}).out.contains(u"FIELD=VALUE"_s));
    const QStringList words = ctl({u"__complete"_s, u"record"_s}).out.split(u'\n', Qt::SkipEmptyParts);
    QVERIFY2(words.contains(u"update"_s) && words.contains(u"drop"_s), qPrintable(words.join(u' ')));
}

void TestCtl::exportAndImport()
{
    const ProgramRun exported = ctl({u"config"_s, u"export"_s});
    QCOMPARE(exported.status, int(Done));
    const QString path = m_gateway.directory() + u"/all.json"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(exported.out.toUtf8());
    file.close();
    QCOMPARE(ctl({u"config"_s, u"import"_s, path}).status, int(Done));
    QCOMPARE(ctl({u"config"_s, u"export"_s}).out, exported.out);
}

void TestCtl::statusAndRevisions()
{
    const QJsonObject status = json({u"status"_s});
    QCOMPARE(status.value(u"status"_s).toString(), u"ready"_s);
    QCOMPARE(status.value(u"mode"_s).toString(), u"memory"_s);
    const QJsonArray revisions = json({u"revision"_s, u"list"_s}).value(u"revisions"_s).toArray();
    QVERIFY(revisions.size() > 3);
    const QString number = QString::number(revisions.first()[u"revision"_s].toInteger());
    QCOMPARE(ctl({u"revision"_s, u"rollback"_s, number}).status, int(Done));
    QCOMPARE(ctl({u"revision"_s, u"rollback"_s, u"999999"_s}).status, int(Refused));
}

void TestCtl::certificatesInUse()
{
    QCOMPARE(ctl({u"certificates"_s}).out, u"no certificate is in use\n"_s);
    const TestAuthority authority;
    const auto file = [this](const QString& name, const std::string& content) {
        QFile written(QDir(m_gateway.directory()).filePath(name));
        if (!written.open(QIODevice::WriteOnly) || written.write(content.data(), qint64(content.size())) < 0)
            qWarning().noquote() << written.errorString();
        return written.fileName();
    };
    const QString ca = file(u"ca.pem"_s, authority.pem());
    const ProgramRun changed =
        ctl({u"api"_s, u"create"_s, u"api_name=inside"_s, u"api_version=v1"_s, u"api_type=REST"_s,
             u"api_servers=https://127.0.0.1:9"_s, u"api_upstream_tls={\"ca_file\":\"%1\"}"_s.arg(ca)});
    QVERIFY2(changed.status == Done, qPrintable(changed.err));
    QCOMPARE(ctl({u"endpoint"_s, u"create"_s, u"api_name=inside"_s, u"api_version=v1"_s,
                  u"endpoint_method=GET"_s, u"endpoint_uri=/x"_s, u"endpoint_description=x"_s})
                 .status,
             int(Done));
    const ProgramRun table = ctl({u"certificates"_s});
    QVERIFY2(table.out.contains(u"upstream_authority"_s) && table.out.contains(ca), qPrintable(table.out));
    const QJsonObject answer = json({u"certificates"_s});
    QCOMPARE(answer.value(u"total"_s).toInt(), 1);
    QCOMPARE(answer[u"certificates"_s][0][u"state"_s].toString(), u"ok"_s);
}

/// As in production: over TLS the platform asks every call for a CSRF value, and a new process has been given
/// none.
void TestCtl::sessionsGoOnByHttps()
{
    GatewayProcess gateway;
    TestAuthority authority;
    const TestPair pair = authority.issue({"localhost", {"localhost", "IP:127.0.0.1"}});
    const auto write = [&gateway](const QString& name, const std::string& text) {
        QFile file(QDir(gateway.directory()).filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray::fromStdString(text)) > 0
                   ? file.fileName()
                   : QString();
    };
    gateway.set(u"TLS_CERTIFICATE"_s, write(u"tls.crt"_s, pair.certificate));
    gateway.set(u"TLS_PRIVATE_KEY"_s, write(u"tls.key"_s, pair.key));
    gateway.set(u"ADMIN_TLS"_s, u"on"_s);
    gateway.set(u"HTTPS_ONLY"_s, u"true"_s);
    QVERIFY(gateway.start());
    QProcessEnvironment environment = gateway.environment();
    environment.insert(u"GATEHOUSE_URL"_s, u"https://127.0.0.1:%1"_s.arg(gateway.adminPort()));
    const QStringList trust{u"--ca"_s, write(u"ca.pem"_s, authority.pem())};
    const auto run = [&](const QStringList& arguments, const QByteArray& input = {}) {
        return runProgram(u"gatehousectl"_s, arguments + trust, environment, input);
    };
    const QByteArray password = GatewayProcess::password().toUtf8() + '\n';
    QCOMPARE(run({u"login"_s, u"--password-stdin"_s}, password).status, int(Done));
    const ProgramRun list = run({u"api"_s, u"list"_s});
    QVERIFY2(list.status == Done, qPrintable(list.err));
}

void TestCtl::logoutEndsTheSession()
{
    QCOMPARE(ctl({u"logout"_s}).status, int(Done));
    QCOMPARE(ctl({u"api"_s, u"list"_s}).status, int(NotLoggedIn));
}

QTEST_GUILESS_MAIN(TestCtl)
#include "tst_ctl.moc"
