// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QJsonObject>
#include <QList>
#include <QPointer>
#include <QString>
#include <QUrlQuery>
#include <QWidget>

#include <functional>

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace gatehouse::console {

class ApiClient;
class ConnectionMachine;
class DetailPane;
class Dialogs;
class EventStream;
class FilterRow;
class MessageBar;
class ProgressLine;
class Settings;
class Session;
class Tasks;
class Toasts;

/// Where a link inside the console leads: a place and what it shows ("apis", "id=42&tab=traffic").
struct PlaceLink {
    QString place;
    QUrlQuery query;
    bool operator==(const PlaceLink&) const = default;
};

/// What every page may use. The composition root owns all of it and outlives the pages; GUI thread only.
struct PageContext {
    ApiClient& client;
    Session& session;
    ConnectionMachine& connection;
    EventStream& events;
    Settings& settings;
    Dialogs& dialogs;
    Toasts& toasts;
    Tasks& tasks;
    /// Goes to another place, with history (Alt+Left comes back).
    std::function<void(const PlaceLink&)> navigate;
    /// May this console change things now? False when offline or when the profile is read-only; `why` says
    /// which.
    std::function<bool(QString* why)> mayWrite;
    /// What the gateway says of itself (/platform/version); empty until it has answered.
    std::function<QJsonObject()> gatewayInfo = [] { return QJsonObject(); };
};

class Page;

/// One entry of the navigation tree.
struct PlaceInfo {
    QString id;    ///< stable: settings, deep links, --place
    QString group; ///< heading in the tree, translated; empty = top level
    QString title; ///< translated
    QString icon;  ///< name in resources/icons
    int order = 0;
    QString keywords; ///< further words for the command palette
    std::function<Page*(PageContext&, QWidget* parent)> make;
};

/// All places; the tree, the palette and --place read it. Filled once by registerPlaces()
/// (console/pages/places.h).
class PlaceRegistry {
public:
    void add(PlaceInfo place);
    /// In the order of the tree.
    const QList<PlaceInfo>& places() const { return m_places; }
    const PlaceInfo* find(const QString& id) const;

private:
    QList<PlaceInfo> m_places;
};

/// Anatomy of a place: header (title, primary action, overflow), messages, filter row, content beside a
/// detail pane. Pages are made on first visit and kept. Fetch in activate(), stop polling in deactivate().
class Page : public QWidget {
    Q_OBJECT
public:
    Page(const QString& title, PageContext& context, QWidget* parent = nullptr);

    /// The page is in front now, or its connection came back: load what is old.
    virtual void activate() {}
    virtual void deactivate() {}
    /// F5.
    virtual void refresh() { activate(); }
    /// False keeps the page in front after asking; a page with a draft asks through dialogs().
    virtual bool hasUnsavedChanges() const { return false; }
    /// What can be done with the selected rows, as a menu beside them.
    virtual void showRowMenu() {}
    /// Filter, selection, tab: what back and forward restore.
    virtual QUrlQuery state() const { return {}; }
    virtual void restoreState(const QUrlQuery&) {}
    /// Name of the help page under resources/help; empty = the id of the place, else the start page.
    virtual QString helpTopic() const { return {}; }

    QString title() const;
    void setTitle(const QString& title);
    /// Small text after the title: "as of 14:02:11", a state.
    void setSubtitle(const QString& text);
    PageContext& context() const { return m_context; }
    MessageBar* messages() const { return m_messages; }
    ProgressLine* progress() const { return m_progress; }

    /// The one button of the header. The action also appears in the command palette. It is disabled while
    /// mayWrite() is false when `writes`.
    QAction* setPrimaryAction(const QString& text, const QString& iconName, bool writes = true);
    QAction* addOverflowAction(const QString& text, const QString& iconName = {}, bool writes = false);
    FilterRow* addFilterRow(const QString& searchHint);
    void setContent(QWidget* content);
    /// Shown at the right of the content; hidden until the page opens it.
    DetailPane* addDetailPane();
    /// Replaces content and detail pane (not header and filter row) by an EmptyState or back (nullptr).
    void showInstead(QWidget* widget);
    /// Looks at mayWrite() again; the shell calls it when the connection changes.
    void updateWritable();

Q_SIGNALS:
    void titleChanged();

private:
    PageContext& m_context;
    QLabel* m_title;
    QLabel* m_subtitle;
    QPushButton* m_primary = nullptr;
    QToolButton* m_overflow;
    QMenu* m_overflowMenu;
    ProgressLine* m_progress;
    MessageBar* m_messages;
    QVBoxLayout* m_column;
    QStackedWidget* m_stack;
    QSplitter* m_splitter;
    DetailPane* m_detail = nullptr;
    QList<QAction*> m_writing;
};

} // namespace gatehouse::console
