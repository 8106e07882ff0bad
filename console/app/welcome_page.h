// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "console/client/connection_profile.h"

#include <QScrollArea>

namespace gatehouse::console {

class Dialogs;
class ProfileForm;

/// What the window shows before there is any gateway: add one, test it, connect.
class WelcomePage : public QScrollArea {
    Q_OBJECT
public:
    WelcomePage(const QString& secretPlace, Dialogs& dialogs, QWidget* parent = nullptr);
    ProfileForm* form() const { return m_form; }

Q_SIGNALS:
    /// There is no gateway yet: start one here.
    void localRequested();
    void connectRequested(const gatehouse::console::ConnectionProfile& profile,
                          const gatehouse::Secret& password, bool keep);

private:
    ProfileForm* m_form;
};

} // namespace gatehouse::console
