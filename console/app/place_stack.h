// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QHash>
#include <QStackedWidget>

namespace gatehouse::console {

/// The pages: makes each on the first visit, keeps it, and remembers the way (back and forward).
class PlaceStack : public QStackedWidget {
    Q_OBJECT
public:
    PlaceStack(const PlaceRegistry& places, PageContext& context, QWidget* parent = nullptr);
    ~PlaceStack() override;

    /// Asks first when the present page has unsaved changes.
    void go(const PlaceLink& link);
    void back();
    void forward();
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_way.size(); }
    Page* current() const { return m_current; }
    QString currentPlace() const;
    /// The connection is there again: the page in front loads.
    void reload();
    void updateWritable();

Q_SIGNALS:
    void placeChanged(const QString& id);

private:
    void show(const PlaceLink& link, bool restore);
    void leaveThen(std::function<void()> next);
    void remember();
    const PlaceRegistry& m_places;
    PageContext& m_context;
    QHash<QString, Page*> m_pages;
    Page* m_current = nullptr;
    QList<PlaceLink> m_way;
    qsizetype m_at = -1;
};

} // namespace gatehouse::console
