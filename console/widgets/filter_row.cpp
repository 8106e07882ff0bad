// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/filter_row.h"

#include "console/widgets/button_looks.h"
#include "console/widgets/icons.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

SearchField::SearchField(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setToolTip(placeholder); // it may be longer than the field
    setClearButtonEnabled(true);
    addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_timer.setSingleShot(true);
    m_timer.setInterval(tokens::filterDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &SearchField::send);
    connect(this, &QLineEdit::textChanged, this, [this] { m_timer.start(); });
    connect(this, &QLineEdit::returnPressed, this, &SearchField::send);
}

void SearchField::setQuery(const QString& query)
{
    setText(query);
    m_timer.stop();
    m_sent = query;
}

void SearchField::send()
{
    m_timer.stop();
    if (text() == m_sent)
        return;
    m_sent = text();
    Q_EMIT searchChanged(m_sent);
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

FilterRow::FilterRow(const QString& searchHint, QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_search(new SearchField(searchHint, this))
    , m_count(new QLabel(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(tokens::spaceS);
    m_search->setMinimumWidth(tokens::navigationWidth);
    m_search->setMaximumWidth(tokens::detailWidth);
    m_row->addWidget(m_search, 2);
    m_row->addStretch(1);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_row->addWidget(m_count);
    connect(m_search, &SearchField::searchChanged, this, &FilterRow::searchChanged);
}

QToolButton* FilterRow::addChip(const QString& key, const QString& text)
{
    QToolButton* const chip = makeChip(text, this);
    chip->setObjectName(u"chip_"_s + key);
    m_row->insertWidget(m_chipEnd++, chip);
    connect(chip, &QToolButton::toggled, this, [this, key](bool on) { Q_EMIT chipToggled(key, on); });
    return chip;
}

bool FilterRow::isChipOn(const QString& key) const
{
    const auto* chip = findChild<QToolButton*>(u"chip_"_s + key);
    return chip && chip->isChecked();
}

void FilterRow::setChip(const QString& key, bool on)
{
    if (auto* chip = findChild<QToolButton*>(u"chip_"_s + key))
        chip->setChecked(on);
}

void FilterRow::addTrailing(QWidget* widget)
{
    m_row->addWidget(widget);
}

void FilterRow::setCount(qint64 shown, qint64 total)
{
    const QLocale locale;
    if (total < 0)
        m_count->setText(locale.toString(shown));
    else
        m_count->setText(tr("%1 of %2").arg(locale.toString(shown), locale.toString(total)));
}

} // namespace gatehouse::console
