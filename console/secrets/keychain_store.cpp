// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/keychain_store.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QPointer>
#include <QTimer>
#include <qt6keychain/keychain.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int waitNoticeMs = 3'000;

QString withBackendText(const QString& ours, const QString& theirs)
{
    return theirs.isEmpty() ? ours : ours + u" ("_s + theirs + u')';
}

SecretAnswer answerOf(QKeychain::Error error, const QString& text)
{
    switch (error) {
    case QKeychain::NoError:
        return {SecretStatus::Found, {}, {}};
    case QKeychain::EntryNotFound:
        return {SecretStatus::Absent, {}, SecretStore::tr("No password is stored.")};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {SecretStatus::Locked, {}, withBackendText(SecretStore::tr("The keychain is locked."), text)};
    case QKeychain::NoBackendAvailable:
    // Every D-Bus failure arrives as OtherError: no bus, no service, no reply, service restarted.
    case QKeychain::OtherError:
        if (text.contains(u"session does not exist"_s))
            return {
                SecretStatus::Unavailable,
                {},
                SecretStore::tr("The keychain service was restarted; restart the console to use it again.")};
        return {SecretStatus::Unavailable,
                {},
                withBackendText(SecretStore::tr("No keychain service answers on this desktop."), text)};
    default:
        return {SecretStatus::Failed, {}, withBackendText(SecretStore::tr("The keychain refused."), text)};
    }
}

/// Runs `job` and hands it to `finished` while `context` lives. The job ends itself (autoDelete) and has no
/// parent.
template <typename Job>
void run(SecretStore* store, Job* job, const QString& key, QObject* context,
         std::function<void(Job*)> finished)
{
    job->setKey(key);
    job->setInsecureFallback(false);
    auto* watchdog = new QTimer(store);
    watchdog->setSingleShot(true);
    QObject::connect(watchdog, &QTimer::timeout, store, [store, key] { Q_EMIT store->stillWaiting(key); });
    watchdog->start(waitNoticeMs);
    QObject::connect(job, &QKeychain::Job::finished, store,
                     [job, watchdog, alive = QPointer<QObject>(context), finished = std::move(finished)] {
                         watchdog->deleteLater();
                         if (alive)
                             finished(job);
                     });
    job->start();
}

QDBusMessage searchItems(const QString& service, const QString& key)
{
    qDBusRegisterMetaType<QMap<QString, QString>>();
    QDBusMessage message =
        QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                                       u"org.freedesktop.Secret.Service"_s, u"SearchItems"_s);
    const QMap<QString, QString> attributes{{u"user"_s, key}, {u"server"_s, service}};
    message.setArguments({QVariant::fromValue(attributes)});
    return message;
}

} // namespace

KeychainSecretStore::KeychainSecretStore(const QString& service, QObject* parent)
    : SecretStore(parent)
    , m_service(service)
{
}

QString KeychainSecretStore::place() const
{
    return tr("the keychain of the desktop");
}

void KeychainSecretStore::read(const QString& key, QObject* context, Callback done)
{
    run<QKeychain::ReadPasswordJob>(
        this, new QKeychain::ReadPasswordJob(m_service), key, context,
        [this, key, context, done = std::move(done)](QKeychain::ReadPasswordJob* job) {
            if (job->error() == QKeychain::EntryNotFound) {
                tellLockedFromAbsent(key, context, done);
                return;
            }
            SecretAnswer answer = answerOf(job->error(), job->errorString());
            if (answer.ok())
                answer.secret = Secret(job->textData().toUtf8());
            done(std::move(answer));
        });
}

void KeychainSecretStore::write(const QString& key, const Secret& secret, QObject* context, Callback done)
{
    auto* job = new QKeychain::WritePasswordJob(m_service);
    job->setTextData(QString::fromUtf8(secret.reveal()));
    run<QKeychain::WritePasswordJob>(this, job, key, context,
                                     [done = std::move(done)](QKeychain::WritePasswordJob* finished) {
                                         done(answerOf(finished->error(), finished->errorString()));
                                     });
}

void KeychainSecretStore::remove(const QString& key, QObject* context, Callback done)
{
    run<QKeychain::DeletePasswordJob>(
        this, new QKeychain::DeletePasswordJob(m_service), key, context,
        [this, key, context, done = std::move(done)](QKeychain::DeletePasswordJob* job) {
            if (job->error() != QKeychain::NoError && job->error() != QKeychain::EntryNotFound) {
                done(answerOf(job->error(), job->errorString()));
                return;
            }
            tellLockedFromAbsent(key, context, [done](SecretAnswer after) {
                if (after.status == SecretStatus::Absent)
                    after = {SecretStatus::Found, {}, {}};
                else if (after.status == SecretStatus::Locked)
                    after.message = tr("The keychain is locked, so the password was not removed.");
                done(std::move(after));
            });
        });
}

void KeychainSecretStore::tellLockedFromAbsent(const QString& key, QObject* context, Callback done)
{
    const SecretAnswer absent = answerOf(QKeychain::EntryNotFound, {});
    auto* watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(searchItems(m_service, key)), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, absent, done = std::move(done)] {
        const QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>> reply = *watcher;
        watcher->deleteLater();
        // KWallet does not speak this interface: there, "not found" is true.
        if (reply.isError())
            done(absent);
        else if (!reply.argumentAt<1>().isEmpty())
            done({SecretStatus::Locked, {}, tr("The keychain is locked.")});
        else if (!reply.argumentAt<0>().isEmpty())
            done({SecretStatus::Failed, {}, tr("The keychain still holds the password.")});
        else
            done(absent);
    });
}

void KeychainSecretStore::probe(QObject* context, std::function<void(bool, const QString&)> done)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        QTimer::singleShot(0, context,
                           [done = std::move(done)] { done(false, tr("There is no session bus.")); });
        return;
    }
    const auto names = [](const QString& method) {
        return QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/"_s, u"org.freedesktop.DBus"_s,
                                              method);
    };
    auto* running = new QDBusPendingCallWatcher(bus.asyncCall(names(u"ListNames"_s)), this);
    connect(running, &QDBusPendingCallWatcher::finished, context, [=, done = std::move(done)] {
        const QDBusPendingReply<QStringList> reply = *running;
        running->deleteLater();
        const auto knows = [](const QStringList& list) {
            return list.contains(u"org.freedesktop.secrets"_s) || list.contains(u"org.kde.kwalletd5"_s);
        };
        if (!reply.isError() && knows(reply.value())) {
            done(true, {});
            return;
        }
        auto* startable =
            new QDBusPendingCallWatcher(bus.asyncCall(names(u"ListActivatableNames"_s)), context);
        connect(startable, &QDBusPendingCallWatcher::finished, context, [startable, knows, done] {
            const QDBusPendingReply<QStringList> list = *startable;
            startable->deleteLater();
            const bool there = !list.isError() && knows(list.value());
            done(there,
                 there ? QString() : tr("No keychain service is installed or running on this desktop."));
        });
    });
}

} // namespace gatehouse::console
