// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/console.h"

#include "console/pages/places.h"
#include "console/secrets/keychain_store.h"
#include "console/secrets/session_store.h"
#include "console/widgets/message_bar.h"

#include <QApplication>
#include <QFile>
#include <QLibraryInfo>
#include <QLocale>
#include <QTextStream>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int screenshotLongestWaitMs = 8'000;
constexpr int screenshotSettleMs = 1'500;
} // namespace

Console::Console(const Options& options, std::unique_ptr<SecretStore> secrets)
    : m_options(options)
    , m_settings(options.settingsFile.isEmpty() ? Settings::forUser()
                                                : Settings::atPath(options.settingsFile))
    , m_secrets(std::move(secrets))
{
    loadTranslations();
    m_theme = std::make_unique<Theme>();
    const QString theme = options.theme.isEmpty() ? m_settings->text(Setting::Theme) : options.theme;
    m_theme->setMode(Theme::modeFromText(theme));
    registerPlaces(m_places);
}

Console::~Console()
{
    // The window first: its pages hold references to everything else.
    m_window.reset();
    m_toasts.reset();
}

void Console::loadTranslations()
{
    QString language =
        m_options.language.isEmpty() ? m_settings->text(Setting::Language) : m_options.language;
    if (language.isEmpty())
        language = QLocale::system().name();
    const QString base = language.section(u'_', 0, 0);
    if (m_english.load(u":/i18n/gatehouse-console_en.qm"_s))
        QCoreApplication::installTranslator(&m_english);
    if (base != u"en"_s && m_ours.load(u":/i18n/gatehouse-console_%1.qm"_s.arg(base)))
        QCoreApplication::installTranslator(&m_ours);
    if (m_qts.load(u"qtbase_"_s + base, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qts);
    if (!m_options.language.isEmpty() || !m_settings->isDefault(Setting::Language))
        QLocale::setDefault(QLocale(language));
}

bool Console::isFirst()
{
    if (!m_options.connectFile.isEmpty() || !m_options.screenshot.isEmpty())
        return true;
    m_instance = std::make_unique<SingleInstance>(
        QStringList{m_options.settingsFile, m_options.profile, m_options.url, m_options.user}.join(u'\n'));
    connect(m_instance.get(), &SingleInstance::raiseRequested, this, [this](const QString& place) {
        if (m_window)
            m_window->bringToFront(place);
    });
    return m_instance->claim(m_options.place);
}

void Console::start()
{
    chooseSecrets([this] {
        build(m_problem);
        m_window->show();
        if (!m_options.place.isEmpty())
            m_window->go(m_options.place);
        connectFirst();
        if (!m_options.screenshot.isEmpty())
            scheduleScreenshot();
        Q_EMIT windowShown();
    });
}

void Console::chooseSecrets(std::function<void()> then)
{
    if (m_secrets) {
        then();
        return;
    }
    if (m_settings->text(Setting::KeychainChoice) == u"session"_s) {
        m_secrets = std::make_unique<SessionSecretStore>();
        then();
        return;
    }
    auto keychain = std::make_unique<KeychainSecretStore>();
    KeychainSecretStore* probing = keychain.get();
    m_secrets = std::move(keychain);
    probing->probe(this, [this, then = std::move(then)](bool available, const QString& why) {
        if (!available) {
            m_problem = why;
            // The probe is still on the stack of the keychain store.
            m_secrets.release()->deleteLater();
            m_secrets = std::make_unique<SessionSecretStore>();
        }
        then();
    });
}

void Console::build(const QString& keychainProblem)
{
    m_profiles = std::make_unique<Profiles>(*m_settings);
    m_link = std::make_unique<GatewayLink>(*m_profiles, *m_secrets);
    m_dialogs = std::make_unique<Dialogs>();
    m_toasts = std::make_unique<Toasts>(nullptr);
    m_tasks = std::make_unique<Tasks>();
    m_local = std::make_unique<LocalGateway>();
    m_window = std::make_unique<MainWindow>(Shell{*m_settings, *m_secrets, *m_profiles, *m_link, *m_dialogs,
                                                  *m_toasts, *m_tasks, *m_local, *m_theme, m_places,
                                                  keychainProblem});
    if (!m_options.size.isEmpty())
        m_window->resize(m_options.size);
}

void Console::connectFirst()
{
    if (!m_options.connectFile.isEmpty()) {
        const Result<ConnectFile> file = ConnectFile::read(m_options.connectFile);
        if (file) {
            m_profiles->save(file->profile);
            m_window->showWelcome(false);
            m_link->openWith(file->profile, file->password, true);
            QFile::remove(m_options.connectFile);
            return;
        }
        m_toasts->show(tokens::Tone::Bad, file.error().text());
    }
    if (!m_options.url.isEmpty()) {
        const Result<ConnectionProfile> profile =
            ConnectionProfile::fromJson({{u"url"_s, m_options.url}, {u"user"_s, m_options.user}});
        if (profile) {
            m_window->showWelcome(false);
            m_link->open(*profile);
            return;
        }
        m_toasts->show(tokens::Tone::Bad, profile.error().text());
    }
    const QString wanted = m_options.profile.isEmpty() ? m_profiles->lastUsed() : m_options.profile;
    const ConnectionProfile* profile = m_profiles->find(wanted);
    if (!profile && m_options.profile.isEmpty() && m_profiles->all().size() == 1)
        profile = &m_profiles->all().first();
    if (profile)
        m_link->open(*profile);
    else if (!m_options.profile.isEmpty())
        m_toasts->show(tokens::Tone::Bad, tr("There is no connection named %1.").arg(m_options.profile));
}

void Console::scheduleScreenshot()
{
    auto* deadline = new QTimer(this);
    deadline->setSingleShot(true);
    connect(deadline, &QTimer::timeout, this, &Console::takeScreenshot);
    const bool waits = m_link->hasProfile();
    deadline->start(waits ? screenshotLongestWaitMs : screenshotSettleMs);
    // Logged in: give the page the time of one round trip and a paint.
    connect(m_link.get(), &GatewayLink::ready, this, [deadline] { deadline->start(screenshotSettleMs); });
}

void Console::takeScreenshot()
{
    const bool written = m_window->grab().save(m_options.screenshot);
    if (!written)
        QTextStream(stderr) << "cannot write " << m_options.screenshot << '\n';
    QCoreApplication::exit(written ? 0 : 1);
}

} // namespace gatehouse::console
