// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/password.h"
#include "gateway/admin/aside.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/filters/bandwidth.h"
#include "gateway/shared_state/local_state.h"

#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace users_calls {

using control::ChangeSet;

constexpr int maxCustomAttributes = 10;

/// What may be changed of the super administrator (platform-routes route 12).
const QSet<QString>& superAdminFields()
{
    static const QSet<QString> fields{
        u"bandwidth_limit_bytes"_s,    u"bandwidth_limit_window"_s, u"rate_limit_duration"_s,
        u"rate_limit_duration_type"_s, u"rate_limit_enabled"_s,     u"throttle_duration"_s,
        u"throttle_duration_type"_s,   u"throttle_wait_duration"_s, u"throttle_wait_duration_type"_s,
        u"throttle_queue_limit"_s,     u"throttle_enabled"_s};
    return fields;
}

Reply tooManyAttributes()
{
    return Reply::error(400, u"USR016"_s,
                        u"Maximum 10 custom attributes allowed. Please replace an existing one."_s);
}

Reply weakPassword()
{
    return Reply::error(400, u"USR005"_s, passwordRuleText());
}

bool hasTooManyAttributes(const QJsonObject& body)
{
    return body.value(u"custom_attributes"_s).toObject().size() > maxCustomAttributes;
}

QStringList givenFields(const QJsonObject& body)
{
    QStringList given;
    for (auto at = body.begin(); at != body.end(); ++at) {
        if (!at.value().isNull() && at.key() != clearKey())
            given.append(at.key());
    }
    return given + namesToClear(body);
}

/// User administration (platform-routes section 2).
class Users {
public:
    Users(Services& services, QObject* context)
        : m_services(services)
        , m_context(context)
    {
    }

    void create(const Call& call, const Done& done) const;
    void update(const Call& call, const Done& done) const;
    void remove(const Call& call, const Done& done) const;
    void changePassword(const Call& call, const Done& done) const;
    void me(const Call& call, const Done& done) const;
    void list(const Call& call, const Done& done) const;
    void read(const Call& call, const Done& done, const User* user, bool byEmail) const;
    const Services& services() const { return m_services; }

private:
    std::optional<Reply> updateRefusal(const Call& call, const QJsonObject& body, const User* target) const;
    QJsonObject shown(const User& user) const;
    void store(const Call& call, ChangeSet changes, const Done& done, int status, const QString& text) const;

    Services& m_services;
    QObject* m_context;
};

QJsonObject Users::shown(const User& user) const
{
    QJsonObject object = toJson(user);
    const auto snapshot = m_services.hub.current();
    const auto* const identity = snapshot->users.find(user.username.toStdString());
    const auto used =
        identity ? filters::BandwidthFilter::usageOf(**identity, m_services.counters) : std::nullopt;
    if (used) {
        object.insert(u"bandwidth_usage_bytes"_s, qint64(used->used));
        object.insert(u"bandwidth_resets_at"_s, qint64(used->resetEpochSec));
    }
    return object;
}

void Users::store(const Call& call, ChangeSet changes, const Done& done, int status,
                  const QString& text) const
{
    applyAndReply(m_services, call, changes, done,
                  [status, text](const auto&) { return Reply::message(status, text); });
}

void Users::create(const Call& call, const Done& done) const
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const QString password = body->value(u"password"_s).toString();
    QJsonObject fields = *body;
    if (hasTooManyAttributes(fields)) // has a code of its own, below
        fields.remove(u"custom_attributes"_s);
    const Result<User> user = fromJson<User>(fields);
    Faults faults = user ? Faults() : user.error().faults;
    const bool told = std::any_of(faults.begin(), faults.end(),
                                  [](const Fault& fault) { return fault.field == u"password"_s; });
    if (!told && (password.size() < 16 || password.size() > 50))
        faults.append({u"password"_s, u"length"_s, u"must have 16 to 50 characters"_s});
    if (!faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    call->audit->target = user->username;
    if (m_services.isAdminRole(user->role) && !call->caller.isAdmin())
        return done(Reply::error(403, u"USR015"_s, u"Only admin may create users with the admin role"_s));
    if (hasTooManyAttributes(*body))
        return done(tooManyAttributes());
    if (m_services.documents().user(user->username))
        return done(Reply::error(400, u"USR001"_s, u"Username already exists"_s));
    if (m_services.documents().userByEmail(user->email))
        return done(Reply::error(400, u"USR001"_s, u"Email already exists"_s));
    if (!crypto::passwordFaults(password).isEmpty())
        return done(weakPassword());
    runAside(
        m_context, [password] { return crypto::hashPassword(password); },
        [this, call, done, user = *user](const Result<QByteArray>& hash) mutable {
            if (!hash)
                return done(Reply::from(hash.error()));
            user.passwordHash = *hash;
            ChangeSet changes(u"user.create"_s);
            changes.put(user, control::Expected::absent());
            store(call, changes, done, 201, u"User created successfully"_s);
        });
}

