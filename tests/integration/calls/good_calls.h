// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_origin.h"
#include "tests/integration/harness/tool_server.h"

#include <QHash>

#include <memory>

namespace gatehouse::harness {

/// One request that should succeed.
struct GoodCall {
    QByteArray target;
    QByteArray body;
    QByteArray lines; ///< header lines beside Authorization
};

/// Makes the good case of every call: parameters that name something, made through the API itself, and a body
/// from the field table of the call with what a table cannot know added. Blocking.
class GoodCalls {
public:
    GoodCalls(const GatewayProcess& gateway, HttpClient& admin, TestOrigin& origin)
        : m_gateway(gateway)
        , m_admin(admin)
        , m_origin(origin)
    {
    }

    /// Makes one call through the gateway, so that there is something to count; what went wrong.
    QStringList begin();
    /// Forgets what was made for the call before, so that the next one has documents of its own. A document
    /// that could not be made is told by faults().
    GoodCall make(const CallInfo& call);
    const QStringList& faults() const { return m_faults; }
    /// An API that is there from the beginning to the end.
    const QString& called() const { return m_called; }

protected:
    using Make = QString (GoodCalls::*)();

    void forget();
    /// The call with what it needs made. `more`: JSON whose fields are put over those of its good body, or in
    /// place of a body that no table describes; "%api%" stands for what was made under that name.
    GoodCall prepared(const CallInfo& call, const char* more = "");
    QString filled(QString text) const;

    QString parameter(const CallInfo& call, const QString& name);
    QString idFor(const CallInfo& call);
    QByteArray queryOf(CallId id);
    /// What must have been done before (good_preparations.cpp).
    void prepare(CallId id);
    void prepareApis(CallId id);
    void prepareUsers(CallId id);
    void prepareData(CallId id);
    void prepareV1(CallId id);
    QByteArray rawBody(CallId id);
    QJsonObject bodyOf(const CallInfo& call);
    /// What the table of the body cannot know (good_fields.cpp).
    QJsonObject fieldsOf(CallId id);
    QJsonObject fieldsOfApis(CallId id);
    QJsonObject fieldsOfPlatform(CallId id);
    QJsonObject fieldsOfV1(CallId id);

    /// Makes the document that a creating call makes; its answer.
    QJsonObject create(CallId id, const QStringList& parameters = {}, const QJsonObject& more = {});
    QJsonObject sent(CallId id, const QStringList& parameters, const QJsonObject& body);
    QJsonObject seen(const QByteArray& target);
    void waitForTraffic(const QByteArray& target);
    /// What was made under that name for this call; made now if it was not yet.
    QString once(const char* what, const std::function<QString()>& make);

    QString user();
    QString role();
    QString group();
    QString api();
    QString apiOf(const QJsonObject& fields);
    QString apiId();
    QString operation();
    QString routing();
    QString upstream();
    QString creditGroup();
    QString tier();
    QString rule();
    QString secret();
    QString assigned();
    QString tenant();
    QString contract();
    QString contractOf(const QJsonObject& fields);
    QString policy();
    QString binding();
    QString consumer();
    QString credential();
    QString subscription();
    QString subscriptionOf(const QJsonObject& fields);
    QString plan();
    QString planOf(const QJsonObject& fields);
    QString alertRule();
    QString channel();
    QString silence();
    QString alert();
    void dump();
    /// "grpc://127.0.0.1:<port>" of a server that tells its types.
    QString grpcServer();

    const GatewayProcess& m_gateway;
    HttpClient& m_admin;
    TestOrigin& m_origin;
    std::unique_ptr<ToolServer> m_grpc; ///< started when the first call needs it
    QStringList m_faults;
    QHash<QByteArray, QString> m_made;
    QString m_key;    ///< of the newest subscription
    QString m_dump;   ///< the file that is restored
    QString m_called; ///< API that had traffic
    int m_number = 0;
    bool m_collection = false; ///< the storage of "good" is there
};

} // namespace gatehouse::harness
