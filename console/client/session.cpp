// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/session.h"

#include "console/client/api_client.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr qint64 longestTimerMs = 6 * 3'600'000;

QByteArray tokenOf(const QJsonObject& answer)
{
    for (const QString& key : {u"access_token"_s, u"refresh_token"_s}) {
        if (answer.contains(key))
            return answer.value(key).toString().toUtf8();
    }
    return {};
}
} // namespace

Session::Session(ApiClient& client, QObject* parent)
    : QObject(parent)
    , m_client(client)
{
    m_renewal.setSingleShot(true);
    connect(&m_renewal, &QTimer::timeout, this, &Session::renew);
    connect(&client, &ApiClient::unauthorized, this, &Session::lost);
}

void Session::login(const QString& user, const Secret& password, QObject* context,
                    std::function<void(Result<void>)> done)
{
    clear();
    const QJsonObject body{{u"email"_s, user}, {u"password"_s, QString::fromUtf8(password.reveal())}};
    m_client.call(CallId::AuthLogin, {}, body, context,
                  [this, done = std::move(done)](Result<QJsonObject> answer) {
                      if (!answer) {
                          done(answer.error());
                          return;
                      }
                      const QByteArray token = tokenOf(*answer);
                      if (token.isEmpty()) {
                          done(Error::internal(tr("The gateway accepted the login but sent no token.")));
                          return;
                      }
                      takeToken(token);
                      Q_EMIT loggedIn();
                      done({});
                  });
}

void Session::takeToken(const QByteArray& token)
{
    m_client.setToken(Secret(token));
    const QJsonObject claims = Session::claims(token);
    m_user = claims.value(u"sub"_s).toString();
    m_role = claims.value(u"role"_s).toString();
    m_expires = QDateTime::fromSecsSinceEpoch(claims.value(u"exp"_s).toInteger(), Qt::UTC);
    m_loggedIn = true;
    if (claims.contains(u"exp"_s))
        m_renewal.start(static_cast<int>(renewalDelay(QDateTime::currentDateTimeUtc(), m_expires)));
}

void Session::logout()
{
    if (m_loggedIn)
        m_client.call(CallId::AuthInvalidate, {}, this, [](const Result<QJsonObject>&) {});
    clear();
}

void Session::clear()
{
    m_renewal.stop();
    m_client.setToken(Secret());
    m_loggedIn = false;
    m_user.clear();
    m_role.clear();
    m_expires = {};
}

void Session::renew()
{
    // A long life is waited for in steps; the timer takes 24 days at most.
    if (renewalDelay(QDateTime::currentDateTimeUtc(), m_expires) >= longestTimerMs) {
        m_renewal.start(longestTimerMs);
        return;
    }
    m_client.call(CallId::AuthRefresh, {}, this, [this](Result<QJsonObject> answer) {
        if (!m_loggedIn)
            return;
        const QByteArray token = answer ? tokenOf(*answer) : QByteArray();
        if (!token.isEmpty())
            takeToken(token);
        else if (m_expires > QDateTime::currentDateTimeUtc())
            m_renewal.start(static_cast<int>(renewalDelay(QDateTime::currentDateTimeUtc(), m_expires)));
        else
            lost();
    });
}

void Session::lost()
{
    if (!m_loggedIn)
        return;
    clear();
    Q_EMIT needsLogin(tr("The session has ended."));
}

QJsonObject Session::claims(const QByteArray& token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return {};
    return QJsonDocument::fromJson(QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding))
        .object();
}

qint64 Session::renewalDelay(const QDateTime& now, const QDateTime& expires)
{
    return qBound<qint64>(1'000, now.msecsTo(expires) * 4 / 5, longestTimerMs);
}

} // namespace gatehouse::console
