// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field_traits.h"

namespace gatehouse {

/// The rules of the field that was added last. Valid until the next field is added.
class FieldRules {
public:
    explicit FieldRules(FieldDef& field)
        : m_field(field)
    {
    }

    FieldRules& required() { return m_field.required = true, *this; }
    FieldRules& nullable() { return m_field.nullable = true, *this; }
    FieldRules& readOnly() { return m_field.readOnly = true, *this; }
    FieldRules& immutable() { return m_field.immutable = true, *this; }
    FieldRules& generated() { return m_field.generated = true, *this; }
    FieldRules& secret() { return m_field.secret = true, *this; }
    FieldRules& hidden() { return m_field.hidden = true, *this; }
    /// Length in characters of a text or of each element.
    FieldRules& length(int from, int to) { return range(from, to); }
    FieldRules& range(double from, double to) { return m_field.min = from, m_field.max = to, *this; }
    FieldRules& atLeast(double from) { return m_field.min = from, *this; }
    FieldRules& atMost(double to) { return m_field.max = to, *this; }
    FieldRules& items(int from, int to = 0) { return m_field.minItems = from, m_field.maxItems = to, *this; }
    FieldRules& format(TextFormat format) { return m_field.format = format, *this; }
    FieldRules& pattern(const QString& pattern) { return m_field.pattern = pattern, *this; }
    FieldRules& oneOf(const QStringList& words) { return m_field.choices = words, *this; }
    FieldRules& alias(const QString& name) { return m_field.aliases.append(name), *this; }
    FieldRules& unit(const QString& unit) { return m_field.unit = unit, *this; }
    FieldRules& refersTo(Kind kind) { return m_field.refersTo = kind, *this; }

private:
    FieldDef& m_field;
};

/// The body of a tableOf<T>(): what `Build` makes, made at the first call. Any thread.
template <EntityTable (*Build)()>
const EntityTable& builtOnce()
{
    static const EntityTable table = Build();
    return table;
}

/// Builds the table of one entity from pointers to its members:
///
///     TableBuilder<Group> t(u"group"_s, u"groups"_s, u"Group"_s, u"Groups"_s, {u"group_name"_s});
///     t.field(u"group_name"_s, &Group::name, u"Name"_s, u"Unique name."_s).required().length(1,
///     50).immutable();
///
/// Defaults are those of a default-constructed entity.
template <typename E>
class TableBuilder {
public:
    /// A part of a document.
    explicit TableBuilder(const QString& name)
    {
        m_table.name = name;
        m_table.make = [] { return std::make_shared<E>(); };
        if constexpr (requires { E::kKind; })
            m_table.kind = E::kKind;
        if constexpr (std::is_base_of_v<DocumentHeader, E>)
            m_table.header = [](void* entity) -> DocumentHeader* { return static_cast<E*>(entity); };
        if constexpr (requires(E entity) { entity.extra; })
            m_table.extra = [](void* entity) { return &static_cast<E*>(entity)->extra; };
    }

    TableBuilder(const QString& name, const QString& collection, const QString& label, const QString& plural,
                 const QStringList& naturalKey)
        : TableBuilder(name)
    {
        m_table.collection = collection;
        m_table.label = label;
        m_table.plural = plural;
        m_table.naturalKey = naturalKey;
    }

    /// Following fields belong to this section of the form.
    void group(const QString& group) { m_group = group; }

    template <typename C, typename M>
    FieldRules field(const QString& name, M C::*member, const QString& label, const QString& help)
    {
        static_assert(std::is_base_of_v<C, E>);
        using Traits = FieldTraits<M>;
        FieldDef& def = add(name, label, help);
        def.type = Traits::type;
        def.nullable = Traits::nullable;
        if constexpr (requires { Traits::choices(); })
            def.choices = Traits::choices();
        if constexpr (requires { Traits::nested(); })
            def.nested = &Traits::nested;
        def.get = [member](const void* entity, View view) {
            return QJsonValue(Traits::write(static_cast<const E*>(entity)->*member, view));
        };
        def.set = [member](void* entity, const QJsonValue& value, ReadContext& context, const QString& path) {
            Traits::read(static_cast<E*>(entity)->*member, value, context, path);
        };
        def.clear = [member](void* entity) { static_cast<E*>(entity)->*member = E{}.*member; };
        return FieldRules(def);
    }

    /// One bit of a mask, shown as a boolean.
    template <typename C, typename Mask>
    FieldRules flag(const QString& name, Mask C::*member, Mask bits, const QString& label,
                    const QString& help)
    {
        FieldDef& def = add(name, label, help);
        def.type = FieldType::Boolean;
        def.nullable = true; // null counts as absent, as for every optional flag of the platform
        def.get = [member, bits](const void* entity, View) {
            return QJsonValue((static_cast<const E*>(entity)->*member & bits) != 0);
        };
        def.set = [member, bits](void* entity, const QJsonValue& value, ReadContext&, const QString&) {
            Mask& mask = static_cast<E*>(entity)->*member;
            mask = value.toBool() ? mask | bits : mask & ~bits;
        };
        def.clear = [member, bits](void* entity) { static_cast<E*>(entity)->*member &= ~bits; };
        return FieldRules(def);
    }

    /// A rule between fields: rule(entity, pathPrefix, faults).
    template <typename Rule>
    void check(Rule rule)
    {
        m_table.check = [rule](const void* entity, const QString& prefix, Faults& faults) {
            rule(*static_cast<const E*>(entity), prefix, faults);
        };
    }

    EntityTable build()
    {
        const E fresh{};
        for (int i = 0; i < int(m_table.fields.size()); ++i) {
            FieldDef& def = m_table.fields[std::size_t(i)];
            def.defaultValue = fieldToJson(def, &fresh, View::Stored);
            m_table.index.insert(def.name, i);
            for (const QString& alias : def.aliases)
                m_table.index.insert(alias, i);
        }
        return std::move(m_table);
    }

private:
    FieldDef& add(const QString& name, const QString& label, const QString& help)
    {
        FieldDef& def = m_table.fields.emplace_back();
        def.name = name;
        def.label = label;
        def.help = help;
        def.group = m_group;
        return def;
    }

    EntityTable m_table;
    QString m_group;
};

} // namespace gatehouse
