// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/transform_rules.h"

#include "common/model/codec.h"
#include "gateway/control/json_values.h"
#include "gateway/filters/validation_rule.h"
#include "gateway/http/syntax.h"

#include <QJsonArray>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

enum class NameKind { Header, Query };

/// Fields that frame a message or name its receiver; a transform must not touch them.
bool isFraming(const QString& name)
{
    static const QStringList names{
        u"connection"_s, u"content-length"_s, u"host"_s,    u"keep-alive"_s,
        u"te"_s,         u"trailer"_s,        u"upgrade"_s, u"transfer-encoding"_s};
    return names.contains(name.toLower());
}

/// Reads one section after the other; every fault is kept, every good rule is taken.
class RulesReader {
public:
    explicit RulesReader(Faults& faults)
        : m_faults(faults)
    {
    }

    QJsonObject object(const QJsonValue& value, const QString& path);
    void onlyKeys(const QJsonObject& object, const QStringList& keys, const QString& path);
    void names(const QJsonValue& value, NameKind kind, const QString& path, filters::NameRules& rules);
    void body(const QJsonValue& value, const QString& path, filters::BodyRules& rules);
    void statusMap(const QJsonValue& value, const QString& path,
                   std::vector<std::pair<std::uint16_t, std::uint16_t>>& map);

private:
    void fault(const QString& path, const QString& rule, const QString& message)
    {
        m_faults.append({path, rule, message});
    }
    QStringList textList(const QJsonValue& value, const QString& path);
    bool fits(NameKind kind, const QString& name, const QString& path);
    std::optional<std::string> text(NameKind kind, const QJsonValue& value, const QString& path);
    std::optional<filters::JsonPath> place(const QString& text, const QString& path);

    Faults& m_faults;
};

QJsonObject RulesReader::object(const QJsonValue& value, const QString& path)
{
    if (!value.isUndefined() && !value.isNull() && !value.isObject())
        fault(path, u"type"_s, u"must be an object"_s);
    return value.toObject();
}

void RulesReader::onlyKeys(const QJsonObject& object, const QStringList& keys, const QString& path)
{
    for (const QString& key : object.keys()) {
        if (!keys.contains(key))
            fault(keyedPath(path, key), u"unknown"_s, u"is not one of "_s + keys.join(u", "_s));
    }
}

QStringList RulesReader::textList(const QJsonValue& value, const QString& path)
{
    if (!value.isUndefined() && !value.isNull() && !value.isArray())
        fault(path, u"type"_s, u"must be a list of texts"_s);
    QStringList list;
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (array.at(i).isString())
            list.append(array.at(i).toString());
        else
            fault(indexedPath(path, i), u"type"_s, u"must be a text"_s);
    }
    return list;
}

bool RulesReader::fits(NameKind kind, const QString& name, const QString& path)
{
    if (kind == NameKind::Query && !name.isEmpty())
        return true;
    if (kind == NameKind::Header && http::isToken(name.toStdString()) && !isFraming(name))
        return true;
    fault(path, u"format"_s,
          kind == NameKind::Query ? u"must not be empty"_s
                                  : u"must be the name of a header that does not frame the message"_s);
    return false;
}

std::optional<std::string> RulesReader::text(NameKind kind, const QJsonValue& value, const QString& path)
{
    const bool scalar = value.isString() || value.isDouble() || value.isBool();
    const std::string text = value.toVariant().toString().toStdString();
    if (scalar && (kind == NameKind::Query || http::isCleanValue(text)))
        return text;
    fault(path, u"type"_s, u"must be a text without control characters, a number or a boolean"_s);
    return std::nullopt;
}

void RulesReader::names(const QJsonValue& value, NameKind kind, const QString& path,
                        filters::NameRules& rules)
{
    const QJsonObject section = object(value, path);
    onlyKeys(section, {u"remove"_s, u"rename"_s, u"add"_s}, path);
    for (const QString& name : textList(section.value(u"remove"_s), keyedPath(path, u"remove"_s))) {
        if (fits(kind, name, keyedPath(path, u"remove"_s)))
            rules.remove.push_back(name.toStdString());
    }
    const QString renamePath = keyedPath(path, u"rename"_s);
    const QJsonObject rename = object(section.value(u"rename"_s), renamePath);
    for (auto at = rename.begin(); at != rename.end(); ++at) {
        const QString here = keyedPath(renamePath, at.key());
        if (fits(kind, at.key(), here) && fits(kind, at.value().toString(), here))
            rules.rename.emplace_back(at.key().toStdString(), at.value().toString().toStdString());
    }
    const QString addPath = keyedPath(path, u"add"_s);
    const QJsonObject add = object(section.value(u"add"_s), addPath);
    for (auto at = add.begin(); at != add.end(); ++at) {
        const QString here = keyedPath(addPath, at.key());
        const auto given = text(kind, at.value(), here);
        if (fits(kind, at.key(), here) && given)
            rules.add.emplace_back(at.key().toStdString(), *given);
    }
}

std::optional<filters::JsonPath> RulesReader::place(const QString& text, const QString& path)
{
    auto place = filters::JsonPath::parse(text.toStdString());
    if (place && !place->isRoot())
        return place;
    fault(path, u"format"_s, u"'%1' is not a place in a body, such as $.a.b[0].c"_s.arg(text));
    return std::nullopt;
}

