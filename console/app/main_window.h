// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "console/app/action_registry.h"
#include "console/client/connection_profile.h"
#include "console/widgets/page.h"
#include "console/widgets/tasks.h"

#include <QMainWindow>

class QDialog;
class QLabel;
class QSplitter;
class QStackedWidget;

namespace gatehouse::console {

class AlertNews;
class EnvironmentStripe;
class GatewayLink;
class IdleLock;
class LockPage;
class LoginBar;
class MessageBar;
class Navigation;
class PlaceStack;
class Profiles;
class LocalGateway;
class SecretStore;
class Theme;
class WelcomePage;
struct Command;
struct TlsDecision;

/// What the window needs; the composition root owns it all and outlives the window.
struct Shell {
    Settings& settings;
    SecretStore& secrets;
    Profiles& profiles;
    GatewayLink& link;
    Dialogs& dialogs;
    Toasts& toasts;
    Tasks& tasks;
    LocalGateway& local;
    Theme& theme;
    const PlaceRegistry& places;
    QString keychainProblem; ///< empty = passwords are kept in the keychain
};

/// Frame of the console: environment stripe, banners, navigation tree, pages, status bar, menus. Holds no
/// logic of any place and none of the connection.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Shell shell, QWidget* parent = nullptr);
    ~MainWindow() override;

    ActionRegistry& actions() { return m_actions; }
    PlaceStack& places() { return *m_stack; }
    void go(const QString& place);
    /// Shows the first-run page while there is no connection at all.
    void showWelcome(bool welcome);
    /// Shows this window, and the place when there is one of that name.
    void bringToFront(const QString& place);
    /// Hides everything until the password has been given again; the session ends.
    void lock();
    bool isLocked() const { return m_locked; }
    IdleLock& idleLock() { return *m_idle; }
    /// Every command of the palette as of now.
    QList<Command> commands() const;

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildActions();
    void buildGatewayActions(const QString& category);
    void buildViewActions();
    void buildMenus();
    QWidget* buildCentre();
    void connectLink();
    void connectLock();
    void unlock();
    void showFrame(bool shown);
    void changeOwnPassword();
    void restoreWindow();
    void saveWindow();
    void placeChanged(const QString& id);
    void profileChanged();
    void stateChanged();
    void openProfile(const ConnectionProfile& profile, const Secret& password, bool keep);
    void showConnections();
    void showLocalGateway();
    void openLocalGateway();
    void localGatewayChanged();
    void showTasks();
    void showPalette();
    void showTrust(const TlsDecision& decision);
    void about();
    void copyDiagnostics();
    void updateTitle();

    Shell m_shell;
    ActionRegistry m_actions;
    PageContext m_context;
    EnvironmentStripe* m_stripe;
    MessageBar* m_banner;
    MessageBar* m_keychainBanner;
    LoginBar* m_login;
    IdleLock* m_idle;
    LockPage* m_lockPage;
    Navigation* m_navigation;
    PlaceStack* m_stack;
    AlertNews* m_alerts;
    QSplitter* m_splitter;
    QStackedWidget* m_pages;
    WelcomePage* m_welcome = nullptr;
    QPointer<Task> m_startTask;
    bool m_trustOpen = false;
    bool m_locked = false;
    QList<QPointer<QDialog>> m_hiddenDialogs; ///< by the lock
};

} // namespace gatehouse::console
