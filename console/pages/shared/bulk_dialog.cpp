// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/bulk_dialog.h"

#include "console/client/connection_machine.h"
#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/pages/shared/bulk_run.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tasks.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

using State = BulkRow::State;

constexpr int longestReason = 500; // as the gateway takes it

State stateOf(const QJsonObject& row)
{
    return static_cast<State>(row.value(u"state"_s).toInt());
}

QString stateWord(const QJsonObject& row)
{
    switch (stateOf(row)) {
    case State::Planned:
        return BulkDialog::tr("Will be changed");
    case State::Skipped:
        return BulkDialog::tr("Stays as it is");
    case State::Running:
        return BulkDialog::tr("Under way");
    case State::Done:
        return BulkDialog::tr("Done");
    case State::Failed:
        return BulkDialog::tr("Failed");
    case State::Undone:
        return BulkDialog::tr("Taken back");
    }
    return {};
}

Tone stateTone(const QJsonObject& row)
{
    switch (stateOf(row)) {
    case State::Done:
        return textOf(row, "remark").isEmpty() ? Tone::Good : Tone::Warning;
    case State::Failed:
        return Tone::Bad;
    case State::Skipped:
    case State::Undone:
        return Tone::Off;
    case State::Planned:
    case State::Running:
        return Tone::Info;
    }
    return Tone::Neutral;
}

QList<Column> columns()
{
    return {{u"name"_s, BulkDialog::tr("Name"), {}, {}, {}, false},
            {u"now"_s, BulkDialog::tr("Now"), {}, {}, {}, false},
            {u"then"_s, BulkDialog::tr("Becomes"), {}, {}, {}, false},
            {u"state"_s, BulkDialog::tr("Result"), stateWord, stateTone, {}, false},
            {u"remark"_s, BulkDialog::tr("Remark"), {}, {}, {}, false}};
}

QJsonObject shown(const BulkRow& row, qsizetype at)
{
    return {{u"id"_s, QString::number(at)}, {u"name"_s, row.name},        {u"now"_s, row.change.now},
            {u"then"_s, row.change.then},   {u"state"_s, int(row.state)}, {u"remark"_s, row.remark}};
}

} // namespace

BulkDialog::BulkDialog(PageContext& context, BulkRun* run, const QString& title, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_run(run)
    , m_model(new JsonTableModel(
          columns(), [](const QJsonObject& row) { return textOf(row, "id"); }, this))
    , m_table(new TableView({}, nullptr, this))
    , m_summary(new QLabel(this))
    , m_progress(new QProgressBar(this))
{
    m_run->setParent(this);
    setObjectName(u"bulkDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth);
    build(title);
    m_later.setSingleShot(true);
    m_later.setInterval(tokens::fadeMs);
    connect(&m_later, &QTimer::timeout, this, &BulkDialog::showState);
    connect(m_run, &BulkRun::rowChanged, this, [this] {
        if (!m_later.isActive())
            m_later.start();
    });
    connect(m_run, &BulkRun::ended, this, &BulkDialog::runEnded);
    connect(&context.connection, &ConnectionMachine::stateChanged, this, &BulkDialog::updateButtons);
    showState();
    m_table->fitColumns();
}

BulkDialog::~BulkDialog()
{
    if (m_task && m_run->isRunning())
        m_task->fail(tr("Stopped: %1").arg(summary()));
}

void BulkDialog::build(const QString& title)
{
    auto* heading = new QLabel(title, this);
    heading->setFont(tokens::font(tokens::TextRole::Title));
    heading->setWordWrap(true);
    auto* effect = new QLabel(m_run->operation().effect, this);
    effect->setWordWrap(true);
    effect->setVisible(!effect->text().isEmpty());
    m_summary->setObjectName(u"bulkSummary"_s);
    m_summary->setWordWrap(true);
    m_summary->setFont(tokens::font(tokens::TextRole::Section));
    m_progress->setObjectName(u"bulkProgress"_s);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    buildTable();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceL, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    column->addWidget(heading);
    column->addWidget(effect);
    column->addWidget(m_summary);
    column->addWidget(m_progress);
    column->addWidget(m_table, 1);
    buildQuestions(column);
    buildButtons(column);
}

void BulkDialog::buildTable()
{
    m_table->setObjectName(u"bulkTable"_s);
    m_table->setAccessibleName(tr("What happens to each row"));
    m_table->setModel(m_model);
}

void BulkDialog::buildQuestions(QVBoxLayout* column)
{
    const auto addLine = [this, column](const QString& label, const QString& name) {
        auto* caption = new QLabel(label, this);
        auto* line = new QLineEdit(this);
        line->setObjectName(name);
        caption->setBuddy(line);
        connect(line, &QLineEdit::textChanged, this, &BulkDialog::updateButtons);
        auto* pair = new QVBoxLayout;
        pair->setSpacing(tokens::spaceXs);
        pair->addWidget(caption);
        pair->addWidget(line);
        column->addLayout(pair);
        return line;
    };
    const RowOperation& operation = m_run->operation();
    const int planned = m_run->count(State::Planned);
    if (planned > 0 && operation.reason != RowOperation::Reason::None) {
        const bool required = operation.reason == RowOperation::Reason::Required;
        m_reason = addLine(required ? tr("Reason, kept with each of them") : tr("Reason (optional)"),
                           u"bulkReason"_s);
        m_reason->setMaxLength(longestReason);
    }
    if (planned > 1 && operation.typed)
        m_typed = addLine(tr("Type %1, the number of rows, to go on:").arg(planned), u"bulkTyped"_s);
}

void BulkDialog::buildButtons(QVBoxLayout* column)
{
    auto* row = new QHBoxLayout;
    const auto add = [this, row](const QString& text, const QString& name, auto act) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, act);
        row->addWidget(button);
        return button;
    };
    m_undo = add(tr("Undo"), u"bulkUndo"_s, [this] {
        track(tr("Undo: %1").arg(windowTitle()));
        m_run->undo();
        showState();
    });
    m_retry = add(tr("Retry failed"), u"bulkRetry"_s, [this] {
        track(windowTitle());
        m_run->retryFailed();
        showState();
    });
    row->addStretch(1);
    m_close = add(tr("Cancel"), u"bulkClose"_s, &BulkDialog::reject);
    m_go = add({}, u"bulkGo"_s, &BulkDialog::start);
    m_run->operation().danger ? markDanger(m_go) : markPrimary(m_go);
    column->addLayout(row);
}

