// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/path_rules.h"

#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/codec.h"
#include "common/model/operation.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The template with every parameter under one name.
QString shapeOf(const QString& uriTemplate)
{
    QStringList segments = uriTemplate.split(u'/', Qt::SkipEmptyParts);
    for (QString& segment : segments) {
        if (segment.startsWith(u'{') && segment.endsWith(u'}'))
            segment = u"{}"_s;
    }
    return segments.join(u'/');
}

/// The field that makes an API appear under a path.
QString fieldOf(const Api& api, const PublishedPath& path)
{
    for (qsizetype i = 0; i < api.prefixes.size(); ++i) {
        if (path.prefix == api.prefixes.at(i) || path.prefix + u'/' == api.prefixes.at(i))
            return indexedPath(u"api_prefixes"_s, i);
    }
    return u"api_name"_s;
}

void checkReserved(const Api& api, const PublishedPath& path, const QString& prefix, Faults& faults)
{
    const QString first = path.prefix.section(u'/', 1, 1);
    const QString field = fieldOf(api, path);
    const bool own = field == u"api_name" &&
                     (!isContract(api) || path.sharedByVersions); // /api/..., /apis/..., /grpc-web/...
    if (!own && reservedSegments().contains(first)) {
        faults.append({keyedPath(prefix, field), u"reserved"_s,
                       u"%1 cannot be published: /%2 belongs to the gateway"_s.arg(path.prefix, first)});
    }
    if (path.prefix.count(u'/') > int(proxy::RouteTable::maxDepth)) {
        faults.append({keyedPath(prefix, field), u"length"_s,
                       u"must have at most %1 segments"_s.arg(proxy::RouteTable::maxDepth)});
    }
}

void addTaken(const Api& api, const PublishedPath& path, const Api& owner, const QString& prefix,
              Faults& faults)
{
    const QString whose = owner.tenant == api.tenant ? QString() : u" of tenant "_s + owner.tenant;
    faults.append({keyedPath(prefix, fieldOf(api, path)), u"unique"_s,
                   u"%1 is already published by API %2%3"_s.arg(path.key(), owner.key(), whose)});
}

void checkOwner(const Documents& documents, const Api& api, const PublishedPath& path, const QString& prefix,
                Faults& faults)
{
    for (const Api* other : documents.of<Api>().with(By::Path, path.key())) {
        // The same name and version in one tenant is a fault of its own already.
        if (other != &api && !(other->tenant == api.tenant && other->key() == api.key()))
            addTaken(api, path, *other, prefix, faults);
    }
}

/// The versions of an API share a path; APIs of two tenants do not, whatever their versions are.
void checkSharers(const Documents& documents, const Api& api, const PublishedPath& path,
                  const QString& prefix, Faults& faults)
{
    if (const Api* owner = sharerElsewhere(documents, api, path))
        addTaken(api, path, *owner, prefix, faults);
}

} // namespace

bool sameRequests(const Operation& a, const Operation& b)
{
    return a.method.compare(b.method, Qt::CaseInsensitive) == 0 &&
           shapeOf(a.publicUri()) == shapeOf(b.publicUri());
}

const Api* sharerElsewhere(const Documents& documents, const Api& api, const PublishedPath& path)
{
    const Api* owner = nullptr;
    documents.of<Tenant>().forEach([&](const Tenant& tenant) {
        if (owner || tenant.slug == api.tenant)
            return;
        for (const Api* other : documents.of<Api>().with(By::Name, nameKey(tenant.slug, api.name))) {
            const QList<PublishedPath> theirs = publishedPaths(documents, *other);
            if (std::any_of(theirs.begin(), theirs.end(),
                            [&](const PublishedPath& each) { return each.key() == path.key(); }))
                owner = other;
        }
    });
    return owner;
}

void checkPaths(const Documents& documents, const Api& api, const QString& prefix, Faults& faults)
{
    QSet<QString> own;
    for (const PublishedPath& path : publishedPaths(api)) {
        if (own.contains(path.key())) {
            faults.append(
                {keyedPath(prefix, fieldOf(api, path)), u"unique"_s, u"%1 is given twice"_s.arg(path.key())});
            continue;
        }
        own.insert(path.key());
        checkReserved(api, path, prefix, faults);
        if (path.sharedByVersions)
            checkSharers(documents, api, path, prefix, faults);
        else
            checkOwner(documents, api, path, prefix, faults);
    }
}

} // namespace gatehouse::control
