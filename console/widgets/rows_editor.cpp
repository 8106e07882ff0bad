// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/rows_editor.h"

#include "common/model/codec.h"
#include "console/widgets/icons.h"
#include "console/widgets/model_text.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int mostColumns = 6;

bool isPlain(const FieldDef& field)
{
    switch (field.type) {
    case FieldType::Text:
    case FieldType::Integer:
    case FieldType::Number:
    case FieldType::Boolean:
    case FieldType::Time:
    case FieldType::Choice:
        return !field.secret;
    default:
        return false;
    }
}

bool isShown(const FieldDef& field)
{
    return !field.hidden && !field.generated && !field.readOnly;
}

/// Addresses and names need more room than numbers and switches.
int stretchOf(const FieldDef& field)
{
    return field.type == FieldType::Text ? 3 : 1;
}

/// Later, as one of its own buttons may be what is pressed; but out of sight and out of reach at once.
void discard(QWidget* holder)
{
    holder->hide();
    holder->setParent(nullptr);
    holder->deleteLater();
}

QHBoxLayout* rowLayout(QWidget* holder)
{
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceS);
    return row;
}

} // namespace

RowsEditor::RowsEditor(const FieldDef& field, QWidget* parent)
    : FieldEditor(parent)
    , m_field(field)
    , m_header(makeHeader())
    , m_add(new QPushButton(icon(u"add"_s), tr("Add row"), this))
{
    m_add->setObjectName(u"addRow"_s);
    m_add->setAutoDefault(false);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_add);
    foot->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceXs);
    column->addWidget(m_header);
    column->addLayout(foot);
    setFocusProxy(m_add);
    connect(m_add, &QPushButton::clicked, this, &RowsEditor::addRow);
}

bool RowsEditor::canShow(const FieldDef& field)
{
    if (field.type != FieldType::TableList || !field.nested)
        return false;
    const auto& fields = field.nested().fields;
    const auto shown = std::count_if(fields.begin(), fields.end(), isShown);
    return shown <= mostColumns && std::all_of(fields.begin(), fields.end(), [](const FieldDef& one) {
               return !isShown(one) || isPlain(one);
           });
}

QList<const FieldDef*> RowsEditor::columns() const
{
    QList<const FieldDef*> shown;
    for (const FieldDef& field : m_field.nested().fields) {
        if (isShown(field))
            shown.append(&field);
    }
    return shown;
}

QWidget* RowsEditor::makeHeader()
{
    auto* header = new QWidget(this);
    auto* row = rowLayout(header);
    const auto fields = columns();
    for (const FieldDef* field : fields) {
        auto* label = new QLabel(fieldLabel(*field), header);
        label->setFont(tokens::font(tokens::TextRole::Caption));
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setToolTip(fieldHelp(m_field.nested(), *field));
        row->addWidget(label, stretchOf(*field));
    }
    // As wide as the buttons at the end of a row.
    row->addSpacing(3 * (tokens::tableRow + tokens::spaceS));
    return header;
}

RowsEditor::Cell RowsEditor::makeCell(const FieldDef& field, QWidget* parent)
{
    auto* box = new QWidget(parent);
    Cell cell{&field, makeFieldEditor(field, box), new QLabel(box)};
    cell.editor->setObjectName(field.name);
    cell.note->setObjectName(field.name + u"Fault"_s);
    cell.note->setFont(tokens::font(tokens::TextRole::Caption));
    cell.note->setWordWrap(true);
    cell.note->setTextFormat(Qt::PlainText);
    cell.note->hide();
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(cell.editor);
    column->addWidget(cell.note);
    column->addStretch(1);
    static_cast<QHBoxLayout*>(parent->layout())->addWidget(box, stretchOf(field));
    connect(cell.editor, &FieldEditor::edited, this, [this, cell] {
        checkCell(cell);
        Q_EMIT edited();
    });
    return cell;
}

QToolButton* RowsEditor::makeButton(QWidget* parent, const QString& name, void (RowsEditor::*act)(int))
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(name));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setFixedSize(tokens::tableRow, tokens::tableRow);
    static_cast<QHBoxLayout*>(parent->layout())->addWidget(button, 0, Qt::AlignTop);
    connect(button, &QToolButton::clicked, this, [this, parent, act] { (this->*act)(rowOf(parent)); });
    return button;
}

void RowsEditor::insertRow(const QJsonObject& object)
{
    Row row;
    row.stored = object;
    row.holder = new QWidget(this);
    rowLayout(row.holder);
    const auto fields = columns();
    for (const FieldDef* field : fields) {
        row.cells.append(makeCell(*field, row.holder));
        const QJsonValue value = object.value(field->name);
        row.cells.last().editor->setValue(value.isUndefined() ? field->defaultValue : value);
        row.cells.last().editor->setReadOnly(m_readOnly);
    }
    row.up = makeButton(row.holder, u"up"_s, &RowsEditor::up);
    row.down = makeButton(row.holder, u"down"_s, &RowsEditor::down);
    row.remove = makeButton(row.holder, u"delete"_s, &RowsEditor::removeRow);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->count() - 1, row.holder);
    alignWithHeader(row);
    m_rows.append(row);
}

