// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/memory_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <memory>
#include <mutex>
#include <vector>

namespace gatehouse::store::testing {

/// Keeps posted functions until run(), so that a test decides when callbacks come. Posting is safe from any
/// thread.
class Mailbox {
public:
    Poster poster()
    {
        return [this](std::function<void()> function) {
            const std::lock_guard lock(m_mutex);
            m_functions.push_back(std::move(function));
        };
    }
    void run()
    {
        std::vector<std::function<void()>> functions;
        {
            const std::lock_guard lock(m_mutex);
            functions.swap(m_functions);
        }
        for (const auto& function : functions)
            function();
    }

private:
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_functions;
};

inline Commit setDocument(quint64 revision, const QString& id, int value, int padding = 0)
{
    return {revision,
            1'700'000'000'000 + qint64(revision),
            QStringLiteral("ana"),
            QStringLiteral("api"),
            QStringLiteral("thing.set"),
            {{QStringLiteral("thing"), id,
              QJsonObject{{QStringLiteral("value"), value},
                          {QStringLiteral("padding"), QString(padding, QLatin1Char('x'))}}}}};
}

inline Commit removeDocument(quint64 revision, const QString& id)
{
    return {revision,
            1'700'000'000'000,
            QStringLiteral("ana"),
            QStringLiteral("api"),
            QStringLiteral("thing.remove"),
            {{QStringLiteral("thing"), id, std::nullopt}}};
}

/// A store in a directory of its own, opened and closed by the test.
class StoreBox {
    QTemporaryDir m_temporary; // first: the options need its path

public:
    MemoryStoreOptions options{directory(), Secret(QByteArray("a key for the tests")), 0, 1000,
                               32 * 1024 * 1024};

    QString directory() const { return m_temporary.path() + QStringLiteral("/data"); }
    QString path(const QString& name) const { return directory() + QLatin1Char('/') + name; }

    Result<LoadedState> open()
    {
        close();
        m_store = std::make_unique<MemoryStore>(options, m_mailbox.poster());
        return m_store->load();
    }
    void close() { m_store.reset(); }
    MemoryStore& store() { return *m_store; }
    Mailbox& mailbox() { return m_mailbox; }

    /// Appends and waits until it is durable or refused.
    Result<void> commit(const Commit& commit)
    {
        Result<void> outcome = Error::internal(QStringLiteral("no callback"));
        m_store->append(commit, [&outcome](Result<void> result) { outcome = std::move(result); });
        m_store->flush();
        m_mailbox.run();
        return outcome;
    }
    Result<void> compact()
    {
        Result<void> outcome = Error::internal(QStringLiteral("no callback"));
        m_store->compact([&outcome](Result<void> result) { outcome = std::move(result); });
        m_store->flush();
        m_mailbox.run();
        return outcome;
    }

    QByteArray read(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    bool write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
    }
    QStringList files() const { return QDir(directory()).entryList(QDir::Files, QDir::Name); }

private:
    Mailbox m_mailbox;
    std::unique_ptr<MemoryStore> m_store;
};

} // namespace gatehouse::store::testing
