// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/document_editor.h"

#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/client/event_stream.h"
#include "console/models/curl.h"
#include "console/pages/shared/changes.h"
#include "console/pages/shared/conflict_dialog.h"
#include "console/pages/shared/json_tab.h"
#include "console/pages/shared/patch.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/model_text.h"
#include "console/widgets/toast.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

DocumentEditor::DocumentEditor(PageContext& context, EditorSpec spec, const QStringList& key,
                               const QJsonObject& initial, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_spec(std::move(spec))
    , m_key(key)
    , m_form(new FieldForm(*m_spec.table,
                           key.isEmpty() ? FieldForm::Purpose::Create : FieldForm::Purpose::Edit, m_spec.skip,
                           this, m_spec.sections))
    , m_tabs(new QTabWidget(this))
    , m_messages(new MessageBar(this))
{
    setObjectName(u"documentEditor"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_spec.title);
    resize(tokens::dialogWidth * 17 / 10, tokens::dialogWidth * 13 / 10);
    if (m_spec.prepare)
        m_spec.prepare(*m_form);
    build(initial);
    connect(m_form, &FieldForm::edited, this, &DocumentEditor::updateState);
    connect(&context.connection, &ConnectionMachine::stateChanged, this, &DocumentEditor::updateState);
    connect(&context.events, &EventStream::revisionChanged, this, &DocumentEditor::checkServer);
}

DocumentEditor::~DocumentEditor() = default;

void DocumentEditor::build(const QJsonObject& initial)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceL, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    auto* title = new QLabel(m_spec.title, this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    column->addWidget(title);
    column->addWidget(m_messages);
    m_conflict = new QWidget(this);
    m_conflict->setObjectName(u"conflict"_s);
    auto* row = new QHBoxLayout(m_conflict);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(
        new StatusPill(tokens::Tone::Warning, tr("Changed on the server since you opened it"), m_conflict));
    row->addStretch(1);
    auto* compare = new QPushButton(tr("Compare and decide…"), m_conflict);
    compare->setObjectName(u"compare"_s);
    compare->setAutoDefault(false);
    row->addWidget(compare);
    m_conflict->hide();
    column->addWidget(m_conflict);
    column->addWidget(buildTabs(), 1);
    m_bar = new ChangeBar(this);
    column->addWidget(m_bar);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    m_close = new QPushButton(isNew() ? tr("Cancel") : tr("Close"), this);
    m_close->setObjectName(u"close"_s);
    m_close->setAutoDefault(false);
    buttons->addWidget(m_close);
    m_create = new QPushButton(tr("Create"), this);
    m_create->setObjectName(u"create"_s);
    m_create->setProperty("primary", true);
    m_create->setVisible(isNew());
    m_create->setAutoDefault(false);
    buttons->addWidget(m_create);
    column->addLayout(buttons);
    connect(m_close, &QPushButton::clicked, this, &DocumentEditor::reject);
    connect(m_create, &QPushButton::clicked, this, &DocumentEditor::save);
    connect(m_bar, &ChangeBar::saveRequested, this, &DocumentEditor::save);
    connect(m_bar, &ChangeBar::reviewRequested, this, &DocumentEditor::save);
    connect(m_bar, &ChangeBar::discardRequested, this, [this] { takeDocument(m_stored); });
    connect(m_messages, &MessageBar::retryRequested, this, [this] { m_stored.isEmpty() ? load() : save(); });
    connect(compare, &QPushButton::clicked, this, &DocumentEditor::compareVersions);
    for (const QKeySequence& keys :
         {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(QKeySequence::Save)})
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this] {
            if (isNew() ? m_create->isEnabled() : isDirty())
                save();
        });
    if (isNew()) {
        m_form->setDocument(initial);
        m_form->focusFirst();
    } else {
        m_form->setReadOnly(
            true); // nothing can be typed into a form that does not show the stored values yet
        load();
    }
    updateState();
}

