// SPDX-License-Identifier: GPL-3.0-or-later
// The stages of ExchangeDriver: bodies that filters change or watch on the way to the client.
#include "gateway/proxy/exchange_driver.h"

#include <algorithm>

namespace gatehouse::proxy {

namespace {

enum class Call : std::uint8_t { Take, Pause, End };

using Stages = std::vector<std::unique_ptr<AnswerStage>>;

/// Leads a piece through all stages; `out` holds what comes out of the last. `between` is scratch.
void through(const Stages& stages, Call call, std::string_view piece, std::string& out, std::string& between)
{
    out.assign(piece);
    for (const auto& stage : stages) {
        between.swap(out);
        out.clear();
        if (!between.empty())
            stage->take(between, out);
        if (call == Call::Pause)
            stage->pause(out);
        else if (call == Call::End)
            stage->end(out);
    }
}

} // namespace

bool ExchangeDriver::stagesChangeLength() const
{
    const auto& stages = m_exchange.m_stages;
    return std::any_of(stages.begin(), stages.end(),
                       [](const auto& stage) { return stage->changesLength(); });
}

/// What comes out is memory of this driver, and must have gone when the next piece comes.
void ExchangeDriver::sendStaged(std::string_view data)
{
    through(m_exchange.m_stages, Call::Take, data, m_staged, m_stageInput);
    m_client->sendBody(m_staged);
    m_client->flush();
}

void ExchangeDriver::pauseStages()
{
    through(m_exchange.m_stages, Call::Pause, {}, m_staged, m_stageInput);
    m_client->sendBody(m_staged);
}

void ExchangeDriver::endStages()
{
    through(m_exchange.m_stages, Call::End, {}, m_staged, m_stageInput);
    m_client->sendBody(m_staged);
}

void ExchangeDriver::stageCollected()
{
    through(m_exchange.m_stages, Call::End, m_exchange.m_answerBody, m_staged, m_stageInput);
    m_exchange.m_answerBody.swap(m_staged);
}

/// Keeps the memory of usual pieces, as recycle() does with everything.
void ExchangeDriver::dropStages()
{
    constexpr std::size_t WorthKeeping = 64 * 1024;
    m_exchange.m_stages.clear();
    m_exchange.m_tap.reset();
    for (std::string* const memory : {&m_staged, &m_stageInput}) {
        if (memory->capacity() > WorthKeeping)
            std::string().swap(*memory);
    }
}

/// The first stage that can end the body does.
bool ExchangeDriver::failStages(Reason reason, std::string_view detail)
{
    for (const auto& stage : m_exchange.m_stages) {
        m_staged.clear();
        if (!stage->fail(reason, detail, m_staged))
            continue;
        m_client->sendBody(m_staged);
        endAnswer(m_exchange.m_answerTrailers);
        return true;
    }
    return false;
}

// --- requests

/// These put what came out in the place of what went in; false: the request has failed.
bool ExchangeDriver::stageRequest(std::string_view& data)
{
    m_requestStaged.clear();
    if (!m_exchange.m_requestStage->take(data, m_requestStaged)) {
        onRequestFailed(Reason::BadBody, "the body is not encoded as its type says");
        return false;
    }
    data = m_requestStaged;
    if (m_exchange.m_requestStage->done())
        m_exchange.m_requestStage.reset();
    return true;
}

bool ExchangeDriver::endRequestStage(std::string_view& rest)
{
    m_requestStaged.clear();
    if (!m_exchange.m_requestStage->end(m_requestStaged)) {
        onRequestFailed(Reason::BadBody, "the encoded body is cut short");
        return false;
    }
    rest = m_requestStaged;
    return true;
}

} // namespace gatehouse::proxy
