// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/operations_editor.h"

#include "common/model/codec.h"
#include "common/model/operation.h"
#include "console/widgets/icons.h"
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

QList<Column> columns()
{
    return {{u"endpoint_method"_s, OperationsEditor::tr("Method"), {}, {}, {}, false},
            {u"endpoint_uri"_s, OperationsEditor::tr("URI"), {}, {}, {}, false},
            {u"endpoint_description"_s, OperationsEditor::tr("Description"), {}, {}, {}, false}};
}

bool contains(const QList<QJsonObject>& list, const QJsonObject& operation)
{
    return std::any_of(list.begin(), list.end(), [&operation](const QJsonObject& other) {
        return OperationsEditor::nameOf(other) == OperationsEditor::nameOf(operation);
    });
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

OperationsEditor::OperationsEditor(QWidget* parent)
    : QWidget(parent)
    , m_model(new JsonTableModel(columns(), nameOf, this))
    , m_table(new TableView({}, nullptr, this))
    , m_method(new QComboBox(this))
    , m_uri(new QLineEdit(this))
    , m_description(new QLineEdit(this))
    , m_fault(new QLabel(this))
    , m_remove(new QPushButton(icon(u"delete"_s), tr("Remove"), this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, tokens::spaceM, 0, 0);
    column->setSpacing(tokens::spaceS);
    auto* help = new QLabel(tr("What callers can reach. A call to anything else is answered 404."), this);
    help->setForegroundRole(QPalette::PlaceholderText);
    help->setWordWrap(true);
    column->addWidget(help);
    column->addWidget(buildEntry());
    m_fault->hide();
    m_fault->setWordWrap(true);
    column->addWidget(m_fault);
    m_table->setObjectName(u"operations"_s);
    m_table->setAccessibleName(tr("Operations"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->resizeSection(1, tokens::detailWidth);
    column->addWidget(m_table, 1);
    m_remove->setObjectName(u"removeOperation"_s);
    m_remove->setAutoDefault(false);
    m_remove->setEnabled(false);
    column->addWidget(m_remove, 0, Qt::AlignLeft);
    connect(m_remove, &QPushButton::clicked, this, &OperationsEditor::removeSelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_remove->setEnabled(m_table->selectionModel()->hasSelection()); });
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
    if (!checked)
        fault = checked.error().text();
    else if (contains(m_model->rows(), operation))
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

void OperationsEditor::markStored(const QJsonObject& operation)
{
    m_stored.append(operation);
}

void OperationsEditor::markRemoved(const QJsonObject& operation)
{
    m_stored = without(m_stored, {operation});
}

} // namespace gatehouse::console