void BulkDialog::start()
{
    QJsonObject more;
    if (m_reason && !m_reason->text().trimmed().isEmpty())
        more.insert(u"reason"_s, m_reason->text().trimmed());
    track(windowTitle());
    m_run->start(more);
    showState();
}

void BulkDialog::track(const QString& title)
{
    m_stopping = false;
    m_task = m_context.tasks.start(title, [run = QPointer<BulkRun>(m_run)] {
        if (run)
            run->cancel();
    });
}

/// While something is sent it only stops; what is under way comes to its end and is shown.
void BulkDialog::reject()
{
    if (m_run->isRunning() && !m_stopping) {
        m_stopping = true;
        m_run->cancel();
        updateButtons();
        return;
    }
    QDialog::reject();
}

void BulkDialog::runEnded()
{
    if (m_task && m_run->count(State::Failed) > 0)
        m_task->fail(summary());
    else if (m_task)
        m_task->finish(summary());
    m_stopping = false;
    showState();
    Q_EMIT changed();
}

void BulkDialog::showState()
{
    showRows();
    m_summary->setText(summary());
    m_progress->setVisible(m_run->isRunning());
    m_progress->setValue(m_run->percent());
    if (m_task && m_run->isRunning())
        m_task->report(summary(), m_run->percent());
    updateButtons();
}

void BulkDialog::showRows()
{
    QList<QJsonObject> rows;
    for (const BulkRow& row : m_run->rows())
        rows.append(shown(row, rows.size()));
    m_model->setRows(rows);
}

QString BulkDialog::summary() const
{
    QStringList parts;
    if (const int planned = m_run->count(State::Planned))
        parts.append(m_run->hasRun() ? tr("%n not begun", nullptr, planned)
                                     : tr("%n will be changed", nullptr, planned));
    if (const int running = m_run->count(State::Running))
        parts.append(tr("%n under way", nullptr, running));
    if (const int done = m_run->count(State::Done))
        parts.append(tr("%n done", nullptr, done));
    if (const int failed = m_run->count(State::Failed))
        parts.append(tr("%n failed", nullptr, failed));
    if (const int undone = m_run->count(State::Undone))
        parts.append(tr("%n taken back", nullptr, undone));
    if (const int skipped = m_run->count(State::Skipped))
        parts.append(tr("%n as before", nullptr, skipped));
    return parts.join(u", "_s);
}

/// Nothing that must be written is missing.
bool BulkDialog::isAnswered() const
{
    const bool reasonMissing = m_reason && m_run->operation().reason == RowOperation::Reason::Required &&
                               m_reason->text().trimmed().isEmpty();
    const bool countMissing = m_typed && !m_run->hasRun() &&
                              m_typed->text().trimmed() != QString::number(m_run->count(State::Planned));
    return !reasonMissing && !countMissing;
}

/// A button that cannot be pressed says why.
void BulkDialog::updateButtons()
{
    QString why;
    const bool may = !m_context.mayWrite || m_context.mayWrite(&why);
    const bool running = m_run->isRunning();
    const int planned = m_run->count(State::Planned);
    const int failed = m_run->count(State::Failed);
    if (!m_run->hasRun() || planned > 0) // called off: the rest can still be done
        m_go->setText(u"%1 (%2)"_s.arg(m_run->operation().text).arg(planned));
    m_go->setVisible(planned > 0 || !m_run->hasRun());
    m_go->setEnabled(may && !running && planned > 0 && isAnswered());
    m_go->setToolTip(!may           ? why
                     : planned == 0 ? tr("It applies to none of these rows.")
                     : isAnswered() ? QString()
                                    : tr("Fill in the lines above first."));
    m_retry->setText(tr("Retry failed (%1)").arg(failed));
    m_retry->setVisible(failed > 0 && !running);
    m_undo->setVisible(m_run->canUndo());
    for (QPushButton* button : {m_retry, m_undo}) {
        button->setEnabled(may);
        button->setToolTip(why);
    }
    for (QLineEdit* line : {m_reason, m_typed}) {
        if (line)
            line->setEnabled(!running && planned > 0);
    }
    m_close->setText(running ? tr("Stop") : m_run->hasRun() ? tr("Close") : tr("Cancel"));
    m_close->setEnabled(!m_stopping || !running);
}

} // namespace gatehouse::console
