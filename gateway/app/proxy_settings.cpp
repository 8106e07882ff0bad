// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/proxy_settings.h"

#include "common/crypto/hkdf.h"
#include "common/model/security_settings.h"

#include <algorithm>
#include <limits>

#include <sys/resource.h>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::app {

namespace {

constexpr std::int64_t nsPerMs = 1'000'000;

std::uint32_t milliseconds(const config::Settings& settings, Setting setting)
{
    return std::uint32_t(settings.duration(setting).count());
}

http::HeadLimits headLimits(const config::Settings& settings)
{
    http::HeadLimits limits;
    limits.maxHeadBytes = std::uint32_t(settings.bytes(Setting::MaxHeaderBytes));
    limits.maxTargetBytes = std::uint32_t(settings.bytes(Setting::MaxUriBytes));
    limits.maxHeaders = std::uint32_t(settings.integer(Setting::MaxHeaders));
    return limits;
}

http::Http2Limits http2Limits(const config::Settings& settings)
{
    http::Http2Limits limits;
    limits.maxStreams = std::uint32_t(settings.integer(Setting::Http2MaxStreams));
    limits.streamWindow = std::uint32_t(settings.bytes(Setting::Http2StreamWindow));
    limits.connectionWindow = std::uint32_t(settings.bytes(Setting::Http2ConnectionWindow));
    limits.maxResets = std::uint32_t(settings.integer(Setting::Http2MaxResets));
    limits.maxControlFrames = std::uint32_t(settings.integer(Setting::Http2MaxControlFrames));
    return limits;
}

/// The first descriptor numbers that traffic and its clients may not have. At least half of them stay with
/// traffic, and a quarter of those is for upstreams.
void setCeilings(proxy::ClientSettings& client, int reserved)
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    const int all = int(std::min<rlim_t>(files.rlim_cur, std::numeric_limits<int>::max()));
    const int traffic = all - std::min(reserved, all / 2);
    client.descriptorCeiling = reserved == 0 ? 0 : traffic;
    client.acceptCeiling = traffic - traffic / 4;
}

/// Of an answer, beside what the kernel takes: each slow reader costs so much.
constexpr net::WaterMarks answerMarks{64 * 1024, 16 * 1024};
/// What is left of the back-pressure marks when memory is short.
constexpr net::WaterMarks smallMarks{16 * 1024, 4 * 1024};

proxy::ClientSettings clientSettings(const config::Settings& settings)
{
    proxy::ClientSettings client;
    client.head = headLimits(settings);
    client.handshakeTimeoutMs = settings.duration(Setting::TlsHandshakeTimeout).count();
    client.headerTimeoutMs = settings.duration(Setting::HeaderTimeout).count();
    client.idleTimeoutMs = settings.duration(Setting::IdleTimeout).count();
    client.bodyTimeoutMs = settings.duration(Setting::BodyTimeout).count();
    client.writeTimeoutMs = client.bodyTimeoutMs;
    client.maxConnections = std::uint32_t(settings.integer(Setting::MaxConnections));
    client.maxConnectionsPerAddress = std::uint32_t(settings.integer(Setting::MaxConnectionsPerAddress));
    client.minBytesPerSecond = std::uint32_t(settings.bytes(Setting::MinRate));
    client.http2Enabled = settings.flag(Setting::Http2);
    client.http2 = http2Limits(settings);
    client.rateGraceMs = client.bodyTimeoutMs;
    client.addressBrake = {std::uint32_t(settings.integer(Setting::AddressRate)),
                           std::uint32_t(settings.integer(Setting::AddressBurst))};
    setCeilings(client, int(settings.integer(Setting::ReservedDescriptors)));
    client.marks = answerMarks;
    return client;
}

