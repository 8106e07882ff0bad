// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/raw_faults.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

Reply rawRefusal(const Error& error)
{
    const Reply plain = Reply::from(error);
    QJsonObject body{{u"detail"_s, error.message}};
    if (error.faults.isEmpty())
        return Reply::raw(plain.status(), body);
    QStringList texts;
    QJsonArray faults;
    for (const Fault& fault : error.faults) {
        texts.append(fault.field + u": "_s + fault.message);
        faults.append(
            QJsonObject{{u"field"_s, fault.field}, {u"rule"_s, fault.rule}, {u"message"_s, fault.message}});
    }
    body.insert(u"detail"_s, texts.join(u"; "_s));
    body.insert(u"faults"_s, faults);
    return Reply::raw(plain.status() == 422 ? 400 : plain.status(), body);
}

void applyRaw(Services& services, const Call& call, const control::ChangeSet& changes, Done done,
              OnApplied reply)
{
    services.control.apply(
        changes, actorOf(*call),
        [call, done = std::move(done), reply = std::move(reply)](const Result<control::Applied>& applied) {
            if (!applied)
                return done(rawRefusal(applied.error()));
            done(reply(*applied));
        });
}

Reply rawWithRevision(const Request& request, const DocumentHeader& document, QJsonObject body)
{
    return Reply::raw(200, withMeta(request, document, std::move(body))).with("ETag", etagOf(document));
}

Reply sixKeys(const QString& message)
{
    return Reply::raw(200, {{u"status_code"_s, 200},
                            {u"response_headers"_s, QJsonValue()},
                            {u"response"_s, QJsonValue()},
                            {u"message"_s, message},
                            {u"error_code"_s, QJsonValue()},
                            {u"error_message"_s, QJsonValue()}});
}

} // namespace gatehouse::admin
