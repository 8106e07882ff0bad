// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/security/security_page.h"

#include "common/model/security_settings.h"
#include "console/client/api_client.h"
#include "console/client/event_stream.h"
#include "console/models/json_row.h"
#include "console/pages/security/address_rules.h"
#include "console/pages/shared/changes.h"
#include "console/pages/shared/patch.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/tasks.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QJsonArray>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

SecurityPage::SecurityPage(PageContext& context, QWidget* parent)
    : Page(tr("Security"), context, parent)
    , m_form(new FieldForm(tableOf<SecuritySettings>(), FieldForm::Purpose::Edit, {u"type"_s}, this))
    , m_bar(new ChangeBar(this))
    , m_warnings(new MessageBar(this))
{
    m_warnings->setObjectName(u"securityWarnings"_s);
    m_warnings->setClosable(false);
    m_form->setReadOnly(true); // until the stored values are shown: defaults must never be saved over them
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_warnings);
    column->addWidget(m_form, 1);
    column->addWidget(m_bar);
    setContent(content);
    buildActions();
    connect(m_form, &FieldForm::edited, this, &SecurityPage::updateState);
    connect(m_bar, &ChangeBar::discardRequested, this, [this] { take(m_settings); });
    connect(m_bar, &ChangeBar::reviewRequested, this, &SecurityPage::save);
    connect(m_bar, &ChangeBar::saveRequested, this, &SecurityPage::save);
    connect(&context.events, &EventStream::revisionChanged, this, [this] {
        if (isVisible() && !hasUnsavedChanges())
            load();
    });
}

void SecurityPage::buildActions()
{
    connect(setPrimaryAction(tr("Add my address"), u"add"_s), &QAction::triggered, this,
            &SecurityPage::addOwnAddress);
    connect(addOverflowAction(tr("Write a dump now"), u"download"_s, true), &QAction::triggered, this,
            &SecurityPage::dump);
    connect(addOverflowAction(tr("Restore from the dump…"), u"import"_s, true), &QAction::triggered, this,
            &SecurityPage::askRestore);
    connect(addOverflowAction(tr("Restart the gateway…"), u"refresh"_s, true), &QAction::triggered, this,
            &SecurityPage::askRestart);
}

void SecurityPage::activate()
{
    if (context().client.hasToken() && !hasUnsavedChanges())
        load();
}

bool SecurityPage::hasUnsavedChanges() const
{
    return m_loaded && m_form->changeCount() > 0;
}

void SecurityPage::load()
{
    progress()->start();
    context().client.call(CallId::SecurityGet, {}, this, [this](const Result<QJsonObject>& answer) {
        progress()->stop();
        if (!answer) {
            messages()->showError(tr("The security settings could not be read."), answer.error());
            return;
        }
        messages()->clear();
        take(*answer);
    });
}

void SecurityPage::take(const QJsonObject& settings)
{
    m_settings = settings;
    m_loaded = true;
    m_form->setReadOnly(false);
    m_form->setDocument(settings);
    QStringList warnings = settings.value(u"security_warnings"_s).toVariant().toStringList();
    if (settings.value(u"allow_localhost_bypass_locked"_s).toBool())
        warnings.append(tr("The exception for this machine is fixed by the environment of the gateway."));
    if (warnings.isEmpty())
        m_warnings->clear();
    else
        m_warnings->showMessage(tokens::Tone::Warning, warnings.join(u'\n'));
    updateState();
}

void SecurityPage::updateState()
{
    QString why;
    const bool may = !context().mayWrite || context().mayWrite(&why);
    m_bar->setCount(m_loaded ? m_form->changeCount() : 0);
    m_bar->setCanSave(may && m_loaded, why);
    setSubtitle(m_loaded ? tr("You come from %1").arg(textOf(m_settings, "client_ip")) : QString());
}

void SecurityPage::addOwnAddress()
{
    const QString own = textOf(m_settings, "client_ip");
    if (own.isEmpty())
        return;
    QJsonObject document = m_form->document();
    QJsonArray allowed = document.value(u"ip_whitelist"_s).toArray();
    if (!allowed.contains(own))
        allowed.append(own);
    m_form->setFieldValue(u"ip_whitelist"_s, allowed);
}

void SecurityPage::save()
{
    if (!m_form->check())
        return;
    const QString own = textOf(m_settings, "client_ip");
    if (letsIn(m_form->document(), own)) {
        review();
        return;
    }
    Confirmation question;
    question.title = tr("Lock yourself out?");
    question.effect = tr("With these rules the gateway refuses your own address %1, also here.").arg(own);
    question.verb = tr("Save all the same");
    context().dialogs.confirm(this, question, [this] { review(); });
}