void RulesReader::body(const QJsonValue& value, const QString& path, filters::BodyRules& rules)
{
    const QJsonObject section = object(value, path);
    onlyKeys(section, {u"wrap"_s, u"remove"_s, u"rename"_s, u"set"_s}, path);
    const QJsonValue wrap = section.value(u"wrap"_s);
    if (wrap.isString())
        rules.wrap = wrap.toString().toStdString();
    else if (!wrap.isUndefined() && !wrap.isNull())
        fault(keyedPath(path, u"wrap"_s), u"type"_s, u"must be a text"_s);
    for (const QString& text : textList(section.value(u"remove"_s), keyedPath(path, u"remove"_s))) {
        if (auto where = place(text, keyedPath(path, u"remove"_s)))
            rules.remove.push_back(std::move(*where));
    }
    const QJsonObject rename = object(section.value(u"rename"_s), keyedPath(path, u"rename"_s));
    for (auto at = rename.begin(); at != rename.end(); ++at) {
        const QString here = keyedPath(path, u"rename"_s);
        auto from = place(at.key(), here);
        auto to = place(at.value().toString(), here);
        if (from && to)
            rules.rename.emplace_back(std::move(*from), std::move(*to));
    }
    const QJsonObject set = object(section.value(u"set"_s), keyedPath(path, u"set"_s));
    for (auto at = set.begin(); at != set.end(); ++at) {
        if (auto where = place(at.key(), keyedPath(path, u"set"_s)))
            rules.set.emplace_back(std::move(*where), jsonOf(at.value()));
    }
}

void RulesReader::statusMap(const QJsonValue& value, const QString& path,
                            std::vector<std::pair<std::uint16_t, std::uint16_t>>& map)
{
    const auto isStatus = [](int status) {
        return status >= 200 && status <= 599 && status != 204 && status != 304; // those have no body
    };
    const QJsonObject given = object(value, path);
    for (auto at = given.begin(); at != given.end(); ++at) {
        const int from = at.key().toInt();
        const int to = at.value().isString() ? at.value().toString().toInt() : at.value().toInt();
        if (isStatus(from) && isStatus(to))
            map.emplace_back(std::uint16_t(from), std::uint16_t(to));
        else
            fault(keyedPath(path, at.key()), u"range"_s,
                  u"must map one status from 200 to 599 to another, neither of them 204 or 304"_s);
    }
}

/// What may stand in a raw path (RFC 3986 section 3.3), and the references to groups.
bool isPathText(const QString& text)
{
    return std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c > u' ' && c < u'\x7f' && !u"?#\"<>[]^`{|}"_s.contains(c); });
}

std::optional<filters::PathRule> pathRuleOf(const TransformConfig& stored, Faults& faults)
{
    if (stored.pathPattern.isEmpty()) {
        if (!stored.pathReplacement.isEmpty())
            faults.append({u"config.path_pattern"_s, u"required"_s, u"is required with path_replacement"_s});
        return std::nullopt;
    }
    if (!isPathText(stored.pathReplacement))
        faults.append(
            {u"config.path_replacement"_s, u"format"_s, u"must hold only what a path may hold, unencoded"_s});
    auto pattern = filters::boundedPattern(stored.pathPattern.toStdString());
    return pattern ? std::optional(filters::PathRule{std::move(*pattern), stored.pathReplacement})
                   : std::nullopt; // the table has told why
}

QJsonObject sectionOf(const HeaderChanges& changes)
{
    return {{u"remove"_s, QJsonArray::fromStringList(changes.remove)},
            {u"rename"_s, changes.rename},
            {u"add"_s, changes.add}};
}

QJsonObject direction(const std::optional<QJsonObject>& stored, const QString& key)
{
    if (!stored)
        return {};
    return stored->contains(key) ? stored->value(key).toObject() : *stored;
}

} // namespace

filters::TransformConfig transformsOf(const Api& api, Faults& faults)
{
    filters::TransformConfig config;
    RulesReader reader(faults);
    const QStringList keys{u"headers"_s, u"query"_s, u"body"_s, u"status_map"_s, u"request"_s, u"response"_s};
    const QString in = u"api_request_transform"_s;
    const QJsonObject request = direction(api.requestTransform, u"request"_s);
    reader.onlyKeys(request, keys, in);
    reader.names(request.value(u"headers"_s), NameKind::Header, keyedPath(in, u"headers"_s),
                 config.request.headers);
    reader.names(request.value(u"query"_s), NameKind::Query, keyedPath(in, u"query"_s), config.request.query);
    reader.body(request.value(u"body"_s), keyedPath(in, u"body"_s), config.request.body);

    const QString out = u"api_response_transform"_s;
    const QJsonObject answer = direction(api.responseTransform, u"response"_s);
    reader.onlyKeys(answer, keys, out);
    reader.names(answer.value(u"headers"_s), NameKind::Header, keyedPath(out, u"headers"_s),
                 config.answer.headers);
    reader.body(answer.value(u"body"_s), keyedPath(out, u"body"_s), config.answer.body);
    reader.statusMap(answer.value(u"status_map"_s), keyedPath(out, u"status_map"_s), config.answer.statusMap);
    return config;
}

filters::TransformConfig transformsOf(const TransformConfig& stored, Faults& faults)
{
    filters::TransformConfig config;
    RulesReader reader(faults);
    reader.names(sectionOf(stored.requestHeaders), NameKind::Header, u"config.request_headers"_s,
                 config.request.headers);
    reader.names(sectionOf(stored.responseHeaders), NameKind::Header, u"config.response_headers"_s,
                 config.answer.headers);
    reader.body(stored.requestBody.value_or(QJsonObject()), u"config.request_body"_s, config.request.body);
    reader.body(stored.responseBody.value_or(QJsonObject()), u"config.response_body"_s, config.answer.body);
    config.request.path = pathRuleOf(stored, faults);
    return config;
}

} // namespace gatehouse::control
