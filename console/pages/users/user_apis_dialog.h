// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>

class QLabel;
class QListWidget;
class QPushButton;

namespace gatehouse::console {

class DocumentPicker;
class FormField;

/// The APIs a user is subscribed to, which it must be to call protected ones: add and remove, each in effect
/// at once.
class UserApisDialog : public QDialog {
    Q_OBJECT
public:
    /// `user` as the list of users shows it.
    UserApisDialog(PageContext& context, const QJsonObject& user, QWidget* parent);

Q_SIGNALS:
    void changed();

private:
    void build();
    void load();
    void show(const QStringList& apis);
    void add();
    void remove();
    void change(CallId call, const QString& api, const QString& done, const QString& failed);
    void sendChange(CallId call, const QString& api, const QString& done, const QString& failed);
    void refuse(CallId call, const QString& failed, const QString& why);
    void setBusy(bool busy);

    PageContext& m_context;
    QString m_user;
    QStringList m_groups; ///< of the user
    MessageBar* m_messages;
    QListWidget* m_list;
    QLabel* m_none;
    DocumentPicker* m_picker;
    FormField* m_pickerField = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_remove = nullptr;
    bool m_busy = false;
};

} // namespace gatehouse::console
