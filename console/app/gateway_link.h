// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/client/event_stream.h"
#include "console/client/session.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>

namespace gatehouse::console {

class Profiles;
class SecretStore;

/// Everything between "this profile" and "logged in": connects, fetches the password, logs in, starts the
/// event stream, and does so again after a loss. Says what it needs from the user and never opens a window.
class GatewayLink : public QObject {
    Q_OBJECT
public:
    GatewayLink(Profiles& profiles, SecretStore& secrets, QObject* parent = nullptr);

    ApiClient& client() { return m_client; }
    Session& session() { return m_session; }
    ConnectionMachine& machine() { return m_machine; }
    EventStream& events() { return m_events; }
    const ConnectionProfile& profile() const { return m_client.profile(); }
    bool hasProfile() const { return !profile().id.isEmpty(); }

    void open(const ConnectionProfile& profile);
    /// Connects and logs in with this password; `keep` stores it.
    void openWith(const ConnectionProfile& profile, const Secret& password, bool keep);
    void close();
    /// The answer to passwordNeeded().
    void givePassword(const Secret& password, bool keep);
    /// The answer to trustNeeded(): pins the certificate in the profile and tries again.
    void trust(const TlsDecision& decision);
    /// The user has another password now: what is kept of it is written anew.
    void passwordChanged(const Secret& password);
    bool isReady() const { return m_session.isLoggedIn() && m_machine.isConnected(); }
    /// A session that ends sooner is not renewed without asking, milliseconds (10,000).
    void setShortestSession(int ms) { m_shortestSessionMs = ms; }
    /// What the gateway says of itself: {product, version, api_level, capabilities, ...}; empty before the
    /// first login.
    const QJsonObject& gatewayInfo() const { return m_info; }
    /// Changes can be made now; else `why` is a sentence.
    bool mayWrite(QString* why) const;

Q_SIGNALS:
    /// Another profile, or news about its gateway.
    void profileChanged();
    /// Logged in and connected, also after every loss: pages load.
    void ready();
    /// Connected, but not logged in; `why` is empty at the first time.
    void passwordNeeded(const QString& why);
    void trustNeeded(const gatehouse::console::TlsDecision& decision);
    /// The password could not be kept or read; the session goes on without.
    void keychainProblem(const QString& message);
    /// Anything that changes the answer of mayWrite().
    void writableChanged();

private:
    void stateChanged(ConnectionState state);
    /// With the given password, else with the stored one, else by asking with `why`.
    void authenticate(const QString& why = {});
    void sessionLost(const QString& why);
    void login(const Secret& password);
    void loggedIn();
    Profiles& m_profiles;
    SecretStore& m_secrets;
    ApiClient m_client;
    Session m_session;
    ConnectionMachine m_machine;
    EventStream m_events;
    void announceReady();
    QJsonObject m_info;
    Secret m_given;
    bool m_keep = false;
    bool m_loggingIn = false;
    qint64 m_shortestSessionMs = 10'000;
    QElapsedTimer m_sinceLogin; ///< keeps a gateway that refuses every token from being asked again and again
};

} // namespace gatehouse::console
