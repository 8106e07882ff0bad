// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/credits/credits_pages.h"

#include "common/api/requests.h"
#include "common/model/credit.h"
#include "common/model/stored_files.h"
#include "console/models/json_row.h"
#include "console/pages/consumers/desk_words.h"
#include "console/pages/credits/balance_dialog.h"
#include "console/pages/shared/usage_section.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"

#include <QAction>
#include <QJsonArray>
#include <QLocale>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString keyWord(const QJsonObject& group)
{
    if (group.value(u"api_key_new_present"_s).toBool())
        return CreditGroupsPage::tr("Being rotated");
    return group.value(u"api_key_present"_s).toBool() ? CreditGroupsPage::tr("Set")
                                                      : CreditGroupsPage::tr("Missing");
}

Tone keyTone(const QJsonObject& group)
{
    if (group.value(u"api_key_new_present"_s).toBool())
        return Tone::Info;
    return group.value(u"api_key_present"_s).toBool() ? Tone::Good : Tone::Bad;
}

QString tierNames(const QJsonObject& group)
{
    QStringList names;
    const QJsonArray tiers = group.value(u"credit_tiers"_s).toArray();
    for (const QJsonValue& tier : tiers)
        names.append(tier.toObject().value(u"tier_name"_s).toString());
    return names.join(u", "_s);
}

void showGroup(DetailPane& pane, const QJsonObject& group)
{
    pane.pill()->setState(keyTone(group), keyWord(group));
    pane.pill()->show();
    pane.addFact(CreditGroupsPage::tr("Header"), textOf(group, "api_key_header"), true);
    pane.addFact(CreditGroupsPage::tr("Key"), keyWord(group));
    pane.addSection(CreditGroupsPage::tr("Tiers"));
    const QJsonArray tiers = group.value(u"credit_tiers"_s).toArray();
    for (const QJsonValue& value : tiers) {
        const QJsonObject tier = value.toObject();
        pane.addFact(textOf(tier, "tier_name"),
                     CreditGroupsPage::tr("%1 credits, reset %2")
                         .arg(QLocale().toString(tier.value(u"credits"_s).toInteger()),
                              textOf(tier, "reset_frequency")));
    }
}

DocumentsSpec groupsSpec()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "api_credit_group"); };
    DocumentsSpec spec;
    spec.look = {CreditGroupsPage::tr("Credit groups"), CreditGroupsPage::tr("Search credit groups"),
                 u"credit_groups"_s, CreditGroupsPage::tr("The credit groups could not be read.")};
    spec.source = {CallId::CreditDefList, u"items"_s};
    spec.columns = {{u"api_credit_group"_s, CreditGroupsPage::tr("Group"), {}, {}, {}},
                    {u"api_key_present"_s, CreditGroupsPage::tr("Key"), keyWord, keyTone, {}, false},
                    {u"api_key_header"_s, CreditGroupsPage::tr("Header"), {}, {}, {}},
                    {u"credit_tiers"_s, CreditGroupsPage::tr("Tiers"), tierNames, {}, {}, false}};
    spec.idOf = id;
    spec.editor.kind = u"credit_group"_s;
    spec.editor.table = &tableOf<CreditGroup>();
    spec.editor.create = CallId::CreditDefCreate;
    spec.editor.read = CallId::CreditDefGet;
    spec.editor.update = CallId::CreditDefUpdate;
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.initial = {{u"credit_tiers"_s, QJsonArray{QJsonObject{{u"tier_name"_s, u"basic"_s},
                                                               {u"credits"_s, 1000},
                                                               {u"input_limit"_s, 0},
                                                               {u"output_limit"_s, 0},
                                                               {u"reset_frequency"_s, u"monthly"_s}}}}};
    spec.skipOnCreate = QStringList{u"api_key_new"_s, u"api_key_rotation_expires"_s};
    spec.canClone = false; // its key cannot be copied
    spec.remove = CallId::CreditDefDelete;
    spec.icon = u"plan"_s;
    spec.help = u"credits"_s;
    spec.words = {
        CreditGroupsPage::tr("Create credit group"),
        CreditGroupsPage::tr("New credit group"),
        CreditGroupsPage::tr("Credit group %1"),
        CreditGroupsPage::tr(
            "A credit group holds the key the gateway shows upstream for callers who pay with its credits."),
        CreditGroupsPage::tr("Delete credit group %1?"),
        CreditGroupsPage::tr("APIs of the group refuse their callers from now on."),
        CreditGroupsPage::tr("Delete credit group")};
    spec.details = showGroup;
    return spec;
}

QString balances(const QJsonObject& row, QChar separator)
{
    QStringList parts;
    const QJsonObject credits = row.value(u"users_credits"_s).toObject();
    for (auto it = credits.begin(); it != credits.end(); ++it)
        parts.append(CreditBalancesPage::tr("%1: %2").arg(
            it.key(), QLocale().toString(it.value().toObject().value(u"available_credits"_s).toInteger())));
    return parts.join(separator);
}

/// What is used of the credits of the tier; nothing when the group has no such tier.
QList<UsageBar::Use> creditUse(const QJsonObject& group, const QJsonObject& balance)
{
    const QJsonArray tiers = group.value(u"credit_tiers"_s).toArray();
    for (const QJsonValue& value : tiers) {
        const QJsonObject tier = value.toObject();
        if (tier.value(u"tier_name"_s) != balance.value(u"tier_name"_s))
            continue;
        const qint64 all = tier.value(u"credits"_s).toInteger();
        const qint64 left = balance.value(u"available_credits"_s).toInteger();
        return {{CreditBalancesPage::tr("Credits used"), qMax<qint64>(0, all - left), all, {}, {}}};
    }
    return {};
}

