// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/session_store.h"

#include <QPointer>
#include <QTimer>

namespace gatehouse::console {

namespace {
void later(QObject* context, SecretStore::Callback done, SecretAnswer answer)
{
    QTimer::singleShot(0, context, [done = std::move(done), answer = std::move(answer)] { done(answer); });
}

SecretAnswer lookup(const QHash<QString, Secret>& secrets, const QString& key)
{
    const auto it = secrets.constFind(key);
    if (it == secrets.constEnd())
        return {SecretStatus::Absent, {}, SecretStore::tr("No password is stored.")};
    return {SecretStatus::Found, *it, {}};
}
} // namespace

QString nameOf(SecretStatus status)
{
    switch (status) {
    case SecretStatus::Found:
        return QStringLiteral("found");
    case SecretStatus::Absent:
        return QStringLiteral("absent");
    case SecretStatus::Locked:
        return QStringLiteral("locked");
    case SecretStatus::Unavailable:
        return QStringLiteral("unavailable");
    case SecretStatus::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

void SessionSecretStore::read(const QString& key, QObject* context, Callback done)
{
    later(context, std::move(done), lookup(m_secrets, key));
}

void SessionSecretStore::write(const QString& key, const Secret& secret, QObject* context, Callback done)
{
    m_secrets.insert(key, secret);
    later(context, std::move(done), {SecretStatus::Found, {}, {}});
}

void SessionSecretStore::remove(const QString& key, QObject* context, Callback done)
{
    m_secrets.remove(key);
    later(context, std::move(done), {SecretStatus::Found, {}, {}});
}

QString SessionSecretStore::place() const
{
    return tr("memory, until the console is closed");
}

void FakeSecretStore::failWith(SecretStatus status, const QString& message)
{
    m_failing = true;
    m_failure = {status, {}, message};
}

void FakeSecretStore::release()
{
    m_held = false;
    const QList<std::function<void()>> waiting = std::exchange(m_waiting, {});
    for (const auto& run : waiting)
        run();
}

void FakeSecretStore::answer(QObject* context, Callback done, SecretAnswer answer)
{
    if (m_failing)
        answer = m_failure;
    const QPointer<QObject> alive(context);
    auto run = [alive, done = std::move(done), answer = std::move(answer)] {
        if (alive)
            later(alive, done, answer);
    };
    if (m_held)
        m_waiting.append(run);
    else
        run();
}

void FakeSecretStore::read(const QString& key, QObject* context, Callback done)
{
    answer(context, std::move(done), lookup(m_secrets, key));
}

void FakeSecretStore::write(const QString& key, const Secret& secret, QObject* context, Callback done)
{
    if (!m_failing)
        m_secrets.insert(key, secret);
    answer(context, std::move(done), {SecretStatus::Found, {}, {}});
}

void FakeSecretStore::remove(const QString& key, QObject* context, Callback done)
{
    if (!m_failing)
        m_secrets.remove(key);
    answer(context, std::move(done), {SecretStatus::Found, {}, {}});
}

} // namespace gatehouse::console
