// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/main_window.h"

#include "console/app/alert_news.h"
#include "console/app/connection_status.h"
#include "console/app/connections_dialog.h"
#include "console/app/gateway_link.h"
#include "console/app/idle_lock.h"
#include "console/app/local_gateway.h"
#include "console/app/local_gateway_dialog.h"
#include "console/app/lock_page.h"
#include "console/app/login_bar.h"
#include "console/app/navigation.h"
#include "console/app/place_stack.h"
#include "console/app/profiles.h"
#include "console/app/task_list.h"
#include "console/app/trust_dialog.h"
#include "console/app/welcome_page.h"
#include "console/secrets/secret_store.h"
#include "console/settings/settings.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/theme.h"
#include "console/widgets/toast.h"

#include <QCloseEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

MainWindow::MainWindow(Shell shell, QWidget* parent)
    : QMainWindow(parent)
    , m_shell(shell)
    , m_actions(shell.settings)
    , m_context{shell.link.client(),
                shell.link.session(),
                shell.link.machine(),
                shell.link.events(),
                shell.settings,
                shell.dialogs,
                shell.toasts,
                shell.tasks,
                [this](const PlaceLink& link) { m_stack->go(link); },
                [this](QString* why) { return m_shell.link.mayWrite(why); },
                [this] { return m_shell.link.gatewayInfo(); }}
    , m_stripe(new EnvironmentStripe(this))
    , m_banner(new MessageBar(this))
    , m_keychainBanner(new MessageBar(this))
    , m_login(new LoginBar(shell.secrets.place(), this))
    , m_idle(new IdleLock(this))
    , m_lockPage(new LockPage(this))
    , m_navigation(new Navigation(shell.places, this))
    , m_stack(new PlaceStack(shell.places, m_context, this))
    , m_alerts(new AlertNews(shell.link, *m_navigation, shell.toasts, shell.settings, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(appIcon());
    setCentralWidget(buildCentre());
    statusBar()->addWidget(new ConnectionStatus(shell.link, this), 1);
    auto* tasks = new TaskButton(shell.tasks, this);
    statusBar()->addPermanentWidget(tasks);
    connect(tasks, &QPushButton::clicked, this, &MainWindow::showTasks);
    connect(&shell.local, &LocalGateway::stateChanged, this, &MainWindow::localGatewayChanged);
    statusBar()->setSizeGripEnabled(false);
    buildActions();
    buildMenus();
    connectLink();
    connectLock();
    m_shell.toasts.setWindow(this);
    if (!shell.keychainProblem.isEmpty())
        m_keychainBanner->showMessage(
            tokens::Tone::Warning,
            tr("%1 Passwords are kept for this session only; nothing is written to disk.")
                .arg(shell.keychainProblem));
    connect(m_navigation, &Navigation::placeChosen, this, &MainWindow::go);
    connect(m_stack, &PlaceStack::placeChanged, this, &MainWindow::placeChanged);
    restoreWindow();
    profileChanged();
    showWelcome(shell.profiles.all().isEmpty());
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::buildCentre()
{
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stripe);
    auto* banners = new QVBoxLayout;
    banners->setSpacing(tokens::spaceXs);
    banners->setContentsMargins(tokens::spaceS, tokens::spaceXs, tokens::spaceS, tokens::spaceXs);
    for (QWidget* banner : std::initializer_list<QWidget*>{m_keychainBanner, m_banner, m_login})
        banners->addWidget(banner);
    column->addLayout(banners);
    m_splitter->addWidget(m_navigation);
    m_splitter->addWidget(m_stack);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setHandleWidth(tokens::hairline);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({tokens::navigationWidth, tokens::navigationWidth * 5});
    m_pages->addWidget(m_splitter);
    column->addWidget(m_pages, 1);
    return centre;
}

void MainWindow::connectLink()
{
    GatewayLink& link = m_shell.link;
    connect(&link, &GatewayLink::profileChanged, this, &MainWindow::profileChanged);
    connect(&link, &GatewayLink::ready, this, [this] {
        m_login->hide();
        m_stack->reload();
    });
    connect(&link, &GatewayLink::writableChanged, m_stack, &PlaceStack::updateWritable);
    connect(&link, &GatewayLink::writableChanged, this, &MainWindow::stateChanged);
    connect(&link, &GatewayLink::passwordNeeded, this, [this](const QString& why) {
        if (!m_locked)
            m_login->ask(m_shell.link.profile().user, m_shell.link.profile().displayName(), why);
    });
    connect(&link, &GatewayLink::trustNeeded, this, &MainWindow::showTrust);
    connect(&link, &GatewayLink::keychainProblem, this, [this](const QString& message) {
        m_keychainBanner->showMessage(tokens::Tone::Warning, message);
    });
    connect(&link.machine(), &ConnectionMachine::stateChanged, this, &MainWindow::stateChanged);
    connect(m_login, &LoginBar::passwordGiven, &link, &GatewayLink::givePassword);
    connect(m_banner, &MessageBar::actionRequested, &link.machine(), &ConnectionMachine::retryNow);
    connect(&m_shell.settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::Theme)
            m_shell.theme.setMode(Theme::modeFromText(m_shell.settings.text(Setting::Theme)));
    });
}

