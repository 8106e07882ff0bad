// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/local_gateway.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTcpServer>

#include <csignal>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int watchMs = 100;
constexpr int idleWatchMs = 1'000;
constexpr int longestStartMs = 30'000;
constexpr int secretLength = 48;
constexpr int usualPublicPort = 3001;
constexpr int usualAdminPort = 8000;
constexpr qint64 longestTail = 64 * 1'024;

QString standardFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/gatehouse/local"_s;
}

QString findProgram()
{
    const QString beside = QCoreApplication::applicationDirPath() + u"/gatehouse-gateway"_s;
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(u"gatehouse-gateway"_s);
}

QByteArray randomText(int length)
{
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    QByteArray text;
    for (int i = 0; i < length; ++i)
        text.append(letters[QRandomGenerator::system()->bounded(static_cast<int>(sizeof(letters)) - 1)]);
    return text;
}

/// Makes the file once; an existing one stays, because the stored data is encrypted with it.
Result<void> makeSecret(const QString& path, const QByteArray& content)
{
    if (QFileInfo(path).size() > 0)
        return {};
    QFile file(path);
    const QFile::Permissions own = QFile::ReadOwner | QFile::WriteOwner;
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, own) && !file.open(QIODevice::WriteOnly, own))
        return Error::internal(path + u": "_s + file.errorString());
    file.setPermissions(own);
    if (file.write(content) != content.size())
        return Error::internal(path + u": "_s + file.errorString());
    return {};
}

/// The port people know, when nobody else has it.
QString portOrAny(int port)
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost, static_cast<quint16>(port)) ? QString::number(port) : u"0"_s;
}

qint64 readPid(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
}

} // namespace

LocalGateway::LocalGateway(const QString& folder, const QString& program, QObject* parent)
    : QObject(parent)
    , m_folder(folder.isEmpty() ? standardFolder() : folder)
    , m_program(program.isEmpty() ? findProgram() : program)
{
    connect(&m_watch, &QTimer::timeout, this, &LocalGateway::watch);
    adopt();
}

/// One that an earlier console left running.
bool LocalGateway::adopt()
{
    const qint64 pid = readPid(path(u"gateway.pid"_s));
    if (!isOurProcess(pid) || !readPorts())
        return false;
    m_pid = pid;
    setState(State::Running);
    return true;
}

bool LocalGateway::isOurProcess(qint64 pid) const
{
    if (pid <= 0)
        return false;
    const QString running = QFile::symLinkTarget(u"/proc/%1/exe"_s.arg(pid));
    return QFileInfo(running).fileName().startsWith(u"gatehouse-gateway"_s);
}

ConnectionProfile LocalGateway::profile() const
{
    ConnectionProfile profile;
    profile.id = QString::fromLatin1(profileId);
    profile.name = tr("Gateway on this machine");
    profile.url = QUrl(u"http://127.0.0.1:%1"_s.arg(m_adminPort));
    profile.user = u"admin"_s;
    return profile;
}

Secret LocalGateway::password() const
{
    QFile file(path(u"admin.password"_s));
    return file.open(QIODevice::ReadOnly) ? Secret(file.readAll().trimmed()) : Secret();
}

