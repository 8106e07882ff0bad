// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/table_view.h"

#include "console/models/roles.h"
#include "console/settings/settings.h"
#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/table_export.h"
#include "console/widgets/tokens.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMetaMethod>
#include <QPainter>
#include <QStyledItemDelegate>

#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int leastColumn = 2 * tokens::spaceXxl; // where even the headers must be cut

/// State cells (ToneRole) as icon and word; everything else as the style draws it.
class CellDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    /// Rows of several lines keep a distance, as their sentences would run into each other.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool wraps = option.features.testFlag(QStyleOptionViewItem::WrapText);
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, wraps ? tokens::spaceM : 0);
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const QVariant tone = index.data(ToneRole);
        if (!tone.isValid())
            return;
        const auto value = static_cast<tokens::Tone>(tone.toInt());
        const bool selected = option->state.testFlag(QStyle::State_Selected);
        const QColor colour = selected ? option->palette.color(QPalette::HighlightedText)
                                       : tokens::colour(tokens::of(option->palette).of(value));
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = QIcon(iconPixmap(StatusPill::iconName(value), colour, tokens::iconSmall,
                                        option->widget ? option->widget->devicePixelRatioF() : 1.0));
        option->decorationSize = QSize(tokens::iconSmall, tokens::iconSmall);
        option->palette.setColor(QPalette::Text, colour);
    }
};

/// Keeps the title of a column of numbers clear of the sort mark, which stands at its right end too.
class TableHeader final : public QHeaderView {
public:
    using QHeaderView::QHeaderView;

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int logicalIndex) const override
    {
        QHeaderView::initStyleOptionForIndex(option, logicalIndex);
        const bool marked = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
        if (marked && option->textAlignment.testFlag(Qt::AlignRight))
            option->text += QString(4, QChar(QChar::Nbsp));
    }
};

/// Under this name it is kept whether the saved widths are those of the user.
QString widthsKey(const QString& layout)
{
    return layout + u".widths"_s;
}

} // namespace

TableView::TableView(const QString& layoutName, Settings* settings, QWidget* parent)
    : QTableView(parent)
    , m_layoutName(layoutName)
    , m_settings(settings)
{
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(qMax(tokens::tableRow, fontMetrics().height() + tokens::spaceM));
    auto* header = new TableHeader(Qt::Horizontal, this);
    setHorizontalHeader(header);
    header->setSectionsClickable(true);
    header->setHighlightSections(false);
    header->setTextElideMode(Qt::ElideRight);
    header->setSectionsMovable(true);
    header->setMinimumSectionSize(leastColumn / 2); // else as wide as the widest letter of the font needs
    header->setStretchLastSection(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &TableView::showHeaderMenu);
    connect(header, &QHeaderView::sectionResized, this, &TableView::sectionResized);
    connect(this, &QTableView::doubleClicked, this, &TableView::openRequested);
}

TableView::~TableView()
{
    saveLayout();
}

void TableView::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    m_restored = false;
    m_gaveWay.clear();
    restoreLayout();
}

QList<int> TableView::visibleColumns() const
{
    QList<int> columns;
    const QHeaderView* header = horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int logical = header->logicalIndex(visual);
        if (!header->isSectionHidden(logical) || m_gaveWay.contains(logical))
            columns.append(logical);
    }
    return columns;
}

void TableView::copySelection()
{
    if (!selectionModel())
        return;
    QModelIndexList visible;
    const QModelIndexList selected = selectionModel()->selectedIndexes();
    for (const QModelIndex& index : selected) {
        if (!isColumnHidden(index.column()))
            visible.append(index);
    }
    QGuiApplication::clipboard()->setText(toClipboard(visible));
}

QByteArray TableView::csv() const
{
    return model() ? toCsv(*model(), visibleColumns()) : QByteArray();
}

QByteArray TableView::json() const
{
    return model() ? toJson(*model(), visibleColumns()) : QByteArray();
}

void TableView::resetLayout()
{
    QHeaderView* header = horizontalHeader();
    m_gaveWay.clear();
    m_ownWidths = false;
    for (int column = 0; column < header->count(); ++column) {
        header->moveSection(header->visualIndex(column), column);
        header->setSectionHidden(column, m_hiddenByDefault.contains(column));
        header->resizeSection(column, header->defaultSectionSize());
    }
    if (!model())
        return;
    measure();
    applyWidths();
}

