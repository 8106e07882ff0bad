// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "gateway/filters/fault_text.h"
#include "gateway/filters/validation_rule.h"

#include <QJsonObject>

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::protocols {

/// What is wrong with a request to the built-in storage, all of it, for one line of text.
using CrudFaults = filters::FaultText;

/// The rules for the records of an API (api_crud_schema, data-plane 15), ready to be applied. Immutable.
class CrudSchema {
public:
    /// Every mistake of the schema goes to `faults`, with its path below `path`.
    static CrudSchema compile(const QJsonObject& schema, const QString& path, Faults& faults);

    /// `partial`: fields of the top level that are not there are no fault (PUT, PATCH). Every field is
    /// checked; each tells its first fault. Fields that the schema does not know are free.
    void check(const filters::Json& record, bool partial, CrudFaults& faults) const;
    /// Names and types of the top level, for descriptions: "name", "string".
    std::vector<std::pair<std::string, std::string>> fields() const;

private:
    struct Field {
        std::string name;
        std::string type;
        filters::ValidationRule rule; ///< of the value itself
        bool integer = false;
        std::vector<Field> properties;
    };
    static std::vector<Field> fieldsOf(const QJsonObject& schema, const QString& path, int depth,
                                       Faults& faults);
    static Field fieldOf(const QString& name, const QJsonObject& rule, const QString& path, int depth,
                         Faults& faults);
    static void checkAll(const std::vector<Field>& fields, const filters::Json& object, bool partial,
                         const std::string& path, CrudFaults& faults);

    std::vector<Field> m_fields;
};

} // namespace gatehouse::protocols
