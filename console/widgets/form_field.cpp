// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/form_field.h"

#include "console/widgets/icons.h"
#include "console/widgets/tokens.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

FormField::FormField(const QString& label, QWidget* editor, const QString& help, Side side, QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(label, this))
    , m_editor(editor)
    , m_note(new QLabel(this))
    , m_column(new QVBoxLayout)
    , m_help(help)
{
    m_editor->setParent(this);
    m_label->setBuddy(m_editor);
    m_editor->setAccessibleName(label);
    m_editor->setAccessibleDescription(help);
    m_label->setWordWrap(true);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setFont(tokens::font(tokens::TextRole::Caption));
    auto* box = new QBoxLayout(side == Side::Above ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight, this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(side == Side::Above ? tokens::spaceXs : tokens::spaceL);
    if (side == Side::Left)
        m_label->setFixedWidth(tokens::navigationWidth * 3 / 4);
    box->addWidget(m_label, 0, side == Side::Left ? Qt::AlignTop : Qt::Alignment());
    m_column->setSpacing(tokens::spaceXs);
    m_column->addWidget(m_editor);
    m_column->addWidget(m_note);
    box->addLayout(m_column, 1);
    setFocusProxy(m_editor);
    // A label at the left stands on the line of its editor, also when the editor has several lines.
    if (side == Side::Left)
        m_label->setMinimumHeight(QLineEdit().sizeHint().height());
    showNote();
}

void FormField::replaceEditor(QWidget* editor)
{
    m_column->replaceWidget(m_editor, editor);
    m_editor->hide();
    m_editor = editor;
    m_label->setBuddy(editor);
    editor->setAccessibleName(m_label->text());
    setFocusProxy(editor);
    showNote();
}

QString FormField::label() const
{
    return m_label->text();
}

void FormField::setError(const QString& error)
{
    if (error == m_error)
        return;
    m_error = error;
    showNote();
}

void FormField::showNote()
{
    const bool bad = hasError();
    m_note->setText(bad ? u"⚠ "_s + m_error : m_help);
    m_note->setVisible(!m_note->text().isEmpty());
    QPalette colours;
    if (bad)
        colours.setColor(QPalette::WindowText, tokens::colour(tokens::of(palette()).bad));
    m_note->setPalette(colours);
    m_note->setForegroundRole(bad ? QPalette::WindowText : QPalette::PlaceholderText);
    m_editor->setAccessibleDescription(m_note->text());
}

ChangeBar::ChangeBar(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_review(new QPushButton(tr("Review"), this))
    , m_discard(new QPushButton(tr("Discard"), this))
    , m_save(new QPushButton(tr("Save"), this))
{
    m_save->setProperty("primary", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, tokens::spaceS, 0, 0);
    row->addWidget(m_text, 1);
    row->addWidget(m_review);
    row->addWidget(m_discard);
    row->addWidget(m_save);
    connect(m_review, &QPushButton::clicked, this, &ChangeBar::reviewRequested);
    connect(m_discard, &QPushButton::clicked, this, &ChangeBar::discardRequested);
    connect(m_save, &QPushButton::clicked, this, &ChangeBar::saveRequested);
    setCount(0);
}

void ChangeBar::setCount(int changes)
{
    m_text->setText(tr("%n change(s)", nullptr, changes));
    setVisible(changes > 0);
}

void ChangeBar::setCanSave(bool can, const QString& why)
{
    m_canSave = can;
    m_save->setToolTip(why);
    m_save->setEnabled(m_canSave && !m_busy);
}

void ChangeBar::setBusy(bool busy)
{
    m_busy = busy;
    m_save->setEnabled(m_canSave && !m_busy);
    m_discard->setEnabled(!busy);
}

RevealSecret::RevealSecret(const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_reveal(new QToolButton(this))
    , m_copy(new QToolButton(this))
    , m_clear(new QTimer(this))
{
    m_line->setReadOnly(true);
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setFont(tokens::font(tokens::TextRole::Mono));
    m_line->setAccessibleName(accessibleName);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setAccessibleName(tr("Copy %1").arg(accessibleName));
    m_copy->setToolTip(tr("Copy; the clipboard is cleared after 30 seconds"));
    for (QToolButton* button : {m_reveal, m_copy})
        button->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXs);
    row->addWidget(m_line, 1);
    row->addWidget(m_reveal);
    row->addWidget(m_copy);
    m_clear->setSingleShot(true);
    m_clear->setInterval(tokens::clipboardMs);
    connect(m_reveal, &QToolButton::clicked, this, &RevealSecret::toggle);
    connect(m_copy, &QToolButton::clicked, this, &RevealSecret::copy);
    connect(m_clear, &QTimer::timeout, this, [this] {
        if (QGuiApplication::clipboard()->text() == m_line->text())
            QGuiApplication::clipboard()->clear();
    });
    toggle();
    toggle();
}

void RevealSecret::setSecret(const QString& secret)
{
    m_line->setText(secret);
    m_line->setCursorPosition(0);
}

bool RevealSecret::isRevealed() const
{
    return m_line->echoMode() == QLineEdit::Normal;
}

void RevealSecret::toggle()
{
    const bool show = !isRevealed();
    m_line->setEchoMode(show ? QLineEdit::Normal : QLineEdit::Password);
    m_reveal->setIcon(icon(show ? u"conceal"_s : u"reveal"_s));
    const QString text = show ? tr("Hide") : tr("Show");
    m_reveal->setToolTip(text);
    m_reveal->setAccessibleName(text);
}

void RevealSecret::copy()
{
    QGuiApplication::clipboard()->setText(m_line->text());
    m_clear->start();
    Q_EMIT copied();
}

} // namespace gatehouse::console
