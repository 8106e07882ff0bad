// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/codec.h"
#include "gateway/control/revision.h"
#include "gateway/control/table.h"

#include <QJsonObject>

#include <memory>
#include <optional>

namespace gatehouse::control {

/// Who makes a change, and from where; goes into the documents, the revision and the audit log.
struct Actor {
    QString name;   ///< user name, or "system"
    QString source; ///< console, api, file, migration
    /// Takes what every change of this actor did, right before the change is answered; null: nobody asks.
    /// Written on the control thread.
    std::shared_ptr<Applied> note = {};
};

/// The revision a document must have for an edit to be applied.
class Expected {
public:
    static Expected any() { return Expected(Any); }
    /// The document must not be there.
    static Expected absent() { return Expected(Absent); }
    static Expected revision(qint64 revision) { return Expected(revision); }

    bool isAny() const { return m_value == Any; }
    bool isAbsent() const { return m_value == Absent; }
    qint64 value() const { return m_value; }

private:
    static constexpr qint64 Any = -1, Absent = -2;
    explicit Expected(qint64 value)
        : m_value(value)
    {
    }
    qint64 m_value;
};

/// One document to write or delete.
struct Edit {
    enum class Op { Put, PutJson, Patch, Remove };

    Op op = Op::Put;
    Kind kind = Kind::None;
    QString id;          ///< empty: a new document, its id is made
    AnyDocument entity;  ///< Put
    QJsonObject json;    ///< PutJson: a whole document; Patch: the fields to change
    ReadOptions options; ///< how `json` is read
    Expected expected = Expected::any();
    QString path;           ///< prefix of the fields in faults, such as "apis[3]"; may be empty
    bool ifPresent = false; ///< Remove: nothing to remove is no error
};

/// Edits that are applied together or not at all. Put and Patch are laid over the documents as they are when
/// the set is applied, so a patch without an expected revision never undoes the work of somebody else.
class ChangeSet {
public:
    /// `action`: the audit name of the call, such as "api.create".
    explicit ChangeSet(QString action)
        : m_action(std::move(action))
    {
    }

    /// Adds or replaces a document. Its header needs no more than an id (or none, for a new one); the rest is
    /// filled in when applied.
    template <typename E>
    ChangeSet& put(E entity, Expected expected = Expected::any(), const QString& path = {})
    {
        const QString id = entity.id;
        return add({.op = Edit::Op::Put,
                    .kind = kindOf<E>(),
                    .id = id,
                    .entity = std::make_shared<const E>(std::move(entity)),
                    .json = {},
                    .options = {},
                    .expected = expected,
                    .path = path});
    }
    /// The same from JSON, checked by the field table when applied.
    ChangeSet& putJson(Kind kind, const QString& id, const QJsonObject& json,
                       const ReadOptions& options = ReadOptions::platformCreate(),
                       Expected expected = Expected::any(), const QString& path = {})
    {
        return add({.op = Edit::Op::PutJson,
                    .kind = kind,
                    .id = id,
                    .entity = {},
                    .json = json,
                    .options = options,
                    .expected = expected,
                    .path = path});
    }
    /// Changes the given fields of a document.
    ChangeSet& patch(Kind kind, const QString& id, const QJsonObject& fields,
                     const ReadOptions& options = ReadOptions::platformPatch(),
                     Expected expected = Expected::any(), const QString& path = {})
    {
        return add({.op = Edit::Op::Patch,
                    .kind = kind,
                    .id = id,
                    .entity = {},
                    .json = fields,
                    .options = options,
                    .expected = expected,
                    .path = path});
    }
    /// Deletes a document and all that cannot exist without it (see dependentsOf()).
    ChangeSet& remove(Kind kind, const QString& id, Expected expected = Expected::any())
    {
        return add({.op = Edit::Op::Remove,
                    .kind = kind,
                    .id = id,
                    .entity = {},
                    .json = {},
                    .options = {},
                    .expected = expected,
                    .path = {}});
    }
    ChangeSet& add(Edit edit)
    {
        m_edits.append(std::move(edit));
        return *this;
    }

    /// For documents that were accepted once, such as those of a dump: the rules between documents are not
    /// applied.
    ChangeSet& trust()
    {
        m_trusted = true;
        return *this;
    }

    bool isTrusted() const { return m_trusted; }
    const QString& action() const { return m_action; }
    const QList<Edit>& edits() const { return m_edits; }
    bool isEmpty() const { return m_edits.isEmpty(); }

private:
    QString m_action;
    QList<Edit> m_edits;
    bool m_trusted = false;
};

} // namespace gatehouse::control
