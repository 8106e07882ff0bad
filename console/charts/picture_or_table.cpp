// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/picture_or_table.h"

#include "console/widgets/icons.h"

#include <QLabel>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

PictureOrTable::PictureOrTable(const QString& title, QWidget* picture, QWidget* table, QWidget* parent)
    : QStackedWidget(parent)
    , m_picture(picture)
    , m_table(table)
    , m_notice(new QLabel(this))
    , m_button(new QToolButton(this))
{
    m_notice->setAlignment(Qt::AlignCenter);
    m_notice->setWordWrap(true);
    m_notice->setForegroundRole(QPalette::PlaceholderText);
    addWidget(m_picture);
    addWidget(m_table);
    addWidget(m_notice);
    m_button->setIcon(icon(u"columns"_s));
    m_button->setCheckable(true);
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setToolTip(tr("Show as table"));
    m_button->setAccessibleName(tr("Show %1 as table").arg(title));
    connect(m_button, &QToolButton::toggled, this, &PictureOrTable::setTableShown);
}

void PictureOrTable::setNotice(const QString& text)
{
    m_notice->setText(text);
    if (!text.isEmpty())
        setCurrentWidget(m_notice);
    else if (currentWidget() == m_notice)
        setTableShown(m_button->isChecked());
}

bool PictureOrTable::isTableShown() const
{
    return currentWidget() == m_table;
}

void PictureOrTable::setTableShown(bool shown)
{
    m_button->setChecked(shown);
    if (m_notice->text().isEmpty())
        setCurrentWidget(shown ? m_table : m_picture);
}

} // namespace gatehouse::console
