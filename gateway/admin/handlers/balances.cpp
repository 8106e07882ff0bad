// SPDX-License-Identifier: GPL-3.0-or-later
// Credits of users (platform-routes section 9).
#include "common/api/requests.h"
#include "common/crypto/random.h"
#include "common/model/credit.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/tenant_view.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace balances_calls {

using control::ChangeSet;

const CreditBalance* balanceOf(const Services& services, const QString& username)
{
    return services.documents().of<CreditBalance>().first(control::By::Principal, username);
}

/// With what is left at this moment, and the user's own keys in clear.
QJsonObject shown(const Services& services, const CreditBalance& balance)
{
    QJsonObject credits;
    for (auto at = balance.credits.cbegin(); at != balance.credits.cend(); ++at) {
        QJsonObject account = writeTable(tableOf<Balance>(), &at.value(), View::Client, true);
        const Result<QString> key = services.secrets.open(at->userApiKey);
        account.insert(u"user_api_key"_s,
                       key && !key->isEmpty() ? QJsonValue(*key) : QJsonValue(QJsonValue::Null));
        account.insert(u"available_credits"_s,
                       services.credits.left(balance.username, at.key()).value_or(at->available));
        credits.insert(at.key(), account);
    }
    return {{u"username"_s, balance.username}, {u"users_credits"_s, credits}};
}

QJsonObject sealed(const Services& services, QJsonObject body)
{
    QJsonObject credits = body.value(u"users_credits"_s).toObject();
    for (const QString& group : credits.keys()) {
        QJsonObject account = credits.value(group).toObject();
        const QString key = account.value(u"user_api_key"_s).toString();
        if (key.isEmpty() || key == secretMask())
            continue;
        account.insert(u"user_api_key"_s, services.secrets.seal(key));
        credits.insert(group, account);
    }
    if (!credits.isEmpty())
        body.insert(u"users_credits"_s, credits);
    return body;
}

void save(Services& services, const Call& call, const Done& done)
{
    const QString username = call->param(u"username"_s);
    call->audit->target = username;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const Result<CreditBalance> checked = fromJson<CreditBalance>(*body);
    if (!checked)
        return done(Reply::from(checked.error()));
    if (checked->username != username)
        return done(Reply::error(400, u"CRD014"_s, u"Username in body does not match path"_s));
    call->audit->details = {{u"groups"_s, QJsonArray::fromStringList(checked->credits.keys())}};
    const CreditBalance* stored = balanceOf(services, username);
    const control::CreditLedger::Amounts spent = services.credits.absorb(username);
    ChangeSet changes(u"user_credits.save"_s);
    if (stored) // masked keys stay what they are
        changes.patch(Kind::CreditBalance, stored->id, sealed(services, *body));
    else
        changes.putJson(Kind::CreditBalance, {}, sealed(services, *body));
    const Done settled = [&credits = services.credits, spent, done](const Reply& reply) {
        if (reply.status() >= 400)
            credits.restore(spent);
        done(reply);
    };
    applyAndReply(services, call, changes, settled, Reply::message(200, u"Credits saved successfully"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    Result<ListRequest> list = listRequestOf(services, *call);
    if (!list)
        return done(Reply::from(list.error()));
    const QString wanted = std::exchange(list->query.search, {});
    const auto own = ownOnly<User>(*call);
    if (own || !wanted.isEmpty())
        list->query.where = [&services, own, wanted](const void* entity) {
            const auto& balance = *static_cast<const CreditBalance*>(entity);
            const User* user = own ? services.documents().user(balance.username) : nullptr;
            if (own && !(user && own(user)))
                return false;
            return wanted.isEmpty() || balance.username.contains(wanted, Qt::CaseInsensitive) ||
                   !balance.credits.keys().filter(wanted, Qt::CaseInsensitive).isEmpty();
        };
    const auto page = control::query(services.documents().of<CreditBalance>(), list->query);
    if (!page)
        return done(Reply::from(page.error()));
    QJsonObject object = pageObject(u"user_credits"_s, *page, list->paging);
    QJsonArray items;
    for (const auto& balance : page->items)
        items.append(shown(services, *balance));
    object.insert(u"user_credits"_s, items);
    done(Reply::object(200, object));
}

void read(Services& services, const Call& call, const Done& done)
{
    const QString username = call->param(u"username"_s);
    if (username != call->caller.name() && !call->caller.may(Permission::ManageCredits))
        return done(Reply::error(403, u"CRD003"_s, u"Unable to retrieve credits for user"_s));
    const CreditBalance* balance = balanceOf(services, username);
    done(balance ? Reply::object(200, shown(services, *balance))
                 : Reply::error(404, u"CRD017"_s, u"User credits not found"_s));
}

/// A new key of the caller's own for one of his accounts; it is told once.
void rotateKey(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const QString group = body->value(u"api_credit_group"_s).toString();
    if (group.trimmed().isEmpty()) {
        Error error = Error::invalid(u"api_credit_group"_s, u"required"_s, u"must be a text with a name"_s);
        error.code = u"CRD020"_s;
        error.message = u"api_credit_group is required"_s;
        return done(Reply::from(error, 400));
    }
    call->audit->target = call->caller.name() + u'/' + group;
    const CreditBalance* stored = balanceOf(services, call->caller.name());
    if (!stored || !stored->credits.contains(group))
        return done(Reply::error(404, u"CRD017"_s, u"User credits not found"_s));
    const QString key = QString::fromLatin1(crypto::randomToken());
    CreditBalance balance = *stored;
    balance.credits[group].userApiKey = services.secrets.seal(key);
    ChangeSet changes(u"credit.rotate_key"_s);
    changes.put(std::move(balance));
    applyAndReply(services, call, changes, done, [key](const auto&) {
        return Reply::object(200, {{u"api_key"_s, key}});
    });
}

} // namespace balances_calls
} // namespace

void registerBalances(Registry& registry, Services& services)
{
    using namespace balances_calls;
    on(registry, services, CallId::CreditSave, save);
    on(registry, services, CallId::CreditListAll, list);
    on(registry, services, CallId::CreditGet, read);
    on(registry, services, CallId::CreditRotateKey, rotateKey);
}

} // namespace gatehouse::admin
