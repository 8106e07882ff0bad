// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/counter_file.h"

#include "gateway/app/state_file.h"

#include <QDir>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

// JSON numbers do not hold 64 bits.
QString text(std::uint64_t number)
{
    return QString::number(number, 16);
}

std::uint64_t number(const QJsonValue& value, bool& fine)
{
    bool good = false;
    const std::uint64_t number = value.toString().toULongLong(&good, 16);
    fine = fine && good;
    return number;
}

} // namespace

QString counterFile(const config::Settings& settings)
{
    return QDir(settings.path(config::Setting::DataDir)).filePath(u"state/counters.json"_s);
}

QJsonArray counterRow(const shared_state::LimiterCells::Saved& counter)
{
    const auto& [key, state] = counter;
    return {text(key.scope), text(key.subject), text(std::uint64_t(state.stampNs)), text(state.count),
            text(std::uint64_t(state.endsNs))};
}

shared_state::LimiterCells::Saved counterFrom(const QJsonArray& row, bool& fine)
{
    shared_state::LimiterCells::Saved counter;
    counter.key = {number(row.at(0), fine), number(row.at(1), fine)};
    counter.state.stampNs = std::int64_t(number(row.at(2), fine));
    counter.state.count = number(row.at(3), fine);
    counter.state.endsNs = std::int64_t(number(row.at(4), fine));
    return counter;
}

Result<void> saveCounters(const QString& path, const std::vector<shared_state::LimiterCells::Saved>& counters)
{
    QJsonArray rows;
    for (const shared_state::LimiterCells::Saved& counter : counters)
        rows.append(counterRow(counter));
    return writeState(path, u"counters"_s, rows);
}

Result<void> restoreCounters(const QString& path, shared_state::LimiterCells& cells)
{
    const Result<QJsonValue> read = readState(path, u"counters"_s);
    if (!read)
        return read.error();
    bool fine = true;
    std::vector<shared_state::LimiterCells::Saved> saved;
    for (const QJsonValue value : read->toArray())
        saved.push_back(counterFrom(value.toArray(), fine));
    if (!fine)
        return Error::corrupt(u"%1 is damaged"_s.arg(path));
    cells.restore(saved);
    return {};
}

} // namespace gatehouse::app