proxy::UpstreamSettings upstreamSettings(const config::Settings& settings)
{
    proxy::UpstreamSettings upstream;
    upstream.maxConnections = std::uint32_t(settings.integer(Setting::UpstreamMaxConnections));
    upstream.maxIdle = std::uint32_t(settings.integer(Setting::UpstreamMaxIdle));
    upstream.keepConnections = settings.flag(Setting::ClientCache) && !settings.flag(Setting::RunLive);
    upstream.idleExpiryMs = settings.duration(Setting::UpstreamIdleTimeout).count();
    upstream.retryBaseDelayNs = settings.duration(Setting::RetryBaseDelay).count() * nsPerMs;
    upstream.retryMaxDelayNs = settings.duration(Setting::RetryMaxDelay).count() * nsPerMs;
    upstream.breaker.enabled = settings.flag(Setting::Breaker);
    upstream.breaker.threshold = std::uint32_t(settings.integer(Setting::BreakerThreshold));
    upstream.breaker.timeoutNs = settings.duration(Setting::BreakerTimeout).count() * nsPerMs;
    return upstream;
}

proxy::WebSocketSettings webSocketSettings(const config::Settings& settings)
{
    proxy::WebSocketSettings webSocket;
    webSocket.enabled = settings.flag(Setting::WebSockets);
    webSocket.maxMessageBytes = std::uint64_t(settings.bytes(Setting::WebSocketMaxMessage));
    webSocket.maxUpstreamMessageBytes = std::uint64_t(settings.bytes(Setting::WebSocketMaxUpstreamMessage));
    webSocket.messageLimit = std::uint32_t(settings.integer(Setting::WebSocketMessageLimit));
    webSocket.messageWindowMs = settings.duration(Setting::WebSocketMessageWindow).count();
    webSocket.abuseWindows = std::uint32_t(settings.integer(Setting::WebSocketAbuseWindows));
    webSocket.bytesPerSecond = std::uint64_t(settings.bytes(Setting::WebSocketByteRate));
    webSocket.idleTimeoutMs = settings.duration(Setting::WebSocketIdleTimeout).count();
    webSocket.pingIntervalMs = settings.duration(Setting::WebSocketPingInterval).count();
    webSocket.pongTimeoutMs = settings.duration(Setting::WebSocketPongTimeout).count();
    webSocket.closeTimeoutMs = settings.duration(Setting::WebSocketCloseTimeout).count();
    return webSocket;
}

filters::WebSocketConfig webSocketConfig(const config::Settings& settings)
{
    filters::WebSocketConfig config;
    config.checkOrigin = settings.flag(Setting::WebSocketCheckOrigin);
    config.rule.algorithm = shared_state::Algorithm::FixedWindow;
    config.rule.limit = settings.flag(Setting::RateLimits)
                            ? std::uint64_t(settings.integer(Setting::WebSocketConnectLimit))
                            : 0;
    config.rule.windowNs = settings.duration(Setting::WebSocketConnectWindow).count() * nsPerMs;
    config.acceptThenClose = settings.text(Setting::WebSocketConnectRefusal) == u"1008"_s;
    return config;
}

/// TRUSTED_PROXIES of the environment and the stored list together.
proxy::TrustSettings trustSettings(const config::Settings& settings, const control::Documents& documents)
{
    proxy::TrustSettings trust;
    for (const QString& entry : settings.list(Setting::TrustedProxies)) {
        trust.trustForwarded = true;
        trust.proxies.add(entry.toStdString());
    }
    documents.of<SecuritySettings>().forEach([&](const SecuritySettings& stored) {
        trust.trustForwarded = trust.trustForwarded || stored.trustXForwardedFor;
        for (const QString& entry : stored.xffTrustedProxies)
            trust.proxies.add(entry.toStdString());
    });
    trust.proxies.compile();
    return trust;
}

std::string transportSecurity(const config::Settings& settings)
{
    const auto seconds = settings.duration(Setting::HstsMaxAge).count() / 1000;
    return "max-age=" + std::to_string(seconds) + "; includeSubDomains" +
           (settings.flag(Setting::HstsPreload) ? "; preload" : "");
}

proxy::AnswerSettings answerSettings(const config::Settings& settings, std::uint16_t boundPort)
{
    proxy::AnswerSettings answers;
    answers.contentSecurityPolicy = settings.text(Setting::ContentSecurityPolicy).toStdString();
    answers.httpsOnly = settings.flag(Setting::HttpsOnly);
    answers.transportSecurity = transportSecurity(settings);
    answers.httpsPort = settings.isSet(Setting::PublicHttpsPort)
                            ? std::uint16_t(settings.port(Setting::PublicHttpsPort))
                            : boundPort;
    answers.redirectClearText = settings.flag(Setting::RedirectClearText);
    answers.serverTiming = settings.flag(Setting::ServerTiming);
    return answers;
}

} // namespace

