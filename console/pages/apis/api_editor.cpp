// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/api_editor.h"

#include "common/model/api.h"
#include "console/client/api_client.h"
#include "console/pages/apis/operations_editor.h"
#include "console/widgets/message_bar.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

EntityTable makeFormTable()
{
    static const QStringList common{u"api_name"_s, u"api_version"_s,        u"api_description"_s,
                                    u"api_type"_s, u"api_servers"_s,        u"api_public"_s,
                                    u"active"_s,   u"api_allowed_groups"_s, u"api_allowed_roles"_s};
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
    return table;
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
    spec.key = [](const QJsonObject& api) {
        return QStringList{api.value(u"api_name"_s).toString(), api.value(u"api_version"_s).toString()};
    };
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
            {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}}};
}

ApiEditor::ApiEditor(PageContext& context, const QStringList& key, const QJsonObject& initial,
                     const QList<QJsonObject>& operations, QWidget* parent)
    : DocumentEditor(context, specOf(key), key, initial, parent)
    , m_operations(new OperationsEditor(this))
{
    addTab(m_operations, tr("Operations"));
    connect(m_operations, &OperationsEditor::edited, this, [this] {
        setTabTitle(1, tr("Operations (%1)").arg(m_operations->count()));
        updateState();
    });
    m_operations->addAll(operations);
}

void ApiEditor::loadExtras(const QJsonObject& document)
{
    const QStringList key{document.value(u"api_name"_s).toString(),
                          document.value(u"api_version"_s).toString()};
    context().client.call(CallId::OperationList, key, this, [this](const Result<QJsonObject>& answer) {
        QList<QJsonObject> operations;
        // An API without operations is answered with an error (END005), which is no failure here.
        if (!answer && answer.error().code != u"END005"_s) {
            messages()->showError(tr("The operations could not be read."), answer.error());
            return;
        }
        const QJsonArray array = answer ? answer->value(u"endpoints"_s).toArray() : QJsonArray();
        for (const QJsonValue& value : array)
            operations.append(value.toObject());
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
    return rows;
}

void ApiEditor::saveExtras(const QJsonObject& document, std::function<void(Result<void>)> done)
{
    saveNext(document, std::move(done));
}

/// One call at a time: when one fails, those before it are kept and a second save goes on from here.
void ApiEditor::saveNext(const QJsonObject& document, std::function<void(Result<void>)> done)
{
    const QList<QJsonObject> added = m_operations->added();
    const QList<QJsonObject> removed = m_operations->removed();
    if (added.isEmpty() && removed.isEmpty()) {
        done({});
        return;
    }
    const bool adding = !added.isEmpty();
    const QJsonObject operation = adding ? added.first() : removed.first();
    const auto next = [this, document, operation, adding,
                       done = std::move(done)](const Result<QJsonObject>& answer) {
        if (!answer) {
            Error error = answer.error();
            error.message = OperationsEditor::nameOf(operation) + u": "_s + error.message;
            done(error);
            return;
        }
        adding ? m_operations->markStored(operation) : m_operations->markRemoved(operation);
        saveNext(document, done);
    };
    const QString name = document.value(u"api_name"_s).toString();
    const QString version = document.value(u"api_version"_s).toString();
    if (adding) {
        QJsonObject body = operation;
        body.insert(u"api_name"_s, name);
        body.insert(u"api_version"_s, version);
        body.remove(u"endpoint_id"_s);
        body.remove(u"api_id"_s);
        context().client.call(CallId::OperationCreate, {}, body, this, next);
    } else {
        context().client.call(CallId::OperationDelete,
                              {operation.value(u"endpoint_method"_s).toString(), name, version,
                               operation.value(u"endpoint_uri"_s).toString()},
                              this, next);
    }
}

} // namespace gatehouse::console
