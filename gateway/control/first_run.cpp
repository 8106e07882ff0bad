// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/first_run.h"

#include "common/core/ids.h"
#include "common/crypto/random.h"
#include "common/crypto/sha256.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "gateway/control/housekeeping.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int keyBytes = 16;
constexpr qsizetype prefixLength = 12;

const Credential* clientSecretOf(const Documents& documents)
{
    for (const Credential* credential : documents.of<Credential>().with(By::Principal, serviceClientName())) {
        if (credential->type == CredentialKind::ClientSecret)
            return credential;
    }
    return nullptr;
}

User serviceClient()
{
    User client;
    client.username = serviceClientName();
    client.email = u"control-plane-api@gatehouse.invalid"_s;
    client.role = u"admin"_s;
    client.groups = {u"ALL"_s};
    client.serviceClient = true;
    client.passwordHash = "!no-password"; // not a hash: nothing fits
    return client;
}

void addClient(FirstRun& run, const Documents& documents, const Secret& given)
{
    const User* user = documents.user(serviceClientName());
    if (!user)
        run.changes.put(serviceClient());
    const Credential* stored = clientSecretOf(documents);
    if (stored && (given.isEmpty() || crypto::sha256Hex(given.reveal()) == stored->hash.toUtf8()))
        return;
    const QByteArray secret = given.isEmpty() ? crypto::randomToken() : given.reveal();
    Credential credential = stored ? *stored : Credential();
    credential.type = CredentialKind::ClientSecret;
    credential.principalKind = PrincipalKind::User;
    credential.principal = serviceClientName();
    credential.hash = crypto::sha256Hex(secret);
    credential.label = u"client secret"_s;
    run.changes.put(credential);
    if (given.isEmpty())
        run.clientSecret = secret;
}

Consumer freshTestConsumer(const QString& tenant)
{
    Consumer consumer;
    consumer.id = newId();
    consumer.tenant = tenant;
    consumer.externalId = testConsumerName();
    consumer.name = u"Test console"_s;
    consumer.email = u"test-console@gatehouse.invalid"_s;
    consumer.groups = {}; // contracts ask for none
    consumer.description = u"Its key may call every contract of the tenant. Suspend it before production."_s;
    return consumer;
}

/// The three alerts of the week-one runbook (12.1), with sums on both sides of every share.
void addAlertRules(FirstRun& run, const Documents& documents)
{
    if (documents.of<AlertRule>().size() > 0)
        return;
    AlertRule down;
    down.name = u"Gateway down"_s;
    down.description =
        u"The gateway is up but not ready for traffic; /health/ready names the check. When it is "
        u"gone altogether, the console and Prometheus tell."_s;
    down.signal = AlertSignal::GatewayDown;
    down.forSeconds = 120;
    down.severity = Severity::Critical;
    run.changes.put(down);

    AlertRule errors;
    errors.name = u"High error rate"_s;
    errors.description = u"Look at the reasons of the 5xx answers in the log."_s;
    errors.signal = AlertSignal::ErrorRate;
    errors.threshold = 5;
    errors.minRequests = 20;
    run.changes.put(errors);

    AlertRule storm;
    storm.name = u"Rate-limit storm"_s;
    storm.description = u"A caller retries without pause, or a limit is too tight."_s;
    storm.signal = AlertSignal::RateLimitShare;
    storm.threshold = 50;
    storm.forSeconds = 600;
    storm.windowSeconds = 600;
    storm.minRequests = 20;
    run.changes.put(storm);
}

Subscription subscriptionOf(const Consumer& consumer, const Api& api)
{
    Subscription subscription;
    subscription.principalKind = PrincipalKind::Consumer;
    subscription.principal = consumer.id;
    subscription.api = api.key();
    subscription.apiId = api.id;
    subscription.tenant = api.tenant;
    return subscription;
}

} // namespace

QString serviceClientName()
{
    return u"control-plane-api"_s;
}

QString testConsumerName()
{
    return u"test-console"_s;
}

QByteArray newApiKey()
{
    return "stoa_sk_" + crypto::randomBytes(keyBytes).toHex();
}

Credential apiKeyCredential(const QByteArray& key, const QString& consumerId, const QString& subscriptionId)
{
    Credential credential;
    credential.principal = consumerId;
    credential.subscriptionId = subscriptionId;
    credential.hash = crypto::sha256Hex(key);
    credential.prefix = QString::fromLatin1(key.left(prefixLength));
    return credential;
}

const Consumer* testConsumer(const Documents& documents, const QString& tenant)
{
    return documents.of<Consumer>().first(By::NaturalKey, naturalKeyOf({tenant, testConsumerName()}));
}

std::optional<Subscription> testSubscription(const Documents& documents, const Api& api)
{
    const Consumer* consumer = testConsumer(documents, api.tenant);
    if (!consumer || consumer->status != ConsumerStatus::Active)
        return std::nullopt;
    return subscriptionOf(*consumer, api);
}

TestKey newTestKey(const Documents& documents, const QString& tenant, qint64 nowMs)
{
    TestKey made;
    const Consumer* stored = testConsumer(documents, tenant);
    Consumer consumer = stored ? *stored : freshTestConsumer(tenant);
    if (!stored || stored->status != ConsumerStatus::Active) {
        consumer.status = ConsumerStatus::Active;
        made.changes.put(consumer);
    }
    made.consumerId = consumer.id;
    made.key = newApiKey();
    QSet<QString> subscribed;
    for (const Subscription* each : documents.of<Subscription>().with(By::Principal, consumer.id))
        subscribed.insert(each->apiId);
    documents.of<Api>().forEach([&](const Api& api) {
        if (api.tenant == tenant && !subscribed.contains(api.id))
            made.changes.put(subscriptionOf(consumer, api));
    });
    Credential fresh = apiKeyCredential(made.key, consumer.id, {});
    for (const Credential* old : documents.of<Credential>().with(By::Principal, consumer.id)) {
        fresh.rotatedAt = {nowMs};
        fresh.rotationCount = std::max(fresh.rotationCount, old->rotationCount + 1);
        // As a rotation does it: whoever still has the old one is told so.
        if (old->type == CredentialKind::ApiKey && old->state == CredentialState::Active)
            made.changes.put(endedKey(*old, nowMs));
        else
            made.changes.remove(Kind::Credential, old->id);
    }
    made.changes.put(std::move(fresh));
    return made;
}

FirstRun firstRun(const Documents& documents, const Secret& given, bool fresh)
{
    FirstRun run;
    addClient(run, documents, given);
    if (fresh)
        addAlertRules(run, documents);
    const QString tenant = u"default"_s;
    if (fresh && !testConsumer(documents, tenant)) {
        TestKey made = newTestKey(documents, tenant, 0);
        run.testKey = made.key;
        for (const Edit& edit : made.changes.edits())
            run.changes.add(edit);
    }
    return run;
}

} // namespace gatehouse::control
