// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/subscriptions_page.h"

#include "console/models/json_row.h"
#include "console/pages/consumers/desk_words.h"
#include "console/pages/consumers/key_lookup_dialog.h"
#include "console/pages/consumers/onboarding_dialog.h"
#include "console/pages/consumers/plan_dialog.h"
#include "console/pages/consumers/rotate_dialog.h"
#include "console/pages/shared/row_operations.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"

#include <QAction>
#include <QComboBox>
#include <QDateTime>
#include <QLocale>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString idOf(const QJsonObject& row)
{
    return textOf(row, "subscription_id");
}

QString rowName(const QJsonObject& row)
{
    return SubscriptionsPage::tr("%1 on %2").arg(textOf(row, "consumer"), textOf(row, "api"));
}

std::function<bool(const QJsonObject&)> in(const QStringList& states)
{
    return [states](const QJsonObject& row) { return states.contains(textOf(row, "status")); };
}

QString expiryWord(const QDateTime& end)
{
    return end.isValid() ? SubscriptionsPage::tr("expires %1")
                               .arg(QLocale().toString(end.toLocalTime().date(), QLocale::ShortFormat))
                         : SubscriptionsPage::tr("never expires");
}

RowChange extended(const QJsonObject& row, int days)
{
    const QDateTime end = QDateTime::fromString(textOf(row, "expires_at"), Qt::ISODateWithMs);
    return {expiryWord(end), expiryWord(end.isValid() ? end.addDays(days) : end)};
}

QString whyNotExtended(const QJsonObject& row)
{
    if (textOf(row, "status") != u"active"_s)
        return SubscriptionsPage::tr("Only an active subscription can be extended.");
    return textOf(row, "expires_at").isEmpty() ? SubscriptionsPage::tr("It never expires.") : QString();
}

QString keyText(const QJsonObject& row)
{
    const QString prefix = textOf(row, "api_key_prefix");
    return prefix.isEmpty() ? u"–"_s : prefix + u'…';
}

QList<Column> subscriptionColumns()
{
    return {{u"consumer"_s, SubscriptionsPage::tr("Consumer"), {}, {}, {}},
            {u"api"_s, SubscriptionsPage::tr("API"), {}, {}, {}},
            {u"status"_s, SubscriptionsPage::tr("State"), subscriptionStateWord, subscriptionStateTone, {}},
            {u"plan"_s, SubscriptionsPage::tr("Plan"), {}, {}, {}, false},
            {u"api_key_prefix"_s, SubscriptionsPage::tr("Key"), keyText, {}, {}, false},
            timeColumn(u"expires_at"_s, SubscriptionsPage::tr("Expires")),
            timeColumn(u"created_at"_s, SubscriptionsPage::tr("Created"))};
}

QList<RowOperation> approvals()
{
    return {
        {.text = SubscriptionsPage::tr("Approve"),
         .icon = u"good"_s,
         .call = CallId::SubscriptionV1Approve,
         .applies = in({u"pending"_s}),
         .done = SubscriptionsPage::tr("%1 is approved: the key works now."),
         .change = becomes(subscriptionStateWord, u"status"_s, u"active"_s)},
        {.text = SubscriptionsPage::tr("Reject"),
         .icon = u"bad"_s,
         .call = CallId::SubscriptionV1Reject,
         .applies = in({u"pending"_s}),
         .ask = SubscriptionsPage::tr("Reject %1?"),
         .effect = SubscriptionsPage::tr("The key never works. The reason is kept with the subscription."),
         .done = SubscriptionsPage::tr("%1 is rejected."),
         .reason = RowOperation::Reason::Required,
         .danger = true,
         .change = becomes(subscriptionStateWord, u"status"_s, u"rejected"_s)},
        {.text = SubscriptionsPage::tr("Suspend"),
         .icon = u"pause"_s,
         .call = CallId::SubscriptionV1Suspend,
         .applies = in({u"active"_s}),
         .done = SubscriptionsPage::tr("%1 is suspended: its key is refused."),
         .undone = SubscriptionsPage::tr("%1 is active again."),
         .undo = CallId::SubscriptionV1Reactivate,
         .change = becomes(subscriptionStateWord, u"status"_s, u"suspended"_s)},
        {.text = SubscriptionsPage::tr("Reactivate"),
         .icon = u"play"_s,
         .call = CallId::SubscriptionV1Reactivate,
         .applies = in({u"suspended"_s}),
         .done = SubscriptionsPage::tr("%1 is active again."),
         .undone = SubscriptionsPage::tr("%1 is suspended again."),
         .undo = CallId::SubscriptionV1Suspend,
         .change = becomes(subscriptionStateWord, u"status"_s, u"active"_s)}};
}

