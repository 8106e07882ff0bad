// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

namespace gatehouse::harness {

/// A file of tests/integration/clients.
inline QString clientFile(const QString& name)
{
    return qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/tests/integration/clients/") + name;
}

/// A program that serves until its input ends, and prints its port first.
class ToolServer {
public:
    ToolServer(const QString& program, const QStringList& arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program, arguments);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(PatienceMs)) {
        }
        m_port = quint16(m_process.readLine().trimmed().toUInt());
    }
    ~ToolServer() { stop(); }
    Q_DISABLE_COPY_MOVE(ToolServer)
    /// 0 when it could not be started.
    quint16 port() const { return m_port; }
    void stop()
    {
        m_process.closeWriteChannel();
        if (m_process.state() != QProcess::NotRunning)
            m_process.waitForFinished(PatienceMs);
    }

private:
    static constexpr int PatienceMs = 60'000;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace gatehouse::harness
