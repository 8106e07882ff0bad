// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/command_palette.h"

#include "console/widgets/tokens.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int shownCommands = 14;
constexpr int shortcutRole = Qt::UserRole + 1;

/// The shortcut stands at the right edge of its row.
class CommandDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setFont(option.font);
        painter->setPen(
            option.palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(0, 0, -tokens::spaceM, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(shortcutRole).toString());
        painter->restore();
    }
};

bool lettersInOrder(const QString& query, const QString& text)
{
    qsizetype at = 0;
    for (const QChar c : query) {
        if (c.isSpace())
            continue;
        at = text.indexOf(c, at, Qt::CaseInsensitive);
        if (at < 0)
            return false;
        ++at;
    }
    return true;
}

int wordScore(const QString& word, const QString& text)
{
    const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
    if (at < 0)
        return 0;
    return at == 0 ? 40 : text.at(at - 1).isSpace() ? 30 : 10;
}
} // namespace

CommandPalette::CommandPalette(QList<Command> commands, QWidget* parent)
    : QDialog(parent)
    , m_commands(std::move(commands))
    , m_line(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(u"commandPalette"_s);
    setWindowTitle(tr("Commands"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(tokens::paletteWidth);
    m_line->setPlaceholderText(tr("Go to a place or run a command"));
    m_line->setAccessibleName(m_line->placeholderText());
    m_list->setAccessibleName(tr("Matching commands"));
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceS, tokens::spaceS, tokens::spaceS, tokens::spaceS);
    column->addWidget(m_line);
    column->addWidget(m_list);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    filter({});
    m_line->setFocus();
}

int CommandPalette::score(const QString& query, const Command& command)
{
    const QStringList words = query.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return 1;
    const QString all = command.title + u' ' + command.context + u' ' + command.keywords;
    int sum = 0;
    for (const QString& word : words) {
        const int inTitle = wordScore(word, command.title) * 2;
        const int score = std::max(inTitle, wordScore(word, all));
        if (score == 0)
            return lettersInOrder(query, command.title) ? 1 : 0;
        sum += score;
    }
    return sum + 1;
}

void CommandPalette::filter(const QString& query)
{
    std::vector<std::pair<int, int>> hits;
    for (int i = 0; i < m_commands.size(); ++i) {
        const int value = score(query, m_commands.at(i));
        if (value > 0)
            hits.emplace_back(-value, i);
    }
    std::stable_sort(hits.begin(), hits.end());
    m_list->clear();
    for (const auto& hit : hits) {
        if (m_list->count() == shownCommands)
            break;
        const Command& command = m_commands.at(hit.second);
        const QString text =
            command.context.isEmpty() ? command.title : command.context + u": "_s + command.title;
        auto* item = new QListWidgetItem(command.icon, text, m_list);
        item->setData(Qt::UserRole, hit.second);
        item->setData(shortcutRole, command.shortcut);
        if (!command.shortcut.isEmpty())
            item->setData(Qt::AccessibleTextRole, text + u", "_s + command.shortcut);
        item->setSizeHint(QSize(0, tokens::tableRow));
    }
    m_list->setCurrentRow(0);
    m_list->setMinimumHeight(tokens::tableRow * shownCommands);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item)
        return;
    const auto run = m_commands.at(item->data(Qt::UserRole).toInt()).run;
    accept();
    // After the palette has gone, so that the command sees the window it was called from. The timer's context
    // is the application: this dialog is about to be deleted.
    QTimer::singleShot(0, qApp, run);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            runCurrent();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace gatehouse::console
