// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/rules.h"

#include "common/core/ids.h"
#include "common/model/access.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/stored_files.h"
#include "common/model/subscription.h"
#include "common/model/upstream.h"
#include "gateway/control/body_schema_rules.h"
#include "gateway/control/path_rules.h"
#include "gateway/control/policies.h"
#include "gateway/control/proto_files.h"
#include "gateway/control/token_rules.h"
#include "gateway/control/transform_rules.h"
#include "gateway/control/validation_rules.h"
#include "gateway/control/vault.h"
#include "gateway/net/address.h"
#include "gateway/protocols/crud_schema.h"

#include <QRegularExpression>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename E, typename Member>
bool equal(const void* a, const void* b, Member E::*member)
{
    return static_cast<const E*>(a)->*member == static_cast<const E*>(b)->*member;
}

/// Tenants name their APIs each for itself, and what belongs to an API is named within it.
bool sameOwner(Kind kind, const void* a, const void* b)
{
    switch (kind) {
    case Kind::Api:
        return equal(a, b, &Api::tenant);
    case Kind::Operation:
        return equal(a, b, &Operation::apiId);
    case Kind::Subscription:
        return equal(a, b, &Subscription::apiId);
    case Kind::SchemaFile:
        return equal(a, b, &SchemaFile::apiId);
    default:
        return true;
    }
}

constexpr std::size_t mostProtoBytes = 16 << 20; // as its field; MAX_PROTO_SIZE_BYTES is for uploads

/// Keys of the APIs that show their upstreams that entry.
QStringList apisWith(const Documents& documents, const VaultEntry& entry)
{
    QStringList keys;
    const QString reference = Vault::referenceTo(entry);
    documents.of<Api>().forEach([&](const Api& api) {
        if (api.credential && api.credential->vaultKey == reference)
            keys.append(api.key());
    });
    return keys;
}

/// Checks one changed document against the others.
class Checker {
public:
    Checker(const Documents& documents, const StagedChange& change, const QString& actor, Faults& faults)
        : m_documents(documents)
        , m_change(change)
        , m_actor(actor)
        , m_table(documents.table(change.kind))
        , m_faults(faults)
    {
    }

    void check();

private:
    template <typename E>
    const E& as() const
    {
        return *static_cast<const E*>(m_change.after.get());
    }
    void fault(const QString& field, const QString& rule, const QString& message)
    {
        m_faults.append({keyedPath(m_change.path, field), rule, message});
    }
    /// The name of another document under the same key, or nothing.
    std::optional<QString> otherUnder(By index, const QString& key) const;
    void unique(By index, const QString& key, const QString& field);
    void refers(Kind kind, const QString& field, const QString& reference, bool exists);
    void tenant(const QString& field, const QString& slug);
    void plan(const QString& field, const QString& reference, const QString& tenant);
    void upstream(const QString& field, const QString& id);
    void principal(PrincipalKind kind, const QString& field, const QString& reference);

    void serverOptions(const Api& api);
    template <typename Read>
    void addPrefixed(Read read)
    {
        Faults faults;
        read(faults);
        for (const Fault& found : faults)
            fault(found.field, found.rule, found.message);
    }
    void transforms(const Api& api);
    void storage(const Api& api);
    void vaultEntry(const Api& api);
    void email(const User& user);
    void tokenRules(const JwtRules& rules, const QString& path);
    void certificate(const Consumer& consumer);
    void login(const Credential& credential);
    void naturalKey();
    void references();
    void operation(const Operation& operation);
    void bodySchema(const Operation& operation);
    void credential(const Credential& credential);
    void policy(const Policy& policy);
    void proto(const ProtoFile& file);
    void alertRule(const AlertRule& rule);
    void apiKey(const QString& key);

    const Documents& m_documents;
    const StagedChange& m_change;
    const QString& m_actor;
    const AnyTable& m_table;
    Faults& m_faults;
};

