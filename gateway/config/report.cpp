// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/report.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

namespace {

void appendIssues(QString& out, const QString& word, const Issues& issues)
{
    for (const Issue& issue : issues)
        out += u"%1: %2\n"_s.arg(word, issue.text());
}

QString markdownCell(QString text)
{
    return text.replace(u'|', u"\\|"_s);
}

QString roff(QString text)
{
    text.replace(u'\\', u"\\e"_s);
    text.replace(u'-', u"\\-"_s);
    return text.startsWith(u'.') || text.startsWith(u'\'') ? u"\\&"_s + text : text;
}

template <typename Header, typename Row>
void eachByGroup(Header header, Row each)
{
    std::optional<SettingGroup> group;
    for (const SettingRow& row : settingsTable()) {
        if (group != row.group) {
            group = row.group;
            header(row.group);
        }
        each(row);
    }
}

} // namespace

bool mayStart(const LoadResult& loaded, const GuardResult& guards)
{
    return loaded.errors.isEmpty() && guards.errors.isEmpty();
}

QString checkReport(const LoadResult& loaded, const GuardResult& guards)
{
    QString out;
    appendIssues(out, u"error"_s, loaded.errors);
    appendIssues(out, u"error"_s, guards.errors);
    appendIssues(out, u"warning"_s, loaded.warnings);
    appendIssues(out, u"warning"_s, guards.warnings);
    const qsizetype errors = loaded.errors.size() + guards.errors.size();
    const qsizetype warnings = loaded.warnings.size() + guards.warnings.size();
    if (errors == 0)
        out += u"The configuration is good (%1 warnings).\n"_s.arg(warnings);
    else
        out += u"The configuration is not usable: %1 errors, %2 warnings.\n"_s.arg(errors).arg(warnings);
    return out;
}

QString printReport(const Settings& settings)
{
    QString out;
    eachByGroup(
        [&](SettingGroup group) {
            out += u"%1# %2\n"_s.arg(out.isEmpty() ? QString() : u"\n"_s, toString(group));
        },
        [&](const SettingRow& row) {
            out += u"%1=%2  # %3\n"_s.arg(row.nameText(), settings.maskedText(row.id),
                                          settings.origin(row.id).text());
        });
    return out;
}

QJsonObject printReportJson(const Settings& settings)
{
    QJsonArray rows;
    for (const SettingRow& row : settingsTable()) {
        rows.append(QJsonObject{{u"name"_s, row.nameText()},
                                {u"value"_s, settings.maskedText(row.id)},
                                {u"source"_s, settings.origin(row.id).text()},
                                {u"set"_s, settings.isSet(row.id)},
                                {u"type"_s, toString(row.type)},
                                {u"default"_s, row.defaultWords()},
                                {u"rule"_s, row.ruleText()},
                                {u"group"_s, toString(row.group)},
                                {u"reload"_s, toString(row.reload)},
                                {u"secret"_s, row.isSecret()},
                                {u"help"_s, QString::fromLatin1(row.help)}});
    }
    return {{u"settings"_s, rows}};
}

QString settingsMarkdown()
{
    QString out;
    eachByGroup(
        [&](SettingGroup group) {
            out +=
                u"%1## %2\n\n| Variable | Default | Value | Change needs | Meaning |\n|---|---|---|---|---|\n"_s
                    .arg(out.isEmpty() ? QString() : u"\n"_s, toString(group));
        },
        [&](const SettingRow& row) {
            QString name = u"`%1`"_s.arg(row.nameText());
            for (const QString& older : row.olderNameList())
                name += u", `%1`"_s.arg(older);
            if (row.isSecret())
                name += u", `%1_FILE`"_s.arg(row.nameText());
            out += u"| %1 | %2 | %3 | %4 | %5 |\n"_s.arg(name, markdownCell(row.defaultWords()),
                                                         markdownCell(row.ruleText()), toString(row.reload),
                                                         markdownCell(QString::fromLatin1(row.help)));
        });
    return out;
}

QString settingsManSection()
{
    QString out = u".SH ENVIRONMENT\n"_s;
    eachByGroup([&](SettingGroup group) { out += u".SS %1\n"_s.arg(roff(toString(group))); },
                [&](const SettingRow& row) {
                    out +=
                        u".TP\n.B %1\n%2.\n"_s.arg(roff(row.nameText()), roff(QString::fromLatin1(row.help)));
                    out += u"Value: %1."_s.arg(roff(row.ruleText()));
                    if (!row.defaultWords().isEmpty())
                        out += u" Default: %1."_s.arg(roff(row.defaultWords()));
                    if (row.isSecret())
                        out += u" May come from a file named by %1."_s.arg(roff(row.nameText() + u"_FILE"_s));
                    out += u'\n';
                });
    return out;
}

} // namespace gatehouse::config
