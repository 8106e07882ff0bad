// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway says about itself over the admin API: settings read again, pages about the API.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestAdminPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void settingsAreReadAgain();
    void faultsKeepTheOldSettings();
    void reloadNeedsPermission();
    void pagesTellOfEveryCall_data();
    void pagesTellOfEveryCall();
    void pagesNeedNothingFromElsewhere();

private:
    void write(const QByteArray& lines)
    {
        QFile file(m_gateway.directory() + u"/.env"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(lines), qint64(lines.size()));
    }
    QJsonObject reload() { return m_admin.call("POST", "/platform/config/reload").json(); }

    GatewayProcess m_gateway;
    HttpClient m_admin;
};

void TestAdminPages::initTestCase()
{
    write("MAX_URI_BYTES=8192\n");
    QCOMPARE(startFree(m_gateway, m_admin), QString());
}

void TestAdminPages::settingsAreReadAgain()
{
    const QByteArray target = "/api/rest/none/v1/x?" + QByteArray(400, 'q');
    HttpClient client(m_gateway.publicPort());
    QCOMPARE(client.get(target).status, 404);
    write("MAX_URI_BYTES=256\nMAX_PAGE_SIZE=77\n");
    const QJsonObject answer = reload();
    QCOMPARE(answer[u"status_code"_s].toInt(), 200);
    QVERIFY(answer.contains(u"response_headers"_s) && answer[u"response_headers"_s].isNull());
    const QJsonObject data = answer[u"data"_s].toObject();
    QCOMPARE(data[u"message"_s].toString(), u"Configuration reloaded successfully"_s);
    QCOMPARE(data[u"changed"_s], QJsonValue(QJsonArray{u"MAX_URI_BYTES"_s}));
    QCOMPARE(data[u"restart_needed"_s], QJsonValue(QJsonArray{u"MAX_PAGE_SIZE"_s}));
    QCOMPARE(data[u"config"_s][u"MAX_URI_BYTES"_s].toVariant().toInt(), 256);
    HttpClient again(m_gateway.publicPort());
    QCOMPARE(again.get(target).status, 414); // in effect when the call returns
    QCOMPARE(reload()[u"data"_s][u"changed"_s], QJsonValue(QJsonArray()));
    const QJsonArray events = m_admin.call("GET", "/platform/audit").json()[u"events"_s].toArray();
    QVERIFY(std::any_of(events.begin(), events.end(), [](const QJsonValue& event) {
        return event[u"action"_s].toString() == u"config.reload";
    }));
}

void TestAdminPages::faultsKeepTheOldSettings()
{
    write("MAX_URI_BYTES=many\nLOG_LEVEL=LOUD\n");
    const HttpReply refused = m_admin.call("POST", "/platform/config/reload");
    QCOMPARE(refused.status, 500);
    const QString detail = refused.json()[u"detail"_s].toString();
    QVERIFY2(detail.startsWith(u"Failed to reload configuration"), qPrintable(detail));
    for (const char* const name : {"MAX_URI_BYTES", "LOG_LEVEL"}) // all faults at once
        QVERIFY2(detail.contains(QString::fromLatin1(name)), qPrintable(detail));
    const QByteArray target = "/api/rest/none/v1/x?" + QByteArray(400, 'q');
    QCOMPARE(HttpClient(m_gateway.publicPort()).get(target).status, 414);
    write("MAX_URI_BYTES=8192\n");
    QCOMPARE(reload()[u"data"_s][u"changed"_s], QJsonValue(QJsonArray{u"MAX_URI_BYTES"_s}));
    QCOMPARE(HttpClient(m_gateway.publicPort()).get(target).status, 404);
}

void TestAdminPages::reloadNeedsPermission()
{
    QCOMPARE(addUser(m_admin, u"carl"_s), QString());
    HttpClient carl(m_gateway.adminPort());
    QVERIFY(carl.login(u"carl"_s, userPassword()));
    const HttpReply refused = carl.call("POST", "/platform/config/reload");
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.json(),
             object(R"({"detail":"Insufficient permissions: manage_gateway required","error_code":"GH005",
                        "error_message":"You do not have permission for this: Read the settings again"})"));
    QCOMPARE(HttpClient(m_gateway.adminPort()).send("POST", "/platform/config/reload").status, 401);
}

void TestAdminPages::pagesTellOfEveryCall_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("list") << QByteArray("/platform/docs");
    QTest::newRow("text") << QByteArray("/platform/redoc");
}

void TestAdminPages::pagesTellOfEveryCall()
{
    QFETCH(QByteArray, target);
    const HttpReply page = HttpClient(m_gateway.adminPort()).get(target); // nobody has to log in
    QCOMPARE(page.status, 200);
    QCOMPARE(page.header("content-type"), QByteArray("text/html; charset=utf-8"));
    const QJsonObject paths = m_admin.call("GET", "/platform/openapi.json").json()[u"paths"_s].toObject();
    QVERIFY(paths.size() > 150);
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QByteArray id = "id=\"" + method.value()[u"operationId"_s].toString().toUtf8() + '"';
            QVERIFY2(page.body.contains(id), id.constData());
        }
        QVERIFY2(page.body.contains(path.key().toHtmlEscaped().toUtf8()), qPrintable(path.key()));
    }
    // A call at length: who may, a field with its rules, a line to try.
    for (const char* const text : {"users with manage_apis", "<code>api_name</code>", "at most 64 characters",
                                   "curl -X POST -H &quot;Authorization: Bearer $TOKEN&quot;"})
        QVERIFY2(page.body.contains(text), text);
}

void TestAdminPages::pagesNeedNothingFromElsewhere()
{
    const HttpReply page = HttpClient(m_gateway.adminPort()).get("/platform/docs");
    const QByteArray policy = page.header("content-security-policy");
    QVERIFY(policy.startsWith("default-src 'none'"));
    for (const char* const text : {"<script", "<link", "<img", "src=", "href=\"http", "url(", "@import"})
        QVERIFY2(!page.body.contains(text), text);
    const qsizetype start = page.body.indexOf("<style>") + 7;
    const QByteArray style = page.body.mid(start, page.body.indexOf("</style>") - start);
    const QByteArray hash = QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64();
    QVERIFY2(policy.contains("style-src 'sha256-" + hash + '\''), policy.constData());
    QCOMPARE(page.all("content-security-policy").size(), 1);
}

QTEST_GUILESS_MAIN(TestAdminPages)
#include "tst_admin_pages.moc"