void TableView::addExportActions(QMenu* menu)
{
    const QString name = m_layoutName.isEmpty() ? u"table"_s : m_layoutName;
    menu->addAction(icon(u"copy"_s), tr("Copy"), this, &TableView::copySelection)
        ->setShortcut(QKeySequence::Copy);
    if (!isSignalConnected(QMetaMethod::fromSignal(&TableView::exportRequested)))
        return; // nobody would write the file
    menu->addAction(icon(u"export"_s), tr("Export as CSV…"), this,
                    [this, name] { Q_EMIT exportRequested(name + u".csv"_s, csv()); });
    menu->addAction(icon(u"export"_s), tr("Export as JSON…"), this,
                    [this, name] { Q_EMIT exportRequested(name + u".json"_s, json()); });
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT openRequested(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::contextMenuEvent(QContextMenuEvent* event)
{
    showRowMenu(event->globalPos());
}

void TableView::showRowMenu(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(u"rowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    if (!actions().isEmpty())
        menu->addSeparator();
    addExportActions(menu);
    menu->popup(position);
}

void TableView::fitColumns()
{
    if (!model())
        return;
    measure();
    for (int column = 0; m_ownWidths && column < m_wanted.size(); ++column) {
        if (!isColumnHidden(column))
            m_wanted[column] = columnWidth(column);
    }
    applyWidths();
}

void TableView::wrapRows()
{
    setWordWrap(true);
    verticalHeader()->setMinimumSectionSize(verticalHeader()->defaultSectionSize());
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &QTableView::resizeRowsToContents);
}

void TableView::measure()
{
    m_wanted.clear();
    for (int column = 0; column < model()->columnCount(); ++column)
        m_wanted.append(qMax(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)));
}

/// Dragged by the user, who knows better from now on.
void TableView::sectionResized(int column)
{
    QList<int> shown = visibleColumns();
    shown.removeIf([this](int one) { return m_gaveWay.contains(one); });
    const bool last = !shown.isEmpty() && shown.last() == column; // it fills what is left
    const bool dragged = horizontalHeader()->underMouse() && QGuiApplication::mouseButtons() != Qt::NoButton;
    if (m_fitting || last || !dragged)
        return;
    m_wanted.clear();
    m_ownWidths = true;
}

/// States and numbers are not cut, and the first column tells which row it is.
ColumnNeed TableView::needOf(int column, bool first) const
{
    const QModelIndex cell = model()->index(0, column);
    const bool state = cell.data(ToneRole).isValid();
    const bool whole = state || cell.data(Qt::TextAlignmentRole).isValid();
    const int wanted = m_wanted.at(column);
    const int header = horizontalHeader()->sectionSizeHint(column);
    const int readable = first ? qMin(wanted, qMax(header, tokens::nameColumn)) : header;
    return {wanted, whole ? wanted : readable,
            qMin(wanted, whole ? qMax(sizeHintForColumn(column), leastColumn) : leastColumn), first || state};
}

/// Where the table is too narrow the columns at its end give way; the header menu and the detail pane have
/// them.
void TableView::applyWidths()
{
    const QList<int> columns = visibleColumns();
    QList<ColumnNeed> needs;
    for (const int column : columns)
        needs.append(needOf(column, needs.isEmpty()));
    QList<int> widths = console::fitColumns(needs, viewport()->width());
    const int spare = viewport()->width() - std::accumulate(widths.begin(), widths.end(), 0);
    // What is left goes to the last column; but a number far from the others would be hard to read.
    if (spare > 0 && widths.size() > 1 && widths.last() > 0 &&
        model()->index(0, columns.last()).data(Qt::TextAlignmentRole).isValid())
        widths.first() += spare;
    m_fitting = true;
    m_gaveWay.clear();
    for (qsizetype i = 0; i < columns.size(); ++i) {
        setColumnHidden(columns.at(i), widths.at(i) == 0);
        if (widths.at(i) == 0)
            m_gaveWay.insert(columns.at(i));
        else
            horizontalHeader()->resizeSection(columns.at(i), widths.at(i));
    }
    m_fitting = false;
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (!m_wanted.isEmpty() && event->size().width() != event->oldSize().width())
        applyWidths();
}

void TableView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    setAccessibleDescription(text);
    viewport()->update();
}

void TableView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (m_emptyText.isEmpty() || !model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QRect room =
        viewport()->rect().adjusted(tokens::spaceL, tokens::spaceM, -tokens::spaceL, -tokens::spaceM);
    painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void TableView::showHeaderMenu(const QPoint& position)
{
    if (!model())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < model()->columnCount(); ++column) {
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        const bool shown = visibleColumns().contains(column);
        QAction* action = menu->addAction(
            m_gaveWay.contains(column) ? tr("%1 (no room in this window)").arg(title) : title);
        action->setCheckable(true);
        action->setChecked(shown);
        action->setEnabled(!shown || visibleColumns().size() > 1);
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            m_gaveWay.remove(column);
            setColumnHidden(column, !on);
            if (!m_wanted.isEmpty())
                applyWidths();
            saveLayout();
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Reset columns"), this, &TableView::resetLayout);
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

void TableView::setHiddenByDefault(const QList<int>& columns)
{
    m_hiddenByDefault = columns;
    restoreLayout();
}

void TableView::restoreLayout()
{
    if (!model() || model()->columnCount() == 0)
        return;
    m_restored = true;
    for (const int column : std::as_const(m_hiddenByDefault))
        setColumnHidden(column, true);
    if (!m_settings || m_layoutName.isEmpty())
        return;
    const QByteArray state = m_settings->layout(m_layoutName);
    m_ownWidths = !m_settings->layout(widthsKey(m_layoutName)).isEmpty();
    if (!state.isEmpty())
        horizontalHeader()->restoreState(state);
}

/// With the widths that the columns would like to have, not those of a narrow window.
void TableView::saveLayout()
{
    if (!m_restored || !m_settings || m_layoutName.isEmpty() || !model())
        return;
    m_fitting = true;
    for (const int column : std::as_const(m_gaveWay))
        setColumnHidden(column, false);
    for (int column = 0; column < m_wanted.size(); ++column) {
        if (!isColumnHidden(column))
            setColumnWidth(column, m_wanted.at(column));
    }
    m_settings->setLayout(m_layoutName, horizontalHeader()->saveState());
    m_settings->setLayout(widthsKey(m_layoutName), m_ownWidths ? "own" : QByteArray());
    for (const int column : std::as_const(m_gaveWay))
        setColumnHidden(column, true);
    m_fitting = false;
    if (!m_wanted.isEmpty())
        applyWidths();
}

} // namespace gatehouse::console
