// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/api.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

using Builder = TableBuilder<Api>;

void addIdentity(Builder& t)
{
    t.group(u"Identity"_s);
    t.field(u"api_name"_s, &Api::name, u"Name"_s,
            u"First part of the public address, for example `customers`."_s)
        .alias(u"apiName"_s)
        .required()
        .length(1, 255)
        .format(TextFormat::Segment)
        .immutable();
    t.field(u"api_version"_s, &Api::version, u"Version"_s,
            u"Second part of the public address, `v` and a number."_s)
        .alias(u"apiVersion"_s)
        .required()
        .length(1, 8)
        .format(TextFormat::Segment)
        .immutable();
    t.field(u"api_id"_s, &Api::id, u"Id"_s, u"Made by the gateway; stays the same for the life of the API."_s)
        .nullable()
        .generated();
    t.field(u"api_path"_s, &Api::pathText, u"Path"_s, u"/name/version; made by the gateway."_s)
        .nullable()
        .generated()
        .immutable();
    t.field(u"api_tenant"_s, &Api::tenant, u"Tenant"_s, u"The tenant the API belongs to."_s)
        .alias(u"tenant"_s)
        .alias(u"tenant_id"_s)
        .length(1, 255)
        .immutable()
        .refersTo(Kind::Tenant);
    t.field(u"api_display_name"_s, &Api::displayName, u"Display name"_s, u"Name shown to people."_s)
        .alias(u"displayName"_s)
        .alias(u"display_name"_s)
        .nullable()
        .length(0, 255);
    t.field(u"api_description"_s, &Api::description, u"Description"_s, u"What the API is for."_s)
        .nullable()
        .length(0, 4000);
    t.field(u"api_type"_s, &Api::type, u"Protocol"_s,
            u"Informational; the address decides: /api/rest, /api/soap and so on."_s)
        .nullable()
        .length(0, 32);
    t.field(u"active"_s, &Api::active, u"Active"_s,
            u"Switched off, every call is answered 403; those of a contract 503."_s)
        .nullable();
    t.field(u"api_status"_s, &Api::status, u"Life-cycle state"_s,
            u"A deprecated API still works and says so in its answers."_s);
    t.field(u"api_contract_version"_s, &Api::contractVersion, u"Contract version"_s,
            u"Semantic version of a contract; its first number is the version in the address."_s)
        .nullable()
        .length(0, 50)
        .pattern(u"(\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]+)?)?"_s);
}

void addRouting(Builder& t)
{
    t.group(u"Routing"_s);
    t.field(u"api_prefixes"_s, &Api::prefixes, u"Path prefixes"_s,
            u"Published besides the built-in address."_s)
        .items(0, 50)
        .length(2, 255)
        .format(TextFormat::Path);
    t.field(u"api_hosts"_s, &Api::hosts, u"Hosts"_s, u"Answer only for these hosts. Empty: for every host."_s)
        .items(0, 50)
        .format(TextFormat::Host);
    t.field(u"api_match"_s, &Api::match, u"Match"_s,
            u"`registered`: only its operations are reachable. `any`: every path below the prefix."_s);
    t.field(u"api_strip_prefix"_s, &Api::stripPrefix, u"Strip prefix"_s,
            u"Forward only what follows the prefix."_s);
    t.field(u"api_upstream_path"_s, &Api::upstreamPath, u"Upstream path"_s,
            u"Put before the forwarded path."_s)
        .nullable()
        .length(0, 255)
        .format(TextFormat::Path);
}

