// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/field_editor.h"

#include <QJsonObject>
#include <QList>

#include <optional>

class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace gatehouse::console {

/// A list of small objects (FieldType::TableList) as a table: one row per object, one cell per field of its
/// table; rows are added, removed and moved. A cell says itself what is wrong with it. Fields of the objects
/// that the table does not know are kept.
class RowsEditor : public FieldEditor {
    Q_OBJECT
public:
    RowsEditor(const FieldDef& field, QWidget* parent);
    /// Whether the objects are small enough for a row each: plain fields, and few of them.
    static bool canShow(const FieldDef& field);

    void setValue(const QJsonValue& value) override;
    Result<QJsonValue> value() const override;
    void setReadOnly(bool readOnly) override;
    void setFieldName(const QString& name) override;
    Faults showFaults(const Faults& faults) override;
    void clearFaults() override;

    int rowCount() const { return static_cast<int>(m_rows.size()); }
    void addRow();
    void removeRow(int row);
    /// -1 up, 1 down; nothing happens at the ends.
    void moveRow(int row, int by);

private:
    struct Cell {
        const FieldDef* field = nullptr;
        FieldEditor* editor = nullptr;
        QLabel* note = nullptr;
    };
    struct Row {
        QJsonObject stored; ///< what the row was made from
        QWidget* holder = nullptr;
        QList<Cell> cells;
        QToolButton* up = nullptr;
        QToolButton* down = nullptr;
        QToolButton* remove = nullptr;
    };
    QList<const FieldDef*> columns() const;
    QWidget* makeHeader();
    void insertRow(const QJsonObject& object);
    void alignWithHeader(const Row& row);
    Cell makeCell(const FieldDef& field, QWidget* parent);
    QToolButton* makeButton(QWidget* parent, const QString& icon, void (RowsEditor::*act)(int));
    int rowOf(const QObject* holder) const;
    void up(int row) { moveRow(row, -1); }
    void down(int row) { moveRow(row, 1); }
    std::optional<Fault> faultOf(const Cell& cell) const;
    void checkCell(const Cell& cell);
    static void showNote(const Cell& cell, const QString& fault);
    static QJsonObject objectOf(const Row& row, int place, Faults& faults);
    void clearRows();
    void updateNames();

    const FieldDef& m_field;
    QList<Row> m_rows;
    QWidget* m_header;
    QPushButton* m_add;
    QString m_name;
    bool m_wasNull = false;
    bool m_readOnly = false;
};

} // namespace gatehouse::console
