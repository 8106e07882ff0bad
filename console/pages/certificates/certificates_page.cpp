// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/certificates/certificates_page.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/pages/certificates/certificate_words.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

PlaceLink settingsOfTls()
{
    QUrlQuery query;
    query.addQueryItem(u"search"_s, u"TLS_"_s);
    return {u"settings"_s, query};
}

} // namespace

CertificatesPage::CertificatesPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Certificates"), tr("Search certificates"), u"certificates"_s,
                tr("The certificates could not be read.")},
               context, {.list = CallId::CertificateList, .itemsKey = u"certificates"_s, .whole = true},
               certificates::columns(), certificates::idOf, parent)
{
    QAction* again = setPrimaryAction(tr("Read files again"), u"refresh"_s);
    again->setObjectName(u"readFiles"_s);
    again->setToolTip(tr("Takes renewed files over for new connections; those that are open stay."));
    connect(again, &QAction::triggered, this, &CertificatesPage::readAgain);
    m_copy = addOverflowAction(tr("Copy fingerprint"), u"copy"_s);
    m_copy->setObjectName(u"copyFingerprint"_s);
    connect(m_copy, &QAction::triggered, this, [this] {
        if (const auto row = chosen()) {
            QGuiApplication::clipboard()->setText(certificates::fingerprintText(*row));
            this->context().toasts.show(tokens::Tone::Good, tr("The fingerprint is copied."));
        }
    });
    m_source = addOverflowAction(tr("Show where it is set"), u"link"_s);
    m_source->setObjectName(u"showSetting"_s);
    connect(m_source, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            openRow(*row);
    });
    addExportActions();
    table()->horizontalHeader()->setSortIndicator(certificates::daysColumn, Qt::AscendingOrder);
    auto* empty = new EmptyState(u"certificate"_s,
                                 tr("The gateway speaks clear text: no certificate is set. TLS_CERTIFICATE "
                                    "and TLS_PRIVATE_KEY name the files of the first one."),
                                 tr("Show settings of TLS"), this);
    connect(empty, &EmptyState::actionRequested, this, [this] { this->context().navigate(settingsOfTls()); });
    setEmptyState(empty);
    connect(model(), &RemoteTableModel::answered, this,
            [this](const QJsonObject& answer) { m_answer = answer; });
    connect(model(), &RemoteTableModel::loaded, this, &CertificatesPage::showReading);
}

void CertificatesPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    pane.setTitle(certificates::nameOf(row));
    pane.pill()->setState(certificates::stateTone(row), certificates::stateWord(row));
    pane.pill()->show();
    pane.addFact(tr("Use"), row.value(u"default"_s).toBool()
                                ? tr("shown to callers, also when no other has the name they ask for")
                                : certificates::useText(row));
    const QStringList names = row.value(u"names"_s).toVariant().toStringList();
    if (!names.isEmpty())
        pane.addFact(tr("Names"), names.join(u'\n'), true);
    pane.addFact(tr("Valid from"), certificates::dateText(row, "not_before"));
    const int days = row.value(u"days_left"_s).toInt();
    const QString until = certificates::dateText(row, "not_after");
    pane.addFact(tr("Valid until"), days < 0 ? until : tr("%1 (%n day(s) left)", nullptr, days).arg(until));
    if (textOf(row, "use") == u"server"_s)
        pane.addFact(tr("OCSP response"), certificates::staplingText(row));
    pane.addFact(tr("File"), textOf(row, "file"), true);
    pane.addSection(tr("Identity"));
    pane.addFact(tr("Subject"), textOf(row, "subject"), true);
    pane.addFact(tr("Issuer"), textOf(row, "issuer"), true);
    pane.addFact(tr("Serial number"), textOf(row, "serial"), true);
    pane.addFact(tr("SHA-256"), certificates::fingerprintText(row), true);
    pane.addAction(buttonFor(m_copy));
    pane.addAction(buttonFor(m_source));
}

void CertificatesPage::openRow(const QJsonObject& row)
{
    context().navigate(textOf(row, "use").startsWith(u"upstream"_s) ? PlaceLink{u"upstreams"_s, {}}
                                                                    : settingsOfTls());
}

void CertificatesPage::readAgain()
{
    progress()->start();
    context().client.call(
        CallId::ConfigReload, {}, QJsonObject(), this, [this](const Result<QJsonObject>& answer) {
            progress()->stop();
            if (!answer)
                return messages()->showError(tr("The files were not read again; what is in use stays."),
                                             answer.error(), false);
            m_asked = true;
            model()->reload();
        });
}

/// After every reading of the list, as that clears what was told before.
void CertificatesPage::showReading()
{
    const QStringList faults = m_answer.value(u"faults"_s).toVariant().toStringList();
    const bool asked = std::exchange(m_asked, false);
    if (!faults.isEmpty())
        messages()->showMessage(tokens::Tone::Bad, tr("Files were refused, what was in use stays in use.") +
                                                       u'\n' + faults.join(u'\n'));
    else if (asked)
        messages()->showMessage(tokens::Tone::Good,
                                tr("All files were read at %1 and are in use for new connections.")
                                    .arg(certificates::dateText(m_answer, "read_at")));
}

} // namespace gatehouse::console
