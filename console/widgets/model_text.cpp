// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/model_text.h"

#include "common/model/formats.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString translated(const QString& english)
{
    return english.isEmpty() ? QString() : QCoreApplication::translate("Model", english.toUtf8().constData());
}

QString inWords(const char* english)
{
    return QCoreApplication::translate("Fault", english);
}

/// "HS256", "1.1", "GET": names, not words.
bool isName(const QString& word)
{
    static const QRegularExpression plain(u"^([a-z][a-z_]*|[a-z]+_[a-z0-9]+)$"_s);
    return !plain.match(word).hasMatch();
}

/// Names whose wire form is not how people write them.
QString nameText(const QString& name)
{
    static const QHash<QString, QString> names{
        {u"http1"_s, u"HTTP/1.1"_s}, {u"http2"_s, u"HTTP/2"_s}, {u"oauth2"_s, u"OAuth 2"_s}};
    return names.value(name, name);
}

/// Words that are read letter by letter, and names.
QString spelt(const QString& word)
{
    static const QHash<QString, QString> special{{u"mtls"_s, u"mTLS"_s},
                                                 {u"email"_s, u"e-mail"_s},
                                                 {u"grpc"_s, u"gRPC"_s},
                                                 {u"graphql"_s, u"GraphQL"_s},
                                                 {u"openapi"_s, u"OpenAPI"_s}};
    static const QSet<QString> letters{u"api"_s,  u"ip"_s,   u"jwt"_s,  u"uri"_s,  u"url"_s,
                                       u"soap"_s, u"tls"_s,  u"cors"_s, u"hmac"_s, u"slo"_s,
                                       u"tcp"_s,  u"http"_s, u"wsdl"_s};
    return letters.contains(word) ? word.toUpper() : special.value(word, word);
}

QString number(double value)
{
    return QLocale().toString(value, 'g', 15);
}

QString boundsText(const FieldDef& field)
{
    if (field.min && field.max)
        return inWords(QT_TRANSLATE_NOOP("Fault", "%1 to %2")).arg(number(*field.min), number(*field.max));
    return field.min ? inWords(QT_TRANSLATE_NOOP("Fault", "at least %1")).arg(number(*field.min))
                     : inWords(QT_TRANSLATE_NOOP("Fault", "at most %1")).arg(number(*field.max));
}

QString lengthText(const FieldDef& field, const Fault& fault)
{
    const bool ofItems = fault.message.contains(u"entries"_s);
    if (ofItems && fault.message.contains(u"at least"_s))
        return inWords(QT_TRANSLATE_NOOP("Fault", "must have at least %1 entries")).arg(field.minItems);
    if (ofItems)
        return inWords(QT_TRANSLATE_NOOP("Fault", "must have at most %1 entries")).arg(field.maxItems);
    if (!field.min && !field.max)
        return modelText(fault.message);
    return inWords(QT_TRANSLATE_NOOP("Fault", "must be %1 characters long")).arg(boundsText(field));
}

QString typeText(const Fault& fault)
{
    const QString prefix = u"must be "_s;
    const QString whole = modelText(fault.message);
    if (!fault.message.startsWith(prefix) || whole != fault.message)
        return whole;
    return inWords(QT_TRANSLATE_NOOP("Fault", "must be %1")).arg(modelText(fault.message.mid(prefix.size())));
}

QString choicesText(const FieldDef& field)
{
    QStringList words;
    for (const QString& word : field.choices)
        words.append(choiceText(word));
    return inWords(QT_TRANSLATE_NOOP("Fault", "must be one of %1")).arg(words.join(u", "_s));
}

void collect(const EntityTable& table, QSet<const EntityTable*>& seen, QStringList& texts)
{
    if (seen.contains(&table))
        return;
    seen.insert(&table);
    texts << table.label << table.plural;
    for (const FieldDef& field : table.fields) {
        if (field.hidden)
            continue;
        texts << field.group << field.label << field.help << field.unit;
        for (const QString& word : field.choices) {
            if (!isName(word))
                texts << word;
        }
        if (field.nested)
            collect(field.nested(), seen, texts);
    }
}

} // namespace

