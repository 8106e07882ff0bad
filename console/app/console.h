// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/gateway_link.h"
#include "console/app/local_gateway.h"
#include "console/app/main_window.h"
#include "console/app/options.h"
#include "console/app/profiles.h"
#include "console/app/single_instance.h"
#include "console/secrets/secret_store.h"
#include "console/settings/settings.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/theme.h"
#include "console/widgets/toast.h"

#include <QTranslator>

#include <memory>

namespace gatehouse::console {

/// Composition root: makes every object of the console once, in order, and hands them down. Nothing else news
/// up a store, a client or a window.
class Console : public QObject {
    Q_OBJECT
public:
    /// `secrets` null: the keychain when there is one, else memory with a banner.
    Console(const Options& options, std::unique_ptr<SecretStore> secrets = {});
    ~Console() override;

    /// False: a console of the same user for the same connection is there already and comes to the front.
    /// Always true for one that reads a connect file or takes a picture.
    bool isFirst();
    /// Shows the window; connects as the options or the last connection say.
    void start();
    MainWindow* window() { return m_window.get(); }
    GatewayLink& link() { return *m_link; }

Q_SIGNALS:
    void windowShown();

private:
    void loadTranslations();
    void chooseSecrets(std::function<void()> then);
    void build(const QString& keychainProblem);
    void connectFirst();
    void scheduleScreenshot();
    void takeScreenshot();
    Options m_options;
    QTranslator m_english; ///< plurals; the ground for every other language
    QTranslator m_ours;
    QTranslator m_qts;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Profiles> m_profiles;
    std::unique_ptr<GatewayLink> m_link;
    std::unique_ptr<Dialogs> m_dialogs;
    std::unique_ptr<Toasts> m_toasts;
    std::unique_ptr<Tasks> m_tasks;
    std::unique_ptr<LocalGateway> m_local;
    PlaceRegistry m_places;
    std::unique_ptr<MainWindow> m_window;
    QString m_problem;
    std::unique_ptr<SingleInstance> m_instance;
};

} // namespace gatehouse::console
