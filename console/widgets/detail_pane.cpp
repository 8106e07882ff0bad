// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/detail_pane.h"

#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// Title, state and close button: the state stands beside the title as long as it leaves it room, else below.
class PaneHeader final : public QWidget {
public:
    PaneHeader(QWidget* title, QWidget* pill, QWidget* close, QWidget* parent)
        : QWidget(parent)
        , m_pill(pill)
        , m_grid(new QGridLayout(this))
    {
        m_grid->setContentsMargins(0, 0, 0, 0);
        m_grid->addWidget(title, 0, 0);
        m_grid->addWidget(close, 0, 2, Qt::AlignTop);
        m_grid->setColumnStretch(0, 1);
        place();
    }

protected:
    bool event(QEvent* event) override
    {
        if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)
            place();
        return QWidget::event(event);
    }

private:
    void place()
    {
        const bool beside = 3 * m_pill->sizeHint().width() <= width();
        if (m_grid->indexOf(m_pill) >= 0 && beside == m_beside)
            return;
        m_beside = beside;
        m_grid->removeWidget(m_pill);
        m_grid->addWidget(m_pill, beside ? 0 : 1, beside ? 1 : 0, 1, beside ? 1 : 3, Qt::AlignLeft);
    }

    QWidget* m_pill;
    QGridLayout* m_grid;
    bool m_beside = true;
};

} // namespace

DetailPane::DetailPane(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_pill(new StatusPill(this))
    , m_scroll(new QScrollArea(this))
    , m_actions(new QVBoxLayout)
{
    setProperty("card", true);
    setMinimumWidth(tokens::detailWidth - tokens::groupGap);
    m_title->setFont(tokens::font(tokens::TextRole::Section));
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse); // mostly a name, which people copy
    auto* close = new QToolButton(this);
    close->setIcon(icon(u"close"_s));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::StrongFocus);
    close->setAccessibleName(tr("Close the detail pane"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QToolButton::clicked, this, &DetailPane::close);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceM, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    column->addWidget(new PaneHeader(m_title, m_pill, close, this));
    column->addWidget(m_scroll, 1);
    column->addLayout(m_actions);
    begin({});
}

void DetailPane::setTitle(const QString& title)
{
    m_title->setText(title);
}

void DetailPane::begin(const QString& title)
{
    m_title->setText(title);
    m_pill->hide();
    m_body = new QWidget;
    m_facts = new QVBoxLayout(m_body);
    m_facts->setContentsMargins(0, 0, tokens::spaceS, 0);
    m_facts->setSpacing(tokens::spaceXs);
    m_facts->addStretch(1);
    m_scroll->setWidget(m_body); // deletes the old one
    m_scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    while (QLayoutItem* item = m_actions->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide(); // before its end, or the old and the new ones stand together for a moment
            item->widget()->deleteLater();
        }
        delete item;
    }
}

void DetailPane::addSection(const QString& heading)
{
    auto* label = new QLabel(heading, m_body);
    label->setFont(tokens::font(tokens::TextRole::Section));
    label->setContentsMargins(0, tokens::spaceM, 0, 0);
    m_facts->insertWidget(m_facts->count() - 1, label);
}

QLabel* DetailPane::addFact(const QString& label, const QString& value, bool mono)
{
    auto* name = new QLabel(label, m_body);
    name->setFont(tokens::font(tokens::TextRole::Caption));
    name->setForegroundRole(QPalette::PlaceholderText);
    auto* text = new QLabel(value.isEmpty() ? u"–"_s : value, m_body);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (mono)
        text->setFont(tokens::font(tokens::TextRole::Mono));
    m_facts->insertWidget(m_facts->count() - 1, name);
    m_facts->insertWidget(m_facts->count() - 1, text);
    m_facts->insertSpacing(m_facts->count() - 1, tokens::spaceXs);
    return text;
}

void DetailPane::addWidget(QWidget* widget)
{
    m_facts->insertWidget(m_facts->count() - 1, widget);
}

void DetailPane::addAction(QWidget* button)
{
    m_actions->addWidget(button);
}

void DetailPane::open()
{
    show();
}

void DetailPane::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void DetailPane::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace gatehouse::console
