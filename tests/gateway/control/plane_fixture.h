// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/operation.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/control/control_plane.h"
#include "gateway/observe/api_slots.h"
#include "gateway/shared_state/local_state.h"
#include "tests/gateway/control/fake_store.h"

namespace gatehouse::control {

/// A control plane on a fake store, with the tenant "default".
class PlaneFixture {
public:
    explicit PlaneFixture(CompilerOptions options = {})
        : state(std::make_shared<shared_state::LocalState>(clock))
        , compiler(std::move(options), {state, nullptr, nullptr, credits, {}}, slots_)
        , plane(store, hub, compiler, clock)
    {
    }

    /// Starts and makes the tenant.
    bool start()
    {
        if (!plane.start())
            return false;
        Tenant tenant;
        tenant.slug = QStringLiteral("default");
        return ok(ChangeSet(QStringLiteral("test.tenant")).put(tenant));
    }
    Result<Applied> apply(const ChangeSet& changes) { return plane.applyNow(changes, actor); }
    bool ok(const ChangeSet& changes)
    {
        const Result<Applied> applied = apply(changes);
        if (!applied)
            qWarning("%s", qPrintable(applied.error().text()));
        return applied.ok();
    }
    /// Faults of a change that must not be accepted, as "field: rule".
    QStringList faults(const ChangeSet& changes)
    {
        const Result<Applied> applied = apply(changes);
        QStringList list;
        if (!applied) {
            for (const Fault& fault : applied.error().faults)
                list.append(fault.field + QStringLiteral(": ") + fault.rule);
        }
        list.sort();
        return list;
    }
    const Documents& documents() const { return plane.documents(); }
    const proxy::RuntimeSnapshot& snapshot()
    {
        m_held = hub.current();
        return *m_held;
    }

    ManualClock clock;
    observe::ApiSlots slots_;
    std::shared_ptr<shared_state::LocalState> state;
    std::shared_ptr<CreditLedger> credits = std::make_shared<CreditLedger>();
    FakeStore store;
    proxy::SnapshotHub hub;
    Compiler compiler;
    ControlPlane plane;
    Actor actor{QStringLiteral("tester"), QStringLiteral("console")};

private:
    std::shared_ptr<const proxy::RuntimeSnapshot> m_held;
};

inline ChangeSet change()
{
    return ChangeSet(QStringLiteral("test.change"));
}

inline Api platformApi(const QString& name, const QString& version = QStringLiteral("v1"))
{
    Api api;
    api.id = QStringLiteral("api-") + name + QLatin1Char('-') + version;
    api.name = name;
    api.version = version;
    api.servers = {QStringLiteral("http://127.0.0.1:9000/base/")};
    return api;
}

inline Api contract(const QString& name, const QString& contractVersion = QStringLiteral("1.0.0"))
{
    Api api = platformApi(name, QStringLiteral("v") + contractVersion.section(QLatin1Char('.'), 0, 0));
    api.contractVersion = contractVersion;
    api.authType = AuthType::ApiKey;
    api.match = RouteMatch::Any;
    api.headerMode = HeaderMode::All;
    return api;
}

inline Operation operation(const Api& api, const QString& method, const QString& uri)
{
    Operation operation;
    operation.apiName = api.name;
    operation.apiVersion = api.version;
    operation.method = method;
    operation.uri = uri;
    operation.description = QStringLiteral("test");
    return operation;
}

inline User user(const QString& name)
{
    User user;
    user.id = QStringLiteral("user-") + name;
    user.username = name;
    user.email = name + QStringLiteral("@example.org");
    user.passwordHash = "$2b$12$hash";
    user.role = QStringLiteral("admin");
    return user;
}

inline Consumer consumer(const QString& name)
{
    Consumer consumer;
    consumer.id = QStringLiteral("consumer-") + name;
    consumer.externalId = name;
    consumer.name = name;
    consumer.email = name + QStringLiteral("@example.org");
    return consumer;
}

inline Subscription subscription(const Consumer& consumer, const Api& api)
{
    Subscription subscription;
    subscription.id = QStringLiteral("sub-") + consumer.externalId + QLatin1Char('-') + api.name;
    subscription.principalKind = PrincipalKind::Consumer;
    subscription.principal = consumer.id;
    subscription.api = api.key();
    return subscription;
}

/// A key whose hash is 64 times the digit.
inline Credential key(const Subscription& subscription, char digit)
{
    Credential credential;
    credential.id = QStringLiteral("key-") + QLatin1Char(digit);
    credential.principal = subscription.principal;
    credential.subscriptionId = subscription.id;
    credential.hash = QByteArray(64, digit);
    credential.prefix = QStringLiteral("stoa_sk_1234");
    return credential;
}

inline std::string rawKey(char digit)
{
    return QByteArray::fromHex(QByteArray(64, digit)).toStdString();
}

inline Policy ratePolicy(const QString& name, int perMinute)
{
    Policy policy;
    policy.id = QStringLiteral("policy-") + name;
    policy.name = name;
    policy.type = PolicyType::RateLimit;
    policy.tenant = QStringLiteral("default");
    policy.config = {{QStringLiteral("requests_per_minute"), perMinute}};
    return policy;
}

} // namespace gatehouse::control
