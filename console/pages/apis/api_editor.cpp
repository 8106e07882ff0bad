// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/api_editor.h"

#include "common/api/platform_limits.h"
#include "common/model/api.h"
#include "common/model/api_address.h"
#include "common/model/operation.h"
#include "console/client/api_client.h"
#include "console/pages/apis/operations_editor.h"
#include "console/pages/shared/changes.h"
#include "console/pages/shared/patch.h"
#include "console/widgets/field_form.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/model_text.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

EntityTable makeFormTable()
{
    static const QStringList common{u"api_name"_s,           u"api_version"_s,      u"api_description"_s,
                                    u"api_type"_s,           u"api_servers"_s,      u"api_match"_s,
                                    u"api_auth_type"_s,      u"api_public"_s,       u"active"_s,
                                    u"api_allowed_groups"_s, u"api_allowed_roles"_s};
    EntityTable table = tableOf<Api>();
    const auto rank = [](const FieldDef& field) {
        const qsizetype at = common.indexOf(field.name);
        return at < 0 ? common.size() : at;
    };
    std::stable_sort(table.fields.begin(), table.fields.end(),
                     [&rank](const FieldDef& a, const FieldDef& b) { return rank(a) < rank(b); });
    table.index.clear();
    for (size_t i = 0; i < table.fields.size(); ++i) {
        FieldDef& field = table.fields[i];
        if (common.contains(field.name))
            field.group = QString::fromLatin1(QT_TRANSLATE_NOOP("Model", "Basics"));
        table.index.insert(field.name, static_cast<int>(i));
        for (const QString& alias : field.aliases)
            table.index.insert(alias, static_cast<int>(i));
    }
    // The form speaks through calls of the platform, which take shorter texts than contracts do.
    for (const auto& [name, most] : platformApiLimits)
        table.fields[static_cast<std::size_t>(table.index.value(QString::fromLatin1(name)))].max = most;
    return table;
}

QStringList apiKeyOf(const QJsonObject& api)
{
    return {addressedName(api), api.value(u"api_version"_s).toString()};
}

EditorSpec specOf(const QStringList& key)
{
    EditorSpec spec;
    spec.kind = u"api"_s;
    spec.title = key.isEmpty() ? ApiEditor::tr("New API") : ApiEditor::tr("API %1").arg(key.join(u' '));
    spec.table = &ApiEditor::formTable();
    spec.create = CallId::ApiCreate;
    spec.read = CallId::ApiGet;
    spec.update = CallId::ApiUpdate;
    spec.idField = u"api_id"_s;
    spec.key = apiKeyOf;
    return spec;
}

QJsonObject rowOf(const QJsonObject& operation, const QString& change)
{
    const bool gone = change == ApiEditor::tr("removed");
    const QString text = operation.value(u"endpoint_description"_s).toString();
    return {{u"document"_s, ApiEditor::tr("Operation")},
            {u"change"_s, change},
            {u"field"_s, OperationsEditor::nameOf(operation)},
            {u"before"_s, gone ? text : u"–"_s},
            {u"after"_s, gone ? u"–"_s : text}};
}

/// The parameters of the calls for one operation.
QStringList addressOf(const QJsonObject& api, const QJsonObject& operation)
{
    return QStringList(operation.value(u"endpoint_method"_s).toString()) + apiKeyOf(api) +
           QStringList(operation.value(u"endpoint_uri"_s).toString());
}

QList<QJsonObject> rowsOf(const OperationsEditor::Change& change)
{
    QList<QJsonObject> rows;
    const QJsonObject fields = change.fields();
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const FieldDef* field = tableOf<Operation>().field(it.key());
        rows.append(
            {{u"document"_s, ApiEditor::tr("Operation %1").arg(OperationsEditor::nameOf(change.after))},
             {u"change"_s, ApiEditor::tr("changed")},
             {u"field"_s, modelText(field->label)},
             {u"before"_s, shortValue(change.before.value(it.key()))},
             {u"after"_s, shortValue(it.value())}});
    }
    return rows;
}

} // namespace

