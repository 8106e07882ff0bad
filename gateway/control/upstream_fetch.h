// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <optional>
#include <utility>

namespace gatehouse::control {

/// Authorization of a client of an OAuth 2.0 server: both parts are encoded as in a form before they are
/// joined (RFC 6749 section 2.3.1).
QByteArray clientAuthorization(const QString& id, const QString& secret);

/// Reads a document (the description of an API, a key set, what is said about a token) from servers, one
/// after the other until one answers 200. Bounded in time and size; redirects are not followed. Control
/// thread; deletes itself after `done`.
class UpstreamFetch final : public QObject {
    Q_OBJECT

public:
    struct Found {
        QByteArray body;
        QUrl from;
    };
    using Done = std::function<void(Result<Found>)>;
    struct Options {
        QByteArray posted = {};                    ///< posted; empty: the document is got
        std::optional<QSslConfiguration> tls = {}; ///< unset: the system's authorities
        QString serverName = {};                   ///< of the certificate; empty: the host
        QByteArray type = "application/json";      ///< of what is posted
        QByteArray authorization = {};             ///< value of Authorization; empty: none
        int patienceMs = 30'000;                   ///< for each server, all in all
        qint64 mostBytes = 10 * 1024 * 1024;
        QNetworkAccessManager* network = nullptr; ///< keeps connections; null: one of this call alone
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
    void onOverdue();
    void finish(const Result<Found>& result);

    QNetworkAccessManager* m_network;
    QList<QUrl> m_urls;
    Options m_options;
    Done m_done;
    QNetworkReply* m_reply = nullptr;
    QTimer m_overdue;
    QString m_given; ///< why it was given up
};

} // namespace gatehouse::control
