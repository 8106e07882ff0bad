// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/password.h"
#include "gateway/admin/address_limiter.h"
#include "gateway/admin/aside.h"
#include "gateway/admin/authenticator.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/session.h"

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {
namespace authorization_calls {

using control::ChangeSet;
using Verdict = AddressLimiter::Verdict;

Revocation userRevocation(const QString& username)
{
    Revocation revocation;
    revocation.id = u"all:"_s + username;
    revocation.type = u"revoke_all"_s;
    revocation.username = username;
    revocation.revokeAll = true;
    return revocation;
}

Revocation tokenRevocation(const Caller& caller)
{
    Revocation revocation;
    revocation.id = u"jti:"_s + caller.token.id;
    revocation.username = caller.name();
    revocation.jti = caller.token.id;
    revocation.expiresAt = caller.token.expires;
    return revocation;
}

Reply limited(const Verdict& verdict, int windowSeconds)
{
    const QString text =
        u"Too many requests from your IP address. Please wait %1 seconds before trying again. Limit: %2 "
        "requests per %3 seconds."_s.arg(verdict.waitSeconds)
            .arg(verdict.limit)
            .arg(windowSeconds);
    return Reply::error(429, u"IP_RATE_LIMIT"_s, text)
        .with("Retry-After", QByteArray::number(verdict.waitSeconds));
}

void addLimitHeaders(Reply& reply, const Verdict& verdict)
{
    reply.addHeader("X-RateLimit-Limit", QByteArray::number(verdict.limit));
    reply.addHeader("X-RateLimit-Remaining", QByteArray::number(verdict.remaining));
    reply.addHeader("X-RateLimit-Reset", QByteArray::number(verdict.resetSeconds));
}

/// Login, registration, sessions, and the administration of tokens (platform-routes section 1).
class Authorization {
public:
    Authorization(Services& services, QObject* context)
        : m_services(services)
        , m_context(context)
        , m_authenticator(services)
        , m_logins(services.clock)
        , m_registrations(services.clock)
    {
    }

    void login(const Call& call, const Done& done);
    void registerUser(const Call& call, const Done& done);
    void refresh(const Call& call, const Done& done) const;
    void invalidate(const Call& call, const Done& done) const;
    void revoke(const Call& call, const Done& done) const;
    void unrevoke(const Call& call, const Done& done) const;
    void setActive(const Call& call, const Done& done, bool active) const;
    void userStatus(const Call& call, const Done& done) const;

private:
    struct Credentials {
        QString login;
        QString password;
    };
    /// Email and password of the body, or the answer that says what is missing.
    static std::variant<Credentials, Reply> credentialsOf(const Call& call);
    void finishLogin(const Call& call, const QString& username, bool passwordFits, const Verdict& verdict,
                     const Done& done) const;
    /// The answer when the caller may not administer the tokens of that user.
    std::optional<Reply> refusal(const Call& call) const;
    void createRegistered(const Call& call, const QString& email, const QByteArray& hash,
                          const Done& done) const;

    Services& m_services;
    QObject* m_context;
    Authenticator m_authenticator;
    AddressLimiter m_logins;
    AddressLimiter m_registrations;
};

std::variant<Authorization::Credentials, Reply> Authorization::credentialsOf(const Call& call)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return Reply::error(400, u"AUTH004"_s, u"Invalid JSON payload"_s);
    Error missing = Error::invalid({});
    missing.code = u"AUTH001"_s;
    missing.message = u"Missing email or password"_s;
    const auto text = [&](const QString& name) {
        const QJsonValue value = body->value(name);
        if (!value.isString() && !value.isUndefined())
            missing.faults.append({name, u"type"_s, u"must be a text"_s});
        else if (value.toString().isEmpty())
            missing.faults.append({name, u"required"_s, u"is required"_s});
        return value.toString();
    };
    const Credentials credentials{text(u"email"_s), text(u"password"_s)};
    if (!missing.faults.isEmpty())
        return Reply::from(missing, 400);
    return credentials;
}

void Authorization::login(const Call& call, const Done& done)
{
    const int window = int(m_services.settings.duration(Setting::LoginWindow).count() / 1000);
    Verdict verdict;
    if (!m_services.settings.flag(Setting::LoginLimitOff)) {
        verdict =
            m_logins.take(call->clientIp, int(m_services.settings.integer(Setting::LoginLimit)), window);
        if (!verdict.allowed) {
            Reply reply = limited(verdict, window);
            addLimitHeaders(reply, verdict);
            done(std::move(reply));
            return;
        }
    }
    const auto given = credentialsOf(call);
    if (const Reply* refused = std::get_if<Reply>(&given)) {
        done(*refused);
        return;
    }
    const Credentials credentials = std::get<Credentials>(given);
    const User* user = m_services.documents().userByEmail(credentials.login);
    if (!user)
        user = m_services.documents().user(credentials.login);
    // An unknown user costs as much time as a wrong password.
    const QByteArray hash = user && !user->serviceClient ? user->passwordHash : QByteArray();
    const QString username = user ? user->username : QString();
    runAside(
        m_context, [credentials, hash] { return crypto::verifyPassword(credentials.password, hash); },
        [this, call, username, verdict, done](bool fits) {
            finishLogin(call, username, fits, verdict, done);
        });
}

void Authorization::finishLogin(const Call& call, const QString& username, bool passwordFits,
                                const Verdict& verdict, const Done& done) const
{
    call->audit->target = username;
    const User* user = passwordFits ? m_services.documents().user(username) : nullptr;
    if (!user) {
        done(Reply::error(400, u"AUTH002"_s, u"Invalid email or password"_s));
        return;
    }
    if (!user->active) {
        done(Reply::error(400, u"AUTH007"_s, u"User is not active"_s));
        return;
    }
    const Result<QByteArray> token = issueToken(m_services, *user, SessionStep::Login);
    if (!token) {
        done(Reply::from(token.error()));
        return;
    }
    Reply reply = Reply::object(200, {{u"access_token"_s, QString::fromLatin1(*token)}});
    if (verdict.limit > 0)
        addLimitHeaders(reply, verdict);
    for (const QByteArray& cookie : sessionCookies(m_services, *call, *user, *token, SessionStep::Login))
        reply.addHeader("Set-Cookie", cookie);
    done(std::move(reply));
}

void Authorization::registerUser(const Call& call, const Done& done)
{
    const int window = int(m_services.settings.duration(Setting::RegisterWindow).count() / 1000);
    if (!m_services.settings.flag(Setting::LoginLimitOff)) {
        const auto verdict = m_registrations.take(
            call->clientIp, int(m_services.settings.integer(Setting::RegisterLimit)), window);
        if (!verdict.allowed) {
            done(limited(verdict, window));
            return;
        }
    }
    const auto given = credentialsOf(call);
    if (const Reply* refused = std::get_if<Reply>(&given)) {
        done(*refused);
        return;
    }
    const Credentials credentials = std::get<Credentials>(given);
    if (!crypto::passwordFaults(credentials.password).isEmpty()) {
        done(Reply::error(400, u"USR005"_s, passwordRuleText()));
        return;
    }
    runAside(
        m_context, [password = credentials.password] { return crypto::hashPassword(password); },
        [this, call, email = credentials.login, done](const Result<QByteArray>& hash) {
            if (hash)
                createRegistered(call, email, *hash, done);
            else
                done(Reply::from(hash.error()));
        });
}

void Authorization::createRegistered(const Call& call, const QString& email, const QByteArray& hash,
                                     const Done& done) const
{
    User user;
    user.username = email.section(u'@', 0, 0);
    user.email = email;
    user.passwordHash = hash;
    user.role = u"user"_s;
    call->audit->target = user.username;
    if (m_services.documents().user(user.username) || m_services.documents().userByEmail(email)) {
        const bool name = m_services.documents().user(user.username) != nullptr;
        done(Reply::error(400, u"USR001"_s, name ? u"Username already exists"_s : u"Email already exists"_s));
        return;
    }
    ChangeSet changes(u"user.register"_s);
    changes.put(user, control::Expected::absent());
    applyAndReply(m_services, call, changes, done, Reply::message(201, u"User created successfully"_s));
}

void Authorization::refresh(const Call& call, const Done& done) const
{
    const Result<QByteArray> token = issueToken(m_services, *call->caller.user, SessionStep::Refresh);
    if (!token) {
        done(Reply::error(401, u"AUTH004"_s, u"Token refresh failed"_s));
        return;
    }
    Reply reply = Reply::object(200, {{u"refresh_token"_s, QString::fromLatin1(*token)}});
    for (const QByteArray& cookie :
         sessionCookies(m_services, *call, *call->caller.user, *token, SessionStep::Refresh))
        reply.addHeader("Set-Cookie", cookie);
    done(std::move(reply));
}

void Authorization::invalidate(const Call& call, const Done& done) const
{
    call->audit->target = call->caller.name();
    ChangeSet changes(u"auth.invalidate"_s);
    changes.put(tokenRevocation(call->caller));
    applyAndReply(m_services, call, changes, done, [this, call](const auto&) {
        Reply reply = Reply::message(200, u"Your token has been invalidated"_s);
        for (const QByteArray& cookie : endCookies(m_services, *call))
            reply.addHeader("Set-Cookie", cookie);
        return reply;
    });
}

std::optional<Reply> Authorization::refusal(const Call& call) const
{
    const QString username = call->param(u"username"_s);
    call->audit->target = username;
    const User* target = m_services.documents().user(username);
    const bool protectedUser = username == u"admin"_s || (target && m_services.isAdminUser(*target));
    if (protectedUser && !call->caller.isAdmin())
        return Reply::error(404, {}, u"User not found"_s);
    return std::nullopt;
}

void Authorization::revoke(const Call& call, const Done& done) const
{
    if (const auto refused = refusal(call))
        return done(*refused);
    const QString username = call->param(u"username"_s);
    ChangeSet changes(u"auth.revoke"_s);
    changes.put(userRevocation(username));
    applyAndReply(m_services, call, changes, done, [username](const auto&) {
        return Reply::message(200, u"All tokens revoked for "_s + username);
    });
}

void Authorization::unrevoke(const Call& call, const Done& done) const
{
    if (const auto refused = refusal(call))
        return done(*refused);
    const QString username = call->param(u"username"_s);
    ChangeSet changes(u"auth.unrevoke"_s);
    m_services.documents().of<Revocation>().forEach([&](const Revocation& revocation) {
        if (revocation.revokeAll && revocation.username == username)
            changes.remove(Kind::Revocation, revocation.id);
    });
    applyAndReply(m_services, call, changes, done, [username](const auto&) {
        return Reply::message(200, u"Token revocation cleared for "_s + username);
    });
}

void Authorization::setActive(const Call& call, const Done& done, bool active) const
{
    if (const auto refused = refusal(call))
        return done(*refused);
    const QString username = call->param(u"username"_s);
    const User* user = m_services.documents().user(username);
    ChangeSet changes(active ? u"auth.enable"_s : u"auth.disable"_s);
    if (user)
        changes.patch(Kind::User, user->id, {{u"active"_s, active}});
    if (!active)
        changes.put(userRevocation(username));
    const QString text = active ? u"User %1 enabled"_s : u"User %1 disabled and tokens revoked"_s;
    applyAndReply(m_services, call, changes, done,
                  [text, username](const auto&) { return Reply::message(200, text.arg(username)); });
}

void Authorization::userStatus(const Call& call, const Done& done) const
{
    if (const auto refused = refusal(call))
        return done(*refused);
    const User* user = m_services.documents().user(call->param(u"username"_s));
    if (!user)
        return done(Reply::error(404, u"USR002"_s, u"User not found"_s));
    done(Reply::object(
        200, {{u"active"_s, user->active}, {u"revoked"_s, m_authenticator.allRevoked(user->username)}}));
}

} // namespace authorization_calls
} // namespace

