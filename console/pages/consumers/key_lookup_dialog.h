// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>

class QLabel;
class QLineEdit;

namespace gatehouse::console {

class JsonTableModel;
class MessageBar;
class StatusPill;
class TableView;

/// Whose key is it? Takes a whole key, its beginning, or an e-mail address. A whole key goes to the gateway
/// in a body, is neither kept nor logged, and the answer also says whether it is accepted now, and why not.
class KeyLookupDialog : public QDialog {
    Q_OBJECT
public:
    KeyLookupDialog(PageContext& context, const QString& tenant, QWidget* parent);

Q_SIGNALS:
    /// What to search for in the list of subscriptions.
    void subscriptionChosen(const QString& search);

private:
    void build();
    void find();
    void findKey(const QString& key);
    void findKeys(const QString& filter, const QString& value);
    void show(const QList<QJsonObject>& keys);
    PageContext& m_context;
    QString m_tenant;
    MessageBar* m_messages;
    QLineEdit* m_text;
    StatusPill* m_verdict;
    TableView* m_table;
    JsonTableModel* m_model;
};

} // namespace gatehouse::console
