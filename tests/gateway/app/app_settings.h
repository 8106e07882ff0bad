// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gateway/config/load_input.h"
#include "tests/integration/harness/test_authority.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace gatehouse::app {

using Environment = QMap<QString, QString>;

/// What a gateway needs at least, and its files.
class AppFiles {
public:
    QString path(const QString& name) const { return m_directory.filePath(name); }

    QString write(const QString& name, const std::string& content) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
            qFatal("cannot write %s", qPrintable(name));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return file.fileName();
    }

    /// As name.crt and name.key.
    void store(const QString& name, const harness::TestPair& pair) const
    {
        write(name + QStringLiteral(".crt"), pair.certificate);
        write(name + QStringLiteral(".key"), pair.key);
    }

    config::LoadInput input(const Environment& more) const
    {
        Environment all{
            {QStringLiteral("DOORMAN_ADMIN_PASSWORD"), QStringLiteral("Correct-Horse-7-Battery")},
            {QStringLiteral("JWT_SECRET_KEY"), QStringLiteral("0123456789abcdef0123456789abcdef-x")},
            {QStringLiteral("GATEHOUSE_DATA_DIR"), path(QStringLiteral("data"))}};
        all.insert(more);
        return config::inputWith(all);
    }

    /// Of a listener with tls.crt and tls.key.
    Environment serving() const
    {
        return {{QStringLiteral("TLS_CERTIFICATE"), path(QStringLiteral("tls.crt"))},
                {QStringLiteral("TLS_PRIVATE_KEY"), path(QStringLiteral("tls.key"))}};
    }

private:
    QTemporaryDir m_directory;
};

} // namespace gatehouse::app