void registerAuthorization(Registry& registry, Services& services, QObject* context)
{
    using namespace authorization_calls;
    const auto it = std::make_shared<Authorization>(services, context);
    registry.on(CallId::AuthLogin, [it](const Call& call, Done done) { it->login(call, done); });
    registry.on(CallId::AuthRegister, [it](const Call& call, Done done) { it->registerUser(call, done); });
    registry.on(CallId::AuthRefresh, [it](const Call& call, Done done) { it->refresh(call, done); });
    registry.on(CallId::AuthStatus,
                [](const Call&, const Done& done) { done(Reply::message(200, u"Token is valid"_s)); });
    registry.on(CallId::AuthInvalidate, [it](const Call& call, Done done) { it->invalidate(call, done); });
    registry.on(CallId::AuthRevoke, [it](const Call& call, Done done) { it->revoke(call, done); });
    registry.on(CallId::AuthUnrevoke, [it](const Call& call, Done done) { it->unrevoke(call, done); });
    registry.on(CallId::AuthDisable, [it](const Call& call, Done done) { it->setActive(call, done, false); });
    registry.on(CallId::AuthEnable, [it](const Call& call, Done done) { it->setActive(call, done, true); });
    registry.on(CallId::AuthUserStatus, [it](const Call& call, Done done) { it->userStatus(call, done); });
}

} // namespace gatehouse::admin
