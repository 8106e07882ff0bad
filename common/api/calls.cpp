// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/calls.h"

#include "common/api/requests.h"
#include "common/api/v1_requests.h"
#include "common/model/access.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/security_settings.h"
#include "common/model/stored_files.h"
#include "common/model/subscription.h"
#include "common/model/upstream.h"

#include <QUrl>

#include <array>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Access anyone()
{
    return {};
}
constexpr Access anyUser()
{
    return {Access::Rule::AnyUser, std::nullopt};
}
constexpr Access admin()
{
    return {Access::Rule::Admin, std::nullopt};
}
constexpr Access has(Permission permission)
{
    return {Access::Rule::Has, permission};
}
constexpr Access selfOr(Permission permission)
{
    return {Access::Rule::SelfOr, permission};
}

constexpr RequestBody noBody()
{
    return {};
}
template <typename E>
constexpr RequestBody bodyOf()
{
    return {&tableOf<E>, false};
}
template <typename E>
constexpr RequestBody patchOf()
{
    return {&tableOf<E>, true};
}

const std::array kCalls{
#define CALL(id, surface, method, path, auth, notIdentified, access, notAllowed, request, reply, status,     \
             shape, audit, summary)                                                                          \
    CallInfo{CallId::id,                                                                                     \
             #id,                                                                                            \
             Surface::surface,                                                                               \
             Method::method,                                                                                 \
             path,                                                                                           \
             AuthClass::auth,                                                                                \
             ErrorId::notIdentified,                                                                         \
             access,                                                                                         \
             ErrorId::notAllowed,                                                                            \
             request,                                                                                        \
             ReplyKind::reply,                                                                               \
             status,                                                                                         \
             shape,                                                                                          \
             audit,                                                                                          \
             summary},
#include "common/api/calls.inc"
#undef CALL
};

constexpr std::array kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

} // namespace

const char* toText(Method method)
{
    return kMethods[static_cast<std::size_t>(method)];
}

std::optional<Method> methodFromText(QByteArrayView text)
{
    for (std::size_t i = 0; i < kMethods.size(); ++i) {
        if (text == QByteArrayView(kMethods[i]))
            return static_cast<Method>(i);
    }
    return std::nullopt;
}

std::span<const CallInfo> callTable()
{
    return kCalls;
}

const CallInfo& info(CallId id)
{
    return kCalls[static_cast<std::size_t>(id)];
}

QStringList parameterNames(const char* path)
{
    QStringList names;
    const QStringList segments = QString::fromLatin1(path).split(u'/');
    for (const QString& segment : segments) {
        if (segment.startsWith(u'{'))
            names.append(segment.mid(1, segment.size() - 2).section(u':', 0, 0));
    }
    return names;
}

QString buildPath(CallId id, const QStringList& parameters)
{
    QString path;
    qsizetype next = 0;
    const QStringList segments = QString::fromLatin1(info(id).path).split(u'/', Qt::SkipEmptyParts);
    for (const QString& segment : segments) {
        if (!segment.startsWith(u'{')) {
            path += u'/' + segment;
            continue;
        }
        QString value = parameters.value(next++);
        const bool tail = segment.endsWith(u":path}"_s);
        if (tail && value.startsWith(u'/'))
            value.remove(0, 1);
        path +=
            u'/' + QString::fromLatin1(QUrl::toPercentEncoding(value, tail ? QByteArray("/") : QByteArray()));
    }
    Q_ASSERT(next == parameters.size());
    return path;
}

} // namespace gatehouse
