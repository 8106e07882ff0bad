// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "gateway/alerts/transport.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QThreadPool>

namespace gatehouse::alerts {

/// The server that takes e-mail.
struct MailServer {
    QString url; ///< smtp://host[:port] or smtps://host[:port]; empty: no e-mail
    QString user;
    Secret password;
    QString from;
    bool requireTls = true;
};

/// Message as an e-mail (RFC 5322): plain text in UTF-8, CRLF line ends.
QByteArray mailText(const QString& from, const QStringList& recipients, const QJsonObject& message,
                    const QString& deliveryId);
/// Body of a Slack-compatible webhook: {"text": ...} with the characters that Slack reads escaped.
QByteArray slackBody(const QJsonObject& message);
/// Value of X-Webhook-Signature: "sha256=" and the HMAC-SHA256 of the body in hex.
QByteArray webhookSignature(const QString& secret, const QByteArray& body);

/// Delivers by HTTP, SMTP and to the desktops of connected consoles. HTTP goes over QtNetwork on the control
/// thread: no redirects (they would lead where nobody configured), no proxies, at most 64 KiB of the answer
/// are read. SMTP goes over libcurl on two threads of its own.
class Couriers final : public QObject, public Transport {
    Q_OBJECT

public:
    /// Shows the message on consoles and gives back how many listen.
    using Desktop = std::function<qsizetype(const QJsonObject& message)>;

    explicit Couriers(QObject* parent = nullptr);
    ~Couriers() override;

    void setMailServer(const MailServer& server) { m_mail = server; }
    void setDesktop(Desktop desktop) { m_desktop = std::move(desktop); }

    void send(const Channel& channel, const QString& deliveryId, const QJsonObject& message,
              Done done) override;

private:
    void post(const Channel& channel, const QString& deliveryId, const QJsonObject& message,
              const Done& done);
    void mail(const Channel& channel, const QString& deliveryId, const QJsonObject& message,
              const Done& done);
    void show(const QJsonObject& message, const Done& done);
    /// Calls `done` when the caller has returned.
    void answerLater(const Outcome& outcome, const Done& done);

    QNetworkAccessManager m_network;
    QThreadPool m_mailThreads;
    MailServer m_mail;
    Desktop m_desktop;
};

} // namespace gatehouse::alerts
