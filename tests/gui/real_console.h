// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/console.h"
#include "console/secrets/session_store.h"

#include <QFile>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace gatehouse::console {

constexpr int patienceMs = 20'000;

inline QByteArray contentOf(const QString& path)
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
        start(qEnvironmentVariable("GATEHOUSE_BIN") + QChar(u'/') + name, arguments);
    }
};

template <typename WidgetType>
WidgetType* findWidget(QWidget* parent, const char* name)
{
    auto* widget = parent->findChild<WidgetType*>(QLatin1StringView(name));
    if (!widget)
        qWarning("there is no %s", name);
    return widget;
}

/// The real gateway and the demo upstream on free ports with a data directory of their own, and the options
/// of a console for them.
class RealGateway {
public:
    static QString password() { return QStringLiteral("Correct-Horse-7-Battery"); }
    const QTemporaryDir& dir() const { return m_dir; }
    int adminPort() const { return m_ports.value(QStringLiteral("admin")).toInt(); }
    int publicPort() const { return m_ports.value(QStringLiteral("public")).toInt(); }
    QString upstream() const
    {
        return QStringLiteral("http://127.0.0.1:") +
               QString::fromLatin1(contentOf(m_dir.filePath(QStringLiteral("upstream.port"))).trimmed());
    }

    /// A setting of the gateway for the next start.
    void set(const QString& name, const QString& value) { m_more.insert(name, value); }
    /// False when one of them did not start.
    bool start()
    {
        const QProcessEnvironment environment = environmentOfTheGateway(0, 0);
        const QString portFile = m_dir.filePath(QStringLiteral("upstream.port"));
        m_upstream.launch(
            QStringLiteral("gatehouse-demo-upstream"),
            {QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--port-file"), portFile},
            environment);
        m_gateway.setWorkingDirectory(m_dir.path());
        m_gateway.launch(QStringLiteral("gatehouse-gateway"), {}, environment);
        return QTest::qWaitFor([&portFile] { return !contentOf(portFile).trimmed().isEmpty(); },
                               patienceMs) &&
               QTest::qWaitFor([this] { return readPorts(); }, patienceMs);
    }

    /// As if the machine had lost its power.
    void stop()
    {
        m_gateway.kill();
        m_gateway.waitForFinished();
    }
    /// On the ports it had.
    bool startAgain()
    {
        const QJsonObject before = m_ports;
        QFile::remove(m_dir.filePath(QStringLiteral("data/run/ports.json")));
        m_gateway.launch(QStringLiteral("gatehouse-gateway"), {},
                         environmentOfTheGateway(publicPort(), adminPort()));
        return QTest::qWaitFor([this] { return readPorts(); }, patienceMs) && m_ports == before;
    }

    Options options(const QString& language = QStringLiteral("en")) const
    {
        const QString path = m_dir.filePath(QStringLiteral("connect.json"));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            const QJsonObject content{
                {QStringLiteral("url"), QStringLiteral("http://127.0.0.1:%1").arg(adminPort())},
                {QStringLiteral("user"), QStringLiteral("admin@example.com")},
                {QStringLiteral("password"), password()},
                {QStringLiteral("name"), QStringLiteral("Test")},
                {QStringLiteral("environment"), QStringLiteral("test")}};
            file.write(QJsonDocument(content).toJson());
        }
        Options options;
        options.connectFile = path;
        options.settingsFile = m_dir.filePath(QStringLiteral("console.ini"));
        options.language = language;
        return options;
    }

private:
    QProcessEnvironment environmentOfTheGateway(int publicPort, int adminPort) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const auto set = [&environment](const char* name, const QString& value) {
            environment.insert(QLatin1StringView(name), value);
        };
        set("PORT", QString::number(publicPort));
        set("ADMIN_PORT", QString::number(adminPort));
        set("DOORMAN_ADMIN_EMAIL", QStringLiteral("admin@example.com"));
        set("DOORMAN_ADMIN_PASSWORD", password());
        set("JWT_SECRET_KEY", QStringLiteral("a-key-for-the-publish-test-0123456789"));
        set("MEM_ENCRYPTION_KEY", QStringLiteral("another-key-for-the-publish-test-01234"));
        set("LOGIN_IP_RATE_DISABLED", QStringLiteral("true"));
        set("GATEHOUSE_DATA_DIR", m_dir.filePath(QStringLiteral("data")));
        set("VAULT_KEY", QStringLiteral("a-key-for-the-vault-0123456789"));
        set("LOGS_DIR", m_dir.filePath(QStringLiteral("logs")));
        for (auto it = m_more.begin(); it != m_more.end(); ++it)
            environment.insert(it.key(), it.value());
        return environment;
    }
    bool readPorts()
    {
        m_ports = QJsonDocument::fromJson(contentOf(m_dir.filePath(QStringLiteral("data/run/ports.json"))))
                      .object();
        return !m_ports.isEmpty();
    }
    QTemporaryDir m_dir;
    Program m_gateway;
    Program m_upstream;
    QJsonObject m_ports;
    QMap<QString, QString> m_more;
};

} // namespace gatehouse::console
