// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "console/pages/shared/row_operation.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace gatehouse::console {

class ApiClient;
struct ApiRequest;

/// How the rows of a place are called, addressed and read again.
struct RowNames {
    std::function<QString(const QJsonObject& row)> name;    ///< what people call it
    std::function<QStringList(const QJsonObject& row)> key; ///< the parameters of the calls
    std::optional<CallId> read = {}; ///< answers with the document; not set: rows are not read again
};

/// One row of a run and what comes of it.
struct BulkRow {
    enum class State { Planned, Skipped, Running, Done, Failed, Undone };
    QJsonObject row;
    QString name;
    RowChange change;
    State state = State::Planned;
    QString remark;         ///< why it is skipped or failed
    qint64 revision = -1;   ///< it was shown with; sent as If-Match. -1: not known
    qint64 afterwards = -1; ///< what the change made of it, for taking it back
};

/// The revision that a document of the gateway tells; -1: none.
qint64 revisionOf(const QJsonObject& document);

/// A change of the document that was read with this revision (-1: of whatever is there); the answer tells
/// the new one.
ApiRequest requestUnder(qint64 revision, CallId call, const QStringList& key, const QJsonObject& body);

/// One operation with many rows: says before what it will do to each, sends a few calls at a time under the
/// revisions that were shown, keeps what came of each. A row that somebody else changed in between fails
/// alone and is read again. GUI thread; `client` outlives it.
class BulkRun : public QObject {
    Q_OBJECT
public:
    BulkRun(ApiClient& client, RowOperation operation, RowNames names, const QList<QJsonObject>& rows,
            QObject* parent = nullptr);

    const RowOperation& operation() const { return m_operation; }
    const QList<BulkRow>& rows() const { return m_rows; }
    int count(BulkRow::State state) const;
    bool isRunning() const { return m_running; }
    /// Something was sent; what is planned still was called off.
    bool hasRun() const { return m_hasRun; }
    bool canUndo() const;
    /// How far what was begun last is, 0..100.
    int percent() const { return m_total > 0 ? 100 * m_settled / m_total : 0; }

    /// `more` goes into the body of each call (the reason).
    void start(const QJsonObject& more);
    /// Those that failed, as they are now; one that it no longer applies to is skipped.
    void retryFailed();
    /// Takes back what was done.
    void undo();
    /// Sends nothing further; what is under way ends.
    void cancel();

Q_SIGNALS:
    void rowChanged(int row);
    void ended();

private:
    QList<int> rowsIn(BulkRow::State state) const;
    void plan(BulkRow& row) const;
    void run(QList<int> rows, bool back);
    void sendMore();
    void send(int row);
    void took(int row, const Result<QJsonObject>& answer);
    void refused(int row, const Error& error);
    void settled(int row);
    QString whyNot(const BulkRow& row) const;

    ApiClient& m_client;
    RowOperation m_operation;
    RowNames m_names;
    QList<BulkRow> m_rows;
    QList<int> m_waiting;
    QJsonObject m_more;
    int m_underWay = 0, m_settled = 0, m_total = 0;
    bool m_back = false; ///< it is being taken back
    bool m_running = false;
    bool m_hasRun = false;
};

} // namespace gatehouse::console
