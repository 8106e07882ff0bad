// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of the shell and what is made from them; the frame itself is in main_window.cpp.
#include "console/app/command_palette.h"
#include "console/app/diagnostics.h"
#include "console/app/gateway_link.h"
#include "console/app/help_dialog.h"
#include "console/app/main_window.h"
#include "console/app/navigation.h"
#include "console/app/place_stack.h"
#include "console/app/preferences_dialog.h"
#include "console/app/shortcuts_dialog.h"
#include "console/pages/users/own_password_dialog.h"
#include "console/settings/settings.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/icons.h"
#include "console/widgets/toast.h"

#include <QApplication>
#include <QClipboard>
#include <QHash>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// With the first letter underlined that no other menu has, so that Alt opens this one alone.
QString withMnemonic(const QString& title, QString& taken)
{
    for (qsizetype at = 0; at < title.size(); ++at) {
        const QChar letter = title.at(at).toLower();
        if (!letter.isLetter() || taken.contains(letter))
            continue;
        taken += letter;
        return QString(title).insert(at, u'&');
    }
    return title;
}

} // namespace

void MainWindow::buildActions()
{
    buildGatewayActions(tr("Gateway"));
    const QString go = tr("Go");
    connect(m_actions.add(u"go.back"_s, go, tr("Back"), u"back"_s, QKeySequence(Qt::ALT | Qt::Key_Left)),
            &QAction::triggered, m_stack, &PlaceStack::back);
    connect(m_actions.add(u"go.forward"_s, go, tr("Forward"), u"forward"_s,
                          QKeySequence(Qt::ALT | Qt::Key_Right)),
            &QAction::triggered, m_stack, &PlaceStack::forward);
    int number = 1;
    for (const PlaceInfo& place : m_shell.places.places()) {
        const QKeySequence keys =
            number <= 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)) : QKeySequence();
        QAction* action = m_actions.add(u"go."_s + place.id, go, place.title, place.icon, keys);
        connect(action, &QAction::triggered, this, [this, id = place.id] { this->go(id); });
        ++number;
    }
    buildViewActions();
    const QString help = tr("Help");
    connect(
        m_actions.add(u"help.page"_s, help, tr("Help on this place"), u"help"_s, QKeySequence(Qt::Key_F1)),
        &QAction::triggered, this, [this] {
            const Page* page = m_pages->currentWidget() == m_splitter ? m_stack->current() : nullptr;
            const QString topic = page ? page->helpTopic() : u"connections"_s;
            (new HelpDialog(topic.isEmpty() ? m_stack->currentPlace() : topic, this))->open();
        });
    connect(m_actions.add(u"help.shortcuts"_s, help, tr("Keyboard shortcuts"), u"command"_s,
                          QKeySequence(Qt::CTRL | Qt::Key_Slash)),
            &QAction::triggered, this, [this] { (new ShortcutsDialog(m_actions, this))->open(); });
    connect(m_actions.add(u"help.diagnostics"_s, help, tr("Copy diagnostics"), u"copy"_s),
            &QAction::triggered, this, &MainWindow::copyDiagnostics);
    connect(m_actions.add(u"help.about"_s, help, tr("About Gatehouse"), u"info"_s), &QAction::triggered, this,
            &MainWindow::about);
}