QWidget* DocumentEditor::buildTabs()
{
    QStringList sections;
    for (const FieldForm::Section& section : m_spec.sections)
        sections.append(section.field);
    m_json = new JsonTab(*m_form, *m_spec.table, sections, this);
    m_form->layout()->setContentsMargins(0, tokens::spaceM, 0, 0);
    m_tabs->setAccessibleName(m_spec.title);
    m_tabs->tabBar()->setAccessibleName(m_spec.title);
    m_tabs->addTab(m_form, tr("Settings"));
    m_tabs->addTab(m_json, tr("JSON"));
    m_tabs->setDocumentMode(true);
    connect(m_tabs, &QTabWidget::currentChanged, this, &DocumentEditor::tabChosen);
    connect(m_json, &JsonTab::copyRequested, this, &DocumentEditor::copyAsCurl);
    return m_tabs;
}

/// JSON comes last.
void DocumentEditor::addTab(QWidget* tab, const QString& title)
{
    m_tabs->insertTab(m_tabs->indexOf(m_json), tab, title);
}

/// What was written as JSON must be in the form before the form is shown.
void DocumentEditor::tabChosen()
{
    if (m_tabs->currentWidget() == m_json) {
        if (!m_wasJson)
            m_json->showDocument();
        m_wasJson = true;
        return;
    }
    if (m_wasJson && !m_json->takeEdits())
        m_tabs->setCurrentWidget(m_json);
    else
        m_wasJson = false;
}

/// The call that would be made now. What identifies the caller and what is secret stays out of it.
void DocumentEditor::copyAsCurl()
{
    const CallId id = isNew() ? m_spec.create : m_spec.update;
    const QJsonObject body = m_json->masked(isNew() ? newDocument() : patch());
    TrafficCall call;
    call.method = toText(info(id).method);
    call.url = m_context.client.profile().url;
    call.url.setPath(buildPath(id, isNew() ? m_spec.createParameters : m_key), QUrl::TolerantMode);
    call.headers = {{"Authorization", "Bearer TOKEN"}, {"Content-Type", "application/json"}};
    if (!isNew() && m_revision >= 0)
        call.headers.append(qMakePair(QByteArray("If-Match"), '"' + QByteArray::number(m_revision) + '"'));
    call.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    QGuiApplication::clipboard()->setText(curlCommand(call));
    m_context.toasts.show(tokens::Tone::Good, tr("Copied. Put a token where TOKEN stands."));
}

void DocumentEditor::setTabTitle(int tab, const QString& title)
{
    m_tabs->setTabText(tab, title);
}

void DocumentEditor::showTab(QWidget* tab)
{
    m_tabs->setCurrentWidget(tab);
}

void DocumentEditor::load()
{
    if (isNew())
        return;
    read([this](const Result<QJsonObject>& answer) {
        if (!answer) {
            m_messages->showError(tr("The stored document could not be read."), answer.error());
            return;
        }
        m_messages->clear();
        takeDocument(*answer);
        if (!focusWidget() || !m_form->isAncestorOf(focusWidget()))
            m_form->focusFirst();
        loadExtras(*answer);
    });
}

void DocumentEditor::read(std::function<void(Result<QJsonObject>)> done)
{
    QUrlQuery query;
    query.addQueryItem(u"meta"_s, u"true"_s);
    m_context.client.call(m_spec.read, m_key, query, this,
                          [path = m_spec.readKey, done = std::move(done)](Result<QJsonObject> answer) {
                              const QStringList steps = path.split(u'.', Qt::SkipEmptyParts);
                              for (const QString& step : steps) {
                                  if (answer)
                                      answer = answer->value(step).toObject();
                              }
                              done(std::move(answer));
                          });
}

qint64 DocumentEditor::revisionOf(const QJsonObject& document)
{
    return document.value(u"_meta"_s).toObject().value(u"revision"_s).toInteger(-1);
}

namespace {

QJsonObject fieldsOf(QJsonObject document)
{
    document.remove(u"_id"_s);
    document.remove(u"_meta"_s);
    return document;
}

} // namespace

