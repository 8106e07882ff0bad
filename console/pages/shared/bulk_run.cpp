// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/bulk_run.h"

#include "console/client/api_client.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int mostAtOnce = 4; // leaves connections for what else the console asks

} // namespace

qint64 revisionOf(const QJsonObject& document)
{
    const QJsonValue plain = document.value(u"revision"_s);
    return (plain.isDouble() ? plain : document.value(u"_meta"_s)[u"revision"_s]).toInteger(-1);
}

ApiRequest requestUnder(qint64 revision, CallId call, const QStringList& key, const QJsonObject& body)
{
    ApiRequest request = ApiClient::requestFor(call, key, {}, body);
    if (revision >= 0)
        request.headers.append({"If-Match", '"' + QByteArray::number(revision) + '"'});
    request.tellRevision = true;
    return request;
}

BulkRun::BulkRun(ApiClient& client, RowOperation operation, RowNames names, const QList<QJsonObject>& rows,
                 QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_operation(std::move(operation))
    , m_names(std::move(names))
{
    for (const QJsonObject& row : rows) {
        BulkRow one;
        one.row = row;
        one.name = m_names.name(row);
        plan(one);
        m_rows.append(one);
    }
}

void BulkRun::plan(BulkRow& row) const
{
    row.revision = revisionOf(row.row);
    row.change = m_operation.change(row.row);
    const bool fits = appliesTo(m_operation, row.row);
    row.state = fits ? BulkRow::State::Planned : BulkRow::State::Skipped;
    row.remark = fits ? QString() : whyNot(row);
    if (!fits)
        row.change.then = row.change.now;
}

QString BulkRun::whyNot(const BulkRow& row) const
{
    const QString own = m_operation.whyNot ? m_operation.whyNot(row.row) : QString();
    if (!own.isEmpty())
        return own;
    return row.change.now == row.change.then ? tr("It is so already.")
                                             : tr("Not possible in the state “%1”.").arg(row.change.now);
}

int BulkRun::count(BulkRow::State state) const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(),
                                          [state](const BulkRow& row) { return row.state == state; }));
}

QList<int> BulkRun::rowsIn(BulkRow::State state) const
{
    QList<int> rows;
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).state == state)
            rows.append(row);
    }
    return rows;
}

bool BulkRun::canUndo() const
{
    return !m_running && !m_operation.undone.isEmpty() && count(BulkRow::State::Done) > 0;
}

void BulkRun::start(const QJsonObject& more)
{
    m_more = more;
    run(rowsIn(BulkRow::State::Planned), false);
}

void BulkRun::retryFailed()
{
    QList<int> again;
    const QList<int> failed = rowsIn(BulkRow::State::Failed);
    for (const int row : failed) {
        plan(m_rows[row]);
        if (m_rows.at(row).state == BulkRow::State::Planned)
            again.append(row);
        Q_EMIT rowChanged(row);
    }
    run(again, false);
}

void BulkRun::undo()
{
    run(rowsIn(BulkRow::State::Done), true);
}

void BulkRun::cancel()
{
    m_waiting.clear();
    if (m_running && m_underWay == 0) {
        m_running = false;
        Q_EMIT ended();
    }
}

void BulkRun::run(QList<int> rows, bool back)
{
    if (m_running)
        return;
    m_waiting = std::move(rows);
    m_total = static_cast<int>(m_waiting.size());
    m_settled = 0;
    m_back = back;
    m_running = true;
    m_hasRun = true;
    if (m_waiting.isEmpty())
        cancel();
    sendMore();
}

void BulkRun::sendMore()
{
    while (m_underWay < mostAtOnce && !m_waiting.isEmpty())
        send(m_waiting.takeFirst());
}

void BulkRun::send(int row)
{
    BulkRow& one = m_rows[row];
    const QJsonObject body = bodyFor(m_operation, one.row, m_back, m_back ? QJsonObject() : m_more);
    const ApiRequest request =
        requestUnder(m_back ? one.afterwards : one.revision, m_back ? m_operation.undo : m_operation.call,
                     m_names.key(one.row), body);
    one.state = BulkRow::State::Running;
    one.remark.clear();
    ++m_underWay;
    Q_EMIT rowChanged(row);
    m_client.send(request, this, [this, row](const Result<QJsonObject>& answer) { took(row, answer); });
}

void BulkRun::took(int row, const Result<QJsonObject>& answer)
{
    if (!answer) {
        refused(row, answer.error());
        return;
    }
    BulkRow& one = m_rows[row];
    one.state = m_back ? BulkRow::State::Undone : BulkRow::State::Done;
    one.afterwards = revisionOf(*answer);
    settled(row);
}

/// After a conflict the row is read again: a later try goes by what it is then.
void BulkRun::refused(int row, const Error& error)
{
    BulkRow& one = m_rows[row];
    one.state = m_back ? BulkRow::State::Done : BulkRow::State::Failed;
    one.remark = error.message;
    if (error.type != ErrorType::Conflict || !m_names.read || m_back) {
        settled(row);
        return;
    }
    const ApiRequest request =
        ApiClient::requestFor(*m_names.read, m_names.key(one.row), QUrlQuery(u"meta=true"_s));
    m_client.send(request, this, [this, row](const Result<QJsonObject>& answer) {
        BulkRow& one = m_rows[row];
        if (answer && revisionOf(*answer) != one.revision) {
            for (auto it = answer->begin(); it != answer->end(); ++it)
                one.row.insert(it.key(), it.value());
            one.change.now = m_operation.change(one.row).now;
            one.remark = tr("Somebody else changed it in between; it is now “%1”. Nothing was done.")
                             .arg(one.change.now);
        }
        settled(row);
    });
}

void BulkRun::settled(int row)
{
    --m_underWay;
    ++m_settled;
    Q_EMIT rowChanged(row);
    sendMore();
    if (m_underWay > 0 || !m_running)
        return;
    m_running = false;
    Q_EMIT ended();
}

} // namespace gatehouse::console