std::optional<QString> Checker::otherUnder(By index, const QString& key) const
{
    for (const void* other : m_table.with(index, key)) {
        if (other != m_change.after.get())
            return m_table.nameOf(other);
    }
    return std::nullopt;
}

void Checker::unique(By index, const QString& key, const QString& field)
{
    if (key.isEmpty())
        return;
    if (const auto owner = otherUnder(index, key))
        fault(field, u"unique"_s, u"is already used by %1 %2"_s.arg(m_table.schema().label, *owner));
}

void Checker::refers(Kind kind, const QString& field, const QString& reference, bool exists)
{
    if (!reference.isEmpty() && !exists)
        fault(field, u"reference"_s, u"there is no %1 %2"_s.arg(tableOf(kind).label, reference));
}

void Checker::tenant(const QString& field, const QString& slug)
{
    refers(Kind::Tenant, field, slug, m_documents.of<Tenant>().first(By::NaturalKey, slug) != nullptr);
}

void Checker::plan(const QString& field, const QString& reference, const QString& tenant)
{
    refers(Kind::Plan, field, reference, planOf(m_documents, reference, tenant) != nullptr);
}

void Checker::upstream(const QString& field, const QString& id)
{
    refers(Kind::Upstream, field, id, m_documents.table(Kind::Upstream).contains(id));
}

/// They are for servers of the API or of one of its endpoints.
void Checker::serverOptions(const Api& api)
{
    if (api.serverOptions.isEmpty())
        return;
    QStringList servers = api.servers;
    for (const Operation* operation : m_documents.of<Operation>().with(By::Api, api.id))
        servers += operation->servers.value_or(QStringList());
    for (auto it = api.serverOptions.cbegin(); it != api.serverOptions.cend(); ++it) {
        if (!servers.contains(it.key()))
            fault(u"api_server_options."_s + it.key(), u"reference"_s, u"is no server of this API"_s);
    }
}

void Checker::principal(PrincipalKind kind, const QString& field, const QString& reference)
{
    if (kind == PrincipalKind::Consumer)
        refers(Kind::Consumer, field, reference, m_documents.table(Kind::Consumer).contains(reference));
    else
        refers(Kind::User, field, reference, m_documents.user(reference) != nullptr);
}

/// Only when they change: what was stored before this rule existed must not block other edits.
void Checker::transforms(const Api& api)
{
    const auto* before = static_cast<const Api*>(m_change.before.get());
    if (before && before->requestTransform == api.requestTransform &&
        before->responseTransform == api.responseTransform)
        return;
    addPrefixed([&](Faults& faults) { (void)transformsOf(api, faults); });
}

/// As with transforms.
void Checker::storage(const Api& api)
{
    const auto* before = static_cast<const Api*>(m_change.before.get());
    if (before && before->crudSchema == api.crudSchema && before->crudCollection == api.crudCollection)
        return;
    static const QRegularExpression name(u"\\A[A-Za-z0-9_.-]{1,128}\\z"_s);
    if (!api.crudCollection.isEmpty() && !name.match(api.crudCollection).hasMatch())
        fault(u"api_crud_collection"_s, u"pattern"_s,
              u"must have 1 to 128 letters, digits, dots, dashes or underscores"_s);
    if (api.crudSchema)
        addPrefixed([&](Faults& faults) {
            (void)protocols::CrudSchema::compile(*api.crudSchema, u"api_crud_schema"_s, faults);
        });
}

/// Whoever may edit APIs could send the secret of somebody else wherever he likes: an entry is given to an
/// API by its owner, and stays there until it is taken away.
void Checker::vaultEntry(const Api& api)
{
    const auto keyOf = [](const Api* of) {
        return of && of->credential ? of->credential->vaultKey : QString();
    };
    const QString reference = keyOf(&api);
    if (reference.isEmpty() || reference == keyOf(static_cast<const Api*>(m_change.before.get())))
        return;
    const VaultEntry* const entry = Vault::find(m_documents, reference);
    if (!entry || entry->username != m_actor)
        fault(u"api_upstream_credential.vault_key"_s, u"reference"_s,
              u"names no vault entry of %1 (user/key); entries are for their owners to give"_s.arg(m_actor));
}

