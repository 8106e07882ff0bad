// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/loader.h"

#include "common/model/codec.h"
#include "common/model/document_header.h"
#include "common/model/stored_files.h"
#include "gateway/control/rules.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

void loadKind(Documents& documents, AnyTable& table, const QHash<QString, store::PackedObject>& bodies,
              Faults& faults)
{
    const EntityTable& schema = table.schema();
    table.reserve(bodies.size());
    for (auto body = bodies.begin(); body != bodies.end(); ++body) {
        const std::shared_ptr<void> entity = schema.make();
        ReadContext context{ReadOptions::stored(), {}};
        readTable(schema, entity.get(), body.value().unpack(), context,
                  u"%1 %2"_s.arg(schema.name, body.key()));
        faults.append(context.faults);
        schema.header(entity.get())->id = body.key();
        if (!context.faults.isEmpty())
            continue;
        documents.shareTexts(table.kind(), entity.get());
        table.set(entity);
    }
}

/// Those stored before tenants could give their APIs equal names do not say which one they belong to.
template <typename E>
void addOwners(Documents& documents)
{
    QList<std::shared_ptr<E>> completed;
    documents.of<E>().forEach([&](const E& file) {
        if (file.apiId.isEmpty())
            completed.append(std::make_shared<E>(file));
    });
    for (const std::shared_ptr<E>& file : std::as_const(completed)) {
        complete(documents, kindOf<E>(), file.get());
        documents.table(kindOf<E>()).set(file);
    }
}

} // namespace

Result<void> loadDocuments(Documents& documents, const store::Documents& stored, QStringList& notes)
{
    Faults faults;
    for (const Kind kind : allKinds())
        loadKind(documents, documents.table(kind), stored.value(toString(kind)), faults);
    addOwners<ProtoFile>(documents);
    addOwners<SchemaFile>(documents);
    for (auto kind = stored.begin(); kind != stored.end(); ++kind) {
        if (!kindFromString(kind.key()) && !kind.value().isEmpty())
            notes.append(
                u"%1 documents of the unknown kind \"%2\" are kept but not used"_s.arg(kind.value().size())
                    .arg(kind.key()));
    }
    if (faults.isEmpty())
        return {};
    Error error = Error::corrupt(u"Stored documents cannot be read"_s);
    error.faults = faults;
    return error;
}

} // namespace gatehouse::control
