// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "common/core/result.h"
#include "console/widgets/field_form.h"
#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>

#include <memory>

class QPushButton;
class QTabWidget;

namespace gatehouse::console {

class ChangeBar;
class JsonTab;

/// What an editor edits and with which calls.
struct EditorSpec {
    QString kind;             ///< for POST /platform/validate: "api"
    QString title;            ///< "New API", "API customers"
    const EntityTable* table; ///< of the form
    CallId create, read, update;
    QString idField;  ///< holds the id that validate wants; empty: no preview by the gateway
    QStringList skip; ///< wire names that the form does not show
    /// The parameters of the calls for a document.
    std::function<QStringList(const QJsonObject&)> key;
    QStringList createParameters = {};
    QString readKey = {}; ///< where the answer of `read` holds the document: "data.entry"; empty: it is it
    /// The document's id in the list, and what people call it; not set: the parameters, joined.
    std::function<QString(const QJsonObject&)> id = {}, name = {};
    bool nullClears = false;                 ///< a field is emptied by null, as /v1 does
    QList<FieldForm::Section> sections = {}; ///< parts that have fields of their own
    /// Puts editors of its own into the form.
    std::function<void(FieldForm& form)> prepare = {};
};

/// Creates or changes one document: form with the gateway's rules, review of what will change, then apply
/// under the revision that was read. News of the server while editing become a bar, never lost text.
class DocumentEditor : public QDialog {
    Q_OBJECT
public:
    /// `key` empty: create, beginning with `initial`.
    DocumentEditor(PageContext& context, EditorSpec spec, const QStringList& key, const QJsonObject& initial,
                   QWidget* parent);
    ~DocumentEditor() override;

    bool isDirty() const;
    bool isNew() const { return m_key.isEmpty(); }
    FieldForm* form() const { return m_form; }
    /// Asks before edits are lost.
    void reject() override;

public Q_SLOTS:
    void save();
    void load();

Q_SIGNALS:
    /// Stored and in effect; `id` as the calls address it, joined by spaces.
    void saved(const QString& id);

protected:
    PageContext& context() const { return m_context; }
    MessageBar* messages() const { return m_messages; }
    /// A further tab beside the form.
    void addTab(QWidget* tab, const QString& title);
    void setTabTitle(int tab, const QString& title);
    void showTab(QWidget* tab);
    /// Before anything is checked: takes what was typed beside the form. False: it cannot be taken, and says
    /// why.
    virtual bool completeEntry() { return true; }
    void updateState();
    /// Called with the stored document after a load.
    virtual void loadExtras(const QJsonObject& document);
    virtual QList<QJsonObject> extraChanges() const { return {}; }
    /// Stores what the form does not hold; runs after the document itself is stored.
    virtual void saveExtras(const QJsonObject& document, std::function<void(Result<void>)> done);
    /// Last touch before a new document is sent.
    virtual QJsonObject toSend(QJsonObject document) const { return document; }

private:
    void build(const QJsonObject& initial);
    QWidget* buildTabs();
    void tabChosen();
    void copyAsCurl();
    void read(std::function<void(Result<QJsonObject>)> done);
    QString shownName(const QJsonObject& document) const;
    static qint64 revisionOf(const QJsonObject& document);
    void takeDocument(const QJsonObject& document);
    void rebase(const QJsonObject& document);
    void preview();
    void review(const QList<QJsonObject>& rows);
    void apply();
    void applied(const Result<QJsonObject>& answer);
    void finish();
    void refuse(const Error& error);
    void checkServer();
    void compareVersions();
    void setBusy(bool busy);
    QJsonObject newDocument() const;
    /// The changed fields as the gateway's partial update wants them.
    QJsonObject patch() const;
    QList<QJsonObject> localRows() const;

    PageContext& m_context;
    EditorSpec m_spec;
    QStringList m_key;
    QJsonObject m_stored;
    QJsonObject m_created;  ///< the answer to create
    qint64 m_revision = -1; ///< of the document as read; -1: unknown
    bool m_written = false; ///< the document is written, extras may still be missing
    bool m_busy = false;
    bool m_wasJson = false; ///< the JSON tab was in front
    FieldForm* m_form;
    QTabWidget* m_tabs;
    JsonTab* m_json = nullptr;
    MessageBar* m_messages;
    QWidget* m_conflict = nullptr;
    ChangeBar* m_bar = nullptr;
    QPushButton* m_create = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace gatehouse::console
