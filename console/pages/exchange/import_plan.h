// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace gatehouse::console {

/// One object of a configuration file and what importing it would do.
struct ImportItem {
    enum class State { New, Changed, Same };
    QString section; ///< "apis", "endpoints", "roles", "groups", "routings"
    QString name;    ///< its key, as people read it: "orders/v1"
    QString owner;   ///< the API of an endpoint: "orders/v1"
    QJsonObject document;
    QJsonObject current; ///< what the gateway has; empty when it is new
    QStringList fields;  ///< wire names of what differs
    State state = State::New;
    bool taken = true; ///< false: the gateway keeps what it has
    QString fault;     ///< what the gateway said about it
};

/// A configuration file compared with what the gateway has, object by object. Nothing is sent from here.
class ImportPlan {
public:
    /// `file` is a whole export, an export of one kind, or one of a single object; `current` is the whole
    /// export of the gateway. Faults name what is no configuration ("apis[2]").
    static Result<ImportPlan> from(const QJsonObject& file, const QJsonObject& current);

    const QList<ImportItem>& items() const { return m_items; }
    int count(ImportItem::State state) const;
    int takenCount() const;
    /// An API takes its endpoints along, in and out; an endpoint brings its API when the gateway has none.
    void setTaken(int item, bool taken);
    /// What is sent: the objects that are taken.
    QJsonObject bundle() const;
    /// Puts faults of the gateway ("endpoints[3].endpoint_uri") beside their objects of bundle(); gives back
    /// the others.
    Faults takeFaults(const Faults& faults);

private:
    QList<ImportItem> m_items; ///< in the order of the sections, then of the file
};

/// "API", "Endpoint", … for a section.
QString sectionWord(const QString& section);

/// The line and column (from 1) of a byte in a text.
QPair<int, int> placeOf(const QByteArray& text, qsizetype offset);

} // namespace gatehouse::console
