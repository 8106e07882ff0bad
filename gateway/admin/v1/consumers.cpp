// SPDX-License-Identifier: GPL-3.0-or-later
// Consumers: create, list, read, change, delete, suspend, activate, block (week-one runbook 8.1, 8.2).
#include "common/core/ids.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/admin/v1/text_search.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace consumers_calls {

using control::By;

constexpr Resource<Consumer> consumers{consumerOf, consumerJson};

void create(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    body->insert(u"tenant_id"_s, tenant);
    Result<Consumer> consumer = fromJson<Consumer>(*body, ReadOptions::v1Create());
    if (!consumer)
        return done(Reply::from(consumer.error()));
    call->audit->target = tenant + u'/' + consumer->externalId;
    if (byKey<Consumer>(services, {tenant, consumer->externalId}))
        return done(conflict(u"external_id"_s,
                             u"%1 is already used in tenant %2"_s.arg(consumer->externalId, tenant)));
    consumer->id = newId();
    createOne(consumers, services, call, done, u"consumer.create"_s, *consumer);
}

/// The conditions of a list, made ready for thousands of consumers.
class Conditions {
public:
    explicit Conditions(const ListWish& wish)
        : m_email(wish.given(u"email"_s))
        , m_status(wish.given(u"status"_s))
        , m_externalId(wish.given(u"external_id"_s))
        , m_search(wish.value(u"search"_s))
    {
    }
    bool hold(const Consumer& consumer) const
    {
        return (!m_email || consumer.email.compare(*m_email, Qt::CaseInsensitive) == 0) &&
               (!m_status || toWire(consumer.status) == *m_status) &&
               (!m_externalId || consumer.externalId == *m_externalId) &&
               m_search.isIn(consumer.name, consumer.email, consumer.externalId, consumer.company);
    }

private:
    std::optional<QString> m_email, m_status, m_externalId;
    TextSearch m_search;
};

void list(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<ListWish> wish = withWord<ConsumerStatus>(
        listWishOf(*call, {u"email"_s, u"search"_s, u"status"_s, u"external_id"_s, u"environment"_s},
                   {u"name"_s, u"email"_s, u"external_id"_s, u"company"_s, u"status"_s, u"created_at"_s,
                    u"updated_at"_s}),
        u"status"_s);
    if (!wish)
        return done(Reply::from(wish.error()));
    const auto table = services.documents().of<Consumer>();
    const Conditions conditions(*wish);
    const bool elsewhere = isElsewhere(services, *wish);
    std::vector<const Consumer*> found;
    const auto take = [&](const Consumer& consumer) {
        if (!elsewhere && consumer.tenant == tenant && conditions.hold(consumer))
            found.push_back(&consumer);
    };
    if (wish->has(u"email"_s)) {
        for (const Consumer* consumer : table.with(By::Email, wish->value(u"email"_s).toLower()))
            take(*consumer);
    } else {
        table.forEach(take);
    }
    done(pageReply(found, *wish, [&](const Consumer& consumer) { return consumerJson(services, consumer); }));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(consumers, services, call, done);
}

void update(Services& services, const Call& call, const Done& done)
{
    editOne(consumers, services, call, done, u"consumer.update"_s, [&](Consumer& consumer) {
        const ConsumerStatus before = consumer.status;
        std::optional<Reply> refused = patched(consumer, call->json());
        if (!refused && before == ConsumerStatus::Blocked && consumer.status != before)
            refused = wrongState(u"The consumer is blocked for good"_s);
        return refused;
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(consumers, services, call, done, u"consumer.delete"_s, nothingAgainst);
}

/// Moves the consumer from one of `from` to `to`; its keys follow with the snapshot, before the call returns.
void move(Services& services, const Call& call, const Done& done, QList<ConsumerStatus> from,
          ConsumerStatus to)
{
    editOne(consumers, services, call, done, u"consumer."_s + toWire(to),
            [&](Consumer& consumer) -> std::optional<Reply> {
                if (!from.contains(consumer.status))
                    return wrongState(u"The consumer is %1"_s.arg(toWire(consumer.status)));
                consumer.status = to;
                return std::nullopt;
            });
}

} // namespace consumers_calls
} // namespace

std::shared_ptr<const Consumer> consumerOf(const Services& services, const Request& request, Reply& refused)
{
    const QString tenant = request.param(u"tenant"_s);
    const QString id = request.param(u"id"_s);
    if (const auto refusal = tenantRefusal(services, request, tenant)) {
        refused = *refusal;
        return nullptr;
    }
    auto consumer = services.documents().of<Consumer>().find(id);
    if (!consumer || consumer->tenant != tenant) {
        refused = notFound(u"Consumer %1"_s.arg(id));
        return nullptr;
    }
    request.audit->target = tenant + u'/' + consumer->externalId;
    return consumer;
}

void registerConsumers(Registry& registry, Services& services)
{
    using namespace consumers_calls;
    using S = ConsumerStatus;
    onAll(registry, services, {CallId::ConsumerCreate}, create);
    onAll(registry, services, {CallId::ConsumerList}, list);
    onAll(registry, services, {CallId::ConsumerGet}, read);
    onAll(registry, services, {CallId::ConsumerUpdate}, update);
    onAll(registry, services, {CallId::ConsumerDelete}, remove);
    onAll(registry, services, {CallId::ConsumerSuspend}, [](Services& s, const Call& call, const Done& done) {
        move(s, call, done, {S::Active}, S::Suspended);
    });
    onAll(registry, services, {CallId::ConsumerActivate},
          [](Services& s, const Call& call, const Done& done) {
              move(s, call, done, {S::Suspended}, S::Active);
          });
    onAll(registry, services, {CallId::ConsumerBlock}, [](Services& s, const Call& call, const Done& done) {
        move(s, call, done, {S::Active, S::Suspended}, S::Blocked);
    });
}

} // namespace gatehouse::admin::v1
