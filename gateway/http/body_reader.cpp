// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/body_reader.h"

#include <algorithm>

namespace gatehouse::http {

void BodyReader::begin(BodyFraming framing, std::uint64_t length)
{
    m_framing = framing;
    m_left = framing == BodyFraming::Length ? length : 0;
    m_received = 0;
    m_error = HeadError::None;
    m_done = framing == BodyFraming::None || (framing == BodyFraming::Length && length == 0);
    if (framing == BodyFraming::Chunked)
        m_chunked.reset();
}

BodyReader::Step BodyReader::step(std::string_view input)
{
    if (m_done)
        return {Status::Done, 0, {}};
    if (m_error != HeadError::None)
        return {Status::Failed, 0, {}};
    if (input.empty())
        return {Status::NeedMore, 0, {}};
    if (m_framing == BodyFraming::Chunked)
        return chunkedStep(input);
    std::size_t take = input.size();
    if (m_framing == BodyFraming::Length) {
        take = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, take));
        m_left -= take;
        m_done = m_left == 0;
    }
    m_received += take;
    return {Status::Data, take, input.substr(0, take)};
}

BodyReader::Step BodyReader::chunkedStep(std::string_view input)
{
    const ChunkedDecoder::Step step = m_chunked.step(input);
    switch (step.status) {
    case ChunkedDecoder::Status::Data:
        m_received += step.data.size();
        return {Status::Data, step.consumed, step.data};
    case ChunkedDecoder::Status::Done:
        m_done = true;
        return {Status::Done, step.consumed, {}};
    case ChunkedDecoder::Status::Failed:
        m_error = m_chunked.error();
        return {Status::Failed, 0, {}};
    case ChunkedDecoder::Status::NeedMore:
        break;
    }
    return {Status::NeedMore, step.consumed, {}};
}

bool BodyReader::finish()
{
    if (!m_done && m_framing == BodyFraming::UntilClose && m_error == HeadError::None)
        m_done = true;
    if (!m_done && m_error == HeadError::None)
        m_error = HeadError::Truncated;
    return m_done;
}

} // namespace gatehouse::http
