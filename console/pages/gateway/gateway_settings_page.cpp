// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/gateway/gateway_settings_page.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QJsonArray>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString idOf(const QJsonObject& row)
{
    return textOf(row, "name");
}

bool isSet(const QJsonObject& row)
{
    return row.value(u"set"_s).toBool();
}

QString valueText(const QJsonObject& row)
{
    const QString value = textOf(row, "value");
    return value.isEmpty() ? u"–"_s : value;
}

/// Words of the gateway in the language of the console, those of `known`; others stay as they are.
QString worded(const QString& english, std::initializer_list<const char*> known)
{
    for (const char* const word : known) {
        if (english == QLatin1StringView(word))
            return QCoreApplication::translate("GatewaySettings", word);
    }
    return english;
}

QString sourceText(const QJsonObject& row)
{
    return isSet(row) ? worded(textOf(row, "source"), {QT_TRANSLATE_NOOP("GatewaySettings", "environment"),
                                                       QT_TRANSLATE_NOOP("GatewaySettings", "command line")})
                      : GatewaySettingsPage::tr("default");
}

QString partText(const QJsonObject& row)
{
    return worded(
        textOf(row, "group"),
        {QT_TRANSLATE_NOOP("GatewaySettings", "Process"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Administrator and storage"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Secrets and encryption"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Sign-in"),
         QT_TRANSLATE_NOOP("GatewaySettings", "HTTP surface"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Limits of connections and heads"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Connections that stay open"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Addresses and TLS"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Upstreams"), QT_TRANSLATE_NOOP("GatewaySettings", "Dumps"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Logs"), QT_TRANSLATE_NOOP("GatewaySettings", "Metrics"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Alerts"), QT_TRANSLATE_NOOP("GatewaySettings", "Demo data"),
         QT_TRANSLATE_NOOP("GatewaySettings", "Informational keys")});
}

QString changeWord(const QJsonObject& row)
{
    return textOf(row, "reload") == u"reload"_s ? GatewaySettingsPage::tr("Reading again")
                                                : GatewaySettingsPage::tr("Restart");
}

Tone changeTone(const QJsonObject& row)
{
    return textOf(row, "reload") == u"reload"_s ? Tone::Good : Tone::Off;
}

QString helpText(const QJsonObject& row)
{
    return textOf(row, "help");
}

QList<Column> columns()
{
    return {{u"name"_s, GatewaySettingsPage::tr("Setting"), {}, {}, helpText},
            {u"value"_s, GatewaySettingsPage::tr("Value"), valueText, {}, {}},
            {u"source"_s, GatewaySettingsPage::tr("From"), sourceText, {}, {}},
            {u"reload"_s, GatewaySettingsPage::tr("A change needs"), changeWord, changeTone, {}},
            {u"group"_s, GatewaySettingsPage::tr("Part"), partText, {}, {}}};
}

QString listed(const QJsonObject& answer, const QString& key)
{
    return answer.value(key).toVariant().toStringList().join(u", "_s);
}

} // namespace

GatewaySettingsPage::GatewaySettingsPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Gateway settings"), tr("Search settings"), u"gateway_settings"_s,
                tr("The settings could not be read.")},
               context, {.list = CallId::Settings, .itemsKey = u"settings"_s, .whole = true}, columns(), idOf,
               parent)
{
    QAction* again = setPrimaryAction(tr("Read settings again"), u"refresh"_s);
    again->setObjectName(u"readAgain"_s);
    connect(again, &QAction::triggered, this, &GatewaySettingsPage::readAgain);
    m_copy = addOverflowAction(tr("Copy as line for .env"), u"copy"_s);
    m_copy->setObjectName(u"copyLine"_s);
    connect(m_copy, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            openRow(*row);
    });
    addExportActions();
    QAction* purge = addOverflowAction(tr("Forget cached answers…"), u"delete"_s, true);
    purge->setObjectName(u"purgeAnswers"_s);
    connect(purge, &QAction::triggered, this, &GatewaySettingsPage::askPurge);
    QAction* clear = addOverflowAction(tr("Clear caches and counters…"), u"delete"_s, true);
    clear->setObjectName(u"clearCaches"_s);
    connect(clear, &QAction::triggered, this, &GatewaySettingsPage::askClear);
}

void GatewaySettingsPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    pane.pill()->setState(isSet(row) ? Tone::Info : Tone::Off, isSet(row) ? tr("Set") : tr("Default"));
    pane.pill()->show();
    pane.addFact(tr("Meaning"), helpText(row));
    pane.addFact(tr("Value"), valueText(row), true);
    pane.addFact(tr("From"), sourceText(row));
    pane.addFact(tr("Default"), textOf(row, "default"), true);
    pane.addFact(tr("Possible values"), textOf(row, "rule"));
    pane.addFact(tr("A change needs"), textOf(row, "reload") == u"reload"_s ? tr("reading the settings again")
                                                                            : tr("a restart of the gateway"));
    pane.addAction(buttonFor(m_copy));
}

void GatewaySettingsPage::openRow(const QJsonObject& row)
{
    const bool secret = row.value(u"secret"_s).toBool();
    const QString value = secret || !isSet(row) ? QString() : textOf(row, "value");
    QGuiApplication::clipboard()->setText(idOf(row) + u'=' + value);
    context().toasts.show(tokens::Tone::Good, secret
                                                  ? tr("Copied without the value: secrets are not shown.")
                                                  : tr("Copied. It goes into the .env file of the gateway."));
}

void GatewaySettingsPage::readAgain()
{
    progress()->start();
    context().client.call(
        CallId::ConfigReload, {}, QJsonObject(), this, [this](const Result<QJsonObject>& answer) {
            progress()->stop();
            if (answer)
                tellReload(answer->value(u"data"_s).toObject());
            else
                messages()->showError(tr("The settings were not read again; those in effect stay."),
                                      answer.error(), false);
        });
}

/// Told after the table shows the new values, as loading it clears what was told before.
void GatewaySettingsPage::tellReload(const QJsonObject& answer)
{
    QStringList lines;
    const QString changed = listed(answer, u"changed"_s);
    lines.append(changed.isEmpty() ? tr("Nothing has changed since the settings were read last.")
                                   : tr("In effect now: %1").arg(changed));
    const QString waiting = listed(answer, u"restart_needed"_s);
    if (!waiting.isEmpty())
        lines.append(tr("Changed, but only after a restart: %1").arg(waiting));
    lines += answer.value(u"warnings"_s).toVariant().toStringList();
    const bool calm = lines.size() == 1;
    connect(
        model(), &RemoteTableModel::loaded, this,
        [this, text = lines.join(u'\n'), calm] {
            messages()->showMessage(calm ? tokens::Tone::Good : tokens::Tone::Warning, text);
        },
        Qt::SingleShotConnection);
    model()->reload();
}

void GatewaySettingsPage::askPurge()
{
    Confirmation question;
    question.title = tr("Forget all cached answers?");
    question.effect = tr("The next calls go to the servers again, which may be many at once.");
    question.verb = tr("Forget answers");
    context().dialogs.confirm(this, question, [page = QPointer<GatewaySettingsPage>(this)] {
        if (!page)
            return;
        page->context().client.call(
            CallId::ResponseCachePurge, {}, page, [page](const Result<QJsonObject>& answer) {
                if (answer)
                    page->context().toasts.show(tokens::Tone::Good, tr("%n answer(s) forgotten.", nullptr,
                                                                       answer->value(u"purged"_s).toInt()));
                else
                    page->messages()->showError(tr("The cached answers were not forgotten."), answer.error(),
                                                false);
            });
    });
}

void GatewaySettingsPage::askClear()
{
    Confirmation question;
    question.title = tr("Clear all caches and counters?");
    question.effect = tr(
        "Rate limits begin anew for everybody, and cached answers are forgotten. This cannot be taken back.");
    question.verb = tr("Clear");
    question.name = u"clear"_s;
    context().dialogs.confirm(this, question, [page = QPointer<GatewaySettingsPage>(this)] {
        if (page)
            page->change(CallId::CachesClear, {}, {}, tr("Caches and counters are cleared."),
                         tr("The caches were not cleared."));
    });
}

} // namespace gatehouse::console
