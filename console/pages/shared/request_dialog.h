// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace gatehouse::console {

class FieldForm;
class MessageBar;

/// A small form whose fields are the body of one call, with the verb that sends it. Faults land on their
/// fields; the dialog closes when the call went well.
class RequestDialog : public QDialog {
    Q_OBJECT
public:
    struct Look {
        QString title;
        QString sentence; ///< what it means
        QString verb;
        QString failure; ///< "The key was not rotated."
    };
    RequestDialog(PageContext& context, const Look& look, const EntityTable& table, const QStringList& skip,
                  CallId call, const QStringList& parameters, QWidget* parent);
    FieldForm* form() const { return m_form; }
    /// Asks before it loses what was typed.
    void reject() override;

public Q_SLOTS:
    void send();

protected:
    void showEvent(QShowEvent* event) override;
    PageContext& context() const { return m_context; }
    virtual QJsonObject body() const;
    /// Shows what is wrong in its place; true = nothing.
    virtual bool check();
    virtual void took(const QJsonObject& answer) = 0;
    /// Sent with the call: the revision it is meant for.
    virtual QList<QPair<QByteArray, QByteArray>> headers() const { return {}; }
    /// True for a refusal that the dialog deals with itself.
    virtual bool dealsWith(const Error&) { return false; }
    void showError(const QString& what, const Error& error);

private:
    void build();
    PageContext& m_context;
    Look m_look;
    CallId m_call;
    QStringList m_parameters;
    MessageBar* m_messages;
    FieldForm* m_form;
    QJsonObject m_begun; ///< what differed from an empty form when it was shown
    QPushButton* m_send = nullptr;
};

} // namespace gatehouse::console
