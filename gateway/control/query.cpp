// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/query.h"

#include "common/model/document_header.h"

#include <QJsonArray>
#include <QStringMatcher>

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

QString textOf(const QJsonValue& value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

QString textOf(const FieldDef& field, const void* entity)
{
    return textOf(field.get(entity, View::Client));
}

bool elementEquals(const QJsonValue& value, const QString& wanted)
{
    const QJsonArray array = value.toArray();
    return std::any_of(array.begin(), array.end(), [&](const QJsonValue& element) {
        return textOf(element).compare(wanted, Qt::CaseInsensitive) == 0;
    });
}

bool isPresent(const QJsonValue& value)
{
    if (value.isArray())
        return !value.toArray().isEmpty();
    return !value.isNull() && !value.isUndefined() && !(value.isString() && value.toString().isEmpty());
}

/// A filter whose field has been found.
struct Condition {
    const FieldDef* field;
    Query::Op op;
    QString value;

    bool holds(const void* entity) const
    {
        switch (op) {
        case Query::Op::Equals:
            return textOf(*field, entity) == value;
        case Query::Op::EqualsNoCase:
            return textOf(*field, entity).compare(value, Qt::CaseInsensitive) == 0;
        case Query::Op::Contains:
            break;
        case Query::Op::Present:
            return isPresent(field->get(entity, View::Client));
        }
        const QJsonValue actual = field->get(entity, View::Client);
        return actual.isArray() ? elementEquals(actual, value)
                                : textOf(actual).contains(value, Qt::CaseInsensitive);
    }
};

/// A query whose names have been looked up in the field table.
struct QueryPlan {
    std::vector<Condition> conditions;
    std::vector<const FieldDef*> searched;
    QStringMatcher search;
    const FieldDef* sortField = nullptr; ///< null: by natural key or header time
    qint64 (*sortTime)(const DocumentHeader&) = nullptr;
};

const FieldDef* readable(const EntityTable& schema, const QString& name, const QString& role, Faults& faults)
{
    const FieldDef* field = schema.field(name);
    if (field && !field->secret)
        return field;
    faults.append({role, u"unknown"_s, u"%1 has no field %2"_s.arg(schema.label, name)});
    return nullptr;
}

void planSearch(const EntityTable& schema, const Query& query, QueryPlan& plan, Faults& faults)
{
    if (query.search.isEmpty())
        return;
    plan.search = QStringMatcher(query.search, Qt::CaseInsensitive);
    for (const QString& name : query.searchFields) {
        if (const FieldDef* field = readable(schema, name, u"search"_s, faults))
            plan.searched.push_back(field);
    }
    if (!query.searchFields.isEmpty())
        return;
    for (const FieldDef& field : schema.fields) {
        if (field.type == FieldType::Text && !field.secret && !field.hidden)
            plan.searched.push_back(&field);
    }
}

void planSort(const EntityTable& schema, const Query& query, QueryPlan& plan, Faults& faults)
{
    if (query.sort == u"created_at")
        plan.sortTime = [](const DocumentHeader& header) { return header.createdAt.ms; };
    else if (query.sort == u"updated_at")
        plan.sortTime = [](const DocumentHeader& header) { return header.updatedAt.ms; };
    else if (!query.sort.isEmpty())
        plan.sortField = readable(schema, query.sort, u"sort"_s, faults);
}

Result<QueryPlan> makeQueryPlan(const EntityTable& schema, const Query& query)
{
    QueryPlan plan;
    Faults faults;
    for (const Query::Filter& filter : query.filters) {
        if (const FieldDef* field = readable(schema, filter.field, filter.field, faults))
            plan.conditions.push_back({field, filter.op, filter.value});
    }
    planSearch(schema, query, plan, faults);
    planSort(schema, query, plan, faults);
    if (query.page < 1)
        faults.append({u"page"_s, u"range"_s, u"page must be at least 1"_s});
    if (query.pageSize < 0)
        faults.append({u"page_size"_s, u"range"_s, u"page_size must not be negative"_s});
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return plan;
}

bool passes(const QueryPlan& plan, const Query& query, const void* entity)
{
    for (const Condition& condition : plan.conditions) {
        if (!condition.holds(entity))
            return false;
    }
    if (query.where && !query.where(entity))
        return false;
    if (query.search.isEmpty())
        return true;
    return std::any_of(plan.searched.begin(), plan.searched.end(), [&](const FieldDef* field) {
        return plan.search.indexIn(textOf(*field, entity)) >= 0;
    });
}

/// What rows are ordered by; made once per row, compared often. The id decides between equal ones, so that
/// pages never overlap.
struct SortKey {
    double number = 0;
    QString text;
    AnyDocument document;
};

SortKey sortKeyOf(const AnyTable& table, const QueryPlan& plan, const AnyDocument& document)
{
    SortKey key{0, {}, document};
    if (plan.sortTime) {
        key.number = double(plan.sortTime(headerOf(table.schema(), document.get())));
    } else if (plan.sortField) {
        const QJsonValue value = plan.sortField->get(document.get(), View::Client);
        if (value.isDouble())
            key.number = value.toDouble();
        else if (value.isBool())
            key.number = value.toBool() ? 1 : 0;
        else
            key.text = textOf(value).toCaseFolded();
    } else {
        key.text = naturalKeyOf(table.schema(), document.get()).toCaseFolded();
    }
    return key;
}

} // namespace

Result<AnyPage> query(const AnyTable& table, const Query& query)
{
    const Result<QueryPlan> plan = makeQueryPlan(table.schema(), query);
    if (!plan)
        return plan.error();

    std::vector<SortKey> rows;
    table.forEach([&](const AnyDocument& document) {
        if (passes(*plan, query, document.get()))
            rows.push_back(sortKeyOf(table, *plan, document));
    });

    const qsizetype total = qsizetype(rows.size());
    const qsizetype first = query.pageSize == 0 ? 0 : qsizetype(query.page - 1) * query.pageSize;
    const qsizetype last = query.pageSize == 0 ? total : std::min(total, first + query.pageSize);
    const auto before = [&](const SortKey& a, const SortKey& b) {
        const SortKey& left = query.descending ? b : a;
        const SortKey& right = query.descending ? a : b;
        if (left.number != right.number)
            return left.number < right.number;
        if (const int order = left.text.compare(right.text))
            return order < 0;
        return table.idOf(left.document.get()) < table.idOf(right.document.get());
    };
    AnyPage page{total, {}};
    if (first < last) {
        std::partial_sort(rows.begin(), rows.begin() + last, rows.end(), before);
        for (qsizetype i = first; i < last; ++i)
            page.items.append(std::move(rows[std::size_t(i)].document));
    }
    return page;
}

} // namespace gatehouse::control
