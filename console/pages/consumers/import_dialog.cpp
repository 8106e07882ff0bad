// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/import_dialog.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/model_text.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tasks.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString rowStateWord(const QJsonObject& row)
{
    const QString state = textOf(row, "state");
    if (state == u"good"_s)
        return ImportDialog::tr("Can be imported");
    return state == u"created"_s ? ImportDialog::tr("Imported") : ImportDialog::tr("Faulty");
}

Tone rowStateTone(const QJsonObject& row)
{
    const QString state = textOf(row, "state");
    if (state == u"good"_s)
        return Tone::Info;
    return state == u"created"_s ? Tone::Good : Tone::Bad;
}

QList<Column> importColumns()
{
    return {{u"line"_s, ImportDialog::tr("Line"), {}, {}, {}, false, true},
            {u"state"_s, ImportDialog::tr("State"), rowStateWord, rowStateTone, {}, false},
            {u"external_id"_s, ImportDialog::tr("External id"), {}, {}, {}, false},
            {u"name"_s, ImportDialog::tr("Name"), {}, {}, {}, false},
            {u"email"_s, ImportDialog::tr("E-mail"), {}, {}, {}, false},
            {u"fault"_s, ImportDialog::tr("Fault"), {}, {}, {}, false}};
}

/// With the names of the fields that the form has.
QString faultOf(const ConsumerRow& row)
{
    QStringList texts;
    for (const Fault& fault : row.faults) {
        const FieldDef* field = fieldAt(tableOf<Consumer>(), fault.field);
        texts.append((field ? modelText(field->label) : fault.field) + u": "_s + faultText(field, fault));
    }
    return texts.isEmpty() ? row.fault : texts.join(u"; "_s);
}

} // namespace

ImportDialog::ImportDialog(PageContext& context, const QString& tenant, const QByteArray& csv,
                           QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_tenant(tenant)
    , m_messages(new MessageBar(this))
    , m_summary(new QLabel(this))
    , m_table(new TableView({}, nullptr, this))
    , m_model(new JsonTableModel(
          importColumns(), [](const QJsonObject& row) { return textOf(row, "line"); }, this))
{
    setObjectName(u"importDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import consumers"));
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth);
    build();
    preview(csv);
}

/// Closed before its end: the task says what was done; the rows that are under way cannot be called back.
ImportDialog::~ImportDialog()
{
    if (m_task && m_running)
        m_task->fail(tr("Stopped."));
}

void ImportDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    m_summary->setWordWrap(true);
    m_summary->setObjectName(u"importSummary"_s);
    m_table->setObjectName(u"importTable"_s);
    m_table->setAccessibleName(tr("Rows of the file"));
    m_table->setModel(m_model);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(m_messages);
    column->addWidget(m_summary);
    column->addWidget(m_table, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    m_close = new QPushButton(tr("Cancel"), this);
    m_import = new QPushButton(this);
    m_import->setObjectName(u"import"_s);
    m_import->setProperty("primary", true);
    for (QPushButton* button : {m_close, m_import}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    column->addLayout(buttons);
    connect(m_close, &QPushButton::clicked, this, &ImportDialog::reject);
    connect(m_import, &QPushButton::clicked, this, [this] {
        m_running = true;
        m_task = m_context.tasks.start(windowTitle(), [this] { m_waiting.clear(); });
        sendNext();
    });
}

void ImportDialog::preview(const QByteArray& csv)
{
    const auto records = readCsv(csv);
    const Result<QStringList> header =
        !records ? Result<QStringList>(records.error())
        : records->isEmpty()
            ? Result<QStringList>(Error::invalid(u"file"_s, u"required"_s, tr("the file is empty")))
            : consumerColumns(records->first().fields);
    if (!header) {
        m_messages->showError(
            tr("The file cannot be imported. Its first line must name the columns external_id, name "
               "and email; company, description, groups and certificate_pem are optional."),
            header.error(), false);
        m_import->hide();
        m_summary->hide();
        return;
    }
    m_columns = *header;
    QSet<QString> seen;
    for (const CsvRecord& record : records->mid(1)) {
        const ConsumerRow row = consumerRow(m_columns, record, m_tenant, seen);
        const auto field = [&](const QString& name) { return record.fields.value(m_columns.indexOf(name)); };
        if (row.consumer)
            m_waiting.append(static_cast<int>(m_rows.size()));
        m_records.append(record.fields);
        m_rows.append({{u"line"_s, row.line},
                       {u"external_id"_s, row.externalId},
                       {u"name"_s, field(u"name"_s)},
                       {u"email"_s, field(u"email"_s)},
                       {u"state"_s, row.consumer ? u"good"_s : u"faulty"_s},
                       {u"fault"_s, faultOf(row)}});
    }
    showRows();
}

void ImportDialog::sendNext()
{
    m_sent = m_waiting.mid(0, mostConsumerRows);
    m_waiting = m_waiting.mid(m_sent.size());
    if (m_sent.isEmpty()) {
        finish();
        return;
    }
    ApiRequest request = ApiClient::requestFor(CallId::ConsumerBulk, {m_tenant});
    request.contentType = "text/csv";
    request.rawBody = writeCsvRecord(m_columns);
    for (const int row : std::as_const(m_sent))
        request.rawBody += writeCsvRecord(m_records.at(row));
    m_import->setEnabled(false);
    m_context.client.send(request, this, [this](const Result<QJsonObject>& answer) {
        if (answer) {
            took(*answer);
            sendNext();
            return;
        }
        m_messages->showError(tr("The import stopped; what is marked as imported is stored."), answer.error(),
                              false);
        m_waiting = m_sent + m_waiting;
        m_running = false;
        if (m_task)
            m_task->fail(answer.error().message);
        showRows();
    });
}

/// Outcomes come in the order in which the rows were sent.
void ImportDialog::took(const QJsonObject& answer)
{
    const QJsonArray outcomes = answer.value(u"rows"_s).toArray();
    for (qsizetype i = 0; i < m_sent.size() && i < outcomes.size(); ++i) {
        const QJsonObject outcome = outcomes.at(i).toObject();
        QJsonObject& row = m_rows[m_sent.at(i)];
        row.insert(u"state"_s, textOf(outcome, "status") == u"created"_s ? u"created"_s : u"faulty"_s);
        row.insert(u"fault"_s, textOf(outcome, "error"));
    }
    if (answer.value(u"created"_s).toInt() > 0)
        Q_EMIT imported();
    if (m_task)
        m_task->report(summary(), -1);
    showRows();
}

void ImportDialog::finish()
{
    m_running = false;
    m_done = true;
    if (m_task)
        m_task->finish(summary());
    showRows();
}

QString ImportDialog::summary() const
{
    const auto count = [this](const QString& state) {
        return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [&state](const QJsonObject& row) {
            return row.value(u"state"_s).toString() == state;
        }));
    };
    QStringList parts;
    if (const int good = count(u"good"_s))
        parts.append(tr("%n can be imported", nullptr, good));
    if (const int created = count(u"created"_s))
        parts.append(tr("%n imported", nullptr, created));
    if (const int faulty = count(u"faulty"_s))
        parts.append(tr("%n faulty", nullptr, faulty));
    return parts.isEmpty() ? tr("The file holds no rows.") : parts.join(u", "_s);
}

void ImportDialog::showRows()
{
    m_model->setRows(m_rows);
    m_table->resizeColumnsToContents();
    m_summary->setText(summary());
    const int open = static_cast<int>(m_waiting.size());
    m_import->setText(tr("Import %n consumer(s)", nullptr, open));
    m_import->setEnabled(open > 0 && !m_running);
    m_import->setVisible(!m_done);
    m_close->setText(m_done ? tr("Close") : tr("Cancel"));
}

} // namespace gatehouse::console