QString LocalGateway::logTail(int lines) const
{
    QFile file(logFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(qMax<qint64>(0, file.size() - longestTail));
    const QStringList all = QString::fromUtf8(file.readAll()).trimmed().split(u'\n');
    return all.mid(qMax<qsizetype>(0, all.size() - lines)).join(u'\n');
}

Result<void> LocalGateway::prepare() const
{
    if (!QDir().mkpath(m_folder + u"/data"_s))
        return Error::internal(tr("The folder %1 cannot be made.").arg(m_folder));
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    // The rule for passwords wants every sort of character; the random part alone may miss one.
    if (auto made = makeSecret(path(u"admin.password"_s), "Aa1-" + randomText(secretLength / 2)); !made)
        return made;
    if (auto made = makeSecret(path(u"jwt.key"_s), randomText(secretLength)); !made)
        return made;
    return makeSecret(path(u"mem.key"_s), randomText(secretLength));
}

QProcessEnvironment LocalGateway::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GATEHOUSE_DATA_DIR"_s, path(u"data"_s));
    environment.insert(u"LOGS_DIR"_s, path(u"logs"_s));
    environment.insert(u"PORT"_s, portOrAny(usualPublicPort));
    environment.insert(u"ADMIN_PORT"_s, portOrAny(usualAdminPort));
    const auto secret = [this, &environment](const QString& name, const QString& file) {
        environment.remove(name);
        environment.insert(name + u"_FILE"_s, path(file));
    };
    secret(u"DOORMAN_ADMIN_PASSWORD"_s, u"admin.password"_s);
    secret(u"JWT_SECRET_KEY"_s, u"jwt.key"_s);
    secret(u"MEM_ENCRYPTION_KEY"_s, u"mem.key"_s);
    return environment;
}

void LocalGateway::start()
{
    if (m_state == State::Starting || m_state == State::Running || m_state == State::Stopping)
        return;
    m_problem.clear();
    if (m_program.isEmpty()) {
        fail(tr("There is no gatehouse-gateway beside this program or in the PATH."));
        return;
    }
    if (const Result<void> prepared = prepare(); !prepared) {
        fail(prepared.error().message);
        return;
    }
    QFile::remove(path(u"data/run/ports.json"_s));
    QProcess process;
    process.setProgram(m_program);
    process.setWorkingDirectory(m_folder);
    process.setProcessEnvironment(environment());
    process.setStandardOutputFile(logFile());
    process.setStandardErrorFile(logFile(), QIODevice::Append);
    if (!process.startDetached(&m_pid)) {
        fail(tr("%1 cannot be started: %2").arg(m_program, process.errorString()));
        return;
    }
    QFile pid(path(u"gateway.pid"_s));
    if (pid.open(QIODevice::WriteOnly))
        pid.write(QByteArray::number(m_pid));
    m_since.start();
    setState(State::Starting);
}

bool LocalGateway::readPorts()
{
    QFile file(path(u"data/run/ports.json"_s));
    const QJsonObject ports =
        file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    m_adminPort = ports.value(u"admin"_s).toInt();
    m_publicPort = ports.value(u"public"_s).toInt();
    return m_adminPort > 0;
}

void LocalGateway::watch()
{
    const bool alive = isOurProcess(m_pid) || (m_state == State::Starting && m_since.elapsed() < idleWatchMs);
    switch (m_state) {
    case State::Starting:
        if (!alive)
            fail(tr("The gateway ended while it was starting."));
        else if (readPorts())
            setState(State::Running);
        else if (m_since.elapsed() > longestStartMs)
            fail(tr("The gateway does not answer."));
        break;
    case State::Running:
        if (!alive)
            fail(tr("The gateway has ended."));
        break;
    case State::Stopping:
        if (!isOurProcess(m_pid)) {
            QFile::remove(path(u"gateway.pid"_s));
            m_pid = 0;
            setState(State::Stopped);
        }
        break;
    case State::Stopped:
    case State::Failed:
        m_watch.stop();
        break;
    }
}

void LocalGateway::stop()
{
    if (m_state != State::Running && m_state != State::Starting)
        return;
    stopWithoutWaiting();
    setState(State::Stopping);
}

void LocalGateway::stopWithoutWaiting()
{
    if (isOurProcess(m_pid))
        ::kill(static_cast<pid_t>(m_pid), SIGTERM);
}

void LocalGateway::fail(const QString& problem)
{
    const QString tail = logTail(5);
    m_problem = tail.isEmpty() ? problem : problem + u'\n' + tail;
    setState(State::Failed);
}

void LocalGateway::setState(State state)
{
    m_watch.start(state == State::Running ? idleWatchMs : watchMs);
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

} // namespace gatehouse::console
