// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/docs_page.h"

#include "common/api/queries.h"
#include "common/api/raw_bodies.h"
#include "common/model/formats.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QMap>

#include <vector>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1StringView
    style(":root{color-scheme:light dark}"
          "body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem 1.5rem}"
          "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;border-bottom:1px solid #8886}"
          "nav a{margin-right:.9rem;white-space:nowrap}code,pre{font:13px/1.5 ui-monospace,monospace}"
          "pre{overflow-x:auto;padding:.6rem;border:1px solid #8886;border-radius:4px}"
          "summary,h3{font-size:1rem;font-weight:600;padding:.3rem 0;cursor:default}"
          "summary code,h3 code{overflow-wrap:anywhere}"
          ".method{display:inline-block;min-width:4.5rem}.about{font-weight:400}"
          "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;"
          "padding:.2rem .8rem .2rem 0;border-bottom:1px solid #8884}");

QString escaped(const char* text)
{
    return QString::fromUtf8(text).toHtmlEscaped();
}

/// "/platform/api/{name}" -> "api"; "/api/health" -> "gateway".
QString tagOf(const CallInfo& call)
{
    const QString path = QString::fromLatin1(call.path);
    const bool surface = path.startsWith(u"/platform/") || path.startsWith(u"/v1/");
    return surface ? path.section(u'/', 2, 2) : u"gateway"_s;
}

QString typeText(const FieldDef& field)
{
    switch (field.type) {
    case FieldType::Text:
        return u"text"_s;
    case FieldType::Integer:
        return u"whole number"_s;
    case FieldType::Number:
        return u"number"_s;
    case FieldType::Boolean:
        return u"true or false"_s;
    case FieldType::Time:
        return u"time (RFC 3339)"_s;
    case FieldType::Choice:
        return field.choices.join(u" | "_s);
    case FieldType::TextList:
        return u"list of texts"_s;
    case FieldType::List:
    case FieldType::TableList:
        return u"list"_s;
    case FieldType::Object:
    case FieldType::Table:
    case FieldType::TableMap:
        return u"object"_s;
    case FieldType::Any:
        break;
    }
    return u"anything"_s;
}

/// The rules of a field that are more than its type.
QString rulesText(const FieldDef& field, bool patch)
{
    const bool number = field.type == FieldType::Integer || field.type == FieldType::Number;
    const QString of = number ? QString() : u" characters"_s;
    QStringList rules;
    if (field.required && !patch)
        rules.append(u"required"_s);
    if (field.immutable && patch)
        rules.append(u"cannot be changed"_s);
    if (field.secret)
        rules.append(u"never shown"_s);
    if (field.min && (number || *field.min > 0))
        rules.append(u"at least %1%2"_s.arg(*field.min, 0, 'g', 15).arg(of));
    if (field.max)
        rules.append(u"at most %1%2"_s.arg(*field.max, 0, 'g', 15).arg(of));
    if (field.maxItems > 0)
        rules.append(u"at most %1 of them"_s.arg(field.maxItems));
    if (field.format != TextFormat::Any)
        rules.append(formatRule(field.format));
    if (!field.unit.isEmpty())
        rules.append(u"in %1"_s.arg(field.unit));
    return rules.join(u", "_s);
}

QString bodyOf(const CallInfo& call)
{
    QString rows;
    for (const FieldDef& field : call.request.table().fields) {
        if (field.hidden || field.readOnly || field.generated)
            continue;
        rows += u"<tr><td><code>%1</code></td><td>%2</td><td>%3</td></tr>\n"_s.arg(
            field.name.toHtmlEscaped(), typeText(field).toHtmlEscaped(),
            QStringList{field.help, rulesText(field, call.request.patch)}
                .join(u' ')
                .trimmed()
                .toHtmlEscaped());
    }
    const QString what = call.request.patch ? u"Body, JSON; what is left out stays"_s : u"Body, JSON"_s;
    return u"<p>%1:</p><table><thead><tr><th>Field</th><th>Type</th><th>Meaning and rules</th></tr></thead>"
           "<tbody>\n%2</tbody></table>\n"_s.arg(what, rows);
}

