// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/key_pane.h"

#include "console/client/api_client.h"
#include "console/pages/shared/traffic_address.h"
#include "console/pages/tester/answer_text.h"
#include "console/pages/tester/answer_view.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/form_field.h"
#include "console/widgets/indicators.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString wordOf(SecretKind kind)
{
    switch (kind) {
    case SecretKind::ApiKey:
        return KeyPane::tr("API key");
    case SecretKind::Password:
        return KeyPane::tr("Password");
    case SecretKind::SigningKey:
        break;
    }
    return KeyPane::tr("Signing key");
}

QString warningOf(SecretKind kind)
{
    if (kind == SecretKind::ApiKey)
        return KeyPane::tr("This is the only time the key is shown. The gateway keeps no copy of it.");
    return KeyPane::tr("This is the only time it is shown. The gateway never tells it again.");
}

QString fileOf(SecretKind kind)
{
    return kind == SecretKind::ApiKey     ? u"api-key.txt"_s
           : kind == SecretKind::Password ? u"password.txt"_s
                                          : u"signing-key.txt"_s;
}

} // namespace

KeyPane::KeyPane(PageContext& context, QWidget* parent, SecretKind kind)
    : QWidget(parent)
    , m_context(context)
    , m_note(new QLabel(this))
    , m_secret(new RevealSecret(wordOf(kind), this))
    , m_command(new QPushButton(tr("Copy a test call"), this))
    , m_test(new QWidget(this))
    , m_testPath(new QLineEdit(m_test))
    , m_send(new QPushButton(tr("Send a test call"), m_test))
    , m_answer(new StatusPill(m_test))
    , m_answered(new QLabel(m_test))
    , m_kind(kind)
{
    auto* heading = new QLabel(warningOf(kind), this);
    heading->setWordWrap(true);
    heading->setFont(tokens::font(tokens::TextRole::Section));
    m_note->setWordWrap(true);
    m_secret->setObjectName(u"newKey"_s);
    auto* save = new QPushButton(tr("Save as file…"), this);
    save->setObjectName(u"saveKey"_s);
    m_command->setObjectName(u"copyTestCall"_s);
    auto* row = new QHBoxLayout;
    row->addWidget(save);
    row->addWidget(m_command);
    row->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceM);
    column->addWidget(heading);
    column->addWidget(m_secret);
    column->addLayout(row);
    column->addWidget(m_note);
    column->addWidget(buildTest());
    column->addStretch(1);
    connect(m_secret, &RevealSecret::copied, this, [this] { m_taken = true; });
    connect(save, &QPushButton::clicked, this, &KeyPane::save);
    connect(m_command, &QPushButton::clicked, this, &KeyPane::copyCommand);
}

void KeyPane::show(const QString& key, const QString& path, const QString& note)
{
    m_key = key;
    m_testPath->setText(path + u'/');
    m_taken = false;
    m_secret->setSecret(key);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_command->setVisible(!path.isEmpty());
    m_test->setVisible(!path.isEmpty());
    m_answer->hide();
    m_answered->hide();
}

void KeyPane::save()
{
    m_context.dialogs.saveFile(
        this, tr("Save: %1").arg(wordOf(m_kind)), fileOf(m_kind), u"*.txt"_s, [this](const QString& path) {
            QSaveFile file(path);
            const bool open = file.open(QIODevice::WriteOnly);
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            if (open && file.write(m_key.toUtf8() + '\n') > 0 && file.commit()) {
                m_taken = true;
                m_context.toasts.show(tokens::Tone::Good, tr("Saved %1.").arg(path));
            } else {
                m_context.toasts.show(tokens::Tone::Bad,
                                      tr("%1 could not be written: %2").arg(path, file.errorString()));
            }
        });
}

