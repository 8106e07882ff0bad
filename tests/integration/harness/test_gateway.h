// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/data_plane.h"
#include "gateway/proxy/exchange.h"
#include "tests/integration/harness/raw_socket.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::harness {

/// A finished exchange, with copies of what the record only shows.
struct Finished {
    std::string requestId, method, path, client, api, operation, upstream, reason, version;
    int status = 0;
    int upstreamStatus = 0;
    int retries = 0;
    std::uint64_t bytesIn = 0, bytesOut = 0;
    int closeCode = 0;
    std::uint32_t messagesIn = 0, messagesOut = 0;
};

/// Keeps records of all workers.
class RecordingSink final : public observe::ExchangeSink {
public:
    void finished(const observe::RequestRecord& record) noexcept override;
    std::vector<Finished> all() const;
    bool waitFor(std::size_t count, int timeoutMs = PatienceMs) const;
    observe::WorkerMetrics* metrics() override { return &m_metrics; }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<Finished> m_records;
    observe::WorkerMetrics m_metrics; ///< exact with one worker
};

/// A data plane in this process with a snapshot made by hand. Add APIs, start, talk.
class TestGateway {
public:
    explicit TestGateway(int workers = 1);
    ~TestGateway();

    /// An API at `prefix` with one server on loopback; change what you need before start() or publish().
    proxy::ApiRuntime& addApi(const std::string& prefix, std::vector<std::uint16_t> ports);
    /// For ApiRuntime::chain.
    proxy::ChainSlot addChain(std::shared_ptr<const proxy::FilterChain> chain);
    proxy::ProxySettings& settings() { return *m_settings; }
    proxy::ProxyServices& services() { return m_services; }
    /// For PROXY headers; before start().
    proxy::ListenerSpec& listener() { return m_listener; }
    /// Changes the targets and rules of an API; in effect with start() or publish().
    static void edit(proxy::ApiRuntime& api, const std::function<void(proxy::UpstreamGroup&)>& change);
    void start(std::uint8_t roles = proxy::RoleTraffic, const proxy::ClientTransportFactory& transport = {});
    /// Makes changes of APIs take effect.
    void publish();
    void applySettings();

    net::SocketAddress address() const { return m_plane->addresses().front(); }
    RawSocket connect(int receiveBuffer = 0) const { return RawSocket::connectTo(address(), receiveBuffer); }
    /// One request on a connection of its own.
    Message ask(std::string_view request, bool isHead = false) const;
    RecordingSink& sink() { return m_sink; }
    proxy::DataPlane& plane() { return *m_plane; }
    proxy::UpstreamStates& states() { return m_states; }

private:
    struct Published {
        std::string prefix;
        std::shared_ptr<proxy::ApiRuntime> api;
    };

    proxy::SnapshotHub m_hub;
    proxy::UpstreamStates m_states;
    net::Resolver m_resolver;
    proxy::JsonErrorRenderer m_errors;
    RecordingSink m_sink;
    std::shared_ptr<proxy::ProxySettings> m_settings;
    proxy::ProxyServices m_services;
    proxy::ListenerSpec m_listener;
    std::vector<Published> m_apis;
    proxy::ChainTable m_chains;
    proxy::ChainSlot m_lastChain = 0;
    std::unique_ptr<proxy::DataPlane> m_plane;
    int m_workers;
};

/// "GET <path> HTTP/1.1" with Host and further header lines (each with CRLF).
std::string get(std::string_view path, std::string_view lines = {});
std::string post(std::string_view path, std::string_view body, std::string_view lines = {});
/// A complete answer with Content-Length.
std::string answer(std::string_view body, std::string_view lines = {}, std::string_view status = "200 OK");

} // namespace gatehouse::harness