/// "whole number from 1 to 200", "asc | desc"
QString typeText(const QJsonObject& schema)
{
    const QJsonArray words = schema.value(u"enum"_s).toArray();
    if (!words.isEmpty())
        return QVariant(words.toVariantList()).toStringList().join(u" | "_s);
    const QString type = schema.value(u"type"_s).toString();
    const QString text = type == u"integer"   ? u"whole number"_s
                         : type == u"boolean" ? u"true or false"_s
                         : type == u"string"  ? u"text"_s
                                              : type;
    if (!schema.contains(u"maximum"_s))
        return text;
    return u"%1 from %2 to %3"_s.arg(text)
        .arg(schema.value(u"minimum"_s).toInteger())
        .arg(schema.value(u"maximum"_s).toInteger());
}

QString queriesOf(const CallInfo& call)
{
    QString rows;
    for (const QueryParameter& query : queryOf(call.id))
        rows += u"<tr><td><code>%1</code></td><td>%2</td><td>%3</td></tr>\n"_s.arg(
            query.name, typeText(query.schema).toHtmlEscaped(),
            QStringList{query.about, query.required ? u"required"_s : QString()}
                .join(u' ')
                .trimmed()
                .toHtmlEscaped());
    return rows.isEmpty() ? QString()
                          : u"<p>Query:</p><table><thead><tr><th>Parameter</th><th>Type</th><th>Meaning</th>"
                            "</tr></thead><tbody>\n%1</tbody></table>\n"_s.arg(rows);
}

QString accessText(const CallInfo& call)
{
    const auto permission = [&call] {
        return QString::fromUtf8(call.access.permission ? info(*call.access.permission).name : "");
    };
    switch (call.access.rule) {
    case Access::Rule::Anyone:
        return call.auth == AuthClass::Scrape ? u"whoever may read metrics"_s : u"everybody"_s;
    case Access::Rule::AnyUser:
        return u"every user"_s;
    case Access::Rule::Has:
        return u"users with %1"_s.arg(permission());
    case Access::Rule::SelfOr:
        return u"the user concerned, and users with %1"_s.arg(permission());
    case Access::Rule::Admin:
        break;
    }
    return u"administrators"_s;
}

QString errorsOf(const CallInfo& call)
{
    QStringList errors;
    const bool open = call.auth == AuthClass::Open || call.auth == AuthClass::Optional;
    if (!open)
        errors.append(u"401: nobody was identified"_s);
    if (call.notAllowed != ErrorId::None)
        errors.append(u"403: "_s + escaped(info(call.notAllowed).text));
    const int badInput = badInputStatus(call);
    if (badInput != 0 && call.id != CallId::V1Token)
        errors.append(u"%1: every fault of the body and of the query"_s.arg(badInput));
    return errors.isEmpty() ? QString() : u"<p>Errors: %1</p>\n"_s.arg(errors.join(u"; "_s));
}

QString sampleOf(const CallInfo& call)
{
    const bool open = call.auth == AuthClass::Open;
    QString line = u"curl"_s;
    if (call.method != Method::Get)
        line += u" -X "_s + QString::fromLatin1(toText(call.method));
    if (!open)
        line += u" -H \"Authorization: Bearer $TOKEN\""_s;
    if (call.request.table)
        line += u" -H 'Content-Type: application/json' -d @body.json"_s;
    else if (const std::optional<RawBody> raw = rawBodyOf(call.id))
        line += u" -H 'Content-Type: %1' --data-binary @body"_s.arg(raw->mediaType);
    line += u" \"$GATEWAY"_s + QString::fromLatin1(call.path).replace(u":path}"_s, u"}"_s) + u'"';
    return u"<pre>%1</pre>\n"_s.arg(line.toHtmlEscaped());
}

