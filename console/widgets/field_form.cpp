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
#include <QSet>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

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

/// The selection of sections is pale: the icon keeps its colour there.
QIcon faultIcon(const QWidget& on)
{
    const QColor colour = tokens::colour(tokens::of(on.palette()).bad);
    const QPixmap picture = iconPixmap(u"warning"_s, colour, tokens::iconSmall, on.devicePixelRatioF());
    QIcon both(picture);
    both.addPixmap(picture, QIcon::Selected);
    return both;
}

} // namespace

FieldForm::FieldForm(const EntityTable& table, Purpose purpose, const QStringList& skip, QWidget* parent,
                     const QList<Section>& sections)
    : QWidget(parent)
    , m_table(table)
    , m_purpose(purpose)
    , m_groups(new QListWidget(this))
    , m_pages(new QStackedWidget(this))
{
    m_groups->setObjectName(u"sections"_s);
    m_groups->setAccessibleName(tr("Sections"));
    m_groups->setFrameShape(QFrame::NoFrame);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXl);
    row->addWidget(m_groups);
    row->addWidget(m_pages, 1);
    QStringList left = skip;
    for (const Section& section : sections)
        left.append(section.field);
    addFields(table, left, {}, {});
    for (const Section& section : sections)
        addFields(*section.table, skip, section.field, section.title);
    m_groups->setVisible(m_groups->count() > 1);
    int widest = 0;
    for (int row = 0; row < m_groups->count(); ++row)
        widest = qMax(widest, m_groups->fontMetrics().horizontalAdvance(m_groups->item(row)->text()));
    m_groups->setFixedWidth(qBound(tokens::navigationWidth * 4 / 5,
                                   widest + tokens::iconSmall + tokens::spaceXxl + tokens::spaceL,
                                   tokens::navigationWidth * 5 / 4));
    connect(m_groups, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_groups->setCurrentRow(0);
    setDocument({});
}

