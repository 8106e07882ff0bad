// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/page.h"

#include "console/widgets/detail_pane.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/tokens.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

void PlaceRegistry::add(PlaceInfo place)
{
    const auto after =
        std::upper_bound(m_places.begin(), m_places.end(), place.order,
                         [](int order, const PlaceInfo& other) { return order < other.order; });
    m_places.insert(after, std::move(place));
}

const PlaceInfo* PlaceRegistry::find(const QString& id) const
{
    const auto it =
        std::find_if(m_places.begin(), m_places.end(), [&id](const PlaceInfo& p) { return p.id == id; });
    return it == m_places.end() ? nullptr : &*it;
}

Page::Page(const QString& title, PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_title(new QLabel(title, this))
    , m_subtitle(new QLabel(this))
    , m_overflow(new QToolButton(this))
    , m_overflowMenu(new QMenu(this))
    , m_progress(new ProgressLine(this))
    , m_messages(new MessageBar(this))
    , m_column(new QVBoxLayout)
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    m_title->setFont(tokens::font(tokens::TextRole::Title));
    m_title->setObjectName(u"pageTitle"_s);
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    m_overflow->setIcon(icon(u"more"_s));
    m_overflow->setAccessibleName(tr("More actions"));
    m_overflow->setToolTip(tr("More actions"));
    m_overflow->setPopupMode(QToolButton::InstantPopup);
    m_overflow->setMenu(m_overflowMenu);
    m_overflow->setFocusPolicy(Qt::StrongFocus);
    m_overflow->setAutoRaise(true);
    m_overflow->hide();

    auto* header = new QHBoxLayout;
    header->setObjectName(u"pageHeader"_s);
    header->addWidget(m_title);
    header->addWidget(m_subtitle, 1, Qt::AlignBottom);
    header->addWidget(m_overflow);
    header->addStrut(fontMetrics().height() + tokens::spaceM); // as with a button: no jump between places

    m_column->setContentsMargins(tokens::pageMargin, tokens::spaceM, tokens::pageMargin, tokens::pageMargin);
    m_column->setSpacing(tokens::spaceM);
    m_column->addLayout(header);
    m_column->addWidget(m_messages);
    m_column->addWidget(m_stack, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(tokens::spaceM);
    m_stack->addWidget(m_splitter);

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_progress);
    all->addLayout(m_column, 1);
    connect(m_messages, &MessageBar::retryRequested, this, &Page::refresh);
}

QString Page::title() const
{
    return m_title->text();
}

void Page::setTitle(const QString& title)
{
    m_title->setText(title);
    Q_EMIT titleChanged();
}

void Page::setSubtitle(const QString& text)
{
    m_subtitle->setText(text);
}

QAction* Page::setPrimaryAction(const QString& text, const QString& iconName, bool writes)
{
    auto* action = new QAction(icon(iconName), text, this);
    addAction(action);
    m_primary = new QPushButton(text, this);
    m_primary->setProperty("primary", true);
    m_primary->setObjectName(u"primaryAction"_s);
    auto* header = static_cast<QHBoxLayout*>(m_column->itemAt(0)->layout());
    header->insertWidget(2, m_primary);
    setTabOrder(m_primary, m_overflow);
    connect(m_primary, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, [this, action] {
        m_primary->setEnabled(action->isEnabled());
        m_primary->setToolTip(action->toolTip());
    });
    if (writes)
        m_writing.append(action);
    updateWritable();
    return action;
}

QAction* Page::addOverflowAction(const QString& text, const QString& iconName, bool writes)
{
    QAction* action = m_overflowMenu->addAction(text);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    addAction(action);
    m_overflow->show();
    if (writes)
        m_writing.append(action);
    updateWritable();
    return action;
}

FilterRow* Page::addFilterRow(const QString& searchHint)
{
    auto* row = new FilterRow(searchHint, this);
    m_column->insertWidget(m_column->indexOf(m_stack), row);
    return row;
}

void Page::setContent(QWidget* content)
{
    m_splitter->insertWidget(0, content);
    m_splitter->setStretchFactor(0, 1);
}

DetailPane* Page::addDetailPane()
{
    m_detail = new DetailPane(this);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(m_splitter->indexOf(m_detail), 0);
    m_detail->hide();
    return m_detail;
}

void Page::showInstead(QWidget* widget)
{
    if (!widget) {
        m_stack->setCurrentWidget(m_splitter);
        return;
    }
    if (m_stack->indexOf(widget) < 0)
        m_stack->addWidget(widget);
    m_stack->setCurrentWidget(widget);
}

void Page::updateWritable()
{
    QString why;
    const bool may = !m_context.mayWrite || m_context.mayWrite(&why);
    for (QAction* action : std::as_const(m_writing)) {
        action->setEnabled(may);
        action->setToolTip(may ? action->text() : why);
    }
}

} // namespace gatehouse::console
