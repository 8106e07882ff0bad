// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/exchange.h"

#include <algorithm>

namespace gatehouse::proxy {

static const HeaderField* findField(const std::vector<HeaderField>& fields, std::string_view name) noexcept
{
    const auto at = std::find_if(fields.begin(), fields.end(),
                                 [name](const HeaderField& field) { return equalsIgnoreCase(field.name, name); });
    return at == fields.end() ? nullptr : &*at;
}

const HeaderField* RequestHead::find(std::string_view name) const noexcept
{
    return findField(fields, name);
}

const HeaderField* AnswerHead::find(std::string_view name) const noexcept
{
    return findField(fields, name);
}

Resumer Exchange::resumer()
{
    return Resumer(m_owner->remote(), this, m_generation);
}

void Exchange::respond(std::uint16_t status, std::string_view contentType, std::string_view body)
{
    m_answered = true;
    m_answer.local = true;
    m_answer.status = status;
    m_answer.fields.clear();
    m_answerBody.assign(body);
    if (!contentType.empty())
        m_answer.fields.push_back({"Content-Type", m_arena.copy(contentType)});
}

void Exchange::fail(Reason reason, std::string_view detail)
{
    failAs(reason, 0, {}, {}, detail);
}

void Exchange::failAs(Reason reason, std::uint16_t status, std::string_view code, std::string_view text,
                      std::string_view detail)
{
    const ReasonRow& why = row(reason);
    m_reason = reason;
    m_errorStatus = status ? status : why.status;
    m_errorText = text.empty() ? why.text : m_arena.copy(text);
    m_errorCode = code.empty() ? why.code : m_arena.copy(code);
    m_detail = m_arena.copy(detail);
    m_answered = true;
    m_answer.local = true;
    m_answer.status = m_errorStatus;
    m_answer.fields.clear();
    m_answerBody.clear();
}

} // namespace gatehouse::proxy
