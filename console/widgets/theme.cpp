// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/theme.h"

#include "console/widgets/style.h"
#include "console/widgets/tokens.h"

#include <QApplication>
#include <QEvent>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

Theme::Theme(QObject* parent)
    : QObject(parent)
{
    m_systemDark = tokens::isDark(QApplication::palette());
    QApplication::setStyle(new Style);
    qApp->installEventFilter(this);
    apply();
}

Theme::Mode Theme::modeFromText(const QString& text)
{
    if (text.compare(u"light"_s, Qt::CaseInsensitive) == 0)
        return Mode::Light;
    return text.compare(u"dark"_s, Qt::CaseInsensitive) == 0 ? Mode::Dark : Mode::Auto;
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    apply();
}

QPalette Theme::palette(bool dark)
{
    using tokens::colour;
    const tokens::Colours& c = dark ? tokens::dark : tokens::light;
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, const QColor& value) { p.setColor(role, value); };
    set(QPalette::Window, colour(c.window));
    set(QPalette::WindowText, colour(c.text));
    set(QPalette::Base, colour(c.surface));
    set(QPalette::AlternateBase, tokens::mix(c.surface, c.window, 0.6));
    set(QPalette::Text, colour(c.text));
    set(QPalette::Button, dark ? tokens::mix(c.surface, c.text, 0.06) : colour(c.surface));
    set(QPalette::ButtonText, colour(c.text));
    set(QPalette::BrightText, colour(c.bad));
    set(QPalette::Highlight, colour(c.accent));
    set(QPalette::HighlightedText, colour(c.onAccent));
    set(QPalette::Link, colour(c.accent));
    set(QPalette::LinkVisited, colour(c.accent));
    set(QPalette::ToolTipBase, colour(c.surface));
    set(QPalette::ToolTipText, colour(c.text));
    set(QPalette::PlaceholderText, colour(c.muted));
    set(QPalette::Light, tokens::mix(c.surface, c.border, 0.25));
    set(QPalette::Midlight, tokens::mix(c.surface, c.border, 0.5));
    set(QPalette::Mid, colour(c.border));
    set(QPalette::Dark, tokens::mix(c.border, c.text, 0.25));
    set(QPalette::Shadow, tokens::mix(c.window, 0xFF000000, 0.6));
    const QColor disabled = tokens::mix(c.surface, c.muted, 0.65);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, disabled);
    p.setColor(QPalette::Disabled, QPalette::Highlight, tokens::mix(c.surface, c.border, 0.8));
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, disabled);
    return p;
}

