// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/balancing.h"
#include "common/model/document_header.h"
#include "common/model/parts.h"

namespace gatehouse {

enum class AuthType : std::uint8_t { Platform, ApiKey, Jwt, Basic, Mtls, Hmac, OAuth2, None };
constexpr auto wireNames(AuthType)
{
    return std::array{"platform", "api_key", "jwt", "basic", "mtls", "hmac", "oauth2", "none"};
}

enum class RouteMatch : std::uint8_t { Registered, Any };
constexpr auto wireNames(RouteMatch)
{
    return std::array{"registered", "any"};
}

enum class HeaderMode : std::uint8_t { AllowList, All };
constexpr auto wireNames(HeaderMode)
{
    return std::array{"allow_list", "all"};
}

enum class HttpVersion : std::uint8_t { Auto, Http1, Http2 };
constexpr auto wireNames(HttpVersion)
{
    return std::array{"auto", "http1", "http2"};
}

enum class ApiStatus : std::uint8_t { Draft, Published, Deprecated };
constexpr auto wireNames(ApiStatus)
{
    return std::array{"draft", "published", "deprecated"};
}

/// An API of the platform surface; a contract of the /v1 surface is the same document. The document id is
/// `api_id`. Fields up to the CRUD part are those of the platform specification (models.md 1), the rest are
/// ours.
struct Api : DocumentHeader {
    static constexpr Kind kKind = Kind::Api;

    // Identity
    QString name;
    QString version; ///< "v1"
    QString description;
    QString type; ///< REST, SOAP, GRAPHQL, GRPC, WS; informational
    bool active = true;
    QString pathText; ///< as stored; path() is what counts
    QString tenant{QStringLiteral("default")};
    QString displayName;
    QString contractVersion; ///< semantic version of a contract; its major number is `version`
    ApiStatus status = ApiStatus::Published;

    // Routing
    QStringList prefixes; ///< published besides the built-in path
    QStringList hosts;    ///< empty = every host
    RouteMatch match = RouteMatch::Registered;
    bool stripPrefix = true;
    QString upstreamPath; ///< put before the rest of the path

    // Upstream
    QStringList servers;
    QString upstreamId;                         ///< an Upstream document; wins over servers
    QMap<QString, ServerOptions> serverOptions; ///< by server, as written in `servers`
    std::optional<LoadBalancing> loadBalancing; ///< of the servers; unset = in turn, nothing else
    int allowedRetryCount = 0;
    std::optional<double> connectTimeout; ///< seconds, as the next three; unset = the settings
    std::optional<double> readTimeout;
    std::optional<double> writeTimeout;
    std::optional<double> poolTimeout;
    std::optional<double> totalTimeout;
    HttpVersion httpVersion = HttpVersion::Auto;
    bool preserveHost = false;
    bool websocket = true;
    std::optional<qint64>
        websocketMaxMessageBytes;             ///< these and the stream's: unset = the settings, 0 = no limit
    std::optional<int> websocketMessageLimit; ///< per window of the settings
    std::optional<qint64> websocketBytesPerSecond;
    std::optional<double> websocketIdleTimeout; ///< seconds
    std::optional<double> streamIdleTimeout;    ///< seconds
    std::optional<RetryRules> retry;
    std::optional<BreakerRules> breaker;
    std::optional<UpstreamTls> tls;
    std::optional<UpstreamCredential> credential;
    QString mirrorUrl;
    int mirrorPercent = 0;

    // Access
    bool isPublic = false;
    bool authRequired = true;
    AuthType authType = AuthType::Platform;
    QString keyHeader{QStringLiteral("X-API-Key")};
    QString keyQuery;
    std::optional<JwtRules> jwt;
    std::optional<HmacRules> hmac;
    QStringList allowedRoles;
    QStringList allowedGroups;
    bool subscriptionRequired = true;
    QString ipMode{QStringLiteral("allow_all")};
    std::optional<QStringList> ipWhitelist;
    std::optional<QStringList> ipBlacklist;
    std::optional<bool> trustXForwardedFor;

    // Headers and bodies
    QString authorizationFieldSwap;
    std::optional<QStringList> allowedHeaders;
    HeaderMode headerMode = HeaderMode::AllowList;
    bool forwardedHeaders = true;
    bool forwardIdentity = false; ///< X-User-Email and X-Doorman-User are sent upstream
    std::optional<QJsonObject> requestTransform;
    std::optional<QJsonObject> responseTransform;
    bool wrapResponse = false;
    std::optional<qint64> maxBodyBytes;

    // CORS
    std::optional<QStringList> corsAllowOrigins;
    std::optional<QStringList> corsAllowMethods;
    std::optional<QStringList> corsAllowHeaders;
    bool corsAllowCredentials = false;
    std::optional<QStringList> corsExposeHeaders;
    std::optional<int> corsMaxAge;

    // Credits
    bool creditsEnabled = false;
    QString creditGroup;

    // Traffic
    std::optional<CacheRules> cache;
    bool compress = false;
    std::optional<CompressRules> compression;
    std::optional<int> maxConcurrent;
    double logSampling = 1.0;
    QString maintenance; ///< a text switches to a 503 answer with it

    // Protocols
    QString openapiUrl;
    bool openapiAutoDiscover = false;
    QString wsdlUrl;
    QString soapVersion;
    std::optional<WsSecurity> wsSecurity;
    std::optional<int> graphqlMaxDepth;
    int graphqlMaxAliases = 0; ///< zero, as for the next: no bound
    int graphqlMaxFields = 0;
    int graphqlMaxBatch = 1;
    bool graphqlIntrospection = true;
    QString graphqlSchemaUrl;
    bool graphqlSubscriptions = false;
    QString grpcPackage;
    std::optional<QStringList> grpcAllowedPackages;
    std::optional<QStringList> grpcAllowedServices;
    std::optional<QStringList> grpcAllowedMethods;
    bool grpcWebEnabled = false;
    QString grpcReflectionUrl;
    bool isCrud = false;
    QString crudCollection;
    std::optional<QJsonObject> crudSchema;

    // Life and catalogue
    bool portalVisible = false;
    QStringList portalCategories;
    TimeMs deprecatedAt;
    TimeMs sunsetAt;
    QString deprecationReason;
    QString replacementId;
    int gracePeriodDays = 0;

    /// "/name/version": the platform's key of the API.
    QString path() const { return u'/' + name + u'/' + version; }
    /// "name/version": how subscriptions name it.
    QString key() const { return name + u'/' + version; }
    /// 1 of "v1" or of "1.0.0"; -1 when the version has no number.
    int majorVersion() const;
    /// "/name/v1": where a contract is published.
    QString contractPath() const;
    /// Whether callers show tokens of another issuer.
    bool takesForeignTokens() const { return authType == AuthType::Jwt || authType == AuthType::OAuth2; }
    bool isProtected() const { return !isPublic && authRequired && authType != AuthType::None; }
};
template <>
const EntityTable& tableOf<Api>();

/// The number in "v1", "1" or "1.4.2"; -1 if there is none.
int majorVersionOf(const QString& version);

} // namespace gatehouse