/// Vault entries can only be opened under the address under which they were made.
void Checker::email(const User& user)
{
    unique(By::Email, user.email.toLower(), u"email"_s);
    const auto* before = static_cast<const User*>(m_change.before.get());
    if (!before || before->email == user.email)
        return;
    for (const VaultEntry* entry : m_documents.of<VaultEntry>().with(By::Principal, user.username)) {
        for (const QString& api : apisWith(m_documents, *entry))
            fault(u"email"_s, u"conflict"_s,
                  u"cannot change: API %1 uses the vault entry %2, which would be lost"_s.arg(
                      api, entry->keyName));
    }
}

/// Keys are read now, so that nobody finds out by a refused call that they are none.
void Checker::tokenRules(const JwtRules& rules, const QString& path)
{
    if (!rules.introspectionUrl.isEmpty())
        return; // without keys
    if (!hasOwnKeys(rules)) {
        if (rules.jwksUrl.isEmpty() && !rules.issuer.startsWith(u"https://") &&
            !rules.issuer.startsWith(u"http://"))
            fault(keyedPath(path, u"jwks_url"_s), u"required"_s,
                  u"is required: the issuer is no address, so its key set cannot be found"_s);
        return;
    }
    const Result<crypto::KeySet> keys = ownKeysOf(rules);
    if (keys)
        return;
    for (const Fault& found : keys.error().faults)
        fault(keyedPath(path, found.field), found.rule, found.message);
    if (keys.error().faults.isEmpty())
        fault(keyedPath(path, u"public_key"_s), u"format"_s, keys.error().message);
}

/// A certificate or a login names one consumer of the tenant, not two.
void Checker::certificate(const Consumer& consumer)
{
    const auto same = [](const QString& a, const QString& b) {
        return !a.isEmpty() && a.compare(b, Qt::CaseInsensitive) == 0;
    };
    if (consumer.certificateFingerprint.isEmpty() && consumer.certificateSubject.isEmpty())
        return;
    for (const Consumer* other : m_documents.of<Consumer>().with(By::Tenant, consumer.tenant)) {
        if (other == &consumer)
            continue;
        const QString text = u"is already used by consumer %1"_s.arg(other->externalId);
        if (same(QString::fromLatin1(other->certificateFingerprint),
                 QString::fromLatin1(consumer.certificateFingerprint)))
            fault(u"certificate_fingerprint"_s, u"unique"_s, text);
        if (!other->certificateSubject.isEmpty() && other->certificateSubject == consumer.certificateSubject)
            fault(u"certificate_subject"_s, u"unique"_s, text);
    }
}

void Checker::login(const Credential& credential)
{
    const auto owner = m_documents.of<Consumer>().find(credential.principal);
    if (credential.login.isEmpty() || !owner)
        return;
    for (const Credential* other : m_documents.of<Credential>().with(By::Name, credential.login)) {
        const auto theirs = m_documents.of<Consumer>().find(other->principal);
        if (other != &credential && other->type == credential.type && theirs &&
            theirs->tenant == owner->tenant)
            fault(u"login"_s, u"unique"_s, u"is already used by consumer %1"_s.arg(theirs->externalId));
    }
}

void Checker::naturalKey()
{
    const QStringList& fields = m_table.schema().naturalKey;
    if (fields.isEmpty() || !m_table.hasIndex(By::NaturalKey))
        return;
    if (m_change.kind == Kind::ProtoFile)
        return; // earlier uploads are kept beside the current one
    const QString key = naturalKeyOf(m_table.schema(), m_change.after.get());
    for (const void* other : m_table.with(By::NaturalKey, key)) {
        if (other != m_change.after.get() && sameOwner(m_change.kind, other, m_change.after.get()))
            fault(fields.last(), u"unique"_s,
                  u"%1 %2 exists already"_s.arg(m_table.schema().label, m_table.nameOf(other)));
    }
}