std::shared_ptr<const proxy::ProxySettings> proxySettings(const config::Settings& settings,
                                                          const control::Documents& documents,
                                                          std::uint16_t boundPort, bool memoryShort)
{
    auto made = std::make_shared<proxy::ProxySettings>();
    made->client = clientSettings(settings);
    made->upstream = upstreamSettings(settings);
    made->webSocket = webSocketSettings(settings);
    made->streamIdleMs = settings.duration(Setting::StreamIdleTimeout).count();
    made->trust = trustSettings(settings, documents);
    made->answers = answerSettings(settings, boundPort);
    made->client.memoryShort = memoryShort;
    if (memoryShort)
        made->client.marks = made->upstream.marks = smallMarks;
    return made;
}

bool trustsEverybody(const config::Settings& settings, const control::Documents& documents)
{
    const proxy::TrustSettings trust = trustSettings(settings, documents);
    return trust.trustForwarded && trust.proxies.empty();
}

control::CompilerOptions compilerOptions(const config::Settings& settings)
{
    control::CompilerOptions options;
    options.enforceAdminSubscription = settings.flag(Setting::EnforceAdminSubscription);
    options.strictOptions405 = settings.flag(Setting::StrictOptions);
    options.strictEnvelope = settings.flag(Setting::StrictEnvelope);
    options.tierLimits = !settings.flag(Setting::SkipTierLimit);
    options.rateLimits = settings.flag(Setting::RateLimits);
    if (settings.isSet(Setting::LocalBypass))
        options.localhostBypass = settings.flag(Setting::LocalBypass);
    options.inDocker = settings.flag(Setting::InDocker);
    constexpr std::uint32_t liveTestThrottleMs = 90;
    options.leastThrottleMs = settings.flag(Setting::RunLive) ? liveTestThrottleMs : 0;
    options.webSocket = webSocketConfig(settings);
    const Setting secret =
        settings.isSet(Setting::JwtSecret) ? Setting::JwtSecret : Setting::MemEncryptionKey;
    options.stickyKey = crypto::hkdfSha256(settings.secret(secret).reveal(), {}, "gatehouse sticky cookie")
                            .reveal()
                            .toStdString();
    options.timeouts = {
        milliseconds(settings, Setting::ConnectTimeout), milliseconds(settings, Setting::ReadTimeout),
        milliseconds(settings, Setting::WriteTimeout), milliseconds(settings, Setting::PoolTimeout)};
    options.bodyLimits.enabled = !settings.flag(Setting::NoBodyLimit);
    options.bodyLimits.global = std::uint64_t(settings.bytes(Setting::MaxBody));
    options.bodyLimits.rest = std::uint64_t(settings.bytes(Setting::MaxBodyRest));
    options.bodyLimits.soap = std::uint64_t(settings.bytes(Setting::MaxBodySoap));
    options.bodyLimits.graphql = std::uint64_t(settings.bytes(Setting::MaxBodyGraphql));
    options.bodyLimits.grpc = std::uint64_t(settings.bytes(Setting::MaxBodyGrpc));
    constexpr std::int64_t millisecond = 1'000'000;
    options.grpcRetries = {std::uint16_t(settings.integer(Setting::GrpcRetries)),
                           settings.integer(Setting::GrpcRetryBase) * millisecond,
                           settings.integer(Setting::GrpcRetryMax) * millisecond};
    options.maxProtoBytes = std::size_t(settings.bytes(Setting::MaxProto));
    options.maxGrpcMessage = std::size_t(settings.bytes(Setting::GrpcMaxMessage));
    options.maxGrpcAnswer = std::size_t(settings.bytes(Setting::GrpcMaxAnswer));
    options.reflection = {settings.flag(Setting::GrpcReflection),
                          settings.duration(Setting::GrpcReflectionRefresh),
                          settings.duration(Setting::GrpcReflectionRetry),
                          std::size_t(settings.bytes(Setting::GrpcReflectionBytes))};
    for (const QString& path : settings.list(Setting::BodyLimitExclude))
        options.bodyLimits.excludedPaths.push_back(path.toStdString());
    return options;
}