void MainWindow::buildGatewayActions(const QString& category)
{
    connect(m_actions.add(u"gateway.connections"_s, category, tr("Connections…"), u"gateway"_s,
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G)),
            &QAction::triggered, this, &MainWindow::showConnections);
    connect(m_actions.add(u"gateway.local"_s, category, tr("Gateway on this machine…"), u"play"_s),
            &QAction::triggered, this, &MainWindow::showLocalGateway);
    connect(m_actions.add(u"view.tasks"_s, category, tr("Tasks…"), u"clock"_s,
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)),
            &QAction::triggered, this, &MainWindow::showTasks);
    connect(m_actions.add(u"gateway.retry"_s, category, tr("Retry the connection now"), u"refresh"_s),
            &QAction::triggered, &m_shell.link.machine(), &ConnectionMachine::retryNow);
    connect(m_actions.add(u"gateway.offline"_s, category, tr("Work offline"), u"offline"_s),
            &QAction::triggered, this,
            [this] { m_shell.link.machine().goOffline(tr("You chose to work offline.")); });
    connect(m_actions.add(u"gateway.logout"_s, category, tr("Log out"), u"lock"_s), &QAction::triggered, this,
            [this] { m_shell.link.close(); });
    connect(m_actions.add(u"gateway.password"_s, category, tr("My password…"), u"key"_s),
            &QAction::triggered, this, &MainWindow::changeOwnPassword);
    connect(m_actions.add(u"gateway.lock"_s, category, tr("Lock"), u"lock"_s,
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)),
            &QAction::triggered, this, &MainWindow::lock);
    connect(m_actions.add(u"app.preferences"_s, category, tr("Preferences…"), u"settings"_s,
                          QKeySequence(Qt::CTRL | Qt::Key_Comma)),
            &QAction::triggered, this,
            [this] { (new PreferencesDialog(m_shell.settings, m_actions, this))->open(); });
    QAction* quit =
        m_actions.add(u"app.quit"_s, category, tr("Quit"), u"close"_s, QKeySequence(QKeySequence::Quit));
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::buildViewActions()
{
    const QString view = tr("View");
    connect(m_actions.add(u"view.palette"_s, view, tr("Commands…"), u"command"_s,
                          QKeySequence(Qt::CTRL | Qt::Key_K)),
            &QAction::triggered, this, &MainWindow::showPalette);
    connect(m_actions.add(u"view.refresh"_s, view, tr("Refresh"), u"refresh"_s, QKeySequence(Qt::Key_F5)),
            &QAction::triggered, this, [this] {
                if (m_stack->current())
                    m_stack->current()->refresh();
            });
    connect(m_actions.add(u"view.search"_s, view, tr("Search in this place"), u"search"_s,
                          QKeySequence(Qt::CTRL | Qt::Key_F)),
            &QAction::triggered, this, [this] {
                if (auto* row = m_stack->current() ? m_stack->current()->findChild<FilterRow*>() : nullptr)
                    row->search()->setFocus(Qt::ShortcutFocusReason);
            });
    connect(m_actions.add(u"view.rows"_s, view, tr("Actions for the selected rows…"), u"menu"_s,
                          QKeySequence(Qt::CTRL | Qt::Key_Period)),
            &QAction::triggered, this, [this] {
                if (m_stack->current())
                    m_stack->current()->showRowMenu();
            });
    connect(m_actions.add(u"view.create"_s, view, tr("First action of this place"), u"add"_s,
                          QKeySequence(QKeySequence::New)),
            &QAction::triggered, this, [this] {
                Page* page = m_stack->current();
                if (auto* button = page ? page->findChild<QPushButton*>(u"primaryAction"_s) : nullptr)
                    button->click(); // nothing happens while it is disabled
            });
    QAction* tree =
        m_actions.add(u"view.navigation"_s, view, tr("Navigation tree"), u"menu"_s, QKeySequence(Qt::Key_F9));
    tree->setCheckable(true);
    tree->setChecked(true);
    connect(tree, &QAction::toggled, m_navigation, &QWidget::setVisible);
    for (const QString& theme : {u"auto"_s, u"light"_s, u"dark"_s}) {
        QAction* action =
            m_actions.add(u"view.theme."_s + theme, view, tr("Theme: %1").arg(choiceTitle(theme)));
        connect(action, &QAction::triggered, this,
                [this, theme] { m_shell.settings.setValue(Setting::Theme, theme); });
    }
}

void MainWindow::buildMenus()
{
    QMenu* menu = nullptr;
    QString category, letters;
    QHash<QString, QMenu*> groups; // of places, as in the tree
    for (const ActionRegistry::Entry& entry : m_actions.entries()) {
        if (entry.category != category) {
            category = entry.category;
            menu = menuBar()->addMenu(withMnemonic(category, letters));
        }
        if (entry.id == u"app.preferences"_s || entry.id == u"view.theme.auto"_s ||
            entry.id == u"help.about"_s)
            menu->addSeparator();
        const PlaceInfo* place =
            entry.id.startsWith(u"go."_s) ? m_shell.places.find(entry.id.mid(3)) : nullptr;
        const QString group = place ? place->group : QString();
        if (!group.isEmpty() && !groups.contains(group))
            groups.insert(group, menu->addMenu(group));
        (group.isEmpty() ? menu : groups.value(group))->addAction(entry.action);
    }
}

QList<Command> MainWindow::commands() const
{
    QList<Command> commands;
    const auto add = [&commands](QAction* action, const QString& context, const QString& keywords) {
        if (!action->isEnabled() || action->isSeparator())
            return;
        commands.append({action->text().remove(u'&'), context, keywords,
                         action->shortcut().toString(QKeySequence::NativeText), action->icon(),
                         [action] { action->trigger(); }});
    };
    if (m_stack->current()) {
        for (QAction* action : m_stack->current()->actions())
            add(action, m_stack->current()->title(), {});
    }
    for (const ActionRegistry::Entry& entry : m_actions.entries()) {
        const PlaceInfo* place = m_shell.places.find(entry.id.mid(3));
        if (entry.id != u"view.palette"_s)
            add(entry.action, entry.category, place ? place->keywords : QString());
    }
    return commands;
}

void MainWindow::showPalette()
{
    auto* palette = new CommandPalette(commands(), this);
    palette->open();
}

void MainWindow::changeOwnPassword()
{
    auto* dialog = new OwnPasswordDialog(m_context, this);
    connect(dialog, &OwnPasswordDialog::changed, &m_shell.link, &GatewayLink::passwordChanged);
    dialog->open();
}

void MainWindow::copyDiagnostics()
{
    QGuiApplication::clipboard()->setText(diagnosticsText(m_shell.settings, m_shell.link));
    m_shell.toasts.show(tokens::Tone::Good, tr("Diagnostics copied; they hold no secret."));
}

void MainWindow::about()
{
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Gatehouse"),
                                tr("Gatehouse console %1").arg(QApplication::applicationVersion()),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(appIcon().pixmap(QSize(tokens::iconLarge, tokens::iconLarge), devicePixelRatioF()));
    box->setInformativeText(
        tr("Administers Gatehouse API gateways.\nLicence: GPL-3.0-or-later. Built with Qt %1.")
            .arg(QString::fromLatin1(qVersion())));
    box->open();
}

} // namespace gatehouse::console