QString DocumentEditor::shownName(const QJsonObject& document) const
{
    return m_spec.name ? m_spec.name(document) : m_spec.key(document).join(u' ');
}

void DocumentEditor::takeDocument(const QJsonObject& document)
{
    m_stored = document;
    m_revision = revisionOf(document);
    m_conflict->hide();
    m_form->setReadOnly(false);
    m_form->setDocument(fieldsOf(document));
    m_json->showDocument();
    updateState();
}

/// The user's changes stay, on top of what the gateway has now.
void DocumentEditor::rebase(const QJsonObject& document)
{
    m_stored = document;
    m_revision = revisionOf(document);
    m_conflict->hide();
    m_form->rebase(fieldsOf(document));
    m_json->showDocument();
    updateState();
}

bool DocumentEditor::isDirty() const
{
    return isVisible() && !m_written && (m_form->changeCount() > 0 || !extraChanges().isEmpty());
}

void DocumentEditor::updateState()
{
    if (!m_bar)
        return;
    QString why;
    const bool may = !m_context.mayWrite || m_context.mayWrite(&why);
    const int changes = m_form->changeCount() + static_cast<int>(extraChanges().size());
    m_bar->setCount(isNew() ? 0 : changes);
    m_bar->setCanSave(may, why);
    m_create->setEnabled(may && !m_busy);
    m_create->setToolTip(why.isEmpty() ? tr("Ctrl+Return") : why);
}

void DocumentEditor::setBusy(bool busy)
{
    m_busy = busy;
    m_bar->setBusy(busy);
    updateState();
}

void DocumentEditor::reject()
{
    if (!isDirty()) {
        QDialog::reject();
        return;
    }
    m_context.dialogs.unsavedChanges(this, m_spec.title, [this] { QDialog::reject(); });
}

QJsonObject DocumentEditor::newDocument() const
{
    QJsonObject document = m_form->document();
    for (const QString& key : document.keys()) {
        if (document.value(key).isNull())
            document.remove(key);
    }
    return toSend(document);
}

QJsonObject DocumentEditor::patch() const
{
    return m_spec.nullClears ? m_form->changes() : patchBody(*m_spec.table, m_form->changes());
}

void DocumentEditor::save()
{
    m_messages->clear();
    if (m_busy || (m_wasJson && !m_json->takeEdits()))
        return;
    if (!completeEntry())
        return;
    if (!m_form->check()) {
        m_tabs->setCurrentWidget(m_form); // where the faults stand
        return;
    }
    if (m_written)
        finish(); // only the extras are missing
    else if (isNew() || m_form->changeCount() > 0)
        preview();
    else
        review({});
}

void DocumentEditor::preview()
{
    if (m_spec.idField.isEmpty()) {
        isNew() ? apply() : review(localRows());
        return;
    }
    QJsonObject body{{u"kind"_s, m_spec.kind}, {u"document"_s, isNew() ? newDocument() : patch()}};
    if (!isNew())
        body.insert(u"id"_s, m_stored.value(m_spec.idField));
    setBusy(true);
    m_context.client.call(CallId::Validate, {}, body, this, [this](const Result<QJsonObject>& answer) {
        setBusy(false);
        if (!answer)
            refuse(answer.error());
        else if (isNew())
            apply();
        else
            review(changeRows(answer->value(u"changes"_s).toArray()));
    });
}

QList<QJsonObject> DocumentEditor::localRows() const
{
    QList<QJsonObject> rows;
    const QJsonObject changes = m_form->changes();
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const FieldDef* field = m_spec.table->field(it.key());
        const bool secret = field && field->secret;
        rows.append({{u"document"_s, documentName(m_spec.kind, shownName(m_stored))},
                     {u"change"_s, tr("changed")},
                     {u"field"_s, field ? modelText(field->label) : it.key()},
                     {u"before"_s, secret ? u"••••"_s : shortValue(m_stored.value(it.key()))},
                     {u"after"_s, secret ? u"••••"_s : shortValue(it.value())}});
    }
    return rows;
}

