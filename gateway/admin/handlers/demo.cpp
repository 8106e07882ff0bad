// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the gateway with examples (platform-routes section 23).
#include "common/crypto/password.h"
#include "common/crypto/random.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/subscription.h"
#include "gateway/admin/aside.h"
#include "gateway/admin/demo_traffic.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/control/demo_seed.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace demo_calls {

struct Bound {
    const char* name;
    int control::DemoOptions::*member;
    int most;
};

constexpr Bound bounds[] = {
    {"users", &control::DemoOptions::users, 5'000},      {"apis", &control::DemoOptions::apis, 1'000},
    {"endpoints", &control::DemoOptions::endpoints, 50}, {"groups", &control::DemoOptions::groups, 500},
    {"protos", &control::DemoOptions::protos, 1'000},    {"logs", &control::DemoOptions::logs, 20'000}};

Result<control::DemoOptions> optionsOf(const Request& request)
{
    Faults faults;
    control::DemoOptions options;
    for (const Bound& bound : bounds) {
        const QString name = QString::fromLatin1(bound.name);
        if (!request.query.hasQueryItem(name))
            continue;
        bool fine = false;
        const int value = request.value(name).toInt(&fine);
        if (!fine || value < 0 || value > bound.most)
            faults.append({name, u"range"_s, u"must be a whole number from 0 to %1"_s.arg(bound.most)});
        options.*bound.member = value;
    }
    bool fine = true;
    if (request.query.hasQueryItem(u"seed"_s))
        options.seed = request.value(u"seed"_s).toUInt(&fine);
    if (!fine)
        faults.append({u"seed"_s, u"type"_s, u"must be a whole number"_s});
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return options;
}

Reply counts(const Services& services)
{
    const control::Documents& documents = services.documents();
    QJsonObject object;
    const QList<QPair<QString, Kind>> kinds{{u"users"_s, Kind::User},
                                            {u"apis"_s, Kind::Api},
                                            {u"endpoints"_s, Kind::Operation},
                                            {u"groups"_s, Kind::Group},
                                            {u"roles"_s, Kind::Role},
                                            {u"subscriptions"_s, Kind::Subscription},
                                            {u"credit_defs"_s, Kind::CreditGroup},
                                            {u"user_credits"_s, Kind::CreditBalance}};
    for (const auto& [name, kind] : kinds)
        object.insert(name, documents.table(kind).size());
    return Reply::object(200, object);
}

void seed(Services& services, QObject* context, const Call& call, const Done& done)
{
    const Result<control::DemoOptions> options = optionsOf(*call);
    if (!options)
        return done(Reply::from(options.error()));
    // Nobody knows the password: these users are there to be looked at.
    runAside(
        context, [] { return crypto::hashPassword(QString::fromLatin1(crypto::randomToken())); },
        [&services, call, done, options = *options](const Result<QByteArray>& hash) mutable {
            if (!hash)
                return done(Reply::from(hash.error()));
            options.passwordHash = *hash;
            applyAndReply(services, call, control::demoChanges(services.documents(), options), done,
                          [&services, options](const auto&) {
                              makeDemoTraffic(services.documents(), options, services.clock.wallMs(),
                                              services.telemetry, services.logs);
                              return counts(services);
                          });
        });
}

} // namespace demo_calls
} // namespace

void registerDemo(Registry& registry, Services& services, QObject* context)
{
    using namespace demo_calls;
    registry.on(CallId::DemoSeed, [&services, context](const Call& call, const Done& done) {
        seed(services, context, call, done);
    });
}

} // namespace gatehouse::admin
