// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/console.h"
#include "console/app/main_window.h"
#include "console/charts/live_chart.h"
#include "console/pages/dashboard/figure_card.h"
#include "console/pages/shared/document_editor.h"
#include "console/secrets/session_store.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/indicators.h"
#include "console/widgets/page.h"

#include <QAction>
#include <QCheckBox>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A program of the build; killed at the end.
class Program : public QProcess {
public:
    ~Program() override
    {
        kill();
        waitForFinished();
    }
    void launch(const QString& name, const QStringList& arguments, const QProcessEnvironment& environment)
    {
        setProcessEnvironment(environment);
        setProcessChannelMode(QProcess::ForwardedErrorChannel);
        setStandardOutputFile(QProcess::nullDevice());
        start(qEnvironmentVariable("GATEHOUSE_BIN") + u'/' + name, arguments);
    }
};

template <typename WidgetType>
WidgetType* find(QWidget* parent, const char* name)
{
    auto* widget = parent->findChild<WidgetType*>(QLatin1StringView(name));
    if (!widget)
        qWarning("there is no %s", name);
    return widget;
}

} // namespace

/// An API is published in the console's form, called through the gateway from the tester, and its traffic is
/// seen on the dashboard. Everything is real but the screen.
class Publish : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    Program m_gateway;
    Program m_upstream;
    QJsonObject m_ports;
    std::unique_ptr<Console> m_console;

    static QString password() { return u"Correct-Horse-7-Battery"_s; }
    QWidget* window() { return m_console->window(); }

    void startPrograms()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PORT"_s, u"0"_s);
        environment.insert(u"ADMIN_PORT"_s, u"0"_s);
        environment.insert(u"DOORMAN_ADMIN_EMAIL"_s, u"admin@example.com"_s);
        environment.insert(u"DOORMAN_ADMIN_PASSWORD"_s, password());
        environment.insert(u"JWT_SECRET_KEY"_s, u"a-key-for-the-publish-test-0123456789"_s);
        environment.insert(u"MEM_ENCRYPTION_KEY"_s, u"another-key-for-the-publish-test-01234"_s);
        environment.insert(u"LOGIN_IP_RATE_DISABLED"_s, u"true"_s);
        environment.insert(u"GATEHOUSE_DATA_DIR"_s, m_dir.filePath(u"data"_s));
        environment.insert(u"LOGS_DIR"_s, m_dir.filePath(u"logs"_s));
        m_upstream.launch(u"gatehouse-demo-upstream"_s,
                          {u"--port"_s, u"0"_s, u"--port-file"_s, m_dir.filePath(u"upstream.port"_s)},
                          environment);
        m_gateway.setWorkingDirectory(m_dir.path());
        m_gateway.launch(u"gatehouse-gateway"_s, {}, environment);
        QTRY_VERIFY_WITH_TIMEOUT(!contentOf(m_dir.filePath(u"upstream.port"_s)).trimmed().isEmpty(),
                                 patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            !(m_ports = QJsonDocument::fromJson(contentOf(m_dir.filePath(u"data/run/ports.json"_s))).object())
                 .isEmpty(),
            patienceMs);
    }

    Options options()
    {
        const QString path = m_dir.filePath(u"connect.json"_s);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            file.write(QJsonDocument(QJsonObject{{u"url"_s, u"http://127.0.0.1:%1"_s.arg(
                                                                m_ports.value(u"admin"_s).toInt())},
                                                 {u"user"_s, u"admin@example.com"_s},
                                                 {u"password"_s, password()},
                                                 {u"name"_s, u"Test"_s},
                                                 {u"environment"_s, u"test"_s}})
                           .toJson());
        }
        Options options;
        options.connectFile = path;
        options.settingsFile = m_dir.filePath(u"console.ini"_s);
        options.language = u"en"_s;
        return options;
    }

    template <typename WidgetType>
    static WidgetType* editor(DocumentEditor& dialog, const char* field)
    {
        return dialog.form()->formField(QLatin1StringView(field))->findChild<WidgetType*>();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        startPrograms();
        if (QTest::currentTestFailed())
            return;
        m_console = std::make_unique<Console>(options(), std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(window()));
    }

    void refusesWhatTheGatewayWouldRefuse()
    {
        m_console->window()->go(u"apis"_s);
        openCreate();
        auto* dialog = window()->findChild<DocumentEditor*>();
        QVERIFY(dialog);
        QTest::keyClicks(editor<QLineEdit>(*dialog, "api_name"), u"no/slash"_s);
        find<QPushButton>(dialog, "create")->click();
        QVERIFY(dialog->form()->formField(u"api_name"_s)->hasError());
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->isDirty());
        editor<QLineEdit>(*dialog, "api_name")->clear();
    }

    void publishes()
    {
        auto* dialog = window()->findChild<DocumentEditor*>();
        QVERIFY(dialog);
        const QString upstream = u"http://127.0.0.1:"_s +
                                 QString::fromLatin1(contentOf(m_dir.filePath(u"upstream.port"_s)).trimmed());
        QTest::keyClicks(editor<QLineEdit>(*dialog, "api_name"), u"orders"_s);
        QTest::keyClicks(editor<QPlainTextEdit>(*dialog, "api_servers"), upstream);
        editor<QCheckBox>(*dialog, "api_public")->click();
        QTest::keyClicks(find<QLineEdit>(dialog, "operationUri"), u"/orders"_s);
        find<QPushButton>(dialog, "addOperation")->click();
        const QPointer<DocumentEditor> alive(dialog);
        find<QPushButton>(dialog, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        auto* table = find<QTableView>(window(), "apisTable");
        QTRY_VERIFY_WITH_TIMEOUT(
            !table->model()->match(table->model()->index(0, 0), Qt::DisplayRole, u"orders"_s).isEmpty(),
            patienceMs);
    }

    void callsItThroughTheGateway()
    {
        m_console->window()->go(u"tester"_s);
        auto* base = find<QLineEdit>(window(), "base");
        base->setText(u"http://127.0.0.1:%1"_s.arg(m_ports.value(u"public"_s).toInt()));
        auto* path = find<QLineEdit>(window(), "path");
        auto* status = find<StatusPill>(window(), "answerStatus");
        path->setText(u"/api/rest/orders/v1/orders"_s);
        find<QPushButton>(window(), "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(status->word().startsWith(u"200"_s), patienceMs);
        QVERIFY(find<QPlainTextEdit>(window(), "answerBody")->toPlainText().contains(u"\"orders\""_s));
        path->setText(u"/api/rest/orders/v1/not-published"_s);
        find<QPushButton>(window(), "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(status->word().startsWith(u"404"_s), patienceMs);
        QVERIFY(find<QLabel>(window(), "answerReason")->text().contains(u"GTW003"_s));
    }

    void seesItOnTheDashboard()
    {
        m_console->window()->go(u"dashboard"_s);
        auto* chart = find<LiveChart>(window(), "requestsChart");
        const auto plotted = [chart](int column) {
            double sum = 0;
            for (int row = 0; row < chart->samples()->rowCount(); ++row)
                sum += chart->samples()->index(row, column).data().toDouble();
            return sum;
        };
        QTRY_VERIFY_WITH_TIMEOUT(plotted(1) > 0, patienceMs); // 2xx
        QTRY_VERIFY_WITH_TIMEOUT(plotted(3) > 0, patienceMs); // 4xx
        QVERIFY(find<FigureCard>(window(), "cardRate")->figure() != u"–"_s);
        QTRY_COMPARE_WITH_TIMEOUT(find<FigureCard>(window(), "cardApis")->figure(), u"1"_s, patienceMs);
    }

    void asksBeforeItDeletes()
    {
        m_console->window()->go(u"apis"_s);
        auto* table = find<QTableView>(window(), "apisTable");
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() == 1, patienceMs);
        table->selectRow(0);
        triggerOverflow(u"Delete"_s);
        auto* question = window()->findChild<QDialog*>(u"confirmDialog"_s);
        QVERIFY(question);
        QPushButton* verb = nullptr;
        const auto buttons = question->findChildren<QPushButton*>();
        for (QPushButton* button : buttons) {
            if (button->text() == u"Delete API"_s)
                verb = button;
        }
        QVERIFY(verb);
        QVERIFY(!verb->isDefault());
        verb->click();
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() == 0, patienceMs);
    }

    void cleanupTestCase() { m_console.reset(); }

private:
    Page* page()
    {
        auto* table = window()->findChild<QTableView*>(u"apisTable"_s);
        QWidget* up = table;
        while (up && !qobject_cast<Page*>(up))
            up = up->parentWidget();
        return qobject_cast<Page*>(up);
    }
    void openCreate() { find<QPushButton>(page(), "primaryAction")->click(); }
    void triggerOverflow(const QString& text)
    {
        const auto actions = page()->actions();
        for (QAction* action : actions) {
            if (action->text() == text)
                action->trigger();
        }
    }
};

QTEST_MAIN(Publish)
#include "tst_publish.moc"
