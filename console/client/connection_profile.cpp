// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/connection_profile.h"

#include "common/core/ids.h"
#include "console/client/tls_files.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int sha256Bytes = 32;

bool isLoopback(const QString& host)
{
    return host == u"localhost"_s || QHostAddress(host).isLoopback();
}
} // namespace

QString nameOf(Environment environment)
{
    switch (environment) {
    case Environment::Development:
        return u"development"_s;
    case Environment::Test:
        return u"test"_s;
    case Environment::Production:
        return u"production"_s;
    }
    return {};
}

Environment environmentFromString(const QString& text)
{
    if (text == u"production"_s)
        return Environment::Production;
    return text == u"test"_s ? Environment::Test : Environment::Development;
}

QJsonObject ConnectionProfile::toJson() const
{
    return {{u"id"_s, id},
            {u"name"_s, name},
            {u"url"_s, url.toString()},
            {u"user"_s, user},
            {u"environment"_s, nameOf(environment)},
            {u"read_only"_s, readOnly},
            {u"ca_file"_s, caFile},
            {u"client_cert_file"_s, clientCertFile},
            {u"client_key_file"_s, clientKeyFile},
            {u"pinned_sha256"_s, QString::fromLatin1(pinnedSha256.toHex())}};
}

namespace {

QString said(const char* english)
{
    return QCoreApplication::translate("ConnectionProfile", english);
}

Faults addressFaults(const ConnectionProfile& profile)
{
    Faults faults;
    const QUrl& url = profile.url;
    const QString scheme = url.scheme();
    if (profile.name.trimmed().isEmpty())
        faults.append({u"name"_s, u"required"_s,
                       said(QT_TRANSLATE_NOOP("ConnectionProfile", "give the gateway a name"))});
    if (!url.isValid() || url.host().isEmpty())
        faults.append({u"url"_s, u"required"_s,
                       said(QT_TRANSLATE_NOOP("ConnectionProfile",
                                              "give an address such as https://gateway.example:8000"))});
    else if (scheme != u"https"_s && scheme != u"http"_s)
        faults.append({u"url"_s, u"enum"_s,
                       said(QT_TRANSLATE_NOOP("ConnectionProfile",
                                              "the address must start with https:// or http://"))});
    else if (scheme == u"http"_s && !isLoopback(url.host()))
        faults.append({u"url"_s, u"enum"_s,
                       said(QT_TRANSLATE_NOOP(
                           "ConnectionProfile",
                           "http:// is only for this machine; the password would travel in clear"))});
    if (profile.user.trimmed().isEmpty())
        faults.append(
            {u"user"_s, u"required"_s,
             said(QT_TRANSLATE_NOOP("ConnectionProfile", "give a user name or an e-mail address"))});
    if (!profile.pinnedSha256.isEmpty() && profile.pinnedSha256.size() != sha256Bytes)
        faults.append({u"pinned_sha256"_s, u"length"_s,
                       said(QT_TRANSLATE_NOOP("ConnectionProfile",
                                              "a SHA-256 fingerprint has 64 hexadecimal digits"))});
    return faults;
}

} // namespace

Faults ConnectionProfile::validate() const
{
    return addressFaults(*this) + (url.scheme() == u"https"_s ? readTlsFiles(*this).faults : Faults());
}

Result<ConnectionProfile> ConnectionProfile::fromJson(const QJsonObject& object)
{
    ConnectionProfile profile;
    profile.id = object.value(u"id"_s).toString();
    if (profile.id.isEmpty())
        profile.id = newId();
    profile.name = object.value(u"name"_s).toString();
    profile.url = QUrl(object.value(u"url"_s).toString());
    profile.user = object.value(u"user"_s).toString();
    profile.environment = environmentFromString(object.value(u"environment"_s).toString());
    profile.readOnly = object.value(u"read_only"_s).toBool();
    profile.caFile = object.value(u"ca_file"_s).toString();
    profile.clientCertFile = object.value(u"client_cert_file"_s).toString();
    profile.clientKeyFile = object.value(u"client_key_file"_s).toString();
    profile.pinnedSha256 = QByteArray::fromHex(object.value(u"pinned_sha256"_s).toString().toLatin1());
    if (profile.name.isEmpty())
        profile.name = profile.url.host();
    if (const Faults faults = addressFaults(profile); !faults.isEmpty())
        return Error::invalid(faults);
    return profile;
}

QByteArray profilesToJson(const QList<ConnectionProfile>& profiles)
{
    QJsonArray array;
    for (const ConnectionProfile& profile : profiles)
        array.append(profile.toJson());
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QList<ConnectionProfile> profilesFromJson(const QByteArray& json, int* broken)
{
    QList<ConnectionProfile> profiles;
    int bad = 0;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue& value : array) {
        const Result<ConnectionProfile> profile = ConnectionProfile::fromJson(value.toObject());
        if (profile)
            profiles.append(*profile);
        else
            ++bad;
    }
    if (broken)
        *broken = bad;
    return profiles;
}

} // namespace gatehouse::console