std::optional<Reply> Users::updateRefusal(const Call& call, const QJsonObject& body, const User* target) const
{
    const QString username = call->param(u"username"_s);
    const QStringList given = givenFields(body);
    if (username == u"admin"_s) {
        for (const QString& field : given) {
            if (!superAdminFields().contains(field))
                return Reply::error(403, u"USR020"_s, u"Super admin user cannot be modified"_s);
        }
    }
    const bool manager = call->caller.may(Permission::ManageUsers);
    if (!manager && username != call->caller.name())
        return Reply::error(403, u"USR006"_s, u"Can only update your own information"_s);
    if (!manager) {
        QStringList restricted;
        for (const QString& field : {u"active"_s, u"groups"_s, u"role"_s, u"username"_s}) {
            if (given.contains(field))
                restricted.append(field);
        }
        if (!restricted.isEmpty())
            return Reply::error(403, u"USR023"_s,
                                u"Cannot modify restricted fields without manage_users permission: "_s +
                                    restricted.join(u", "_s));
    }
    if (target && m_services.isAdminUser(*target) && !call->caller.isAdmin())
        return Reply::error(403, u"USR012"_s, u"Only admin may modify admin users"_s);
    const QString role = body.value(u"role"_s).toString();
    const bool changesRole = target && !role.isEmpty() && role != target->role;
    if (changesRole && (m_services.isAdminRole(role) || m_services.isAdminRole(target->role)) &&
        !call->caller.isAdmin())
        return Reply::error(403, u"USR013"_s, u"Only admin may change admin role assignments"_s);
    if (!target)
        return Reply::error(404, u"USR002"_s, u"User not found"_s);
    if (hasTooManyAttributes(body))
        return tooManyAttributes();
    return std::nullopt;
}

void Users::update(const Call& call, const Done& done) const
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const QString username = call->param(u"username"_s);
    call->audit->target = username;
    const User* target = m_services.documents().user(username);
    if (const auto refused = updateRefusal(call, *body, target))
        return done(*refused);
    QJsonObject fields = *body;
    const QJsonValue given = fields.take(u"password"_s);
    if (!given.isUndefined() && !given.isNull() && !given.isString()) {
        User checked = *target;
        const Faults others = faultsOf(patch(checked, fields));
        return done(
            Reply::from(Error::invalid(others + Faults{{u"password"_s, u"type"_s, u"must be a text"_s}})));
    }
    const QString password = given.toString();
    if (!password.isEmpty() && !crypto::passwordFaults(password).isEmpty())
        return done(weakPassword());
    const QString email = fields.value(u"email"_s).toString();
    const User* holder = email.isEmpty() ? nullptr : m_services.documents().userByEmail(email);
    if (holder && holder->id != target->id)
        return done(Reply::error(400, u"USR001"_s, u"Email already exists"_s));
    ChangeSet changes(u"user.update"_s);
    changes.patch(Kind::User, target->id, fields, ReadOptions::platformPatch(), expectedOf(*call));
    if (password.isEmpty())
        return store(call, changes, done, 200, u"User updated successfully"_s);
    runAside(
        m_context, [password] { return crypto::hashPassword(password); },
        [this, call, done, fields, username](const Result<QByteArray>& hash) {
            const User* user = m_services.documents().user(username);
            if (!hash || !user)
                return done(Reply::error(400, u"USR004"_s, u"Unable to update user"_s));
            User edited = *user;
            edited.passwordHash = *hash;
            ChangeSet both(u"user.update"_s);
            both.put(edited, expectedOf(*call));
            both.patch(Kind::User, user->id, fields);
            store(call, both, done, 200, u"User updated successfully"_s);
        });
}

void Users::remove(const Call& call, const Done& done) const
{
    const QString username = call->param(u"username"_s);
    call->audit->target = username;
    if (username == u"admin"_s)
        return done(Reply::error(403, u"USR021"_s, u"Super admin user cannot be deleted"_s));
    if (username != call->caller.name() && !call->caller.may(Permission::ManageUsers))
        return done(Reply::error(403, u"USR007"_s, u"Can only delete your own account"_s));
    const User* target = m_services.documents().user(username);
    if (target && m_services.isAdminUser(*target) && !call->caller.isAdmin())
        return done(Reply::error(403, u"USR014"_s, u"Only admin may delete admin users"_s));
    if (!target)
        return done(Reply::error(404, u"USR002"_s, u"User not found"_s));
    ChangeSet changes(u"user.delete"_s);
    changes.remove(Kind::User, target->id, expectedOf(*call));
    store(call, changes, done, 200, u"User deleted successfully"_s);
}

