// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/curl.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString quoted(const QString& text)
{
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

QString curlCommand(const TrafficCall& call)
{
    QStringList words{u"curl"_s, u"--include"_s};
    if (call.method == "HEAD")
        words.append(u"--head"_s);
    else if (call.method != "GET" || !call.body.isEmpty())
        words << u"--request"_s << quoted(QString::fromLatin1(call.method));
    for (const auto& [name, value] : call.headers)
        words << u"--header"_s << quoted(QString::fromUtf8(name) + u": "_s + QString::fromUtf8(value));
    if (!call.body.isEmpty())
        words << u"--data-binary"_s << quoted(QString::fromUtf8(call.body));
    words.append(quoted(call.url.toString(QUrl::FullyEncoded)));
    return words.join(u' ');
}

QUrl publicUrl(const QUrl& base, const QString& type, const QString& name, const QString& version,
               const QString& uri)
{
    const QString word = type.toLower();
    const bool other = word == u"soap"_s || word == u"graphql"_s || word == u"grpc"_s;
    QString path = base.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    path += u"/api/"_s + (other ? word : u"rest"_s) + u'/' + name;
    if (!other || word == u"soap"_s)
        path += u'/' + version;
    QUrl url(base);
    url.setPath(path + uri);
    return url;
}

} // namespace gatehouse::console
