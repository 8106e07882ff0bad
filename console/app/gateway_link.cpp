// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/gateway_link.h"

#include "console/app/profiles.h"
#include "console/client/envelope.h"
#include "console/secrets/secret_store.h"

#include <utility>

namespace gatehouse::console {

GatewayLink::GatewayLink(Profiles& profiles, SecretStore& secrets, QObject* parent)
    : QObject(parent)
    , m_profiles(profiles)
    , m_secrets(secrets)
    , m_session(m_client)
    , m_machine(m_client)
    , m_events(m_client)
{
    connect(&m_machine, &ConnectionMachine::stateChanged, this, &GatewayLink::stateChanged);
    connect(&m_client, &ApiClient::trustNeeded, this, &GatewayLink::trustNeeded);
    connect(&m_session, &Session::needsLogin, this, &GatewayLink::sessionLost);
}

void GatewayLink::open(const ConnectionProfile& profile)
{
    m_events.stop();
    m_session.clear();
    m_machine.disconnectFromGateway();
    m_loggingIn = false;
    m_client.setProfile(profile);
    m_profiles.setLastUsed(profile.id);
    Q_EMIT profileChanged();
    m_machine.connectToGateway();
}

void GatewayLink::openWith(const ConnectionProfile& profile, const Secret& password, bool keep)
{
    m_given = password;
    m_keep = keep;
    open(profile);
}

void GatewayLink::close()
{
    m_events.stop();
    m_session.logout();
    m_machine.disconnectFromGateway();
    Q_EMIT writableChanged();
}

void GatewayLink::givePassword(const Secret& password, bool keep)
{
    m_given = password;
    m_keep = keep;
    authenticate();
}

void GatewayLink::trust(const TlsDecision& decision)
{
    ConnectionProfile pinned = profile();
    pinned.pinnedSha256 = decision.sha256;
    m_profiles.save(pinned);
    open(pinned);
}

void GatewayLink::passwordChanged(const Secret& password)
{
    const QString id = profile().id;
    m_secrets.read(id, this, [this, id, password](const SecretAnswer& kept) {
        if (!kept.ok())
            return; // it was not kept, so the new one is not either
        m_secrets.write(id, password, this, [this](const SecretAnswer& answer) {
            if (!answer.ok())
                Q_EMIT keychainProblem(answer.message);
        });
    });
}

bool GatewayLink::mayWrite(QString* why) const
{
    QString reason;
    if (!m_machine.isConnected())
        reason = tr("The gateway is not connected; changes wait until it is back.");
    else if (!m_session.isLoggedIn())
        reason = tr("Log in first.");
    else if (profile().readOnly)
        reason = tr("This connection is read-only.");
    if (why)
        *why = reason;
    return reason.isEmpty();
}

void GatewayLink::stateChanged(ConnectionState state)
{
    Q_EMIT writableChanged();
    if (state != ConnectionState::Connected) {
        if (state != ConnectionState::Connecting)
            m_events.stop();
        return;
    }
    if (m_session.isLoggedIn()) {
        announceReady();
    } else {
        authenticate();
    }
}

void GatewayLink::sessionLost(const QString& why)
{
    m_events.stop();
    Q_EMIT writableChanged();
    // The token ended while nobody was looking (sleep, long time offline): log in again with what is stored.
    if (m_sinceLogin.isValid() && m_sinceLogin.elapsed() > m_shortestSessionMs)
        authenticate(why);
    else
        Q_EMIT passwordNeeded(why);
}

void GatewayLink::authenticate(const QString& why)
{
    if (!m_given.isEmpty()) {
        login(m_given);
        return;
    }
    const QString id = profile().id;
    m_secrets.read(id, this, [this, id, why](const SecretAnswer& answer) {
        if (id != profile().id || m_session.isLoggedIn())
            return;
        if (answer.ok()) {
            login(answer.secret);
            return;
        }
        if (answer.status != SecretStatus::Absent)
            Q_EMIT keychainProblem(answer.message);
        Q_EMIT passwordNeeded(why);
    });
}

void GatewayLink::login(const Secret& password)
{
    if (std::exchange(m_loggingIn, true))
        return;
    const QString id = profile().id;
    m_session.login(profile().user, password, this, [this, id, password](const Result<void>& answer) {
        m_loggingIn = false;
        if (id != profile().id)
            return;
        if (answer) {
            m_given = password;
            loggedIn();
            return;
        }
        // Without an answer the machine comes back and tries again with the same password.
        if (failureOf(answer.error()) == Failure::Network)
            return;
        m_given = Secret();
        Q_EMIT passwordNeeded(answer.error().text());
    });
}

void GatewayLink::loggedIn()
{
    if (std::exchange(m_keep, false)) {
        m_secrets.write(profile().id, m_given, this, [this](const SecretAnswer& answer) {
            if (!answer.ok())
                Q_EMIT keychainProblem(answer.message);
        });
    }
    m_sinceLogin.start();
    m_given = Secret(); // a second login reads it from the store again
    Q_EMIT writableChanged();
    announceReady();
}

void GatewayLink::announceReady()
{
    m_events.start();
    m_client.call(CallId::Version, {}, this, [this](const Result<QJsonObject>& answer) {
        m_info = answer.valueOr(m_info);
        Q_EMIT profileChanged();
    });
    Q_EMIT ready();
}

} // namespace gatehouse::console
