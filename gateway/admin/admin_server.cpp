// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/admin_server.h"

#include "common/api/error_codes.h"
#include "common/core/later.h"
#include "gateway/admin/audit_changes.h"
#include "gateway/admin/csrf_values.h"
#include "gateway/admin/platform_cors.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/admin/v1/v1.h"
#include "gateway/filters/compress.h"
#include "gateway/observe/audit.h"
#include "gateway/observe/log_system.h"
#include "gateway/proxy/exchange.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {

/// Paths that bypass the body limit, so that an administrator cannot lock himself out (platform-routes
/// section 0.3).
constexpr std::uint64_t largestBody = 64 * 1024 * 1024;

QString plain(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::shared_ptr<Request> requestFrom(proxy::LocalRequest&& local)
{
    auto call = std::make_shared<Request>();
    call->method = plain(local.method);
    call->path = plain(local.path);
    call->query = QUrlQuery(plain(local.query).replace(u'+', u' '));
    for (const auto& [name, value] : local.headers) {
        QByteArray& stored = call->headers[QByteArray::fromStdString(name)];
        if (stored.isEmpty())
            stored = QByteArray::fromStdString(value);
        else if (name == "cookie")
            stored += "; " + QByteArray::fromStdString(value);
    }
    call->body = QByteArray::fromStdString(local.body);
    call->requestId = QString::fromStdString(local.requestId);
    call->clientIp = QString::fromStdString(local.client.text());
    call->peerIsLoopback = local.peer.isLoopback();
    call->https = local.tls || call->header("x-forwarded-proto").trimmed().toLower() == "https";
    return call;
}

bool isV1(const QString& path)
{
    return path.startsWith(u"/v1/"_s) || path.startsWith(u"/realms/"_s);
}

bool isPlatform(const QString& path)
{
    return path == u"/platform"_s || path.startsWith(u"/platform/"_s);
}

Reply noSuchCall(const QString& path, const CallMatcher::Match& match)
{
    if (path == u"/"_s)
        return Reply::detail(404,
                             u"Not Found: administration is below /platform, which /platform/docs describes, "
                             "and /v1"_s);
    if (match.allowed.empty())
        return Reply::detail(404, u"Not Found"_s);
    QByteArrayList allowed;
    for (const Method method : match.allowed)
        allowed.append(toText(method));
    return Reply::detail(405, u"Method Not Allowed"_s).with("Allow", allowed.join(", "));
}

/// RFC 6750 section 3: a terminal session outlives its token, so the answer says when it has expired.
Reply bearerRefusal(const Error& error)
{
    const bool expired = error.code == u"token_expired"_s;
    const QString text = expired ? u"The token has expired; get a new one"_s : u"Not authenticated"_s;
    return Reply::error(401, expired ? u"token_expired"_s : u"not_authenticated"_s, text)
        .with("WWW-Authenticate", expired ? "Bearer realm=\"gatehouse\", error=\"invalid_token\", "
                                            "error_description=\"The token has expired\""
                                          : "Bearer realm=\"gatehouse\"");
}

/// The text of the table, or that of the fault when the table has none of its own.
QString unauthorizedText(const CallInfo& info, const Error& error)
{
    const QString text = QString::fromLatin1(gatehouse::info(info.notIdentified).text);
    return text.contains(u'%') || text == u"Unauthorized"_s ? error.message : text;
}

/// Calls without an envelope say it as the original does (platform routes section 21), with the code of all
/// others beside it.
Reply noPermission(const CallInfo& info)
{
    const Error error =
        makeError(info.notAllowed, {info.summary ? QString::fromLatin1(info.summary) : QString()});
    if (info.reply != ReplyKind::Raw || info.notAllowed != ErrorId::Gh005NoPermission ||
        !info.access.permission)
        return Reply::from(error);
    const QString name = QString::fromLatin1(gatehouse::info(*info.access.permission).name);
    return Reply::raw(403, {{u"detail"_s, u"Insufficient permissions: %1 required"_s.arg(name)},
                            {u"error_code"_s, error.code},
                            {u"error_message"_s, error.message}});
}

/// With gzip, when the client takes it and there is something to win (platform-routes section 0.2).
void compress(const config::Settings& settings, const Request& call, proxy::LocalAnswer& answer)
{
    const QByteArray accepted = call.header("accept-encoding");
    const bool worthIt = settings.flag(config::Setting::Compression) &&
                         qint64(answer.body.size()) >= settings.bytes(config::Setting::CompressionMinimum);
    if (!worthIt || !filters::takesGzip({accepted.constData(), std::size_t(accepted.size())}))
        return;
    std::string packed =
        filters::gzipped(answer.body, int(settings.integer(config::Setting::CompressionLevel)));
    if (packed.empty() || packed.size() >= answer.body.size())
        return;
    answer.body = std::move(packed);
    answer.headers.emplace_back("Content-Encoding", "gzip");
}

} // namespace

