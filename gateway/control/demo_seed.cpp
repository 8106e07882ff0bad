// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/demo_seed.h"

#include "common/core/ids.h"
#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/control/proto_files.h"

#include <QRandomGenerator>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

const QStringList words{u"customers"_s, u"orders"_s,   u"invoices"_s, u"catalog"_s, u"payments"_s,
                        u"shipping"_s,  u"stock"_s,    u"reviews"_s,  u"search"_s,  u"profiles"_s,
                        u"reports"_s,   u"messages"_s, u"billing"_s,  u"tickets"_s, u"events"_s};
const QStringList creditNames{u"ai-basic"_s, u"ai-pro"_s, u"maps"_s, u"translate"_s, u"mail"_s, u"vision"_s};

class Demo {
public:
    Demo(const Documents& documents, const DemoOptions& options)
        : m_documents(documents)
        , m_options(options)
        , m_random(options.seed)
    {
    }

    ChangeSet make()
    {
        roles();
        groups();
        creditGroups();
        apis();
        protos();
        users();
        return m_changes;
    }

private:
    int upTo(int count) { return int(m_random.bounded(quint32(std::max(count, 1)))); }
    const QString& oneOf(const QStringList& list) { return list.at(upTo(int(list.size()))); }
    template <typename E>
    bool exists(const QString& key) const
    {
        return m_documents.of<E>().first(By::NaturalKey, key) != nullptr;
    }

    void roles();
    void groups();
    void creditGroups();
    void apis();
    void operations(const Api& api);
    void protos();
    void users();
    void subscriptions(const User& user);
    void balance(const User& user);

    const Documents& m_documents;
    const DemoOptions& m_options;
    QRandomGenerator m_random;
    ChangeSet m_changes{u"demo.seed"_s};
    QStringList m_groups;
    QList<Api> m_apis;
};

void Demo::roles()
{
    const QList<std::pair<QString, PermissionMask>> roles{
        {u"developer"_s, bit(Permission::ManageApis) | bit(Permission::ManageEndpoints)},
        {u"analyst"_s, bit(Permission::ViewAnalytics) | bit(Permission::ViewLogs)},
        {u"viewer"_s, bit(Permission::ViewLogs)},
        {u"ops"_s, bit(Permission::ManageGateway) | bit(Permission::ViewLogs) | bit(Permission::ExportLogs)}};
    for (const auto& [name, permissions] : roles) {
        if (exists<Role>(name))
            continue;
        Role role;
        role.name = name;
        role.description = demoMark();
        role.permissions = permissions;
        m_changes.put(std::move(role), Expected::absent());
    }
}

void Demo::groups()
{
    m_groups.append(u"ALL"_s);
    for (int i = 1; i <= m_options.groups; ++i) {
        const QString name = u"team-%1"_s.arg(i);
        m_groups.append(name);
        if (exists<Group>(name))
            continue;
        Group group;
        group.name = name;
        group.description = demoMark();
        m_changes.put(std::move(group), Expected::absent());
    }
}

void Demo::creditGroups()
{
    for (const QString& name : creditNames) {
        if (exists<CreditGroup>(name))
            continue;
        CreditGroup group;
        group.group = name;
        group.apiKey = u"demo"_s; // no secret: the upstream is a demo too
        group.apiKeyHeader = u"X-Demo-Key"_s;
        group.tiers = {CreditTier{u"basic"_s, 1000, 0, 0, u"monthly"_s},
                       CreditTier{u"pro"_s, 10000, 0, 0, u"monthly"_s}};
        m_changes.put(std::move(group), Expected::absent());
    }
}

void Demo::apis()
{
    for (int i = 0; i < m_options.apis; ++i) {
        const QString round = i < words.size() ? QString() : u"-%1"_s.arg(i / words.size() + 1);
        Api api;
        api.id = newId();
        api.name = words.at(i % words.size()) + round;
        api.version = u"v%1"_s.arg(1 + upTo(3));
        api.description = demoMark();
        api.servers = {m_options.server};
        api.allowedGroups = {u"ALL"_s, oneOf(m_groups)};
        api.allowedGroups.removeDuplicates();
        if (m_documents.api(api.name, api.version))
            continue;
        m_changes.put(api, Expected::absent());
        operations(api);
        m_apis.append(std::move(api));
    }
}

void Demo::operations(const Api& api)
{
    const QStringList methods{u"GET"_s, u"POST"_s, u"GET"_s, u"PUT"_s, u"DELETE"_s, u"PATCH"_s};
    for (int i = 0; i < m_options.endpoints; ++i) {
        const QString place = i < methods.size() ? QString() : u"/part%1"_s.arg(i / methods.size());
        Operation operation;
        operation.apiName = api.name;
        operation.apiVersion = api.version;
        operation.apiId = api.id;
        operation.method = methods.at(i % methods.size());
        operation.uri = (i % methods.size() < 2 ? u"/items"_s : u"/items/{id}"_s) + place;
        operation.description = demoMark();
        m_changes.put(std::move(operation), Expected::absent());
    }
}

void Demo::protos()
{
    for (const Api& api : m_apis.first(std::min<qsizetype>(m_options.protos, m_apis.size())))
        m_changes.put(defaultProtoFile(api), Expected::absent());
}

void Demo::users()
{
    const QStringList roles{u"developer"_s, u"analyst"_s, u"viewer"_s, u"ops"_s};
    for (int i = 1; i <= m_options.users; ++i) {
        User user;
        user.username = demoUserPrefix() + QString::number(i);
        user.email = user.username + u"@example.org"_s;
        user.passwordHash = m_options.passwordHash;
        user.role = oneOf(roles);
        user.groups = {u"ALL"_s, oneOf(m_groups)};
        user.groups.removeDuplicates();
        if (m_documents.user(user.username))
            continue;
        m_changes.put(user, Expected::absent());
        subscriptions(user);
        balance(user);
    }
}

void Demo::subscriptions(const User& user)
{
    QStringList chosen;
    for (int i = upTo(4); i > 0 && !m_apis.isEmpty(); --i) {
        const Api& api = m_apis.at(upTo(int(m_apis.size())));
        if (chosen.contains(api.key()))
            continue;
        chosen.append(api.key());
        Subscription subscription;
        subscription.principalKind = PrincipalKind::User;
        subscription.principal = user.username;
        subscription.api = api.key();
        subscription.apiId = api.id;
        m_changes.put(std::move(subscription), Expected::absent());
    }
}

void Demo::balance(const User& user)
{
    CreditBalance balance;
    balance.username = user.username;
    balance.credits.insert(oneOf(creditNames), Balance{u"basic"_s, 100 + upTo(900), {}, {}});
    m_changes.put(std::move(balance), Expected::absent());
}

} // namespace

QString demoMark()
{
    return u"Demo"_s;
}

QString demoUserPrefix()
{
    return u"demo-user-"_s;
}

ChangeSet demoChanges(const Documents& documents, const DemoOptions& options)
{
    return Demo(documents, options).make();
}

} // namespace gatehouse::control
