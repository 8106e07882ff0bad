// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/certificates/certificate_words.h"

#include "console/models/json_row.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console::certificates {

namespace {

QString worded(const char* english)
{
    return QCoreApplication::translate("Certificates", english);
}

QString counting(const char* english, qint64 number)
{
    return QCoreApplication::translate("Certificates", english, nullptr, static_cast<int>(number));
}

bool isFine(const QJsonObject& row)
{
    return textOf(row, "state") == u"ok"_s;
}

QString ending(const QJsonObject& row)
{
    const qint64 days = row.value(u"days_left"_s).toInteger();
    const QString name = nameOf(row);
    if (textOf(row, "state") == u"not_yet_valid"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "%1 is not valid before %2"))
            .arg(name, dateText(row, "not_before"));
    if (textOf(row, "state") == u"expired"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "%1 has ended on %2"))
            .arg(name, dateText(row, "not_after"));
    return counting(QT_TRANSLATE_N_NOOP("Certificates", "%1 ends in %n day(s)"), days).arg(name);
}

QList<QJsonObject> pressing(const QJsonObject& answer)
{
    QList<QJsonObject> rows;
    const QJsonArray all = answer.value(u"certificates"_s).toArray();
    for (const QJsonValue& value : all) {
        if (!isFine(value.toObject()))
            rows.append(value.toObject());
    }
    return rows;
}

} // namespace

QString idOf(const QJsonObject& row)
{
    return textOf(row, "id");
}

QString nameOf(const QJsonObject& row)
{
    const QStringList names = row.value(u"names"_s).toVariant().toStringList();
    if (!names.isEmpty() && textOf(row, "use") == u"server"_s)
        return names.join(u", "_s);
    const QString subject = textOf(row, "subject");
    const qsizetype at = subject.indexOf(u"CN="_s);
    return at < 0 ? subject : subject.sliced(at + 3).section(u',', 0, 0);
}

QString useText(const QJsonObject& row)
{
    const QString use = textOf(row, "use");
    if (use == u"server"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "Shown to callers"));
    if (use == u"client_authority"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "Authority of callers"));
    if (use == u"upstream_authority"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "Authority of upstreams"));
    return worded(QT_TRANSLATE_NOOP("Certificates", "Shown to upstreams"));
}

QString stateWord(const QJsonObject& row)
{
    const QString state = textOf(row, "state");
    if (state == u"ok"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "Valid"));
    if (state == u"expires_soon"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "Ends soon"));
    return state == u"expired"_s ? worded(QT_TRANSLATE_NOOP("Certificates", "Ended"))
                                 : worded(QT_TRANSLATE_NOOP("Certificates", "Not valid yet"));
}

Tone stateTone(const QJsonObject& row)
{
    const QString state = textOf(row, "state");
    if (state == u"ok"_s)
        return Tone::Good;
    return state == u"expires_soon"_s ? Tone::Warning : Tone::Bad;
}

QString staplingText(const QJsonObject& row)
{
    const QString ocsp = textOf(row, "ocsp");
    if (ocsp == u"stapled"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "stapled, valid until %1"))
            .arg(dateText(row, "ocsp_until"));
    if (ocsp == u"stale"_s)
        return worded(QT_TRANSLATE_NOOP("Certificates", "too old since %1: not stapled"))
            .arg(dateText(row, "ocsp_until"));
    return worded(QT_TRANSLATE_NOOP("Certificates", "no response beside the file"));
}

QString fingerprintText(const QJsonObject& row)
{
    const QString hex = textOf(row, "sha256").toUpper();
    QStringList pairs;
    for (qsizetype i = 0; i < hex.size(); i += 2)
        pairs.append(hex.sliced(i, 2));
    return pairs.join(u':');
}

QString dateText(const QJsonObject& row, const char* key)
{
    const QDateTime time = QDateTime::fromString(textOf(row, key), Qt::ISODateWithMs);
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat) : u"–"_s;
}

QList<Column> columns()
{
    const auto days = [](const QJsonObject& row) {
        return QLocale().toString(row.value(u"days_left"_s).toInteger());
    };
    const auto ends = [](const QJsonObject& row) { return dateText(row, "not_after"); };
    const auto file = [](const QJsonObject& row) { return textOf(row, "file").section(u'/', -1); };
    const auto path = [](const QJsonObject& row) { return textOf(row, "file"); };
    const auto issuer = [](const QJsonObject& row) {
        return nameOf({{u"subject"_s, row.value(u"issuer"_s)}});
    };
    return {
        {u"names"_s, worded(QT_TRANSLATE_NOOP("Certificates", "Certificate")), nameOf, {}, {}, false},
        {u"use"_s, worded(QT_TRANSLATE_NOOP("Certificates", "Use")), useText, {}, {}},
        {u"state"_s, worded(QT_TRANSLATE_NOOP("Certificates", "State")), stateWord, stateTone, {}},
        {u"days_left"_s, worded(QT_TRANSLATE_NOOP("Certificates", "Days left")), days, {}, {}, true, true},
        {u"not_after"_s, worded(QT_TRANSLATE_NOOP("Certificates", "Ends")), ends, {}, {}},
        {u"issuer"_s, worded(QT_TRANSLATE_NOOP("Certificates", "Issuer")), issuer, {}, {}},
        {u"file"_s, worded(QT_TRANSLATE_NOOP("Certificates", "File")), file, {}, path}};
}

QString warningText(const QJsonObject& answer)
{
    constexpr qsizetype most = 3;
    const QList<QJsonObject> rows = pressing(answer);
    if (rows.isEmpty())
        return {};
    QStringList lines{
        counting(QT_TRANSLATE_N_NOOP("Certificates", "%n certificate(s) should be renewed."), rows.size())};
    for (const QJsonObject& row : rows.first(std::min(most, rows.size())))
        lines.append(ending(row));
    if (rows.size() > most)
        lines.append(counting(QT_TRANSLATE_N_NOOP("Certificates", "and %n more"), rows.size() - most));
    return lines.join(u'\n');
}

Tone warningTone(const QJsonObject& answer)
{
    const QList<QJsonObject> rows = pressing(answer);
    const bool bad = std::any_of(rows.begin(), rows.end(),
                                 [](const QJsonObject& row) { return stateTone(row) == Tone::Bad; });
    return bad ? Tone::Bad : Tone::Warning;
}

} // namespace gatehouse::console::certificates
