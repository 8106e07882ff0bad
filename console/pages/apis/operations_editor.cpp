// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/operations_editor.h"

#include "common/model/codec.h"
#include "common/model/operation.h"
#include "console/pages/apis/operation_dialog.h"
#include "console/widgets/icons.h"
#include "console/widgets/model_text.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tokens.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString operationStateWord(const QJsonObject& operation)
{
    return operation.value(u"endpoint_active"_s).toBool(true) ? OperationsEditor::tr("Active")
                                                              : OperationsEditor::tr("Disabled");
}

Tone operationStateTone(const QJsonObject& operation)
{
    return operation.value(u"endpoint_active"_s).toBool(true) ? Tone::Good : Tone::Off;
}

QList<Column> operationColumns()
{
    return {{u"endpoint_method"_s, OperationsEditor::tr("Method"), {}, {}, {}, false},
            {u"endpoint_uri"_s, OperationsEditor::tr("URI"), {}, {}, {}, false},
            {u"endpoint_description"_s, OperationsEditor::tr("Description"), {}, {}, {}, false},
            {u"endpoint_active"_s,
             OperationsEditor::tr("State"),
             operationStateWord,
             operationStateTone,
             {},
             false}};
}

const QJsonObject* lookUp(const QList<QJsonObject>& list, const QString& name)
{
    const auto it = std::find_if(list.begin(), list.end(), [&name](const QJsonObject& operation) {
        return OperationsEditor::nameOf(operation) == name;
    });
    return it == list.end() ? nullptr : &*it;
}

/// A field that is not there has its default.
QJsonValue valueOf(const QJsonObject& operation, const FieldDef& field)
{
    const QJsonValue value = operation.value(field.name);
    return value.isUndefined() ? field.defaultValue : value;
}

bool isEmpty(const QJsonValue& value)
{
    return value.isNull() || value == QJsonValue(QString());
}

bool contains(const QList<QJsonObject>& list, const QJsonObject& operation)
{
    return lookUp(list, OperationsEditor::nameOf(operation)) != nullptr;
}

QList<QJsonObject> without(const QList<QJsonObject>& all, const QList<QJsonObject>& those)
{
    QList<QJsonObject> rest;
    std::copy_if(all.begin(), all.end(), std::back_inserter(rest),
                 [&those](const QJsonObject& one) { return !contains(those, one); });
    return rest;
}

} // namespace

QString OperationsEditor::nameOf(const QJsonObject& operation)
{
    return operation.value(u"endpoint_method"_s).toString() + u' ' +
           operation.value(u"endpoint_uri"_s).toString();
}

QJsonObject OperationsEditor::Change::fields() const
{
    QJsonObject changed;
    for (const FieldDef& field : tableOf<Operation>().fields) {
        const QJsonValue was = valueOf(before, field);
        const QJsonValue is = valueOf(after, field);
        const bool fixed = field.immutable || field.generated || field.readOnly || field.hidden;
        if (!fixed && was != is && !(isEmpty(was) && isEmpty(is)))
            changed.insert(field.name, is);
    }
    return changed;
}

