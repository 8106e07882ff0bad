// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/soap_answer.h"

#include "gateway/filters/error_body.h"
#include "gateway/proxy/exchange.h"

namespace gatehouse::protocols {

std::optional<std::string> wrappedSoapBody(std::uint16_t status)
{
    switch (status) {
    case 200:
        return std::nullopt;
    case 201:
        return "<message>None</message>";
    case 400:
    case 403:
        return filters::xmlErrorBody("None", "None");
    case 404:
        return filters::xmlErrorBody("GTW005", "Endpoint does not exist in backend service");
    default:
        return "<message>An unknown error occurred in SOAP response</message>";
    }
}

void SoapAnswerFilter::answer(proxy::Exchange& exchange) const
{
    if (exchange.answer().local)
        return;
    const std::uint16_t status = std::uint16_t(exchange.answer().status);
    if (const std::optional<std::string> body = wrappedSoapBody(status))
        return exchange.respond(status, "application/xml", *body);
    exchange.answerEdits().set("Content-Type", "application/xml");
}

} // namespace gatehouse::protocols
