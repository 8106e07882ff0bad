// SPDX-License-Identifier: GPL-3.0-or-later
// Puts documents into the store of a gateway that has not started yet, in one commit, so that a run with ten
// thousand APIs, consumers and keys is set up in seconds.
//
//   MEM_ENCRYPTION_KEY=... seed_documents STORE_DIRECTORY < documents.json
//
// The input is an array of {"kind", "id", "body"}. The gateway checks every document when it loads it.
#include "gateway/store/memory_store.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;

namespace {

int fail(const QString& why)
{
    std::fprintf(stderr, "seed_documents: %s\n", qPrintable(why));
    return 1;
}

store::Commit commitOf(const QJsonArray& documents, quint64 revision)
{
    store::Commit commit;
    commit.revision = revision;
    commit.atMs = QDateTime::currentMSecsSinceEpoch();
    commit.actor = commit.source = u"system"_s;
    commit.action = u"bench.seed"_s;
    for (const QJsonValue& document : documents)
        commit.changes.append(
            {document[u"kind"_s].toString(), document[u"id"_s].toString(), document[u"body"_s].toObject()});
    return commit;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return fail(u"usage: seed_documents STORE_DIRECTORY < documents.json"_s);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(input.errorString());
    QJsonParseError fault;
    const QJsonDocument json = QJsonDocument::fromJson(input.readAll(), &fault);
    if (!json.isArray())
        return fail(u"the input is no JSON array: "_s + fault.errorString());

    store::MemoryStoreOptions options;
    options.directory = QFile::decodeName(argv[1]);
    options.key = Secret(qgetenv("MEM_ENCRYPTION_KEY"));
    // flush() runs the callbacks itself, and health() tells the outcome.
    store::MemoryStore target(std::move(options), [](const std::function<void()>&) {});
    const Result<store::LoadedState> loaded = target.load();
    if (!loaded)
        return fail(loaded.error().text());
    const quint64 revision = loaded->revision + 1;
    target.append(commitOf(json.array(), revision), [](const Result<void>&) {});
    target.flush();
    const store::StoreHealth health = target.health();
    return health.durableRevision == revision ? 0 : fail(u"not stored: "_s + health.message);
}
