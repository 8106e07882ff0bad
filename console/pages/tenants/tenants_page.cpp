// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tenants/tenants_page.h"

#include "common/model/access.h"
#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/pages/shared/tenant_choice.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/indicators.h"

#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString tenantState(const QJsonObject& tenant)
{
    return tenant.value(u"active"_s).toBool() ? TenantsPage::tr("Active") : TenantsPage::tr("Suspended");
}

Tone tenantTone(const QJsonObject& tenant)
{
    return tenant.value(u"active"_s).toBool() ? Tone::Good : Tone::Warning;
}

QString tenantSlug(const QJsonObject& tenant)
{
    return textOf(tenant, "slug");
}

QList<RowOperation> tenantOperations()
{
    const auto in = [](bool active) {
        return [active](const QJsonObject& row) { return row.value(u"active"_s).toBool() == active; };
    };
    const QJsonObject on{{u"active"_s, true}}, off{{u"active"_s, false}};
    return {{.text = TenantsPage::tr("Suspend"),
             .icon = u"pause"_s,
             .call = CallId::TenantUpdate,
             .applies = in(true),
             .ask = TenantsPage::tr("Suspend tenant %1?"),
             .effect = TenantsPage::tr("Every call to an API of the tenant is refused at once."),
             .done = TenantsPage::tr("Tenant %1 is suspended."),
             .undone = TenantsPage::tr("Tenant %1 is active."),
             .undo = CallId::TenantUpdate,
             .danger = true,
             .body = off,
             .undoBody = on,
             .change = becomes(tenantState, u"active"_s, false)},
            {.text = TenantsPage::tr("Activate"),
             .icon = u"play"_s,
             .call = CallId::TenantUpdate,
             .applies = in(false),
             .done = TenantsPage::tr("Tenant %1 is active."),
             .undone = TenantsPage::tr("Tenant %1 is suspended."),
             .undo = CallId::TenantUpdate,
             .body = on,
             .undoBody = off,
             .change = becomes(tenantState, u"active"_s, true)}};
}

DocumentsSpec tenantsSpec()
{
    DocumentsSpec spec;
    spec.look = {TenantsPage::tr("Tenants"), TenantsPage::tr("Search tenants"), u"tenants"_s,
                 TenantsPage::tr("The tenants could not be read.")};
    spec.source = {CallId::TenantList, u"items"_s};
    spec.columns = {{u"slug"_s, TenantsPage::tr("Short name"), {}, {}, {}},
                    {u"display_name"_s, TenantsPage::tr("Name"), {}, {}, {}},
                    {u"active"_s, TenantsPage::tr("State"), tenantState, tenantTone, {}},
                    {u"description"_s, TenantsPage::tr("Description"), {}, {}, {}}};
    spec.idOf = tenantSlug;
    spec.editor.kind = u"tenant"_s;
    spec.editor.table = &tableOf<Tenant>();
    spec.editor.create = CallId::TenantCreate;
    spec.editor.read = CallId::TenantGet;
    spec.editor.update = CallId::TenantUpdate;
    spec.editor.key = [](const QJsonObject& row) { return QStringList{tenantSlug(row)}; };
    spec.editor.nullClears = true;
    spec.stateWord = tenantState;
    spec.operations = tenantOperations();
    spec.remove = CallId::TenantDelete;
    spec.icon = u"gateway"_s;
    spec.help = u"tenants"_s;
    spec.words = {TenantsPage::tr("Create tenant"),
                  TenantsPage::tr("New tenant"),
                  TenantsPage::tr("Tenant %1"),
                  TenantsPage::tr("A tenant owns APIs, consumers, plans and policies of its own."),
                  TenantsPage::tr("Delete tenant %1?"),
                  TenantsPage::tr("Only a tenant that owns nothing can be deleted; suspend it instead."),
                  TenantsPage::tr("Delete tenant")};
    spec.details = [](DetailPane& pane, const QJsonObject& tenant) {
        const QString name = textOf(tenant, "display_name");
        pane.setTitle(name.isEmpty() ? tenantSlug(tenant) : name);
        pane.pill()->setState(tenantTone(tenant), tenantState(tenant));
        pane.pill()->show();
        pane.addFact(TenantsPage::tr("Short name"), tenantSlug(tenant), true);
        pane.addFact(TenantsPage::tr("Description"), textOf(tenant, "description"));
    };
    return spec;
}

} // namespace

TenantsPage::TenantsPage(PageContext& context, QWidget* parent)
    : DocumentsPage(tenantsSpec(), context, parent)
{
}

void TenantsPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    for (const auto& [place, text] :
         {std::pair{u"consumers"_s, tr("Show consumers")}, std::pair{u"plans"_s, tr("Show plans")},
          std::pair{u"subscriptions"_s, tr("Show subscriptions")}}) {
        auto* button = new QPushButton(text, &pane);
        button->setObjectName(u"show_"_s + place);
        connect(button, &QPushButton::clicked, this,
                [this, place = place, tenant = tenantSlug(row)] { showDesk(place, tenant); });
        pane.addAction(button);
    }
    DocumentsPage::showDetails(pane, row);
}

void TenantsPage::showDesk(const QString& place, const QString& tenant)
{
    TenantChoice::remember(context(), tenant);
    context().navigate({place, {}});
}

} // namespace gatehouse::console
