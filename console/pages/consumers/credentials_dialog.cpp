// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/credentials_dialog.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/pages/consumers/credential_rows.h"
#include "console/pages/consumers/desk_words.h"
#include "console/pages/consumers/login_dialogs.h"
#include "console/pages/consumers/rotate_dialog.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/icons.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSslCertificate>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qint64 largestCertificate = 1024 * 1024;

QPushButton* makeButton(QWidget* parent, const QString& text, const QString& name, const char* object)
{
    auto* button = new QPushButton(icon(name), text, parent);
    button->setObjectName(QLatin1StringView(object));
    button->setAutoDefault(false);
    return button;
}

} // namespace

CredentialsDialog::CredentialsDialog(PageContext& context, const QString& tenant, const QJsonObject& consumer,
                                     QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_tenant(tenant)
    , m_consumer(consumer)
    , m_messages(new MessageBar(this))
    , m_model(new JsonTableModel(credentials::columns(), credentials::idOf, this))
    , m_table(new TableView({}, nullptr, this))
    , m_add(makeButton(this, tr("Add"), u"add"_s, "addCredential"))
    , m_rotate(makeButton(this, tr("Rotate…"), u"refresh"_s, "rotateCredential"))
    , m_revoke(makeButton(this, tr("Revoke…"), u"delete"_s, "revokeCredential"))
{
    setObjectName(u"credentialsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Credentials of %1").arg(textOf(consumer, "name")));
    resize(tokens::dialogWidth * 17 / 10, tokens::dialogWidth);
    build();
    load();
}

QStringList CredentialsDialog::key() const
{
    return {m_tenant, textOf(m_consumer, "id")};
}

void CredentialsDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    title->setWordWrap(true);
    auto* sentence =
        new QLabel(tr("Whoever has one of these calls in the name of the consumer. Secrets are shown "
                      "once, when they are made; what is revoked is refused with the next call."),
                   this);
    sentence->setWordWrap(true);
    m_table->setObjectName(u"credentialsTable"_s);
    m_table->setAccessibleName(windowTitle());
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_table->setEmptyText(
        tr("Nothing lets this consumer in yet. Subscribe it to an API to give it a key, or add a "
           "password, a signing key or a certificate."));
    m_revoke->setProperty("danger", true);
    auto* menu = new QMenu(m_add);
    buildMenu(menu);
    m_add->setMenu(menu);
    auto* row = new QHBoxLayout;
    row->addWidget(m_add);
    row->addWidget(m_rotate);
    row->addWidget(m_revoke);
    row->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceL, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(m_messages);
    column->addWidget(sentence);
    column->addWidget(m_table, 1);
    column->addLayout(row);
    column->addWidget(buttons);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CredentialsDialog::updateButtons);
    connect(m_rotate, &QPushButton::clicked, this, &CredentialsDialog::rotate);
    connect(m_revoke, &QPushButton::clicked, this, &CredentialsDialog::revoke);
    connect(m_messages, &MessageBar::retryRequested, this, &CredentialsDialog::load);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateButtons();
}

void CredentialsDialog::buildMenu(QMenu* menu)
{
    const auto add = [menu, this](const QString& text, const char* object, auto act) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QLatin1StringView(object));
        connect(action, &QAction::triggered, this, act);
    };
    add(tr("Password…"), "addPassword", [this] { addLogin(u"basic"_s); });
    add(tr("Signing key…"), "addSigningKey", [this] { addLogin(u"hmac"_s); });
    add(tr("Client certificate…"), "addCertificate", [this] {
        m_context.dialogs.openFile(this, tr("Bind a client certificate"),
                                   tr("Certificates (*.pem *.crt *.cer *.der)"),
                                   [this](const QString& path) { bindCertificate(path); });
    });
}

void CredentialsDialog::load()
{
    QUrlQuery query;
    query.addQueryItem(u"consumer_id"_s, textOf(m_consumer, "id"));
    query.addQueryItem(u"page_size"_s, u"100"_s);
    m_context.client.call(
        CallId::KeyList, {m_tenant}, query, this,
        [this](const Result<QJsonObject>& answer) { took(m_keys, answer, credentials::fromKey); });
    m_context.client.call(
        CallId::ConsumerCredentialList, key(), this,
        [this](const Result<QJsonObject>& answer) { took(m_logins, answer, credentials::fromLogin); });
    m_context.client.call(CallId::ConsumerGet, key(), this, [this](const Result<QJsonObject>& answer) {
        if (!answer)
            return; // the lists tell why
        m_consumer = *answer;
        showRows();
    });
}

void CredentialsDialog::took(QList<QJsonObject>& into, const Result<QJsonObject>& answer,
                             QJsonObject (*rowOf)(const QJsonObject&))
{
    if (!answer) {
        m_messages->showError(tr("The credentials could not be read."), answer.error());
        return;
    }
    into.clear();
    const QJsonArray items = answer->value(u"items"_s).toArray();
    for (const QJsonValue& item : items)
        into.append(rowOf(item.toObject()));
    showRows();
}

void CredentialsDialog::showRows()
{
    const QString before = credentials::idOf(chosen());
    QList<QJsonObject> rows = m_keys + m_logins;
    const QJsonObject certificate = credentials::fromConsumer(m_consumer);
    if (!certificate.isEmpty())
        rows.append(certificate);
    m_model->setRows(rows);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setStretchLastSection(true);
    if (!rows.isEmpty())
        m_table->selectRow(qMax(0, m_model->rowOf(before)));
    updateButtons();
}

QJsonObject CredentialsDialog::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? QJsonObject() : m_model->rowAt(rows.first().row());
}

