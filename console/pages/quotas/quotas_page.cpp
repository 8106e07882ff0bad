// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/quotas/quotas_page.h"

#include "console/models/json_row.h"
#include "console/pages/shared/row_operations.h"
#include "console/pages/shared/usage_section.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"

#include <QAction>
#include <QPushButton>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString idOf(const QJsonObject& row)
{
    return textOf(row, "consumer_id");
}

QString consumerName(const QJsonObject& row)
{
    return textOf(row, "name").isEmpty() ? textOf(row, "external_id") : textOf(row, "name");
}

/// The quota with the largest share.
std::optional<UsageBar::Use> tightest(const QJsonObject& row)
{
    std::optional<UsageBar::Use> most;
    const auto share = [](const UsageBar::Use& use) {
        return double(use.used) / double(qMax(1LL, use.limit));
    };
    for (const UsageBar::Use& use : UsageSection::quotasOf(row)) {
        if (!most || share(use) > share(*most))
            most = use;
    }
    return most;
}

QString stateWord(const QJsonObject& row)
{
    const auto most = tightest(row);
    return most ? UsageBar::text(*most) : QuotasPage::tr("No quota");
}

Tone stateTone(const QJsonObject& row)
{
    const auto most = tightest(row);
    return most ? UsageBar::tone(most->used, most->limit) : Tone::Off;
}

QString quotaName(const QJsonObject& row)
{
    const auto most = tightest(row);
    return most ? most->name : QString();
}

QString resetWord(const QJsonObject& row)
{
    const auto most = tightest(row);
    return most ? UsageBar::resetText(most->resetsAt, QDateTime::currentDateTimeUtc()) : QString();
}

QList<Column> columns()
{
    return {{u"name"_s, QuotasPage::tr("Consumer"), consumerName, {}, {}},
            {u"plan"_s, QuotasPage::tr("Plan"), {}, {}, {}, false},
            {u"used"_s, QuotasPage::tr("Most used"), stateWord, stateTone, {}, false},
            {u"quota"_s, QuotasPage::tr("Quota"), quotaName, {}, {}, false},
            {u"resets_at"_s, QuotasPage::tr("Begins anew"), resetWord, {}, {}, false}};
}

} // namespace

QuotasPage::QuotasPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Use of quotas"), tr("Search by name, e-mail or external id"), u"quotas"_s,
                tr("The quotas could not be read.")},
               context, {CallId::QuotaV1List, u"items"_s}, columns(), idOf, parent)
    , m_operations(new RowOperations(*this, consumerName, [this](const QJsonObject& row) {
        return QStringList{tenant(), idOf(row)};
    }))
{
    useTenants();
    addChoice(u"state"_s, tr("State"),
              {{QString(), tr("Everybody")},
               {u"nearly"_s, tr("80 % used or more")},
               {u"exhausted"_s, tr("Used up")}});
    m_consumer = addOverflowAction(tr("Show the consumer"), u"consumers"_s);
    m_consumer->setObjectName(u"showConsumer"_s);
    connect(m_consumer, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            openRow(*row);
    });
    m_operations->add({.text = tr("Start the quotas anew"),
                       .icon = u"refresh"_s,
                       .call = CallId::QuotaV1Reset,
                       .ask = tr("Start the quotas of %1 anew?"),
                       .effect = tr("What has been used of them is forgotten; the consumer may use all of "
                                    "them once more. This cannot be taken back."),
                       .done = tr("The quotas of %1 begin anew.")});
    addExportActions();
    auto* empty = new EmptyState(u"plan"_s,
                                 tr("Plans and policies set quotas; here you see what consumers have used "
                                    "of them. There is no consumer yet."),
                                 tr("Show consumers"), this);
    connect(empty, &EmptyState::actionRequested, this, [this] {
        this->context().navigate({u"consumers"_s, {}});
    });
    setEmptyState(empty);
}

void QuotasPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    pane.setTitle(consumerName(row));
    pane.addFact(tr("External id"), textOf(row, "external_id"), true);
    pane.addFact(tr("Plan"), textOf(row, "plan"));
    pane.addSection(tr("Quotas"));
    pane.addWidget(new UsageSection(context(),
                                    ApiClient::requestFor(CallId::QuotaV1Get, {tenant(), idOf(row)}),
                                    UsageSection::quotasOf, tr("Neither a plan nor a policy sets a quota.")));
    pane.addAction(buttonFor(m_consumer));
    m_operations->addButtons(pane, row);
}

void QuotasPage::openRow(const QJsonObject& row)
{
    QUrlQuery query;
    query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(textOf(row, "external_id"))));
    query.addQueryItem(u"id"_s, idOf(row));
    context().navigate({u"consumers"_s, query});
}

} // namespace gatehouse::console
