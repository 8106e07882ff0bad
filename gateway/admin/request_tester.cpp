// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/request_tester.h"

#include "common/core/later.h"
#include "gateway/http/body_reader.h"

#include <QJsonArray>
#include <QPointer>
#include <QStringDecoder>

#include <sys/socket.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

QByteArray wireOf(const TestCall& call)
{
    QByteArray wire = call.method + ' ' + call.target + " HTTP/1.1\r\nHost: " + call.host + "\r\n";
    for (const auto& [name, value] : call.headers)
        wire += name + ": " + value + "\r\n";
    if (!call.body.isEmpty())
        wire += "Content-Length: " + QByteArray::number(call.body.size()) + "\r\n";
    return wire + "Connection: close\r\n\r\n" + call.body;
}

std::string_view viewOf(const QByteArray& bytes)
{
    return {bytes.constData(), std::size_t(bytes.size())};
}

QString plain(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

void addBody(QJsonObject& response, const QByteArray& body, bool complete)
{
    const QByteArray shown = body.left(RequestTester::maxShownBody);
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(shown);
    const bool isText = !decoder.hasError() && !text.contains(QChar(u'\0'));
    response.insert(u"body"_s, isText ? text : QString::fromLatin1(shown.toBase64()));
    response.insert(u"body_encoding"_s, isText ? u"text"_s : u"base64"_s);
    response.insert(u"body_bytes"_s, body.size());
    response.insert(u"truncated"_s, !complete || shown.size() < body.size());
}

struct Body {
    QByteArray bytes;
    bool complete = false;
};

Body bodyOf(std::string_view rest, const http::ResponseHead& head)
{
    http::BodyReader reader;
    reader.begin(head.framing, head.contentLength);
    Body body;
    for (;;) {
        const http::BodyReader::Step step = reader.step(rest);
        rest.remove_prefix(step.consumed);
        if (step.status == http::BodyReader::Status::Data) {
            body.bytes.append(step.data.data(), qsizetype(step.data.size()));
            continue;
        }
        body.complete = step.status == http::BodyReader::Status::Done ||
                        (step.status == http::BodyReader::Status::NeedMore && reader.finish());
        return body;
    }
}

} // namespace

void RequestTester::run(const OpenInside& open, const TestCall& call, QObject* parent, Done done)
{
    const auto peer = net::IpAddress::parse(viewOf(call.from));
    auto trace = std::make_shared<proxy::Trace>();
    auto holder = std::make_shared<QPointer<RequestTester>>();
    // Called on a worker, which the parent outlives; the pointer is only looked at on this thread.
    trace->finished = [parent, holder] {
        later(parent, [holder] {
            if (*holder)
                (*holder)->onTraced();
        });
    };
    Result<net::Fd> fd = open({peer.value_or(net::IpAddress()), 0}, trace);
    if (!fd)
        return done(fd.error());
    *holder = new RequestTester(std::move(fd).value(), call, std::move(trace), parent, std::move(done));
}

RequestTester::RequestTester(net::Fd fd, const TestCall& call, std::shared_ptr<proxy::Trace> trace,
                             QObject* parent, Done done)
    : QObject(parent)
    , m_fd(std::move(fd))
    , m_trace(std::move(trace))
    , m_done(std::move(done))
    , m_method(http::methodFromText(viewOf(call.method)))
    , m_output(wireOf(call))
    , m_reader(m_fd.get(), QSocketNotifier::Read)
    , m_writer(m_fd.get(), QSocketNotifier::Write)
{
    connect(&m_reader, &QSocketNotifier::activated, this, &RequestTester::read);
    connect(&m_writer, &QSocketNotifier::activated, this, &RequestTester::write);
    connect(&m_timer, &QTimer::timeout, this, &RequestTester::onTimeout);
    m_timer.setSingleShot(true);
    m_timer.start(patienceMs);
}

void RequestTester::write()
{
    const ssize_t sent =
        ::send(m_fd.get(), m_output.constData(), std::size_t(m_output.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0)
        m_output.remove(0, sent);
    // A gateway that answers before it has read everything may close: what it said is still to be read.
    if (m_output.isEmpty() || (sent < 0 && errno != EAGAIN && errno != EINTR))
        m_writer.setEnabled(false);
}

void RequestTester::read()
{
    char buffer[64 * 1024];
    const ssize_t got = ::recv(m_fd.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        return endInput();
    m_input.append(buffer, got);
    constexpr qsizetype enough = maxShownBody + 256 * 1024; // with head and framing
    if (m_input.size() <= enough)
        return;
    m_cut = true;
    endInput();
}

void RequestTester::onTraced()
{
    m_traced = true;
    settle();
}

void RequestTester::onTimeout()
{
    m_cut = true;
    endInput();
}

/// Also ends the exchange when it still goes on, so that the trace comes to its end.
void RequestTester::endInput()
{
    if (std::exchange(m_ended, true))
        return;
    m_reader.setEnabled(false);
    m_writer.setEnabled(false);
    ::shutdown(m_fd.get(), SHUT_RDWR);
    settle();
}

void RequestTester::settle()
{
    const bool nothing = m_input.isEmpty() && !m_cut; // refused before an exchange began: no trace will come
    if (!m_ended || !(m_traced || nothing) || !m_done)
        return;
    const Done done = std::exchange(m_done, nullptr);
    m_timer.stop();
    deleteLater();
    if (!m_traced)
        return done(Error::unavailable(u"The gateway took no connection for the test request"_s));
    QJsonObject result = traceToJson(*m_trace);
    result.insert(u"response"_s, answer());
    done(result);
}

QJsonObject RequestTester::answer() const
{
    http::ResponseHeadParser parser;
    http::ResponseHead head;
    const std::string_view bytes = viewOf(m_input);
    if (parser.parse(bytes, {64 * 1024, 8 * 1024, 100}, m_method, head) != http::ParseStatus::Complete)
        return {{u"status"_s, QJsonValue()}, {u"truncated"_s, true}};
    QJsonArray headers;
    for (const http::Header& field : head.headers)
        headers.append(QJsonArray{plain(field.name), plain(field.value)});
    QJsonObject response{
        {u"status"_s, head.status}, {u"reason"_s, plain(head.reason)}, {u"headers"_s, headers}};
    const Body body = bodyOf(bytes.substr(head.headBytes), head);
    addBody(response, body.bytes, body.complete && !m_cut);
    return response;
}

} // namespace gatehouse::admin
