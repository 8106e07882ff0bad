// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/model/parts.h"
#include "gateway/protocols/reflection.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace gatehouse::control {

/// Asks gRPC servers what services they have (gRPC server reflection, v1 and then v1alpha), one server after
/// the other until one tells. Bounded in time and size. Control thread; deletes itself after `done`.
class ReflectionFetch final : public QObject {
    Q_OBJECT

public:
    static constexpr int patienceMs = 30'000; ///< for each call

    using Done = std::function<void(Result<std::shared_ptr<const protocols::ProtoSchema>>)>;
    /// `servers`: grpc://, grpcs://, http:// or https://. Unavailable with the last failure when none tells.
    static void run(const QStringList& servers, const std::optional<UpstreamTls>& tls,
                    const protocols::ReflectionLimits& limits, QObject* parent, Done done);

private:
    ReflectionFetch(const QStringList& servers, const std::optional<UpstreamTls>& tls,
                    const protocols::ReflectionLimits& limits, QObject* parent, Done done);
    void nextServer();
    void ask();
    void onProgress(qint64 received, qint64 total);
    void onFinished();
    /// Empty when the answer carries messages; else why it does not.
    static QString refusalOf(const QNetworkReply& reply);
    void fail(const QString& why);
    void compile();
    void finish(const Result<std::shared_ptr<const protocols::ProtoSchema>>& result);

    QNetworkAccessManager m_network;
    QStringList m_servers;
    std::optional<QSslConfiguration> m_tls;
    QString m_serverName; ///< the certificate must be of this name; empty: of the host
    protocols::ReflectionLimits m_limits;
    Done m_done;
    QUrl m_server;
    bool m_alpha = false;
    std::unique_ptr<protocols::ReflectionTalk> m_talk;
    QNetworkReply* m_reply = nullptr;
    QString m_lastFailure;
};

} // namespace gatehouse::control