OperationsEditor::OperationsEditor(Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_model(new JsonTableModel(operationColumns(), nameOf, this))
    , m_table(new TableView({}, nullptr, this))
    , m_method(new QComboBox(this))
    , m_uri(new QLineEdit(this))
    , m_description(new QLineEdit(this))
    , m_fault(new QLabel(this))
    , m_help(new QLabel(this))
    , m_edit(new QPushButton(icon(u"edit"_s), tr("Edit"), this))
    , m_validation(new QPushButton(icon(u"good"_s), tr("Validation…"), this))
    , m_remove(new QPushButton(icon(u"delete"_s), tr("Remove"), this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, tokens::spaceM, 0, 0);
    column->setSpacing(tokens::spaceS);
    m_help->setObjectName(u"operationsHelp"_s);
    m_help->setForegroundRole(QPalette::PlaceholderText);
    m_help->setWordWrap(true);
    setEveryPath(false);
    column->addWidget(m_help);
    column->addWidget(buildEntry());
    m_fault->hide();
    m_fault->setWordWrap(true);
    column->addWidget(m_fault);
    m_table->setObjectName(u"operations"_s);
    m_table->setAccessibleName(tr("Operations"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->resizeSection(1, tokens::detailWidth);
    column->addWidget(m_table, 1);
    m_edit->setObjectName(u"editOperation"_s);
    m_validation->setObjectName(u"validateOperation"_s);
    m_validation->setToolTip(tr("What requests must be like; for operations that are stored"));
    m_remove->setObjectName(u"removeOperation"_s);
    auto* row = new QHBoxLayout;
    for (QPushButton* button : {m_edit, m_validation, m_remove}) {
        button->setAutoDefault(false);
        button->setEnabled(false);
        row->addWidget(button);
    }
    row->addStretch(1);
    column->addLayout(row);
    connect(m_edit, &QPushButton::clicked, this, &OperationsEditor::editCurrent);
    connect(m_table, &TableView::openRequested, this, &OperationsEditor::editCurrent);
    connect(m_remove, &QPushButton::clicked, this, &OperationsEditor::removeSelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OperationsEditor::updateButtons);
    connect(m_validation, &QPushButton::clicked, this, [this] {
        Q_EMIT validationWanted(m_model->rowAt(m_table->selectionModel()->selectedRows().first().row()));
    });
}

void OperationsEditor::setEveryPath(bool every)
{
    m_help->setText(
        every
            ? tr("Every path of the server can be reached, as the match of this API says. An operation gives "
                 "its path settings of its own.")
            : tr("What callers can reach. A call to anything else is answered 404."));
}

bool OperationsEditor::addPending()
{
    if (!m_uri->text().trimmed().isEmpty())
        addEntered();
    return m_uri->text().trimmed().isEmpty();
}

void OperationsEditor::updateButtons()
{
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    const bool one = selected.size() == 1;
    m_remove->setEnabled(!selected.isEmpty());
    m_edit->setEnabled(one);
    m_validation->setEnabled(
        one && !m_model->rowAt(selected.first().row()).value(u"endpoint_id"_s).toString().isEmpty());
}

QWidget* OperationsEditor::buildEntry()
{
    auto* entry = new QWidget(this);
    auto* row = new QHBoxLayout(entry);
    row->setContentsMargins(0, 0, 0, 0);
    m_method->setObjectName(u"operationMethod"_s);
    m_method->setAccessibleName(tr("Method"));
    m_method->addItems({u"GET"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s, u"HEAD"_s});
    m_uri->setObjectName(u"operationUri"_s);
    m_uri->setAccessibleName(tr("URI"));
    m_uri->setPlaceholderText(tr("/items/{id}"));
    m_description->setObjectName(u"operationDescription"_s);
    m_description->setAccessibleName(tr("Description"));
    m_description->setPlaceholderText(tr("What it does"));
    auto* add = new QPushButton(icon(u"add"_s), tr("Add"), entry);
    add->setObjectName(u"addOperation"_s);
    add->setAutoDefault(false);
    row->addWidget(m_method);
    row->addWidget(m_uri, 2);
    row->addWidget(m_description, 3);
    row->addWidget(add);
    connect(add, &QPushButton::clicked, this, &OperationsEditor::addEntered);
    connect(m_uri, &QLineEdit::returnPressed, this, &OperationsEditor::addEntered);
    connect(m_description, &QLineEdit::returnPressed, this, &OperationsEditor::addEntered);
    return entry;
}

void OperationsEditor::addEntered()
{
    QString uri = m_uri->text().trimmed();
    if (!uri.startsWith(u'/'))
        uri.prepend(u'/');
    const QString description = m_description->text().trimmed();
    const QJsonObject operation{{u"endpoint_method"_s, m_method->currentText()},
                                {u"endpoint_uri"_s, uri},
                                {u"endpoint_description"_s,
                                 description.isEmpty() ? m_method->currentText() + u' ' + uri : description}};
    QJsonObject whole = operation;
    whole.insert(u"api_name"_s, u"api"_s); // of the API being edited; not what is checked here
    whole.insert(u"api_version"_s, u"v1"_s);
    const Result<Operation> checked = fromJson<Operation>(whole);
    QString fault;
    if (!checked && !checked.error().faults.isEmpty()) {
        const Fault& first = checked.error().faults.first();
        const FieldDef* field = fieldAt(tableOf<Operation>(), first.field);
        fault = (field ? modelText(field->label) + u": "_s : QString()) + faultText(field, first);
    } else if (contains(m_model->rows(), operation))
        fault = tr("%1 is there already.").arg(nameOf(operation));
    m_fault->setVisible(!fault.isEmpty());
    m_fault->setText(u"⚠ "_s + fault);
    if (!fault.isEmpty()) {
        m_uri->setFocus();
        return;
    }
    add(operation);
    m_uri->clear();
    m_description->clear();
    m_uri->setFocus();
}

void OperationsEditor::add(const QJsonObject& operation)
{
    m_model->setRows(m_model->rows() + QList<QJsonObject>{operation});
    Q_EMIT edited();
}

void OperationsEditor::removeSelected()
{
    QList<QJsonObject> gone;
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    for (const QModelIndex& index : selected)
        gone.append(m_model->rowAt(index.row()));
    m_model->setRows(without(m_model->rows(), gone));
    m_remove->setEnabled(false);
    m_edit->setEnabled(false);
    m_validation->setEnabled(false);
    Q_EMIT edited();
}

void OperationsEditor::editCurrent()
{
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    if (selected.size() != 1)
        return;
    const QJsonObject operation = m_model->rowAt(selected.first().row());
    const QString name = nameOf(operation);
    const auto isTaken = [this, name](const QJsonObject& edited) {
        const bool taken = nameOf(edited) != name && contains(m_model->rows(), edited);
        return taken ? tr("%1 is there already.").arg(nameOf(edited)) : QString();
    };
    auto* dialog = new OperationDialog(operation, contains(m_stored, operation), m_dialogs, isTaken, this);
    connect(dialog, &OperationDialog::taken, this,
            [this, name](const QJsonObject& edited) { replace(name, edited); });
    connect(dialog, &QDialog::finished, m_table, qOverload<>(&QWidget::setFocus));
    dialog->open();
}

void OperationsEditor::replace(const QString& name, const QJsonObject& operation)
{
    QList<QJsonObject> rows = m_model->rows();
    for (QJsonObject& row : rows) {
        if (nameOf(row) == name)
            row = operation;
    }
    m_model->setRows(rows);
    Q_EMIT edited();
}

void OperationsEditor::setStored(const QList<QJsonObject>& operations)
{
    m_stored = operations;
    m_model->setRows(operations);
    Q_EMIT edited();
}

void OperationsEditor::addAll(const QList<QJsonObject>& operations)
{
    m_model->setRows(m_model->rows() + without(operations, m_model->rows()));
    Q_EMIT edited();
}

QList<QJsonObject> OperationsEditor::added() const
{
    return without(m_model->rows(), m_stored);
}

QList<QJsonObject> OperationsEditor::removed() const
{
    return without(m_stored, m_model->rows());
}

QList<OperationsEditor::Change> OperationsEditor::changed() const
{
    QList<Change> changes;
    for (const QJsonObject& row : m_model->rows()) {
        const QJsonObject* stored = lookUp(m_stored, nameOf(row));
        const Change change{stored ? *stored : row, row};
        if (!change.fields().isEmpty())
            changes.append(change);
    }
    return changes;
}

void OperationsEditor::markStored(const QJsonObject& operation)
{
    markRemoved(operation);
    m_stored.append(operation);
}

void OperationsEditor::markRemoved(const QJsonObject& operation)
{
    m_stored = without(m_stored, {operation});
}

} // namespace gatehouse::console
