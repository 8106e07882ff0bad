// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/login_dialogs.h"

#include "common/api/v1_requests.h"
#include "console/models/json_row.h"
#include "console/pages/consumers/credential_rows.h"
#include "console/pages/consumers/desk_words.h"
#include "console/pages/consumers/key_pane.h"
#include "console/widgets/toast.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

bool isPassword(const QString& type)
{
    return type == u"basic"_s;
}

RequestDialog::Look lookOf(const QString& type)
{
    if (isPassword(type))
        return {
            NewLoginDialog::tr("New password"),
            NewLoginDialog::tr("For APIs that ask for a name and a password (HTTP Basic). Leave the secret "
                               "empty and a strong one is made and shown once."),
            NewLoginDialog::tr("Make password"), NewLoginDialog::tr("The password was not made.")};
    return {
        NewLoginDialog::tr("New signing key"),
        NewLoginDialog::tr("For APIs whose requests are signed (HMAC). Leave the secret empty and a strong "
                           "one is made and shown once."),
        NewLoginDialog::tr("Make signing key"), NewLoginDialog::tr("The signing key was not made.")};
}

RequestDialog::Look rotationOf(const QJsonObject& login)
{
    const QString title = RotateLoginDialog::tr("Replace: %1").arg(credentials::nameOf(login));
    const QString failed = RotateLoginDialog::tr("It was not replaced.");
    if (isPassword(textOf(login, "type")))
        return {
            title,
            RotateLoginDialog::tr("A new password is made and shown once. The old one is refused at once: of "
                                  "one name only one password is accepted. For an overlap, make a second "
                                  "password with another name instead."),
            RotateLoginDialog::tr("Replace"), failed};
    return {
        title,
        RotateLoginDialog::tr("A new signing key with an id of its own is made and shown once. The old one "
                              "works until the grace period ends; 0 hours end it at once."),
        RotateLoginDialog::tr("Rotate"), failed};
}

/// The secret, or when the user gave it a word that it was taken.
void showSecret(PageContext& context, const QJsonObject& answer, const QString& more, QWidget* parent)
{
    const bool password = isPassword(textOf(answer, "type"));
    const QString name = textOf(answer, "login");
    const QString secret = textOf(answer, "secret");
    if (secret.isEmpty()) {
        context.toasts.show(tokens::Tone::Good, NewLoginDialog::tr("%1 can log in now.").arg(name));
        return;
    }
    const QString who =
        password ? NewLoginDialog::tr("User name: %1").arg(name) : NewLoginDialog::tr("Key id: %1").arg(name);
    auto* shown = new KeyDialog(context,
                                password ? NewLoginDialog::tr("New password of %1").arg(name)
                                         : NewLoginDialog::tr("New signing key %1").arg(name),
                                parent, password ? SecretKind::Password : SecretKind::SigningKey);
    shown->pane()->show(secret, {}, more.isEmpty() ? who : who + u'\n' + more);
    shown->open();
}

QStringList with(QStringList consumer, const QString& credential)
{
    consumer.append(credential);
    return consumer;
}

} // namespace

NewLoginDialog::NewLoginDialog(PageContext& context, const QString& type, const QStringList& consumer,
                               QWidget* parent)
    : RequestDialog(context, lookOf(type), tableOf<CredentialRequest>(), {u"type"_s},
                    CallId::ConsumerCredentialCreate, consumer, parent)
    , m_type(type)
{
    setObjectName(u"newLogin"_s);
}

QJsonObject NewLoginDialog::body() const
{
    QJsonObject body = RequestDialog::body();
    body.insert(u"type"_s, m_type);
    return body;
}

void NewLoginDialog::took(const QJsonObject& answer)
{
    showSecret(context(), answer, {}, parentWidget());
    Q_EMIT made();
}

RotateLoginDialog::RotateLoginDialog(PageContext& context, const QJsonObject& login,
                                     const QStringList& consumer, QWidget* parent)
    : RequestDialog(context, rotationOf(login), tableOf<RotateRequest>(),
                    isPassword(textOf(login, "type")) ? QStringList{u"grace_period_hours"_s} : QStringList(),
                    CallId::ConsumerCredentialRotate, with(consumer, textOf(login, "id")), parent)
    , m_isPassword(isPassword(textOf(login, "type")))
{
    setObjectName(u"rotateLogin"_s);
}

QJsonObject RotateLoginDialog::body() const
{
    return m_isPassword ? QJsonObject{{u"grace_period_hours"_s, 0}} : RequestDialog::body();
}

void RotateLoginDialog::took(const QJsonObject& answer)
{
    const QDateTime ends = QDateTime::fromString(textOf(answer, "old_expires_at"), Qt::ISODateWithMs);
    const bool atOnce = ends <= QDateTime::currentDateTimeUtc();
    showSecret(context(), answer,
               atOnce ? tr("The old one is refused from now on.")
                      : tr("The old one works until %1.").arg(absoluteTime(answer, u"old_expires_at"_s)),
               parentWidget());
    Q_EMIT rotated();
}

} // namespace gatehouse::console
