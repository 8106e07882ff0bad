// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/query_reader.h"
#include "gateway/observe/audit.h"
#include "gateway/observe/log_query.h"
#include "gateway/observe/log_system.h"

#include <QDateTime>

#include <limits>
#include <variant>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace logging_calls {

observe::LogQuery logsOf(const Services& services)
{
    return {services.logs.writer().ring(), {services.logs.directory()}};
}

Result<observe::LogFilter> filterOf(const Request& request)
{
    QMap<QString, QString> query;
    for (const auto& [name, value] : request.query.queryItems(QUrl::FullyDecoded))
        query.insert(name, value);
    query.remove(u"format"_s);
    return observe::LogFilter::parse(query);
}

void find(Services& services, const Call& call, const Done& done)
{
    const auto filter = filterOf(*call);
    if (!filter)
        return done(Reply::from(filter.error()));
    const observe::LogPage page = logsOf(services).find(*filter);
    done(Reply::object(200,
                       {{u"logs"_s, page.logs}, {u"total"_s, page.total}, {u"has_more"_s, page.hasMore}}));
}

struct Export {
    QString format;
    QString text;
    QString fileName;
};

/// The text of an export, or the answer that says why there is none.
std::variant<Export, Reply> exportOf(const Services& services, const Call& call)
{
    QueryReader query(*call);
    const QString format = query.word(u"format"_s, {u"json"_s, u"csv"_s}, u"json"_s);
    const auto filter = filterOf(*call);
    if (!filter || !query.isGood())
        return Reply::from(Error::invalid(query.faults() + (filter ? Faults() : filter.error().faults)));
    const observe::LogQuery logs = logsOf(services);
    const QString stamp =
        QDateTime::fromMSecsSinceEpoch(services.clock.wallMs(), Qt::UTC).toString(u"yyyyMMdd_HHmmss"_s);
    return Export{format, format == u"json"_s ? logs.exportJson(*filter) : logs.exportCsv(*filter),
                  u"logs_export_"_s + stamp + u'.' + format};
}

void exportText(Services& services, const Call& call, const Done& done)
{
    const auto result = exportOf(services, call);
    if (const Reply* refused = std::get_if<Reply>(&result))
        return done(*refused);
    const Export& file = std::get<Export>(result);
    done(Reply::object(200,
                       {{u"format"_s, file.format}, {u"data"_s, file.text}, {u"filename"_s, file.fileName}}));
}

void download(Services& services, const Call& call, const Done& done)
{
    const auto result = exportOf(services, call);
    if (const Reply* refused = std::get_if<Reply>(&result))
        return done(*refused);
    const Export& file = std::get<Export>(result);
    const QByteArray type = file.format == u"json"_s ? "application/json" : "text/csv";
    done(Reply::bytes(200, type, file.text.toUtf8())
             .with("Content-Disposition", "attachment; filename=" + file.fileName.toLatin1()));
}

void files(Services& services, const Call&, const Done& done)
{
    const QStringList found = logsOf(services).files();
    done(Reply::object(200,
                       {{u"log_files"_s, QJsonArray::fromStringList(found)}, {u"count"_s, found.size()}}));
}

/// The audit trail, newest first.
void audit(Services& services, const Call& call, const Done& done)
{
    constexpr int most = 1'000;
    QueryReader query(*call);
    observe::AuditFilter filter;
    filter.actor = call->value(u"actor"_s);
    filter.action = call->value(u"action"_s);
    filter.target = call->value(u"target"_s);
    filter.status = call->value(u"status"_s);
    filter.ip = call->value(u"ip"_s);
    filter.requestId = call->value(u"request_id"_s);
    filter.limit = query.number(u"limit"_s, 1, most, filter.limit);
    filter.offset = query.number(u"offset"_s, 0, std::numeric_limits<int>::max(), 0);
    if (!query.isGood())
        return done(Reply::from(query.error()));
    const observe::AuditPage page = services.audit.query(filter);
    done(Reply::object(200, {{u"events"_s, page.events}, {u"total"_s, page.total}}));
}

} // namespace logging_calls
} // namespace

void registerLogging(Registry& registry, Services& services)
{
    using namespace logging_calls;
    registry.on(CallId::LogSearch, services, find);
    registry.on(CallId::LogFiles, services, files);
    registry.on(CallId::LogStatistics, [&services](const Call&, const Done& done) {
        done(Reply::object(200, logsOf(services).statistics()));
    });
    registry.on(CallId::LogExport, services, exportText);
    registry.on(CallId::LogDownload, services, download);
    registry.on(CallId::AuditList, services, audit);
}

} // namespace gatehouse::admin