AdminServer::AdminServer(Services services, QObject* parent)
    : QObject(parent)
    , m_services(std::move(services))
    , m_authenticator(m_services)
    , m_matcher({Surface::Platform, Surface::V1})
{
    m_services.csrf = std::make_shared<CsrfValues>(m_services.clock);
    takeSettings();
    registerAuthorization(*this, m_services, this);
    registerUsers(*this, m_services, this);
    registerRoles(*this, m_services);
    registerGroups(*this, m_services);
    registerApis(*this, m_services);
    registerEndpoints(*this, m_services);
    registerRoutings(*this, m_services);
    registerUpstreams(*this, m_services);
    registerUpstreamStates(*this, m_services);
    registerCertificates(*this, m_services);
    registerSubscriptions(*this, m_services);
    registerSecurity(*this, m_services);
    registerMemory(*this, m_services);
    registerConfigExchange(*this, m_services);
    registerRevisions(*this, m_services);
    registerMonitoring(*this, m_services);
    registerLogging(*this, m_services);
    registerHealth(*this, m_services);
    registerTester(*this, m_services, this);
    registerValidations(*this, m_services);
    registerCredits(*this, m_services);
    registerBalances(*this, m_services);
    registerTiers(*this, m_services);
    registerTierAssignments(*this, m_services);
    registerTierMoves(*this, m_services);
    registerLimitRules(*this, m_services);
    registerLimitRuleGroups(*this, m_services);
    registerQuotas(*this, m_services);
    registerResponseCache(*this, m_services);
    registerCrud(*this, m_services, this);
    registerVault(*this, m_services, this);
    registerAnalytics(*this, m_services);
    registerOpenApi(*this, m_services, this);
    registerWsdl(*this, m_services, this);
    registerProtos(*this, m_services);
    registerGraphQl(*this, m_services, this);
    registerGrpc(*this, m_services, this);
    registerDemo(*this, m_services, this);
    registerConfigKeys(*this, m_services);
    registerTools(*this, m_services, m_chaos);
    v1::registerAll(*this, m_services);
}

AdminServer::~AdminServer() = default;

void AdminServer::takeSettings()
{
    m_limitsBodies.store(!m_services.settings.flag(Setting::NoBodyLimit), std::memory_order_relaxed);
    m_bodyLimit.store(std::uint64_t(m_services.settings.bytes(Setting::MaxBody)), std::memory_order_relaxed);
}

void AdminServer::on(CallId id, Handler handler)
{
    m_handlers.insert(id, std::move(handler));
}

/// What machines ask every second: it would bury what people did in the access log.
static bool isProbe(std::string_view path)
{
    return path == "/metrics" || path == "/health" || path == "/health/live" || path == "/health/ready" ||
           path == "/ready" || path == "/health/startup" || path == "/health/workers" ||
           path == "/api/health";
}

observe::Surface AdminServer::surface(std::string_view path) const
{
    return isProbe(path) ? observe::Surface::Probe : observe::Surface::Admin;
}

bool AdminServer::handles(std::string_view, std::string_view path, std::uint8_t roles) const
{
    // Where no traffic comes, nobody should read that an API is missing.
    if ((roles & proxy::RoleV1) && !(roles & proxy::RoleTraffic))
        return true;
    const auto under = [path](std::string_view prefix) {
        return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
    };
    if (under("/platform"))
        return (roles & proxy::RolePlatform) != 0;
    if (under("/v1") || under("/realms"))
        return (roles & proxy::RoleV1) != 0;
    if (path == "/metrics")
        return (roles & proxy::RoleMetrics) != 0;
    return isProbe(path) || path == "/api/status" || path == "/api/caches";
}

std::uint64_t AdminServer::bodyLimit(std::string_view path) const
{
    const bool exempt = path.starts_with("/platform/monitor/") || path == "/platform/security/settings" ||
                        path == "/platform/config/import";
    if (exempt || !m_limitsBodies.load(std::memory_order_relaxed))
        return largestBody;
    return m_bodyLimit.load(std::memory_order_relaxed);
}

void AdminServer::handle(proxy::LocalRequest request, proxy::Responder responder)
{
    later(this, [this, request = std::move(request), responder]() mutable {
        dispatch(requestFrom(std::move(request)), responder);
    });
}

