// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/connection_status.h"

#include "console/app/gateway_link.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

QString environmentTitle(int environment)
{
    switch (static_cast<Environment>(environment)) {
    case Environment::Development:
        return ConnectionStatus::tr("Development");
    case Environment::Test:
        return ConnectionStatus::tr("Test");
    case Environment::Production:
        return ConnectionStatus::tr("Production");
    }
    return {};
}

ConnectionStatus::ConnectionStatus(GatewayLink& link, QWidget* parent)
    : QWidget(parent)
    , m_link(link)
    , m_state(new StatusPill(this))
    , m_retry(new QPushButton(tr("Retry now"), this))
    , m_gateway(new QLabel(this))
    , m_environment(new QLabel(this))
    , m_latency(new QLabel(this))
    , m_revision(new QLabel(this))
    , m_stream(new QLabel(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(tokens::spaceS, 0, tokens::spaceS, 0);
    row->setSpacing(tokens::spaceL);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_state, m_retry, m_gateway, m_environment,
                                                           m_latency, m_revision, m_stream})
        row->addWidget(widget);
    row->addStretch(1);
    m_retry->setFlat(true);
    setMinimumHeight(m_retry->sizeHint().height()); // does not jump when the button comes
    for (QLabel* label : {m_environment, m_latency, m_revision, m_stream})
        label->setForegroundRole(QPalette::PlaceholderText);
    ConnectionMachine& machine = link.machine();
    connect(m_retry, &QPushButton::clicked, &machine, &ConnectionMachine::retryNow);
    connect(&machine, &ConnectionMachine::stateChanged, this, &ConnectionStatus::refresh);
    connect(&machine, &ConnectionMachine::countdown, this, &ConnectionStatus::countdown);
    connect(&machine, &ConnectionMachine::latencyChanged, this, [this](int ms) {
        m_latency->setText(tr("Answers in %1 ms").arg(ms));
        m_latency->setToolTip(tr("Time the gateway took to answer the last heartbeat"));
    });
    connect(&link, &GatewayLink::profileChanged, this, &ConnectionStatus::refresh);
    connect(&link, &GatewayLink::writableChanged, this, &ConnectionStatus::refresh);
    connect(&link.events(), &EventStream::modeChanged, this, &ConnectionStatus::refresh);
    connect(&link.events(), &EventStream::revisionChanged, this,
            [this](qint64 revision) { m_revision->setText(tr("Revision %1").arg(revision)); });
    refresh();
}

void ConnectionStatus::refresh()
{
    const ConnectionMachine& machine = m_link.machine();
    const bool waiting =
        machine.state() == ConnectionState::Reconnecting || machine.state() == ConnectionState::Offline;
    m_retry->setVisible(waiting);
    m_state->setToolTip(machine.reason());
    switch (machine.state()) {
    case ConnectionState::Disconnected:
        m_state->setState(tokens::Tone::Off, tr("Not connected"));
        break;
    case ConnectionState::Connecting:
        m_state->setState(tokens::Tone::Info, tr("Connecting"));
        break;
    case ConnectionState::Connected:
        m_state->setState(tokens::Tone::Good,
                          m_link.session().isLoggedIn() ? tr("Connected") : tr("Not logged in"));
        break;
    case ConnectionState::Reconnecting:
        countdown(machine.secondsToRetry());
        break;
    case ConnectionState::Offline:
        m_state->setState(tokens::Tone::Bad, tr("Offline"));
        break;
    }
    const bool known = m_link.hasProfile();
    m_gateway->setText(known ? m_link.profile().displayName() : QString());
    m_gateway->setToolTip(m_link.profile().url.toString());
    QString environment =
        known ? tr("Environment: %1").arg(environmentTitle(static_cast<int>(m_link.profile().environment)))
              : QString();
    if (m_link.profile().readOnly)
        environment += tr(", read-only");
    m_environment->setText(environment);
    m_latency->setVisible(machine.isConnected());
    const bool polling = m_link.events().mode() == EventStream::Mode::Polling;
    m_stream->setText(m_link.events().mode() == EventStream::Mode::Live ? tr("Live")
                      : polling                                         ? tr("Polling")
                                                                        : QString());
    m_stream->setToolTip(polling ? tr("The gateway cannot stream; changes are asked for every few seconds")
                                 : tr("Changes arrive as they happen"));
    if (!machine.isConnected() && machine.lastAnswer().isValid())
        m_stream->setText(
            tr("as of %1").arg(QLocale().toString(machine.lastAnswer().toLocalTime().time(), u"HH:mm:ss"_s)));
}

void ConnectionStatus::countdown(int seconds)
{
    m_state->setState(tokens::Tone::Warning, tr("Reconnecting in %1 s").arg(seconds));
}

} // namespace gatehouse::console
