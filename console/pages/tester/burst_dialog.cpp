// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/burst_dialog.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/page.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tokens.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMap>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int usualCount = 15;
constexpr int mostCount = 200;
constexpr int atOnce = 10;

int statusOf(const QJsonObject& row)
{
    return row.value(u"status"_s).toInt();
}

QString statusWord(const QJsonObject& row)
{
    return statusOf(row) == 0 ? textOf(row, "error") : QString::number(statusOf(row));
}

Tone statusTone(const QJsonObject& row)
{
    const int status = statusOf(row);
    if (status == 0 || status >= 500)
        return Tone::Bad;
    return status >= 400 ? Tone::Warning : Tone::Good;
}

QString orDash(const QJsonObject& row, const char* key)
{
    const QString text = textOf(row, key);
    return text.isEmpty() ? u"–"_s : text;
}

QList<Column> columns()
{
    const auto limit = [](const QJsonObject& row) { return orDash(row, "remaining"); };
    const auto after = [](const QJsonObject& row) { return orDash(row, "retry_after"); };
    return {{u"number"_s, BurstDialog::tr("Call"), {}, {}, {}, false, true},
            {u"status"_s, BurstDialog::tr("Answer"), statusWord, statusTone, {}, false},
            {u"remaining"_s, BurstDialog::tr("Left of the limit"), limit, {}, {}, false, true},
            {u"retry_after"_s, BurstDialog::tr("Again after (s)"), after, {}, {}, false, true},
            {u"ms"_s, BurstDialog::tr("Took (ms)"), {}, {}, {}, false, true}};
}

} // namespace

BurstDialog::BurstDialog(PageContext& context, const TrafficCall& call, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_call(call)
    , m_count(new QSpinBox(this))
    , m_way(new QComboBox(this))
    , m_summary(new QLabel(this))
    , m_model(new JsonTableModel(
          columns(), [](const QJsonObject& row) { return row.value(u"number"_s).toVariant().toString(); },
          this))
    , m_table(new TableView(u"burst"_s, &context.settings, this))
{
    setObjectName(u"burstDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Burst test"));
    resize(tokens::dialogWidth * 5 / 4, tokens::dialogWidth * 6 / 5);
    for (int i = 0; i < atOnce; ++i)
        m_callers.push_back(std::make_unique<TrafficCaller>());
    build();
    updateState();
}

BurstDialog::~BurstDialog() = default;

void BurstDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    auto* what = new QLabel(tr("%1 %2 is really sent that often, and counts on the limits of whoever calls.")
                                .arg(QString::fromLatin1(m_call.method), m_call.url.path()),
                            this);
    what->setWordWrap(true);
    what->setTextFormat(Qt::PlainText);
    m_count->setObjectName(u"burstCount"_s);
    m_count->setRange(1, mostCount);
    m_count->setValue(usualCount);
    auto* countLabel = new QLabel(tr("&Calls:"), this);
    countLabel->setBuddy(m_count);
    m_way->setObjectName(u"burstWay"_s);
    m_way->addItems({tr("%1 at once").arg(atOnce), tr("one after another")});
    auto* wayLabel = new QLabel(tr("&How:"), this);
    wayLabel->setBuddy(m_way);
    auto* row = new QHBoxLayout;
    for (QWidget* widget : std::initializer_list<QWidget*>{countLabel, m_count, wayLabel, m_way})
        row->addWidget(widget);
    row->addStretch(1);
    m_summary->setObjectName(u"burstSummary"_s);
    m_summary->setFont(tokens::font(tokens::TextRole::Section));
    m_summary->setWordWrap(true);
    buildTable();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_go = buttons->addButton(tr("Start"), QDialogButtonBox::ApplyRole);
    m_go->setObjectName(u"burstGo"_s);
    markPrimary(m_go);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(what);
    column->addLayout(row);
    column->addWidget(m_summary);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
    connect(m_go, &QPushButton::clicked, this, [this] { m_running ? stop() : start(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void BurstDialog::buildTable()
{
    m_table->setObjectName(u"burstTable"_s);
    m_table->setAccessibleName(tr("Answers"));
    m_table->setModel(m_model);
    m_table->setEmptyText(tr("Nothing has been sent yet."));
}

void BurstDialog::start()
{
    m_rows.clear();
    m_model->setRows({});
    m_sent = 0;
    m_wanted = m_count->value();
    m_running = true;
    const size_t callers = m_way->currentIndex() == 0 ? m_callers.size() : 1;
    for (size_t i = 0; i < callers; ++i)
        sendNext(*m_callers[i]);
    updateState();
}

void BurstDialog::stop()
{
    m_running = false;
    for (const auto& caller : m_callers)
        caller->cancel();
    updateState();
}

void BurstDialog::sendNext(TrafficCaller& caller)
{
    if (!m_running || m_sent >= m_wanted)
        return;
    const int number = ++m_sent;
    caller.send(m_call.method, m_call.url, m_call.headers, m_call.body, m_context.client.profile(),
                [this, &caller, number](const TrafficAnswer& answer) { took(caller, number, answer); });
}

void BurstDialog::took(TrafficCaller& caller, int number, const TrafficAnswer& answer)
{
    const auto header = [&answer](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            const QByteArray value = answer.header(name);
            if (!value.isEmpty())
                return QString::fromLatin1(value);
        }
        return QString();
    };
    m_rows.append({{u"number"_s, number},
                   {u"status"_s, answer.status},
                   {u"error"_s, answer.error},
                   {u"remaining"_s, header({"X-RateLimit-Remaining", "RateLimit-Remaining"})},
                   {u"retry_after"_s, header({"Retry-After"})},
                   {u"ms"_s, answer.totalMs}});
    m_model->setRows(m_rows);
    if (m_rows.size() == 1)
        m_table->fitColumns();
    m_running = m_running && m_rows.size() < m_wanted;
    sendNext(caller);
    updateState();
}

QString BurstDialog::summary() const
{
    QMap<QString, int> counts;
    for (const QJsonObject& row : m_rows)
        ++counts[statusOf(row) == 0 ? tr("no answer") : QString::number(statusOf(row))];
    QStringList parts;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        parts.append(tr("%1 × %2").arg(QLocale().toString(it.value()), it.key()));
    return parts.join(u", "_s);
}

void BurstDialog::updateState()
{
    m_count->setEnabled(!m_running);
    m_way->setEnabled(!m_running);
    m_go->setText(m_running ? tr("Stop") : m_rows.isEmpty() ? tr("Start") : tr("Start again"));
    m_summary->setText(summary());
    m_summary->setVisible(!m_rows.isEmpty());
}

} // namespace gatehouse::console