QList<Column> balanceColumns()
{
    return {{u"username"_s, CreditBalancesPage::tr("User"), {}, {}, {}},
            {u"users_credits"_s,
             CreditBalancesPage::tr("Credits left"),
             [](const QJsonObject& row) { return balances(row, u' '); },
             {},
             [](const QJsonObject& row) { return balances(row, u'\n'); },
             false}};
}

DocumentsSpec vaultSpec()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "key_name"); };
    DocumentsSpec spec;
    spec.look = {VaultPage::tr("Vault"), VaultPage::tr("Search the vault"), u"vault"_s,
                 VaultPage::tr("The vault could not be read.")};
    spec.source = {.list = CallId::VaultList, .itemsKey = u"data.entries"_s, .whole = true};
    spec.columns = {{u"key_name"_s, VaultPage::tr("Name"), {}, {}, {}},
                    {u"description"_s, VaultPage::tr("Description"), {}, {}, {}},
                    timeColumn(u"updated_at"_s, VaultPage::tr("Changed"))};
    spec.idOf = id;
    spec.editor.kind = u"vault_entry"_s;
    spec.editor.table = &tableOf<VaultEntry>();
    spec.editor.create = CallId::VaultCreate;
    spec.editor.read = CallId::VaultGet;
    spec.editor.update = CallId::VaultUpdate;
    spec.editor.readKey = u"data.entry"_s;
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.canClone = false; // a value never comes out again
    spec.remove = CallId::VaultDelete;
    spec.icon = u"lock"_s;
    spec.help = u"credits"_s;
    spec.words = {
        VaultPage::tr("Keep a secret"),
        VaultPage::tr("New secret"),
        VaultPage::tr("Secret %1"),
        VaultPage::tr("The vault keeps secrets of yours, encrypted; their values are never shown again."),
        VaultPage::tr("Delete secret %1?"),
        VaultPage::tr("What uses it fails from now on. The value cannot be brought back."),
        VaultPage::tr("Delete secret")};
    spec.details = [](DetailPane& pane, const QJsonObject& row) {
        pane.addFact(VaultPage::tr("Description"), textOf(row, "description"));
        pane.addFact(VaultPage::tr("Value"), VaultPage::tr("kept encrypted, never shown"));
        pane.addFact(VaultPage::tr("Changed"), absoluteTime(row, u"updated_at"_s));
    };
    return spec;
}

} // namespace

CreditGroupsPage::CreditGroupsPage(PageContext& context, QWidget* parent)
    : DocumentsPage(groupsSpec(), context, parent)
{
}

CreditBalancesPage::CreditBalancesPage(PageContext& context, QWidget* parent)
    : ListPage(
          {tr("Credits of users"), tr("Search by user or group"), u"balances"_s,
           tr("The credits could not be read.")},
          context, {CallId::CreditListAll, u"user_credits"_s}, balanceColumns(),
          [](const QJsonObject& row) { return textOf(row, "username"); }, parent)
{
    connect(setPrimaryAction(tr("Give credits"), u"add"_s), &QAction::triggered, this,
            [this] { setBalance({}); });
    m_set = addOverflowAction(tr("Set a balance"), u"edit"_s, true);
    connect(m_set, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            setBalance(*row);
    });
    addExportActions();
    auto* empty =
        new EmptyState(u"plan"_s, tr("Users call APIs with credits of a group; here you see and give them."),
                       tr("Give credits"), this);
    connect(empty, &EmptyState::actionRequested, this, [this] { setBalance({}); });
    setEmptyState(empty);
}

void CreditBalancesPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    const QJsonObject credits = row.value(u"users_credits"_s).toObject();
    for (auto it = credits.begin(); it != credits.end(); ++it) {
        const QJsonObject balance = it.value().toObject();
        pane.addSection(it.key());
        pane.addWidget(new UsageSection(
            context(), ApiClient::requestFor(CallId::CreditDefGet, {it.key()}),
            [balance](const QJsonObject& group) { return creditUse(group, balance); },
            tr("%1 left; the group knows no such tier.")
                .arg(QLocale().toString(balance.value(u"available_credits"_s).toInteger()))));
        pane.addFact(tr("Left"), QLocale().toString(balance.value(u"available_credits"_s).toInteger()));
        pane.addFact(tr("Tier"), textOf(balance, "tier_name"));
        pane.addFact(tr("Reset date"), textOf(balance, "reset_date"));
    }
    pane.addAction(buttonFor(m_set));
}

void CreditBalancesPage::openRow(const QJsonObject& row)
{
    setBalance(row);
}

void CreditBalancesPage::setBalance(const QJsonObject& row)
{
    auto* dialog = new BalanceDialog(context(), row, this);
    connect(dialog, &BalanceDialog::saved, this, &CreditBalancesPage::selectAfterReload);
    dialog->open();
}

VaultPage::VaultPage(PageContext& context, QWidget* parent)
    : DocumentsPage(vaultSpec(), context, parent)
{
}

/// The value is asked for once, with a new entry; later only the description can be changed.
EditorSpec VaultPage::editorFor(const QJsonObject& document) const
{
    EditorSpec spec = DocumentsPage::editorFor(document);
    if (document.isEmpty())
        spec.table = &tableOf<VaultRequest>();
    return spec;
}

} // namespace gatehouse::console
