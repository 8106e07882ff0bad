// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/connection_test.h"

#include "console/client/envelope.h"

#include <QHostInfo>
#include <QTcpSocket>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int stepTimeoutMs = 4'000;
constexpr quint16 httpsPort = 443;
constexpr quint16 httpPort = 80;
} // namespace

ConnectionTest::ConnectionTest(QObject* parent)
    : QObject(parent)
    , m_client(this)
    , m_session(m_client, this)
    , m_socket(new QTcpSocket(this))
{
    connect(&m_client, &ApiClient::trustNeeded, this, &ConnectionTest::trustNeeded);
    connect(m_socket, &QTcpSocket::connected, this, [this] {
        pass(Step::Port, tr("Port %1 is open").arg(m_socket->peerPort()));
        m_socket->abort();
        tryGateway();
    });
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this] {
        if (m_running)
            fail(Step::Port, m_socket->errorString());
    });
}

QString ConnectionTest::title(Step step)
{
    switch (step) {
    case Step::Name:
        return tr("Name");
    case Step::Port:
        return tr("Port");
    case Step::Certificate:
        return tr("Certificate");
    case Step::Gateway:
        return tr("Gateway");
    case Step::Login:
        return tr("Login");
    }
    return {};
}

void ConnectionTest::start(const ConnectionProfile& profile, const Secret& password)
{
    cancel();
    m_profile = profile;
    m_password = password;
    m_client.setProfile(profile);
    m_running = true;
    tryName();
}

void ConnectionTest::cancel()
{
    m_running = false;
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
    m_lookup = -1;
    m_socket->abort();
    m_client.dropAll();
}

void ConnectionTest::tryName()
{
    Q_EMIT stepChanged(Step::Name, Outcome::Running, {});
    m_lookup = QHostInfo::lookupHost(m_profile.url.host(), this, [this](const QHostInfo& info) {
        m_lookup = -1;
        if (!m_running)
            return;
        if (info.error() != QHostInfo::NoError || info.addresses().isEmpty()) {
            fail(Step::Name, tr("%1 is not known: %2").arg(m_profile.url.host(), info.errorString()));
            return;
        }
        pass(Step::Name, info.addresses().first().toString());
        tryPort();
    });
}

void ConnectionTest::tryPort()
{
    Q_EMIT stepChanged(Step::Port, Outcome::Running, {});
    const int fallback = m_profile.url.scheme() == u"https"_s ? httpsPort : httpPort;
    m_socket->connectToHost(m_profile.url.host(), static_cast<quint16>(m_profile.url.port(fallback)));
    QTimer::singleShot(stepTimeoutMs, m_socket, [this] {
        if (m_running && m_socket->state() == QAbstractSocket::ConnectingState) {
            m_socket->abort();
            fail(Step::Port, tr("No answer within %1 seconds").arg(stepTimeoutMs / 1'000));
        }
    });
}

void ConnectionTest::tryGateway()
{
    const bool secure = m_profile.url.scheme() == u"https"_s;
    Q_EMIT stepChanged(Step::Certificate, secure ? Outcome::Running : Outcome::NotNeeded,
                       secure ? QString() : tr("Not encrypted; fine on this machine only"));
    ApiRequest request = ApiClient::requestFor(CallId::Version);
    request.timeoutMs = stepTimeoutMs;
    m_client.send(request, this, [this, secure](const Result<QJsonObject>& answer) {
        if (!m_running)
            return;
        const bool transport = !answer && failureOf(answer.error()) != Failure::Api;
        if (transport && failureOf(answer.error()) == Failure::Tls) {
            fail(Step::Certificate, answer.error().message);
            return;
        }
        if (secure && !transport)
            pass(Step::Certificate, m_profile.pinnedSha256.isEmpty() ? tr("Valid") : tr("The trusted one"));
        if (!answer) {
            fail(Step::Gateway,
                 tr("Something answers, but not a Gatehouse gateway: %1").arg(answer.error().message));
            return;
        }
        const QString version = answer->value(u"version"_s).toString();
        pass(Step::Gateway, version.isEmpty() ? tr("It answers") : tr("Version %1").arg(version));
        tryLogin();
    });
}

void ConnectionTest::tryLogin()
{
    Q_EMIT stepChanged(Step::Login, Outcome::Running, {});
    m_session.login(m_profile.user, m_password, this, [this](const Result<void>& answer) {
        if (!m_running)
            return;
        if (!answer) {
            fail(Step::Login, answer.error().text());
            return;
        }
        pass(Step::Login, tr("Logged in as %1").arg(m_session.user()));
        m_session.logout();
        m_running = false;
        Q_EMIT finished(true);
    });
}

void ConnectionTest::pass(Step step, const QString& text)
{
    Q_EMIT stepChanged(step, Outcome::Passed, text);
}

void ConnectionTest::fail(Step step, const QString& text)
{
    m_running = false;
    Q_EMIT stepChanged(step, Outcome::Failed, text);
    Q_EMIT finished(false);
}

} // namespace gatehouse::console
