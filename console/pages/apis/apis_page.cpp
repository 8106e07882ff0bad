// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/apis_page.h"

#include "common/model/api_address.h"
#include "console/client/api_client.h"
#include "console/models/curl.h"
#include "console/models/json_row.h"
#include "console/pages/apis/api_editor.h"
#include "console/pages/apis/definitions_dialog.h"
#include "console/pages/shared/row_operations.h"
#include "console/pages/shared/traffic_address.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "console/widgets/model_text.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString idOf(const QJsonObject& api)
{
    return addressedName(api) + u' ' + textOf(api, "api_version");
}

QStringList keyOf(const QJsonObject& api)
{
    return {addressedName(api), textOf(api, "api_version")};
}

bool isActive(const QJsonObject& api)
{
    return api.value(u"active"_s).toBool(true);
}

QString stateWord(const QJsonObject& api)
{
    if (!isActive(api))
        return ApisPage::tr("Disabled");
    const QString status = textOf(api, "api_status");
    if (status == u"deprecated"_s)
        return ApisPage::tr("Deprecated");
    return status == u"draft"_s ? ApisPage::tr("Draft") : ApisPage::tr("Active");
}

Tone stateTone(const QJsonObject& api)
{
    if (!isActive(api))
        return Tone::Off;
    const QString status = textOf(api, "api_status");
    if (status == u"deprecated"_s)
        return Tone::Warning;
    return status == u"draft"_s ? Tone::Info : Tone::Good;
}

QString accessWord(const QJsonObject& api)
{
    const bool open = api.value(u"api_public"_s).toBool() || !api.value(u"api_auth_required"_s).toBool(true);
    return open ? ApisPage::tr("Public") : ApisPage::tr("Protected");
}

/// What an API speaks that says nothing of it.
QString protocolWord(const QJsonObject& api)
{
    const QString type = textOf(api, "api_type");
    return type.isEmpty() ? u"REST"_s : type;
}

QString listText(const QJsonValue& value)
{
    QStringList items;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array)
        items.append(item.toString());
    return items.join(u'\n');
}

/// Where its calls go.
QString serversWord(const QJsonObject& api)
{
    const QString servers = listText(api.value(u"api_servers"_s));
    return textOf(api, "api_upstream_id").isEmpty() ? servers : ApisPage::tr("upstream group");
}

QList<Column> columns()
{
    return {{u"api_name"_s, ApisPage::tr("Name"), {}, {}, {}},
            {u"api_version"_s, ApisPage::tr("Version"), {}, {}, {}},
            {u"active"_s, ApisPage::tr("State"), stateWord, stateTone, {}},
            {u"api_public"_s, ApisPage::tr("Access"), accessWord, {}, {}},
            {u"api_type"_s, ApisPage::tr("Protocol"), protocolWord, {}, {}},
            {u"api_servers"_s,
             ApisPage::tr("Servers"),
             [](const QJsonObject& api) { return serversWord(api).replace(u'\n', u", "_s); },
             {},
             serversWord,
             false},
            {u"api_description"_s, ApisPage::tr("Description"), {}, {}, {}}};
}

/// The header that a caller is known by, with a word in the place of the secret.
QPair<QByteArray, QByteArray> credentialOf(const QJsonObject& api)
{
    if (textOf(api, "api_auth_type") != u"api_key"_s)
        return {"Authorization", "Bearer TOKEN"};
    const QString header = textOf(api, "api_key_header");
    return {header.isEmpty() ? "X-API-Key" : header.toLatin1(), "KEY"};
}

QList<RowOperation> operations()
{
    const QJsonObject on{{u"active"_s, true}}, off{{u"active"_s, false}};
    return {{.text = ApisPage::tr("Disable"),
             .icon = u"off"_s,
             .call = CallId::ApiUpdate,
             .applies = isActive,
             .ask = ApisPage::tr("Disable %1?"),
             .effect = ApisPage::tr("From now on every call to it is refused. It can be enabled again."),
             .done = ApisPage::tr("%1 is disabled."),
             .undone = ApisPage::tr("%1 is enabled."),
             .undo = CallId::ApiUpdate,
             .body = off,
             .undoBody = on,
             .change = becomes(stateWord, u"active"_s, false)},
            {.text = ApisPage::tr("Enable"),
             .icon = u"play"_s,
             .call = CallId::ApiUpdate,
             .applies = [](const QJsonObject& api) { return !isActive(api); },
             .done = ApisPage::tr("%1 is enabled."),
             .undone = ApisPage::tr("%1 is disabled."),
             .undo = CallId::ApiUpdate,
             .body = on,
             .undoBody = off,
             .change = becomes(stateWord, u"active"_s, true)}};
}

RowOperation deletion()
{
    return {.text = ApisPage::tr("Delete"),
            .icon = u"delete"_s,
            .call = CallId::ApiDelete,
            .ask = ApisPage::tr("Delete API %1?"),
            .effect = ApisPage::tr("Calls to it fail from now on. An earlier revision brings it back."),
            .done = ApisPage::tr("%1 was deleted."),
            .danger = true,
            .verb = ApisPage::tr("Delete API"),
            .failed = ApisPage::tr("%1 was not deleted."),
            .change =
                [](const QJsonObject& api) {
                    return RowChange{stateWord(api), ApisPage::tr("deleted")};
                },
            .typed = true};
}

} // namespace

