// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/model/kinds.h"

#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace gatehouse {

/// What the JSON value of a field looks like.
enum class FieldType {
    Text,
    Integer,
    Number,
    Boolean,
    Time,   ///< RFC 3339 text on the wire, milliseconds since 1970 in the struct
    Choice, ///< one word of `choices`
    TextList,
    Object, ///< any JSON object
    List,   ///< any JSON array
    Any,
    Table,     ///< an object with its own table, see `nested`
    TableList, ///< an array of such objects
    TableMap,  ///< name -> such object
};

/// Rules for texts that a length cannot express. For a TextList the rule holds for every element.
enum class TextFormat {
    Any,
    Slug,        ///< lower-case letters, digits, hyphens
    Segment,     ///< one path segment, nothing that needs percent-encoding
    Path,        ///< starts with a slash, no query, no blank
    Url,         ///< absolute http or https
    UpstreamUrl, ///< absolute http, https, ws, wss, grpc, grpcs; or host:port
    Address,     ///< IPv4, IPv6 or CIDR
    Host,        ///< host name, optionally with a leading "*."
    Origin,      ///< "*", "null" or scheme://host[:port] with an optional "*." label
    HeaderName,  ///< RFC 9110 token
    Method,      ///< an HTTP method in upper case
    Email,
    Regex, ///< compiles as a regular expression
};

/// Which copy of a document is wanted.
enum class View {
    Stored,         ///< everything, secrets in clear, header as `_id` and `_meta`: journal and dump
    Client,         ///< what an API answer shows: no header, no hidden field, no secret
    ClientWithMeta, ///< as Client, plus `_id` and `_meta`: console and change reads
    Masked,         ///< as Stored, secrets replaced by secretMask(): diffs, logs
};

/// Stands for a secret that is set. Reading it back leaves the stored secret as it is.
QString secretMask();

/// Key of a patch under which fields are named that go back to the value of a new document:
/// {"$clear": ["rate_limit_duration"]}. On the platform null means unchanged, so this is how a client empties
/// a field. Not for required, immutable and generated fields, nor together with a value for the same field.
QString clearKey();
/// What a patch names under clearKey(); empty when it names nothing or is malformed there.
QStringList namesToClear(const QJsonObject& json);

struct ReadOptions {
    enum class Mode { Create, Patch, Stored };
    enum class Coercion { Lenient, Strict };
    enum class Unknown { Keep, Ignore, Refuse };

    Mode mode = Mode::Create;
    Coercion coercion = Coercion::Lenient;
    Unknown unknown = Unknown::Ignore;
    bool nullClears = false;      ///< Patch: null resets the field; otherwise null means unchanged
    bool acceptGenerated = false; ///< ids and paths of the input are taken (import)

    /// The rules of the platform surface (spec 0.3): words and numeric texts are converted, unknown fields
    /// ignored.
    static ReadOptions platformCreate() { return {}; }
    static ReadOptions platformPatch()
    {
        return {Mode::Patch, Coercion::Lenient, Unknown::Ignore, false, false};
    }
    /// Configuration import: whole documents, unknown fields are kept.
    static ReadOptions import() { return {Mode::Create, Coercion::Lenient, Unknown::Keep, false, true}; }
    /// Our own documents and dumps: trusted, so only the type of each value is checked.
    static ReadOptions stored() { return {Mode::Stored, Coercion::Lenient, Unknown::Keep, true, true}; }
    /// The /v1 surface: exact types, unknown fields refused, null clears.
    static ReadOptions v1Create() { return {Mode::Create, Coercion::Strict, Unknown::Refuse, false, false}; }
    static ReadOptions v1Patch() { return {Mode::Patch, Coercion::Strict, Unknown::Refuse, true, false}; }
};

/// Collects every fault of one read.
struct ReadContext {
    ReadOptions options;
    Faults faults;

    void fault(const QString& path, const QString& rule, const QString& message)
    {
        faults.append({path, rule, message});
    }
};

/// One field of an entity, type-erased. The codec, the validation, the console form, the CLI and the
/// documentation all read this and nothing else, so a field is described once.
struct FieldDef {
    QString name; ///< wire name
    QStringList aliases;
    FieldType type = FieldType::Text;
    QJsonValue defaultValue; ///< as a new entity has it
    QStringList choices;
    std::optional<double> min,
        max; ///< value of numbers, length in characters of texts and of each list element
    int minItems = 0;
    int maxItems = 0; ///< 0 = as many as fit
    TextFormat format = TextFormat::Any;
    QString pattern; ///< whole text must match
    bool required = false;
    bool nullable = false;  ///< null may be given and is written when unset
    bool readOnly = false;  ///< only in answers; ignored in requests
    bool immutable = false; ///< a patch must not change it
    bool generated = false; ///< made by the gateway; a value in a create request is ignored
    bool secret = false;    ///< never in answers, masked in diffs
    bool hidden = false;    ///< stored, but not part of the wire contract
    QString unit;           ///< "s", "ms", "bytes", "requests", "%"; empty for none
    QString group;          ///< section of the form
    QString label;
    QString help;
    Kind refersTo = Kind::None; ///< the text (or each element) names a document of this kind
    const EntityTable& (*nested)() = nullptr;

    std::function<QJsonValue(const void* entity, View view)> get;
    /// Takes a value that has passed checkValue(); parts with their own table add their faults to the
    /// context.
    std::function<void(void* entity, const QJsonValue& value, ReadContext& context, const QString& path)> set;

    /// Back to the value of a new entity.
    std::function<void(void* entity)> clear;

    bool isNested() const { return nested != nullptr; }
};

struct DocumentHeader;

/// The one description of an entity or of a part of one.
struct EntityTable {
    Kind kind = Kind::None;
    QString name;           ///< "api"
    QString collection;     ///< collection in journal and dump; empty for parts and for what is not kept
    QString label, plural;  ///< "API", "APIs"
    QStringList naturalKey; ///< wire names that identify a document for a person
    std::vector<FieldDef> fields;
    QHash<QString, int> index; ///< wire name or alias -> place in fields

    std::function<std::shared_ptr<void>()> make; ///< an entity with its defaults
    DocumentHeader* (*header)(void*) = nullptr;  ///< null for parts
    QJsonObject* (*extra)(void*) = nullptr;      ///< where unknown fields are kept; null = dropped
    /// Rules between fields; may be empty.
    std::function<void(const void* entity, const QString& prefix, Faults& faults)> check;

    const FieldDef* field(const QString& nameOrAlias) const;
    /// Wire names of the secret fields.
    QStringList secrets() const;
};

/// The table of an entity or part; specialised beside each struct.
template <typename E>
const EntityTable& tableOf();

/// The kind of an entity type.
template <typename E>
constexpr Kind kindOf()
{
    return E::kKind;
}

} // namespace gatehouse
