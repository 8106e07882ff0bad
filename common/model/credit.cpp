// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/credit.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable tierTable()
{
    using T = CreditTier;
    TableBuilder<T> t(u"credit tier"_s);
    t.field(u"tier_name"_s, &T::name, u"Tier"_s, u"Name shown to people."_s).required().length(1, 50);
    t.field(u"credits"_s, &T::credits, u"Credits"_s, u"Credits a user of the tier gets."_s)
        .required()
        .atLeast(0);
    t.field(u"input_limit"_s, &T::inputLimit, u"Input limit"_s, u"For information."_s).required().atLeast(0);
    t.field(u"output_limit"_s, &T::outputLimit, u"Output limit"_s, u"For information."_s)
        .required()
        .atLeast(0);
    t.field(u"reset_frequency"_s, &T::resetFrequency, u"Reset"_s, u"For information, for example monthly."_s)
        .required()
        .length(0, 50);
    return t.build();
}

EntityTable creditGroupTable()
{
    using G = CreditGroup;
    TableBuilder<G> t(u"credit_group"_s, u"credit_defs"_s, u"Credit group"_s, u"Credit groups"_s,
                      {u"api_credit_group"_s});
    t.group(u"Credit group"_s);
    t.field(u"api_credit_group"_s, &G::group, u"Group"_s, u"APIs refer to it."_s)
        .required()
        .length(1, 50)
        .immutable();
    t.field(u"api_key"_s, &G::apiKey, u"API key"_s,
            u"Key the gateway shows to the upstream. Never shown again."_s)
        .required()
        .secret()
        .length(1, 8192);
    t.field(u"api_key_header"_s, &G::apiKeyHeader, u"Header"_s, u"Header that carries the key."_s)
        .required()
        .length(1, 128)
        .format(TextFormat::HeaderName);
    t.field(u"credit_tiers"_s, &G::tiers, u"Tiers"_s, u"What the group offers."_s).required().items(1, 100);
    t.field(u"api_key_new"_s, &G::apiKeyNew, u"Next key"_s, u"Used instead of the key while it is set."_s)
        .nullable()
        .secret()
        .length(0, 8192);
    t.field(u"api_key_rotation_expires"_s, &G::rotationExpires, u"Rotation ends"_s,
            u"Afterwards the old key is not valid any more."_s);
    return t.build();
}

EntityTable balanceTable()
{
    using B = Balance;
    TableBuilder<B> t(u"balance"_s);
    t.field(u"tier_name"_s, &B::tierName, u"Tier"_s, u"Tier of the credit group."_s).required().length(1, 50);
    t.field(u"available_credits"_s, &B::available, u"Left"_s, u"Calls that may still be made."_s)
        .required()
        .atLeast(0);
    t.field(u"reset_date"_s, &B::resetDate, u"Reset date"_s, u"For information."_s).nullable().length(0, 64);
    t.field(u"user_api_key"_s, &B::userApiKey, u"Own key"_s,
            u"Shown to the upstream instead of the group's key."_s)
        .nullable()
        .secret()
        .length(0, 8192);
    return t.build();
}

EntityTable creditBalanceTable()
{
    using C = CreditBalance;
    TableBuilder<C> t(u"credit_balance"_s, u"user_credits"_s, u"Credit balance"_s, u"Credit balances"_s,
                      {u"username"_s});
    t.group(u"Balance"_s);
    t.field(u"username"_s, &C::username, u"User"_s, u"Whose credits these are."_s)
        .required()
        .length(3, 50)
        .immutable()
        .refersTo(Kind::User);
    t.field(u"users_credits"_s, &C::credits, u"Credits"_s, u"Credit group -> balance."_s)
        .required()
        .items(0, 1000);
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<CreditTier>()
{
    static const EntityTable table = tierTable();
    return table;
}

template <>
const EntityTable& tableOf<CreditGroup>()
{
    static const EntityTable table = creditGroupTable();
    return table;
}

template <>
const EntityTable& tableOf<Balance>()
{
    static const EntityTable table = balanceTable();
    return table;
}

template <>
const EntityTable& tableOf<CreditBalance>()
{
    static const EntityTable table = creditBalanceTable();
    return table;
}

} // namespace gatehouse
