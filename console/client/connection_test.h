// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "console/client/api_client.h"
#include "console/client/session.h"

#include <QObject>

class QTcpSocket;

namespace gatehouse::console {

/// *Test connection*: tries name, port, certificate, gateway and login one after the other and says how each
/// went, so that the user sees which one is wrong. Changes nothing; uses a client of its own.
class ConnectionTest : public QObject {
    Q_OBJECT
public:
    enum class Step { Name, Port, Certificate, Gateway, Login };
    enum class Outcome { Running, Passed, Failed, NotNeeded };
    explicit ConnectionTest(QObject* parent = nullptr);

    void start(const ConnectionProfile& profile, const Secret& password);
    void cancel();
    static QString title(Step step);

Q_SIGNALS:
    void stepChanged(gatehouse::console::ConnectionTest::Step step,
                     gatehouse::console::ConnectionTest::Outcome outcome, const QString& text);
    /// The certificate needs a decision before the test can go on.
    void trustNeeded(const gatehouse::console::TlsDecision& decision);
    void finished(bool passed);

private:
    void tryName();
    void tryPort();
    void tryGateway();
    void tryLogin();
    void pass(Step step, const QString& text);
    void fail(Step step, const QString& text);
    ApiClient m_client;
    Session m_session;
    ConnectionProfile m_profile;
    Secret m_password;
    QTcpSocket* m_socket;
    int m_lookup = -1;
    bool m_running = false;
};

} // namespace gatehouse::console
