// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "console/client/connection_profile.h"

#include <QDialog>

#include <functional>

class QListWidget;
class QPushButton;

namespace gatehouse::console {

class Dialogs;
class MessageBar;
class ProfileForm;
class Profiles;
class SecretStore;

/// All gateways: add, change, duplicate, delete (with its stored password), connect; export to a file and
/// import from one.
class ConnectionsDialog : public QDialog {
    Q_OBJECT
public:
    ConnectionsDialog(Profiles& profiles, SecretStore& secrets, Dialogs& dialogs, QWidget* parent);
    void reject() override;

Q_SIGNALS:
    void localRequested();
    /// An empty password means: use the stored one.
    void connectRequested(const gatehouse::console::ConnectionProfile& profile,
                          const gatehouse::Secret& password, bool keep);

private:
    QWidget* scrolledForm();
    void reload(const QString& select);
    void showCurrent();
    void chooseRow(int row);
    void markRow(int row);
    /// Asks first when something is written that has not been saved.
    void leaveThen(std::function<void()> next);
    void addNew(ConnectionProfile profile);
    void save();
    void askDelete();
    void connectNow();
    void exportAll();
    void importFile();
    void takeFile(const QString& path);
    Profiles& m_profiles;
    SecretStore& m_secrets;
    Dialogs& m_dialogs;
    QListWidget* m_list;
    int m_shown = -1; ///< the row that the form shows
    MessageBar* m_messages;
    ProfileForm* m_form;
    QPushButton* m_delete;
    QPushButton* m_duplicate;
    QPushButton* m_export;
};

} // namespace gatehouse::console