QString Theme::styleSheet(bool dark)
{
    const tokens::Colours& c = dark ? tokens::dark : tokens::light;
    const auto hex = [](QRgb rgb) { return tokens::colour(rgb).name(); };
    QString sheet = uR"(
QToolTip { background: %surface; color: %text; border: 1px solid %border; padding: 4px; }
QPushButton[primary="true"] { background: %accent; color: %onAccent; border: 1px solid %accent; border-radius: %radiuspx;
  padding: 5px 14px; font-weight: 600; }
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:focus { background: %accentHover; border-color: %text; }
QPushButton[primary="true"]:disabled { background: %border; border-color: %border; color: %muted; }
QPushButton[danger="true"] { color: %bad; }
QPushButton[danger="true"]:disabled { color: %muted; }
QFrame[card="true"] { background: %surface; border: 1px solid %border; border-radius: %radiuspx; }
QTreeView#navigation { background: %window; border: none; border-right: 1px solid %border; }
QTableView { border: 1px solid %border; border-radius: %radiuspx; gridline-color: %grid; }
QPlainTextEdit, QListWidget { border: 1px solid %edge; border-radius: %controlRadiuspx; background: %surface; }
QPlainTextEdit:focus, QListWidget:focus { border: 1px solid %accent; }
QPlainTextEdit[readOnly="true"] { background: %window; }
QListWidget::item { padding: 0 6px; }
QTabWidget::pane { border: none; border-top: 1px solid %border; }
QTabBar { background: transparent; }
QTabBar::tab { border: none; border-bottom: 2px solid transparent; padding: 6px 12px; color: %muted; }
QTabBar::tab:selected { border-bottom: 2px solid %accent; color: %text; }
QTabBar::tab:hover { color: %text; }
QTabBar::tab:selected:focus { color: %accent; }
QListWidget#sections, QListWidget#sections:focus { border: none; background: %window; }
QListWidget#sections::item { border: 1px solid transparent; border-radius: %controlRadiuspx; padding: 0 8px; }
QListWidget#sections::item:selected { background: %selected; color: %text; }
QListWidget#sections::item:selected:focus { border: 1px solid %accent; }
QHeaderView { background: %surface; }
QHeaderView::section { background: %surface; color: %muted; border: none; border-bottom: 1px solid %border;
  padding: 5px 8px; font-weight: 600; }
QStatusBar { background: %window; border-top: 1px solid %border; }
QStatusBar::item { border: none; }
QToolButton::menu-indicator { image: none; }
QScrollBar:vertical { background: transparent; width: %scrollBarpx; margin: 0; }
QScrollBar:horizontal { background: transparent; height: %scrollBarpx; margin: 0; }
QScrollBar::handle { background: %edge; border-radius: %controlRadiuspx; margin: 2px; }
QScrollBar::handle:vertical { min-height: %rowpx; }
QScrollBar::handle:horizontal { min-width: %rowpx; }
QScrollBar::handle:hover { background: %muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QScrollArea { border: none; background: transparent; }
QMenuBar { background: %window; }
QSplitter::handle { background: transparent; }
QFrame[card="true"] QTableView { border: none; border-radius: 0; }
QToolButton[legend="true"] { border: 1px solid transparent; border-radius: %radiuspx; padding: 2px 4px; background: transparent; color: %muted; }
QToolButton[legend="true"]:checked { color: %text; }
QToolButton[legend="true"]:hover, QToolButton[legend="true"]:focus { border-color: %accent; }
QToolButton[chip="true"] { border: 1px solid %border; border-radius: %radiuspx; padding: 3px 8px; background: %surface; }
QToolButton[chip="true"]:hover, QToolButton[chip="true"]:focus { border-color: %accent; }
QToolButton[chip="true"]:checked { background: %selected; border-color: %accent; }
)"_s;
    const QHash<QString, QString> values{
        {u"%surface"_s, hex(c.surface)},
        {u"%window"_s, hex(c.window)},
        {u"%text"_s, hex(c.text)},
        {u"%border"_s, hex(c.border)},
        {u"%muted"_s, hex(c.muted)},
        {u"%onAccent"_s, hex(c.onAccent)},
        {u"%bad"_s, hex(c.bad)},
        {u"%radius"_s, QString::number(tokens::radius)},
        {u"%controlRadius"_s, QString::number(tokens::controlRadius)},
        {u"%scrollBar"_s, QString::number(tokens::scrollBar)},
        {u"%row"_s, QString::number(tokens::tableRow)},
        {u"%selected"_s, tokens::mix(c.window, c.accent, dark ? 0.24 : 0.14).name()},
        {u"%edge"_s, tokens::mix(c.border, c.muted, 0.35).name()},
        {u"%grid"_s, tokens::mix(c.surface, c.border, 0.55).name()}};
    sheet.replace(u"%accentHover"_s, tokens::mix(c.accent, c.text, 0.15).name());
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        sheet.replace(it.key(), it.value());
    return sheet.replace(u"%accent"_s, hex(c.accent));
}

void Theme::apply()
{
    const bool dark = m_mode == Mode::Dark || (m_mode == Mode::Auto && m_systemDark);
    m_applying = true;
    m_dark = dark;
    QApplication::setPalette(palette(dark));
    qApp->setStyleSheet(styleSheet(dark));
    m_applying = false;
    Q_EMIT changed(dark);
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    // The desktop changed its theme: forget our palette for a moment to see the desktop's.
    if (event->type() == QEvent::ThemeChange && !m_applying && watched->isWindowType()) {
        m_applying = true;
        QApplication::setPalette(QPalette());
        const bool systemDark = tokens::isDark(QApplication::palette());
        m_applying = false;
        m_systemDark = systemDark;
        apply();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace gatehouse::console
