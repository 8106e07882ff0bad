// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QJsonObject>

#include <functional>

class QPushButton;

namespace gatehouse::console {

class Dialogs;
class FieldForm;

/// All fields of one operation. What is taken over is applied with the API that is being edited, not here.
class OperationDialog : public QDialog {
    Q_OBJECT
public:
    /// Says what is wrong with an operation beside the rules of its fields; empty = nothing.
    using Check = std::function<QString(const QJsonObject& operation)>;
    /// `stored`: method and URI are fixed, because the gateway knows the operation by them.
    OperationDialog(const QJsonObject& operation, bool stored, Dialogs& dialogs, Check check,
                    QWidget* parent);
    FieldForm* form() const { return m_form; }
    void reject() override;

Q_SIGNALS:
    void taken(const QJsonObject& operation);

private:
    void take();
    Dialogs& m_dialogs;
    Check m_check;
    FieldForm* m_form;
    QPushButton* m_take;
};

} // namespace gatehouse::console
