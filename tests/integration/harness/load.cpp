// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/load.h"

#include "tests/integration/harness/http_client.h"

#include <chrono>

namespace gatehouse::harness {

ConstantLoad::ConstantLoad(quint16 port, const QByteArray& target, int clients, const QByteArray& lines)
    : m_port(port)
    , m_target(target)
    , m_lines(lines)
{
    for (int i = 0; i < clients; ++i)
        m_clients.emplace_back([this, i] { run(i % 2 == 0); });
}

ConstantLoad::~ConstantLoad()
{
    stop();
}

void ConstantLoad::run(bool keep)
{
    HttpClient client(m_port);
    while (!m_stop) {
        const HttpReply reply = client.get(m_target, m_lines);
        if (!keep)
            client.close();
        if (reply.status == 200) {
            ++m_answers;
            m_answered.release();
            continue;
        }
        const std::scoped_lock lock(m_mutex);
        m_failures.append(QStringLiteral("%1 client: status %2, %3 bytes of a head, %4")
                              .arg(keep ? QStringLiteral("keeping") : QStringLiteral("single"))
                              .arg(reply.wire.status)
                              .arg(reply.wire.raw.size())
                              .arg(reply.line()));
        if (m_failures.size() > 20)
            m_stop = true;
    }
}

void ConstantLoad::waitForAnswers(int count)
{
    using namespace std::chrono_literals;
    for (int i = 0; i < count && !m_stop;)
        i += m_answered.try_acquire_for(100ms) ? 1 : 0;
}

QStringList ConstantLoad::stop()
{
    m_stop = true;
    for (std::thread& client : m_clients) {
        if (client.joinable())
            client.join();
    }
    return m_failures;
}

} // namespace gatehouse::harness