void MainWindow::go(const QString& place)
{
    m_stack->go({place, {}});
}

void MainWindow::showWelcome(bool welcome)
{
    if (welcome && !m_welcome) {
        m_welcome = new WelcomePage(m_shell.secrets.place(), m_shell.dialogs, this);
        m_pages->addWidget(m_welcome);
        connect(m_welcome, &WelcomePage::connectRequested, this, &MainWindow::openProfile);
        connect(m_welcome, &WelcomePage::localRequested, this, &MainWindow::showLocalGateway);
    }
    m_pages->setCurrentWidget(welcome ? static_cast<QWidget*>(m_welcome) : m_splitter);
    if (!welcome && !m_stack->current()) {
        const QString start = m_shell.settings.text(Setting::StartPlace);
        const QString last = m_shell.places.find(start) ? start : m_shell.settings.text(Setting::LastPlace);
        const QList<PlaceInfo>& places = m_shell.places.places();
        if (m_shell.places.find(last))
            go(last);
        else if (!places.isEmpty())
            go(places.first().id);
    }
}

void MainWindow::openProfile(const ConnectionProfile& profile, const Secret& password, bool keep)
{
    m_shell.profiles.save(profile);
    showWelcome(false);
    if (password.isEmpty())
        m_shell.link.open(profile);
    else
        m_shell.link.openWith(profile, password, keep);
}

void MainWindow::showConnections()
{
    auto* dialog = new ConnectionsDialog(m_shell.profiles, m_shell.secrets, m_shell.dialogs, this);
    connect(dialog, &ConnectionsDialog::connectRequested, this, &MainWindow::openProfile);
    connect(dialog, &ConnectionsDialog::localRequested, this, &MainWindow::showLocalGateway);
    dialog->open();
}

void MainWindow::showLocalGateway()
{
    auto* dialog = new LocalGatewayDialog(m_shell.local, m_shell.settings, this);
    connect(dialog, &LocalGatewayDialog::connectRequested, this, &MainWindow::openLocalGateway);
    dialog->open();
}

void MainWindow::openLocalGateway()
{
    const ConnectionProfile profile = m_shell.local.profile();
    QVariantMap addresses = m_shell.settings.value(Setting::TrafficAddresses).toMap();
    addresses.insert(profile.id, u"http://127.0.0.1:%1"_s.arg(m_shell.local.publicPort()));
    m_shell.settings.setValue(Setting::TrafficAddresses, addresses);
    openProfile(profile, m_shell.local.password(), true);
}

/// Starting takes its time: it is a task, and the first start also connects.
void MainWindow::localGatewayChanged()
{
    switch (m_shell.local.state()) {
    case LocalGateway::State::Starting:
        m_startTask =
            m_shell.tasks.start(tr("Start the gateway on this machine"), [this] { m_shell.local.stop(); });
        break;
    case LocalGateway::State::Running:
        if (m_startTask)
            m_startTask->finish(tr("Administration on port %1").arg(m_shell.local.adminPort()));
        if (!m_shell.link.isReady())
            openLocalGateway();
        break;
    case LocalGateway::State::Failed:
        if (m_startTask)
            m_startTask->fail(m_shell.local.problem());
        break;
    case LocalGateway::State::Stopping:
    case LocalGateway::State::Stopped:
        break;
    }
}

