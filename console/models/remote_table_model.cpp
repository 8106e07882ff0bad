// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/remote_table_model.h"

#include "console/client/api_client.h"

#include <QCollator>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QJsonArray itemsOf(QJsonObject answer, const QString& key)
{
    const QStringList steps = key.split(u'.');
    for (qsizetype i = 0; i + 1 < steps.size(); ++i)
        answer = answer.value(steps.at(i)).toObject();
    return answer.value(steps.last()).toArray();
}

} // namespace

RemoteTableModel::RemoteTableModel(ApiClient& client, Source source, QList<Column> columns, IdOf idOf,
                                   QObject* parent)
    : JsonTableModel(std::move(columns), std::move(idOf), parent)
    , m_client(client)
    , m_source(std::move(source))
{
}

void RemoteTableModel::reload()
{
    request(1);
}

void RemoteTableModel::setSearch(const QString& search)
{
    if (search == m_search)
        return;
    m_search = search;
    if (!m_source.whole)
        request(1);
    else if (m_wasLoaded)
        arrange();
}

void RemoteTableModel::setParameters(const QStringList& parameters)
{
    if (parameters == m_source.parameters)
        return;
    m_source.parameters = parameters;
    request(1);
}

void RemoteTableModel::setFilter(const QUrlQuery& filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    request(1);
}

void RemoteTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columns().size() || !columns().at(column).sortable)
        return;
    const bool descending = order == Qt::DescendingOrder;
    if (m_sort == columns().at(column).key && m_descending == descending)
        return;
    m_sort = columns().at(column).key;
    m_descending = descending;
    if (m_source.whole && m_wasLoaded)
        arrange();
    else if (m_wasLoaded || m_loading)
        request(1);
}

bool RemoteTableModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_hasNext && !m_loading;
}

void RemoteTableModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        request(m_lastPage + 1);
}

void RemoteTableModel::loadAll(std::function<void(bool)> done)
{
    m_allDone = std::move(done);
    if (!m_loading)
        continueLoadAll(true);
}

void RemoteTableModel::continueLoadAll(bool ok)
{
    if (!m_allDone)
        return;
    if (ok && m_hasNext)
        request(m_lastPage + 1);
    else
        std::exchange(m_allDone, {})(ok);
}

QUrlQuery RemoteTableModel::queryFor(int page) const
{
    QUrlQuery query = m_filter;
    const auto fixed = m_source.fixed.queryItems(QUrl::FullyEncoded);
    for (const auto& [key, value] : fixed)
        query.addQueryItem(key, value);
    if (m_source.whole)
        return query;
    query.addQueryItem(m_source.byOffset ? u"limit"_s : u"page_size"_s, QString::number(m_source.pageSize));
    query.addQueryItem(m_source.byOffset ? u"offset"_s : u"page"_s,
                       QString::number(m_source.byOffset ? (page - 1) * m_source.pageSize : page));
    if (!m_search.isEmpty() && m_source.searchQuery) {
        const auto items = m_source.searchQuery(m_search).queryItems(QUrl::FullyEncoded);
        for (const auto& [key, value] : items)
            query.addQueryItem(key, value);
    } else if (!m_search.isEmpty()) {
        query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(m_search)));
    }
    if (!m_sort.isEmpty()) {
        query.addQueryItem(u"sort"_s, m_sort);
        query.addQueryItem(u"order"_s, m_descending ? u"desc"_s : u"asc"_s);
    }
    return query;
}

void RemoteTableModel::request(int page)
{
    if (m_source.parameters.size() < parameterNames(info(m_source.list).path).size())
        return;
    const quint64 question = ++m_question;
    setLoading(true);
    m_client.call(m_source.list, m_source.parameters, queryFor(page), this,
                  [this, page, question](const Result<QJsonObject>& answer) {
                      if (question != m_question)
                          return;
                      setLoading(false);
                      if (answer)
                          take(page, *answer);
                      else
                          Q_EMIT failed(answer.error());
                      continueLoadAll(answer.ok());
                  });
}

void RemoteTableModel::take(int page, const QJsonObject& answer)
{
    Q_EMIT answered(answer);
    QList<QJsonObject> items;
    const QJsonArray array = itemsOf(answer, m_source.itemsKey);
    for (const QJsonValue& value : array)
        items += m_source.rowsOf ? m_source.rowsOf(value.toObject()) : QList{value.toObject()};
    m_lastPage = page;
    m_wasLoaded = true;
    if (m_source.whole) {
        m_all = items;
        arrange();
        return;
    }
    const qint64 known = qint64(page - 1) * m_source.pageSize + items.size();
    const qint64 total = answer.value(u"total"_s).toInteger(-1);
    m_hasNext = hasNext(answer, page, known, total) && !items.isEmpty();
    if (page == 1)
        setRows(items);
    else
        append(items);
    m_total = total >= 0 || m_hasNext ? total : rowCount();
    Q_EMIT loaded();
}

bool RemoteTableModel::hasNext(const QJsonObject& answer, int page, qint64 known, qint64 total) const
{
    if (m_source.byOffset)
        return known < total;
    if (answer.contains(u"total_pages"_s))
        return page < answer.value(u"total_pages"_s).toInt();
    return answer.value(u"has_next"_s).toBool();
}

/// Search and order over a list that is here as a whole.
void RemoteTableModel::arrange()
{
    QList<QJsonObject> shown;
    const auto mentions = [this](const QJsonObject& row) {
        return std::any_of(columns().begin(), columns().end(), [&](const Column& column) {
            return textOf(column, row).contains(m_search, Qt::CaseInsensitive);
        });
    };
    for (const QJsonObject& row : std::as_const(m_all)) {
        if (m_search.isEmpty() || mentions(row))
            shown.append(row);
    }
    // The C locale has no order in which people count.
    const QLocale here;
    QCollator order(here.language() == QLocale::C ? QLocale(QLocale::English) : here);
    order.setNumericMode(true);
    order.setCaseSensitivity(Qt::CaseInsensitive);
    const auto before = [this, &order](const QJsonObject& a, const QJsonObject& b) {
        const QJsonValue left = a.value(m_sort), right = b.value(m_sort);
        if (left.isDouble() && right.isDouble())
            return left.toDouble() < right.toDouble();
        return order.compare(left.toVariant().toString(), right.toVariant().toString()) < 0;
    };
    if (!m_sort.isEmpty())
        std::stable_sort(shown.begin(), shown.end(), [this, &before](const auto& a, const auto& b) {
            return m_descending ? before(b, a) : before(a, b);
        });
    m_hasNext = false;
    setRows(shown);
    m_total = m_all.size();
    Q_EMIT loaded();
}

void RemoteTableModel::setLoading(bool loading)
{
    if (std::exchange(m_loading, loading) != loading)
        Q_EMIT loadingChanged(loading);
}

} // namespace gatehouse::console
