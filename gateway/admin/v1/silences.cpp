// SPDX-License-Identifier: GPL-3.0-or-later
// Silences: times without notifications.
#include "common/core/ids.h"
#include "common/model/alerting.h"
#include "gateway/admin/v1/resource.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace silences_calls {

QString stateOf(const Services& services, const Silence& silence)
{
    const qint64 now = services.clock.wallMs();
    return now < silence.startsAt.ms ? u"waiting"_s : now < silence.endsAt.ms ? u"active"_s : u"over"_s;
}

QString ruleNameOf(const Services& services, const Silence& silence)
{
    const auto rule = services.documents().of<AlertRule>().find(silence.ruleId);
    return rule ? rule->name : QString();
}

QJsonObject silenceJson(const Services& services, const Silence& silence)
{
    QJsonObject object = toJson(silence);
    addHeader(object, silence);
    object.insert(u"rule"_s, textJson(ruleNameOf(services, silence)));
    object.insert(u"state"_s, stateOf(services, silence));
    return object;
}

/// A silence for every rule is for callers without a tenant.
bool sees(const Services& services, const Request& request, const Silence& silence)
{
    const auto rule = services.documents().of<AlertRule>().find(silence.ruleId);
    return seesTenant(request, rule ? rule->tenant : QString());
}

std::shared_ptr<const Silence> silenceOf(const Services& services, const Request& request, Reply& refused)
{
    const QString id = request.param(u"id"_s);
    auto silence = services.documents().of<Silence>().find(id);
    request.audit->target = id;
    if (silence && sees(services, request, *silence))
        return silence;
    refused = notFound(u"Silence %1"_s.arg(id));
    return nullptr;
}

constexpr Resource<Silence> silences{silenceOf, silenceJson};

std::optional<Reply> refusalOf(const Services& services, const Request& request, Silence& silence)
{
    if (!silence.startsAt.isSet())
        silence.startsAt = {services.clock.wallMs()};
    if (silence.endsAt <= silence.startsAt)
        return Reply::from(
            Error::invalid(u"ends_at"_s, u"range"_s, u"must be later than the beginning, which is now"_s));
    if (!sees(services, request, silence))
        return Reply::error(403, u"GH005"_s,
                            u"You may only silence rules of tenant %1"_s.arg(request.caller.user->tenant));
    return std::nullopt;
}

void create(Services& services, const Call& call, const Done& done)
{
    Result<Silence> silence = bodyAs<Silence>(*call);
    if (!silence)
        return done(Reply::from(silence.error()));
    call->audit->target = ruleNameOf(services, *silence);
    if (const auto refused = refusalOf(services, *call, *silence))
        return done(*refused);
    silence->id = newId();
    createOne(silences, services, call, done, u"silence.create"_s, *silence);
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish = listWishOf(*call, {u"state"_s, u"rule_id"_s, u"search"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Silence*> found;
    services.documents().of<Silence>().forEach([&](const Silence& silence) {
        if (sees(services, *call, silence) &&
            (!wish->has(u"state"_s) || stateOf(services, silence) == wish->value(u"state"_s)) &&
            (ruleNameOf(services, silence).contains(wish->value(u"search"_s), Qt::CaseInsensitive) ||
             silence.reason.contains(wish->value(u"search"_s), Qt::CaseInsensitive)) &&
            (!wish->has(u"rule_id"_s) || silence.ruleId == wish->value(u"rule_id"_s)))
            found.push_back(&silence);
    });
    done(pageReply(found, *wish, [&](const Silence& silence) { return silenceJson(services, silence); }));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(silences, services, call, done);
}

void update(Services& services, const Call& call, const Done& done)
{
    editOne(silences, services, call, done, u"silence.update"_s, [&](Silence& silence) {
        std::optional<Reply> refused = patched(silence, call->json());
        return refused ? refused : refusalOf(services, *call, silence);
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(silences, services, call, done, u"silence.delete"_s, nothingAgainst);
}

} // namespace silences_calls
} // namespace

void registerSilences(Registry& registry, Services& services)
{
    using namespace silences_calls;
    onAll(registry, services, {CallId::SilenceCreate}, create);
    onAll(registry, services, {CallId::SilenceList}, list);
    onAll(registry, services, {CallId::SilenceGet}, read);
    onAll(registry, services, {CallId::SilenceUpdate}, update);
    onAll(registry, services, {CallId::SilenceDelete}, remove);
}

} // namespace gatehouse::admin::v1