observe::LogOptions logOptions(const config::Settings& settings)
{
    observe::LogOptions options;
    options.directory = settings.path(Setting::LogsDir);
    options.accessPath = settings.path(Setting::AccessLogPath);
    options.level = observe::logLevelOf(settings.text(Setting::LogLevel));
    options.format = settings.text(Setting::LogFormat).compare(u"json"_s, Qt::CaseInsensitive) == 0
                         ? observe::LogFormat::Json
                         : observe::LogFormat::Plain;
    options.maxBytes = std::uint64_t(settings.bytes(Setting::LogMaxSize));
    options.maxFiles = int(settings.integer(Setting::LogMaxFiles));
    options.memory = settings.flag(Setting::MemoryLog);
    return options;
}

observe::RecorderOptions recorderOptions(const config::Settings& settings)
{
    observe::RecorderOptions options;
    const QString mode = settings.text(Setting::AccessLog);
    options.mode = mode == u"off"_s      ? observe::AccessMode::Off
                   : mode == u"errors"_s ? observe::AccessMode::Errors
                                         : observe::AccessMode::On;
    options.format = settings.text(Setting::AccessLogFormat) == u"json"_s ? observe::AccessFormat::Json
                                                                          : observe::AccessFormat::Text;
    options.sampling = settings.number(Setting::AccessLogSampling);
    return options;
}

/// "10.0.0.2" or "10.0.0.2:5353".
static std::optional<net::SocketAddress> nameServerOf(const QString& text)
{
    constexpr std::uint16_t dnsPort = 53;
    const std::string raw = text.trimmed().toStdString();
    if (const auto ip = net::IpAddress::parse(raw); ip && ip->isV4())
        return net::SocketAddress{*ip, dnsPort};
    const auto full = net::SocketAddress::parse(raw);
    return full && full->ip.isV4() && full->port != 0 ? full : std::nullopt;
}

net::DnsOptions dnsOptions(const config::Settings& settings)
{
    net::DnsOptions options;
    options.minTtlMs = settings.duration(Setting::DnsMinTtl).count();
    options.maxTtlMs = settings.duration(Setting::DnsMaxTtl).count();
    for (const QString& text : settings.list(Setting::DnsServers)) {
        if (const auto server = nameServerOf(text))
            options.servers.push_back(*server);
    }
    return options;
}

std::optional<net::IpAddress> listenAddress(const QString& text)
{
    return net::IpAddress::parse(text == u"localhost"_s ? "127.0.0.1" : text.toStdString());
}

void setProxyProtocol(proxy::ListenerSpec& listener, const config::Settings& settings, config::Setting mode)
{
    const QString word = settings.text(mode);
    listener.proxyMode = word == u"required"_s   ? proxy::ProxyMode::Required
                         : word == u"optional"_s ? proxy::ProxyMode::Optional
                                                 : proxy::ProxyMode::Off;
    const QStringList peers = settings.list(Setting::ProxyProtocolPeers);
    if (peers.isEmpty())
        return;
    auto set = std::make_shared<net::CidrSet>();
    for (const QString& entry : peers)
        set->add(entry.toStdString());
    set->compile();
    listener.proxyPeers = std::move(set);
}

config::Issues unsupported(const config::Settings& settings)
{
    config::Issues issues;
    const auto refuse = [&](Setting setting, const QString& message) {
        issues.append({QString::fromLatin1(config::row(setting).name), u"unsupported"_s, message,
                       settings.origin(setting)});
    };
    if (!settings.isMemoryMode())
        refuse(Setting::StoreMode, u"this version keeps documents in memory mode only (MEM)"_s);
    for (const Setting host : {Setting::Host, Setting::AdminHost}) {
        if (!listenAddress(settings.text(host)))
            refuse(host, u"must be an IPv4 or IPv6 address, not '%1'"_s.arg(settings.text(host)));
    }
    const QStringList servers = settings.list(Setting::DnsServers);
    constexpr qsizetype mostServers = 3;
    if (servers.size() > mostServers)
        refuse(Setting::DnsServers, u"names more than three servers"_s);
    for (const QString& text : servers) {
        if (!nameServerOf(text))
            refuse(Setting::DnsServers, u"'%1' is no IPv4 address with optional port"_s.arg(text));
    }
    return issues;
}

} // namespace gatehouse::app
