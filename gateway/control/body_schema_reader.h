// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/codec.h"
#include "gateway/control/body_schema_rules.h"

#include <optional>
#include <vector>

namespace gatehouse::control {

/// Reads one JSON Schema, keyword by keyword; what bodySchemaOf() is made of. Keywords that lead to other
/// schemas are in body_schema_rules.cpp, those about a value itself in body_schema_values.cpp.
class BodySchemaReader {
public:
    explicit BodySchemaReader(Faults& faults)
        : m_faults(faults)
    {
    }
    filters::BodySchema::Shared read(const QJsonValue& schema, const QString& path, int depth);

private:
    /// One schema while it is read.
    struct Place {
        const QJsonObject& words;
        const QString& path;
        filters::BodySchema& made;
        int depth;
    };
    void fault(const Place& at, const QString& word, const QString& rule, const QString& message)
    {
        m_faults.append({keyedPath(at.path, word), rule, message});
    }
    void readWords(const Place& at);
    void readType(const Place& at);
    bool addKind(const Place& at, const QString& word, bool& fractions);
    void readValues(const Place& at);
    void readText(const Place& at);
    void readNumber(const Place& at);
    void readList(const Place& at);
    void readObject(const Place& at);
    void readRequired(const Place& at);
    void readCombined(const Place& at);
    std::vector<filters::BodySchema::Shared> readAll(const Place& at, const QString& word);
    std::optional<double> number(const Place& at, const QString& word);
    std::optional<double> count(const Place& at, const QString& word);
    bool flag(const Place& at, const QString& word);
    void inOrder(const Place& at, const std::optional<double>& least, const std::optional<double>& most,
                 const QString& word, const QString& other);
    /// A limit and the one that does not count itself, which is a number, or in OpenAPI 3.0 a switch.
    void readLimit(const Place& at, const QString& word, const QString& open, std::optional<double>& limit,
                   std::optional<double>& beyond);

    Faults& m_faults;
    int m_count = 0;
};

} // namespace gatehouse::control
