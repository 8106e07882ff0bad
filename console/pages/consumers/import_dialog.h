// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/consumer_csv.h"
#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>
#include <QPointer>

class QLabel;
class QPushButton;

namespace gatehouse::console {

class JsonTableModel;
class MessageBar;
class TableView;
class Task;

/// Consumers out of a CSV file: first every row with its fault as the gateway would find it, then the import
/// of the good ones, a hundred per call, then what came of each row. Stopping keeps what is stored so far.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    ImportDialog(PageContext& context, const QString& tenant, const QByteArray& csv, QWidget* parent);
    ~ImportDialog() override;

Q_SIGNALS:
    /// Some rows were stored.
    void imported();

private:
    void build();
    void preview(const QByteArray& csv);
    void sendNext();
    void took(const QJsonObject& answer);
    void finish();
    void showRows();
    QString summary() const;

    PageContext& m_context;
    QString m_tenant;
    QStringList m_columns;
    QList<QJsonObject> m_rows;    ///< {line, external_id, name, email, state, fault}
    QList<QStringList> m_records; ///< the fields of the rows, as in the file
    QList<int> m_waiting;         ///< rows that are still to be sent
    QList<int> m_sent;            ///< rows of the call under way
    bool m_running = false;
    bool m_done = false;
    QPointer<Task> m_task;
    MessageBar* m_messages;
    QLabel* m_summary;
    TableView* m_table;
    JsonTableModel* m_model;
    QPushButton* m_import = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace gatehouse::console
