// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/place_stack.h"

#include "console/widgets/dialogs.h"

namespace gatehouse::console {

namespace {
constexpr qsizetype longestWay = 100;
}

PlaceStack::PlaceStack(const PlaceRegistry& places, PageContext& context, QWidget* parent)
    : QStackedWidget(parent)
    , m_places(places)
    , m_context(context)
{
}

PlaceStack::~PlaceStack() = default;

QString PlaceStack::currentPlace() const
{
    return m_at >= 0 ? m_way.at(m_at).place : QString();
}

void PlaceStack::go(const PlaceLink& link)
{
    if (!m_places.find(link.place))
        return;
    leaveThen([this, link] {
        remember();
        m_way.resize(m_at + 1);
        if (m_at < 0 || m_way.last() != link)
            m_way.append(link);
        if (m_way.size() > longestWay)
            m_way.removeFirst();
        m_at = m_way.size() - 1;
        show(link, !link.query.isEmpty()); // a click in the tree finds the page as it was left
    });
}

void PlaceStack::back()
{
    if (!canGoBack())
        return;
    leaveThen([this] {
        remember();
        show(m_way.at(--m_at), true);
    });
}

void PlaceStack::forward()
{
    if (!canGoForward())
        return;
    leaveThen([this] {
        remember();
        show(m_way.at(++m_at), true);
    });
}

void PlaceStack::remember()
{
    if (m_current && m_at >= 0)
        m_way[m_at].query = m_current->state();
}

void PlaceStack::leaveThen(std::function<void()> next)
{
    if (m_current && m_current->hasUnsavedChanges())
        m_context.dialogs.unsavedChanges(this, m_current->title(), std::move(next));
    else
        next();
    // After a refused leave the tree must show the page that is still there.
    Q_EMIT placeChanged(currentPlace());
}

void PlaceStack::show(const PlaceLink& link, bool restore)
{
    Page* page = m_pages.value(link.place);
    if (!page) {
        const PlaceInfo* info = m_places.find(link.place);
        page = info->make(m_context, this);
        m_pages.insert(link.place, page);
        addWidget(page);
    }
    if (m_current && m_current != page)
        m_current->deactivate();
    m_current = page;
    setCurrentWidget(page);
    if (restore)
        page->restoreState(link.query);
    page->updateWritable();
    page->activate();
    Q_EMIT placeChanged(link.place);
}

void PlaceStack::reload()
{
    if (m_current)
        m_current->activate();
}

void PlaceStack::updateWritable()
{
    for (Page* page : std::as_const(m_pages))
        page->updateWritable();
}

} // namespace gatehouse::console
