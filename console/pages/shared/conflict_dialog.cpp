// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/conflict_dialog.h"

#include "console/pages/shared/changes.h"
#include "console/widgets/model_text.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QJsonValue valueOf(const QJsonObject& document, const FieldDef& field)
{
    const QJsonValue value = document.value(field.name);
    return value.isUndefined() ? field.defaultValue : value;
}

QString shownValue(const FieldDef& field, const QJsonValue& value)
{
    return field.secret ? u"••••"_s : shortValue(value);
}

QList<Column> conflictColumns()
{
    const auto tone = [](const QJsonObject& row) {
        return row.value(u"both"_s).toBool() ? Tone::Warning : Tone::Neutral;
    };
    const auto name = [](const QJsonObject& row) { return row.value(u"field"_s).toString(); };
    return {{u"field"_s, ConflictDialog::tr("Field"), name, tone, {}, false},
            {u"before"_s, ConflictDialog::tr("When you opened it"), {}, {}, {}, false},
            {u"theirs"_s, ConflictDialog::tr("On the gateway now"), {}, {}, {}, false},
            {u"mine"_s, ConflictDialog::tr("Yours"), {}, {}, {}, false}};
}

} // namespace

QList<QJsonObject> conflictRows(const EntityTable& table, const QJsonObject& opened, const QJsonObject& now,
                                const QJsonObject& mine)
{
    QList<QJsonObject> rows;
    for (const FieldDef& field : table.fields) {
        if (field.hidden || field.readOnly || field.generated)
            continue;
        const QJsonValue before = valueOf(opened, field);
        const QJsonValue theirs = valueOf(now, field);
        const bool changedHere = mine.contains(field.name);
        const bool changedThere = theirs != before;
        if (!changedHere && !changedThere)
            continue;
        const QJsonValue wanted = changedHere ? mine.value(field.name) : before;
        rows.append({{u"field"_s, modelText(field.label)},
                     {u"before"_s, shownValue(field, before)},
                     {u"theirs"_s, shownValue(field, theirs)},
                     {u"mine"_s, changedHere ? shownValue(field, wanted) : ConflictDialog::tr("not changed")},
                     {u"both"_s, changedHere && changedThere && wanted != theirs}});
    }
    return rows;
}

ConflictDialog::ConflictDialog(const QString& title, const QList<QJsonObject>& rows, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"conflictDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1 was changed by somebody else").arg(title));
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth * 3 / 4);
    auto* heading = new QLabel(windowTitle(), this);
    heading->setFont(tokens::font(tokens::TextRole::Section));
    heading->setWordWrap(true);
    const bool clash = std::any_of(rows.begin(), rows.end(),
                                   [](const QJsonObject& row) { return row.value(u"both"_s).toBool(); });
    auto* text =
        new QLabel(clash ? tr("The marked fields were changed on both sides. Keeping yours replaces theirs "
                              "in these fields; "
                              "their other changes stay.")
                         : tr("You changed different fields: keeping yours loses nothing of theirs."),
                   this);
    text->setWordWrap(true);
    auto* model = new JsonTableModel(
        conflictColumns(), [](const QJsonObject& row) { return row.value(u"field"_s).toString(); }, this);
    model->setRows(rows);
    auto* table = new TableView({}, nullptr, this);
    table->setObjectName(u"versions"_s);
    table->setAccessibleName(tr("Both versions"));
    table->setModel(model);
    table->resizeColumnsToContents();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* theirs = buttons->addButton(tr("Take theirs"), QDialogButtonBox::ActionRole);
    QPushButton* mine = buttons->addButton(tr("Keep mine"), QDialogButtonBox::ActionRole);
    theirs->setObjectName(u"takeTheirs"_s);
    mine->setObjectName(u"keepMine"_s);
    for (QPushButton* button : {theirs, mine})
        button->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    for (QWidget* part : std::initializer_list<QWidget*>{heading, text})
        column->addWidget(part);
    column->addWidget(table, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(theirs, &QPushButton::clicked, this, [this] {
        Q_EMIT theirsChosen();
        accept();
    });
    connect(mine, &QPushButton::clicked, this, [this] {
        Q_EMIT mineChosen();
        accept();
    });
}

} // namespace gatehouse::console