const EntityTable& ApiEditor::formTable()
{
    static const EntityTable table = makeFormTable();
    return table;
}

QJsonObject ApiEditor::defaults()
{
    return {{u"api_version"_s, u"v1"_s},
            {u"api_type"_s, u"REST"_s},
            {u"api_match"_s, u"any"_s},
            {u"api_auth_type"_s, u"api_key"_s},
            {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}}};
}

ApiEditor::ApiEditor(PageContext& context, const QStringList& key, const QJsonObject& initial,
                     const QList<QJsonObject>& operations, QWidget* parent)
    : DocumentEditor(context, specOf(key), key, initial, parent)
    , m_operations(new OperationsEditor(context.dialogs, this))
    , m_ownMatch(!key.isEmpty() || initial != defaults())
{
    addTab(m_operations, tr("Operations"));
    m_operations->setEnabled(key.isEmpty()); // until the stored ones are shown
    connect(m_operations, &OperationsEditor::edited, this, [this] {
        setTabTitle(1, tr("Operations (%1)").arg(m_operations->count()));
        followOperations();
        updateState();
    });
    connect(m_operations, &OperationsEditor::validationWanted, this, &ApiEditor::editValidation);
    const auto tellMatch = [this] {
        m_operations->setEveryPath(form()->document().value(u"api_match"_s) == u"any"_s);
    };
    connect(form(), &FieldForm::edited, this, tellMatch);
    tellMatch();
    if (!operations.isEmpty())
        m_operations->addAll(operations);
}

bool ApiEditor::completeEntry()
{
    if (m_operations->addPending())
        return true;
    showTab(m_operations);
    return false;
}

/// Who names no operation wants the server published as it is; who names some wants no others. Until the user
/// decides.
void ApiEditor::followOperations()
{
    const auto matchFor = [](int operations) { return operations > 0 ? u"registered"_s : u"any"_s; };
    const QString now = form()->document().value(u"api_match"_s).toString();
    m_ownMatch = m_ownMatch || now != matchFor(m_followed);
    m_followed = m_operations->count();
    if (!m_ownMatch)
        form()->setFieldValue(u"api_match"_s, matchFor(m_followed));
}

void ApiEditor::loadExtras(const QJsonObject& document)
{
    context().client.call(
        CallId::OperationList, apiKeyOf(document), this, [this](const Result<QJsonObject>& answer) {
            QList<QJsonObject> operations;
            // An API without operations is answered with an error (END005), which is no failure here.
            if (!answer && answer.error().code != u"END005"_s) {
                messages()->showError(tr("The operations could not be read."), answer.error());
                return;
            }
            const QJsonArray array = answer ? answer->value(u"endpoints"_s).toArray() : QJsonArray();
            for (const QJsonValue& value : array)
                operations.append(value.toObject());
            m_operations->setEnabled(true);
            m_operations->setStored(operations);
        });
}

QList<QJsonObject> ApiEditor::extraChanges() const
{
    QList<QJsonObject> rows;
    const QList<QJsonObject> added = m_operations->added();
    for (const QJsonObject& operation : added)
        rows.append(rowOf(operation, tr("added")));
    const QList<QJsonObject> removed = m_operations->removed();
    for (const QJsonObject& operation : removed)
        rows.append(rowOf(operation, tr("removed")));
    const QList<OperationsEditor::Change> changed = m_operations->changed();
    for (const OperationsEditor::Change& change : changed)
        rows += rowsOf(change);
    return rows;
}

void ApiEditor::saveExtras(const QJsonObject& document, std::function<void(Result<void>)> done)
{
    saveNext(document, std::move(done));
}