void AdminServer::dispatch(const std::shared_ptr<Request>& call, const proxy::Responder& responder)
{
    const observe::RequestIdScope scope(call->requestId.toStdString());
    const Done done = [this, call, responder](const Reply& reply) { send(*call, reply, responder); };
    if (call->method == u"OPTIONS"_s && isPlatform(call->path))
        return done(platformPreflight(m_services.settings, *call));
    const auto method = methodFromText(call->method.toLatin1());
    const CallMatcher::Match match =
        method ? m_matcher.match(*method, call->path.toLatin1()) : CallMatcher::Match();
    if (!match.call)
        return done(noSuchCall(call->path, match));
    const QStringList names = parameterNames(match.call->path);
    for (qsizetype i = 0; i < names.size(); ++i)
        call->params.insert(names[i], match.parameters.value(i));
    if (match.call->id == CallId::Events)
        return openStream(*match.call, call, responder, done);
    run(*match.call, call, done);
}

void AdminServer::openStream(const CallInfo& info, const std::shared_ptr<Request>& call,
                             const proxy::Responder& responder, const Done& done)
{
    const Result<Caller> caller = m_authenticator.identify(*call);
    if (caller)
        call->caller = *caller;
    if (const auto refused = refusal(info, *call, caller))
        return done(*refused);
    const QJsonObject hello{{u"version"_s, m_services.version},
                            {u"revision"_s, qint64(m_services.control.revision())}};
    m_events.listen(responder, platformCorsHeaders(m_services.settings, *call), tenantOf(*call), hello);
}

void AdminServer::run(const CallInfo& info, const std::shared_ptr<Request>& call, const Done& done)
{
    const auto handler = m_handlers.constFind(info.id);
    if (handler == m_handlers.cend())
        return done(Reply::from(
            makeError(ErrorId::Gh001CallIsNotAvailableInVersion, {call->method + u' ' + call->path})));
    if (const auto away = m_chaos.refusal(info))
        return done(*away);
    const Result<Caller> caller = m_authenticator.identify(*call);
    const Done audited = [this, &info, call, done](const Reply& reply) {
        audit(info, *call, reply);
        done(reply);
    };
    if (caller)
        call->caller = *caller;
    if (const auto refused = refusal(info, *call, caller))
        return audited(*refused);
    if (const auto refused = foreignRefusal(m_services, info, *call))
        return audited(*refused);
    (*handler)(call, audited);
}

std::optional<Reply> AdminServer::refusal(const CallInfo& info, const Request& call,
                                          const Result<Caller>& caller) const
{
    const bool open =
        info.auth == AuthClass::Open || info.auth == AuthClass::Optional || info.auth == AuthClass::Scrape;
    if (open)
        return std::nullopt;
    if (!caller && info.auth == AuthClass::Bearer)
        return bearerRefusal(caller.error());
    if (!caller)
        return info.notIdentified == ErrorId::None
                   ? Reply::detail(401, caller.error().message)
                   : Reply::error(401, QString::fromLatin1(gatehouse::info(info.notIdentified).code),
                                  unauthorizedText(info, caller.error()));
    // Calls that are also for oneself are judged by their handlers, which know who is meant.
    const bool allowed =
        (info.access.rule != Access::Rule::Has || call.caller.may(*info.access.permission)) &&
        (info.access.rule != Access::Rule::Admin || call.caller.isAdmin());
    if (!allowed)
        return noPermission(info);
    return std::nullopt;
}

void AdminServer::audit(const CallInfo& info, const Request& call, const Reply& reply)
{
    if (*info.audit == '\0')
        return;
    observe::AuditEvent event;
    event.actor = call.caller.known() ? call.caller.name() : u"anonymous"_s;
    event.action = QString::fromLatin1(info.audit);
    event.target = call.audit->target.isEmpty() ? call.path : call.audit->target;
    event.status = QString::number(reply.status());
    event.details = call.audit->details;
    event.ip = call.clientIp;
    event.path = call.path;
    event.requestId = call.requestId;
    addChanges(event, call.audit->applied);
    m_services.audit.record(event);
}

void AdminServer::send(const Request& call, const Reply& reply, const proxy::Responder& responder) const
{
    const Reply::Wire wire =
        isV1(call.path) ? reply.renderV1() : reply.render(m_services.settings.flag(Setting::StrictEnvelope));
    proxy::LocalAnswer answer;
    answer.status = std::uint16_t(wire.status);
    answer.contentType = wire.contentType.toStdString();
    answer.body = wire.body.toStdString();
    for (const Reply::Header& header : reply.headers())
        answer.headers.emplace_back(header.first.toStdString(), header.second.toStdString());
    if (isPlatform(call.path) && call.method != u"OPTIONS"_s) {
        for (const Reply::Header& header : platformCorsHeaders(m_services.settings, call))
            answer.headers.emplace_back(header.first.toStdString(), header.second.toStdString());
    }
    if (!wire.contentType.isEmpty())
        answer.headers.emplace_back("X-Body-Length", std::to_string(answer.body.size()));
    compress(m_services.settings, call, answer);
    responder.send(std::move(answer));
}

} // namespace gatehouse::admin
