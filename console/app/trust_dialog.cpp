// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/trust_dialog.h"

#include "console/widgets/message_bar.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

void addRow(QFormLayout* form, const QString& label, const QString& value, bool mono = false)
{
    if (value.isEmpty())
        return;
    auto* text = new QLabel(value);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (mono)
        text->setFont(tokens::font(tokens::TextRole::Mono));
    form->addRow(label, text);
}

/// Two lines, so that it fits and can be compared.
QString twoLines(const QByteArray& sha256)
{
    QString text = fingerprintText(sha256);
    if (text.size() > 48)
        text.replace(47, 1, u'\n');
    return text;
}

} // namespace

TrustDialog::TrustDialog(const ConnectionProfile& profile, const TlsDecision& decision, QWidget* parent)
    : QDialog(parent)
{
    const bool changed = decision.verdict == TlsDecision::Verdict::Changed;
    setObjectName(u"trustDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(changed ? tr("The certificate has changed") : tr("Unknown certificate"));
    setMinimumWidth(tokens::dialogWidth);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    auto* bar = new MessageBar(this);
    bar->setClosable(false);
    bar->showMessage(
        changed ? tokens::Tone::Bad : tokens::Tone::Warning,
        changed ? tr("%1 shows another certificate than the one you trusted. Somebody may be listening; "
                     "ask the operator before you accept it.")
                      .arg(profile.url.authority())
                : tr("No authority known to this computer vouches for %1. Compare the fingerprint with "
                     "the one the operator gives you.")
                      .arg(profile.url.authority()));
    column->addWidget(bar);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(tokens::rowGap);
    const QSslCertificate& certificate = decision.certificate;
    const QLocale locale;
    addRow(form, tr("Subject"), certificate.subjectDisplayName());
    addRow(form, tr("Issuer"), certificate.issuerDisplayName());
    if (!certificate.isNull())
        addRow(form, tr("Valid"),
               tr("%1 to %2")
                   .arg(locale.toString(certificate.effectiveDate().date(), QLocale::ShortFormat),
                        locale.toString(certificate.expiryDate().date(), QLocale::ShortFormat)));
    addRow(form, tr("Reason"), decision.reasons.join(u'\n'));
    addRow(form, changed ? tr("New fingerprint (SHA-256)") : tr("Fingerprint (SHA-256)"),
           twoLines(decision.sha256), true);
    if (changed)
        addRow(form, tr("Trusted fingerprint"), twoLines(decision.pinnedSha256), true);
    column->addLayout(form);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* accept = buttons->addButton(tr("Trust this certificate"), QDialogButtonBox::AcceptRole);
    QPushButton* reject = buttons->addButton(tr("Do not connect"), QDialogButtonBox::RejectRole);
    accept->setProperty("danger", true);
    accept->setAutoDefault(false);
    reject->setDefault(true);
    reject->setFocus();
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace gatehouse::console