void MainWindow::showTasks()
{
    (new TaskListDialog(m_shell.tasks, this))->open();
}

void MainWindow::showTrust(const TlsDecision& decision)
{
    if (m_trustOpen)
        return;
    m_trustOpen = true;
    auto* dialog = new TrustDialog(m_shell.link.profile(), decision, this);
    connect(dialog, &QDialog::accepted, &m_shell.link, [this, decision] { m_shell.link.trust(decision); });
    connect(dialog, &QDialog::finished, this, [this] { m_trustOpen = false; });
    dialog->open();
}

void MainWindow::placeChanged(const QString& id)
{
    m_navigation->setCurrentPlace(id);
    m_actions.find(u"go.back"_s)->setEnabled(m_stack->canGoBack());
    m_actions.find(u"go.forward"_s)->setEnabled(m_stack->canGoForward());
    updateTitle();
}

void MainWindow::profileChanged()
{
    const ConnectionProfile& profile = m_shell.link.profile();
    const bool known = m_shell.link.hasProfile();
    const int environment = static_cast<int>(profile.environment);
    m_stripe->setEnvironment(known ? environment : -1, known ? environmentTitle(environment) : QString());
    m_shell.dialogs.setProduction(known && profile.environment == Environment::Production);
    m_login->hide();
    updateTitle();
    stateChanged();
}

void MainWindow::stateChanged()
{
    const ConnectionMachine& machine = m_shell.link.machine();
    const bool lost =
        machine.state() == ConnectionState::Reconnecting || machine.state() == ConnectionState::Offline;
    m_actions.find(u"gateway.retry"_s)->setEnabled(lost);
    m_actions.find(u"gateway.offline"_s)
        ->setEnabled(machine.state() != ConnectionState::Disconnected &&
                     machine.state() != ConnectionState::Offline);
    for (const QString& ofSession : {u"gateway.logout"_s, u"gateway.lock"_s, u"gateway.password"_s})
        m_actions.find(ofSession)->setEnabled(m_shell.link.session().isLoggedIn());
    if (lost && !m_locked)
        m_banner->showMessage(
            tokens::Tone::Warning,
            tr("%1\nWhat you see is as of the last answer; changes are disabled.").arg(machine.reason()),
            tr("Retry now"));
    else
        m_banner->clear();
}

void MainWindow::updateTitle()
{
    QString title = tr("Gatehouse console");
    if (m_shell.link.hasProfile())
        title = m_shell.link.profile().displayName() + u" – "_s + title;
    if (m_locked)
        title = tr("Locked") + u" – "_s + title;
    else if (m_stack->current())
        title = m_stack->current()->title() + u" – "_s + title;
    setWindowTitle(title);
}

void MainWindow::restoreWindow()
{
    resize(tokens::windowWidth, tokens::windowHeight);
    restoreGeometry(m_shell.settings.value(Setting::Geometry).toByteArray());
    m_splitter->restoreState(m_shell.settings.value(Setting::WindowState).toByteArray());
}

void MainWindow::saveWindow()
{
    m_shell.settings.setValue(Setting::Geometry, saveGeometry());
    m_shell.settings.setValue(Setting::WindowState, m_splitter->saveState());
    if (!m_stack->currentPlace().isEmpty())
        m_shell.settings.setValue(Setting::LastPlace, m_stack->currentPlace());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    Page* page = m_stack->current();
    if (page && page->hasUnsavedChanges() && !property("discarded").toBool()) {
        event->ignore();
        m_shell.dialogs.unsavedChanges(this, page->title(), [this] {
            setProperty("discarded", true);
            close();
        });
        return;
    }
    saveWindow();
    if (m_shell.settings.value(Setting::StopLocalGateway).toBool())
        m_shell.local.stopWithoutWaiting();
    event->accept();
}

} // namespace gatehouse::console
