// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "common/core/result.h"
#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>

class QMenu;
class QPushButton;

namespace gatehouse::console {

class JsonTableModel;
class MessageBar;
class TableView;

/// Everything that lets a consumer in, in one table: make, rotate and revoke API keys, passwords, signing
/// keys and the binding of a client certificate. What is done takes effect at once.
class CredentialsDialog : public QDialog {
    Q_OBJECT
public:
    CredentialsDialog(PageContext& context, const QString& tenant, const QJsonObject& consumer,
                      QWidget* parent);
    TableView* table() const { return m_table; }
    JsonTableModel* model() const { return m_model; }
    /// The certificate of a PEM or DER file becomes the consumer's.
    void bindCertificate(const QString& path);

Q_SIGNALS:
    void changed();

private:
    void build();
    void buildMenu(QMenu* menu);
    void load();
    void took(QList<QJsonObject>& into, const Result<QJsonObject>& answer,
              QJsonObject (*rowOf)(const QJsonObject&));
    void showRows();
    void updateButtons();
    QJsonObject chosen() const;
    void addLogin(const QString& type);
    void rotate();
    void revoke();
    void send(CallId call, const QStringList& parameters, const QJsonObject& body, const QString& done,
              const QString& failed);
    QStringList key() const;

    PageContext& m_context;
    QString m_tenant;
    QJsonObject m_consumer;
    MessageBar* m_messages;
    JsonTableModel* m_model;
    TableView* m_table;
    QPushButton* m_add;
    QPushButton* m_rotate;
    QPushButton* m_revoke;
    QList<QJsonObject> m_keys, m_logins;
};

} // namespace gatehouse::console
