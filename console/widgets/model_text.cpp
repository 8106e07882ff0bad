// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/model_text.h"

#include "common/model/formats.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString inWords(const char* english)
{
    return QCoreApplication::translate("Fault", english);
}

/// "HS256", "1.1", "GET": names, not words.
bool isName(const QString& word)
{
    static const QRegularExpression plain(u"^[a-z][a-z_]*$"_s);
    return !plain.match(word).hasMatch();
}

/// Words that are read letter by letter.
bool isAcronym(const QString& word)
{
    static const QSet<QString> known{u"api"_s, u"ip"_s,   u"jwt"_s,  u"uri"_s,
                                     u"url"_s, u"soap"_s, u"grpc"_s, u"tls"_s};
    return known.contains(word);
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
    if (english.isEmpty())
        return {};
    return QCoreApplication::translate("Model", english.toUtf8().constData()).remove(u'`');
}

QString choiceText(const QString& word)
{
    if (word.isEmpty() || isName(word))
        return word;
    QString text = modelText(word);
    if (text == word && isAcronym(word))
        return word.toUpper();
    if (text == word)
        text.replace(u'_', u' ');
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
