// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/credential_rows.h"

#include "console/models/json_row.h"
#include "console/pages/consumers/desk_words.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console::credentials {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("Credentials", english);
}

bool hasEnded(const QJsonObject& row)
{
    const QDateTime end = QDateTime::fromString(textOf(row, "expires_at"), Qt::ISODateWithMs);
    return end.isValid() && end <= QDateTime::currentDateTimeUtc();
}

QString stateWord(const QJsonObject& row)
{
    if (textOf(row, "status") == u"revoked"_s)
        return text(QT_TRANSLATE_NOOP("Credentials", "Revoked"));
    if (hasEnded(row))
        return text(QT_TRANSLATE_NOOP("Credentials", "Expired"));
    if (credentials::isRotatedOut(row))
        return text(QT_TRANSLATE_NOOP("Credentials", "Rotated out"));
    const QString subscription = textOf(row, "subscription_status");
    if (!subscription.isEmpty() && subscription != u"active"_s)
        return subscriptionStateWord({{u"status"_s, subscription}});
    return text(QT_TRANSLATE_NOOP("Credentials", "Active"));
}

Tone stateTone(const QJsonObject& row)
{
    if (textOf(row, "status") == u"revoked"_s || hasEnded(row))
        return Tone::Off;
    const QString subscription = textOf(row, "subscription_status");
    if (!subscription.isEmpty() && subscription != u"active"_s)
        return subscriptionStateTone({{u"status"_s, subscription}});
    return credentials::isRotatedOut(row) ? Tone::Warning : Tone::Good;
}

QString expiryText(const QJsonObject& row)
{
    if (textOf(row, "kind") == u"certificate"_s && textOf(row, "expires_at").isEmpty())
        return u"–"_s; // the gateway knows its fingerprint only
    return textOf(row, "expires_at").isEmpty() ? text(QT_TRANSLATE_NOOP("Credentials", "never"))
                                               : absoluteTime(row, u"expires_at"_s);
}

QString usedText(const QJsonObject& row)
{
    if (textOf(row, "kind") != u"key"_s)
        return u"–"_s; // the gateway notes the use of keys only
    return textOf(row, "last_used_at").isEmpty() ? text(QT_TRANSLATE_NOOP("Credentials", "not yet"))
                                                 : timeText(row, u"last_used_at"_s);
}

} // namespace

QString idOf(const QJsonObject& row)
{
    return textOf(row, "id");
}

bool isRotatedOut(const QJsonObject& row)
{
    return row.value(u"previous"_s).toBool();
}

QString kindWord(const QJsonObject& row)
{
    const QString kind = textOf(row, "kind");
    if (kind == u"key"_s)
        return text(QT_TRANSLATE_NOOP("Credentials", "API key"));
    if (kind == u"basic"_s)
        return text(QT_TRANSLATE_NOOP("Credentials", "Password"));
    if (kind == u"hmac"_s)
        return text(QT_TRANSLATE_NOOP("Credentials", "Signing key"));
    return text(QT_TRANSLATE_NOOP("Credentials", "Client certificate"));
}

QString nameOf(const QJsonObject& row)
{
    return kindWord(row) + u' ' + textOf(row, "name");
}

QList<Column> columns()
{
    return {{u"kind"_s, text(QT_TRANSLATE_NOOP("Credentials", "Kind")), kindWord, {}, {}, false},
            {u"name"_s, text(QT_TRANSLATE_NOOP("Credentials", "Name")), {}, {}, {}, false},
            {u"status"_s, text(QT_TRANSLATE_NOOP("Credentials", "State")), stateWord, stateTone, {}, false},
            {u"where"_s, text(QT_TRANSLATE_NOOP("Credentials", "For")), {}, {}, {}, false},
            {u"last_used_at"_s, text(QT_TRANSLATE_NOOP("Credentials", "Last use")), usedText, {}, {}, false},
            {u"expires_at"_s, text(QT_TRANSLATE_NOOP("Credentials", "Expires")), expiryText, {}, {}, false}};
}

QJsonObject fromKey(const QJsonObject& key)
{
    QJsonObject row = key;
    row.insert(u"kind"_s, u"key"_s);
    row.insert(u"name"_s, textOf(key, "api_key_prefix") + u'…');
    row.insert(u"where"_s, textOf(key, "api"));
    return row;
}

QJsonObject fromLogin(const QJsonObject& login)
{
    QJsonObject row = login;
    row.insert(u"kind"_s, textOf(login, "type"));
    row.insert(u"name"_s, textOf(login, "login"));
    row.insert(u"where"_s, textOf(login, "label"));
    return row;
}

QJsonObject fromConsumer(const QJsonObject& consumer)
{
    const QString fingerprint = textOf(consumer, "certificate_fingerprint");
    const QString subject = textOf(consumer, "certificate_subject");
    if (fingerprint.isEmpty() && subject.isEmpty())
        return {};
    constexpr qsizetype readable = 16;
    return {{u"id"_s, u"certificate"_s},
            {u"kind"_s, u"certificate"_s},
            {u"name"_s, fingerprint.isEmpty() ? subject : fingerprint.left(readable).toUpper() + u'…'},
            {u"where"_s, fingerprint.isEmpty() ? QString() : subject},
            {u"expires_at"_s, consumer.value(u"certificate_not_after"_s)}};
}

QString whyNotRotated(const QJsonObject& row)
{
    if (textOf(row, "kind") == u"certificate"_s)
        return text(
            QT_TRANSLATE_NOOP("Credentials", "Bind the new certificate in the place of the old one."));
    if (isRotatedOut(row))
        return text(QT_TRANSLATE_NOOP("Credentials", "It is rotated already and ends by itself."));
    const QString subscription = textOf(row, "subscription_status");
    if (textOf(row, "kind") == u"key"_s && subscription != u"active"_s)
        return text(
            QT_TRANSLATE_NOOP("Credentials", "Only the key of an active subscription can be rotated."));
    return {};
}

QString whyNotRevoked(const QJsonObject& row)
{
    const bool key = textOf(row, "kind") == u"key"_s && !isRotatedOut(row);
    if (textOf(row, "status") == u"revoked"_s || (key && textOf(row, "subscription_status") == u"revoked"_s))
        return text(QT_TRANSLATE_NOOP("Credentials", "It is revoked already."));
    return isRotatedOut(row) && hasEnded(row)
               ? text(QT_TRANSLATE_NOOP("Credentials", "It has ended already."))
               : QString();
}

} // namespace gatehouse::console::credentials