QList<RowOperation> endings()
{
    const auto extensible = [](const QJsonObject& row) {
        return textOf(row, "status") == u"active"_s && !textOf(row, "expires_at").isEmpty();
    };
    const auto extend = [&](const QString& text, int days, const QString& done) {
        return RowOperation{.text = text,
                            .icon = u"clock"_s,
                            .call = CallId::SubscriptionV1Extend,
                            .applies = extensible,
                            .done = done,
                            .body = {{u"extend_days"_s, days}},
                            .change = [days](const QJsonObject& row) { return extended(row, days); },
                            .whyNot = whyNotExtended};
    };
    return {extend(SubscriptionsPage::tr("Extend by 7 days"), 7,
                   SubscriptionsPage::tr("%1 expires 7 days later.")),
            extend(SubscriptionsPage::tr("Extend by 14 days"), 14,
                   SubscriptionsPage::tr("%1 expires 14 days later.")),
            {.text = SubscriptionsPage::tr("Revoke for good"),
             .icon = u"delete"_s,
             .call = CallId::SubscriptionV1Revoke,
             .applies = in({u"pending"_s, u"active"_s, u"suspended"_s, u"expired"_s, u"rejected"_s}),
             .ask = SubscriptionsPage::tr("Revoke %1 for good?"),
             .effect = SubscriptionsPage::tr("The key is refused at once and cannot be brought back. The "
                                             "consumer can be subscribed again and gets another key."),
             .done = SubscriptionsPage::tr("%1 is revoked."),
             .reason = RowOperation::Reason::Required,
             .danger = true,
             .change = becomes(subscriptionStateWord, u"status"_s, u"revoked"_s),
             .typed = true}};
}

} // namespace

SubscriptionsPage::SubscriptionsPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Subscriptions and keys"), tr("Search by consumer, e-mail, API or the beginning of a key"),
                u"subscriptions"_s, tr("The subscriptions could not be read.")},
               context, {CallId::SubscriptionV1OfTenant, u"items"_s}, subscriptionColumns(), idOf, parent)
    , m_operations(new RowOperations(
          *this, rowName, [](const QJsonObject& row) { return QStringList{idOf(row)}; },
          CallId::SubscriptionV1Get))
{
    useTenants();
    addChoice(u"status"_s, tr("State"),
              {{QString(), tr("Every state")},
               {u"pending"_s, tr("Waits for approval")},
               {u"active"_s, tr("Active")},
               {u"suspended"_s, tr("Suspended")},
               {u"expired"_s, tr("Expired")},
               {u"rejected"_s, tr("Rejected")},
               {u"revoked"_s, tr("Revoked")}});
    buildActions();
    auto* empty =
        new EmptyState(u"key"_s, tr("A subscription lets a consumer call an API with a key of its own."),
                       tr("Subscribe"), this);
    connect(empty, &EmptyState::actionRequested, this, &SubscriptionsPage::subscribe);
    setEmptyState(empty);
}

