// SPDX-License-Identifier: GPL-3.0-or-later
// Channels: how people are told, whether that works, and what became of each notification.
#include "common/core/ids.h"
#include "common/model/alerting.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/alerts/alert_center.h"

#include <QJsonArray>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace alert_channels_calls {

/// Where the channel leads, without what may be a secret.
QString destinationOf(const Channel& channel)
{
    if (channel.type == ChannelType::Email)
        return channel.recipients.join(u", "_s);
    if (channel.type == ChannelType::Desktop)
        return u"connected consoles"_s;
    const QUrl url(channel.url);
    return url.scheme() + u"://"_s + url.authority(QUrl::FullyEncoded).section(u'@', -1);
}

QJsonObject channelJson(const Services&, const Channel& channel)
{
    QJsonObject object = toJson(channel);
    addHeader(object, channel);
    object.insert(u"destination"_s, destinationOf(channel));
    object.insert(u"signed"_s, channel.type == ChannelType::Webhook && !channel.secret.isEmpty());
    return object;
}

/// Channels belong to the gateway, not to a tenant.
std::optional<Reply> foreign(const Request& request)
{
    if (request.caller.user->tenant.isEmpty())
        return std::nullopt;
    return Reply::error(403, u"GH005"_s, u"Channels are for callers without a tenant"_s);
}

std::shared_ptr<const Channel> channelOf(const Services& services, const Request& request, Reply& refused)
{
    const QString id = request.param(u"id"_s);
    auto channel = services.documents().of<Channel>().find(id);
    request.audit->target = channel ? channel->name : id;
    const auto refusal = foreign(request);
    if (channel && !refusal)
        return channel;
    refused = refusal ? *refusal : notFound(u"Channel %1"_s.arg(id));
    return nullptr;
}

constexpr Resource<Channel> channels{channelOf, channelJson};

void create(Services& services, const Call& call, const Done& done)
{
    if (const auto refused = foreign(*call))
        return done(*refused);
    Result<Channel> channel = bodyAs<Channel>(*call);
    if (!channel)
        return done(Reply::from(channel.error()));
    call->audit->target = channel->name;
    channel->id = newId();
    createOne(channels, services, call, done, u"alert_channel.create"_s, *channel);
}

void list(Services& services, const Call& call, const Done& done)
{
    if (const auto refused = foreign(*call))
        return done(*refused);
    const Result<ListWish> wish =
        listWishOf(*call, {u"search"_s, u"type"_s},
                   {u"name"_s, u"type"_s, u"enabled"_s, u"last_test_ms"_s, u"updated_at"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Channel*> found;
    services.documents().of<Channel>().forEach([&](const Channel& channel) {
        if (channel.name.contains(wish->value(u"search"_s), Qt::CaseInsensitive) &&
            (!wish->has(u"type"_s) || toWire(channel.type) == wish->value(u"type"_s)))
            found.push_back(&channel);
    });
    done(pageReply(found, *wish, [&](const Channel& channel) { return channelJson(services, channel); }));
}

void deliveries(Services& services, const Call& call, const Done& done)
{
    if (const auto refused = foreign(*call))
        return done(*refused);
    const Result<ListWish> wish = listWishOf(*call, {u"channel_id"_s, u"delivered"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const QJsonObject*> found;
    for (const QJsonObject& each : services.alerts.notifier().deliveries()) {
        const QString delivered = each.value(u"delivered"_s).toBool() ? u"true"_s : u"false"_s;
        if ((!wish->has(u"channel_id"_s) ||
             each.value(u"channel_id"_s).toString() == wish->value(u"channel_id"_s)) &&
            (!wish->has(u"delivered"_s) || delivered == wish->value(u"delivered"_s)))
            found.push_back(&each);
    }
    QJsonArray items;
    const auto from = std::min(found.size(), std::size_t(wish->page - 1) * std::size_t(wish->size));
    for (std::size_t i = from; i < std::min(found.size(), from + std::size_t(wish->size)); ++i)
        items.append(*found[i]);
    done(Reply::raw(200, pageJson(items, *wish, qsizetype(found.size()))));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(channels, services, call, done);
}

void update(Services& services, const Call& call, const Done& done)
{
    editOne(channels, services, call, done, u"alert_channel.update"_s, [&](Channel& channel) {
        const QString url = channel.url;
        std::optional<Reply> refused = patched(channel, call->json());
        if (!refused && channel.url != url) { // what was proved of the old address proves nothing now
            channel.lastTestAt = {};
            channel.lastTestMs.reset();
            channel.lastTestError.clear();
        }
        return refused;
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(channels, services, call, done, u"alert_channel.delete"_s, nothingAgainst);
}

void test(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto channel = channelOf(services, *call, refused);
    if (!channel)
        return done(refused);
    services.alerts.test(channel, actorOf(*call), [&services, call, done](const alerts::Outcome& outcome) {
        const auto now = services.documents().of<Channel>().find(call->param(u"id"_s));
        call->audit->details = {{u"delivered"_s, outcome.delivered}, {u"latency_ms"_s, outcome.latencyMs}};
        done(Reply::raw(200, {{u"delivered"_s, outcome.delivered},
                              {u"status"_s, outcome.status == 0 ? QJsonValue() : QJsonValue(outcome.status)},
                              {u"latency_ms"_s, outcome.latencyMs},
                              {u"error"_s, textJson(outcome.error)},
                              {u"channel"_s, now ? channelJson(services, *now) : QJsonObject()}}));
    });
}

} // namespace alert_channels_calls
} // namespace

void registerAlertChannels(Registry& registry, Services& services)
{
    using namespace alert_channels_calls;
    onAll(registry, services, {CallId::AlertChannelCreate}, create);
    onAll(registry, services, {CallId::AlertChannelList}, list);
    onAll(registry, services, {CallId::AlertDeliveryList}, deliveries);
    onAll(registry, services, {CallId::AlertChannelGet}, read);
    onAll(registry, services, {CallId::AlertChannelUpdate}, update);
    onAll(registry, services, {CallId::AlertChannelDelete}, remove);
    onAll(registry, services, {CallId::AlertChannelTest}, test);
}

} // namespace gatehouse::admin::v1
