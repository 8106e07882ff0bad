// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/http/head_parser.h"
#include "gateway/net/socket.h"
#include "gateway/proxy/trace.h"

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QPair>
#include <QSocketNotifier>
#include <QTimer>

#include <functional>
#include <memory>

namespace gatehouse::admin {

/// What the request tester sends, checked and complete.
struct TestCall {
    QByteArray method;
    QByteArray target; ///< path with query
    QByteArray host;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QByteArray from; ///< address the call is judged by
};

/// Opens a connection into the data plane for traffic; see DataPlane::openInside().
using OpenInside =
    std::function<Result<net::Fd>(const net::SocketAddress& peer, std::shared_ptr<proxy::Trace> trace)>;

/// Sends one request through the gateway itself, over a connection inside the process, so that it takes the
/// way of every other request, and tells that way together with the answer. Control thread; deletes itself
/// after `done`.
class RequestTester final : public QObject {
    Q_OBJECT

public:
    /// Of the answer's body as much is shown.
    static constexpr qsizetype maxShownBody = 1024 * 1024;
    /// An answer that has not ended by then is shown as far as it came.
    static constexpr int patienceMs = 60'000;

    using Done = std::function<void(Result<QJsonObject>)>;
    /// `parent` must outlive the data plane.
    static void run(const OpenInside& open, const TestCall& call, QObject* parent, Done done);

private:
    RequestTester(net::Fd fd, const TestCall& call, std::shared_ptr<proxy::Trace> trace, QObject* parent,
                  Done done);
    void write();
    void read();
    void onTraced();
    void onTimeout();
    void endInput();
    void settle();
    QJsonObject answer() const;

    net::Fd m_fd;
    std::shared_ptr<proxy::Trace> m_trace;
    Done m_done;
    http::Method m_method;
    QByteArray m_output;
    QByteArray m_input;
    QSocketNotifier m_reader;
    QSocketNotifier m_writer;
    QTimer m_timer;
    bool m_traced = false; ///< the worker has finished with the trace
    bool m_ended = false;
    bool m_cut = false; ///< the answer is not complete
};

/// The trace as the answer of the request tester shows it; without the key `response`.
QJsonObject traceToJson(const proxy::Trace& trace);

} // namespace gatehouse::admin