/// Where nobody is checked against it, a schema may say what it likes.
void Checker::bodySchema(const Operation& operation)
{
    if (!operation.validateRequest)
        return;
    const QString field = u"endpoint_request_schema"_s;
    if (!operation.requestSchema)
        return fault(field, u"required"_s, u"is required while endpoint_validate_request is on"_s);
    addPrefixed([&](Faults& faults) { (void)bodySchemaOf(*operation.requestSchema, field, faults); });
}

void Checker::operation(const Operation& operation)
{
    refers(Kind::Api, u"api_name"_s, operation.apiKey(),
           m_documents.table(Kind::Api).contains(operation.apiId));
    upstream(u"endpoint_upstream_id"_s, operation.upstreamId);
    bodySchema(operation);
    for (const Operation* other : m_documents.of<Operation>().with(By::Api, operation.apiId)) {
        if (other != &operation && sameRequests(*other, operation)) {
            fault(operation.clientUri.isEmpty() ? u"endpoint_uri"_s : u"client_uri"_s, u"unique"_s,
                  u"endpoint %1 %2 answers the same requests"_s.arg(other->method, other->publicUri()));
        }
    }
}

/// What cannot be compiled is refused wherever it comes from, so that a published bridge always has its
/// types.
void Checker::proto(const ProtoFile& file)
{
    if (!file.apiId.isEmpty()) // without it waits for an API to come
        refers(Kind::Api, u"api_name"_s, file.apiName + u'/' + file.apiVersion,
               m_documents.table(Kind::Api).contains(file.apiId));
    if (!file.current)
        return;
    for (const QString& text : readProto(file, {.maxBytes = mostProtoBytes}).faults)
        fault(u"content"_s, u"format"_s, text);
}

void Checker::credential(const Credential& credential)
{
    principal(credential.principalKind, u"principal"_s, credential.principal);
    if (!credential.hash.isEmpty() && credential.type == CredentialKind::ApiKey)
        unique(By::Hash, keyOfHash(credential.hash.toUtf8()), u"hash"_s);
    login(credential);
    if (credential.subscriptionId.isEmpty())
        return;
    const auto subscription = m_documents.of<Subscription>().find(credential.subscriptionId);
    refers(Kind::Subscription, u"subscription_id"_s, credential.subscriptionId, subscription != nullptr);
    if (subscription && subscription->principal != credential.principal)
        fault(u"subscription_id"_s, u"reference"_s, u"belongs to another principal"_s);
}

void Checker::policy(const Policy& policy)
{
    tenant(u"tenant_id"_s, policy.tenant);
    if (policy.type == PolicyType::JwtValidation) {
        tokenRules(configOf<JwtRules>(policy), u"config"_s);
        // Everybody who may see policies sees their settings.
        const QStringList secrets = tableOf<JwtRules>().secrets();
        for (const QString& secret : secrets) {
            if (!policy.config.value(secret).toString().isEmpty())
                fault(keyedPath(u"config"_s, secret), u"conflict"_s,
                      u"belongs to the rules of an API (api_jwt), where it is kept secret"_s);
        }
    }
    for (qsizetype i = 0; i < policy.bindings.size(); ++i) {
        const PolicyBinding& binding = policy.bindings.at(i);
        const QString path = indexedPath(u"bindings"_s, i);
        refers(Kind::Api, keyedPath(path, u"api_id"_s), binding.apiId,
               m_documents.table(Kind::Api).contains(binding.apiId));
        tenant(keyedPath(path, u"tenant_id"_s), binding.tenant);
    }
    addPrefixed([&](Faults& faults) { faults = settingsFaults(policy.type, policy.config); });
}

