// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <functional>
#include <optional>
#include <utility>

namespace gatehouse::control {

/// Reads a document (the description of an API, a key set) from servers, one after the other until one
/// answers 200. Bounded in time and size; redirects are not followed. Control thread; deletes itself after
/// `done`.
class UpstreamFetch final : public QObject {
    Q_OBJECT

public:
    static constexpr int patienceMs = 30'000; ///< for each server
    static constexpr qint64 mostBytes = 10 * 1024 * 1024;

    struct Found {
        QByteArray body;
        QUrl from;
    };
    using Done = std::function<void(Result<Found>)>;
    struct Options {
        QByteArray json = {};                      ///< posted; empty: the document is got
        std::optional<QSslConfiguration> tls = {}; ///< unset: the system's authorities
        QString serverName = {};                   ///< of the certificate; empty: the host
    };
    /// Unavailable with the last failure when none answers.
    static void run(const QList<QUrl>& urls, QObject* parent, Done done)
    {
        run(urls, {}, parent, std::move(done));
    }
    static void run(const QList<QUrl>& urls, Options options, QObject* parent, Done done);

private:
    UpstreamFetch(const QList<QUrl>& urls, Options options, QObject* parent, Done done);
    void next(const QString& lastFailure);
    void onFinished();
    void onProgress(qint64 received, qint64 total);
    void finish(const Result<Found>& result);

    QNetworkAccessManager m_network;
    QList<QUrl> m_urls;
    Options m_options;
    Done m_done;
    QNetworkReply* m_reply = nullptr;
};

} // namespace gatehouse::control