void addUpstream(Builder& t)
{
    t.group(u"Upstream"_s);
    t.field(u"api_servers"_s, &Api::servers, u"Servers"_s, u"Addresses the gateway forwards to, in turn."_s)
        .items(0, 100)
        .length(1, 2048)
        .format(TextFormat::UpstreamUrl);
    t.field(u"api_upstream_id"_s, &Api::upstreamId, u"Upstream group"_s,
            u"A group of targets with weights and health checks; used instead of the servers."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Upstream);
    t.field(u"api_server_options"_s, &Api::serverOptions, u"Server options"_s,
            u"Server -> weight, drain, backup; for those that differ from the rest."_s);
    t.field(u"api_load_balancing"_s, &Api::loadBalancing, u"Load balancing"_s,
            u"How calls are spread over the servers, and their health. Unset: in turn, nothing else."_s);
    t.field(u"api_allowed_retry_count"_s, &Api::allowedRetryCount, u"Retries"_s,
            u"Extra attempts after a failed call."_s)
        .range(0, 20);
    const auto timeout = [&t](const QString& name, std::optional<double> Api::*member, const QString& label,
                              const QString& help) {
        t.field(name, member, label, help).range(0.001, 86400).unit(u"s"_s);
    };
    timeout(u"api_connect_timeout"_s, &Api::connectTimeout, u"Connect timeout"_s,
            u"Until the connection stands. Unset: the gateway's setting."_s);
    timeout(u"api_read_timeout"_s, &Api::readTimeout, u"Read timeout"_s,
            u"Longest pause of the upstream's answer. Unset: the gateway's setting."_s);
    timeout(u"api_write_timeout"_s, &Api::writeTimeout, u"Write timeout"_s,
            u"Longest pause while sending. Unset: the gateway's setting."_s);
    timeout(u"api_pool_timeout"_s, &Api::poolTimeout, u"Pool timeout"_s,
            u"Longest wait for a free connection. Unset: the gateway's setting."_s);
    timeout(u"api_total_timeout"_s, &Api::totalTimeout, u"Total timeout"_s,
            u"Whole call with all attempts. Unset: no bound."_s);
    t.field(u"api_http_version"_s, &Api::httpVersion, u"HTTP version"_s,
            u"Version spoken to the upstream. `auto` is HTTP/2 where an https:// server offers it, else "
            u"HTTP/1.1; "
            u"`http2` is HTTP/2 alone, to http:// servers without asking (h2c), as gRPC ones expect it."_s);
    t.field(u"api_preserve_host"_s, &Api::preserveHost, u"Keep Host"_s,
            u"Send the client's Host header instead of the server's."_s);
    t.field(u"api_retry"_s, &Api::retry, u"Retry rules"_s,
            u"What is tried again. Unset: the gateway's rules."_s);
    t.field(u"api_breaker"_s, &Api::breaker, u"Circuit breaker"_s,
            u"When the upstream is left alone. Unset: the gateway's rules."_s);
    t.field(u"api_upstream_tls"_s, &Api::tls, u"TLS"_s,
            u"How the upstream is verified. Unset: system certificates."_s);
    t.field(u"api_upstream_credential"_s, &Api::credential, u"Credential"_s,
            u"What the gateway shows to the upstream."_s);
    t.field(u"api_mirror_url"_s, &Api::mirrorUrl, u"Mirror to"_s,
            u"A copy of the traffic goes here; its answers are dropped."_s)
        .nullable()
        .length(0, 2048)
        .format(TextFormat::Url);
    t.field(u"api_mirror_percent"_s, &Api::mirrorPercent, u"Mirrored share"_s,
            u"Share of the requests that is copied."_s)
        .range(0, 100)
        .unit(u"%"_s);
}

void addStreams(Builder& t)
{
    t.group(u"WebSocket and event streams"_s);
    t.field(u"api_websocket"_s, &Api::websocket, u"WebSocket"_s,
            u"Clients may open WebSockets. Off: their handshakes get 403."_s);
    t.field(u"api_websocket_max_message_bytes"_s, &Api::websocketMaxMessageBytes, u"Largest message"_s,
            u"A client's larger message closes with 1009. Unset: the gateway's limit; 0: no limit."_s)
        .range(0, 1099511627776.0)
        .unit(u"bytes"_s);
    t.field(u"api_websocket_message_limit"_s, &Api::websocketMessageLimit, u"Message limit"_s,
            u"Messages of a client per window (10 s); more are dropped. Unset: the gateway's limit; 0: no "
            "limit."_s)
        .range(0, 1000000000);
    t.field(u"api_websocket_bytes_per_second"_s, &Api::websocketBytesPerSecond, u"Client speed"_s,
            u"A client that sends faster is read no faster. Unset: the gateway's limit; 0: no limit."_s)
        .range(0, 1099511627776.0)
        .unit(u"bytes/s"_s);
    t.field(u"api_websocket_idle_timeout"_s, &Api::websocketIdleTimeout, u"WebSocket idle timeout"_s,
            u"Without a message for so long, a WebSocket is closed. Unset: the gateway's; 0: never."_s)
        .range(0, 31536000)
        .unit(u"s"_s);
    t.field(u"api_stream_idle_timeout"_s, &Api::streamIdleTimeout, u"Event stream idle timeout"_s,
            u"Longest silence of an event stream (SSE). Unset: the gateway's; 0: no bound."_s)
        .range(0, 31536000)
        .unit(u"s"_s);
}

