// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/crypto/stored_secrets.h"
#include "gateway/control/credit_ledger.h"
#include "gateway/control/documents.h"
#include "gateway/control/key_use.h"
#include "gateway/control/reflections.h"
#include "gateway/filters/body_limit.h"
#include "gateway/filters/security_headers.h"
#include "gateway/filters/websocket.h"
#include "gateway/proxy/snapshot.h"
#include "gateway/shared_state/shared_state.h"

#include <QJsonObject>

#include <memory>
#include <optional>

namespace gatehouse::observe {
class ApiSlots;
}
namespace gatehouse::filters {
class AnswerStore;
class TokenVerifier;
} // namespace gatehouse::filters
namespace gatehouse::net {
class TlsClients;
}
namespace gatehouse::protocols {
class CrudKeeper;
}

namespace gatehouse::control {

class Introspector;
class KeySets;
class UpstreamTokens;
class Vault;

/// Settings of the process that the compiler needs.
struct CompilerOptions {
    bool enforceAdminSubscription = false;   ///< ENFORCE_ADMIN_SUBSCRIPTION
    bool strictOptions405 = false;           ///< STRICT_OPTIONS_405
    bool strictEnvelope = false;             ///< STRICT_RESPONSE_ENVELOPE
    bool tierLimits = true;                  ///< off: SKIP_TIER_RATE_LIMIT
    bool rateLimits = true;                  ///< RATE_LIMIT_ENABLED; quotas, bandwidth and credits stay
    std::optional<bool> localhostBypass;     ///< LOCAL_HOST_IP_BYPASS, when set it overrides the settings
    bool inDocker = false;                   ///< DOORMAN_IN_DOCKER
    std::uint32_t leastThrottleMs = 0;       ///< shortest delay of a throttled call (DOORMAN_RUN_LIVE)
    proxy::UpstreamTimeouts timeouts;        ///< HTTP_*_TIMEOUT
    proxy::RetrySettings grpcRetries;        ///< GRPC_MAX_RETRIES, GRPC_RETRY_*_MS
    std::size_t maxProtoBytes = 1'048'576;   ///< MAX_PROTO_SIZE_BYTES
    std::size_t maxGrpcMessage = 4 << 20;    ///< GRPC_MAX_MESSAGE_BYTES
    std::size_t maxGrpcAnswer = 16 << 20;    ///< GRPC_MAX_ANSWER_BYTES
    ReflectionOptions reflection;            ///< DOORMAN_ENABLE_GRPC_REFLECTION, GRPC_REFLECTION_*
    filters::BodyLimitConfig bodyLimits;     ///< MAX_BODY_SIZE_BYTES*
    filters::SecurityHeadersConfig security; ///< changes to the headers on every answer
    filters::WebSocketConfig
        webSocket; ///< WEBSOCKET_CONNECT_*, WEBSOCKET_CHECK_ORIGIN; the state is set later
    /// Failed logins per client address on the data path; unset: no brake.
    std::optional<shared_state::LimitRule> failureBrake;
    std::string stickyKey; ///< signs the values of sticky cookies
};

/// What filters share with the rest of the process.
struct CompilerServices {
    std::shared_ptr<shared_state::SharedState> state;
    std::shared_ptr<filters::TokenVerifier> tokens;      ///< null: tokens of users are not accepted
    net::TlsClients* tls = nullptr;                      ///< null: no TLS towards upstreams
    std::shared_ptr<CreditLedger> credits = {};          ///< null: a ledger of the compiler's own
    crypto::StoredSecrets secrets = {};                  ///< opens keys that are encrypted at rest
    std::shared_ptr<KeyUse> keyUse = {};                 ///< null: nobody wants to know when keys were used
    KeySets* keySets = nullptr;                          ///< null: keys are never fetched
    const Clock* clock = nullptr;                        ///< null: the system's
    std::shared_ptr<filters::AnswerStore> answers = {};  ///< null: nothing is cached
    Reflections* reflections = nullptr;                  ///< null: servers are never asked for their types
    std::shared_ptr<protocols::CrudKeeper> records = {}; ///< null: there is no built-in storage
    Introspector* introspector = nullptr;                ///< null: issuers are never asked about tokens
    UpstreamTokens* upstreamTokens = nullptr;            ///< null: no tokens are got for upstreams
    Vault* vault = nullptr;                              ///< null: no entry can be opened
};

/// One changed document: what it was and what it is; either may be null.
struct Dirty {
    Kind kind = Kind::None;
    AnyDocument before;
    AnyDocument after;
};

/// Documents -> RuntimeSnapshot. Keeps the tables of the last snapshot and brings up to date only what
/// depends on changed documents; the rest is shared with the snapshots before. The result depends on the
/// documents alone, never on the way they came about. Control thread only.
class Compiler {
public:
    Compiler(CompilerOptions options, CompilerServices services, observe::ApiSlots& apiSlots);
    ~Compiler();

    /// In effect with the next compileAll().
    void setOptions(CompilerOptions options);

    /// Everything anew.
    std::shared_ptr<const proxy::RuntimeSnapshot> compileAll(const Documents& documents, quint64 revision);
    /// `documents` already hold the changes.
    std::shared_ptr<const proxy::RuntimeSnapshot> update(const Documents& documents,
                                                         const QList<Dirty>& changes, quint64 revision);

    /// The filters of an API in their order, each value with its source; empty for an unknown API.
    /// With an operation also what belongs to it alone.
    QJsonObject effective(const Documents& documents, const QString& apiId,
                          const QString& operationId = {}) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::control
