// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/connections_dialog.h"

#include "common/core/ids.h"
#include "console/app/profile_form.h"
#include "console/app/profiles.h"
#include "console/client/connection_file.h"
#include "console/secrets/secret_store.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/icons.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/tokens.h"

#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

ConnectionsDialog::ConnectionsDialog(Profiles& profiles, SecretStore& secrets, Dialogs& dialogs,
                                     QWidget* parent)
    : QDialog(parent)
    , m_profiles(profiles)
    , m_secrets(secrets)
    , m_dialogs(dialogs)
    , m_list(new QListWidget(this))
    , m_messages(new MessageBar(this))
    , m_form(new ProfileForm(secrets.place(), dialogs, this))
    , m_delete(new QPushButton(icon(u"delete"_s), tr("Delete"), this))
    , m_duplicate(new QPushButton(icon(u"copy"_s), tr("Duplicate"), this))
    , m_export(new QPushButton(icon(u"export"_s), tr("Export…"), this))
{
    setObjectName(u"connectionsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Connections"));
    m_list->setAccessibleName(tr("Gateways"));
    m_list->setFixedWidth(tokens::navigationWidth);
    auto* add = new QPushButton(icon(u"add"_s), tr("Add gateway"), this);
    auto* local = new QPushButton(icon(u"play"_s), tr("This machine…"), this);
    local->setObjectName(u"startLocalGateway"_s);
    local->setToolTip(tr("Start a gateway on this machine"));
    auto* save = new QPushButton(tr("Save"), this);
    auto* go = new QPushButton(tr("Connect"), this);
    auto* close = new QPushButton(tr("Close"), this);
    go->setProperty("primary", true);
    auto* left = new QVBoxLayout;
    left->setSpacing(tokens::spaceS);
    left->addWidget(m_list, 1);
    auto* fetch = new QPushButton(icon(u"import"_s), tr("Import…"), this);
    fetch->setObjectName(u"importConnections"_s);
    fetch->setToolTip(tr("Add the connections of a file; those that are here stay as they are"));
    m_export->setObjectName(u"exportConnections"_s);
    m_export->setToolTip(tr("Write all connections to a file, without passwords"));
    for (QPushButton* button : {add, local, m_duplicate, m_delete, fetch, m_export}) {
        button->setAutoDefault(false);
        left->addWidget(button);
    }
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(tokens::spaceS);
    buttons->addStretch(1);
    for (QPushButton* button : {close, save, go})
        buttons->addWidget(button);
    auto* right = new QVBoxLayout;
    right->setSpacing(tokens::spaceL);
    right->addWidget(m_messages);
    right->addWidget(scrolledForm(), 1);
    right->addLayout(buttons);
    auto* row = new QHBoxLayout(this);
    row->setSpacing(tokens::spaceXl);
    row->addLayout(left);
    row->addLayout(right, 1);
    resize(tokens::dialogWidth + tokens::navigationWidth + tokens::groupGap, tokens::dialogWidth);
    connect(m_list, &QListWidget::currentRowChanged, this, &ConnectionsDialog::chooseRow);
    connect(local, &QPushButton::clicked, this, [this] {
        leaveThen([this] {
            accept();
            Q_EMIT localRequested();
        });
    });
    connect(add, &QPushButton::clicked, this, [this] { addNew({}); });
    connect(m_duplicate, &QPushButton::clicked, this, [this] { addNew(m_form->profile()); });
    connect(m_delete, &QPushButton::clicked, this, &ConnectionsDialog::askDelete);
    connect(fetch, &QPushButton::clicked, this, &ConnectionsDialog::importFile);
    connect(m_export, &QPushButton::clicked, this, &ConnectionsDialog::exportAll);
    connect(save, &QPushButton::clicked, this, &ConnectionsDialog::save);
    connect(go, &QPushButton::clicked, this, &ConnectionsDialog::connectNow);
    connect(close, &QPushButton::clicked, this, &ConnectionsDialog::reject);
    reload(profiles.lastUsed());
}

/// Fields and their faults may need more than a small screen has.
QWidget* ConnectionsDialog::scrolledForm()
{
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* body = new QWidget(area);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, tokens::spaceM, 0);
    column->addWidget(m_form);
    column->addStretch(1);
    area->setWidget(body);
    area->setMinimumWidth(body->minimumSizeHint().width() + tokens::spaceXl);
    return area;
}

void ConnectionsDialog::reload(const QString& select)
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const ConnectionProfile& profile : m_profiles.all()) {
        auto* item = new QListWidgetItem(icon(u"gateway"_s), profile.displayName(), m_list);
        item->setData(Qt::UserRole, profile.id);
        item->setToolTip(profile.url.toString());
        if (profile.id == select)
            m_list->setCurrentItem(item);
    }
    if (m_list->currentRow() < 0)
        m_list->setCurrentRow(0);
    showCurrent();
}

