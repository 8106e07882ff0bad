// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>

class QPushButton;

namespace gatehouse::console {

class DocumentPicker;
class FieldForm;
class FormField;
class MessageBar;

/// Gives a user credits of one group. The balances are read again right before they are written, so that
/// credits spent meanwhile in other groups are not given back.
class BalanceDialog : public QDialog {
    Q_OBJECT
public:
    /// `row` as the list shows it; empty: the user is chosen here.
    BalanceDialog(PageContext& context, const QJsonObject& row, QWidget* parent);
    FieldForm* form() const { return m_form; }
    /// Asks before it loses what was typed.
    void reject() override;

Q_SIGNALS:
    void saved(const QString& user);

private:
    void build();
    void groupChosen();
    void save();
    void write(const QString& user, const QString& group, QJsonObject credits);
    QString picked(FormField* field, DocumentPicker* picker) const;
    PageContext& m_context;
    QJsonObject m_row;
    MessageBar* m_messages;
    DocumentPicker* m_user;
    DocumentPicker* m_group;
    FormField* m_userField = nullptr;
    FormField* m_groupField = nullptr;
    FieldForm* m_form;
    QPushButton* m_save = nullptr;
};

} // namespace gatehouse::console
