// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"

#include <optional>

namespace gatehouse::control {

/// Name of the service client that the runbook's token call uses.
QString serviceClientName();
/// External id of the consumer whose key tries out every contract of its tenant.
QString testConsumerName();

/// A new API key: "stoa_sk_" and 32 hexadecimal digits (week-one runbook 8.6).
QByteArray newApiKey();
/// The document of a key; the key itself is nowhere in it.
Credential apiKeyCredential(const QByteArray& key, const QString& consumerId, const QString& subscriptionId);

/// The subscription that lets the test key of the tenant call a new contract; nothing when there is no active
/// test consumer.
std::optional<Subscription> testSubscription(const Documents& documents, const Api& api);
const Consumer* testConsumer(const Documents& documents, const QString& tenant);

/// A new key for the test consumer of a tenant; the one before ends at once and is kept as
/// rotated out. The consumer is made, activated
/// and subscribed to every API of the tenant as far as that is missing.
struct TestKey {
    ChangeSet changes{QStringLiteral("tenant.test_key")};
    QByteArray key;
    QString consumerId;
};
TestKey newTestKey(const Documents& documents, const QString& tenant, qint64 nowMs);

/// What a first start makes beside the seed, and the secrets to show once.
struct FirstRun {
    ChangeSet changes{QStringLiteral("gateway.first_run")};
    QByteArray clientSecret; ///< empty: it was there already, or comes from the settings
    QByteArray testKey;      ///< empty: there was a test consumer already
};

/// The service client with its secret (`given`, or a generated one) as far as it is missing; a `given` secret
/// replaces the stored one. `fresh`, the very first start, also makes the test consumer of tenant "default"
/// and three alert rules: who deletes them later does not get them back.
FirstRun firstRun(const Documents& documents, const Secret& given, bool fresh);

} // namespace gatehouse::control
