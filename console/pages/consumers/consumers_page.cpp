// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/consumers_page.h"

#include "common/model/principal.h"
#include "console/models/json_row.h"
#include "console/pages/consumers/credentials_dialog.h"
#include "console/pages/consumers/desk_words.h"
#include "console/pages/consumers/import_dialog.h"
#include "console/pages/consumers/onboarding_dialog.h"
#include "console/pages/shared/document_picker.h"
#include "console/pages/shared/usage_section.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/field_form.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QJsonArray>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qint64 largestImport = 16 * 1024 * 1024;

bool isIn(const QJsonObject& row, std::initializer_list<const char*> states)
{
    const QString state = textOf(row, "status");
    return std::any_of(states.begin(), states.end(),
                       [&state](const char* word) { return state == QLatin1StringView(word); });
}

QString subscriptionCount(const QJsonObject& row)
{
    return QString::number(row.value(u"subscriptions"_s).toArray().size());
}

QList<Column> tableColumns()
{
    return {{u"name"_s, ConsumersPage::tr("Name"), {}, {}, {}},
            {u"email"_s, ConsumersPage::tr("E-mail"), {}, {}, {}},
            {u"external_id"_s, ConsumersPage::tr("External id"), {}, {}, {}},
            {u"company"_s, ConsumersPage::tr("Company"), {}, {}, {}},
            {u"status"_s, ConsumersPage::tr("State"), consumerStateWord, consumerStateTone, {}},
            {u"subscriptions"_s, ConsumersPage::tr("Subscriptions"), subscriptionCount, {}, {}, false, true},
            timeColumn(u"created_at"_s, ConsumersPage::tr("Created"))};
}

QList<RowOperation> operations()
{
    const auto suspended = [](const QJsonObject& row) { return isIn(row, {"suspended"}); };
    const auto active = [](const QJsonObject& row) { return isIn(row, {"active"}); };
    const auto open = [](const QJsonObject& row) { return isIn(row, {"active", "suspended"}); };
    return {{.text = ConsumersPage::tr("Suspend"),
             .icon = u"pause"_s,
             .call = CallId::ConsumerSuspend,
             .applies = active,
             .done = ConsumersPage::tr("%1 is suspended: every key is refused."),
             .undone = ConsumersPage::tr("%1 is active again."),
             .undo = CallId::ConsumerActivate,
             .change = becomes(consumerStateWord, u"status"_s, u"suspended"_s)},
            {.text = ConsumersPage::tr("Activate"),
             .icon = u"play"_s,
             .call = CallId::ConsumerActivate,
             .applies = suspended,
             .done = ConsumersPage::tr("%1 is active again."),
             .undone = ConsumersPage::tr("%1 is suspended again."),
             .undo = CallId::ConsumerSuspend,
             .change = becomes(consumerStateWord, u"status"_s, u"active"_s)},
            {.text = ConsumersPage::tr("Block for good"),
             .icon = u"off"_s,
             .call = CallId::ConsumerBlock,
             .applies = open,
             .ask = ConsumersPage::tr("Block %1 for good?"),
             .effect = ConsumersPage::tr("Every key of the consumer is refused from now on, and the consumer "
                                         "cannot be activated again."),
             .done = ConsumersPage::tr("%1 is blocked."),
             .danger = true,
             .change = becomes(consumerStateWord, u"status"_s, u"blocked"_s),
             .typed = true}};
}

DocumentsSpec specOf()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "id"); };
    DocumentsSpec spec;
    spec.look = {ConsumersPage::tr("Consumers"), ConsumersPage::tr("Search by name, e-mail, id or company"),
                 u"consumers"_s, ConsumersPage::tr("The consumers could not be read.")};
    spec.source = {CallId::ConsumerList, u"items"_s};
    spec.columns = tableColumns();
    spec.idOf = id;
    spec.byTenant = true;
    spec.editor.kind = u"consumer"_s;
    spec.editor.table = &tableOf<Consumer>();
    spec.editor.create = CallId::ConsumerCreate;
    spec.editor.read = CallId::ConsumerGet;
    spec.editor.update = CallId::ConsumerUpdate;
    spec.editor.key = [](const QJsonObject& row) { return QStringList{textOf(row, "id")}; };
    spec.editor.id = id;
    spec.editor.name = [](const QJsonObject& row) { return textOf(row, "name"); };
    spec.editor.nullClears = true;
    spec.skipOnEdit = QStringList{u"status"_s}; // has calls of its own
    spec.skipOnCreate = QStringList{u"status"_s, u"tenant_id"_s};
    spec.operations = operations();
    spec.remove = CallId::ConsumerDelete;
    spec.stateWord = consumerStateWord;
    spec.icon = u"consumers"_s;
    spec.help = u"consumers"_s;
    spec.words = {
        ConsumersPage::tr("Onboard consumer"),
        ConsumersPage::tr("New consumer"),
        ConsumersPage::tr("Consumer %1"),
        ConsumersPage::tr("A consumer is a person or a program that calls your APIs with keys of its own."),
        ConsumersPage::tr("Delete consumer %1?"),
        ConsumersPage::tr("Its subscriptions and keys go with it, and its calls are refused at once."),
        ConsumersPage::tr("Delete consumer")};
    return spec;
}

} // namespace

