// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

#include <QHash>
#include <QJsonObject>
#include <QWidget>

class QListWidget;
class QStackedWidget;

namespace gatehouse::console {

class FieldEditor;
class FormField;

/// A form made from an entity's table: one section per group, one editor per field, the same rules as the
/// gateway's. Knows what differs from the stored document, so that a change sends only that.
class FieldForm : public QWidget {
    Q_OBJECT
public:
    enum class Purpose { Create, Edit };
    /// A field whose object has a table of its own: its fields become a section of the form.
    struct Section {
        QString field;            ///< wire name of the object
        const EntityTable* table; ///< of the object
        QString title;            ///< English, as texts of tables are
    };
    /// `skip`: wire names that the page shows in another way.
    FieldForm(const EntityTable& table, Purpose purpose, const QStringList& skip = {},
              QWidget* parent = nullptr, const QList<Section>& sections = {});

    /// The stored document; edits are counted against it.
    void setDocument(const QJsonObject& document);
    /// Another stored document below edits that stay: only what was not changed follows it.
    void rebase(const QJsonObject& document);
    /// All fields of the form, on top of what the document has beside them. Faulty fields keep their stored
    /// value.
    QJsonObject document() const;
    /// Only what was changed; null where a field was emptied.
    QJsonObject changes() const;
    /// Whether the user may change it; false for what is no field of the form.
    bool canEdit(const QString& field) const;
    /// As if the user had entered it.
    void setFieldValue(const QString& field, const QJsonValue& value);
    int changeCount() const { return static_cast<int>(changes().size()); }
    /// "Label: old -> new", for Review.
    QStringList changeTexts() const;

    /// Checks as the gateway does, shows every fault in its place and goes to the first; true = none.
    bool check();
    /// Faults of the gateway's answer. Those of no field of this form come back.
    Faults showFaults(const Faults& faults);
    void clearFaults();
    void setReadOnly(bool readOnly);
    /// Another editor for a field; the form takes it over.
    void replaceEditor(const QString& field, FieldEditor* editor);
    /// `field` of a section: "limits.burst".
    FormField* formField(const QString& field) const;
    void showGroup(const QString& group);
    /// Into the first field that can be edited.
    void focusFirst();

Q_SIGNALS:
    void edited();

private:
    struct Row {
        const FieldDef* field = nullptr;
        QString parent; ///< field of the section; empty: the field is the document's
        FieldEditor* editor = nullptr;
        FormField* form = nullptr;
        int page = 0;
    };
    void addGroup(const QString& group);
    void addFields(const EntityTable& table, const QStringList& skip, const QString& parent,
                   const QString& group);
    void addRow(const EntityTable& table, const FieldDef& field, const QString& parent, const QString& group);
    static QString pathOf(const Row& row);
    /// -1: no field of this form.
    int rowAt(const QString& path) const;
    void connectEditor(FieldEditor* editor);
    void showFaultsOf(const Row& row, const Faults& faults);
    void markGroups();
    QJsonValue stored(const Row& row) const;
    /// Whether what stands in the editor differs from what is stored; `value` gets it, null when emptied.
    bool isChanged(const Row& row, QJsonValue& value) const;
    bool isEditable(const FieldDef& field) const;

    const EntityTable& m_table;
    Purpose m_purpose;
    QList<Row> m_rows;
    QHash<QString, int> m_index;
    QJsonObject m_document;
    QListWidget* m_groups;
    QStackedWidget* m_pages;
    bool m_readOnly = false;
};

} // namespace gatehouse::console
