// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/tester_page.h"

#include "console/client/api_client.h"
#include "console/pages/shared/traffic_address.h"
#include "console/pages/tester/answer_view.h"
#include "console/pages/tester/burst_dialog.h"
#include "console/pages/tester/request_form.h"
#include "console/pages/tester/trace.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int longestHistory = 50;
}

TesterPage::TesterPage(PageContext& context, QWidget* parent)
    : Page(tr("Request tester"), context, parent)
    , m_form(new RequestForm(this))
    , m_answer(new AnswerView(this))
    , m_history(nullptr)
{
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->setChildrenCollapsible(false);
    halves->addWidget(m_form);
    halves->addWidget(m_answer);
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 3);
    halves->setSizes({tokens::detailWidth * 2 / 3, tokens::detailWidth});
    auto* all = new QSplitter(Qt::Horizontal, this);
    all->setChildrenCollapsible(false);
    all->setHandleWidth(tokens::spaceM);
    all->addWidget(halves);
    all->addWidget(buildHistory());
    all->setStretchFactor(0, 1);
    all->setSizes({tokens::navigationWidth * 4, tokens::navigationWidth});
    setContent(all);
    connect(addOverflowAction(tr("Copy as curl"), u"copy"_s), &QAction::triggered, this,
            &TesterPage::copyCurl);
    QAction* burst = addOverflowAction(tr("Burst test…"), u"traffic"_s);
    burst->setObjectName(u"burst"_s);
    connect(burst, &QAction::triggered, this, &TesterPage::burst);
    connect(m_form, &RequestForm::sendRequested, this, &TesterPage::send);
    connect(m_form, &RequestForm::baseEdited, this, [this] {
        if (m_form->base().isValid())
            setTrafficAddress(this->context(), m_form->base());
    });
}

TesterPage::~TesterPage() = default;

QWidget* TesterPage::buildHistory()
{
    auto* side = new QWidget(this);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("Sent in this session"), side);
    label->setForegroundRole(QPalette::PlaceholderText);
    m_history = new QListWidget(side);
    m_history->setObjectName(u"history"_s);
    m_history->setAccessibleName(label->text());
    m_history->setTextElideMode(Qt::ElideMiddle);
    m_history->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_history->setSpacing(tokens::spaceXs / 2);
    label->setBuddy(m_history);
    column->addWidget(label);
    column->addWidget(m_history, 1);
    connect(m_history, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        const Past& past = m_past.at(m_history->row(item));
        m_form->setCall(past.call);
        m_answer->show(past.answer);
    });
    return side;
}

void TesterPage::activate()
{
    m_form->setBase(trafficAddress(context())); // which knows what the user has typed
}

void TesterPage::restoreState(const QUrlQuery& query)
{
    const QString path = query.queryItemValue(u"path"_s, QUrl::FullyDecoded);
    if (!path.isEmpty()) {
        TrafficCall call = m_form->call();
        call.method = query.queryItemValue(u"method"_s, QUrl::FullyDecoded).toLatin1();
        m_form->setCall(call);
        m_form->setPath(path);
        return;
    }
    const QString name = query.queryItemValue(u"name"_s, QUrl::FullyDecoded);
    if (name.isEmpty())
        return;
    const QUrl url = publicUrl(QUrl(), query.queryItemValue(u"type"_s, QUrl::FullyDecoded), name,
                               query.queryItemValue(u"version"_s, QUrl::FullyDecoded), u"/"_s);
    m_form->setPath(url.path());
}

