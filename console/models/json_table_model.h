// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/tone.h"

#include <QAbstractTableModel>
#include <QJsonObject>
#include <QList>

#include <functional>

namespace gatehouse::console {

/// One column of a table of documents.
struct Column {
    QString key;   ///< wire name: saved layouts, export and sorting in the gateway go by it
    QString title; ///< translated, with the unit
    std::function<QString(const QJsonObject&)> text;    ///< not set: the value of `key`
    std::function<Tone(const QJsonObject&)> tone;       ///< set: the cell is a state, icon and word
    std::function<QString(const QJsonObject&)> toolTip; ///< not set: the text
    bool sortable = true;
    bool numeric = false; ///< right-aligned
};

/// A table whose rows are JSON documents of the gateway.
class JsonTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using IdOf = std::function<QString(const QJsonObject&)>;
    JsonTableModel(QList<Column> columns, IdOf idOf, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Keeps selection and scroll position where the documents are the same ones in the same order.
    void setRows(const QList<QJsonObject>& rows);
    const QList<QJsonObject>& rows() const { return m_rows; }
    const QJsonObject& rowAt(int row) const { return m_rows.at(row); }
    /// -1: not there.
    int rowOf(const QString& id) const;
    QString idAt(int row) const { return m_idOf(m_rows.at(row)); }
    QString idOf(const QJsonObject& row) const { return m_idOf(row); }

protected:
    void append(const QList<QJsonObject>& rows);
    const QList<Column>& columns() const { return m_columns; }
    QString textOf(const Column& column, const QJsonObject& row) const;

private:
    QList<Column> m_columns;
    IdOf m_idOf;
    QList<QJsonObject> m_rows;
};

} // namespace gatehouse::console
