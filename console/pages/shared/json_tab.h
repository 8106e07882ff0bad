// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace gatehouse::console {

class FieldForm;

/// The document of a form as JSON, to read and to edit: both show the same, and what the form does not know
/// is refused by name and not dropped. Secrets are masked.
class JsonTab : public QWidget {
    Q_OBJECT
public:
    /// `sections`: wire names of objects whose fields are fields of the form.
    JsonTab(FieldForm& form, const EntityTable& table, const QStringList& sections,
            QWidget* parent = nullptr);
    /// Of the form, in the place of what was written here.
    void showDocument();
    /// Puts what was written into the form; false: not all of it, and why is shown here.
    bool takeEdits();
    /// The document as it is shown.
    QJsonObject masked(QJsonObject document) const;

Q_SIGNALS:
    void copyRequested();

private:
    /// Goes on as far as it can; what is wrong comes back as sentences.
    QStringList put(const QJsonObject& wanted);
    QStringList putField(const QString& path, const QJsonValue& before, const QJsonValue& wanted);
    QJsonObject shown() const;
    void showFaults(const QStringList& faults);

    FieldForm& m_form;
    const EntityTable& m_table;
    QStringList m_sections;
    QPlainTextEdit* m_text;
    QLabel* m_faults;
    QTimer m_later;  ///< the form follows while one writes
    QString m_taken; ///< the text that the form shows
};

} // namespace gatehouse::console
