// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QSaveFile>
#include <QString>

#include <memory>

namespace gatehouse::app {

/// A file that is written beside the one of its name, and replaces it as a whole with put(): what can fail is
/// over before a file of the running process is touched.
class ReadyFile {
public:
    static Result<ReadyFile> make(const QString& path, const QByteArray& content);
    Result<void> put();

private:
    std::unique_ptr<QSaveFile> m_file;
};

/// PID_FILE: the id of the process that serves, for scripts.
Result<ReadyFile> makeProcessFile(const QString& path);
/// Why that file cannot be written, as far as can be seen without writing; empty: nothing stands in the way.
QString processFileFault(const QString& path);
/// Only when it still names this process.
void removeProcessFile(const QString& path);

} // namespace gatehouse::app
