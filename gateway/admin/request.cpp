// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/request.h"

#include "common/crypto/json_names.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

bool Caller::may(Permission permission) const
{
    if (!role)
        return false;
    const bool handles = permission == Permission::HandleAlerts && role->has(Permission::ManageAlerts);
    return handles || role->has(permission);
}

bool Caller::isAdmin() const
{
    return user && (isAdminRoleName(user->role) || (role && role->isAdmin()));
}

/// Which of two is meant is open.
static Faults repeatedNames(QByteArrayView json)
{
    constexpr std::size_t mostFaults = 20;
    Faults faults;
    for (const auto& twice : crypto::repeatedJsonNames({json.data(), std::size_t(json.size())}, mostFaults))
        faults.append({QString::fromStdString(twice.place), u"unique"_s, u"is given twice"_s});
    return faults;
}

Result<QJsonObject> Request::json() const
{
    if (body.trimmed().isEmpty())
        return QJsonObject();
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(body, &fault);
    if (fault.error != QJsonParseError::NoError)
        return Error::invalid(u"body"_s, u"syntax"_s,
                              u"is not JSON: %1 at byte %2"_s.arg(fault.errorString()).arg(fault.offset));
    if (!document.isObject())
        return Error::invalid(u"body"_s, u"type"_s, u"must be a JSON object"_s);
    if (const Faults faults = repeatedNames(body); !faults.isEmpty())
        return Error::invalid(faults);
    return document.object();
}

QString Request::cookie(const QByteArray& name) const
{
    for (const QByteArray& part : header("cookie").split(';')) {
        const QByteArray pair = part.trimmed();
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0 && pair.left(equals) == name)
            return QString::fromLatin1(pair.mid(equals + 1));
    }
    return {};
}

QString Request::value(const QString& name, const QString& fallback) const
{
    return query.hasQueryItem(name) ? query.queryItemValue(name, QUrl::FullyDecoded) : fallback;
}

namespace {
Error pagingError(const QString& text)
{
    Error error = Error::invalid({});
    error.code = u"PAG001"_s;
    error.message = text;
    return error;
}

std::optional<int> number(const Request& request, const QString& name, int fallback, Faults& faults)
{
    if (!request.query.hasQueryItem(name))
        return fallback;
    bool fine = false;
    const int value = request.value(name).toInt(&fine);
    if (fine)
        return value;
    faults.append({name, u"type"_s, u"must be a whole number"_s});
    return std::nullopt;
}
} // namespace

Result<Paging> pagingOf(const Request& request, int defaultSize, int maxSize)
{
    Faults faults;
    const auto page = number(request, u"page"_s, 1, faults);
    const auto size = number(request, u"page_size"_s, defaultSize, faults);
    if (!faults.isEmpty())
        return Error::invalid(faults);
    if (*page < 1)
        return pagingError(u"Invalid page or page size"_s);
    if (*size < 1 || *size > maxSize)
        return pagingError(u"Page size exceeds maximum limit"_s);
    return Paging{*page, *size};
}

} // namespace gatehouse::admin
