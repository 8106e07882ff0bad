// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "common/core/error.h"
#include "console/models/json_table_model.h"

#include <QUrlQuery>

namespace gatehouse::console {

class ApiClient;

/// A list that the gateway pages, searches and sorts. Loads a page at a time as the view scrolls; answers to
/// an older question are dropped. GUI thread; `client` outlives it.
class RemoteTableModel : public JsonTableModel {
    Q_OBJECT
public:
    struct Source {
        CallId list;
        QString itemsKey; ///< key of the array in the answer; "data.entries": of an object in it
        int pageSize = 100;
        bool byOffset = false; ///< limit and offset instead of page and page_size
        /// The parameters (percent-encoded) that a search text stands for. Not set: `search`.
        std::function<QUrlQuery(const QString& text)> searchQuery = {};
        QStringList parameters = {}; ///< of the path
        /// The gateway answers with everything at once and neither searches nor sorts: done here.
        bool whole = false;
        QUrlQuery fixed = {}; ///< parameters that every question has
        /// Set: an item of a whole list stands for these rows.
        std::function<QList<QJsonObject>(const QJsonObject& item)> rowsOf = {};
    };
    RemoteTableModel(ApiClient& client, Source source, QList<Column> columns, IdOf idOf,
                     QObject* parent = nullptr);

    /// Asks again from the first page; the rows stay until the answer is there.
    void reload();
    void setSearch(const QString& search);
    const QString& search() const { return m_search; }
    /// Another list behind the same columns: asks anew. Nothing is asked before there are as many as the path
    /// has.
    void setParameters(const QStringList& parameters);
    const QStringList& parameters() const { return m_source.parameters; }
    /// Further parameters of the call (percent-encoded values), instead of those set before.
    void setFilter(const QUrlQuery& filter);
    const QUrlQuery& filter() const { return m_filter; }
    /// The order comes from the gateway; columns it cannot sort are ignored.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    /// Loads the pages that are missing, then calls `done` (false: a page failed). For export.
    void loadAll(std::function<void(bool complete)> done);
    /// Gives up loadAll() without calling back; what is loaded stays.
    void cancelLoadAll() { m_allDone = {}; }

    /// -1: the gateway did not say.
    qint64 total() const { return m_total; }
    bool isLoadingAll() const { return static_cast<bool>(m_allDone); }
    bool isLoading() const { return m_loading; }
    bool wasLoaded() const { return m_wasLoaded; }

Q_SIGNALS:
    void loadingChanged(bool loading);
    /// The whole answer, before its rows are shown: lists say more than their rows.
    void answered(const QJsonObject& answer);
    void loaded();
    void failed(const gatehouse::Error& error);

private:
    void request(int page);
    void take(int page, const QJsonObject& answer);
    QUrlQuery queryFor(int page) const;
    bool hasNext(const QJsonObject& answer, int page, qint64 known, qint64 total) const;
    void arrange();
    void setLoading(bool loading);
    void continueLoadAll(bool ok);
    ApiClient& m_client;
    Source m_source;
    QString m_search;
    QUrlQuery m_filter;
    QString m_sort;
    QList<QJsonObject> m_all; ///< of a whole list, before search and order
    bool m_descending = false;
    bool m_loading = false;
    bool m_wasLoaded = false;
    bool m_hasNext = false;
    int m_lastPage = 0;
    qint64 m_total = -1;
    quint64 m_question = 0;
    std::function<void(bool)> m_allDone;
};

} // namespace gatehouse::console
