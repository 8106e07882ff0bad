// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/value_parser.h"

#include <QJsonDocument>

#include <array>
#include <cmath>

#include <arpa/inet.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

namespace {

struct Unit {
    const char* word;
    double factor;
};

std::optional<double> withUnit(const QString& text, std::span<const Unit> units)
{
    qsizetype split = text.size();
    while (split > 0 && !text.at(split - 1).isDigit() && text.at(split - 1) != u'.')
        --split;
    bool ok = false;
    const double number = text.left(split).toDouble(&ok);
    if (!ok || !std::isfinite(number) || text.startsWith(u'+'))
        return std::nullopt;
    const QString unit = text.mid(split).trimmed();
    if (unit.isEmpty())
        return number;
    for (const Unit& u : units) {
        if (unit.compare(QLatin1StringView(u.word), Qt::CaseInsensitive) == 0)
            return number * u.factor;
    }
    return std::nullopt;
}

std::optional<bool> boolWord(const QString& text)
{
    static const QStringList on{u"1"_s, u"true"_s, u"yes"_s, u"on"_s};
    static const QStringList off{u"0"_s, u"false"_s, u"no"_s, u"off"_s};
    if (on.contains(text, Qt::CaseInsensitive))
        return true;
    if (off.contains(text, Qt::CaseInsensitive))
        return false;
    return std::nullopt;
}

void refuse(ParsedValue& parsed, const SettingRow& row, const QString& rule, const QString& text)
{
    parsed.rule = rule;
    parsed.problem = row.isSecret() ? u"must be %1"_s.arg(row.ruleText())
                                    : u"must be %1, not '%2'"_s.arg(row.ruleText(), text.left(80));
}

std::optional<double> readNumber(const SettingRow& row, const QString& text)
{
    bool ok = false;
    switch (row.type) {
    case SettingType::Duration:
        return parseSeconds(text);
    case SettingType::Bytes:
        return parseBytes(text);
    case SettingType::Number: {
        const double value = text.toDouble(&ok);
        return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
    }
    default: {
        const qint64 value = text.toLongLong(&ok);
        return ok ? std::optional(static_cast<double>(value)) : std::nullopt;
    }
    }
}

void parseNumber(ParsedValue& parsed, const SettingRow& row, const QString& text)
{
    const std::optional<double> number = readNumber(row, text);
    const bool inBounds =
        number && (!row.hasBounds() || (*number >= row.least && *number <= row.most)) && *number >= 0;
    if (inBounds) {
        parsed.value.number = *number;
        return;
    }
    if (row.type == SettingType::IntegerOrDefault) {
        parsed.value.text = QString::fromLatin1(row.defaultText);
        parsed.value.number = parsed.value.text.toDouble();
        parsed.warning =
            u"'%1' is not %2; the default %3 is used"_s.arg(text.left(80), row.ruleText(), parsed.value.text);
        return;
    }
    refuse(parsed, row, number ? u"range"_s : u"type"_s, text);
}

void parseFlag(ParsedValue& parsed, const SettingRow& row, const QString& text)
{
    const std::optional<bool> word = boolWord(text);
    if (!word)
        return refuse(parsed, row, u"type"_s, text);
    parsed.value.flag = *word;
    if (row.type == SettingType::Bool && *word && text.compare("true"_L1, Qt::CaseInsensitive) != 0) {
        parsed.value.flag = false;
        parsed.warning = u"'%1' counts as off; only true turns it on"_s.arg(text);
    }
}

void parseEnum(ParsedValue& parsed, const SettingRow& row, const QString& text)
{
    const QStringList choices = row.choiceList();
    QString word = text;
    if (const std::optional<bool> on = boolWord(text); on && choices.contains("on"_L1))
        word = *on ? u"on"_s : u"off"_s;
    for (const QString& choice : choices) {
        if (choice.compare(word, Qt::CaseInsensitive) == 0) {
            parsed.value.text = choice;
            return;
        }
    }
    refuse(parsed, row, u"enum"_s, text);
}

void parseTimeUnit(ParsedValue& parsed, const QString& text)
{
    if (timeUnit(text).count() > 0)
        return;
    parsed.value.text = u"minutes"_s;
    parsed.warning = u"'%1' is not a unit of time; minutes are used"_s.arg(text.left(80));
}

void parseList(ParsedValue& parsed, const SettingRow& row, const QString& text)
{
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
        const QString item = part.trimmed();
        if (item.isEmpty())
            continue;
        if (row.type == SettingType::CidrList && !isAddressOrNetwork(item)) {
            parsed.rule = u"type"_s;
            parsed.problem = u"'%1' is not an address or network"_s.arg(item.left(80));
            return;
        }
        parsed.value.list.append(item);
    }
}