void Checker::references()
{
    switch (m_change.kind) {
    case Kind::Api:
        tenant(u"api_tenant"_s, as<Api>().tenant);
        upstream(u"api_upstream_id"_s, as<Api>().upstreamId);
        serverOptions(as<Api>());
        checkPaths(m_documents, as<Api>(), m_change.path, m_faults);
        transforms(as<Api>());
        storage(as<Api>());
        vaultEntry(as<Api>());
        if (as<Api>().jwt)
            tokenRules(*as<Api>().jwt, u"api_jwt"_s);
        break;
    case Kind::Operation:
        operation(as<Operation>());
        break;
    case Kind::EndpointValidation: {
        const QString& id = as<EndpointValidation>().endpointId;
        refers(Kind::Operation, u"endpoint_id"_s, id, m_documents.table(Kind::Operation).contains(id));
        addPrefixed([&](Faults& faults) { (void)validateConfigOf(as<EndpointValidation>(), faults); });
        break;
    }
    case Kind::Upstream:
        tenant(u"tenant_id"_s, as<Upstream>().tenant);
        break;
    case Kind::User:
        email(as<User>());
        tenant(u"tenant"_s, as<User>().tenant);
        break;
    case Kind::Consumer:
        tenant(u"tenant_id"_s, as<Consumer>().tenant);
        plan(u"plan_id"_s, as<Consumer>().planId, as<Consumer>().tenant);
        certificate(as<Consumer>());
        break;
    case Kind::Subscription:
        principal(as<Subscription>().principalKind, u"principal"_s, as<Subscription>().principal);
        plan(u"plan_id"_s, as<Subscription>().planId, as<Subscription>().tenant);
        break;
    case Kind::Credential:
        credential(as<Credential>());
        break;
    case Kind::LimitRule: {
        const LimitRule& rule = as<LimitRule>();
        if (rule.type == LimitRuleType::PerIp && !net::CidrSet().add(rule.target.trimmed().toStdString()))
            fault(u"target_identifier"_s, u"format"_s, u"must be an IP address or a CIDR block"_s);
        break;
    }
    case Kind::TierAssignment:
        plan(u"tier_id"_s, as<TierAssignment>().tierId, {});
        plan(u"fallback_tier_id"_s, as<TierAssignment>().fallbackTierId, {});
        principal(PrincipalKind::User, u"user_id"_s, as<TierAssignment>().userId);
        break;
    case Kind::CreditBalance:
        principal(PrincipalKind::User, u"username"_s, as<CreditBalance>().username);
        break;
    case Kind::Policy:
        policy(as<Policy>());
        break;
    case Kind::ProtoFile:
        proto(as<ProtoFile>());
        break;
    case Kind::AlertRule:
        alertRule(as<AlertRule>());
        break;
    case Kind::Silence:
        apiKey(as<Silence>().api);
        refers(Kind::AlertRule, u"rule_id"_s, as<Silence>().ruleId,
               m_documents.of<AlertRule>().find(as<Silence>().ruleId) != nullptr);
        break;
    default:
        break;
    }
}

/// Documents::apiAt() of the field `api`.
void Checker::apiKey(const QString& key)
{
    refers(Kind::Api, u"api"_s, key, m_documents.apiAt(key) != nullptr);
}

void Checker::alertRule(const AlertRule& rule)
{
    refers(Kind::Api, u"api"_s, rule.api, watchedApi(m_documents, rule) != nullptr);
    tenant(u"tenant_id"_s, rule.tenant);
    for (qsizetype i = 0; i < rule.channels.size(); ++i)
        refers(Kind::Channel, indexedPath(u"channels"_s, i), rule.channels[i],
               m_documents.of<Channel>().find(rule.channels[i]) != nullptr);
}

void Checker::check()
{
    naturalKey();
    references();
}

/// Names a document that still needs the one that was removed.
template <typename E>
void addUser(const Documents& documents, By index, const QString& key, QStringList& users)
{
    if (const E* user = documents.of<E>().first(index, key))
        users.append(u"%1 %2"_s.arg(tableOf<E>().label, documents.table(kindOf<E>()).nameOf(user)));
}

