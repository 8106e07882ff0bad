// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/formats.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <arpa/inet.h>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

bool every(const QString& text, bool (*allowed)(QChar))
{
    return std::all_of(text.cbegin(), text.cend(), allowed);
}

bool isAsciiAlnum(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

bool isSlug(const QString& text)
{
    return !text.startsWith(u'-') && !text.endsWith(u'-') && every(text, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    });
}

/// RFC 3986 unreserved characters.
bool isSegment(const QString& text)
{
    return text != u"."_s && text != u".."_s && every(text, [](QChar c) {
               return isAsciiAlnum(c) || c == u'-' || c == u'.' || c == u'_' || c == u'~';
           });
}

/// RFC 9110 section 5.6.2.
bool isToken(const QString& text)
{
    return every(text, [](QChar c) { return isAsciiAlnum(c) || u"!#$%&'*+-.^_`|~"_s.contains(c); });
}

bool isPath(const QString& text)
{
    return text.startsWith(u'/') && every(text, [](QChar c) {
               return c > u' ' && c.unicode() < 0x7f && c != u'?' && c != u'#' && c != u'\\';
           });
}

bool isHostName(QStringView text)
{
    if (text.startsWith(u"*."))
        text = text.sliced(2);
    if (text.isEmpty() || text.size() > 253)
        return false;
    for (const QStringView label : text.split(u'.')) {
        if (label.isEmpty() || label.size() > 63 || label.startsWith(u'-') || label.endsWith(u'-'))
            return false;
        for (const QChar c : label) {
            if (!isAsciiAlnum(c) && c != u'-' && c != u'_')
                return false;
        }
    }
    return true;
}

bool isIp(const QString& text, int* bits = nullptr)
{
    const QByteArray bytes = text.toLatin1();
    in6_addr buffer;
    const bool v4 = inet_pton(AF_INET, bytes.constData(), &buffer) == 1;
    const bool v6 = !v4 && inet_pton(AF_INET6, bytes.constData(), &buffer) == 1;
    if (bits)
        *bits = v4 ? 32 : 128;
    return v4 || v6;
}

bool isAddress(const QString& text)
{
    const qsizetype slash = text.indexOf(u'/');
    int bits = 0;
    if (slash < 0)
        return isIp(text);
    const QString length = text.mid(slash + 1);
    return isIp(text.left(slash), &bits) && !length.isEmpty() && length.size() <= 3 &&
           every(length, [](QChar c) { return c >= u'0' && c <= u'9'; }) && length.toInt() <= bits;
}

/// host, host:port, [v6]:port
bool isAuthority(QStringView text)
{
    QStringView host = text;
    QStringView port;
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        if (end < 0 || !isIp(text.sliced(1, end - 1).toString()))
            return false;
        const QStringView rest = text.sliced(end + 1);
        if (rest.isEmpty())
            return true;
        if (!rest.startsWith(u':'))
            return false;
        port = rest.sliced(1);
    } else {
        const qsizetype colon = text.indexOf(u':');
        if (colon >= 0) {
            host = text.first(colon);
            port = text.sliced(colon + 1);
        }
        if (!isHostName(host) || host.startsWith(u"*."))
            return false;
        if (colon < 0)
            return true;
    }
    bool ok = false;
    const int number = port.toInt(&ok);
    return ok && number >= 1 && number <= 65535;
}

bool isUrl(const QString& text, const QStringList& schemes)
{
    const qsizetype mark = text.indexOf(u"://"_s);
    if (mark < 0 || !schemes.contains(text.left(mark).toLower()))
        return false;
    const QStringView rest = QStringView(text).sliced(mark + 3);
    const qsizetype slash = rest.indexOf(u'/');
    if (!isAuthority(slash < 0 ? rest : rest.first(slash)))
        return false;
    return std::all_of(rest.cbegin(), rest.cend(),
                       [](QChar c) { return c > u' ' && c.unicode() != 0x7f && c != u'#'; });
}

bool isUpstreamUrl(const QString& text)
{
    static const QStringList schemes{u"http"_s, u"https"_s, u"ws"_s, u"wss"_s, u"grpc"_s, u"grpcs"_s};
    return text.contains(u"://"_s) ? isUrl(text, schemes) : text.contains(u':') && isAuthority(text);
}

bool isOrigin(const QString& text)
{
    if (text == u"*"_s || text == u"null"_s)
        return true;
    const qsizetype mark = text.indexOf(u"://"_s);
    if (mark < 1)
        return false;
    QStringView rest = QStringView(text).sliced(mark + 3);
    if (rest.startsWith(u"*."))
        rest = rest.sliced(2);
    return isAuthority(rest);
}

bool isEmail(const QString& text)
{
    const qsizetype at = text.lastIndexOf(u'@');
    return at > 0 && at < text.size() - 1 && isHostName(QStringView(text).sliced(at + 1)) &&
           every(text, [](QChar c) { return c > u' '; });
}

} // namespace

bool matchesFormat(TextFormat format, const QString& text)
{
    if (text.isEmpty())
        return true;
    switch (format) {
    case TextFormat::Any:
        return true;
    case TextFormat::Slug:
        return isSlug(text);
    case TextFormat::Segment:
        return isSegment(text);
    case TextFormat::Path:
        return isPath(text);
    case TextFormat::Url:
        return isUrl(text, {u"http"_s, u"https"_s});
    case TextFormat::UpstreamUrl:
        return isUpstreamUrl(text);
    case TextFormat::Address:
        return isAddress(text);
    case TextFormat::Host:
        return isHostName(text);
    case TextFormat::Origin:
        return isOrigin(text);
    case TextFormat::HeaderName:
        return isToken(text);
    case TextFormat::Method:
        return isToken(text) && text == text.toUpper();
    case TextFormat::Email:
        return isEmail(text);
    case TextFormat::Regex:
        return QRegularExpression(text).isValid();
    }
    return false;
}

QString formatRule(TextFormat format)
{
    switch (format) {
    case TextFormat::Any:
        return u"any text"_s;
    case TextFormat::Slug:
        return u"lower-case letters, digits and hyphens"_s;
    case TextFormat::Segment:
        return u"letters, digits, '-', '.', '_' and '~' only"_s;
    case TextFormat::Path:
        return u"a path that starts with '/' and has no blanks, '?' or '#'"_s;
    case TextFormat::Url:
        return u"an http:// or https:// address"_s;
    case TextFormat::UpstreamUrl:
        return u"an http, https, ws, wss, grpc or grpcs address, or host:port"_s;
    case TextFormat::Address:
        return u"an IP address or a range such as 10.0.0.0/8"_s;
    case TextFormat::Host:
        return u"a host name"_s;
    case TextFormat::Origin:
        return u"'*' or an origin such as https://app.example.com"_s;
    case TextFormat::HeaderName:
        return u"a header name"_s;
    case TextFormat::Method:
        return u"an HTTP method in upper case"_s;
    case TextFormat::Email:
        return u"an e-mail address"_s;
    case TextFormat::Regex:
        return u"a valid regular expression"_s;
    }
    return {};
}

std::optional<qint64> parseTime(const QString& text)
{
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC); // no zone given
    return time.toMSecsSinceEpoch();
}

std::optional<qint64> parseDurationMs(const QString& text)
{
    static const QRegularExpression form(u"^\\s*(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h)?\\s*$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2);
    const double factor = unit == u"ms"_s ? 1 : unit == u"m"_s ? 60'000 : unit == u"h"_s ? 3'600'000 : 1'000;
    return qint64(match.captured(1).toDouble() * factor);
}

} // namespace gatehouse