void Users::changePassword(const Call& call, const Done& done) const
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const QString username = call->param(u"username"_s);
    call->audit->target = username;
    const QString password = body->value(u"new_password"_s).toString();
    if (password.size() < 6 || password.size() > 36)
        return done(
            Reply::from(Error::invalid(u"new_password"_s, password.isEmpty() ? u"required"_s : u"length"_s,
                                       u"must have 6 to 36 characters"_s)));
    if (username == u"admin"_s)
        return done(Reply::error(403, u"USR022"_s, u"Super admin password cannot be changed via UI"_s));
    if (username != call->caller.name() && !call->caller.may(Permission::ManageUsers))
        return done(Reply::error(403, u"USR006"_s, u"Can only update your own password"_s));
    const User* target = m_services.documents().user(username);
    if (target && m_services.isAdminUser(*target) && !call->caller.isAdmin())
        return done(Reply::error(403, u"USR012"_s, u"Only admin may modify admin users"_s));
    if (!crypto::passwordFaults(password, changedPasswordPolicy).isEmpty())
        return done(weakPassword());
    if (!target)
        return done(Reply::error(404, u"USR002"_s, u"User not found"_s));
    runAside(
        m_context, [password] { return crypto::hashPassword(password); },
        [this, call, done, username](const Result<QByteArray>& hash) {
            const User* user = m_services.documents().user(username);
            if (!hash || !user)
                return done(Reply::error(400, u"USR004"_s, u"Unable to update user"_s));
            User edited = *user;
            edited.passwordHash = *hash;
            ChangeSet changes(u"user.password"_s);
            changes.put(edited);
            store(call, changes, done, 200, u"User updated successfully"_s);
        });
}

void Users::me(const Call& call, const Done& done) const
{
    done(Reply::object(200, shown(*call->caller.user)));
}

void Users::list(const Call& call, const Done& done) const
{
    Result<ListRequest> list = listRequestOf(m_services, *call);
    if (!list)
        return done(Reply::from(list.error()));
    list->query.sort = list->query.sort.isEmpty() ? u"username"_s : list->query.sort;
    list->query.where = [this, own = ownOnly<User>(*call), admin = call->caller.isAdmin()](const void* user) {
        return (!own || own(user)) && (admin || !m_services.isAdminUser(*static_cast<const User*>(user)));
    };
    const auto page = control::query(m_services.documents().of<User>(), list->query);
    if (!page)
        return done(Reply::from(page.error()));
    done(Reply::object(200, pageObject<User>(u"users"_s, *page, list->paging, [&call](const User& user) {
                           return withMeta(*call, user, toJson(user));
                       })));
}

void Users::read(const Call& call, const Done& done, const User* user, bool byEmail) const
{
    const Caller& caller = call->caller;
    const bool hidden = user && m_services.isAdminUser(*user) && !caller.isAdmin();
    const bool own = user && user->username == caller.name();
    if (!byEmail && call->param(u"username"_s) == u"admin"_s && !caller.isAdmin())
        return done(Reply::error(404, {}, u"User not found"_s));
    if (byEmail && !user)
        return done(Reply::error(404, u"USR002"_s, u"User not found"_s));
    const bool asksForSelf = own || (!byEmail && call->param(u"username"_s) == caller.name());
    if (!asksForSelf && !caller.may(Permission::ManageUsers))
        return done(Reply::error(403, u"USR008"_s, u"Unable to retrieve information for user"_s));
    if (hidden)
        return done(Reply::error(404, {}, u"User not found"_s));
    if (!user)
        return done(Reply::error(404, u"USR002"_s, u"User not found"_s));
    done(withRevision(*call, *user, shown(*user)));
}

} // namespace users_calls
} // namespace

void registerUsers(Registry& registry, Services& services, QObject* context)
{
    using namespace users_calls;
    const auto it = std::make_shared<Users>(services, context);
    registry.on(CallId::UserCreate, [it](const Call& call, Done done) { it->create(call, done); });
    registry.on(CallId::UserUpdate, [it](const Call& call, Done done) { it->update(call, done); });
    registry.on(CallId::UserDelete, [it](const Call& call, Done done) { it->remove(call, done); });
    registry.on(CallId::UserPassword, [it](const Call& call, Done done) { it->changePassword(call, done); });
    registry.on(CallId::UserMe, [it](const Call& call, Done done) { it->me(call, done); });
    for (const CallId id : {CallId::UserList, CallId::UserListAll})
        registry.on(id, [it](const Call& call, Done done) { it->list(call, done); });
    registry.on(CallId::UserGet, [it](const Call& call, Done done) {
        it->read(call, done, it->services().documents().user(call->param(u"username"_s)), false);
    });
    registry.on(CallId::UserGetByEmail, [it](const Call& call, Done done) {
        it->read(call, done, it->services().documents().userByEmail(call->param(u"email"_s)), true);
    });
}

} // namespace gatehouse::admin
