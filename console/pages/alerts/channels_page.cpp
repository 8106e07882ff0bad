// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/alerts/channels_page.h"

#include "common/model/alerting.h"
#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/pages/consumers/desk_words.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/model_text.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QJsonArray>
#include <QLocale>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

bool failed(const QJsonObject& channel)
{
    return !textOf(channel, "last_test_error").isEmpty();
}

QString testWord(const QJsonObject& channel)
{
    if (!channel.value(u"enabled"_s).toBool())
        return ChannelsPage::tr("Off");
    if (failed(channel))
        return ChannelsPage::tr("Test failed");
    if (textOf(channel, "last_test_at").isEmpty())
        return ChannelsPage::tr("Not tested");
    return ChannelsPage::tr("Delivered in %1 ms")
        .arg(QLocale().toString(channel.value(u"last_test_ms"_s).toInteger()));
}

Tone testTone(const QJsonObject& channel)
{
    if (!channel.value(u"enabled"_s).toBool())
        return Tone::Off;
    if (failed(channel))
        return Tone::Bad;
    return textOf(channel, "last_test_at").isEmpty() ? Tone::Warning : Tone::Good;
}

QString typeWord(const QJsonObject& channel)
{
    return choiceText(textOf(channel, "type"));
}

void showChannel(DetailPane& pane, const QJsonObject& channel)
{
    pane.setTitle(textOf(channel, "name"));
    pane.pill()->setState(testTone(channel), testWord(channel));
    pane.pill()->show();
    pane.addFact(ChannelsPage::tr("Kind"), typeWord(channel));
    pane.addFact(ChannelsPage::tr("Leads to"), textOf(channel, "destination"), true);
    if (textOf(channel, "type") == u"webhook"_s)
        pane.addFact(ChannelsPage::tr("Signed"),
                     channel.value(u"signed"_s).toBool() ? ChannelsPage::tr("yes") : ChannelsPage::tr("no"));
    pane.addFact(ChannelsPage::tr("Events"),
                 channel.value(u"events"_s).toVariant().toStringList().join(u", "_s));
    pane.addFact(ChannelsPage::tr("From severity"), choiceText(textOf(channel, "min_severity")));
    pane.addSection(ChannelsPage::tr("Last test"));
    if (!textOf(channel, "last_test_at").isEmpty())
        pane.addFact(ChannelsPage::tr("Delivered"), absoluteTime(channel, u"last_test_at"_s));
    pane.addFact(ChannelsPage::tr("Result"), testWord(channel));
    if (failed(channel))
        pane.addFact(ChannelsPage::tr("Error"), textOf(channel, "last_test_error"));
}

DocumentsSpec channelsSpec()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "id"); };
    DocumentsSpec spec;
    spec.look = {ChannelsPage::tr("Alert channels"), ChannelsPage::tr("Search channels"), u"alert_channels"_s,
                 ChannelsPage::tr("The channels could not be read.")};
    spec.source = {CallId::AlertChannelList, u"items"_s};
    spec.columns = {{u"name"_s, ChannelsPage::tr("Name"), {}, {}, {}},
                    {u"type"_s, ChannelsPage::tr("Kind"), typeWord, {}, {}},
                    {u"destination"_s, ChannelsPage::tr("Leads to"), {}, {}, {}, false},
                    {u"last_test_ms"_s, ChannelsPage::tr("Test"), testWord, testTone, {}},
                    timeColumn(u"last_test_at"_s, ChannelsPage::tr("Tested"), false)};
    spec.idOf = id;
    spec.editor.kind = u"channel"_s;
    spec.editor.table = &tableOf<Channel>();
    spec.editor.create = CallId::AlertChannelCreate;
    spec.editor.read = CallId::AlertChannelGet;
    spec.editor.update = CallId::AlertChannelUpdate;
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.editor.id = id;
    spec.editor.name = [](const QJsonObject& row) { return textOf(row, "name"); };
    spec.editor.nullClears = true;
    spec.canClone = false; // the address and the secret would be missing
    spec.skipOnCreate = spec.skipOnEdit =
        QStringList{u"last_test_at"_s, u"last_test_ms"_s, u"last_test_error"_s};
    spec.remove = CallId::AlertChannelDelete;
    spec.initial = {{u"enabled"_s, true}, {u"events"_s, QJsonArray{u"alert"_s}}};
    spec.icon = u"link"_s;
    spec.help = u"alerts"_s;
    spec.words = {ChannelsPage::tr("Create channel"),
                  ChannelsPage::tr("New channel"),
                  ChannelsPage::tr("Channel %1"),
                  ChannelsPage::tr("A channel tells people: by e-mail, Slack, webhook or on their desktops."),
                  ChannelsPage::tr("Delete channel %1?"),
                  ChannelsPage::tr("What waits for it is not sent any more."),
                  ChannelsPage::tr("Delete channel")};
    spec.details = showChannel;
    return spec;
}

} // namespace

ChannelsPage::ChannelsPage(PageContext& context, QWidget* parent)
    : DocumentsPage(channelsSpec(), context, parent)
    , m_test(addOverflowAction(tr("Send test alert"), u"tester"_s, true))
{
    m_test->setObjectName(u"testChannel"_s);
    connect(m_test, &QAction::triggered, this, &ChannelsPage::test);
}

void ChannelsPage::showDetails(DetailPane& pane, const QJsonObject& channel)
{
    spec().details(pane, channel);
    pane.addAction(buttonFor(m_test));
    addDocumentButtons(pane, channel);
}

void ChannelsPage::test()
{
    const auto row = chosen();
    if (!row)
        return;
    m_test->setEnabled(false);
    const QString name = textOf(*row, "name");
    context().client.call(CallId::AlertChannelTest, {textOf(*row, "id")}, this,
                          [this, name](const Result<QJsonObject>& answer) {
                              m_test->setEnabled(true);
                              if (answer)
                                  tested(name, *answer);
                              else
                                  messages()->showError(tr("No test was sent over %1.").arg(name),
                                                        answer.error());
                          });
}

void ChannelsPage::tested(const QString& name, const QJsonObject& answer)
{
    model()->reload();
    if (answer.value(u"delivered"_s).toBool())
        return context().toasts.show(
            tokens::Tone::Good,
            tr("Delivered over %1 in %2 ms.")
                .arg(name, QLocale().toString(answer.value(u"latency_ms"_s).toInteger())));
    messages()->showMessage(
        tokens::Tone::Bad,
        tr("The test over %1 was not delivered: %2").arg(name, answer.value(u"error"_s).toString()));
}

} // namespace gatehouse::console