ConsumersPage::ConsumersPage(PageContext& context, QWidget* parent)
    : DocumentsPage(specOf(), context, parent)
{
    addChoice(u"status"_s, tr("State"),
              {{QString(), tr("Every state")},
               {u"active"_s, tr("Active")},
               {u"suspended"_s, tr("Suspended")},
               {u"blocked"_s, tr("Blocked")}});
    table()->setHiddenByDefault({3, 6}); // company and creation; others need the room
    m_subscribe = addOverflowAction(tr("Subscribe to an API"), u"key"_s, true);
    m_subscriptions = addOverflowAction(tr("Show subscriptions"), u"link"_s);
    m_credentials = addOverflowAction(tr("Keys and credentials…"), u"lock"_s);
    m_credentials->setObjectName(u"credentials"_s);
    connect(m_credentials, &QAction::triggered, this, &ConsumersPage::showCredentials);
    connect(m_subscribe, &QAction::triggered, this, &ConsumersPage::subscribe);
    connect(m_subscriptions, &QAction::triggered, this, &ConsumersPage::showSubscriptions);
    connect(addOverflowAction(tr("Import CSV…"), u"import"_s, true), &QAction::triggered, this,
            &ConsumersPage::startImport);
}

bool ConsumersPage::hasUnsavedChanges() const
{
    return DocumentsPage::hasUnsavedChanges() || (m_onboarding && m_onboarding->isDirty());
}

void ConsumersPage::create(const QJsonObject& initial)
{
    if (!initial.isEmpty()) {
        DocumentsPage::create(initial);
        return;
    }
    m_onboarding = new OnboardingDialog(context(), tenant(), OnboardingDialog::Begin::Consumer, {}, this);
    connect(m_onboarding, &OnboardingDialog::consumerMade, this, &ConsumersPage::selectAfterReload);
    connect(m_onboarding, &OnboardingDialog::subscribed, this, [this] { model()->reload(); });
    m_onboarding->open();
}

EditorSpec ConsumersPage::editorFor(const QJsonObject& document) const
{
    EditorSpec spec = DocumentsPage::editorFor(document);
    spec.prepare = [&client = context().client, tenant = tenant()](FieldForm& form) {
        form.replaceEditor(u"plan_id"_s, new DocumentPicker(client, planSource(tenant)));
    };
    return spec;
}

void ConsumersPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    pane.setTitle(textOf(row, "name"));
    pane.pill()->setState(consumerStateTone(row), consumerStateWord(row));
    pane.pill()->show();
    pane.addFact(tr("E-mail"), textOf(row, "email"));
    pane.addFact(tr("External id"), textOf(row, "external_id"), true);
    pane.addFact(tr("Company"), textOf(row, "company"));
    const QString groups = row.value(u"groups"_s).toVariant().toStringList().join(u", "_s);
    if (!textOf(row, "description").isEmpty())
        pane.addFact(tr("Description"), textOf(row, "description"));
    if (!groups.isEmpty())
        pane.addFact(tr("Groups"), groups);
    pane.addSection(tr("Subscriptions"));
    const QJsonArray subscriptions = row.value(u"subscriptions"_s).toArray();
    for (const QJsonValue& value : subscriptions) {
        const QJsonObject one = value.toObject();
        pane.addFact(textOf(one, "api"),
                     tr("%1, key %2…").arg(subscriptionStateWord(one), textOf(one, "api_key_prefix")));
    }
    if (subscriptions.isEmpty())
        pane.addFact(tr("None yet"), tr("Subscribe the consumer to an API to give it a key."));
    pane.addSection(tr("Quotas"));
    pane.addWidget(new UsageSection(
        context(), ApiClient::requestFor(CallId::ConsumerQuota, {tenant(), textOf(row, "id")}),
        UsageSection::quotasOf, tr("Neither a plan nor a policy sets a quota.")));
    pane.addFact(tr("Id"), textOf(row, "id"), true);
    if (!isIn(row, {"blocked"}))
        pane.addAction(buttonFor(m_subscribe));
    pane.addAction(buttonFor(m_credentials));
    addDocumentButtons(pane, row);
}

void ConsumersPage::subscribe()
{
    const auto row = chosen();
    if (!row)
        return;
    m_onboarding =
        new OnboardingDialog(context(), tenant(), OnboardingDialog::Begin::Subscription, *row, this);
    connect(m_onboarding, &OnboardingDialog::subscribed, this, [this] { model()->reload(); });
    m_onboarding->open();
}

void ConsumersPage::showSubscriptions()
{
    const auto row = chosen();
    if (!row)
        return;
    QUrlQuery query;
    query.addQueryItem(u"search"_s,
                       QString::fromLatin1(QUrl::toPercentEncoding(textOf(*row, "external_id"))));
    context().navigate({u"subscriptions"_s, query});
}

void ConsumersPage::showCredentials()
{
    const auto row = chosen();
    if (!row)
        return;
    auto* dialog = new CredentialsDialog(context(), tenant(), *row, this);
    connect(dialog, &CredentialsDialog::changed, this, [this] { model()->reload(); });
    dialog->open();
}

void ConsumersPage::startImport()
{
    context().dialogs.openFile(this, tr("Import consumers"), tr("CSV files (*.csv *.txt)"),
                               [this](const QString& path) { importFile(path); });
}

void ConsumersPage::importFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestImport) {
        messages()->showError(tr("The file could not be read."),
                              Error::invalid(u"file"_s, u"size"_s,
                                             file.isOpen() ? tr("%1 is larger than 16 MiB").arg(path)
                                                           : path + u": "_s + file.errorString()),
                              false);
        return;
    }
    auto* dialog = new ImportDialog(context(), tenant(), file.readAll(), this);
    connect(dialog, &ImportDialog::imported, this, [this] { model()->reload(); });
    dialog->open();
}

} // namespace gatehouse::console
