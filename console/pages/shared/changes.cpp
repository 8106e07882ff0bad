// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/changes.h"

#include "common/model/kinds.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/model_text.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString changeWord(const QString& change)
{
    if (change == u"created"_s)
        return ReviewDialog::tr("added");
    if (change == u"removed"_s)
        return ReviewDialog::tr("removed");
    return ReviewDialog::tr("changed");
}

bool isDefault(const QJsonValue& value)
{
    return value.isNull() || value.isUndefined() || value == QJsonValue(QString()) ||
           value == QJsonValue(QJsonArray());
}

} // namespace

QString shortValue(const QJsonValue& value)
{
    if (isDefault(value))
        return u"–"_s;
    if (value.isBool())
        return value.toBool() ? ReviewDialog::tr("on") : ReviewDialog::tr("off");
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray()) {
        QStringList items;
        const QJsonArray array = value.toArray();
        for (const QJsonValue& item : array)
            items.append(item.isObject() ? shortValue(item) : item.toVariant().toString());
        return items.join(u", "_s);
    }
    return value.toVariant().toString();
}

QString documentName(const QString& kind, const QString& name)
{
    const auto known = kindFromString(kind);
    const QString word = known ? modelText(tableOf(*known).label) : kind;
    return word + u' ' + name;
}

QString changedField(const QString& kind, const QString& field)
{
    const auto known = kindFromString(kind);
    const FieldDef* def = known ? tableOf(*known).field(field) : nullptr;
    return def ? modelText(def->label) : field;
}

QList<QJsonObject> changeRows(const QJsonArray& documents)
{
    QList<QJsonObject> rows;
    for (const QJsonValue& value : documents) {
        const QJsonObject document = value.toObject();
        const QString kind = document.value(u"kind"_s).toString();
        const QString change = document.value(u"change"_s).toString();
        const QJsonObject before = document.value(u"before"_s).toObject();
        const QJsonObject after = document.value(u"after"_s).toObject();
        QStringList fields;
        const QJsonArray named = document.value(u"fields"_s).toArray();
        for (const QJsonValue& field : named)
            fields.append(field.toString());
        if (fields.isEmpty())
            fields = (after.isEmpty() ? before : after).keys();
        for (const QString& field : std::as_const(fields)) {
            const bool boring =
                field.startsWith(u'_') ||
                (change != u"updated"_s && isDefault(before.value(field)) && isDefault(after.value(field)));
            if (!boring)
                rows.append({{u"document"_s, documentName(kind, document.value(u"name"_s).toString())},
                             {u"change"_s, changeWord(change)},
                             {u"field"_s, changedField(kind, field)},
                             {u"before"_s, shortValue(before.value(field))},
                             {u"after"_s, shortValue(after.value(field))}});
        }
    }
    return rows;
}

QList<Column> changeColumns()
{
    return {{u"document"_s, ReviewDialog::tr("Document"), {}, {}, {}, false},
            {u"change"_s, ReviewDialog::tr("Change"), {}, {}, {}, false},
            {u"field"_s, ReviewDialog::tr("Field"), {}, {}, {}, false},
            {u"before"_s, ReviewDialog::tr("Before"), {}, {}, {}, false},
            {u"after"_s, ReviewDialog::tr("After"), {}, {}, {}, false}};
}

ReviewDialog::ReviewDialog(const QString& title, const QString& sentence, const QList<QJsonObject>& rows,
                           const QString& verb, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"reviewDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth * 3 / 4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceL, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    auto* heading = new QLabel(title, this);
    heading->setFont(tokens::font(tokens::TextRole::Section));
    column->addWidget(heading);
    auto* text = new QLabel(sentence, this);
    text->setWordWrap(true);
    column->addWidget(text);
    auto* model = new JsonTableModel(
        changeColumns(),
        [](const QJsonObject& row) {
            return row.value(u"document"_s).toString() + row.value(u"field"_s).toString();
        },
        this);
    model->setRows(rows);
    auto* table = new TableView({}, nullptr, this);
    table->setObjectName(u"changes"_s);
    table->setAccessibleName(tr("Changes"));
    table->setModel(model);
    table->setEmptyText(tr("No field was changed."));
    table->resizeColumnsToContents();
    column->addWidget(table, 1);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(verb.isEmpty() ? QDialogButtonBox::Close : QDialogButtonBox::Cancel);
    if (!verb.isEmpty()) {
        QPushButton* apply = buttons->addButton(verb, QDialogButtonBox::AcceptRole);
        apply->setObjectName(u"apply"_s);
        markPrimary(apply);
    }
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace gatehouse::console
