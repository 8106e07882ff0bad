// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/log_writer.h"

#include <QString>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::observe {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error, Critical };
enum class LogFormat : std::uint8_t { Plain, Json };

std::string_view toString(LogLevel level);
/// "INFO", "warn", ...; Info for an unknown word.
LogLevel logLevelOf(const QString& word);

struct LogOptions {
    QString directory;
    QString accessPath; ///< empty = access.log in `directory`
    LogLevel level = LogLevel::Info;
    LogFormat format = LogFormat::Plain;
    std::uint64_t maxBytes = 10 * 1024 * 1024;
    int maxFiles = 5;
    bool console = true;
    bool memory = true;
};

/// The log of the gateway (doorman.log), its audit trail (doorman-trail.log) and its access log, all through
/// one LogWriter. Every line is redacted before it goes anywhere. Made by the composition root; thread-safe.
class LogSystem {
public:
    /// Creates the directory; when it cannot be written, a temporary one is used, and without that the
    /// console alone. `warnings` gets one sentence for each step back.
    static std::unique_ptr<LogSystem> open(const LogOptions& options, QStringList* warnings);

    void log(LogLevel level, std::string_view logger, std::string_view message,
             std::string_view requestId = {});
    /// A line of the audit trail; `json` without line feed.
    void trail(std::string_view json);

    void setLevel(LogLevel level) { m_level.store(level, std::memory_order_relaxed); }
    void setFormat(LogFormat format) { m_format.store(format, std::memory_order_relaxed); }
    bool isOn(LogLevel level) const { return level >= m_level.load(std::memory_order_relaxed); }

    LogWriter& writer() { return *m_writer; }
    /// Where the files are; empty when there are none.
    const QString& directory() const { return m_directory; }

private:
    LogSystem(const LogOptions& options, QString directory, std::unique_ptr<LogWriter> writer);

    std::atomic<LogLevel> m_level;
    std::atomic<LogFormat> m_format;
    QString m_directory;
    std::unique_ptr<LogWriter> m_writer;
};

/// One log line with its line feed. A line feed inside the message becomes \n, so that an entry is always one
/// line.
std::string formatLogLine(LogFormat format, std::int64_t wallMs, LogLevel level, std::string_view logger,
                          std::string_view message, std::string_view requestId);

/// While it lives, lines of this thread without a request id of their own carry this one.
class RequestIdScope {
public:
    explicit RequestIdScope(std::string id);
    ~RequestIdScope();
    RequestIdScope(const RequestIdScope&) = delete;
    RequestIdScope& operator=(const RequestIdScope&) = delete;

private:
    std::string m_id;
    std::string_view m_before;
};

/// Sends qDebug(), qInfo(), qWarning() and qCritical() to a log while it lives; the category names the
/// logger. Qt has one handler per process, so there is one router at a time.
class QtLogRouter {
public:
    explicit QtLogRouter(LogSystem& log);
    ~QtLogRouter();
    QtLogRouter(const QtLogRouter&) = delete;
    QtLogRouter& operator=(const QtLogRouter&) = delete;

private:
    QtMessageHandler m_before;
};

} // namespace gatehouse::observe
