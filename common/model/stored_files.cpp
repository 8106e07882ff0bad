// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/stored_files.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable vaultTable()
{
    using V = VaultEntry;
    TableBuilder<V> t(u"vault_entry"_s, u"vault_entries"_s, u"Vault entry"_s, u"Vault entries"_s,
                      {u"username"_s, u"key_name"_s});
    t.group(u"Vault"_s);
    t.field(u"key_name"_s, &V::keyName, u"Name"_s, u"Unique among your entries."_s)
        .required()
        .length(1, 255)
        .immutable();
    t.field(u"username"_s, &V::username, u"Owner"_s, u"Only the owner sees the entry."_s)
        .generated()
        .immutable()
        .length(0, 50)
        .refersTo(Kind::User);
    t.field(u"encrypted_value"_s, &V::encryptedValue, u"Value"_s,
            u"Encrypted; never shown and never changed."_s)
        .hidden()
        .secret();
    t.field(u"description"_s, &V::description, u"Description"_s, u"What the secret is for."_s)
        .nullable()
        .length(0, 500);
    t.field(u"created_at"_s, &V::createdAt, u"Created"_s, u"When it was made."_s).readOnly();
    t.field(u"updated_at"_s, &V::updatedAt, u"Changed"_s, u"When it was changed last."_s).readOnly();
    return t.build();
}

template <typename E>
void addApi(TableBuilder<E>& t)
{
    t.field(u"api_name"_s, &E::apiName, u"API"_s, u"Name of the API."_s)
        .required()
        .length(1, 320) // "tenant:name" in requests
        .immutable()
        .refersTo(Kind::Api);
    t.field(u"api_version"_s, &E::apiVersion, u"Version"_s, u"Version of the API."_s)
        .required()
        .length(1, 10)
        .immutable();
    t.field(u"api_id"_s, &E::apiId, u"API id"_s, u"Id of the API."_s).nullable().generated();
}

EntityTable protoTable()
{
    using P = ProtoFile;
    TableBuilder<P> t(u"proto_file"_s, u"protos"_s, u"Proto file"_s, u"Proto files"_s,
                      {u"api_name"_s, u"api_version"_s});
    t.group(u"Proto file"_s);
    addApi(t);
    t.field(u"content"_s, &P::content, u"Text"_s, u"The .proto text."_s).required().length(1, 16 << 20);
    t.field(u"file_name"_s, &P::fileName, u"File name"_s, u"Name under which other texts import it."_s)
        .nullable()
        .length(0, 255);
    t.field(u"imports"_s, &P::imports, u"Imports"_s, u"Texts that it imports, by the names of the files."_s);
    t.field(u"package"_s, &P::package, u"Package"_s, u"Package named in the text."_s).readOnly().nullable();
    t.field(u"is_default"_s, &P::isDefault, u"Default"_s, u"Made by the gateway, not uploaded."_s).readOnly();
    t.field(u"current"_s, &P::current, u"Current"_s, u"Off: an earlier upload, kept as history."_s)
        .readOnly();
    return t.build();
}

EntityTable schemaFileTable()
{
    using S = SchemaFile;
    TableBuilder<S> t(u"schema_file"_s, u"schemas"_s, u"Schema"_s, u"Schemas"_s,
                      {u"api_name"_s, u"api_version"_s, u"type"_s});
    t.group(u"Schema"_s);
    addApi(t);
    t.field(u"type"_s, &S::type, u"Kind"_s, u"OpenAPI, WSDL or GraphQL."_s).required().immutable();
    t.field(u"content"_s, &S::content, u"Text"_s, u"The document."_s).required().length(1, 64 << 20);
    t.field(u"source"_s, &S::source, u"Source"_s, u"Where it came from."_s).nullable().length(0, 2048);
    t.field(u"fetched_at"_s, &S::fetchedAt, u"Fetched"_s, u"When it was fetched."_s).readOnly();
    t.field(u"sha256"_s, &S::sha256, u"SHA-256"_s, u"Tells whether it has changed."_s).readOnly();
    return t.build();
}

EntityTable crudTable()
{
    using C = CrudItem;
    TableBuilder<C> t(u"crud_item"_s, u"crud_items"_s, u"Stored item"_s, u"Stored items"_s,
                      {u"collection"_s, u"item_id"_s});
    t.group(u"Item"_s);
    t.field(u"collection"_s, &C::collection, u"Collection"_s, u"Storage of the API."_s)
        .required()
        .length(1, 255)
        .immutable();
    t.field(u"item_id"_s, &C::itemId, u"Id"_s, u"Unique in the collection."_s)
        .required()
        .length(1, 255)
        .immutable();
    t.field(u"data"_s, &C::data, u"Data"_s, u"The item as callers see it."_s).required().length(2, 16 << 20);
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<VaultEntry>()
{
    static const EntityTable table = vaultTable();
    return table;
}

template <>
const EntityTable& tableOf<ProtoFile>()
{
    static const EntityTable table = protoTable();
    return table;
}

template <>
const EntityTable& tableOf<SchemaFile>()
{
    static const EntityTable table = schemaFileTable();
    return table;
}

template <>
const EntityTable& tableOf<CrudItem>()
{
    static const EntityTable table = crudTable();
    return table;
}

} // namespace gatehouse
