// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/audit_changes.h"

#include "gateway/observe/redaction.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

QJsonValue bounded(const QJsonValue& value);

QJsonObject bounded(const QJsonObject& object)
{
    QJsonObject out;
    for (auto member = object.begin(); member != object.end(); ++member)
        out.insert(member.key(), bounded(member.value()));
    return out;
}

QJsonArray bounded(const QJsonArray& list)
{
    QJsonArray out;
    for (qsizetype i = 0; i < std::min(list.size(), AuditBounds::Elements); ++i)
        out.append(bounded(list.at(i)));
    if (list.size() > AuditBounds::Elements)
        out.append(u"… (%1 elements)"_s.arg(list.size()));
    return out;
}

QJsonValue bounded(const QJsonValue& value)
{
    if (value.isObject())
        return bounded(value.toObject());
    if (value.isArray())
        return bounded(value.toArray());
    if (!value.isString() || value.toString().size() <= AuditBounds::TextLength)
        return value;
    const QString text = value.toString();
    return u"%1… (%2 characters)"_s.arg(text.left(AuditBounds::TextLength)).arg(text.size());
}

QJsonObject redacted(const EntityTable& table, const QJsonObject& document);

QJsonValue redacted(const FieldDef& field, const QJsonValue& value)
{
    const EntityTable& nested = field.nested();
    if (field.type == FieldType::Table)
        return value.isObject() ? QJsonValue(redacted(nested, value.toObject())) : value;
    if (field.type == FieldType::TableList) {
        QJsonArray out;
        const QJsonArray list = value.toArray();
        for (const QJsonValue one : list)
            out.append(redacted(nested, one.toObject()));
        return out;
    }
    QJsonObject out;
    const QJsonObject map = value.toObject();
    for (auto one = map.begin(); one != map.end(); ++one)
        out.insert(one.key(), redacted(nested, one.value().toObject()));
    return out;
}

/// The tables mark what is secret, and that is masked by now; a field whose name sounds so ("api_auth") is
/// none. What no table describes is judged by its name, and every text by its look.
QJsonObject redacted(const EntityTable& table, const QJsonObject& document)
{
    QJsonObject out;
    for (auto member = document.begin(); member != document.end(); ++member) {
        const FieldDef* field = table.field(member.key());
        if (field && field->isNested())
            out.insert(member.key(), redacted(*field, member.value()));
        else if (field || member.key() == u"_id" || member.key() == u"_meta")
            out.insert(member.key(), observe::redactJson(member.value()));
        else
            out.insert(member.key(), observe::redactJson(QJsonObject{{member.key(), member.value()}})
                                         .toObject()
                                         .value(member.key()));
    }
    return out;
}

/// One side of a change. Redacted before it is cut: half a secret no longer looks like one.
QJsonObject shown(const control::DocumentDiff& change, const QJsonObject& side)
{
    if (change.change != control::DocumentDiff::Change::Updated)
        return bounded(redacted(tableOf(change.kind), side));
    QJsonObject fields;
    for (const QString& name : change.fields) {
        if (side.contains(name))
            fields.insert(name, side.value(name));
    }
    return bounded(redacted(tableOf(change.kind), fields));
}

qsizetype sizeOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).size();
}

/// Fills before and after as far as the bounds allow.
class Row {
public:
    explicit Row(observe::AuditEvent& event)
        : m_event(event)
    {
    }

    void add(const control::DocumentDiff& change)
    {
        const QString kind = gatehouse::toString(change.kind);
        const QString name = kind + u' ' + change.name;
        const QString counted = control::toString(change.change);
        QJsonObject numbers = m_numbers.value(kind).toObject();
        numbers.insert(counted, numbers.value(counted).toInt() + 1);
        m_numbers.insert(kind, numbers);
        const QJsonObject before = shown(change, change.before);
        const QJsonObject after = shown(change, change.after);
        const qsizetype bytes = sizeOf(before) + sizeOf(after);
        if (m_documents == AuditBounds::Documents || m_bytes + bytes > AuditBounds::Bytes)
            return leaveOut(name);
        ++m_documents;
        m_bytes += bytes;
        const bool updated = change.change == control::DocumentDiff::Change::Updated;
        if (updated || !change.before.isEmpty())
            m_event.before.insert(name, before);
        if (updated || !change.after.isEmpty())
            m_event.after.insert(name, after);
    }

    QJsonObject summary() const
    {
        return {{u"by_kind"_s, m_numbers}, {u"left_out"_s, m_leftOut}, {u"names_left_out"_s, m_names}};
    }
    bool isComplete() const { return m_leftOut == 0; }

private:
    void leaveOut(const QString& name)
    {
        ++m_leftOut;
        if (m_names.size() < AuditBounds::NamesLeftOut)
            m_names.append(bounded(QJsonValue(name)));
    }

    observe::AuditEvent& m_event;
    QJsonObject m_numbers;
    QJsonArray m_names;
    qsizetype m_documents = 0, m_bytes = 0, m_leftOut = 0;
};

} // namespace

void addChanges(observe::AuditEvent& event, const control::Applied& applied)
{
    if (applied.changes.isEmpty())
        return;
    Row row(event);
    for (const control::DocumentDiff& change : applied.changes)
        row.add(change);
    event.details.insert(u"revision"_s, qint64(applied.revision));
    if (!row.isComplete())
        event.details.insert(u"changes"_s, row.summary());
}

} // namespace gatehouse::admin
