// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/gateway_process.h"

#include "gateway/net/socket.h"
#include "tests/integration/harness/file_watch.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <csignal>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

/// GATEHOUSE_TEST_GATEWAY names a gateway that stands in for that of the build, such as one built with a
/// sanitizer.
QString programPath(const QString& name)
{
    const QString other = qEnvironmentVariable("GATEHOUSE_TEST_GATEWAY");
    if (!other.isEmpty() && name == u"gatehouse-gateway"_s)
        return other;
    return qEnvironmentVariable("GATEHOUSE_BIN") + u'/' + name;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Nothing of the caller's environment but what programs need to run at all.
QProcessEnvironment bareEnvironment(const QString& home)
{
    const QProcessEnvironment here = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment bare;
    for (const QString& name : {u"PATH"_s, u"LD_LIBRARY_PATH"_s, u"ASAN_OPTIONS"_s, u"LSAN_OPTIONS"_s,
                                u"TSAN_OPTIONS"_s, u"UBSAN_OPTIONS"_s}) {
        if (here.contains(name))
            bare.insert(name, here.value(name));
    }
    bare.insert(u"HOME"_s, home);
    bare.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    return bare;
}

} // namespace

ProgramRun runProgram(const QString& name, const QStringList& arguments,
                      const QProcessEnvironment& environment, const QByteArray& input)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(environment.value(u"HOME"_s));
    process.start(programPath(name), arguments);
    process.write(input);
    process.closeWriteChannel();
    ProgramRun run;
    const bool ended = process.waitForFinished(ProgramPatienceMs);
    run.status = ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = QString::fromUtf8(process.readAllStandardOutput());
    run.err = QString::fromUtf8(process.readAllStandardError());
    return run;
}

GatewayProcess::GatewayProcess()
    : m_environment(bareEnvironment(m_directory.path()))
{
    set(u"DOORMAN_ADMIN_PASSWORD"_s, password());
    set(u"JWT_SECRET_KEY"_s, u"a-signing-key-for-tests-0123456789"_s);
    set(u"MEM_ENCRYPTION_KEY"_s, u"an-encryption-key-for-tests-0123456789"_s);
    set(u"GATEHOUSE_DATA_DIR"_s, dataDir());
    set(u"LOGS_DIR"_s, logsDir());
    set(u"PORT"_s, u"0"_s);
    set(u"HOST"_s, u"127.0.0.1"_s);
    set(u"ADMIN_PORT"_s, u"0"_s);
    set(u"THREADS"_s, u"2"_s);
    set(u"LOGIN_IP_RATE_DISABLED"_s, u"true"_s);
}

GatewayProcess::~GatewayProcess()
{
    kill();
}

void GatewayProcess::set(const QString& name, const QString& value)
{
    if (value.isNull())
        m_environment.remove(name);
    else
        m_environment.insert(name, value);
}

void GatewayProcess::launch()
{
    QDir(dataDir()).mkpath(u"run"_s);
    QDir(logsDir()).mkpath(u"."_s);
    QFile::remove(dataDir() + u"/run/ports.json"_s);
    m_publicPort = m_adminPort = 0;
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(m_environment);
    m_process->setWorkingDirectory(directory());
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_directory.filePath(u"output.txt"_s), QIODevice::Append);
    m_successor = 0;
    if (m_beforeExec)
        m_process->setChildProcessModifier(m_beforeExec);
    const QString program = programPath(u"gatehouse-gateway"_s);
    if (m_shell.isEmpty())
        m_process->start(program, {u"run"_s});
    else
        m_process->start(u"/bin/sh"_s, {u"-c"_s, m_shell + u"; exec \"$0\" run"_s, program});
    m_process->waitForStarted(ProgramPatienceMs);
}

bool GatewayProcess::start()
{
    launch();
    const bool listens =
        m_process->processId() != 0 &&
        waitForFiles(dataDir() + u"/run"_s, m_process->processId(), [this] { return readPorts(); });
    if (!listens)
        qWarning().noquote() << "the gateway did not start:" << output();
    return listens;
}

bool GatewayProcess::readPorts()
{
    const QJsonObject ports = QJsonDocument::fromJson(contentOf(dataDir() + u"/run/ports.json"_s)).object();
    m_publicPort = quint16(ports.value(u"public"_s).toInt());
    m_adminPort = quint16(ports.value(u"admin"_s).toInt());
    return m_publicPort != 0 && m_adminPort != 0;
}

bool GatewayProcess::followUpgrade()
{
    const qint64 before = processId();
    qint64 now = before;
    const bool came = waitForFiles(dataDir(), 0, [&] {
        now = contentOf(dataDir() + u"/doorman.pid"_s).trimmed().toLongLong();
        return now > 0 && now != before;
    });
    if (!came || !waitForEnd() || (m_successor == 0 && exitStatus() != 0))
        return false;
    m_successor = now;
    return readPorts();
}

qint64 GatewayProcess::processId() const
{
    return m_successor != 0 ? m_successor : m_process ? m_process->processId() : 0;
}

bool GatewayProcess::waitForEnd()
{
    if (m_successor == 0)
        return !isRunning() || m_process->waitForFinished(ProgramPatienceMs);
    const net::Fd process(int(syscall(SYS_pidfd_open, pid_t(m_successor), 0)));
    pollfd wait{process.get(), POLLIN, 0};
    return !process || poll(&wait, 1, ProgramPatienceMs) == 1;
}

bool GatewayProcess::isRunning() const
{
    if (m_successor != 0)
        return ::kill(pid_t(m_successor), 0) == 0;
    return m_process && m_process->state() != QProcess::NotRunning;
}

int GatewayProcess::exitStatus() const
{
    const bool normal = m_process && !isRunning() && m_process->exitStatus() == QProcess::NormalExit;
    return normal ? m_process->exitCode() : -1;
}

void GatewayProcess::signal(int number)
{
    if (isRunning())
        ::kill(pid_t(processId()), number);
}

void GatewayProcess::kill()
{
    signal(SIGKILL);
    waitForEnd();
}

int GatewayProcess::stop()
{
    signal(SIGTERM);
    waitForEnd();
    return exitStatus();
}

ProgramRun GatewayProcess::run(const QStringList& arguments) const
{
    return runProgram(u"gatehouse-gateway"_s, arguments, m_environment);
}

QByteArray GatewayProcess::output() const
{
    return contentOf(m_directory.filePath(u"output.txt"_s));
}

QJsonObject GatewayProcess::accessLine(const std::function<bool(const QJsonObject&)>& fits) const
{
    QJsonObject found;
    waitForFiles(logsDir(), 0, [&] {
        for (const QByteArray& line : contentOf(logsDir() + u"/access.log"_s).split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            if (!object.isEmpty() && fits(object)) {
                found = object;
                return true;
            }
        }
        return false;
    });
    return found;
}

QJsonObject GatewayProcess::accessLine(const QByteArray& requestId) const
{
    return accessLine([&](const QJsonObject& line) {
        return line.value(u"request_id"_s).toString() == QString::fromLatin1(requestId);
    });
}

bool GatewayProcess::logHolds(const QString& file, const QByteArray& text) const
{
    return waitForFiles(logsDir(), 0, [&] { return contentOf(logsDir() + u'/' + file).contains(text); });
}

} // namespace gatehouse::harness
