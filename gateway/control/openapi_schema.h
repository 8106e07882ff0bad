// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QSet>

#include <optional>

namespace gatehouse::control {

/// Takes schemas out of one OpenAPI document so that each stands alone: local references ("#/...") are
/// replaced by what they lead to. One that leads back to itself ends as "anything". Not thread-safe; the
/// document must outlive it.
class OpenApiSchemas {
public:
    static constexpr int Deepest = 200;
    static constexpr int Most = 20'000;       ///< values of one schema
    static constexpr int MostOfAll = 500'000; ///< of all schemas together

    explicit OpenApiSchemas(const QJsonObject& document)
        : m_document(document)
    {
    }

    /// What a local reference names; undefined when it is none, or leads nowhere.
    QJsonValue target(const QString& reference) const;
    /// The object itself, or the one a local reference leads to; references inside it stay.
    QJsonObject resolved(const QJsonValue& value) const;
    /// Nothing when it is larger than the bounds.
    std::optional<QJsonObject> standalone(const QJsonObject& schema);

private:
    QJsonValue copied(const QJsonValue& value);
    QJsonValue copiedHere(const QJsonValue& value);
    QJsonValue refusal();
    QJsonValue followed(const QString& reference);

    const QJsonObject& m_document;
    QSet<QString> m_open; ///< references that are being followed
    int m_depth = 0;
    int m_count = 0; ///< values of this schema
    int m_countOfAll = 0;
};

} // namespace gatehouse::control
