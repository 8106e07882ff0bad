// SPDX-License-Identifier: GPL-3.0-or-later
// Notifications by e-mail, over libcurl.
#include "common/core/ids.h"
#include "common/core/owned.h"
#include "common/core/pooled.h"
#include "common/crypto/thread_end.h"
#include "gateway/alerts/couriers.h"

#include <QDateTime>
#include <QLocale>
#include <QPointer>
#include <QUrl>

#include <cstring>
#include <curl/curl.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::alerts {

namespace {

/// One e-mail with everything it needs, so that it can go to another thread.
struct Mail {
    MailServer server;
    QStringList recipients;
    QByteArray text;
};

struct Upload {
    const QByteArray& text;
    qsizetype sent = 0;

    static std::size_t read(char* buffer, std::size_t size, std::size_t count, void* self)
    {
        auto& upload = *static_cast<Upload*>(self);
        const auto n = std::min(qsizetype(size * count), upload.text.size() - upload.sent);
        std::memcpy(buffer, upload.text.constData() + upload.sent, std::size_t(n));
        upload.sent += n;
        return std::size_t(n);
    }
};

/// A header value of more than ASCII, as RFC 2047 has it; line ends cannot get in.
QByteArray encodedWord(QString text)
{
    text.replace(u'\r', u' ').replace(u'\n', u' ');
    const QByteArray utf8 = text.toUtf8();
    const bool plain = std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= 32 && c < 127; });
    if (plain)
        return utf8;
    constexpr qsizetype most = 30; // characters, so that a word stays below its 75 bytes
    QByteArray words;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype length = std::min(most / 2, text.size() - at);
        if (text.at(at + length - 1).isHighSurrogate() && at + length < text.size())
            ++length;
        words += (words.isEmpty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") +
                 text.mid(at, length).toUtf8().toBase64() + "?=";
        at += length;
    }
    return words;
}

void setUp(CURL* curl, const Mail& mail, const curl_slist* recipients, Upload& upload, char* errorText)
{
    const auto text = [curl](CURLoption option, const QByteArray& value) {
        curl_easy_setopt(curl, option, value.constData()); // libcurl copies it
    };
    text(CURLOPT_URL, mail.server.url.toUtf8());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, long(Transport::patienceMs));
    curl_easy_setopt(curl, CURLOPT_USE_SSL, long(mail.server.requireTls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (!mail.server.user.isEmpty()) {
        text(CURLOPT_USERNAME, mail.server.user.toUtf8());
        text(CURLOPT_PASSWORD, mail.server.password.reveal());
    }
    text(CURLOPT_MAIL_FROM, mail.server.from.toUtf8());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Upload::read);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, errorText);
}

Outcome deliver(const Mail& mail)
{
    const Owned<CURL, curl_easy_cleanup> curl(curl_easy_init());
    Owned<curl_slist, curl_slist_free_all> recipients;
    for (const QString& recipient : mail.recipients)
        recipients.reset(curl_slist_append(recipients.release(), recipient.toUtf8().constData()));
    char errorText[CURL_ERROR_SIZE] = "";
    Upload upload{mail.text};
    setUp(curl.get(), mail, recipients.get(), upload, errorText);

    Outcome outcome;
    const CURLcode code = curl_easy_perform(curl.get());
    curl_off_t microseconds = 0;
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    outcome.status = int(status);
    outcome.latencyMs = microseconds / 1000;
    outcome.delivered = code == CURLE_OK;
    outcome.retry = status < 500; // RFC 5321 4.2.1: 5yz is permanent
    if (!outcome.delivered)
        outcome.error = u"mail server %1: %2"_s.arg(
            QUrl(mail.server.url).host(),
            QString::fromLocal8Bit(errorText[0] != '\0' ? errorText : curl_easy_strerror(code)));
    return outcome;
}

} // namespace

QByteArray mailText(const QString& from, const QStringList& recipients, const QJsonObject& message,
                    const QString& deliveryId)
{
    const QString gateway = message.value(u"gateway"_s).toString();
    QByteArray body = message.value(u"text"_s).toString().toUtf8();
    if (!gateway.isEmpty())
        body += "\n\nGateway: " + gateway.toUtf8();
    body.replace("\r\n", "\n").replace('\n', "\r\n");
    const QString date =
        QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss"_s);
    return "Date: " + date.toUtf8() + " +0000\r\nFrom: " + encodedWord(from) +
           "\r\nTo: " + encodedWord(recipients.join(u", "_s)) +
           "\r\nSubject: " + encodedWord(message.value(u"title"_s).toString()) + "\r\nMessage-ID: <" +
           deliveryId.toUtf8() + "@gatehouse>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0" +
           "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body +
           "\r\n";
}

void Couriers::mail(const Channel& channel, const QString& deliveryId, const QJsonObject& message,
                    const Done& done)
{
    if (m_mail.url.isEmpty()) {
        Outcome outcome;
        outcome.error = u"no mail server is configured; set ALERT_SMTP_URL and ALERT_SMTP_FROM"_s;
        return answerLater(outcome, done);
    }
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    Q_UNUSED(initialised)
    const Mail mail{m_mail, channel.recipients,
                    mailText(m_mail.from, channel.recipients, message, deliveryId)};
    startOn(m_mailThreads, [this, mail, done] {
        const Outcome outcome = deliver(mail);
        answerLater(outcome, done); // the pool is waited for before this object goes
        crypto::releaseThread();    // as libcurl uses it
    });
}

} // namespace gatehouse::alerts
