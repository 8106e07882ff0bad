// SPDX-License-Identifier: GPL-3.0-or-later
// Locking: nothing of the gateway can be seen or done until the password has been given again.
#include "console/app/gateway_link.h"
#include "console/app/idle_lock.h"
#include "console/app/lock_page.h"
#include "console/app/login_bar.h"
#include "console/app/main_window.h"
#include "console/settings/settings.h"
#include "console/widgets/message_bar.h"

#include <QDialog>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

void MainWindow::connectLock()
{
    m_pages->addWidget(m_lockPage);
    m_idle->setMinutes(m_shell.settings.value(Setting::LockMinutes).toInt());
    connect(m_idle, &IdleLock::idle, this, &MainWindow::lock);
    connect(&m_shell.settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::LockMinutes)
            m_idle->setMinutes(m_shell.settings.value(setting).toInt());
    });
    GatewayLink& link = m_shell.link;
    connect(m_lockPage, &LockPage::passwordGiven, &link,
            [&link](const Secret& password) { link.openWith(link.profile(), password, false); });
    connect(&link, &GatewayLink::ready, this, &MainWindow::unlock);
    connect(&link, &GatewayLink::passwordNeeded, this, [this](const QString& why) {
        if (m_locked)
            m_lockPage->refuse(why);
    });
    connect(&link.machine(), &ConnectionMachine::stateChanged, this, [this](ConnectionState state) {
        if (m_locked && (state == ConnectionState::Reconnecting || state == ConnectionState::Offline))
            m_lockPage->refuse(m_shell.link.machine().reason());
    });
}

/// A session that has ended, or was never begun, shows nothing that would have to be hidden.
void MainWindow::lock()
{
    if (m_locked || !m_shell.link.session().isLoggedIn())
        return;
    m_locked = true;
    m_idle->setLocked(true);
    m_lockPage->ask(m_shell.link.session().user(), m_shell.link.profile().displayName());
    m_shell.link.close();
    const QList<QDialog*> dialogs = findChildren<QDialog*>();
    for (QDialog* dialog : dialogs) {
        if (dialog->isVisible()) {
            m_hiddenDialogs.append(dialog);
            dialog->hide();
        }
    }
    m_pages->setCurrentWidget(m_lockPage);
    showFrame(false);
}

void MainWindow::unlock()
{
    if (!m_locked)
        return;
    m_locked = false;
    m_idle->setLocked(false);
    showFrame(true);
    m_pages->setCurrentWidget(m_splitter);
    const auto dialogs = std::exchange(m_hiddenDialogs, {});
    for (const QPointer<QDialog>& dialog : dialogs) {
        if (dialog)
            dialog->open(); // hiding has taken its modality
    }
}

void MainWindow::showFrame(bool shown)
{
    menuBar()->setVisible(shown);
    statusBar()->setVisible(shown);
    m_login->hide();
    m_banner->clear();
    updateTitle();
}

void MainWindow::bringToFront(const QString& place)
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    if (!m_locked && m_shell.places.find(place) && m_pages->currentWidget() == m_splitter)
        go(place);
}

} // namespace gatehouse::console
