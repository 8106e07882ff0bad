// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::console {

class Dialogs;
class TableView;

/// The operations of one API while it is edited: what is stored, what was added, changed and removed.
class OperationsEditor : public QWidget {
    Q_OBJECT
public:
    explicit OperationsEditor(Dialogs& dialogs, QWidget* parent = nullptr);

    /// A stored operation as it was and as it shall be.
    struct Change {
        QJsonObject before, after;
        /// Only the fields that differ; null where one was emptied.
        QJsonObject fields() const;
    };

    /// What the gateway has; edits are counted against it.
    void setStored(const QList<QJsonObject>& operations);
    /// Of a clone: all of them are new.
    void addAll(const QList<QJsonObject>& operations);
    QList<QJsonObject> added() const;
    QList<QJsonObject> removed() const;
    QList<Change> changed() const;
    int count() const { return m_model->rowCount(); }
    /// Whether calls reach what is not listed, too.
    void setEveryPath(bool every);
    /// Adds what stands in the line at the top. False: it is faulty, and the fault is shown.
    bool addPending();
    /// Operations that are stored now count no longer as added or changed.
    void markStored(const QJsonObject& operation);
    void markRemoved(const QJsonObject& operation);

    /// "GET /items/{id}"
    static QString nameOf(const QJsonObject& operation);

Q_SIGNALS:
    void edited();
    /// What requests of a stored operation must be like: a document of its own.
    void validationWanted(const QJsonObject& operation);

private:
    QWidget* buildEntry();
    void addEntered();
    void removeSelected();
    void editCurrent();
    void updateButtons();
    void replace(const QString& name, const QJsonObject& operation);
    void add(const QJsonObject& operation);
    Dialogs& m_dialogs;
    JsonTableModel* m_model;
    TableView* m_table;
    QComboBox* m_method;
    QLineEdit* m_uri;
    QLineEdit* m_description;
    QLabel* m_fault;
    QLabel* m_help;
    QPushButton* m_edit;
    QPushButton* m_validation;
    QPushButton* m_remove;
    QList<QJsonObject> m_stored;
};

} // namespace gatehouse::console