QString operationOf(const CallInfo& call, DocsLayout layout)
{
    const QString head =
        u"<span class=\"method\">%1</span> <code>%2</code> <span class=\"about\">%3</span>"_s.arg(
            QString::fromLatin1(toText(call.method)),
            QString::fromLatin1(call.path).replace(u":path}"_s, u"}"_s).toHtmlEscaped(),
            escaped(call.summary));
    QString text = u"<p>For %1.</p>\n"_s.arg(accessText(call).toHtmlEscaped()) + queriesOf(call);
    if (call.request.table)
        text += bodyOf(call);
    else if (const std::optional<RawBody> raw = rawBodyOf(call.id))
        text += u"<p>Body, %1: %2</p>\n"_s.arg(raw->mediaType, raw->about.toHtmlEscaped());
    const QString shape = escaped(call.shape);
    text += u"<p>Answer: %1%2</p>\n"_s.arg(call.status)
                .arg(shape.isEmpty() ? QString() : u" <code>%1</code>"_s.arg(shape));
    text += errorsOf(call) + sampleOf(call);
    const QString id = QString::fromLatin1(call.name);
    return layout == DocsLayout::Folded
               ? u"<details id=\"%1\"><summary>%2</summary>\n%3</details>\n"_s.arg(id, head, text)
               : u"<article id=\"%1\"><h3>%2</h3>\n%3</article>\n"_s.arg(id, head, text);
}

QString introduction(DocsLayout layout)
{
    const bool folded = layout == DocsLayout::Folded;
    return u"<p><code>POST /platform/authorization</code> with e-mail address and password gives the token "
           u"that "
           "the other calls want. The same as <a href=\"%1\">%2</a>, and for programs as "
           "<a href=\"/platform/openapi.json\">OpenAPI document</a>.</p>\n"_s.arg(
               folded ? u"/platform/redoc"_s : u"/platform/docs"_s,
               folded ? u"one long text"_s : u"list that folds"_s);
}

QMap<QString, QString> sectionsOf(std::span<const CallInfo> calls, DocsLayout layout)
{
    QMap<QString, QString> sections;
    for (const CallInfo& call : calls) {
        if (call.surface != Surface::Data)
            sections[tagOf(call)] += operationOf(call, layout);
    }
    return sections;
}

} // namespace

DocsPage docsPage(std::span<const CallInfo> calls, const QString& title, const QString& version,
                  DocsLayout layout)
{
    const QMap<QString, QString> sections = sectionsOf(calls, layout);
    QString links, body;
    for (auto at = sections.begin(); at != sections.end(); ++at) {
        const QString tag = at.key().toHtmlEscaped();
        links += u"<a href=\"#tag-%1\">%1</a>\n"_s.arg(tag);
        body += u"<section><h2 id=\"tag-%1\">%1</h2>\n%2</section>\n"_s.arg(tag, at.value());
    }
    const QString heading = u"%1 %2"_s.arg(title, version).toHtmlEscaped();
    const QString page =
        u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>%1</title>"
        "<style>%2</style></head>\n<body><h1>%1</h1>\n%3<nav>%4</nav>\n%5</body></html>\n"_s.arg(
            heading, QString(style), introduction(layout), links, body);
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray(style.data(), style.size()), QCryptographicHash::Sha256);
    return {page.toUtf8(), "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; style-src 'sha256-" +
                               hash.toBase64() + '\''};
}

QStringList docsGroups(std::span<const CallInfo> calls)
{
    QStringList groups;
    for (const CallInfo& call : calls) {
        if (call.surface != Surface::Data)
            groups.append(tagOf(call));
    }
    groups.removeDuplicates();
    groups.sort();
    return groups;
}

QString docsGroup(std::span<const CallInfo> calls, const QString& group)
{
    QString html;
    for (const CallInfo& call : calls) {
        if (call.surface != Surface::Data && tagOf(call) == group)
            html += operationOf(call, DocsLayout::Open);
    }
    return html.isEmpty() ? html : u"<h2>%1</h2>\n%2"_s.arg(group.toHtmlEscaped(), html);
}

} // namespace gatehouse