/// One call at a time: when one fails, those before it are kept and a second save goes on from here.
void ApiEditor::saveNext(const QJsonObject& document, Done done)
{
    const QList<QJsonObject> added = m_operations->added();
    const QList<QJsonObject> removed = m_operations->removed();
    const QList<OperationsEditor::Change> changed = m_operations->changed();
    const auto nextFor = [this, document, done](const QJsonObject& operation) {
        return [this, document, operation, done](const Result<void>& answer) {
            if (answer)
                return saveNext(document, done);
            Error error = answer.error();
            error.message = OperationsEditor::nameOf(operation) + u": "_s + error.message;
            done(error);
        };
    };
    if (!removed.isEmpty())
        removeOperation(document, removed.first(), nextFor(removed.first()));
    else if (!added.isEmpty())
        createOperation(document, added.first(), nextFor(added.first()));
    else if (!changed.isEmpty())
        changeOperation(document, changed.first().after, changed.first().fields(),
                        nextFor(changed.first().after));
    else
        done({});
}

void ApiEditor::createOperation(const QJsonObject& document, const QJsonObject& operation, Done next)
{
    QJsonObject body = operation;
    for (const QString& key : body.keys()) {
        if (body.value(key).isNull())
            body.remove(key);
    }
    body.insert(u"api_name"_s, addressedName(document));
    body.insert(u"api_version"_s, document.value(u"api_version"_s));
    body.remove(u"endpoint_id"_s);
    body.remove(u"api_id"_s);
    context().client.call(CallId::OperationCreate, {}, body, this,
                          [this, operation, next = std::move(next)](const Result<QJsonObject>& answer) {
                              if (answer)
                                  m_operations->markStored(operation);
                              next(answer ? Result<void>() : answer.error());
                          });
}

void ApiEditor::removeOperation(const QJsonObject& api, const QJsonObject& operation, Done next)
{
    context().client.call(CallId::OperationDelete, addressOf(api, operation), this,
                          [this, operation, next = std::move(next)](const Result<QJsonObject>& answer) {
                              if (answer)
                                  m_operations->markRemoved(operation);
                              next(answer ? Result<void>() : answer.error());
                          });
}

void ApiEditor::changeOperation(const QJsonObject& api, const QJsonObject& operation,
                                const QJsonObject& fields, Done next)
{
    context().client.call(CallId::OperationUpdate, addressOf(api, operation),
                          patchBody(tableOf<Operation>(), fields), this,
                          [this, operation, next = std::move(next)](const Result<QJsonObject>& answer) {
                              if (answer)
                                  m_operations->markStored(operation);
                              next(answer ? Result<void>() : answer.error());
                          });
}

/// A document of its own, which may not be there yet: stored by itself and at once.
void ApiEditor::editValidation(const QJsonObject& operation)
{
    const QString endpoint = operation.value(u"endpoint_id"_s).toString();
    const QString name = OperationsEditor::nameOf(operation);
    context().client.call(
        CallId::ValidationGet, {endpoint}, this, [this, endpoint, name](const Result<QJsonObject>& answer) {
            const bool missing = !answer && answer.error().code == u"END018"_s;
            if (!answer && !missing) {
                messages()->showError(tr("The validation of %1 could not be read.").arg(name),
                                      answer.error());
                return;
            }
            EditorSpec spec;
            spec.kind = u"endpoint_validation"_s;
            spec.title = tr("Validation of %1").arg(name);
            spec.table = &tableOf<EndpointValidation>();
            spec.create = CallId::ValidationCreate;
            spec.read = CallId::ValidationGet;
            spec.update = CallId::ValidationUpdate;
            spec.skip = QStringList{u"endpoint_id"_s};
            spec.key = [endpoint](const QJsonObject&) { return QStringList{endpoint}; };
            spec.name = [name](const QJsonObject&) { return tr("Validation of %1").arg(name); };
            const QJsonObject rules{{u"validation_schema"_s, QJsonObject()}};
            const QJsonObject initial{{u"endpoint_id"_s, endpoint},
                                      {u"validation_enabled"_s, true},
                                      {u"validation_schema"_s, rules}};
            auto* editor =
                new DocumentEditor(context(), spec, missing ? QStringList() : QStringList{endpoint},
                                   missing ? initial : QJsonObject(), this);
            editor->open();
        });
}

} // namespace gatehouse::console