/// A button that cannot be pressed says why.
void CredentialsDialog::updateButtons()
{
    QString why;
    const bool may = !m_context.mayWrite || m_context.mayWrite(&why);
    const QJsonObject row = chosen();
    const auto set = [&](QPushButton* button, const QString& reason) {
        const QString all = !may ? why : row.isEmpty() ? tr("Select a row first.") : reason;
        button->setEnabled(all.isEmpty());
        button->setToolTip(all);
    };
    m_add->setEnabled(may);
    m_add->setToolTip(why);
    set(m_rotate, row.isEmpty() ? QString() : credentials::whyNotRotated(row));
    m_revoke->setText(credentials::isRotatedOut(row) ? tr("End now…") : tr("Revoke…"));
    set(m_revoke, row.isEmpty() ? QString() : credentials::whyNotRevoked(row));
}

void CredentialsDialog::addLogin(const QString& type)
{
    auto* dialog = new NewLoginDialog(m_context, type, key(), this);
    connect(dialog, &NewLoginDialog::made, this, [this] {
        load();
        Q_EMIT changed();
    });
    dialog->open();
}

void CredentialsDialog::rotate()
{
    const QJsonObject row = chosen();
    const auto again = [this] {
        load();
        Q_EMIT changed();
    };
    if (textOf(row, "kind") == u"key"_s) {
        auto* dialog = new RotateDialog(m_context, row, this);
        connect(dialog, &RotateDialog::rotated, this, again);
        dialog->open();
        return;
    }
    auto* dialog = new RotateLoginDialog(m_context, row, key(), this);
    connect(dialog, &RotateLoginDialog::rotated, this, again);
    dialog->open();
}

void CredentialsDialog::revoke()
{
    const QJsonObject row = chosen();
    const QString name = credentials::nameOf(row);
    const QString kind = textOf(row, "kind");
    const QString done = tr("%1 is revoked.").arg(name);
    const QString failed = tr("%1 was not revoked.").arg(name);
    Confirmation question;
    if (credentials::isRotatedOut(row)) {
        question.title = tr("End now: %1?").arg(name);
        question.verb = tr("End now");
        question.effect =
            tr("It would work until %1. Calls that still use it are refused from now on; what it "
               "was replaced by goes on working.")
                .arg(absoluteTime(row, u"expires_at"_s));
        m_context.dialogs.confirm(this, question, [=, this] {
            send(CallId::ConsumerCredentialDelete, key() << textOf(row, "id"), {},
                 tr("%1 has ended.").arg(name), tr("%1 was not ended.").arg(name));
        });
        return;
    }
    question.title = tr("Revoke: %1?").arg(name);
    question.verb = tr("Revoke");
    if (kind == u"key"_s) {
        question.effect =
            tr("The subscription to %1 ends with it, for good. The consumer can be subscribed again "
               "and gets another key.")
                .arg(textOf(row, "api"));
        m_context.dialogs.confirmWithText(
            this, question, tr("Reason"), true, [=, this](const QString& reason) {
                send(CallId::SubscriptionV1Revoke, {textOf(row, "subscription_id")}, {{u"reason"_s, reason}},
                     done, failed);
            });
        return;
    }
    question.effect = tr("It is refused with the next call and cannot be brought back.");
    m_context.dialogs.confirm(this, question, [=, this] {
        if (kind == u"certificate"_s)
            send(CallId::ConsumerUpdate, key(),
                 {{u"certificate_fingerprint"_s, QJsonValue()}, {u"certificate_subject"_s, QJsonValue()}},
                 done, failed);
        else
            send(CallId::ConsumerCredentialDelete, key() << textOf(row, "id"), {}, done, failed);
    });
}

void CredentialsDialog::send(CallId call, const QStringList& parameters, const QJsonObject& body,
                             const QString& done, const QString& failed)
{
    m_messages->clear();
    m_context.client.call(call, parameters, body, this,
                          [this, done, failed](const Result<QJsonObject>& answer) {
                              if (!answer) {
                                  m_messages->showError(failed, answer.error(), false);
                                  return;
                              }
                              m_context.toasts.show(tokens::Tone::Good, done);
                              load();
                              Q_EMIT changed();
                          });
}

void CredentialsDialog::bindCertificate(const QString& path)
{
    QFile file(path);
    const QByteArray content = file.open(QIODevice::ReadOnly) ? file.read(largestCertificate) : QByteArray();
    QList<QSslCertificate> found = QSslCertificate::fromData(content, QSsl::Pem);
    if (found.isEmpty())
        found = QSslCertificate::fromData(content, QSsl::Der);
    if (found.isEmpty() || found.first().isNull()) {
        const QString why = file.isOpen() ? tr("%1 holds no certificate in PEM or DER form").arg(path)
                                          : path + u": "_s + file.errorString();
        m_messages->showError(tr("The certificate was not bound."),
                              Error::invalid(u"file"_s, u"format"_s, why), false);
        return;
    }
    const QString fingerprint = QString::fromLatin1(found.first().digest(QCryptographicHash::Sha256).toHex());
    const QString subject = found.first().subjectInfo(QSslCertificate::CommonName).join(u", "_s);
    Confirmation question;
    question.title = tr("Bind the certificate of %1?").arg(subject);
    question.effect = tr("SHA-256 %1, valid until %2. It takes the place of one that is bound already.")
                          .arg(fingerprint, QLocale().toString(found.first().expiryDate()));
    question.verb = tr("Bind certificate");
    m_context.dialogs.confirm(this, question, [this, fingerprint] {
        send(CallId::ConsumerUpdate, key(), {{u"certificate_fingerprint"_s, fingerprint}},
             tr("The certificate is bound."), tr("The certificate was not bound."));
    });
}

} // namespace gatehouse::console
