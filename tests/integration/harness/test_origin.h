// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/scripted_upstream.h"

#include <QByteArray>
#include <QString>

#include <condition_variable>
#include <mutex>
#include <string>

namespace gatehouse::harness {

/// An upstream that answers with what a test has set, confirms the tag "v1" with 304, and can be made to
/// wait.
class TestOrigin {
public:
    void say(const std::string& fields, const std::string& body = "body",
             const std::string& status = "200 OK");
    /// Answers wait until release().
    void hold();
    void release();

    QString server() const;
    std::size_t count() const { return m_upstream.requests().size(); }
    bool waitFor(std::size_t count) const { return m_upstream.waitForRequests(count); }
    Message last() const { return m_upstream.requests().back(); }
    int connections() const { return m_upstream.connections(); }

private:
    std::string answerTo(const Message& request);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_answer;
    bool m_held = false;
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        for (;;) {
            const Message request = m_upstream.record(socket);
            if (!request.complete)
                return;
            socket.send(answerTo(request));
        }
    }};
};

/// What was encoded; a text that says so when it is not complete.
QByteArray gunzipped(const QByteArray& packed);
QByteArray unbrotlied(const QByteArray& packed);

} // namespace gatehouse::harness