void addAccess(Builder& t)
{
    t.group(u"Access"_s);
    t.field(u"api_public"_s, &Api::isPublic, u"Public"_s,
            u"No login, subscription, group, role or user limit."_s)
        .nullable();
    t.field(u"api_auth_required"_s, &Api::authRequired, u"Login required"_s,
            u"Off: like public, but credits may be used."_s)
        .nullable();
    t.field(u"api_auth_type"_s, &Api::authType, u"Authentication"_s,
            u"`platform`: token of a user. The others identify consumers; `jwt` and `oauth2` by a bearer "
            "token of another issuer."_s);
    t.field(u"api_key_header"_s, &Api::keyHeader, u"Key header"_s, u"Header that carries the API key."_s)
        .length(1, 64)
        .format(TextFormat::HeaderName);
    t.field(u"api_key_query"_s, &Api::keyQuery, u"Key parameter"_s,
            u"Query parameter that may carry the key. Empty: none."_s)
        .nullable()
        .length(0, 64);
    t.field(u"api_jwt"_s, &Api::jwt, u"Token rules"_s, u"How tokens of another issuer are checked."_s);
    t.field(u"api_hmac"_s, &Api::hmac, u"Signature rules"_s,
            u"How signed requests are checked. Unset: 300 s of clock skew, bodies signed."_s);
    t.field(u"api_allowed_roles"_s, &Api::allowedRoles, u"Roles"_s,
            u"Only these roles may call. Empty: no restriction."_s)
        .items(0, 200)
        .refersTo(Kind::Role);
    t.field(u"api_allowed_groups"_s, &Api::allowedGroups, u"Groups"_s,
            u"Only members may call. Empty: no user and no API key passes, unless the API is public."_s)
        .items(0, 200)
        .refersTo(Kind::Group);
    t.field(u"api_subscription_required"_s, &Api::subscriptionRequired, u"Subscription"_s,
            u"Callers must have subscribed."_s);
    t.field(u"api_ip_mode"_s, &Api::ipMode, u"Address policy"_s,
            u"`whitelist`: only the listed addresses may call."_s)
        .nullable()
        .oneOf({u"allow_all"_s, u"whitelist"_s});
    t.field(u"api_ip_whitelist"_s, &Api::ipWhitelist, u"Allowed addresses"_s, u"Addresses and ranges."_s)
        .items(0, 1000)
        .format(TextFormat::Address);
    t.field(u"api_ip_blacklist"_s, &Api::ipBlacklist, u"Refused addresses"_s,
            u"Addresses and ranges; they win."_s)
        .items(0, 1000)
        .format(TextFormat::Address);
    t.field(u"api_trust_x_forwarded_for"_s, &Api::trustXForwardedFor, u"Trust X-Forwarded-For"_s,
            u"Take the client's address from the proxy in front. Unset: the global setting."_s);
}

