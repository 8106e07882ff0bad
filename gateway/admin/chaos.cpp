// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/chaos.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

bool changesDocuments(const CallInfo& call)
{
    return call.method != Method::Get && call.method != Method::Head && call.method != Method::Options &&
           *call.audit != '\0';
}

} // namespace

ChaosSwitch::ChaosSwitch(QObject* parent)
    : QObject(parent)
{
    for (Outage& outage : m_outages) {
        outage.timer.setSingleShot(true);
        connect(&outage.timer, &QTimer::timeout, this, &ChaosSwitch::onTimeout);
    }
}

void ChaosSwitch::set(Backend backend, bool away)
{
    Outage& outage = m_outages[std::size_t(backend)];
    outage.away = away;
    outage.timer.stop();
}

void ChaosSwitch::outage(Backend backend, qint64 durationMs)
{
    set(backend, true);
    m_outages[std::size_t(backend)].timer.start(std::chrono::milliseconds(durationMs));
}

void ChaosSwitch::onTimeout()
{
    for (Outage& outage : m_outages)
        outage.away = outage.away && &outage.timer != sender();
}

std::optional<Reply> ChaosSwitch::refusal(const CallInfo& call)
{
    const bool spared = call.auth == AuthClass::Open || call.auth == AuthClass::Optional ||
                        call.auth == AuthClass::Scrape || call.id == CallId::ToolChaos ||
                        call.id == CallId::ToolChaosStats;
    if (spared)
        return std::nullopt;
    if (isAway(Backend::Redis)) {
        ++m_refused;
        return Reply::detail(503, u"Service temporarily unavailable"_s);
    }
    if (isAway(Backend::Mongo) && changesDocuments(call)) {
        ++m_refused;
        return Reply::detail(500, u"Database unavailable"_s);
    }
    return std::nullopt;
}

} // namespace gatehouse::admin