/// Cells and the words above them begin and end together, also where one of the two needs more than its
/// share.
void RowsEditor::alignWithHeader(const Row& row)
{
    for (int i = 0; i < row.cells.size(); ++i) {
        QWidget* word = m_header->layout()->itemAt(i)->widget();
        QWidget* box = row.cells.at(i).editor->parentWidget();
        const int least = qMax(word->minimumSizeHint().width(), box->minimumSizeHint().width());
        word->setMinimumWidth(least);
        box->setMinimumWidth(least);
    }
}

int RowsEditor::rowOf(const QObject* holder) const
{
    const auto at =
        std::find_if(m_rows.begin(), m_rows.end(), [holder](const Row& row) { return row.holder == holder; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

void RowsEditor::addRow()
{
    if (m_readOnly)
        return;
    insertRow({});
    updateNames();
    // The order of Tab is that of the eye: the new row comes before the button below it.
    QWidget* before = m_rows.size() > 1 ? m_rows.at(m_rows.size() - 2).remove : nullptr;
    for (const Cell& cell : m_rows.last().cells) {
        if (before)
            setTabOrder(before, cell.editor->focusProxy());
        before = cell.editor->focusProxy();
    }
    for (QToolButton* button : {m_rows.last().up, m_rows.last().down, m_rows.last().remove}) {
        setTabOrder(before, button);
        before = button;
    }
    setTabOrder(before, m_add);
    m_rows.last().cells.first().editor->setFocus();
    Q_EMIT edited();
}

void RowsEditor::removeRow(int row)
{
    if (m_readOnly || row < 0 || row >= m_rows.size())
        return;
    discard(m_rows.takeAt(row).holder);
    updateNames();
    if (m_rows.isEmpty())
        m_add->setFocus();
    else
        m_rows.at(qMin(row, rowCount() - 1)).remove->setFocus();
    Q_EMIT edited();
}

/// The values change places, the widgets stay: so does the order of Tab.
void RowsEditor::moveRow(int row, int by)
{
    const int to = row + by;
    if (m_readOnly || row < 0 || to < 0 || row >= m_rows.size() || to >= m_rows.size())
        return;
    Faults none;
    const QJsonObject here = objectOf(m_rows.at(row), row, none);
    const QJsonObject there = objectOf(m_rows.at(to), to, none);
    if (!none.isEmpty())
        return; // what was typed wrongly would be lost
    std::swap(m_rows[row].stored, m_rows[to].stored);
    const auto put = [this](const Row& target, const QJsonObject& object) {
        for (const Cell& cell : target.cells) {
            cell.editor->setValue(object.value(cell.field->name));
            checkCell(cell);
        }
    };
    put(m_rows.at(row), there);
    put(m_rows.at(to), here);
    QToolButton* const button = by < 0 ? m_rows.at(to).up : m_rows.at(to).down;
    (button->isEnabled() ? button : m_rows.at(to).remove)->setFocus();
    Q_EMIT edited();
}

void RowsEditor::clearRows()
{
    for (const Row& row : std::as_const(m_rows))
        discard(row.holder);
    m_rows.clear();
}

void RowsEditor::setValue(const QJsonValue& value)
{
    m_wasNull = value.isNull() || value.isUndefined();
    clearRows();
    const QJsonArray objects = value.toArray();
    for (const QJsonValue& object : objects)
        insertRow(object.toObject());
    updateNames();
}

QJsonObject RowsEditor::objectOf(const Row& row, int place, Faults& faults)
{
    QJsonObject object = row.stored;
    for (const Cell& cell : row.cells) {
        const Result<QJsonValue> typed = cell.editor->value();
        if (!typed) {
            for (Fault fault : typed.error().faults) {
                fault.field = u"[%1].%2"_s.arg(place).arg(cell.field->name);
                faults.append(fault);
            }
            continue;
        }
        if (typed->isNull() && !object.contains(cell.field->name))
            continue;
        object.insert(cell.field->name, *typed);
    }
    return object;
}

Result<QJsonValue> RowsEditor::value() const
{
    if (m_rows.isEmpty() && m_wasNull)
        return QJsonValue(QJsonValue::Null);
    QJsonArray objects;
    Faults faults;
    for (int row = 0; row < rowCount(); ++row)
        objects.append(objectOf(m_rows.at(row), row, faults));
    if (faults.isEmpty())
        return QJsonValue(objects);
    // What cannot be read hides the other faults from the gateway's rules: all of them are told here.
    faults.clear();
    for (int row = 0; row < rowCount(); ++row) {
        for (const Cell& cell : m_rows.at(row).cells) {
            if (auto fault = faultOf(cell)) {
                fault->field = u"[%1].%2"_s.arg(row).arg(fault->field);
                faults.append(*fault);
            }
        }
    }
    return Error::invalid(faults);
}

void RowsEditor::showNote(const Cell& cell, const QString& fault)
{
    cell.note->setText(fault.isEmpty() ? QString() : u"⚠ "_s + fault);
    cell.note->setVisible(!fault.isEmpty());
    QPalette colours;
    colours.setColor(QPalette::WindowText, tokens::colour(tokens::of(cell.editor->palette()).bad));
    cell.note->setPalette(colours);
    cell.editor->setAccessibleDescription(fault);
    if (QWidget* inner = cell.editor->focusProxy())
        inner->setAccessibleDescription(fault);
}

/// By the rule that the gateway has for the field; the field of the fault is the name alone.
std::optional<Fault> RowsEditor::faultOf(const Cell& cell) const
{
    const QString& name = cell.field->name;
    const Result<QJsonValue> typed = cell.editor->value();
    if (!typed)
        return Fault{name, u"type"_s, typed.error().faults.first().message};
    const bool mayBeEmpty = cell.field->type == FieldType::Text && cell.field->min.value_or(1) <= 0;
    const bool missing = !mayBeEmpty && (typed->isNull() || *typed == QJsonValue(QString()));
    if (missing && cell.field->required)
        return Fault{name, u"required"_s, u"is required"_s};
    ReadContext context;
    context.options = ReadOptions::platformPatch();
    const auto entity = m_field.nested().make();
    readTable(m_field.nested(), entity.get(), {{name, *typed}}, context);
    const auto own = std::find_if(context.faults.cbegin(), context.faults.cend(),
                                  [&name](const Fault& fault) { return fault.field == name; });
    return own == context.faults.cend() ? std::nullopt : std::optional(*own);
}

void RowsEditor::checkCell(const Cell& cell)
{
    const auto fault = faultOf(cell);
    showNote(cell, fault ? faultText(cell.field, *fault) : QString());
}

Faults RowsEditor::showFaults(const Faults& faults)
{
    static const QRegularExpression place(u"\\[(\\d+)\\]\\.([^.\\[]+)$"_s);
    Faults rest;
    bool first = true;
    for (const Fault& fault : faults) {
        const QRegularExpressionMatch match = place.match(fault.field);
        const int row = match.hasMatch() ? match.captured(1).toInt() : -1;
        const Cell* found = nullptr;
        for (int i = 0; row >= 0 && row < rowCount() && i < m_rows.at(row).cells.size(); ++i) {
            if (m_rows.at(row).cells.at(i).field->name == match.captured(2))
                found = &m_rows.at(row).cells.at(i);
        }
        if (!found) {
            rest.append(fault);
            continue;
        }
        showNote(*found, faultText(found->field, fault));
        if (first)
            setFocusProxy(found->editor);
        first = false;
    }
    return rest;
}

void RowsEditor::clearFaults()
{
    setFocusProxy(m_rows.isEmpty() ? static_cast<QWidget*>(m_add) : m_rows.first().cells.first().editor);
    for (const Row& row : std::as_const(m_rows)) {
        for (const Cell& cell : row.cells)
            showNote(cell, {});
    }
}

void RowsEditor::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    for (const Row& row : std::as_const(m_rows)) {
        for (const Cell& cell : row.cells)
            cell.editor->setReadOnly(readOnly);
    }
    updateNames();
}

void RowsEditor::setFieldName(const QString& name)
{
    m_name = name;
    updateNames();
}

/// Names for screen readers count the rows; the buttons at the ends of the list are off.
void RowsEditor::updateNames()
{
    m_header->setVisible(!m_rows.isEmpty());
    m_add->setVisible(!m_readOnly);
    m_add->setAccessibleName(m_name.isEmpty() ? tr("Add row") : tr("%1: add row").arg(m_name));
    const bool room = m_field.maxItems == 0 || rowCount() < m_field.maxItems;
    m_add->setEnabled(room);
    m_add->setToolTip(room ? QString() : tr("There may be at most %1 rows.").arg(m_field.maxItems));
    for (int i = 0; i < rowCount(); ++i) {
        const Row& row = m_rows.at(i);
        row.holder->setObjectName(u"row%1"_s.arg(i));
        for (const Cell& cell : row.cells)
            cell.editor->setFieldName(tr("%1, row %2").arg(fieldLabel(*cell.field)).arg(i + 1));
        const auto name = [i](QToolButton* button, const char* object, const QString& text) {
            button->setObjectName(QLatin1StringView(object));
            button->setAccessibleName(text.arg(i + 1));
            button->setToolTip(text.arg(i + 1));
        };
        name(row.up, "moveUp", tr("Move row %1 up"));
        name(row.down, "moveDown", tr("Move row %1 down"));
        name(row.remove, "removeRow", tr("Remove row %1"));
        row.up->setVisible(!m_readOnly);
        row.down->setVisible(!m_readOnly);
        row.remove->setVisible(!m_readOnly);
        row.up->setEnabled(i > 0);
        row.down->setEnabled(i + 1 < rowCount());
    }
}

} // namespace gatehouse::console