ApisPage::ApisPage(PageContext& context, QWidget* parent)
    : ListPage({tr("APIs"), tr("Search APIs"), u"apis"_s, tr("The APIs could not be read.")}, context,
               {.list = CallId::ApiListAll, .itemsKey = u"apis"_s, .fixed = QUrlQuery(u"meta=true"_s)},
               columns(), idOf, parent)
    , m_operations(new RowOperations(*this, idOf, keyOf, CallId::ApiGet))
{
    buildActions();
    table()->setHiddenByDefault({6}); // the description; the pane tells it
    auto* empty = new EmptyState(
        u"api"_s, tr("An API publishes paths of your servers under an address of the gateway."),
        tr("Create API"), this);
    connect(empty, &EmptyState::actionRequested, this, &ApisPage::create);
    setEmptyState(empty);
}

QUrlQuery ApisPage::createLink()
{
    QUrlQuery query;
    query.addQueryItem(u"create"_s, u"true"_s);
    return query;
}

void ApisPage::restoreState(const QUrlQuery& query)
{
    ListPage::restoreState(query);
    if (query.hasQueryItem(u"create"_s))
        create();
}

void ApisPage::buildActions()
{
    connect(setPrimaryAction(tr("Create API"), u"add"_s), &QAction::triggered, this, &ApisPage::create);
    m_edit = addOverflowAction(tr("Edit"), u"edit"_s);
    m_clone = addOverflowAction(tr("Clone"), u"copy"_s, true);
    const QList<RowOperation> switches = operations();
    for (const RowOperation& operation : switches)
        m_operations->add(operation);
    m_try = addOverflowAction(tr("Try it"), u"tester"_s);
    m_curl = addOverflowAction(tr("Copy as curl"), u"command"_s);
    m_definitions = addOverflowAction(tr("Import definition…"), u"import"_s, true);
    m_definitions->setObjectName(u"importDefinition"_s);
    addExportActions();
    m_operations->add(deletion());
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto api = chosen())
            openRow(*api);
    });
    connect(m_clone, &QAction::triggered, this, &ApisPage::clone);
    connect(m_try, &QAction::triggered, this, &ApisPage::tryOut);
    connect(m_curl, &QAction::triggered, this, &ApisPage::copyCurl);
    connect(m_definitions, &QAction::triggered, this, &ApisPage::importDefinitions);
}

void ApisPage::showDetails(DetailPane& pane, const QJsonObject& api)
{
    pane.pill()->setState(stateTone(api), stateWord(api));
    pane.pill()->show();
    pane.addFact(tr("Address"),
                 publicUrl(trafficAddress(context()), textOf(api, "api_type"), textOf(api, "api_name"),
                           textOf(api, "api_version"))
                     .toString(),
                 true);
    pane.addFact(tr("Description"), textOf(api, "api_description"));
    pane.addFact(tr("Servers"), serversWord(api), true);
    pane.addSection(tr("Access"));
    pane.addFact(tr("Callers"), accessWord(api));
    if (!api.value(u"api_public"_s).toBool()) {
        pane.addFact(tr("Authentication"), choiceText(textOf(api, "api_auth_type")));
        pane.addFact(tr("Groups"), listText(api.value(u"api_allowed_groups"_s)));
        pane.addFact(tr("Roles"), listText(api.value(u"api_allowed_roles"_s)));
    }
    pane.addFact(tr("Id"), textOf(api, "api_id"), true);
    for (QAction* action : {m_edit, m_definitions, m_try})
        pane.addAction(buttonFor(action));
    m_operations->addButtons(pane, api);
}

void ApisPage::openRow(const QJsonObject& api)
{
    openEditor(new ApiEditor(context(), keyOf(api), {}, {}, this));
}

void ApisPage::create()
{
    openEditor(new ApiEditor(context(), {}, ApiEditor::defaults(), {}, this));
}

void ApisPage::clone()
{
    const auto api = chosen();
    if (!api)
        return;
    context().client.call(
        CallId::OperationList, keyOf(*api), this, [this, api = *api](const Result<QJsonObject>& answer) {
            QList<QJsonObject> operations;
            const QJsonArray array = answer ? answer->value(u"endpoints"_s).toArray() : QJsonArray();
            for (const QJsonValue& value : array)
                operations.append(value.toObject());
            QJsonObject copy = api;
            for (const QString& made : {u"api_id"_s, u"api_path"_s})
                copy.remove(made);
            copy.insert(u"api_name"_s, textOf(api, "api_name") + u"-copy"_s);
            openEditor(new ApiEditor(context(), {}, copy, operations, this));
        });
}

void ApisPage::copyCurl()
{
    const auto api = chosen();
    if (!api)
        return;
    TrafficCall call;
    call.url = publicUrl(trafficAddress(context()), textOf(*api, "api_type"), textOf(*api, "api_name"),
                         textOf(*api, "api_version"), u"/"_s);
    if (accessWord(*api) == tr("Protected"))
        call.headers.append(credentialOf(*api));
    QGuiApplication::clipboard()->setText(curlCommand(call));
    context().toasts.show(tokens::Tone::Good,
                          tr("Copied. Put in the path, and the credential where KEY or TOKEN stands."));
}

void ApisPage::importDefinitions()
{
    const auto api = chosen();
    if (!api)
        return;
    auto* dialog = new DefinitionsDialog(context(), keyOf(*api), this);
    connect(dialog, &DefinitionsDialog::imported, this, [this] { model()->reload(); });
    dialog->open();
}

void ApisPage::tryOut()
{
    const auto api = chosen();
    if (!api)
        return;
    QUrlQuery query;
    query.addQueryItem(u"name"_s, textOf(*api, "api_name"));
    query.addQueryItem(u"version"_s, textOf(*api, "api_version"));
    query.addQueryItem(u"type"_s, textOf(*api, "api_type"));
    context().navigate({u"tester"_s, query});
}

} // namespace gatehouse::console
