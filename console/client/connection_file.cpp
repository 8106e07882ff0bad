// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/connection_file.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct ConnectionFileText {
    Q_DECLARE_TR_FUNCTIONS(ConnectionFile)
};

constexpr auto listKey = "gatehouse_connections"_L1;

bool isAmong(const QList<ConnectionProfile>& profiles, const ConnectionProfile& one)
{
    return std::any_of(profiles.begin(), profiles.end(), [&one](const ConnectionProfile& other) {
        return other.id == one.id || (other.url == one.url && other.user == one.user);
    });
}

} // namespace

QByteArray connectionsFile(const QList<ConnectionProfile>& profiles)
{
    QJsonArray list;
    for (const ConnectionProfile& profile : profiles)
        list.append(profile.toJson());
    return QJsonDocument(QJsonObject{{listKey, list}}).toJson();
}

Result<ConnectionsRead> readConnectionsFile(const QByteArray& content, const QList<ConnectionProfile>& known)
{
    QJsonParseError fault;
    const QJsonObject file = QJsonDocument::fromJson(content, &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return Error::invalid(
            {{u"file"_s, u"json"_s,
              ConnectionFileText::tr("no JSON: %1 at byte %2").arg(fault.errorString()).arg(fault.offset)}});
    if (!file.value(listKey).isArray())
        return Error::invalid(
            {{u"file"_s, u"format"_s,
              ConnectionFileText::tr("no file of connections: it has no list %1").arg(listKey)}});
    ConnectionsRead read;
    const QJsonArray list = file.value(listKey).toArray();
    for (const QJsonValue& value : list) {
        const Result<ConnectionProfile> profile = ConnectionProfile::fromJson(value.toObject());
        if (!profile)
            read.broken.append(ConnectionFileText::tr("%1: %2").arg(
                value[u"name"_s].toString(ConnectionFileText::tr("entry without a name")),
                profile.error().text()));
        else if (isAmong(known, *profile) || isAmong(read.added, *profile))
            ++read.known;
        else
            read.added.append(*profile);
    }
    return read;
}

} // namespace gatehouse::console
