// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/log_system.h"

#include "gateway/observe/json_text.h"
#include "gateway/observe/redaction.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

thread_local std::string_view t_requestId;
/// What Qt's plain function pointer needs to find its log.
std::atomic<LogSystem*> s_routed{nullptr};

constexpr std::string_view kNoRequest = "no-request-id";

void routeQtMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    LogSystem* log = s_routed.load(std::memory_order_acquire);
    if (!log)
        return;
    LogLevel level = LogLevel::Info;
    switch (type) {
    case QtDebugMsg:
        level = LogLevel::Debug;
        break;
    case QtInfoMsg:
        level = LogLevel::Info;
        break;
    case QtWarningMsg:
        level = LogLevel::Warning;
        break;
    case QtCriticalMsg:
        level = LogLevel::Error;
        break;
    case QtFatalMsg:
        level = LogLevel::Critical;
        break;
    }
    const std::string_view category = context.category ? context.category : "default";
    log->log(level, category == "default" ? "gateway" : category, message.toStdString());
    if (type == QtFatalMsg)
        log->writer().flush(); // the process ends now
}

bool canWriteTo(const QString& directory)
{
    return QDir().mkpath(directory) && ::access(QFile::encodeName(directory).constData(), W_OK | X_OK) == 0;
}

/// The directory for log files, or an empty text when there is none.
QString usableDirectory(const QString& wanted, QStringList& warnings)
{
    if (!wanted.isEmpty() && canWriteTo(wanted))
        return wanted;
    const QString fallback = QDir::tempPath() + u"/gatehouse-logs-%1"_s.arg(::getuid());
    const QFileInfo info(fallback);
    // Somebody else could have made a directory of this name to read our logs.
    const bool foreign = info.exists() && (info.ownerId() != ::getuid() || info.isSymLink());
    if (!foreign && canWriteTo(fallback)) {
        QFile::setPermissions(fallback, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        warnings.append(u"cannot write to '%1'; logs go to '%2'"_s.arg(wanted, fallback));
        return fallback;
    }
    warnings.append(u"cannot write to '%1' nor to '%2'; logs go to the console only"_s.arg(wanted, fallback));
    return {};
}

} // namespace

std::string_view toString(LogLevel level)
{
    static constexpr std::array<std::string_view, 5> names{"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
    return names[static_cast<std::size_t>(level)];
}

LogLevel logLevelOf(const QString& word)
{
    const QString upper = word.toUpper();
    if (upper == "DEBUG"_L1)
        return LogLevel::Debug;
    if (upper == "WARN"_L1 || upper == "WARNING"_L1)
        return LogLevel::Warning;
    if (upper == "ERROR"_L1)
        return LogLevel::Error;
    return upper == "CRITICAL"_L1 ? LogLevel::Critical : LogLevel::Info;
}

std::string formatLogLine(LogFormat format, std::int64_t wallMs, LogLevel level, std::string_view logger,
                          std::string_view message, std::string_view requestId)
{
    std::string clean(message);
    redact(clean);
    const std::string_view id = requestId.empty() ? kNoRequest : requestId;
    std::string time;
    appendIsoTime(time, wallMs);
    std::string line;
    line.reserve(clean.size() + 160);
    if (format == LogFormat::Json) {
        line.append("{\"time\":\"").append(time).append("\",\"name\":\"");
        appendJsonText(line, logger);
        line.append("\",\"level\":\"").append(toString(level)).append("\",\"request_id\":\"");
        appendJsonText(line, id);
        line.append("\",\"message\":\"");
        appendJsonText(line, clean);
        line.append("\"}\n");
        return line;
    }
    // 2026-01-02T03:04:05.678Z -> 2026-01-02 03:04:05,678
    time[10] = ' ';
    time[19] = ',';
    time.pop_back();
    line.append(time).append(" - ").append(logger).append(" - ").append(toString(level)).append(" - ");
    line.append(id).append(" | ");
    for (const char c : clean) {
        if (c == '\n')
            line.append("\\n");
        else
            line += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? '?' : c;
    }
    line += '\n';
    return line;
}

std::unique_ptr<LogSystem> LogSystem::open(const LogOptions& options, QStringList* warnings)
{
    QStringList ignored;
    QStringList& said = warnings ? *warnings : ignored;
    const QString directory = usableDirectory(options.directory, said);
    LogWriter::Options files;
    files.memory = options.memory;
    files.console = options.console || directory.isEmpty();
    const auto openFile = [&](LogStream stream, const QString& path) {
        RotatingFile file(QFile::encodeName(path).toStdString(), options.maxBytes, options.maxFiles);
        if (file.open())
            files.files[static_cast<std::size_t>(stream)].emplace(std::move(file));
        else
            said.append(u"cannot open log file '%1'"_s.arg(path));
    };
    if (!directory.isEmpty()) {
        openFile(LogStream::Gateway, directory + u"/doorman.log"_s);
        openFile(LogStream::Trail, directory + u"/doorman-trail.log"_s);
    }
    if (!options.accessPath.isEmpty())
        openFile(LogStream::Access, options.accessPath);
    else if (!directory.isEmpty())
        openFile(LogStream::Access, directory + u"/access.log"_s);
    auto writer = std::make_unique<LogWriter>(std::move(files));
    return std::unique_ptr<LogSystem>(new LogSystem(options, directory, std::move(writer)));
}

LogSystem::LogSystem(const LogOptions& options, QString directory, std::unique_ptr<LogWriter> writer)
    : m_level(options.level)
    , m_format(options.format)
    , m_directory(std::move(directory))
    , m_writer(std::move(writer))
{
}

void LogSystem::log(LogLevel level, std::string_view logger, std::string_view message,
                    std::string_view requestId)
{
    if (!isOn(level))
        return;
    m_writer->submit(LogStream::Gateway, formatLogLine(m_format.load(std::memory_order_relaxed),
                                                       QDateTime::currentMSecsSinceEpoch(), level, logger,
                                                       message, requestId.empty() ? t_requestId : requestId));
}

void LogSystem::trail(std::string_view json)
{
    std::string time;
    appendIsoTime(time, QDateTime::currentMSecsSinceEpoch());
    time[10] = ' ';
    time[19] = ',';
    time.pop_back();
    std::string line = time + " - audit - INFO - ";
    line.append(json);
    std::replace(line.begin(), line.end(), '\n', ' ');
    line += '\n';
    m_writer->submit(LogStream::Trail, std::move(line));
}

RequestIdScope::RequestIdScope(std::string id)
    : m_id(std::move(id))
    , m_before(t_requestId)
{
    t_requestId = m_id;
}

RequestIdScope::~RequestIdScope()
{
    t_requestId = m_before;
}

QtLogRouter::QtLogRouter(LogSystem& log)
{
    s_routed.store(&log, std::memory_order_release);
    m_before = qInstallMessageHandler(routeQtMessage);
}

QtLogRouter::~QtLogRouter()
{
    qInstallMessageHandler(m_before);
    s_routed.store(nullptr, std::memory_order_release);
}

} // namespace gatehouse::observe