void ConnectionsDialog::leaveThen(std::function<void()> next)
{
    if (!isVisible() || !m_form->isDirty())
        next();
    else
        m_dialogs.unsavedChanges(this, m_form->profile().displayName(), std::move(next));
}

void ConnectionsDialog::reject()
{
    leaveThen([this] { QDialog::reject(); });
}

/// The list stays with the form until its edits may go.
void ConnectionsDialog::chooseRow(int row)
{
    if (!isVisible() || !m_form->isDirty()) {
        showCurrent();
        return;
    }
    // Behind the click, which goes on to select its row.
    QMetaObject::invokeMethod(
        this, [this] { markRow(m_shown); }, Qt::QueuedConnection);
    leaveThen([this, row] {
        markRow(row);
        showCurrent();
    });
}

void ConnectionsDialog::markRow(int row)
{
    const QSignalBlocker blocker(m_list);
    m_list->setCurrentRow(row);
}

void ConnectionsDialog::showCurrent()
{
    m_shown = m_list->currentRow();
    const QListWidgetItem* item = m_list->currentItem();
    const ConnectionProfile* profile = item ? m_profiles.find(item->data(Qt::UserRole).toString()) : nullptr;
    m_form->setProfile(profile ? *profile : ConnectionProfile());
    m_delete->setEnabled(profile != nullptr);
    m_duplicate->setEnabled(profile != nullptr);
    m_export->setEnabled(!m_profiles.all().isEmpty());
}

void ConnectionsDialog::addNew(ConnectionProfile profile)
{
    profile.id = newId();
    if (!profile.name.isEmpty())
        profile.name = tr("Copy of %1").arg(profile.name);
    leaveThen([this, profile] {
        markRow(-1);
        showCurrent();
        m_form->setProfile(profile);
        m_form->setFocus();
    });
}

void ConnectionsDialog::save()
{
    if (!m_form->check())
        return;
    const ConnectionProfile profile = m_form->profile();
    m_profiles.save(profile);
    const Secret password = m_form->password();
    if (!password.isEmpty() && m_form->keepPassword())
        m_secrets.write(profile.id, password, this, [](const SecretAnswer&) {});
    reload(profile.id);
}

void ConnectionsDialog::askDelete()
{
    const ConnectionProfile profile = m_form->profile();
    Confirmation question;
    question.title = tr("Delete the connection %1?").arg(profile.displayName());
    question.effect =
        tr("The connection and its stored password are removed from this computer. The gateway itself "
           "is not touched.");
    question.verb = tr("Delete connection");
    m_dialogs.confirm(this, question, [this, id = profile.id] {
        m_secrets.remove(id, this, [](const SecretAnswer&) {});
        m_profiles.remove(id);
        reload({});
    });
}

void ConnectionsDialog::exportAll()
{
    m_dialogs.saveFile(
        this, tr("Export connections"), u"gatehouse-connections.json"_s, u"*.json"_s,
        [this](const QString& path) {
            QSaveFile file(path);
            const QByteArray content = connectionsFile(m_profiles.all());
            if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
                m_messages->showMessage(tokens::Tone::Good,
                                        tr("%n connection(s) written to %1, without passwords.", nullptr,
                                           static_cast<int>(m_profiles.all().size()))
                                            .arg(path));
            else
                m_messages->showMessage(tokens::Tone::Bad,
                                        tr("%1 could not be written: %2").arg(path, file.errorString()));
        });
}

void ConnectionsDialog::importFile()
{
    leaveThen([this] {
        m_dialogs.openFile(this, tr("Import connections"), u"*.json"_s,
                           [this](const QString& path) { takeFile(path); });
    });
}

void ConnectionsDialog::takeFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_messages->showMessage(tokens::Tone::Bad,
                                tr("%1 could not be read: %2").arg(path, file.errorString()));
        return;
    }
    const Result<ConnectionsRead> read = readConnectionsFile(file.readAll(), m_profiles.all());
    if (!read) {
        m_messages->showError(tr("%1 was not imported.").arg(path), read.error(), false);
        return;
    }
    for (const ConnectionProfile& profile : read->added)
        m_profiles.save(profile);
    const QString told = tr("Added: %1. Already here: %2. Not usable: %3.")
                             .arg(read->added.size())
                             .arg(read->known)
                             .arg(read->broken.size());
    m_messages->showMessage(read->broken.isEmpty() ? tokens::Tone::Good : tokens::Tone::Warning,
                            (QStringList{told} + read->broken).join(u'\n'));
    reload(read->added.isEmpty() ? QString() : read->added.first().id);
}

void ConnectionsDialog::connectNow()
{
    if (!m_form->check())
        return;
    Q_EMIT connectRequested(m_form->profile(), m_form->password(), m_form->keepPassword());
    accept();
}

} // namespace gatehouse::console
