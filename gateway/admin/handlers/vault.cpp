// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets that users keep in the gateway (platform-routes section 13, models section 15). A value goes in and
// never comes out again.
#include "common/api/requests.h"
#include "common/crypto/fernet.h"
#include "common/model/stored_files.h"
#include "gateway/admin/aside.h"
#include "gateway/admin/handlers/document_calls.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace vault_calls {

using control::ChangeSet;

const VaultEntry* entryOf(const Services& services, const QString& user, const QString& key)
{
    for (const VaultEntry* entry : services.documents().of<VaultEntry>().with(control::By::Principal, user)) {
        if (entry->keyName == key)
            return entry;
    }
    return nullptr;
}

QJsonObject shown(const VaultEntry& entry)
{
    QJsonObject object = toJson(entry);
    object.remove(u"encrypted_value"_s);
    return object;
}

/// {"data": ...}: the envelope of the original has no place for it, but strict clients look for the status.
Reply withData(const Services& services, const QJsonObject& data)
{
    QJsonObject body{{u"data"_s, data}};
    if (services.settings.flag(config::Setting::StrictEnvelope))
        body.insert(u"status_code"_s, 200);
    return Reply::raw(200, body);
}

Reply noEntry()
{
    return Reply::error(404, u"VAULT007"_s, u"Vault entry not found"_s);
}

std::optional<Reply> refusal(const Services& services, const Call& call, const QString& key)
{
    if (services.settings.secret(config::Setting::VaultKey).isEmpty())
        return Reply::error(500, u"VAULT001"_s,
                            u"Vault encryption is not configured. Set VAULT_KEY in environment variables."_s);
    if (call->caller.user->email.isEmpty())
        return Reply::error(400, u"VAULT003"_s, u"User email is required for vault encryption"_s);
    if (entryOf(services, call->caller.name(), key))
        return Reply::error(409, u"VAULT004"_s,
                            u"Vault entry with key_name \"%1\" already exists"_s.arg(key));
    return std::nullopt;
}

void create(Services& services, QObject* context, const Call& call, const Done& done)
{
    const Result<VaultRequest> wanted = documentOf<VaultRequest>(*call);
    if (!wanted)
        return done(Reply::from(wanted.error()));
    call->audit->target = wanted->keyName;
    if (const auto refused = refusal(services, call, wanted->keyName))
        return done(*refused);
    const QString email = call->caller.user->email;
    const QString user = call->caller.name();
    // Deriving the key takes a while by intention.
    runAside(
        context,
        [email, user, value = wanted->value, key = services.settings.secret(config::Setting::VaultKey)] {
            return QByteArray("v1:" + crypto::Fernet::forVault(email, user, key).encrypt(value.toUtf8()));
        },
        [&services, call, done, user, wanted = *wanted](const QByteArray& encrypted) {
            VaultEntry entry;
            entry.username = user;
            entry.keyName = wanted.keyName;
            entry.description = wanted.description;
            entry.encryptedValue = encrypted;
            ChangeSet changes(u"vault.create"_s);
            changes.put(std::move(entry), control::Expected::absent());
            applyAndReply(services, call, changes, done,
                          Reply::message(201, u"Vault entry created successfully"_s));
        });
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString key = call->param(u"key_name"_s);
    call->audit->target = key;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const VaultEntry* entry = entryOf(services, call->caller.name(), key);
    if (!entry)
        return done(noEntry());
    VaultEntry checked = *entry;
    if (const Faults faults = faultsOf(patch(checked, *body)); !faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    QJsonObject fields; // nothing else of an entry can be changed
    for (const QString& field : {u"description"_s, clearKey()}) {
        if (body->contains(field))
            fields.insert(field, body->value(field));
    }
    if (nothingToUpdate(tableOf<VaultEntry>(), fields))
        return done(Reply::message(200, u"No changes made to vault entry"_s));
    ChangeSet changes(u"vault.update"_s);
    changes.patch(Kind::VaultEntry, entry->id, fields, ReadOptions::platformPatch(), expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Vault entry updated successfully"_s));
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString key = call->param(u"key_name"_s);
    call->audit->target = key;
    const VaultEntry* entry = entryOf(services, call->caller.name(), key);
    if (!entry)
        return done(noEntry());
    ChangeSet changes(u"vault.delete"_s);
    changes.remove(Kind::VaultEntry, entry->id, expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Vault entry deleted successfully"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    auto entries = services.documents().of<VaultEntry>().with(control::By::Principal, call->caller.name());
    std::sort(entries.begin(), entries.end(),
              [](const VaultEntry* a, const VaultEntry* b) { return a->keyName < b->keyName; });
    QJsonArray rows;
    for (const VaultEntry* entry : entries)
        rows.append(shown(*entry));
    done(withData(services, {{u"entries"_s, rows}, {u"count"_s, qint64(entries.size())}}));
}

void read(Services& services, const Call& call, const Done& done)
{
    const VaultEntry* entry = entryOf(services, call->caller.name(), call->param(u"key_name"_s));
    if (!entry)
        return done(noEntry());
    const QJsonObject body = withMeta(*call, *entry, shown(*entry));
    done(withData(services, {{u"entry"_s, body}}).with("ETag", etagOf(*entry)));
}

} // namespace vault_calls
} // namespace

void registerVault(Registry& registry, Services& services, QObject* context)
{
    using namespace vault_calls;
    registry.on(CallId::VaultCreate, [&services, context](const Call& call, const Done& done) {
        create(services, context, call, done);
    });
    on(registry, services, CallId::VaultUpdate, update);
    on(registry, services, CallId::VaultDelete, remove);
    on(registry, services, CallId::VaultList, list);
    on(registry, services, CallId::VaultGet, read);
}

} // namespace gatehouse::admin