void SecurityPage::review()
{
    QList<QJsonObject> rows;
    const QJsonObject changes = m_form->changes();
    for (auto it = changes.begin(); it != changes.end(); ++it)
        rows.append({{u"document"_s, title()},
                     {u"change"_s, tr("changed")},
                     {u"field"_s, m_form->formField(it.key())->label()},
                     {u"before"_s, shortValue(m_settings.value(it.key()))},
                     {u"after"_s, shortValue(it.value())}});
    auto* dialog = new ReviewDialog(tr("Review %1").arg(title()), tr("This takes effect at once."), rows,
                                    tr("Apply"), this);
    connect(dialog, &QDialog::accepted, this, &SecurityPage::apply);
    dialog->open();
}

void SecurityPage::apply()
{
    m_bar->setBusy(true);
    const QJsonObject body = patchBody(tableOf<SecuritySettings>(), m_form->changes());
    context().client.call(CallId::SecurityUpdate, {}, body, this, [this](const Result<QJsonObject>& answer) {
        m_bar->setBusy(false);
        if (answer) {
            verify();
            return;
        }
        Error rest = answer.error();
        rest.faults = m_form->showFaults(rest.faults);
        messages()->showError(tr("It was not saved."), rest, false);
    });
}

/// "Saved" only once the gateway shows what was sent.
void SecurityPage::verify()
{
    const QJsonObject wanted = m_form->document();
    context().client.call(CallId::SecurityGet, {}, this, [this, wanted](const Result<QJsonObject>& answer) {
        if (!answer) {
            messages()->showError(tr("It was saved, but could not be read back."), answer.error());
            return;
        }
        QStringList other;
        for (const FieldDef& field : tableOf<SecuritySettings>().fields) {
            const bool shown = m_form->formField(field.name) && answer->contains(field.name);
            if (shown && wanted.value(field.name) != answer->value(field.name))
                other.append(m_form->formField(field.name)->label());
        }
        take(*answer);
        if (other.isEmpty())
            context().toasts.show(tokens::Tone::Good, tr("The security settings are in effect."));
        else
            messages()->showMessage(tokens::Tone::Warning,
                                    tr("The gateway kept another value of: %1").arg(other.join(u", "_s)));
    });
}

void SecurityPage::dump()
{
    const QPointer<Task> task = context().tasks.start(tr("Write a dump"));
    context().client.call(
        CallId::MemoryDump, {}, QJsonObject(), this, [this, task](const Result<QJsonObject>& answer) {
            if (!answer) {
                messages()->showError(tr("No dump was written."), answer.error(), false);
                if (task)
                    task->fail(answer.error().text());
                return;
            }
            const QJsonObject inner = answer->value(u"response"_s).toObject();
            const QString path = textOf(inner.isEmpty() ? *answer : inner, "path");
            messages()->showMessage(tokens::Tone::Good,
                                    tr("The dump is on the machine of the gateway: %1").arg(path));
            if (task)
                task->finish(path);
        });
}

void SecurityPage::askRestore()
{
    Confirmation question;
    question.title = tr("Restore everything from the dump?");
    question.effect =
        tr("All APIs, users, keys and settings become those of the newest dump at %1. What was changed "
           "since is a revision that can be rolled back to.")
            .arg(textOf(m_settings, "dump_path"));
    question.verb = tr("Restore");
    question.name = u"restore"_s;
    question.risk = Risk::TypeName;
    context().dialogs.confirm(this, question, [this] {
        progress()->start();
        context().client.call(
            CallId::MemoryRestore, {}, QJsonObject(), this, [this](const Result<QJsonObject>& answer) {
                progress()->stop();
                if (!answer)
                    messages()->showError(tr("Nothing was restored."), answer.error(), false);
                else
                    context().toasts.show(tokens::Tone::Good, tr("The dump is restored."));
            });
    });
}

void SecurityPage::askRestart()
{
    Confirmation question;
    question.title = tr("Restart the gateway?");
    question.effect =
        tr("Calls under way end first; the gateway is away for a few seconds, and so is this console.");
    question.verb = tr("Restart");
    question.name = u"restart"_s;
    context().dialogs.confirm(this, question, [this] {
        context().client.call(
            CallId::SecurityRestart, {}, QJsonObject(), this, [this](const Result<QJsonObject>& answer) {
                if (!answer)
                    messages()->showError(tr("The gateway does not restart."), answer.error(), false);
                else
                    context().toasts.show(tokens::Tone::Good, tr("The gateway restarts."));
            });
    });
}

} // namespace gatehouse::console