void parseSecret(ParsedValue& parsed, const SettingRow& row, const QString& text)
{
    QByteArray bytes = text.toUtf8();
    if (row.type == SettingType::SecretJson) {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
        if (document.isNull())
            return refuse(parsed, row, u"type"_s, {});
    }
    if (row.hasBounds() && (text.size() < row.least || text.size() > row.most))
        refuse(parsed, row, u"length"_s, {});
    parsed.value.secret = Secret(std::move(bytes));
    parsed.value.text.clear();
}

} // namespace

std::optional<double> parseSeconds(const QString& text)
{
    static constexpr std::array<Unit, 5> units{
        {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
    return withUnit(text, units);
}

std::optional<double> parseBytes(const QString& text)
{
    static constexpr double k = 1024;
    static constexpr std::array<Unit, 10> units{{{"b", 1},
                                                 {"k", k},
                                                 {"kb", k},
                                                 {"kib", k},
                                                 {"m", k * k},
                                                 {"mb", k * k},
                                                 {"mib", k * k},
                                                 {"g", k * k * k},
                                                 {"gb", k * k * k},
                                                 {"gib", k * k * k}}};
    const std::optional<double> bytes = withUnit(text, units);
    return bytes && std::floor(*bytes) == *bytes ? bytes : std::nullopt;
}

bool isAddressOrNetwork(const QString& text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QByteArray host = text.left(slash).toLatin1();
    std::array<unsigned char, 16> buffer{};
    const bool v4 = inet_pton(AF_INET, host.constData(), buffer.data()) == 1;
    const bool v6 = !v4 && inet_pton(AF_INET6, host.constData(), buffer.data()) == 1;
    if (!v4 && !v6)
        return false;
    if (slash < 0)
        return true;
    bool ok = false;
    const int bits = text.mid(slash + 1).toInt(&ok);
    return ok && text.at(slash + 1).isDigit() && bits >= 0 && bits <= (v4 ? 32 : 128);
}

ParsedValue parseValue(const SettingRow& row, const QString& text)
{
    ParsedValue parsed;
    parsed.value.text = text;
    switch (row.type) {
    case SettingType::Integer:
    case SettingType::IntegerOrDefault:
    case SettingType::Number:
    case SettingType::Duration:
    case SettingType::Bytes:
        parseNumber(parsed, row, text);
        break;
    case SettingType::Bool:
    case SettingType::BoolAny:
        parseFlag(parsed, row, text);
        break;
    case SettingType::Enum:
        parseEnum(parsed, row, text);
        break;
    case SettingType::TimeUnit:
        parseTimeUnit(parsed, text);
        break;
    case SettingType::List:
    case SettingType::CidrList:
        parseList(parsed, row, text);
        break;
    case SettingType::Secret:
    case SettingType::SecretJson:
        parseSecret(parsed, row, text);
        break;
    case SettingType::Text:
        if (row.hasBounds() && (text.size() < row.least || text.size() > row.most))
            refuse(parsed, row, u"length"_s, text);
        break;
    case SettingType::Path:
        break;
    }
    return parsed;
}

} // namespace gatehouse::config
