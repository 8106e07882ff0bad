// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/field_form.h"

#include "common/model/codec.h"
#include "console/widgets/field_editor.h"
#include "console/widgets/form_field.h"
#include "console/widgets/icons.h"
#include "console/widgets/model_text.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString shortText(const FieldDef& field, const QJsonValue& value)
{
    if (field.secret)
        return value.isNull() || value.toString().isEmpty() ? u"–"_s : u"••••"_s;
    if (value.isNull() || value.isUndefined())
        return u"–"_s;
    if (value.isBool())
        return value.toBool() ? FieldForm::tr("on") : FieldForm::tr("off");
    if (value.isObject() || value.isArray())
        return QString::fromUtf8(
            QJsonDocument::fromVariant(value.toVariant()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

} // namespace

FieldForm::FieldForm(const EntityTable& table, Purpose purpose, const QStringList& skip, QWidget* parent)
    : QWidget(parent)
    , m_table(table)
    , m_purpose(purpose)
    , m_groups(new QListWidget(this))
    , m_pages(new QStackedWidget(this))
{
    m_groups->setObjectName(u"sections"_s);
    m_groups->setAccessibleName(tr("Sections"));
    m_groups->setFixedWidth(tokens::navigationWidth * 4 / 5);
    m_groups->setFrameShape(QFrame::NoFrame);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXl);
    row->addWidget(m_groups);
    row->addWidget(m_pages, 1);
    for (const FieldDef& field : table.fields) {
        const bool invisible = field.hidden || skip.contains(field.name) ||
                               (purpose == Purpose::Create && (field.generated || field.readOnly));
        if (invisible)
            continue;
        if (m_groups->findItems(modelText(field.group), Qt::MatchExactly).isEmpty())
            addGroup(modelText(field.group));
        addRow(field);
    }
    m_groups->setVisible(m_groups->count() > 1);
    connect(m_groups, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_groups->setCurrentRow(0);
    setDocument({});
}

void FieldForm::addGroup(const QString& group)
{
    auto* item = new QListWidgetItem(group, m_groups);
    item->setSizeHint(QSize(0, tokens::tableRow));
    auto* area = new QScrollArea(m_pages);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* body = new QWidget(area);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, tokens::spaceM, 0);
    column->setSpacing(tokens::spaceM);
    column->addStretch(1);
    area->setWidget(body);
    m_pages->addWidget(area);
}

void FieldForm::addRow(const FieldDef& field)
{
    const int page = m_groups->row(m_groups->findItems(modelText(field.group), Qt::MatchExactly).first());
    QWidget* body = static_cast<QScrollArea*>(m_pages->widget(page))->widget();
    Row row;
    row.field = &field;
    row.page = page;
    row.editor = makeFieldEditor(field, body);
    row.form = new FormField(fieldLabel(field) + (field.required ? u" *"_s : QString()), row.editor,
                             modelText(field.help), FormField::Side::Left, body);
    row.form->setObjectName(field.name);
    row.editor->setFieldName(fieldLabel(field));
    auto* column = static_cast<QVBoxLayout*>(body->layout());
    column->insertWidget(column->count() - 1, row.form);
    connectEditor(row.editor);
    m_index.insert(field.name, static_cast<int>(m_rows.size()));
    m_rows.append(row);
}

void FieldForm::connectEditor(FieldEditor* editor)
{
    // A fault says what was wrong; it goes as soon as somebody works on it.
    connect(editor, &FieldEditor::edited, this, [this, editor] {
        for (const Row& row : std::as_const(m_rows)) {
            if (row.editor == editor && row.form->hasError()) {
                row.form->clearError();
                markGroups();
            }
        }
        Q_EMIT edited();
    });
}

bool FieldForm::isEditable(const FieldDef& field) const
{
    if (m_readOnly || field.readOnly || field.generated)
        return false;
    return m_purpose == Purpose::Create || !field.immutable;
}

QJsonValue FieldForm::stored(const FieldDef& field) const
{
    const QJsonValue value = m_document.value(field.name);
    return value.isUndefined() ? field.defaultValue : value;
}

void FieldForm::setDocument(const QJsonObject& document)
{
    m_document = document;
    for (const Row& row : std::as_const(m_rows)) {
        row.editor->setValue(stored(*row.field));
        row.editor->setReadOnly(!isEditable(*row.field));
        row.form->clearError();
    }
    markGroups();
    Q_EMIT edited();
}

void FieldForm::rebase(const QJsonObject& document)
{
    const QJsonObject kept = changes();
    m_document = document;
    for (const Row& row : std::as_const(m_rows)) {
        if (!kept.contains(row.field->name))
            row.editor->setValue(stored(*row.field));
    }
    Q_EMIT edited();
}

QJsonObject FieldForm::document() const
{
    QJsonObject all = m_document;
    for (const Row& row : m_rows) {
        const Result<QJsonValue> value = row.editor->value();
        const bool keepsSecret = row.field->secret && value && value->isNull();
        if (value && isEditable(*row.field) && !keepsSecret)
            all.insert(row.field->name, *value);
    }
    return all;
}

QJsonObject FieldForm::changes() const
{
    QJsonObject changed;
    for (const Row& row : m_rows) {
        if (!isEditable(*row.field))
            continue;
        const Result<QJsonValue> value = row.editor->value();
        if (!value) {
            changed.insert(row.field->name, QJsonValue::Null); // typed, though not valid yet
            continue;
        }
        const bool keepsSecret = row.field->secret && value->isNull();
        const QJsonValue before = stored(*row.field);
        const bool bothEmpty = (value->isNull() || *value == QJsonValue(QString())) &&
                               (before.isNull() || before.isUndefined() || before == QJsonValue(QString()));
        if (!keepsSecret && !bothEmpty && *value != before)
            changed.insert(row.field->name, *value);
    }
    return changed;
}

QStringList FieldForm::changeTexts() const
{
    QStringList texts;
    const QJsonObject changed = changes();
    for (const Row& row : m_rows) {
        const auto it = changed.constFind(row.field->name);
        if (it != changed.constEnd())
            texts.append(tr("%1: %2 → %3")
                             .arg(modelText(row.field->label), shortText(*row.field, stored(*row.field)),
                                  shortText(*row.field, it.value())));
    }
    return texts;
}

bool FieldForm::check()
{
    clearFaults();
    Faults faults;
    QJsonObject given;
    for (const Row& row : std::as_const(m_rows)) {
        if (!isEditable(*row.field))
            continue;
        const Result<QJsonValue> value = row.editor->value();
        if (!value)
            faults.append({row.field->name, u"type"_s, value.error().faults.first().message});
        else if (!(row.field->secret && value->isNull() && m_purpose == Purpose::Edit))
            given.insert(row.field->name, *value);
    }
    const auto entity = m_table.make();
    ReadContext context;
    context.options =
        m_purpose == Purpose::Create ? ReadOptions::platformCreate() : ReadOptions::platformPatch();
    readTable(m_table, entity.get(), given, context);
    for (const Fault& fault : std::as_const(context.faults)) {
        const bool known = std::any_of(faults.begin(), faults.end(),
                                       [&fault](const Fault& other) { return other.field == fault.field; });
        // A patch is read into an empty entity: rules between fields that are not in this form do not count.
        if (!known && m_index.contains(fault.field.section(u'[', 0, 0).section(u'.', 0, 0)))
            faults.append(fault);
    }
    showFaults(faults);
    return faults.isEmpty();
}

Faults FieldForm::showFaults(const Faults& faults)
{
    Faults rest;
    bool first = true;
    for (const Fault& fault : faults) {
        const QString top = fault.field.section(u'[', 0, 0).section(u'.', 0, 0);
        const FieldDef* def = m_table.field(top);
        const auto at = m_index.constFind(def ? def->name : top);
        if (at == m_index.constEnd()) {
            rest.append(fault);
            continue;
        }
        const Row& row = m_rows.at(*at);
        const QString place = faultPlace(m_table, fault.field);
        const QString text = faultText(fieldAt(m_table, fault.field), fault);
        row.form->setError(place.isEmpty() ? text : place + u": "_s + text);
        if (first) {
            m_groups->setCurrentRow(row.page);
            row.editor->setFocus();
        }
        first = false;
    }
    markGroups();
    return rest;
}

void FieldForm::clearFaults()
{
    for (const Row& row : std::as_const(m_rows))
        row.form->clearError();
    markGroups();
}

void FieldForm::markGroups()
{
    for (int page = 0; page < m_groups->count(); ++page) {
        const bool faulty = std::any_of(m_rows.begin(), m_rows.end(), [page](const Row& row) {
            return row.page == page && row.form->hasError();
        });
        m_groups->item(page)->setIcon(faulty ? icon(u"warning"_s) : QIcon());
        m_groups->item(page)->setToolTip(faulty ? tr("Has faulty fields") : QString());
    }
}

void FieldForm::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    for (const Row& row : std::as_const(m_rows))
        row.editor->setReadOnly(!isEditable(*row.field));
}

void FieldForm::replaceEditor(const QString& field, FieldEditor* editor)
{
    const auto at = m_index.constFind(field);
    if (at == m_index.constEnd()) {
        editor->deleteLater();
        return;
    }
    Row& row = m_rows[*at];
    row.form->replaceEditor(editor);
    row.editor->deleteLater();
    row.editor = editor;
    editor->setFieldName(fieldLabel(*row.field));
    editor->setValue(stored(*row.field));
    editor->setReadOnly(!isEditable(*row.field));
    connectEditor(editor);
}

void FieldForm::setFieldValue(const QString& field, const QJsonValue& value)
{
    const auto at = m_index.constFind(field);
    if (at == m_index.constEnd())
        return;
    m_rows.at(*at).editor->setValue(value);
    Q_EMIT edited();
}

FormField* FieldForm::formField(const QString& field) const
{
    const auto at = m_index.constFind(field);
    return at == m_index.constEnd() ? nullptr : m_rows.at(*at).form;
}

void FieldForm::showGroup(const QString& group)
{
    const auto items = m_groups->findItems(modelText(group), Qt::MatchExactly);
    if (!items.isEmpty())
        m_groups->setCurrentItem(items.first());
}

} // namespace gatehouse::console
