// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/denial.h"

#include "gateway/observe/request_record.h"

#include <utility>

namespace gatehouse::observe {

namespace {

/// Texts of strangers go no further than this.
std::string cut(std::string_view text)
{
    constexpr std::size_t most = 300;
    return std::string(text.substr(0, most));
}

} // namespace

Denial Denial::of(const RequestRecord& record)
{
    const RefusalFacts& facts = *record.refusal;
    Denial denial;
    denial.kind = facts.bodySize        ? Kind::BodySize
                  : facts.globalAddress ? Kind::GlobalAddress
                                        : Kind::ApiAddress;
    denial.blacklisted = facts.blacklisted;
    denial.declaredBytes = facts.declaredBytes;
    denial.limit = facts.limit;
    denial.received = facts.received;
    denial.api = cut(record.route);
    denial.principal = cut(record.principal);
    denial.path = cut(record.path);
    denial.client = cut(record.clientAddress);
    denial.peer = cut(record.peerAddress);
    denial.requestId = cut(record.requestId);
    denial.forwardedFor = cut(facts.forwardedFor);
    denial.contentType = cut(facts.contentType);
    denial.transferEncoding = cut(facts.transferEncoding);
    return denial;
}

void Denials::add(const RequestRecord& record)
{
    if (told.size() < Most)
        told.push_back(Denial::of(record));
    else
        ++untold;
}

void Denials::merge(Denials&& other)
{
    untold += other.untold;
    for (Denial& denial : other.told) {
        if (told.size() < Most)
            told.push_back(std::move(denial));
        else
            ++untold;
    }
    other = {};
}

} // namespace gatehouse::observe