/// As addUser(), of those for whom no other plan takes the place under that reference.
template <typename E>
void addPlanUser(const Documents& documents, const QString& reference, QStringList& users)
{
    for (const E* user : documents.of<E>().with(By::Plan, reference)) {
        if (planOf(documents, reference, user->tenant))
            continue;
        users.append(u"%1 %2"_s.arg(tableOf<E>().label, documents.table(kindOf<E>()).nameOf(user)));
        return;
    }
}

QStringList usersOf(const Documents& documents, const StagedChange& change)
{
    QStringList users;
    if (change.kind == Kind::Tenant) {
        const QString& slug = static_cast<const Tenant*>(change.before.get())->slug;
        addUser<Api>(documents, By::Tenant, slug, users);
        addUser<Consumer>(documents, By::Tenant, slug, users);
        addUser<User>(documents, By::Tenant, slug, users);
        addUser<Upstream>(documents, By::Tenant, slug, users);
        addUser<Policy>(documents, By::Tenant, slug, users);
    } else if (change.kind == Kind::Upstream) {
        addUser<Api>(documents, By::Upstream, change.id, users);
        addUser<Operation>(documents, By::Upstream, change.id, users);
    } else if (change.kind == Kind::Channel) {
        documents.of<AlertRule>().forEach([&](const AlertRule& rule) {
            if (rule.channels.contains(change.id))
                users.append(u"%1 %2"_s.arg(tableOf<AlertRule>().label, rule.name));
        });
    } else if (change.kind == Kind::VaultEntry) {
        for (const QString& api : apisWith(documents, *static_cast<const VaultEntry*>(change.before.get())))
            users.append(u"%1 %2"_s.arg(tableOf<Api>().label, api));
    } else if (change.kind == Kind::Plan) {
        for (const QString& reference : {change.id, static_cast<const Plan*>(change.before.get())->tierId}) {
            addPlanUser<Consumer>(documents, reference, users);
            addPlanUser<Subscription>(documents, reference, users);
        }
    }
    return users;
}

} // namespace

Faults checkRules(const Documents& documents, const QList<StagedChange>& changes, const QString& actor)
{
    Faults faults;
    for (const StagedChange& change : changes) {
        if (change.after) {
            Checker(documents, change, actor, faults).check();
            continue;
        }
        if (!change.before)
            continue;
        const QStringList users = usersOf(documents, change);
        if (!users.isEmpty()) {
            const AnyTable& table = documents.table(change.kind);
            faults.append(
                {keyedPath(change.path, u"id"_s), u"reference"_s,
                 u"%1 %2 is still used by %3"_s.arg(table.schema().label, table.nameOf(change.before.get()),
                                                    users.join(u", "_s))});
        }
    }
    return faults;
}

const Api* watchedApi(const Documents& documents, const AlertRule& rule)
{
    if (rule.tenant.isEmpty())
        return documents.apiAt(rule.api);
    if (const Api* const own = documents.apiAt(rule.tenant + u':' + rule.api))
        return own;
    const Api* const named = documents.apiAt(rule.api); // perhaps with its tenant
    return named && named->tenant == rule.tenant ? named : nullptr;
}

const Plan* planOf(const Documents& documents, const QString& reference, const QString& tenant)
{
    const auto plans = documents.of<Plan>();
    if (const auto plan = plans.find(reference))
        return plan.get();
    const Plan* shared = nullptr;
    const Plan* foreign = nullptr;
    for (const Plan* plan : plans.with(By::Tier, reference)) {
        if (plan->tenant == tenant)
            return plan;
        if (plan->tenant.isEmpty())
            shared = plan;
        else if (!foreign || plan->tenant < foreign->tenant)
            foreign = plan;
    }
    return shared || !tenant.isEmpty() ? shared : foreign;
}

} // namespace gatehouse::control