void FieldForm::addFields(const EntityTable& table, const QStringList& skip, const QString& parent,
                          const QString& group)
{
    for (const FieldDef& field : table.fields) {
        const bool invisible = field.hidden || skip.contains(field.name) ||
                               (m_purpose == Purpose::Create && (field.generated || field.readOnly));
        if (invisible)
            continue;
        const QString title = modelText(group.isEmpty() ? field.group : group);
        if (m_groups->findItems(title, Qt::MatchExactly).isEmpty())
            addGroup(title);
        addRow(table, field, parent, title);
    }
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

void FieldForm::addRow(const EntityTable& table, const FieldDef& field, const QString& parent,
                       const QString& group)
{
    const int page = m_groups->row(m_groups->findItems(group, Qt::MatchExactly).first());
    QWidget* body = static_cast<QScrollArea*>(m_pages->widget(page))->widget();
    Row row;
    row.field = &field;
    row.parent = parent;
    row.page = page;
    row.editor = makeFieldEditor(field, body);
    row.form = new FormField(fieldLabel(field) + (field.required ? u" *"_s : QString()), row.editor,
                             fieldHelp(table, field), FormField::Side::Left, body);
    row.form->setObjectName(pathOf(row));
    row.editor->setFieldName(fieldLabel(field));
    auto* column = static_cast<QVBoxLayout*>(body->layout());
    column->insertWidget(column->count() - 1, row.form);
    connectEditor(row.editor);
    m_index.insert(pathOf(row), static_cast<int>(m_rows.size()));
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

QString FieldForm::pathOf(const Row& row)
{
    return row.parent.isEmpty() ? row.field->name : row.parent + u'.' + row.field->name;
}

int FieldForm::rowAt(const QString& path) const
{
    const QStringList steps = path.split(u'.');
    const auto plain = [&steps](qsizetype step) { return steps.at(step).section(u'[', 0, 0); };
    if (steps.size() > 1) {
        const int nested = m_index.value(plain(0) + u'.' + plain(1), -1);
        if (nested >= 0)
            return nested;
    }
    const FieldDef* known = m_table.field(plain(0));
    return m_index.value(known ? known->name : plain(0), -1);
}

QJsonValue FieldForm::stored(const Row& row) const
{
    const QJsonObject holder = row.parent.isEmpty() ? m_document : m_document.value(row.parent).toObject();
    const QJsonValue value = holder.value(row.field->name);
    return value.isUndefined() ? row.field->defaultValue : value;
}

bool FieldForm::isChanged(const Row& row, QJsonValue& value) const
{
    const Result<QJsonValue> typed = row.editor->value();
    value = typed ? *typed : QJsonValue(QJsonValue::Null);
    if (!typed)
        return true; // typed, though not valid yet
    const auto isEmpty = [](const QJsonValue& v) {
        return v.isNull() || v.isUndefined() || v == QJsonValue(QString());
    };
    const QJsonValue before = stored(row);
    const bool keepsSecret = row.field->secret && value.isNull();
    return !keepsSecret && !(isEmpty(value) && isEmpty(before)) && value != before;
}

void FieldForm::setDocument(const QJsonObject& document)
{
    m_document = document;
    for (const Row& row : std::as_const(m_rows)) {
        row.editor->setValue(stored(row));
        row.editor->setReadOnly(!isEditable(*row.field));
        row.form->clearError();
    }
    markGroups();
    Q_EMIT edited();
}

void FieldForm::rebase(const QJsonObject& document)
{
    QSet<QString> kept;
    QJsonValue value;
    for (const Row& row : std::as_const(m_rows)) {
        if (isEditable(*row.field) && isChanged(row, value))
            kept.insert(pathOf(row));
    }
    m_document = document;
    for (const Row& row : std::as_const(m_rows)) {
        if (!kept.contains(pathOf(row)))
            row.editor->setValue(stored(row));
    }
    Q_EMIT edited();
}

QJsonObject FieldForm::document() const
{
    QJsonObject all = m_document;
    for (const Row& row : m_rows) {
        const Result<QJsonValue> value = row.editor->value();
        const bool keepsSecret = row.field->secret && value && value->isNull();
        if (!value || !isEditable(*row.field) || keepsSecret)
            continue;
        if (row.parent.isEmpty()) {
            all.insert(row.field->name, *value);
            continue;
        }
        QJsonObject part = all.value(row.parent).toObject();
        value->isNull() ? part.remove(row.field->name) : (part.insert(row.field->name, *value), void());
        all.insert(row.parent, part);
    }
    return all;
}

QJsonObject FieldForm::changes() const
{
    QJsonObject changed;
    for (const Row& row : m_rows) {
        QJsonValue value;
        if (!isEditable(*row.field) || !isChanged(row, value))
            continue;
        if (row.parent.isEmpty())
            changed.insert(row.field->name, value);
        else if (!changed.contains(row.parent)) // a part is sent as a whole
            changed.insert(row.parent, document().value(row.parent));
    }
    return changed;
}

QStringList FieldForm::changeTexts() const
{
    QStringList texts;
    for (const Row& row : m_rows) {
        QJsonValue value;
        if (isEditable(*row.field) && isChanged(row, value))
            texts.append(tr("%1: %2 → %3")
                             .arg(modelText(row.field->label), shortText(*row.field, stored(row)),
                                  shortText(*row.field, value)));
    }
    return texts;
}

bool FieldForm::check()
{
    clearFaults();
    Faults faults;
    QJsonObject given;
    QSet<QString> kept; // secrets that the gateway has and this form does not
    for (const Row& row : std::as_const(m_rows)) {
        if (!isEditable(*row.field))
            continue;
        const Result<QJsonValue> value = row.editor->value();
        if (!value)
            for (const Fault& fault : value.error().faults)
                faults.append({pathOf(row) + fault.field, fault.rule, fault.message});
        else if (row.field->required && *value == QJsonValue(QString()))
            faults.append({pathOf(row), u"required"_s, u"is required"_s});
        else if (!row.parent.isEmpty())
            given.insert(row.parent, document().value(row.parent));
        else if (row.field->secret && value->isNull() && m_purpose == Purpose::Edit)
            kept.insert(row.field->name);
        else
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
        if (!known && rowAt(fault.field) >= 0 && !kept.contains(fault.field))
            faults.append(fault);
    }
    showFaults(faults);
    return faults.isEmpty();
}

Faults FieldForm::showFaults(const Faults& faults)
{
    Faults rest;
    QMap<int, Faults> byRow;
    int first = -1;
    for (const Fault& fault : faults) {
        const int at = rowAt(fault.field);
        at < 0 ? rest.append(fault) : byRow[at].append(fault);
        first = first < 0 ? at : first;
    }
    for (auto it = byRow.cbegin(); it != byRow.cend(); ++it)
        showFaultsOf(m_rows.at(it.key()), it.value());
    if (first >= 0) {
        m_groups->setCurrentRow(m_rows.at(first).page);
        m_rows.at(first).editor->setFocus();
    }
    markGroups();
    return rest;
}

/// All of them, below the field; those that the editor marks in its parts are only pointed to.
void FieldForm::showFaultsOf(const Row& row, const Faults& faults)
{
    const Faults left = row.editor->showFaults(faults);
    QStringList texts;
    for (const Fault& fault : left) {
        const QString place = row.parent.isEmpty() ? faultPlace(m_table, fault.field) : QString();
        const FieldDef* field = row.parent.isEmpty() ? fieldAt(m_table, fault.field) : row.field;
        const QString text = faultText(field, fault);
        texts.append(place.isEmpty() ? text : place + u": "_s + text);
    }
    if (left.size() < faults.size())
        texts.append(
            tr("%n marked value(s) cannot be taken", nullptr, static_cast<int>(faults.size() - left.size())));
    row.form->setError(texts.join(u'\n'));
}

void FieldForm::clearFaults()
{
    for (const Row& row : std::as_const(m_rows)) {
        row.form->clearError();
        row.editor->clearFaults();
    }
    markGroups();
}

void FieldForm::markGroups()
{
    for (int page = 0; page < m_groups->count(); ++page) {
        const bool faulty = std::any_of(m_rows.begin(), m_rows.end(), [page](const Row& row) {
            return row.page == page && row.form->hasError();
        });
        m_groups->item(page)->setIcon(faulty ? faultIcon(*m_groups) : QIcon());
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
    editor->setValue(stored(row));
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

bool FieldForm::canEdit(const QString& field) const
{
    const auto at = m_index.constFind(field);
    return at != m_index.constEnd() && isEditable(*m_rows.at(*at).field);
}

FormField* FieldForm::formField(const QString& field) const
{
    const auto at = m_index.constFind(field);
    return at == m_index.constEnd() ? nullptr : m_rows.at(*at).form;
}

void FieldForm::focusFirst()
{
    const auto first = std::find_if(m_rows.cbegin(), m_rows.cend(), [this](const Row& row) {
        return row.page == m_groups->currentRow() && isEditable(*row.field);
    });
    if (first != m_rows.cend())
        first->editor->setFocus();
}

void FieldForm::showGroup(const QString& group)
{
    const auto items = m_groups->findItems(modelText(group), Qt::MatchExactly);
    if (!items.isEmpty())
        m_groups->setCurrentItem(items.first());
}

} // namespace gatehouse::console
