// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/policies/policy_type_dialog.h"

#include "common/model/policy.h"
#include "console/pages/policies/policy_words.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

PolicyTypeDialog::PolicyTypeDialog(QWidget* parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
{
    setObjectName(u"policyTypes"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("New policy"));
    resize(tokens::dialogWidth, tokens::dialogWidth * 3 / 4);
    auto* label = new QLabel(tr("What should the policy do?"), this);
    label->setFont(tokens::font(tokens::TextRole::Title));
    label->setBuddy(m_list);
    m_list->setObjectName(u"types"_s);
    m_list->setAccessibleName(label->text());
    m_list->setWordWrap(true);
    m_list->setSpacing(tokens::spaceXs);
    // What the gateway has enforced from the beginning comes first.
    const QStringList order{u"rate_limit"_s, u"cors"_s,    u"ip_filter"_s, u"jwt_validation"_s,
                            u"logging"_s,    u"caching"_s, u"transform"_s};
    for (const QString& type : order) {
        auto* item = new QListWidgetItem(policyTypeText(type) + u'\n' + policyTypeHelp(type), m_list);
        item->setData(Qt::UserRole, type);
    }
    m_list->setCurrentRow(0);
    m_list->setMinimumWidth(m_list->sizeHintForColumn(0) + 2 * tokens::spaceXxl); // sentences in full
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* next = buttons->addButton(tr("Next"), QDialogButtonBox::AcceptRole);
    next->setObjectName(u"next"_s);
    markPrimary(next);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceL, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    column->addWidget(label);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &PolicyTypeDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::itemActivated, this, &PolicyTypeDialog::choose);
    m_list->setFocus();
}

void PolicyTypeDialog::choose()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item)
        return;
    const QString type = item->data(Qt::UserRole).toString();
    accept();
    Q_EMIT chosen(type);
}

} // namespace gatehouse::console
