// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/test_gateway.h"

#include <chrono>
#include <functional>

namespace gatehouse::harness {

using namespace gatehouse::proxy;

void RecordingSink::finished(const observe::RequestRecord& record) noexcept
{
    Finished copy{std::string(record.requestId),
                  std::string(record.method),
                  std::string(record.path),
                  std::string(record.clientAddress),
                  std::string(record.api),
                  std::string(record.operation),
                  std::string(record.upstream),
                  std::string(record.reason),
                  std::string(record.httpVersion),
                  record.status,
                  record.upstreamStatus,
                  record.retries,
                  record.bytesIn,
                  record.bytesOut,
                  record.closeCode,
                  record.messagesIn,
                  record.messagesOut};
    const std::scoped_lock lock(m_mutex);
    m_records.push_back(std::move(copy));
    m_changed.notify_all();
}

std::vector<Finished> RecordingSink::all() const
{
    const std::scoped_lock lock(m_mutex);
    return m_records;
}

bool RecordingSink::waitFor(std::size_t count, int timeoutMs) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                              [&] { return m_records.size() >= count; });
}

TestGateway::TestGateway(int workers)
    : m_settings(std::make_shared<ProxySettings>())
    , m_workers(workers)
{
    m_services.snapshots = &m_hub;
    m_services.states = &m_states;
    m_services.resolver = &m_resolver;
    m_services.errors = &m_errors;
    m_settings->upstream.retryBaseDelayNs = 1'000'000;
    m_settings->upstream.retryMaxDelayNs = 4'000'000;
}

TestGateway::~TestGateway()
{
    if (m_plane)
        m_plane->stop();
}

ApiRuntime& TestGateway::addApi(const std::string& prefix, std::vector<std::uint16_t> ports)
{
    auto api = std::make_shared<ApiRuntime>();
    auto group = std::make_shared<UpstreamGroup>();
    group->key = std::hash<std::string>{}(prefix);
    for (const std::uint16_t port : ports) {
        UpstreamTarget target;
        target.key = port;
        target.scheme = "http";
        target.host = "127.0.0.1";
        target.port = port;
        target.hostHeader = "127.0.0.1:" + std::to_string(port);
        target.url = "http://" + target.hostHeader;
        target.stickyId = "t" + std::to_string(group->targets.size());
        group->targets.push_back(target);
    }
    api->id = prefix;
    api->name = prefix.substr(prefix.rfind('/') + 1);
    api->surface = Surface::Contract;
    api->registeredOnly = false;
    api->forwardAllRequestHeaders = true;
    api->forwardAllAnswerHeaders = true;
    api->breakerKey = group->key;
    api->bodyLimit = 0;
    api->timeouts = {2'000, 5'000, 5'000, 5'000};
    api->upstream = group;
    m_apis.push_back({prefix, api});
    return *api;
}

ChainSlot TestGateway::addChain(std::shared_ptr<const FilterChain> chain)
{
    m_chains.set(++m_lastChain, std::move(chain));
    return m_lastChain;
}

void TestGateway::edit(ApiRuntime& api, const std::function<void(UpstreamGroup&)>& change)
{
    auto group = std::make_shared<UpstreamGroup>(*api.upstream);
    change(*group);
    api.upstream = std::move(group);
}

void TestGateway::publish()
{
    auto snapshot = std::make_shared<RuntimeSnapshot>();
    snapshot->chains = m_chains;
    for (const Published& published : m_apis) {
        if (published.api->upstream) { // tests change the targets as they like
            auto group = std::make_shared<UpstreamGroup>(*published.api->upstream);
            group->seal();
            published.api->upstream = std::move(group);
        }
        Route route;
        route.prefix = published.prefix;
        route.api = std::make_shared<const ApiRuntime>(*published.api); // workers may hold the one before
        snapshot->routes.set(std::move(route));
    }
    m_hub.publish(std::move(snapshot));
}

void TestGateway::start(std::uint8_t roles, const ClientTransportFactory& transport)
{
    publish();
    DataPlaneOptions options;
    options.workers = m_workers;
    options.settings = std::make_shared<const ProxySettings>(*m_settings);
    m_listener.address = {net::IpAddress::v4(0x7f000001), 0};
    m_listener.roles = roles;
    if (transport)
        m_listener.transport = transport;
    options.listeners.push_back(m_listener);
    options.sinkFor = [this](int) { return &m_sink; };
    m_plane = std::make_unique<DataPlane>(m_services, std::move(options));
    if (const Result<void> started = m_plane->start(); !started)
        qFatal("%s", qPrintable(started.error().text()));
    m_plane->accept();
}

void TestGateway::applySettings()
{
    m_plane->setSettings(std::make_shared<const ProxySettings>(*m_settings));
}

Message TestGateway::ask(std::string_view request, bool isHead) const
{
    RawSocket client = connect();
    client.send(request);
    return client.readAnswer(isHead);
}

std::string get(std::string_view path, std::string_view lines)
{
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: api.test\r\n" + std::string(lines) + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view lines)
{
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: api.test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(lines) + "\r\n" + std::string(body);
}

std::string answer(std::string_view body, std::string_view lines, std::string_view status)
{
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(lines) + "\r\n" + std::string(body);
}

} // namespace gatehouse::harness
