// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/analysis/range_dialog.h"

#include "console/widgets/button_looks.h"
#include "console/widgets/form_field.h"
#include "console/widgets/tokens.h"

#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QDateTimeEdit* timeEditor(qint64 second, const QString& name, QWidget* parent)
{
    auto* editor = new QDateTimeEdit(QDateTime::fromSecsSinceEpoch(second), parent);
    editor->setObjectName(name);
    editor->setCalendarPopup(true);
    return editor;
}

} // namespace

RangeDialog::RangeDialog(qint64 from, qint64 to, QWidget* parent)
    : QDialog(parent)
    , m_from(timeEditor(from, u"rangeFrom"_s, this))
    , m_to(timeEditor(to, u"rangeTo"_s, this))
    , m_toField(
          new FormField(tr("To"), m_to, tr("In the time of this computer."), FormField::Side::Left, this))
{
    setObjectName(u"rangeDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Time range"));
    setMinimumWidth(tokens::dialogWidth);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* show = buttons->addButton(tr("Show"), QDialogButtonBox::ApplyRole);
    show->setObjectName(u"showRange"_s);
    show->setDefault(true);
    markPrimary(show);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(new FormField(tr("From"), m_from, {}, FormField::Side::Left, this));
    column->addWidget(m_toField);
    column->addStretch(1);
    column->addWidget(buttons);
    connect(show, &QPushButton::clicked, this, &RangeDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QDateTimeEdit* editor : {m_from, m_to})
        connect(editor, &QDateTimeEdit::dateTimeChanged, m_toField, &FormField::clearError);
}

void RangeDialog::take()
{
    if (m_from->dateTime() >= m_to->dateTime()) {
        m_toField->setError(tr("must be later than the beginning"));
        m_to->setFocus();
        return;
    }
    Q_EMIT chosen(m_from->dateTime().toSecsSinceEpoch(), m_to->dateTime().toSecsSinceEpoch());
    accept();
}

} // namespace gatehouse::console