QString modelText(const QString& english)
{
    return translated(english).remove(u'`');
}

QString fieldHelp(const EntityTable& table, const FieldDef& field)
{
    static const QRegularExpression quoted(u"`([^`]+)`"_s);
    const auto isChoice = [&table](const QString& word) {
        return std::any_of(table.fields.begin(), table.fields.end(),
                           [&word](const FieldDef& any) { return any.choices.contains(word); });
    };
    QString text = translated(field.help);
    QRegularExpressionMatch match;
    while ((match = quoted.match(text)).hasMatch()) {
        const QString word = match.captured(1);
        text.replace(match.capturedStart(), match.capturedLength(), isChoice(word) ? choiceText(word) : word);
    }
    return text;
}

QString choiceText(const QString& word)
{
    if (word.isEmpty() || isName(word))
        return nameText(word);
    QString text = modelText(word);
    if (text == word) {
        QStringList parts = word.split(u'_');
        for (QString& part : parts)
            part = spelt(part);
        text = parts.join(u' ');
        if (parts.first() == u"mTLS"_s || parts.first() == u"gRPC"_s)
            return text;
    }
    text[0] = text.at(0).toUpper();
    return text;
}

QString fieldLabel(const FieldDef& field)
{
    const QString label = modelText(field.label);
    return field.unit.isEmpty() ? label : label + u" ("_s + modelText(field.unit) + u')';
}

QString faultText(const FieldDef* field, const Fault& fault)
{
    if (fault.rule == u"type"_s)
        return typeText(fault);
    if (field) {
        if (fault.rule == u"length"_s)
            return lengthText(*field, fault);
        if (fault.rule == u"range"_s && (field->min || field->max))
            return inWords(QT_TRANSLATE_NOOP("Fault", "must be %1")).arg(boundsText(*field));
        if (fault.rule == u"format"_s && field->format != TextFormat::Any)
            return inWords(QT_TRANSLATE_NOOP("Fault", "must be %1"))
                .arg(modelText(formatRule(field->format)));
        if (fault.rule == u"pattern"_s && !field->pattern.isEmpty())
            return inWords(QT_TRANSLATE_NOOP("Fault", "must match %1")).arg(field->pattern);
        if (fault.rule == u"enum"_s && !field->choices.isEmpty())
            return choicesText(*field);
    }
    return modelText(fault.message);
}

const FieldDef* fieldAt(const EntityTable& table, const QString& path)
{
    const EntityTable* at = &table;
    const FieldDef* field = nullptr;
    const QStringList steps = path.split(u'.');
    for (const QString& step : steps) {
        const FieldDef* next = at ? at->field(step.section(u'[', 0, 0)) : nullptr;
        if (!next)
            return field && field->type == FieldType::TableMap ? field : nullptr;
        field = next;
        at = field->nested ? &field->nested() : nullptr;
    }
    return field;
}

QString faultPlace(const EntityTable& table, const QString& path)
{
    static const QRegularExpression entry(u"\\[(\\d+)\\]$"_s);
    QStringList places;
    QString at;
    const QStringList steps = path.split(u'.');
    for (const QString& step : steps) {
        at += at.isEmpty() ? step : u'.' + step;
        const FieldDef* field = fieldAt(table, at);
        if (at != steps.first())
            places.append(field ? modelText(field->label) : step);
        const QRegularExpressionMatch match = entry.match(step);
        if (match.hasMatch())
            places.append(inWords(QT_TRANSLATE_NOOP("Fault", "entry %1")).arg(match.captured(1).toInt() + 1));
    }
    return places.join(u", "_s);
}

QStringList readableTexts(const EntityTable& table)
{
    QSet<const EntityTable*> seen;
    QStringList texts;
    collect(table, seen, texts);
    texts.removeAll(QString());
    texts.removeDuplicates();
    return texts;
}

} // namespace gatehouse::console