QWidget* KeyPane::buildTest()
{
    m_testPath->setObjectName(u"testCallPath"_s);
    m_testPath->setAccessibleName(tr("Path of the test call"));
    m_testPath->setFont(tokens::font(tokens::TextRole::Mono));
    m_send->setObjectName(u"sendTestCall"_s);
    m_send->setAutoDefault(false);
    m_answer->setObjectName(u"testCallStatus"_s);
    m_answered->setObjectName(u"testCallText"_s);
    m_answered->setWordWrap(true);
    m_answered->setTextFormat(Qt::PlainText);
    auto* call = new QHBoxLayout;
    call->addWidget(m_testPath, 1);
    call->addWidget(m_send);
    auto* answer = new QHBoxLayout;
    answer->addWidget(m_answer, 0, Qt::AlignTop);
    answer->addWidget(m_answered, 1);
    auto* column = new QVBoxLayout(m_test);
    column->setContentsMargins(0, tokens::spaceM, 0, 0);
    column->setSpacing(tokens::spaceS);
    column->addLayout(call);
    column->addLayout(answer);
    connect(m_send, &QPushButton::clicked, this, &KeyPane::sendTestCall);
    connect(m_testPath, &QLineEdit::returnPressed, m_send, &QPushButton::click);
    return m_test;
}

/// To the gateway and nowhere else, whatever is written.
TrafficCall KeyPane::testCall(const QByteArray& key) const
{
    QString written = m_testPath->text().trimmed();
    if (!written.startsWith(u'/'))
        written.prepend(u'/');
    TrafficCall call;
    call.url = trafficAddress(m_context);
    call.url.setPath(written.section(u'?', 0, 0));
    call.url.setQuery(written.section(u'?', 1));
    call.headers.append(qMakePair(QByteArray("X-API-Key"), key));
    return call;
}

void KeyPane::sendTestCall()
{
    const TrafficCall call = testCall(m_key.toLatin1());
    m_send->setEnabled(false);
    m_caller.send(call.method, call.url, call.headers, {}, m_context.client.profile(),
                  [this](const TrafficAnswer& answer) {
                      m_send->setEnabled(true);
                      showAnswer(answer);
                  });
}

void KeyPane::showAnswer(const TrafficAnswer& answer)
{
    const AnswerText text = answerText(answer);
    m_answer->setState(answerTone(answer.status), AnswerView::statusText(answer));
    m_answer->show();
    if (answer.status == 0 || text.ofGateway)
        m_answered->setText(QStringList{text.reason, text.advice}.join(u'\n').trimmed());
    else if (answer.status < 400)
        m_answered->setText(tr("The gateway takes the key."));
    else
        m_answered->setText(
            tr("The gateway takes the key. This is the answer of the server: try a path that it has."));
    m_answered->show();
}

/// The key itself stays out of it: command lines are seen by others and kept in histories.
void KeyPane::copyCommand()
{
    QGuiApplication::clipboard()->setText(curlCommand(testCall("KEY")));
    m_context.toasts.show(tokens::Tone::Good, tr("Copied. Put the key where KEY stands."));
}

KeyDialog::KeyDialog(PageContext& context, const QString& title, QWidget* parent, SecretKind kind)
    : QDialog(parent)
    , m_context(context)
    , m_pane(new KeyPane(context, this, kind))
{
    setObjectName(u"keyDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setMinimumWidth(tokens::dialogWidth);
    auto* column = new QVBoxLayout(this);
    auto* heading = new QLabel(title, this);
    heading->setFont(tokens::font(tokens::TextRole::Title));
    heading->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    column->addWidget(heading);
    column->addWidget(m_pane);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &KeyDialog::reject);
}

void KeyDialog::reject()
{
    askBeforeLosing(m_context, this, *m_pane, [this] { QDialog::reject(); });
}

void askBeforeLosing(PageContext& context, QWidget* parent, const KeyPane& pane, std::function<void()> lose)
{
    if (pane.wasTaken()) {
        lose();
        return;
    }
    Confirmation question;
    question.title = KeyPane::tr("Close without taking the key?");
    question.effect =
        KeyPane::tr("It was neither copied nor saved, and it is never shown again. A lost key can only "
                    "be replaced by rotating it.");
    question.verb = KeyPane::tr("Close anyway");
    context.dialogs.confirm(parent, question, std::move(lose));
}

} // namespace gatehouse::console
