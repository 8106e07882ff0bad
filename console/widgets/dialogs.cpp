// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/dialogs.h"

#include "console/widgets/button_looks.h"
#include "console/widgets/tokens.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int shownItems = 12;
constexpr int longestText = 500; // of a reason, as the gateway takes it

QLabel* paragraph(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

/// Cancel by default, and the verb of the question, which is not.
QPushButton* addButtons(QDialog* dialog, QVBoxLayout* column, const QString& text)
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    QPushButton* verb = buttons->addButton(text, QDialogButtonBox::AcceptRole);
    verb->setObjectName(u"confirmVerb"_s);
    markDanger(verb);
    verb->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    column->addStretch(1);
    column->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    return verb;
}

QLineEdit* addLine(QDialog* dialog, QVBoxLayout* column, const QString& label, const QString& name)
{
    auto* caption = new QLabel(label, dialog);
    auto* line = new QLineEdit(dialog);
    line->setObjectName(name);
    caption->setBuddy(line);
    column->addWidget(caption);
    column->addWidget(line);
    line->setFocus();
    return line;
}

QDialog* makeQuestion(QWidget* parent, const Confirmation& question, QVBoxLayout*& column)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(u"confirmDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.title);
    dialog->setMinimumWidth(tokens::dialogWidth);
    column = new QVBoxLayout(dialog);
    column->setSpacing(tokens::spaceM);
    QLabel* title = paragraph(question.title, dialog);
    title->setFont(tokens::font(tokens::TextRole::Section));
    column->addWidget(title);
    column->addWidget(paragraph(question.effect, dialog));
    if (!question.items.isEmpty()) {
        QString list = question.items.mid(0, shownItems).join(u'\n');
        if (question.items.size() > shownItems)
            list += u'\n' +
                    Dialogs::tr("and %n more", nullptr, static_cast<int>(question.items.size() - shownItems));
        column->addWidget(paragraph(list, dialog));
    }
    return dialog;
}

} // namespace

Risk Dialogs::effectiveRisk(const Confirmation& question) const
{
    if (m_production && question.risk == Risk::Button && !question.name.isEmpty())
        return Risk::TypeName;
    return question.risk;
}

void Dialogs::confirm(QWidget* parent, const Confirmation& question, std::function<void()> yes)
{
    const Risk risk = effectiveRisk(question);
    if (risk == Risk::None) {
        yes();
        return;
    }
    QVBoxLayout* column = nullptr;
    QDialog* dialog = makeQuestion(parent, question, column);
    QLineEdit* name = nullptr;
    if (risk == Risk::TypeName)
        name = addLine(dialog, column, Dialogs::tr("Type %1 to go on:").arg(question.name), u"confirmName"_s);
    QPushButton* verb = addButtons(dialog, column, question.verb);
    if (name) {
        verb->setEnabled(false);
        connect(name, &QLineEdit::textChanged, verb,
                [verb, wanted = question.name](const QString& text) { verb->setEnabled(text == wanted); });
    }
    connect(dialog, &QDialog::accepted, parent ? static_cast<QObject*>(parent) : this, std::move(yes));
    dialog->open();
}

void Dialogs::confirmWithText(QWidget* parent, const Confirmation& question, const QString& label,
                              bool required, std::function<void(const QString&)> yes)
{
    QVBoxLayout* column = nullptr;
    QDialog* dialog = makeQuestion(parent, question, column);
    QLineEdit* line = addLine(dialog, column, label, u"confirmText"_s);
    line->setMaxLength(longestText);
    QPushButton* verb = addButtons(dialog, column, question.verb);
    verb->setEnabled(!required);
    if (required)
        connect(line, &QLineEdit::textChanged, verb,
                [verb](const QString& text) { verb->setEnabled(!text.trimmed().isEmpty()); });
    connect(dialog, &QDialog::accepted, parent ? static_cast<QObject*>(parent) : this,
            [line, yes = std::move(yes)] { yes(line->text().trimmed()); });
    dialog->open();
}

void Dialogs::unsavedChanges(QWidget* parent, const QString& what, std::function<void()> discard)
{
    Confirmation question;
    question.title = tr("Discard the changes to %1?").arg(what);
    question.effect = tr("They have not been saved. Cancel goes back to them.");
    question.verb = tr("Discard changes");
    confirm(parent, question, std::move(discard));
}

namespace {
void openDialog(QFileDialog* dialog, std::function<void(const QString&)> chosen)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, std::move(chosen));
    dialog->open();
}
} // namespace

void Dialogs::openFile(QWidget* parent, const QString& title, const QString& filter,
                       std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    openDialog(dialog, std::move(chosen));
}

void Dialogs::openFiles(QWidget* parent, const QString& title, const QString& filter,
                        std::function<void(const QStringList&)> chosen)
{
    auto* dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, dialog, std::move(chosen));
    dialog->open();
}

void Dialogs::saveFile(QWidget* parent, const QString& title, const QString& suggestion,
                       const QString& filter, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(suggestion);
    openDialog(dialog, std::move(chosen));
}

} // namespace gatehouse::console
