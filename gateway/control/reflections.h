// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/model/api.h"
#include "gateway/control/documents.h"
#include "gateway/control/feeds.h"
#include "gateway/control/servers.h"
#include "gateway/filters/fetched.h"
#include "gateway/protocols/proto_schema.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace gatehouse::control {

struct ReflectionOptions {
    bool everywhere = false;                      ///< DOORMAN_ENABLE_GRPC_REFLECTION
    std::chrono::milliseconds refresh{3'600'000}; ///< GRPC_REFLECTION_REFRESH
    std::chrono::milliseconds retry{5'000};       ///< GRPC_REFLECTION_RETRY
    std::size_t maxBytes = 4 * 1024 * 1024;       ///< GRPC_REFLECTION_MAX_BYTES

    bool operator==(const ReflectionOptions&) const = default;
};

/// The types of gRPC APIs whose proto file nobody uploaded, as their servers tell them (gRPC server
/// reflection): read when the API is stored, from time to time, when a call names a method that is not known,
/// and when an administrator asks. APIs with the same servers share them. Control thread; outlives the data
/// plane.
class Reflections final : public QObject {
    Q_OBJECT

public:
    using Source = filters::Fetched<protocols::ProtoSchema>;

    explicit Reflections(const Clock& clock, QObject* parent = nullptr);
    ~Reflections() override;

    /// Whether the types of the API come from its server: reflection is asked for, by its
    /// api_grpc_reflection_url or for all APIs, no proto file was uploaded, and the servers take no JSON.
    static bool wanted(const Documents& documents, const Api& api, const ReflectionOptions& options);
    /// The first read has begun when this returns. Null when the API's types come from elsewhere.
    std::shared_ptr<Source> source(const Documents& documents, const Api& api,
                                   const ReflectionOptions& options);

private:
    /// Whom to ask for the types, and how.
    struct Rules {
        Servers servers;
        ReflectionOptions options;
    };

    void fetch(const Rules& rules, const std::weak_ptr<Source>& source);

    Feeds<Source, Rules> m_feeds;
};

} // namespace gatehouse::control
