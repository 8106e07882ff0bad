// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/crud_query.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::protocols {

/// One operation on the built-in storage (data-plane 15), as a value that crosses threads.
struct CrudCall {
    /// Update: fields that are sent replace those that are there. Replace: the record is what is sent.
    enum class Op : std::uint8_t { List, Get, Create, Update, Replace, Remove };

    Op op = Op::Get;
    std::string collection;
    std::string id;        ///< Create: of the record, may be empty: one is made
    filters::Json body;    ///< an object; Create, Update, Replace
    CrudQuery query;       ///< List
    std::size_t bytes = 0; ///< of the request's body, for the room in the queue
};

/// How it ended. Everything but Done is an error with a text for the caller.
struct CrudOutcome {
    enum class Status : std::uint8_t { Done, NotFound, Exists, TooLarge, Full, Unavailable };

    Status status = Status::Done;
    std::string text;      ///< of an error
    std::string json;      ///< the record; of a list, the records as a JSON list; of Remove empty
    std::size_t total = 0; ///< records that a list has on all pages
};

/// Where the records are. Thread-safe; never blocks.
class CrudKeeper {
public:
    using Done = std::function<void(CrudOutcome)>;

    virtual ~CrudKeeper() = default;
    /// False when too much waits already: then `makeDone` is not called. Else what it makes is called once,
    /// from the keeper's thread, when the change is durable.
    virtual bool submit(CrudCall call, const std::function<Done()>& makeDone) = 0;
};

/// What the filters and descriptions of one API need. Immutable.
struct CrudConfig {
    std::shared_ptr<CrudKeeper> keeper;
    std::shared_ptr<const CrudSchema> schema; ///< null: records are free
    std::string collection;
    std::string name;    ///< of the API
    std::string version; ///< "v1"
    bool strict = false; ///< STRICT_RESPONSE_ENVELOPE, on the platform surface
};

/// An error answer of the storage: code and status follow from the kind.
struct CrudError {
    std::uint16_t status = 400;
    std::string_view code;
    std::string_view text; ///< empty: that of the code
};
CrudError errorOf(const CrudOutcome& outcome);

/// A record out of a body: an object without a field that is there twice. Says what is wrong.
std::optional<filters::Json> readRecord(std::string_view text, CrudFaults& faults);
/// Takes `_id` out of a new record; empty when it has none. A fault when it is no usable id.
std::string takeId(filters::Json& record, CrudFaults& faults);
/// Reads the record of `text` into a call whose operation and id are known: the id of a new record is taken
/// from it, that of a stored one (said in the `place`) may only be repeated; then the schema is asked.
void takeRecord(std::string_view text, const CrudConfig& config, std::string_view place, CrudCall& call,
                CrudFaults& faults);
/// The record as it is kept and shown: its id in front.
QByteArray recordText(const std::string& id, const filters::Json& fields);
/// A usable id: 1 to 128 bytes without control characters.
bool isRecordId(std::string_view id);

} // namespace gatehouse::protocols
