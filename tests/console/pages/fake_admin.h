// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/client/event_stream.h"
#include "console/client/session.h"
#include "console/settings/settings.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/page.h"
#include "console/widgets/tasks.h"
#include "console/widgets/toast.h"
#include "tests/console/client/fake_gateway.h"

#include <QAccessible>
#include <QAction>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

namespace gatehouse::console {

/// Answers every question at once, as the test says.
class ScriptedDialogs : public Dialogs {
public:
    void confirm(QWidget*, const Confirmation& question, std::function<void()> yes) override
    {
        asked.append(question);
        if (agree)
            yes();
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(const QString&)> chosen) override
    {
        chosen(savePath);
    }
    QList<Confirmation> asked;
    QString savePath;
    bool agree = true;
};

/// Controls that the keyboard reaches but a screen reader cannot name; "Class objectName" each.
inline QStringList unnamedControls(const QWidget& place)
{
    QStringList unnamed;
    const auto widgets = place.findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible())
            continue;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        if (!face || face->text(QAccessible::Name).isEmpty())
            unnamed.append(QLatin1StringView(widget->metaObject()->className()) + QChar(u' ') +
                           widget->objectName());
    }
    return unnamed;
}

/// Triggers the action with this text; the test fails when the page has none.
inline void trigger(const Page& page, const QString& text)
{
    const auto actions = page.actions();
    for (QAction* action : actions) {
        if (action->text() == text) {
            action->trigger();
            return;
        }
    }
    QFAIL(qPrintable(QStringLiteral("no action ") + text));
}

/// An admin API with a few APIs, and everything a page needs around it. Answers can be replaced per
/// "METHOD path".
class FakeAdmin {
public:
    FakeAdmin()
        : gateway([this](const FakeGateway::Request& request) { return answer(request); })
        , session(client)
        , connection(client)
        , events(client)
        , settings(Settings::atPath(dir.filePath(QStringLiteral("console.ini"))))
        , toasts(nullptr)
        , context{client,
                  session,
                  connection,
                  events,
                  *settings,
                  dialogs,
                  toasts,
                  tasks,
                  [this](const PlaceLink& link) { wentTo.append(link); },
                  [this](QString* why) {
                      if (why && !writable)
                          *why = QStringLiteral("read-only");
                      return writable;
                  }}
    {
        ConnectionProfile profile;
        profile.id = QStringLiteral("test");
        profile.url = gateway.url();
        client.setProfile(profile);
        client.setToken(Secret(QByteArray("token")));
    }

    static QJsonObject api(const QString& name, bool active = true)
    {
        return {{QStringLiteral("api_name"), name},
                {QStringLiteral("api_version"), QStringLiteral("v1")},
                {QStringLiteral("api_id"), name + QStringLiteral("-id")},
                {QStringLiteral("api_description"), name + QStringLiteral(" service")},
                {QStringLiteral("api_type"), QStringLiteral("REST")},
                {QStringLiteral("active"), active},
                {QStringLiteral("api_servers"), QJsonArray{QStringLiteral("http://127.0.0.1:9000")}},
                {QStringLiteral("_meta"), QJsonObject{{QStringLiteral("revision"), revision}}}};
    }
    static FakeGateway::Reply json(const QJsonObject& object, int status = 200)
    {
        FakeGateway::Reply reply;
        reply.status = status;
        reply.body = FakeGateway::json(object);
        return reply;
    }
    /// The last request of this kind; its body as JSON.
    QJsonObject lastBody(const QByteArray& methodAndPath) const
    {
        const FakeGateway::Request* request = last(methodAndPath);
        return request ? QJsonDocument::fromJson(request->body).object() : QJsonObject();
    }
    const FakeGateway::Request* last(const QByteArray& methodAndPath) const
    {
        for (auto it = gateway.seen.crbegin(); it != gateway.seen.crend(); ++it) {
            if (keyOf(*it) == methodAndPath)
                return &*it;
        }
        return nullptr;
    }

    inline static int revision = 7;
    QTemporaryDir dir;
    QHash<QByteArray, FakeGateway::Reply> replies;
    QJsonArray apis{api(QStringLiteral("billing")), api(QStringLiteral("orders"), false)};
    FakeGateway gateway;
    ApiClient client;
    Session session;
    ConnectionMachine connection;
    EventStream events;
    std::unique_ptr<Settings> settings;
    ScriptedDialogs dialogs;
    Toasts toasts;
    Tasks tasks;
    QList<PlaceLink> wentTo;
    bool writable = true;
    PageContext context;

private:
    static QByteArray keyOf(const FakeGateway::Request& request)
    {
        return request.method + ' ' + request.path.split('?').first();
    }
    FakeGateway::Reply answer(const FakeGateway::Request& request)
    {
        const QByteArray key = keyOf(request);
        if (replies.contains(key))
            return replies.value(key);
        if (key == "GET /platform/api/all")
            return json({{QStringLiteral("apis"), apis},
                         {QStringLiteral("has_next"), false},
                         {QStringLiteral("total"), apis.size()}});
        if (key == "GET /platform/api/billing/v1")
            return json(api(QStringLiteral("billing")));
        if (key == "POST /platform/validate")
            return json({{QStringLiteral("valid"), true}, {QStringLiteral("changes"), QJsonArray()}});
        return json({{QStringLiteral("message"), QStringLiteral("fine")}});
    }
};

} // namespace gatehouse::console
