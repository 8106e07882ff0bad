// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "console/client/connection_profile.h"
#include "console/client/connection_test.h"

#include <QHash>
#include <QStringList>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::console {

class Dialogs;
class FormField;
class StatusPill;

/// The fields of one connection, with *Test connection* and its five steps. Used by the first-run page and by
/// the connections dialog.
class ProfileForm : public QWidget {
    Q_OBJECT
public:
    /// `secretPlace` tells where a kept password goes (SecretStore::place()).
    ProfileForm(const QString& secretPlace, Dialogs& dialogs, QWidget* parent = nullptr);

    void setProfile(const ConnectionProfile& profile);
    ConnectionProfile profile() const;
    Secret password() const;
    bool keepPassword() const;
    /// Something else is written here than the profile says.
    bool isDirty() const;
    /// Marks the faulty fields and puts the focus on the first; true = none.
    bool check();
    void test();

Q_SIGNALS:
    void edited();
    void tested(bool passed);

private:
    QStringList written() const;
    void build();
    void buildSteps();
    void buildTls();
    QWidget* fileEditor(QLineEdit* line, const QString& title);
    void showTls();
    void askTrust(const TlsDecision& decision);
    void showStep(ConnectionTest::Step step, ConnectionTest::Outcome outcome, const QString& text);
    FormField* add(const QString& key, const QString& label, QWidget* editor, const QString& help = {});

    Dialogs& m_dialogs;
    ConnectionProfile m_profile;
    QStringList m_begun; ///< written() of the profile as it came
    QLineEdit* m_name;
    QLineEdit* m_url;
    QLineEdit* m_user;
    QLineEdit* m_password;
    QCheckBox* m_keep;
    QComboBox* m_environment;
    QCheckBox* m_readOnly;
    QLineEdit* m_caFile;
    QLineEdit* m_certFile;
    QLineEdit* m_keyFile;
    QPushButton* m_test;
    QHash<QString, FormField*> m_fields;
    struct StepRow {
        StatusPill* pill;
        QLabel* text;
    };
    QHash<int, StepRow> m_steps;
    QWidget* m_stepBox;
    ConnectionTest m_tester;
};

} // namespace gatehouse::console
