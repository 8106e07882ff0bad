// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

#include <atomic>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

namespace gatehouse::harness {

/// Constant requests for one target until it is stopped: half of the clients keep their connections as long
/// as the gateway does, half open one per request. Every answer must be a complete 200; nothing is tried
/// again.
class ConstantLoad {
public:
    /// `lines`: further header lines, each with CRLF.
    ConstantLoad(quint16 port, const QByteArray& target, int clients = 4, const QByteArray& lines = {});
    ~ConstantLoad();

    /// Waits for that many further answers.
    void waitForAnswers(int count);
    /// Ends the clients. What went wrong, one line each.
    QStringList stop();
    int answers() const { return m_answers.load(); }

private:
    void run(bool keep);

    quint16 m_port;
    QByteArray m_target;
    QByteArray m_lines;
    std::atomic<bool> m_stop{false};
    std::atomic<int> m_answers{0};
    std::counting_semaphore<> m_answered{0};
    std::mutex m_mutex;
    QStringList m_failures;
    std::vector<std::thread> m_clients;
};

} // namespace gatehouse::harness