void SubscriptionsPage::buildActions()
{
    connect(setPrimaryAction(tr("Subscribe"), u"add"_s), &QAction::triggered, this,
            &SubscriptionsPage::subscribe);
    m_lookUp = addOverflowAction(tr("Whose key is this?"), u"search"_s);
    connect(m_lookUp, &QAction::triggered, this, &SubscriptionsPage::lookUp);
    const QList<RowOperation> first = approvals();
    for (const RowOperation& operation : first)
        m_operations->add(operation);
    m_rotate = addOverflowAction(tr("Rotate key"), u"refresh"_s, true);
    m_plan = addOverflowAction(tr("Change plan"), u"plan"_s, true);
    connect(m_rotate, &QAction::triggered, this, &SubscriptionsPage::rotate);
    connect(m_plan, &QAction::triggered, this, &SubscriptionsPage::changePlan);
    const QList<RowOperation> last = endings();
    for (const RowOperation& operation : last)
        m_operations->add(operation);
    addExportActions();
}

bool SubscriptionsPage::hasUnsavedChanges() const
{
    return ListPage::hasUnsavedChanges() || (m_onboarding && m_onboarding->isDirty());
}

void SubscriptionsPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    pane.setTitle(textOf(row, "consumer"));
    pane.pill()->setState(subscriptionStateTone(row), subscriptionStateWord(row));
    pane.pill()->show();
    if (!textOf(row, "status_reason").isEmpty())
        pane.addFact(tr("Reason"), textOf(row, "status_reason"));
    pane.addFact(tr("API"), textOf(row, "api"));
    pane.addFact(tr("Plan"), textOf(row, "plan"));
    pane.addFact(tr("E-mail"), textOf(row, "consumer_email"));
    pane.addFact(tr("External id"), textOf(row, "consumer_external_id"), true);
    pane.addSection(tr("Key"));
    pane.addFact(tr("Begins with"), keyText(row), true);
    pane.addFact(tr("Rotated"), tr("%n time(s)", nullptr, row.value(u"rotation_count"_s).toInt()));
    pane.addFact(tr("Last rotation"), absoluteTime(row, u"last_rotated_at"_s));
    pane.addSection(tr("Life"));
    pane.addFact(tr("Created"), absoluteTime(row, u"created_at"_s));
    pane.addFact(tr("Approved"),
                 textOf(row, "approved_by").isEmpty()
                     ? QString()
                     : tr("%1 by %2").arg(absoluteTime(row, u"approved_at"_s), textOf(row, "approved_by")));
    pane.addFact(tr("Expires"),
                 textOf(row, "expires_at").isEmpty() ? tr("never") : absoluteTime(row, u"expires_at"_s));
    const QString state = textOf(row, "status");
    if (state == u"active"_s)
        pane.addAction(buttonFor(m_rotate));
    if (state == u"active"_s || state == u"pending"_s || state == u"suspended"_s)
        pane.addAction(buttonFor(m_plan));
    m_operations->addButtons(pane, row);
}

void SubscriptionsPage::openRow(const QJsonObject& row)
{
    const QString state = textOf(row, "status");
    if (state == u"active"_s || state == u"pending"_s || state == u"suspended"_s)
        changePlan();
}

void SubscriptionsPage::subscribe()
{
    m_onboarding = new OnboardingDialog(context(), tenant(), OnboardingDialog::Begin::Subscription, {}, this);
    connect(m_onboarding, &OnboardingDialog::subscribed, this, &SubscriptionsPage::selectAfterReload);
    m_onboarding->open();
}

void SubscriptionsPage::rotate()
{
    const auto row = chosen();
    if (!row)
        return;
    auto* dialog = new RotateDialog(context(), *row, this);
    connect(dialog, &RotateDialog::rotated, this, [this] { model()->reload(); });
    dialog->open();
}

void SubscriptionsPage::changePlan()
{
    const auto row = chosen();
    if (!row)
        return;
    auto* dialog = new PlanDialog(context(), tenant(), *row, this);
    connect(dialog, &PlanDialog::changed, this, [this] { model()->reload(); });
    dialog->open();
}

void SubscriptionsPage::lookUp()
{
    auto* dialog = new KeyLookupDialog(context(), tenant(), this);
    connect(dialog, &KeyLookupDialog::subscriptionChosen, this, [this](const QString& search) {
        QUrlQuery query;
        query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(search)));
        context().navigate({u"subscriptions"_s, query});
    });
    dialog->open();
}

} // namespace gatehouse::console