void DocumentEditor::review(const QList<QJsonObject>& rows)
{
    const QList<QJsonObject> all = rows + extraChanges();
    auto* dialog =
        new ReviewDialog(tr("Review %1").arg(m_spec.title),
                         tr("This takes effect at once, as one new revision that can be rolled back."), all,
                         tr("Apply"), this);
    connect(dialog, &QDialog::accepted, this, &DocumentEditor::apply);
    dialog->open();
}

void DocumentEditor::apply()
{
    setBusy(true);
    const auto done = [this](const Result<QJsonObject>& answer) { applied(answer); };
    if (isNew()) {
        m_context.client.call(m_spec.create, m_spec.createParameters, newDocument(), this, done);
        return;
    }
    const QJsonObject changes = patch();
    if (changes.isEmpty()) {
        applied(QJsonObject());
        return;
    }
    ApiRequest request = ApiClient::requestFor(m_spec.update, m_key, {}, changes);
    if (m_revision >= 0)
        request.headers.append({"If-Match", '"' + QByteArray::number(m_revision) + '"'});
    m_context.client.send(request, this, done);
}

void DocumentEditor::applied(const Result<QJsonObject>& answer)
{
    setBusy(false);
    if (!answer) {
        refuse(answer.error());
        return;
    }
    if (isNew())
        m_created = *answer;
    m_written = true;
    finish();
}

void DocumentEditor::finish()
{
    setBusy(true);
    const QJsonObject document = isNew() ? newDocument() : m_stored;
    saveExtras(document, [this, document](const Result<void>& stored) {
        setBusy(false);
        if (!stored) {
            refuse(stored.error());
            return;
        }
        QJsonObject known = document; // ids that the gateway makes are in its answer
        for (auto it = m_created.begin(); it != m_created.end(); ++it)
            known.insert(it.key(), it.value());
        m_context.toasts.show(
            tokens::Tone::Good,
            (isNew() ? tr("%1 was created.") : tr("%1 was changed.")).arg(shownName(known)));
        Q_EMIT saved(m_spec.id ? m_spec.id(known) : m_spec.key(known).join(u' '));
        accept();
    });
}

void DocumentEditor::refuse(const Error& error)
{
    if (error.type == ErrorType::Conflict && !isNew()) {
        m_conflict->show();
        compareVersions();
        return;
    }
    Error rest = error;
    rest.faults = m_form->showFaults(error.faults);
    if (rest.faults.size() < error.faults.size())
        m_tabs->setCurrentWidget(m_form); // where they stand
    if (!error.faults.isEmpty() && rest.faults.isEmpty())
        m_messages->showMessage(tokens::Tone::Bad, tr("The gateway refused it: see the marked fields."));
    else
        m_messages->showError(tr("It was not saved."), rest);
}

void DocumentEditor::compareVersions()
{
    read([this](const Result<QJsonObject>& answer) {
        if (!answer) {
            m_messages->showError(tr("What the gateway has now could not be read."), answer.error());
            return;
        }
        auto* dialog = new ConflictDialog(
            m_spec.title, conflictRows(*m_spec.table, m_stored, *answer, m_form->changes()), this);
        connect(dialog, &ConflictDialog::theirsChosen, this, [this, now = *answer] {
            takeDocument(now);
            loadExtras(now);
        });
        connect(dialog, &ConflictDialog::mineChosen, this, [this, now = *answer] { rebase(now); });
        dialog->open();
    });
}

void DocumentEditor::checkServer()
{
    if (isNew() || m_busy || m_revision < 0 || !isVisible())
        return;
    read([this](const Result<QJsonObject>& answer) {
        const qint64 now = answer ? revisionOf(*answer) : -1;
        if (m_busy || m_written || now < 0 || now == m_revision)
            return;
        if (isDirty())
            m_conflict->show();
        else
            load(); // nothing of the user's is lost
    });
}

void DocumentEditor::loadExtras(const QJsonObject&) {}

void DocumentEditor::saveExtras(const QJsonObject&, std::function<void(Result<void>)> done)
{
    done({});
}

} // namespace gatehouse::console
