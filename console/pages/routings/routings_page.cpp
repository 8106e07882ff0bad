// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/routings/routings_page.h"

#include "common/model/upstream.h"
#include "console/models/json_row.h"
#include "console/widgets/detail_pane.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString serversOf(const QJsonObject& row, QChar separator)
{
    return row.value(u"routing_servers"_s).toVariant().toStringList().join(separator);
}

DocumentsSpec specOf()
{
    const auto key = [](const QJsonObject& row) { return textOf(row, "client_key"); };
    const auto servers = [](const QJsonObject& row) { return serversOf(row, u'\n'); };
    const auto oneLine = [](const QJsonObject& row) { return serversOf(row, u' '); };
    DocumentsSpec spec;
    spec.look = {RoutingsPage::tr("Routings"), RoutingsPage::tr("Search routings"), u"routings"_s,
                 RoutingsPage::tr("The routings could not be read.")};
    spec.source = {CallId::RoutingListAll, u"routings"_s};
    spec.columns = {{u"routing_name"_s, RoutingsPage::tr("Name"), {}, {}, {}},
                    {u"client_key"_s, RoutingsPage::tr("Client key"), {}, {}, {}},
                    {u"routing_servers"_s, RoutingsPage::tr("Servers"), oneLine, {}, servers, false},
                    {u"routing_description"_s, RoutingsPage::tr("Description"), {}, {}, {}}};
    spec.idOf = key;
    spec.editor.kind = u"routing"_s;
    spec.editor.table = &tableOf<Routing>();
    spec.editor.create = CallId::RoutingCreate;
    spec.editor.read = CallId::RoutingGet;
    spec.editor.update = CallId::RoutingUpdate;
    spec.editor.key = [key](const QJsonObject& row) { return QStringList{key(row)}; };
    spec.skipOnEdit = QStringList{u"server_index"_s}; // the gateway moves it itself and takes no change of it
    spec.remove = CallId::RoutingDelete;
    spec.icon = u"upstream"_s;
    spec.help = u"routings"_s;
    spec.words = {
        RoutingsPage::tr("Create routing"),
        RoutingsPage::tr("New routing"),
        RoutingsPage::tr("Routing %1"),
        RoutingsPage::tr("A routing sends callers with a certain client key to servers of their own."),
        RoutingsPage::tr("Delete routing %1?"),
        RoutingsPage::tr("Callers with this key go to the servers of the operation or of the API again."),
        RoutingsPage::tr("Delete routing")};
    spec.details = [](DetailPane& pane, const QJsonObject& row) {
        pane.addFact(RoutingsPage::tr("Client key"), textOf(row, "client_key"), true);
        pane.addFact(RoutingsPage::tr("Description"), textOf(row, "routing_description"));
        pane.addFact(RoutingsPage::tr("Servers"), serversOf(row, u'\n'), true);
        pane.addSection(RoutingsPage::tr("Which servers are used"));
        pane.addFact(RoutingsPage::tr("Order"),
                     RoutingsPage::tr("Those of the routing, else of the operation, else of the API."));
    };
    return spec;
}

} // namespace

RoutingsPage::RoutingsPage(PageContext& context, QWidget* parent)
    : DocumentsPage(specOf(), context, parent)
{
}

} // namespace gatehouse::console
