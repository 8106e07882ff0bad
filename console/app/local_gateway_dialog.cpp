// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/local_gateway_dialog.h"

#include "console/app/local_gateway.h"
#include "console/settings/settings.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int readLogMs = 500;

struct Look {
    tokens::Tone tone;
    QString word;
};

Look lookOf(LocalGateway::State state)
{
    switch (state) {
    case LocalGateway::State::Stopped:
        return {tokens::Tone::Off, LocalGatewayDialog::tr("Stopped")};
    case LocalGateway::State::Starting:
        return {tokens::Tone::Info, LocalGatewayDialog::tr("Starting")};
    case LocalGateway::State::Running:
        return {tokens::Tone::Good, LocalGatewayDialog::tr("Running")};
    case LocalGateway::State::Stopping:
        return {tokens::Tone::Info, LocalGatewayDialog::tr("Stopping")};
    case LocalGateway::State::Failed:
        return {tokens::Tone::Bad, LocalGatewayDialog::tr("Failed")};
    }
    return {tokens::Tone::Off, {}};
}

} // namespace

LocalGatewayDialog::LocalGatewayDialog(LocalGateway& gateway, Settings& settings, QWidget* parent)
    : QDialog(parent)
    , m_gateway(gateway)
    , m_settings(settings)
    , m_state(new StatusPill(this))
    , m_progress(new ProgressLine(this))
    , m_text(new QLabel(this))
    , m_stopWithConsole(new QCheckBox(tr("Stop it when the console closes"), this))
    , m_log(new QPlainTextEdit(this))
    , m_start(new QPushButton(tr("Start"), this))
    , m_stop(new QPushButton(tr("Stop"), this))
    , m_connect(new QPushButton(tr("Connect"), this))
{
    setObjectName(u"localGatewayDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Gateway on this machine"));
    resize(tokens::dialogWidth * 5 / 4, tokens::dialogWidth);
    build();
    connect(&gateway, &LocalGateway::stateChanged, this, &LocalGatewayDialog::refresh);
    connect(m_start, &QPushButton::clicked, &gateway, &LocalGateway::start);
    connect(m_stop, &QPushButton::clicked, &gateway, &LocalGateway::stop);
    connect(m_connect, &QPushButton::clicked, this, [this] {
        Q_EMIT connectRequested();
        accept();
    });
    connect(m_stopWithConsole, &QCheckBox::toggled, this,
            [this](bool on) { m_settings.setValue(Setting::StopLocalGateway, on); });
    connect(&m_readLog, &QTimer::timeout, this, &LocalGatewayDialog::readLog);
    m_readLog.start(readLogMs);
    refresh();
}

void LocalGatewayDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    auto* purpose = new QLabel(tr("Needs nothing else: no database, no service. Its data and its keys are in "
                                  "%1; only you can read them.")
                                   .arg(m_gateway.folder()),
                               this);
    purpose->setWordWrap(true);
    purpose->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setObjectName(u"localGatewayText"_s);
    m_stopWithConsole->setObjectName(u"stopWithConsole"_s);
    m_stopWithConsole->setChecked(m_settings.value(Setting::StopLocalGateway).toBool());
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setFont(tokens::font(tokens::TextRole::Mono));
    m_log->setAccessibleName(tr("Log of the gateway"));
    m_log->setPlaceholderText(tr("What the gateway says appears here."));
    m_start->setObjectName(u"startLocal"_s);
    m_stop->setObjectName(u"stopLocal"_s);
    m_connect->setObjectName(u"connectLocal"_s);
    m_start->setProperty("primary", true);
    auto* state = new QHBoxLayout;
    state->addWidget(m_state);
    state->addWidget(m_text, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    for (QPushButton* button : {m_stop, m_connect, m_start}) {
        button->setAutoDefault(false);
        buttons->addButton(button, QDialogButtonBox::ActionRole);
    }
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    for (QWidget* part : std::initializer_list<QWidget*>{title, purpose, m_progress})
        column->addWidget(part);
    column->addLayout(state);
    column->addWidget(m_log, 1);
    column->addWidget(m_stopWithConsole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void LocalGatewayDialog::refresh()
{
    const LocalGateway::State state = m_gateway.state();
    const Look look = lookOf(state);
    m_state->setState(look.tone, look.word);
    const bool moving = state == LocalGateway::State::Starting || state == LocalGateway::State::Stopping;
    moving ? m_progress->start() : m_progress->stop();
    const bool running = state == LocalGateway::State::Running;
    m_start->setEnabled(!moving && !running);
    m_stop->setEnabled(running || state == LocalGateway::State::Starting);
    m_connect->setEnabled(running);
    if (running)
        m_text->setText(tr("Traffic on http://127.0.0.1:%1, administration on http://127.0.0.1:%2")
                            .arg(m_gateway.publicPort())
                            .arg(m_gateway.adminPort()));
    else if (state == LocalGateway::State::Failed)
        m_text->setText(m_gateway.problem());
    else
        m_text->clear();
    readLog();
}

void LocalGatewayDialog::readLog()
{
    const QString text = m_gateway.logTail();
    if (text == m_log->toPlainText())
        return;
    QScrollBar* bar = m_log->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum();
    m_log->setPlainText(text);
    if (atEnd)
        bar->setValue(bar->maximum());
}

} // namespace gatehouse::console
