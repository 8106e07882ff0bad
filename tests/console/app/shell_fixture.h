// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/gateway_link.h"
#include "console/app/local_gateway.h"
#include "console/app/main_window.h"
#include "console/app/profiles.h"
#include "console/models/roles.h"
#include "console/models/tone.h"
#include "console/secrets/session_store.h"
#include "console/settings/settings.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/indicators.h"
#include "console/widgets/table_view.h"
#include "console/widgets/theme.h"
#include "console/widgets/toast.h"
#include "tests/console/client/fake_gateway.h"

#include <QStandardItemModel>
#include <QTemporaryDir>

#include <memory>

namespace gatehouse::console {

/// A page with every part of the anatomy, that tells what the shell did with it.
class SamplePage : public Page {
public:
    SamplePage(const QString& title, PageContext& context, QWidget* parent)
        : Page(title, context, parent)
    {
        setPrimaryAction(QStringLiteral("Create sample"), QStringLiteral("add"));
        addOverflowAction(QStringLiteral("Import…"), QStringLiteral("import"), true);
        addFilterRow(QStringLiteral("Search samples"))
            ->addChip(QStringLiteral("off"), QStringLiteral("Disabled only"));
        auto* model = new QStandardItemModel(12, 3, this);
        model->setHorizontalHeaderLabels(
            {QStringLiteral("Name"), QStringLiteral("State"), QStringLiteral("Calls")});
        for (int row = 0; row < model->rowCount(); ++row) {
            model->setItem(row, 0, new QStandardItem(QStringLiteral("sample-%1").arg(row)));
            auto* state = new QStandardItem(row % 3 ? QStringLiteral("Healthy") : QStringLiteral("Failing"));
            state->setData(static_cast<int>(row % 3 ? Tone::Good : Tone::Bad), ToneRole);
            model->setItem(row, 1, state);
            model->setItem(row, 2, new QStandardItem(QString::number(row * 117)));
        }
        auto* table = new TableView(QStringLiteral("samples"), &context.settings, this);
        table->setModel(model);
        table->setAccessibleName(QStringLiteral("Samples"));
        setContent(table);
        DetailPane* pane = addDetailPane();
        pane->begin(QStringLiteral("sample-1"));
        pane->pill()->show();
        pane->pill()->setState(Tone::Good, QStringLiteral("Healthy"));
        pane->addSection(QStringLiteral("Identity"));
        pane->addFact(QStringLiteral("Id"), QStringLiteral("5f0c7d1e"), true);
        pane->addFact(QStringLiteral("Address"), QStringLiteral("/samples/v1"), true);
        pane->open();
    }
    void activate() override { ++activated; }
    void deactivate() override { ++deactivated; }
    bool hasUnsavedChanges() const override { return dirty; }
    QUrlQuery state() const override { return shownState; }
    void restoreState(const QUrlQuery& state) override { shownState = state; }
    int activated = 0;
    int deactivated = 0;
    bool dirty = false;
    QUrlQuery shownState;
};

/// Answers questions at once, as told.
class AnsweringDialogs : public Dialogs {
public:
    bool yes = true;
    int asked = 0;
    QString path; ///< chosen for every file
    void confirm(QWidget*, const Confirmation&, std::function<void()> then) override
    {
        ++asked;
        if (yes)
            then();
    }
    void openFile(QWidget*, const QString&, const QString&,
                  std::function<void(const QString&)> chosen) override
    {
        chosen(path);
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(const QString&)> chosen) override
    {
        chosen(path);
    }
};

/// A whole console around a gateway of the test's.
class ShellFixture {
public:
    explicit ShellFixture(PlaceRegistry registry = samples())
        : settings(Settings::atPath(dir.filePath(QStringLiteral("console.ini"))))
        , places(std::move(registry))
    {
        profiles = std::make_unique<Profiles>(*settings);
        link = std::make_unique<GatewayLink>(*profiles, secrets);
    }
    ~ShellFixture() { window.reset(); }

    static PlaceRegistry samples()
    {
        PlaceRegistry registry;
        int order = 0;
        for (const QString& id : {QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}) {
            const QString title = QStringLiteral("Place ") + id;
            registry.add({id, order < 2 ? QStringLiteral("Traffic") : QStringLiteral("Operate"), title,
                          QStringLiteral("api"), order++, QStringLiteral("word-") + id,
                          [title](PageContext& context, QWidget* parent) {
                              return new SamplePage(title, context, parent);
                          }});
        }
        return registry;
    }
    MainWindow& open()
    {
        window = std::make_unique<MainWindow>(Shell{*settings, secrets, *profiles, *link, dialogs, toasts,
                                                    tasks, local, theme, places, QString()});
        window->show();
        return *window;
    }
    ConnectionProfile profile(const FakeGateway& gateway) const
    {
        ConnectionProfile profile;
        profile.id = QStringLiteral("p");
        profile.name = QStringLiteral("Shop gateway");
        profile.url = gateway.url();
        profile.user = QStringLiteral("ada");
        return profile;
    }
    /// Logs anybody in whose password is "right".
    static FakeGateway::Reply answer(const FakeGateway::Request& request)
    {
        FakeGateway::Reply reply;
        if (request.path == "/platform/authorization") {
            const bool right = request.body.contains("\"right\"");
            const QByteArray claims = FakeGateway::json({{QStringLiteral("sub"), QStringLiteral("ada")},
                                                         {QStringLiteral("exp"), qint64(4'102'444'800)}});
            reply.status = right ? 200 : 400;
            reply.body =
                right ? "{\"access_token\":\"h." + claims.toBase64(QByteArray::Base64UrlEncoding) + ".s\"}"
                      : QByteArray(
                            "{\"error_code\":\"AUTH002\",\"error_message\":\"Invalid email or password\"}");
        } else if (request.path.startsWith("/platform/events")) {
            reply.contentType = "text/event-stream";
            reply.body = "data: {\"revision\":42}\n\n";
            reply.keepOpen = true;
        }
        return reply;
    }

    QTemporaryDir dir;
    std::unique_ptr<Settings> settings;
    SessionSecretStore secrets;
    std::unique_ptr<Profiles> profiles;
    std::unique_ptr<GatewayLink> link;
    AnsweringDialogs dialogs;
    Toasts toasts{nullptr};
    Tasks tasks;
    LocalGateway local{dir.filePath(QStringLiteral("local")),
                       QStringLiteral("/nonexistent/gatehouse-gateway")};
    Theme theme;
    PlaceRegistry places;
    std::unique_ptr<MainWindow> window;
};

} // namespace gatehouse::console
