// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/demo_traffic.h"

#include "common/core/ids.h"
#include "common/model/api.h"
#include "common/model/operation.h"
#include "common/model/principal.h"
#include "gateway/observe/access_line.h"
#include "gateway/observe/log_system.h"
#include "gateway/observe/monitor_store.h"
#include "gateway/observe/telemetry.h"

#include <QRandomGenerator>

#include <algorithm>

namespace gatehouse::admin {

namespace {

constexpr int demoMinutes = 400;
constexpr qint64 demoMinuteMs = 60'000;

/// One request, with the texts that its record shows.
struct DemoRequest {
    std::string id, path, name, version, method, uri, user, address;
    observe::RequestRecord record() const
    {
        observe::RequestRecord record;
        record.requestId = id;
        record.clientAddress = record.peerAddress = address;
        record.method = method;
        record.path = path;
        record.host = "localhost";
        record.userAgent = "demo";
        record.httpVersion = "1.1";
        record.tenant = "default";
        record.api = name;
        record.apiVersion = version;
        record.operation = uri;
        record.principal = user;
        return record;
    }
};

class DemoTraffic {
public:
    DemoTraffic(const control::Documents& documents, const control::DemoOptions& options)
        : m_random(options.seed)
    {
        documents.of<Operation>().forEach([this](const Operation& operation) {
            if (operation.description == control::demoMark())
                m_operations.push_back(&operation);
        });
        documents.of<User>().forEach([this](const User& user) {
            if (user.username.startsWith(control::demoUserPrefix()))
                m_users.push_back(user.username.toStdString());
        });
        // The tables have no order of their own.
        std::sort(m_operations.begin(), m_operations.end(), [](const Operation* a, const Operation* b) {
            return std::tie(a->apiName, a->uri, a->method) < std::tie(b->apiName, b->uri, b->method);
        });
        std::sort(m_users.begin(), m_users.end());
    }

    bool isPossible() const { return !m_operations.empty() && !m_users.empty(); }
    int upTo(int count) { return int(m_random.bounded(count)); }

    template <typename Take>
    void request(qint64 atMs, const Take& take)
    {
        constexpr std::uint16_t statuses[] = {200, 200, 200, 200, 200, 201, 200, 404, 200, 500};
        constexpr qint64 nsPerMs = 1'000'000;
        const Operation& operation = *m_operations[std::size_t(upTo(int(m_operations.size())))];
        DemoRequest made;
        made.id = newId().toStdString();
        made.name = operation.apiName.toStdString();
        made.version = operation.apiVersion.toStdString();
        made.method = operation.method.toStdString();
        made.uri = operation.uri.toStdString();
        made.path =
            "/api/rest/" + made.name + '/' + made.version +
            QString(operation.uri).replace(QLatin1String("{id}"), QString::number(upTo(500))).toStdString();
        made.user = m_users[std::size_t(upTo(int(m_users.size())))];
        made.address = "192.0.2." + std::to_string(1 + upTo(250)); // RFC 5737
        observe::RequestRecord record = made.record();
        record.status = record.upstreamStatus = statuses[upTo(int(std::size(statuses)))];
        record.startWallMs = atMs;
        record.totalNs = (2 + upTo(120)) * nsPerMs;
        record.upstreamNs = record.totalNs - nsPerMs;
        record.bytesIn = std::uint64_t(200 + upTo(2'000));
        record.bytesOut = std::uint64_t(400 + upTo(20'000));
        take(record);
    }

private:
    QRandomGenerator m_random;
    std::vector<const Operation*> m_operations;
    std::vector<std::string> m_users;
};

} // namespace

void makeDemoTraffic(const control::Documents& documents, const control::DemoOptions& options, qint64 nowMs,
                     observe::Telemetry& telemetry, observe::LogSystem& logs)
{
    DemoTraffic traffic(documents, options);
    if (!traffic.isPossible())
        return;
    constexpr qint64 msPerSecond = 1'000;
    if (telemetry.monitor().totalRequests() == 0) {
        for (int minute = demoMinutes; minute > 0; --minute) {
            observe::Tally tally;
            for (int i = 1 + traffic.upTo(8); i > 0; --i)
                traffic.request(nowMs, [&tally](const observe::RequestRecord& record) { tally.add(record); });
            telemetry.monitor().add((nowMs - minute * demoMinuteMs) / msPerSecond, tally);
        }
    }
    std::string lines;
    observe::AccessLine line(observe::AccessFormat::Json);
    for (int i = 0; i < options.logs; ++i)
        traffic.request(nowMs, [&](const observe::RequestRecord& record) { line.append(lines, record); });
    logs.writer().submit(observe::LogStream::Access, std::move(lines));
}

} // namespace gatehouse::admin
