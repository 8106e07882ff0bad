// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/document_editor.h"

namespace gatehouse::console {

class OperationsEditor;

/// Creates or changes an API and its operations.
class ApiEditor : public DocumentEditor {
    Q_OBJECT
public:
    /// `key` = {name, version}; empty: create. `operations` are those of a clone.
    ApiEditor(PageContext& context, const QStringList& key, const QJsonObject& initial,
              const QList<QJsonObject>& operations, QWidget* parent);

    /// What a new API begins with.
    static QJsonObject defaults();
    /// The table of the form: the few fields that everybody sets come first, as a section of their own.
    static const EntityTable& formTable();

protected:
    void loadExtras(const QJsonObject& document) override;
    QList<QJsonObject> extraChanges() const override;
    void saveExtras(const QJsonObject& document, std::function<void(Result<void>)> done) override;
    bool completeEntry() override;

private:
    using Done = std::function<void(Result<void>)>;
    void saveNext(const QJsonObject& document, Done done);
    void createOperation(const QJsonObject& document, const QJsonObject& operation, Done next);
    void removeOperation(const QJsonObject& api, const QJsonObject& operation, Done next);
    void changeOperation(const QJsonObject& api, const QJsonObject& operation, const QJsonObject& fields,
                         Done next);
    void editValidation(const QJsonObject& operation);
    void followOperations();
    OperationsEditor* m_operations;
    bool m_ownMatch;    ///< the user has said which paths pass
    int m_followed = 0; ///< operations that the match was chosen for
};

} // namespace gatehouse::console
