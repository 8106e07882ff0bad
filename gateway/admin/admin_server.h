// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/call_matcher.h"
#include "gateway/admin/authenticator.h"
#include "gateway/admin/chaos.h"
#include "gateway/admin/event_feed.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/proxy/local_handler.h"

#include <QObject>

#include <atomic>

namespace gatehouse::admin {

/// The admin API behind the listeners: takes requests off the workers, finds the endpoint, the caller and the
/// permission, runs the handler, puts the answer into its envelope and writes the audit trail. Lives on the
/// control thread; only handles(), bodyLimit() and handle() are called by workers.
class AdminServer : public QObject, public proxy::LocalHandler, private Registry {
    Q_OBJECT

public:
    explicit AdminServer(Services services, QObject* parent = nullptr);
    ~AdminServer() override;

    bool handles(std::string_view method, std::string_view path, std::uint8_t listenerRoles) const override;
    std::uint64_t bodyLimit(std::string_view path) const override;
    observe::Surface surface(std::string_view path) const override;
    void handle(proxy::LocalRequest request, proxy::Responder responder) override;

    /// The calls that have a handler; for the test that walks the table.
    QList<CallId> handled() const { return m_handlers.keys(); }
    EventFeed& events() { return m_events; }
    /// What the workers need of the settings; again after they have changed.
    void takeSettings();
    Services& services() { return m_services; }

private:
    void on(CallId id, Handler handler) override;
    void dispatch(const std::shared_ptr<Request>& call, const proxy::Responder& responder);
    void openStream(const CallInfo& info, const std::shared_ptr<Request>& call,
                    const proxy::Responder& responder, const Done& done);
    void run(const CallInfo& info, const std::shared_ptr<Request>& call, const Done& done);
    std::optional<Reply> refusal(const CallInfo& info, const Request& call,
                                 const Result<Caller>& caller) const;
    void audit(const CallInfo& info, const Request& call, const Reply& reply);
    void send(const Request& call, const Reply& reply, const proxy::Responder& responder) const;

    Services m_services;
    Authenticator m_authenticator;
    EventFeed m_events;
    ChaosSwitch m_chaos;
    CallMatcher m_matcher;
    QHash<CallId, Handler> m_handlers;
    std::atomic<std::uint64_t> m_bodyLimit{0};
    std::atomic<bool> m_limitsBodies{true};
};

} // namespace gatehouse::admin