bool TesterPage::addCredential(TrafficCall& call, bool masked)
{
    switch (m_form->auth()) {
    case RequestForm::Auth::None:
        return true;
    case RequestForm::Auth::Session: {
        const QByteArray token = context().client.bearer().reveal();
        if (token.isEmpty()) {
            messages()->showMessage(tokens::Tone::Warning, tr("You are not logged in: there is no token."));
            return false;
        }
        call.headers.append(
            qMakePair(QByteArray("Authorization"), masked ? QByteArray("Bearer TOKEN") : "Bearer " + token));
        return true;
    }
    case RequestForm::Auth::Pasted:
        call.headers.append(m_form->pasted());
        if (masked)
            call.headers.last().second =
                call.headers.last().first == "Authorization" ? QByteArray("Bearer TOKEN") : QByteArray("KEY");
        return true;
    }
    return true;
}

void TesterPage::send()
{
    if (m_caller.isBusy()) {
        m_caller.cancel();
        m_form->setBusy(false);
        progress()->stop();
        return;
    }
    if (progress()->isBusy())
        return; // a traced request is under way; its answer comes in any case
    TrafficCall call, sent;
    if (ready(call, sent))
        m_form->isTraced() ? sendTraced(call, sent) : sendDirectly(call, sent);
}

bool TesterPage::ready(TrafficCall& call, TrafficCall& sent)
{
    messages()->clear();
    call = m_form->call();
    const QString scheme = call.url.scheme();
    if (!call.url.isValid() || call.url.host().isEmpty() || (scheme != u"http"_s && scheme != u"https"_s)) {
        messages()->showMessage(tokens::Tone::Bad, tr("The address must be http:// or https:// and a host."));
        return false;
    }
    sent = call;
    return addCredential(sent, false);
}

void TesterPage::burst()
{
    TrafficCall call, sent;
    if (ready(call, sent))
        (new BurstDialog(context(), sent, this))->open();
}

/// Through the gateway's own tester. A gateway that has none is called like a client would.
void TesterPage::sendTraced(const TrafficCall& call, const TrafficCall& sent)
{
    const bool asCaller = m_form->auth() == RequestForm::Auth::Session;
    m_form->setBusy(true);
    progress()->start();
    context().client.call(
        CallId::TestRequest, {}, testRequestOf(asCaller ? call : sent, asCaller), this,
        [this, call, sent](const Result<QJsonObject>& traced) {
            if (traced) {
                took(call, answerOf(*traced));
                m_answer->showTraced(*traced);
                return;
            }
            const bool missing =
                traced.error().type == ErrorType::NotFound || traced.error().type == ErrorType::Unsupported;
            if (missing) {
                messages()->showMessage(
                    tokens::Tone::Info,
                    tr("This gateway cannot trace; the request was sent as a client sends it."));
                sendDirectly(call, sent);
                return;
            }
            m_form->setBusy(false);
            progress()->stop();
            messages()->showError(tr("The gateway did not send the request."), traced.error(), false);
        });
}

void TesterPage::sendDirectly(const TrafficCall& call, const TrafficCall& sent)
{
    m_form->setBusy(true);
    progress()->start();
    m_caller.send(sent.method, sent.url, sent.headers, sent.body, context().client.profile(),
                  [this, call](const TrafficAnswer& answer) { took(call, answer); });
}

void TesterPage::took(const TrafficCall& call, const TrafficAnswer& answer)
{
    m_form->setBusy(false);
    progress()->stop();
    m_answer->show(answer);
    m_past.prepend({call, answer});
    auto* item = new QListWidgetItem(
        tr("%1 %2\n%3, %4 ms")
            .arg(QString::fromLatin1(call.method), call.url.path(), AnswerView::statusText(answer))
            .arg(answer.totalMs));
    item->setToolTip(call.url.toString());
    m_history->insertItem(0, item);
    if (m_past.size() > longestHistory) {
        m_past.removeLast();
        delete m_history->takeItem(m_history->count() - 1);
    }
}

void TesterPage::copyCurl()
{
    TrafficCall call = m_form->call();
    if (!addCredential(call, true))
        return;
    QGuiApplication::clipboard()->setText(curlCommand(call));
    context().toasts.show(tokens::Tone::Good, tr("Copied; a credential is left out."));
}

} // namespace gatehouse::console