void addHeaders(Builder& t)
{
    t.group(u"Headers and bodies"_s);
    t.field(u"api_authorization_field_swap"_s, &Api::authorizationFieldSwap, u"Authorization from"_s,
            u"Header whose value becomes the upstream's Authorization."_s)
        .nullable()
        .length(0, 128)
        .format(TextFormat::HeaderName);
    t.field(u"api_allowed_headers"_s, &Api::allowedHeaders, u"Allowed headers"_s,
            u"Passed on in both directions."_s)
        .items(0, 200)
        .format(TextFormat::HeaderName);
    t.field(u"api_header_mode"_s, &Api::headerMode, u"Header mode"_s,
            u"`allow_list`: only the allowed headers pass. `all`: all but credentials pass."_s);
    t.field(u"api_forwarded_headers"_s, &Api::forwardedHeaders, u"X-Forwarded-*"_s,
            u"Tell the upstream who called."_s);
    t.field(u"api_forward_identity"_s, &Api::forwardIdentity, u"Forward identity"_s,
            u"Send the caller's name in X-User-Email and X-Doorman-User."_s);
    t.field(u"api_request_transform"_s, &Api::requestTransform, u"Request transform"_s,
            u"Sections headers, query, body with remove, rename, add, set, wrap."_s);
    t.field(u"api_response_transform"_s, &Api::responseTransform, u"Response transform"_s,
            u"Sections headers, body and status_map."_s);
    t.field(u"api_wrap_response"_s, &Api::wrapResponse, u"Wrap answers"_s,
            u"Put upstream answers into the gateway's envelope. Off: they pass unchanged."_s);
    t.field(u"api_max_body_bytes"_s, &Api::maxBodyBytes, u"Largest body"_s,
            u"Larger requests get 413. Unset: the gateway's limit."_s)
        .range(0, 1099511627776.0)
        .unit(u"bytes"_s);
}

void addCors(Builder& t)
{
    t.group(u"CORS"_s);
    t.field(u"api_cors_allow_origins"_s, &Api::corsAllowOrigins, u"Origins"_s,
            u"Web origins that may call. Unset: all."_s)
        .items(0, 200)
        .format(TextFormat::Origin);
    t.field(u"api_cors_allow_methods"_s, &Api::corsAllowMethods, u"Methods"_s,
            u"Methods for web pages. Unset: all usual ones."_s)
        .items(0, 20)
        .length(1, 20);
    t.field(u"api_cors_allow_headers"_s, &Api::corsAllowHeaders, u"Headers"_s,
            u"Headers web pages may send. Unset: all."_s)
        .items(0, 100)
        .format(TextFormat::HeaderName);
    t.field(u"api_cors_allow_credentials"_s, &Api::corsAllowCredentials, u"Credentials"_s,
            u"Web pages may send cookies."_s)
        .nullable();
    t.field(u"api_cors_expose_headers"_s, &Api::corsExposeHeaders, u"Exposed headers"_s,
            u"Headers web pages may read."_s)
        .items(0, 100)
        .format(TextFormat::HeaderName);
    t.field(u"api_cors_max_age"_s, &Api::corsMaxAge, u"Preflight life"_s,
            u"How long a browser keeps the permission."_s)
        .range(0, 86400)
        .unit(u"s"_s);
}

void addTraffic(Builder& t)
{
    t.group(u"Traffic"_s);
    t.field(u"api_credits_enabled"_s, &Api::creditsEnabled, u"Credits"_s, u"Each call costs one credit."_s)
        .nullable();
    t.field(u"api_credit_group"_s, &Api::creditGroup, u"Credit group"_s, u"The account that is charged."_s)
        .nullable()
        .length(0, 50)
        .refersTo(Kind::CreditGroup);
    t.field(u"api_cache"_s, &Api::cache, u"Cache"_s,
            u"Keep answers and serve them again. Unset: no cache."_s);
    t.field(u"api_compress"_s, &Api::compress, u"Compress"_s,
            u"Compress answers for clients that accept it."_s);
    t.field(u"api_compression"_s, &Api::compression, u"Compression rules"_s,
            u"Which answers are compressed. Unset: text, JSON, XML and scripts of at least 1024 bytes."_s);
    t.field(u"api_max_concurrent"_s, &Api::maxConcurrent, u"Concurrent calls"_s,
            u"More get 503. Unset: no bound."_s)
        .range(1, 1000000);
    t.field(u"api_log_sampling"_s, &Api::logSampling, u"Logged share"_s,
            u"1 logs every call, 0.01 one of a hundred; errors are always logged."_s)
        .range(0, 1);
    t.field(u"api_maintenance"_s, &Api::maintenance, u"Maintenance notice"_s,
            u"A text here answers every call with 503 and this text."_s)
        .nullable()
        .length(0, 255);
}

