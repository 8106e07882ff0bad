// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/profile_form.h"

#include "common/core/ids.h"
#include "console/app/trust_dialog.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/form_field.h"
#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

ProfileForm::ProfileForm(const QString& secretPlace, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_name(new QLineEdit(this))
    , m_url(new QLineEdit(this))
    , m_user(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_keep(new QCheckBox(tr("Keep the password in %1").arg(secretPlace), this))
    , m_environment(new QComboBox(this))
    , m_readOnly(new QCheckBox(tr("Read-only: this console changes nothing on this gateway"), this))
    , m_caFile(new QLineEdit(this))
    , m_certFile(new QLineEdit(this))
    , m_keyFile(new QLineEdit(this))
    , m_test(new QPushButton(tr("Test connection"), this))
    , m_stepBox(new QWidget(this))
{
    build();
    buildSteps();
    connect(m_test, &QPushButton::clicked, this, &ProfileForm::test);
    connect(&m_tester, &ConnectionTest::stepChanged, this, &ProfileForm::showStep);
    connect(&m_tester, &ConnectionTest::trustNeeded, this, &ProfileForm::askTrust);
    connect(&m_tester, &ConnectionTest::finished, this, [this](bool passed) {
        m_test->setEnabled(true);
        Q_EMIT tested(passed);
    });
    for (QLineEdit* line : {m_name, m_url, m_user, m_password, m_caFile, m_certFile, m_keyFile})
        connect(line, &QLineEdit::textEdited, this, &ProfileForm::edited);
    connect(m_url, &QLineEdit::textChanged, this, &ProfileForm::showTls);
    showTls();
}

FormField* ProfileForm::add(const QString& key, const QString& label, QWidget* editor, const QString& help)
{
    auto* field = new FormField(label, editor, help, FormField::Side::Left, this);
    m_fields.insert(key, field);
    layout()->addWidget(field);
    return field;
}

void ProfileForm::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::rowGap);
    setFocusProxy(m_name);
    m_url->setPlaceholderText(u"https://gateway.example:8000"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_environment->addItem(tr("Development"), nameOf(Environment::Development));
    m_environment->addItem(tr("Test"), nameOf(Environment::Test));
    m_environment->addItem(tr("Production"), nameOf(Environment::Production));
    add(u"name"_s, tr("Name"), m_name, tr("How this gateway is called in the console."));
    add(u"url"_s, tr("Address"), m_url, tr("Of the admin listener; http:// only for this machine."));
    add(u"user"_s, tr("User"), m_user, tr("User name or e-mail address."));
    add(u"password"_s, tr("Password"), m_password);
    add(u"keep"_s, QString(), m_keep);
    m_keep->setAccessibleName(m_keep->text());
    m_keep->setChecked(true);
    add(u"environment"_s, tr("Environment"), m_environment,
        tr("Colours the window; in production dangerous actions ask for the name."));
    add(u"read_only"_s, QString(), m_readOnly);
    m_readOnly->setAccessibleName(m_readOnly->text());
    buildTls();
}

void ProfileForm::buildTls()
{
    m_caFile->setObjectName(u"caFile"_s);
    m_certFile->setObjectName(u"clientCertFile"_s);
    m_keyFile->setObjectName(u"clientKeyFile"_s);
    add(u"ca_file"_s, tr("CA file"), fileEditor(m_caFile, tr("CA file")),
        tr("PEM file of your own certificate authority; then no other is trusted."));
    add(u"client_cert_file"_s, tr("Client certificate"), fileEditor(m_certFile, tr("Client certificate")),
        tr("PEM file, where the gateway demands one (ADMIN_TLS=mutual)."));
    add(u"client_key_file"_s, tr("Its private key"), fileEditor(m_keyFile, tr("Its private key")),
        tr("PEM file without a pass phrase, readable only by you."));
}

QWidget* ProfileForm::fileEditor(QLineEdit* line, const QString& title)
{
    auto* editor = new QWidget(this);
    auto* row = new QHBoxLayout(editor);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXs);
    row->addWidget(line, 1);
    auto* browse = new QToolButton(editor);
    browse->setIcon(icon(u"import"_s));
    browse->setFocusPolicy(Qt::StrongFocus);
    browse->setAccessibleName(tr("Choose a file: %1").arg(title));
    browse->setToolTip(browse->accessibleName());
    row->addWidget(browse);
    line->setAccessibleName(title);
    editor->setFocusProxy(line);
    connect(browse, &QToolButton::clicked, this, [this, line, title] {
        m_dialogs.openFile(this, title, u"*.pem *.crt *.cer *.key"_s, [this, line](const QString& path) {
            line->setText(path);
            Q_EMIT edited();
        });
    });
    return editor;
}

/// What only a secure connection has.
void ProfileForm::showTls()
{
    const bool secure = m_url->text().trimmed().startsWith(u"https:"_s, Qt::CaseInsensitive);
    for (const QString& field : {u"ca_file"_s, u"client_cert_file"_s, u"client_key_file"_s})
        m_fields.value(field)->setVisible(secure);
}

