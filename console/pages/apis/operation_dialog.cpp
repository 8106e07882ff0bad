// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/operation_dialog.h"

#include "common/model/operation.h"
#include "console/pages/apis/operations_editor.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

FieldForm::Purpose purposeOf(bool stored)
{
    return stored ? FieldForm::Purpose::Edit : FieldForm::Purpose::Create;
}

} // namespace

OperationDialog::OperationDialog(const QJsonObject& operation, bool stored, Dialogs& dialogs, Check check,
                                 QWidget* parent)
    : QDialog(parent)
    , m_dialogs(dialogs)
    , m_check(std::move(check))
    , m_form(new FieldForm(tableOf<Operation>(), purposeOf(stored),
                           {u"api_name"_s, u"api_version"_s, u"api_id"_s, u"endpoint_id"_s}, this))
    , m_take(nullptr)
{
    setObjectName(u"operationDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Operation %1").arg(OperationsEditor::nameOf(operation)));
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth);
    m_form->setDocument(operation);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_take = buttons->addButton(tr("Take over"), QDialogButtonBox::AcceptRole);
    m_take->setObjectName(u"takeOperation"_s);
    m_take->setProperty("primary", true);
    m_take->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(m_form, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &OperationDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &OperationDialog::reject);
}

void OperationDialog::take()
{
    if (!m_form->check())
        return;
    const QJsonObject operation = m_form->document();
    const QString fault = m_check(operation);
    if (!fault.isEmpty()) {
        m_form->formField(u"endpoint_uri"_s)->setError(fault);
        return;
    }
    Q_EMIT taken(operation);
    accept();
}

void OperationDialog::reject()
{
    if (m_form->changeCount() == 0) {
        QDialog::reject();
        return;
    }
    m_dialogs.unsavedChanges(this, windowTitle(), [this] { QDialog::reject(); });
}

} // namespace gatehouse::console
