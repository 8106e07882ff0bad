// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/options.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QUuid>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qint64 longestConnectFile = 64 * 1'024;

void describe(QCommandLineParser& parser)
{
    parser.setApplicationDescription(u"Desktop console of the Gatehouse API gateway"_s);
    parser.addOptions({
        {{u"h"_s, u"help"_s}, u"Show this help and exit."_s},
        {{u"v"_s, u"version"_s}, u"Show the version and exit."_s},
        {u"profile"_s, u"Connect with this saved connection (name or id)."_s, u"name"_s},
        {u"url"_s, u"Connect to this address without saving it."_s, u"url"_s},
        {u"user"_s, u"User for --url (default admin)."_s, u"user"_s, u"admin"_s},
        {u"connect-file"_s,
         u"JSON file (mode 0600) with url, user, password, name, environment: saved as a connection and used."_s,
         u"file"_s},
        {u"theme"_s, u"auto, light or dark, for this run."_s, u"theme"_s},
        {u"language"_s, u"en or de, for this run."_s, u"code"_s},
        {u"settings"_s, u"Use this settings file instead of the user's."_s, u"file"_s},
        {u"place"_s, u"Open this place first, for example dashboard or apis."_s, u"id"_s},
        {u"screenshot"_s, u"Write a PNG of the window once the place has loaded, then exit."_s, u"file"_s},
        {u"size"_s, u"Size of the window for --screenshot, for example 1280x800."_s, u"WxH"_s},
    });
}

QSize sizeFrom(const QString& text)
{
    const QStringList parts = text.split(u'x');
    return parts.size() == 2 ? QSize(parts.at(0).toInt(), parts.at(1).toInt()) : QSize();
}

} // namespace

Result<Options> Options::parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    describe(parser);
    Faults faults;
    if (!parser.parse(arguments))
        faults.append({{}, u"unknown"_s, parser.errorText()});
    Options options;
    options.help = parser.isSet(u"help"_s);
    options.version = parser.isSet(u"version"_s);
    options.profile = parser.value(u"profile"_s);
    options.url = parser.value(u"url"_s);
    options.user = parser.value(u"user"_s);
    options.connectFile = parser.value(u"connect-file"_s);
    options.theme = parser.value(u"theme"_s);
    options.language = parser.value(u"language"_s);
    options.settingsFile = parser.value(u"settings"_s);
    options.screenshot = parser.value(u"screenshot"_s);
    options.place = parser.value(u"place"_s);
    if (!options.theme.isEmpty() && !QStringList{u"auto"_s, u"light"_s, u"dark"_s}.contains(options.theme))
        faults.append({u"--theme"_s, u"enum"_s, u"must be auto, light or dark"_s});
    if (parser.isSet(u"size"_s)) {
        options.size = sizeFrom(parser.value(u"size"_s));
        if (options.size.isEmpty())
            faults.append({u"--size"_s, u"pattern"_s, u"must look like 1280x800"_s});
    }
    if (!parser.positionalArguments().isEmpty())
        faults.append({parser.positionalArguments().first(), u"unknown"_s, u"is not an option"_s});
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return options;
}

QString Options::helpText()
{
    QCommandLineParser parser;
    describe(parser);
    return parser.helpText();
}

Result<ConnectFile> ConnectFile::read(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::notFound(u"%1 cannot be read: %2"_s.arg(path, file.errorString()));
    const QFile::Permissions foreign =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (file.permissions() & foreign)
        return Error::forbidden(
            u"%1 holds a password but others may read it; set its mode to 0600"_s.arg(path));
    QByteArray bytes = file.read(longestConnectFile);
    QJsonParseError parse;
    QJsonObject object = QJsonDocument::fromJson(bytes, &parse).object();
    bytes.fill('\0');
    if (parse.error != QJsonParseError::NoError)
        return Error::invalid(path, u"type"_s, u"is not valid JSON: "_s + parse.errorString());
    const QString identity = object.value(u"url"_s).toString() + u' ' + object.value(u"user"_s).toString();
    object.insert(u"id"_s, QUuid::createUuidV5(QUuid(), identity).toString(QUuid::WithoutBraces));
    Result<ConnectionProfile> profile = ConnectionProfile::fromJson(object);
    if (!profile)
        return profile.error();
    return ConnectFile{*profile, Secret(object.value(u"password"_s).toString().toUtf8())};
}

} // namespace gatehouse::console