void addProtocols(Builder& t)
{
    t.group(u"Protocols"_s);
    const auto text = [&t](const QString& name, QString Api::*member, const QString& label,
                           const QString& help) {
        t.field(name, member, label, help).nullable().length(0, 2048);
    };
    const auto list = [&t](const QString& name, std::optional<QStringList> Api::*member, const QString& label,
                           const QString& help) {
        t.field(name, member, label, help).items(0, 500).length(1, 255);
    };
    text(u"api_openapi_url"_s, &Api::openapiUrl, u"OpenAPI path"_s,
         u"Where the upstream serves its OpenAPI document."_s);
    t.field(u"api_openapi_auto_discover"_s, &Api::openapiAutoDiscover, u"Discover OpenAPI"_s,
            u"Look for the document by itself."_s)
        .nullable();
    text(u"api_wsdl_url"_s, &Api::wsdlUrl, u"WSDL address"_s, u"Absolute, or a path on the first server."_s);
    t.field(u"api_soap_version"_s, &Api::soapVersion, u"SOAP version"_s,
            u"1.1 or 1.2. Unset: found from the envelope."_s)
        .nullable()
        .length(0, 8);
    t.field(u"api_ws_security"_s, &Api::wsSecurity, u"WS-Security"_s,
            u"Security header put into SOAP envelopes."_s);
    t.field(u"api_graphql_max_depth"_s, &Api::graphqlMaxDepth, u"GraphQL depth"_s,
            u"Deeper queries get 400. Unset: 10; 0: no bound."_s)
        .range(-1, 1000);
    t.field(u"api_graphql_max_aliases"_s, &Api::graphqlMaxAliases, u"GraphQL aliases"_s,
            u"Queries with more aliases get 400. 0: no bound."_s)
        .range(0, 100000);
    t.field(u"api_graphql_max_fields"_s, &Api::graphqlMaxFields, u"GraphQL fields"_s,
            u"Queries that select more fields, fragments included, get 400. 0: no bound."_s)
        .range(0, 1000000);
    t.field(u"api_graphql_max_batch"_s, &Api::graphqlMaxBatch, u"GraphQL batch"_s,
            u"Queries in one request. 0: no bound."_s)
        .range(0, 10000);
    t.field(u"api_graphql_introspection"_s, &Api::graphqlIntrospection, u"GraphQL introspection"_s,
            u"Off: queries that ask for the schema get 400."_s);
    text(u"api_graphql_schema_url"_s, &Api::graphqlSchemaUrl, u"GraphQL path"_s,
         u"Path of the endpoint. Unset: /graphql."_s);
    t.field(u"api_graphql_subscriptions"_s, &Api::graphqlSubscriptions, u"GraphQL subscriptions"_s,
            u"The API offers subscriptions."_s)
        .nullable();
    text(u"api_grpc_package"_s, &Api::grpcPackage, u"gRPC package"_s,
         u"Package used instead of name_version."_s);
    list(u"api_grpc_allowed_packages"_s, &Api::grpcAllowedPackages, u"gRPC packages"_s,
         u"Only these may be called."_s);
    list(u"api_grpc_allowed_services"_s, &Api::grpcAllowedServices, u"gRPC services"_s,
         u"Only these may be called."_s);
    list(u"api_grpc_allowed_methods"_s, &Api::grpcAllowedMethods, u"gRPC methods"_s,
         u"Only these may be called, as Service.Method."_s);
    t.field(u"api_grpc_web_enabled"_s, &Api::grpcWebEnabled, u"gRPC-Web"_s,
            u"Browsers may call through gRPC-Web."_s)
        .nullable();
    t.field(u"api_grpc_reflection_url"_s, &Api::grpcReflectionUrl, u"gRPC reflection"_s,
            u"Server that tells the types when no proto file was uploaded, such as grpc://10.0.0.7:50051."_s)
        .nullable()
        .length(0, 2048)
        .format(TextFormat::UpstreamUrl);
    t.field(u"api_is_crud"_s, &Api::isCrud, u"Built-in storage"_s, u"The gateway itself keeps the data."_s)
        .nullable();
    text(u"api_crud_collection"_s, &Api::crudCollection, u"Collection"_s,
         u"Name of the storage. Unset: made from the id."_s);
    t.field(u"api_crud_schema"_s, &Api::crudSchema, u"Schema"_s,
            u"Rules for stored items: field -> type, required, bounds."_s);
}

