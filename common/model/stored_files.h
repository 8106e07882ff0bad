// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

namespace gatehouse {

/// A secret of a user, encrypted with a key made from the user's e-mail and VAULT_KEY.
struct VaultEntry : DocumentHeader {
    static constexpr Kind kKind = Kind::VaultEntry;

    QString username;
    QString keyName;
    QByteArray encryptedValue; ///< "v1:" and a Fernet token
    QString description;
};
template <>
const EntityTable& tableOf<VaultEntry>();

/// The .proto texts of one API; one document per upload, the newest counts.
struct ProtoFile : DocumentHeader {
    static constexpr Kind kKind = Kind::ProtoFile;

    QString apiName;
    QString apiVersion;
    QString apiId;
    QString content;
    QString fileName;    ///< under which other texts import `content`; empty: api.proto
    QJsonObject imports; ///< texts that it imports, by the names in their import lines
    QString package;
    bool isDefault = false; ///< made by the gateway, not uploaded
    bool current = true;    ///< false: kept as history
};
template <>
const EntityTable& tableOf<ProtoFile>();

enum class SchemaType : std::uint8_t { OpenApi, Wsdl, GraphQl };
constexpr auto wireNames(SchemaType)
{
    return std::array{"openapi", "wsdl", "graphql"};
}

/// A description fetched from an upstream or imported.
struct SchemaFile : DocumentHeader {
    static constexpr Kind kKind = Kind::SchemaFile;

    QString apiName;
    QString apiVersion;
    QString apiId;
    SchemaType type = SchemaType::OpenApi;
    QString content;
    QString source; ///< address it was fetched from
    TimeMs fetchedAt;
    QByteArray sha256; ///< hex
};
template <>
const EntityTable& tableOf<SchemaFile>();

/// One record of the built-in storage of an API, as dumps hold it. Records live in a store of their own (see
/// control/record_keeper.h), never among the documents.
struct CrudItem : DocumentHeader {
    static constexpr Kind kKind = Kind::CrudItem;

    QString collection; ///< see control::collectionOf()
    QString itemId;
    QString data; ///< JSON text: numbers keep their digits, members their order
};
template <>
const EntityTable& tableOf<CrudItem>();

} // namespace gatehouse
