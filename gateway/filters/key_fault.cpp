// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/key_fault.h"

namespace gatehouse::filters {

namespace {

constexpr char firstFault = 'A', rotatedMark = 'r';

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < keyRefusals.size(); ++i) {
        if (static_cast<std::size_t>(keyRefusals[i].fault) != i)
            return false;
    }
    return true;
}
static_assert(inOrder() && keyRefusals.size() == std::size_t(KeyFault::SubscriptionGone) + 1);

} // namespace

std::string KeyNote::text() const
{
    if (stop == KeyFault::None && !rotatedOut)
        return {};
    std::string text(1, static_cast<char>(firstFault + static_cast<char>(stop)));
    if (rotatedOut)
        text += rotatedMark;
    return text;
}

KeyNote KeyNote::of(const proxy::CredentialEntry& entry)
{
    const std::string_view text = entry.texts.verifier();
    if (text.empty())
        return {};
    const auto fault = static_cast<std::size_t>(static_cast<unsigned char>(text.front() - firstFault));
    return {fault < keyRefusals.size() ? static_cast<KeyFault>(fault) : KeyFault::None,
            text.size() > 1 && text[1] == rotatedMark};
}

KeyFault stopOf(const proxy::CredentialEntry& entry, std::int64_t wallMs)
{
    const KeyNote note = KeyNote::of(entry);
    if (entry.expiresAtMs != 0 && entry.expiresAtMs <= wallMs)
        return note.rotatedOut ? KeyFault::RotatedOut : KeyFault::Expired;
    if (note.stop != KeyFault::None)
        return note.stop;
    // Refused without a note all the same.
    return entry.identity->active ? KeyFault::Revoked : KeyFault::ConsumerSuspended;
}

std::string stopKey(std::string_view principal, proxy::Symbol api)
{
    std::string key("!"); // no CallerName
    key.append(principal).append(1, proxy::callerKeySeparator).append(std::to_string(api));
    return key;
}

} // namespace gatehouse::filters
