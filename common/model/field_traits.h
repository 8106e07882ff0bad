// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/compact_text.h"
#include "common/core/ids.h"
#include "common/model/codec.h"
#include "common/model/field.h"
#include "common/model/time_ms.h"
#include "common/model/wire_enum.h"

#include <QDateTime>
#include <QJsonArray>
#include <QMap>

namespace gatehouse {

// How a C++ member type appears in JSON. write() makes the JSON value; read() takes one that has been
// checked.

template <typename M>
struct FieldTraits {
    // Anything else is a part with its own table.
    static constexpr FieldType type = FieldType::Table;
    static constexpr bool nullable = false;
    static const EntityTable& nested() { return tableOf<M>(); }
    static QJsonValue write(const M& member, View view) { return writeTable(nested(), &member, view, true); }
    static void read(M& member, const QJsonValue& value, ReadContext& context, const QString& path)
    {
        M fresh;
        readPart(nested(), &fresh, &member, value.toObject(), context, path);
        member = std::move(fresh);
    }
};

template <>
struct FieldTraits<QString> {
    static constexpr FieldType type = FieldType::Text;
    static constexpr bool nullable = false;
    static QJsonValue write(const QString& member, View)
    {
        return member.isNull() ? QJsonValue(QJsonValue::Null) : QJsonValue(member);
    }
    static void read(QString& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        QString text = value.toString();
        if (text == member && !member.isNull())
            return; // a default stays the shared literal: it costs no memory per document
        member = std::move(text);
        if (member.isNull() && value.isString())
            member = QStringLiteral(""); // a null QString stands for JSON null
    }
};

template <>
struct FieldTraits<CompactText> {
    static constexpr FieldType type = FieldType::Text;
    static constexpr bool nullable = false;
    static QJsonValue write(const CompactText& member, View)
    {
        return member.isNull() ? QJsonValue(QJsonValue::Null) : QJsonValue(member.toString());
    }
    static void read(CompactText& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        QString text = value.toString();
        if (text.isNull() && value.isString())
            text = QStringLiteral("");
        CompactText packed(text);
        if (!(packed == member))
            member = std::move(packed);
    }
};

/// Hashes and other ASCII bytes that are text on the wire: a third of the memory of a QString.
template <>
struct FieldTraits<QByteArray> {
    static constexpr FieldType type = FieldType::Text;
    static constexpr bool nullable = false;
    static QJsonValue write(const QByteArray& member, View) { return QString::fromLatin1(member); }
    static void read(QByteArray& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = value.toString().toLatin1();
    }
};

template <std::integral Int>
struct FieldTraits<Int> {
    static constexpr FieldType type = FieldType::Integer;
    static constexpr bool nullable = false;
    static QJsonValue write(Int member, View) { return static_cast<qint64>(member); }
    static void read(Int& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = static_cast<Int>(value.toInteger());
    }
};

template <>
struct FieldTraits<bool> {
    static constexpr FieldType type = FieldType::Boolean;
    static constexpr bool nullable = false;
    static QJsonValue write(bool member, View) { return member; }
    static void read(bool& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = value.toBool();
    }
};

template <>
struct FieldTraits<double> {
    static constexpr FieldType type = FieldType::Number;
    static constexpr bool nullable = false;
    static QJsonValue write(double member, View) { return member; }
    static void read(double& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = value.toDouble();
    }
};

template <>
struct FieldTraits<TimeMs> {
    static constexpr FieldType type = FieldType::Time;
    static constexpr bool nullable = true;
    static QJsonValue write(TimeMs member, View)
    {
        return member.isSet() ? QJsonValue(isoTime(member.ms)) : QJsonValue(QJsonValue::Null);
    }
    static void read(TimeMs& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member.ms = value.toInteger(); // the check has turned the text into milliseconds
    }
};

template <WireEnum Enum>
struct FieldTraits<Enum> {
    static constexpr FieldType type = FieldType::Choice;
    static constexpr bool nullable = false;
    static QStringList choices() { return wireWords<Enum>(); }
    static QJsonValue write(Enum member, View) { return toWire(member); }
    static void read(Enum& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = fromWire<Enum>(value.toString()).value_or(Enum{});
    }
};

template <>
struct FieldTraits<QStringList> {
    static constexpr FieldType type = FieldType::TextList;
    static constexpr bool nullable = false;
    static QJsonValue write(const QStringList& member, View) { return QJsonArray::fromStringList(member); }
    static void read(QStringList& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        const QJsonArray array = value.toArray();
        member.clear();
        member.reserve(array.size());
        for (const QJsonValue& element : array)
            member.append(element.toString());
    }
};

template <>
struct FieldTraits<QJsonObject> {
    static constexpr FieldType type = FieldType::Object;
    static constexpr bool nullable = false;
    static QJsonValue write(const QJsonObject& member, View) { return member; }
    static void read(QJsonObject& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = value.toObject();
    }
};

template <>
struct FieldTraits<QJsonArray> {
    static constexpr FieldType type = FieldType::List;
    static constexpr bool nullable = false;
    static QJsonValue write(const QJsonArray& member, View) { return member; }
    static void read(QJsonArray& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = value.toArray();
    }
};

template <>
struct FieldTraits<QJsonValue> {
    static constexpr FieldType type = FieldType::Any;
    static constexpr bool nullable = true;
    static QJsonValue write(const QJsonValue& member, View) { return member; }
    static void read(QJsonValue& member, const QJsonValue& value, ReadContext&, const QString&)
    {
        member = value;
    }
};

template <typename M>
struct FieldTraits<std::optional<M>> : FieldTraits<M> {
    static constexpr bool nullable = true;
    static QJsonValue write(const std::optional<M>& member, View view)
    {
        return member ? QJsonValue(FieldTraits<M>::write(*member, view)) : QJsonValue(QJsonValue::Null);
    }
    static void read(std::optional<M>& member, const QJsonValue& value, ReadContext& context,
                     const QString& path)
    {
        M fresh = member ? *member : M{};
        FieldTraits<M>::read(fresh, value, context, path);
        member = std::move(fresh);
    }
};

template <typename M>
struct FieldTraits<QList<M>> {
    static constexpr FieldType type = FieldType::TableList;
    static constexpr bool nullable = false;
    static const EntityTable& nested() { return tableOf<M>(); }
    static QJsonValue write(const QList<M>& member, View view)
    {
        QJsonArray array;
        for (const M& part : member)
            array.append(writeTable(nested(), &part, view, true));
        return array;
    }
    static void read(QList<M>& member, const QJsonValue& value, ReadContext& context, const QString& path)
    {
        const QJsonArray array = value.toArray();
        QList<M> fresh(array.size());
        for (qsizetype i = 0; i < array.size(); ++i) {
            const M* old = i < member.size() ? &member.at(i) : nullptr;
            readPart(nested(), &fresh[i], old, array.at(i).toObject(), context, indexedPath(path, i));
        }
        member = std::move(fresh);
    }
};

template <typename M>
struct FieldTraits<QMap<QString, M>> {
    static constexpr FieldType type = FieldType::TableMap;
    static constexpr bool nullable = false;
    static const EntityTable& nested() { return tableOf<M>(); }
    static QJsonValue write(const QMap<QString, M>& member, View view)
    {
        QJsonObject object;
        for (auto it = member.cbegin(); it != member.cend(); ++it)
            object.insert(it.key(), writeTable(nested(), &it.value(), view, true));
        return object;
    }
    static void read(QMap<QString, M>& member, const QJsonValue& value, ReadContext& context,
                     const QString& path)
    {
        const QJsonObject object = value.toObject();
        QMap<QString, M> fresh;
        for (auto it = object.begin(); it != object.end(); ++it) {
            const auto old = member.constFind(it.key());
            M part;
            readPart(nested(), &part, old == member.cend() ? nullptr : &old.value(), it.value().toObject(),
                     context, keyedPath(path, it.key()));
            fresh.insert(it.key(), std::move(part));
        }
        member = std::move(fresh);
    }
};

} // namespace gatehouse