void addCatalogue(Builder& t)
{
    t.group(u"Catalogue"_s);
    t.field(u"api_portal_visible"_s, &Api::portalVisible, u"Listed"_s, u"Shown in the catalogue."_s);
    t.field(u"api_portal_categories"_s, &Api::portalCategories, u"Categories"_s, u"Words to group by."_s)
        .items(0, 50)
        .length(1, 64);
    t.field(u"api_deprecated_at"_s, &Api::deprecatedAt, u"Deprecated since"_s,
            u"Sent in the Deprecation header."_s);
    t.field(u"api_sunset_at"_s, &Api::sunsetAt, u"Sunset"_s, u"Sent in the Sunset header."_s);
    t.field(u"api_deprecation_reason"_s, &Api::deprecationReason, u"Reason"_s, u"Why it is deprecated."_s)
        .nullable()
        .length(0, 1000);
    t.field(u"api_replacement_id"_s, &Api::replacementId, u"Replacement"_s, u"The API to use instead."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Api);
    t.field(u"api_grace_period_days"_s, &Api::gracePeriodDays, u"Grace period"_s,
            u"Days the API lives on after its sunset."_s)
        .range(0, 730)
        .unit(u"days"_s);
}

EntityTable apiTable()
{
    Builder t(u"api"_s, u"apis"_s, u"API"_s, u"APIs"_s, {u"api_name"_s, u"api_version"_s});
    addIdentity(t);
    addRouting(t);
    addUpstream(t);
    addStreams(t);
    addAccess(t);
    addHeaders(t);
    addCors(t);
    addTraffic(t);
    addProtocols(t);
    addCatalogue(t);
    t.check([](const Api& api, const QString& prefix, Faults& faults) {
        if (!api.upstreamId.isEmpty() && api.loadBalancing)
            faults.append({keyedPath(prefix, u"api_load_balancing"_s), u"conflict"_s,
                           u"belongs to the upstream group while api_upstream_id is set"_s});
        if (api.isPublic && api.creditsEnabled)
            faults.append({keyedPath(prefix, u"api_credits_enabled"_s), u"conflict"_s,
                           u"Public API cannot have credits enabled"_s});
        if (api.corsAllowCredentials && api.corsAllowOrigins && api.corsAllowOrigins->contains(u"null"_s))
            faults.append({keyedPath(prefix, u"api_cors_allow_origins"_s), u"conflict"_s,
                           u"'null' cannot be combined with credentials"_s});
    });
    return t.build();
}

} // namespace

int majorVersionOf(const QString& version)
{
    QString digits = version.startsWith(u'v') || version.startsWith(u'V') ? version.mid(1) : version;
    digits = digits.section(u'.', 0, 0);
    bool ok = false;
    const int number = digits.toInt(&ok);
    return ok && number >= 0 ? number : -1;
}

int Api::majorVersion() const
{
    const int fromContract = majorVersionOf(contractVersion);
    return fromContract >= 0 ? fromContract : majorVersionOf(version);
}

QString Api::contractPath() const
{
    return u"/%1/v%2"_s.arg(name).arg(majorVersion());
}

template <>
const EntityTable& tableOf<Api>()
{
    static const EntityTable table = apiTable();
    return table;
}

} // namespace gatehouse