void ProfileForm::buildSteps()
{
    auto* grid = new QGridLayout(m_stepBox);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(tokens::spaceXs);
    using Step = ConnectionTest::Step;
    int row = 0;
    for (const Step step : {Step::Name, Step::Port, Step::Certificate, Step::Gateway, Step::Login}) {
        auto* pill = new StatusPill(tokens::Tone::Off, ConnectionTest::title(step), m_stepBox);
        auto* text = new QLabel(m_stepBox);
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        grid->addWidget(pill, row, 0);
        grid->addWidget(text, row, 1);
        m_steps.insert(static_cast<int>(step), {pill, text});
        ++row;
    }
    grid->setColumnStretch(1, 1);
    m_stepBox->hide();
    layout()->addWidget(m_test);
    layout()->setAlignment(m_test, Qt::AlignLeft);
    layout()->addWidget(m_stepBox);
}

void ProfileForm::setProfile(const ConnectionProfile& profile)
{
    m_profile = profile;
    m_name->setText(profile.name);
    m_url->setText(profile.url.toString());
    m_user->setText(profile.user);
    m_password->clear();
    m_environment->setCurrentIndex(static_cast<int>(profile.environment));
    m_readOnly->setChecked(profile.readOnly);
    m_caFile->setText(profile.caFile);
    m_certFile->setText(profile.clientCertFile);
    m_keyFile->setText(profile.clientKeyFile);
    m_stepBox->hide();
    for (FormField* field : std::as_const(m_fields))
        field->clearError();
    m_begun = written();
}

QStringList ProfileForm::written() const
{
    QStringList texts{m_environment->currentText(), m_readOnly->isChecked() ? u"r"_s : QString()};
    for (const QLineEdit* line : {m_name, m_url, m_user, m_password, m_caFile, m_certFile, m_keyFile})
        texts.append(line->text());
    return texts;
}

bool ProfileForm::isDirty() const
{
    return written() != m_begun;
}

ConnectionProfile ProfileForm::profile() const
{
    ConnectionProfile profile = m_profile;
    if (profile.id.isEmpty())
        profile.id = newId();
    profile.url = QUrl::fromUserInput(m_url->text().trimmed());
    profile.name = m_name->text().trimmed().isEmpty() ? profile.url.host() : m_name->text().trimmed();
    profile.user = m_user->text().trimmed();
    profile.environment = environmentFromString(m_environment->currentData().toString());
    profile.readOnly = m_readOnly->isChecked();
    profile.caFile = m_caFile->text().trimmed();
    profile.clientCertFile = m_certFile->text().trimmed();
    profile.clientKeyFile = m_keyFile->text().trimmed();
    if (profile.url.authority() != m_profile.url.authority() && !m_profile.id.isEmpty())
        profile.pinnedSha256.clear(); // a pin belongs to one address
    return profile;
}

Secret ProfileForm::password() const
{
    return Secret(m_password->text().toUtf8());
}

bool ProfileForm::keepPassword() const
{
    return m_keep->isChecked();
}

bool ProfileForm::check()
{
    for (FormField* field : std::as_const(m_fields))
        field->clearError();
    const Faults faults = profile().validate();
    for (const Fault& fault : faults) {
        if (FormField* field = m_fields.value(fault.field))
            field->setError(fault.message);
    }
    if (!faults.isEmpty() && m_fields.contains(faults.first().field))
        m_fields.value(faults.first().field)->setFocus();
    return faults.isEmpty();
}

void ProfileForm::test()
{
    if (!check())
        return;
    m_stepBox->show();
    for (const StepRow& row : std::as_const(m_steps)) {
        row.pill->setState(tokens::Tone::Off, row.pill->word());
        row.text->clear();
    }
    m_test->setEnabled(false);
    m_tester.start(profile(), password());
}

void ProfileForm::showStep(ConnectionTest::Step step, ConnectionTest::Outcome outcome, const QString& text)
{
    const StepRow row = m_steps.value(static_cast<int>(step));
    tokens::Tone tone = tokens::Tone::Off;
    if (outcome == ConnectionTest::Outcome::Passed)
        tone = tokens::Tone::Good;
    else if (outcome == ConnectionTest::Outcome::Failed)
        tone = tokens::Tone::Bad;
    else if (outcome == ConnectionTest::Outcome::Running)
        tone = tokens::Tone::Info;
    row.pill->setState(tone, ConnectionTest::title(step));
    row.text->setText(outcome == ConnectionTest::Outcome::Running ? tr("checking …") : text);
}

void ProfileForm::askTrust(const TlsDecision& decision)
{
    auto* dialog = new TrustDialog(profile(), decision, this);
    connect(dialog, &QDialog::accepted, this, [this, decision] {
        m_profile = profile();
        m_profile.pinnedSha256 = decision.sha256;
        test();
    });
    dialog->open();
}

} // namespace gatehouse::console
