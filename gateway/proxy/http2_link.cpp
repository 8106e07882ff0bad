// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/http2_link.h"

#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <limits>

namespace gatehouse::proxy {

namespace {

constexpr std::size_t lingerBytes = 256 * 1024;   // dropped at most
constexpr std::size_t framesPerWrite = 96 * 1024; // room for one system call
constexpr std::size_t stopReadingAt = 64 * 1024;  // output that the kernel has not taken

} // namespace

Http2Link::Http2Link(WorkerContext& context, http::Http2Session::Role role, const http::Http2Limits& limits,
                     std::unique_ptr<net::Transport> transport)
    : m_context(context)
    , m_transport(std::move(transport))
    , m_session(role, limits, *this)
    , m_output(context.buffers, context.gather)
    , m_roomAtOnce(role == http::Http2Session::Role::Server ? limits.connectionWindow / 2
                                                            : std::numeric_limits<std::size_t>::max())
{
}

Http2Link::~Http2Link() = default;

bool Http2Link::begin(std::string_view first)
{
    m_readMs = m_context.poller.nowMs();
    if (m_context.poller.add(m_transport->fd(), EPOLLIN, this) != 0)
        return false;
    if (!first.empty())
        receive(first);
    if (m_state == State::Open && m_transport->hasBufferedInput())
        readInput();
    wantOutput(); // the settings at least
    return true;
}

void Http2Link::onIo(std::uint32_t events)
{
    if (m_state == State::Closed)
        return;
    const bool room = events & EPOLLOUT;
    if (room) {
        m_pace.room(m_transport->fd(), m_context.poller.nowMs());
        m_output.writable(*m_transport);
        wantOutput();
    }
    if (room && m_transport->readWaitsForRoom() && wantsInput()) {
        readInput();
        return updateInterest();
    }
    if (events & EPOLLIN)
        return readInput();
    if (events & (EPOLLHUP | EPOLLERR))
        onLost({net::IoStatus::Closed, 0, 0});
}

void Http2Link::readInput()
{
    do {
        const net::IoResult result =
            m_transport->read(m_context.buffers.receiveArea(), net::BufferPool::receiveSize);
        if (result.status == net::IoStatus::WantRead)
            return;
        if (result.status == net::IoStatus::WantWrite)
            return updateInterest();
        if (result.status == net::IoStatus::Closed || result.status == net::IoStatus::Failed)
            return onLost(result);
        if (m_state == State::Lingering) {
            m_lingered += result.bytes;
            if (m_lingered > lingerBytes)
                return onLost({net::IoStatus::Closed, 0, 0});
            continue;
        }
        receive({m_context.buffers.receiveArea(), result.bytes});
    } while (m_state != State::Closed && m_transport->hasBufferedInput());
}

void Http2Link::receive(std::string_view bytes)
{
    m_readMs = m_context.poller.nowMs();
    m_session.receive(bytes, m_context.poller.nowNs());
    onReceived();
    checkFault();
    react();
    if (m_session.wantsToSend() || m_session.finished())
        wantOutput();
}

void Http2Link::checkFault()
{
    if (m_session.fault() == http::Http2Fault::None || std::exchange(m_faultTold, true))
        return;
    onFault(m_session.fault());
    wantOutput();
}

void Http2Link::onHook()
{
    if (m_state != State::Open)
        return;
    send();
    if (m_output.failed())
        return onLost(m_output.failure());
    checkFault();
    react();
    if (m_state != State::Open)
        return;
    updateInterest();
    watchOutput();
    onTurn();
}

void Http2Link::watchOutput()
{
    const std::int64_t now = m_context.poller.nowMs();
    if (!outputWaits())
        return m_outputWatch.pauses(m_transport->fd(), now);
    m_pace.full(now);
    m_outputWatch.waits(m_transport->fd(), now, true, leastRate());
}

bool Http2Link::lineMoves(std::int64_t patienceMs)
{
    watchOutput();
    return outputWaits() && m_context.poller.nowMs() < m_outputWatch.movedMs() + patienceMs;
}

/// Everything that may leave now, in one write; more only while the kernel takes all of it.
void Http2Link::send()
{
    auto produced = http::Http2Session::Produced::Full;
    while (produced == http::Http2Session::Produced::Full && m_output.pending() == 0 && !m_output.failed()) {
        Gather& gather = m_context.gather;
        http::Http2Frames frames;
        frames.room = std::min(gather.scratchRoom(), framesPerWrite);
        frames.data = gather.reserve(frames.room);
        produced = m_session.produce(frames);
        gather.commit(frames.used);
        m_output.add({frames.data, frames.used}, *m_transport);
        m_output.flush(*m_transport);
    }
    if (produced == http::Http2Session::Produced::Failed)
        m_session.terminate(http::Http2Fault::Internal);
}

/// Tells the users of the streams what the session has noted. They may end streams and begin output.
void Http2Link::react()
{
    if (std::exchange(m_reacting, true))
        return;
    for (std::size_t i = 0; i < m_touched.size(); ++i) {
        Http2Noted* const stream = m_touched[i];
        stream->react();
        stream->touched = false;
        if (!stream->done())
            continue;
        m_streams[stream->index] = m_streams.back();
        m_streams[stream->index]->index = stream->index;
        m_streams.pop_back();
        onReleased(*stream);
    }
    m_touched.clear();
    m_reacting = false;
}

bool Http2Link::wantsInput() const
{
    return m_state == State::Lingering || m_output.pending() < stopReadingAt;
}

void Http2Link::updateInterest()
{
    if (m_state != State::Closed)
        m_context.poller.modify(m_transport->fd(), m_transport->interest(wantsInput(), outputWaits()));
}

void Http2Link::add(Http2Noted& stream)
{
    stream.index = m_streams.size();
    m_streams.push_back(&stream);
}

void Http2Link::touch(Http2Noted& stream)
{
    if (!std::exchange(stream.touched, true))
        m_touched.push_back(&stream);
}

void Http2Link::wantOutput()
{
    if (m_state == State::Open)
        m_hook.schedule(m_context.poller);
}

void Http2Link::onBuffered(std::size_t bytes)
{
    m_buffered += bytes;
    if (m_buffered <= m_roomAtOnce)
        m_session.consumeConnection(bytes);
    else
        m_withheld += bytes;
}

void Http2Link::onTaken(std::size_t bytes)
{
    m_buffered -= bytes;
    const std::size_t room = std::min(m_withheld, bytes);
    if (room == 0)
        return;
    m_withheld -= room;
    m_session.consumeConnection(room);
    wantOutput();
}

void Http2Link::startLingering()
{
    m_state = State::Lingering;
    m_transport->shutdownWrite();
    updateInterest();
}

void Http2Link::shut()
{
    m_state = State::Closed;
    for (Http2Noted* const stream : m_streams) { // nobody uses them any more
        stream->touched = false;
        onReleased(*stream);
    }
    m_streams.clear();
    m_touched.clear();
    if (m_transport->isEncrypted())
        m_transport->shutdownWrite(); // tells a truncation from an end
    m_context.poller.remove(m_transport->fd());
    m_output.clear();
}

} // namespace gatehouse::proxy
