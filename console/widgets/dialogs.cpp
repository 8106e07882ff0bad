// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/dialogs.h"

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

QLabel* paragraph(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
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
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    QPushButton* verb = buttons->addButton(question.verb, QDialogButtonBox::AcceptRole);
    verb->setProperty("danger", true);
    verb->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    if (risk == Risk::TypeName) {
        auto* label = new QLabel(Dialogs::tr("Type %1 to go on:").arg(question.name), dialog);
        auto* name = new QLineEdit(dialog);
        name->setObjectName(u"confirmName"_s);
        label->setBuddy(name);
        column->addWidget(label);
        column->addWidget(name);
        verb->setEnabled(false);
        connect(name, &QLineEdit::textChanged, verb,
                [verb, wanted = question.name](const QString& text) { verb->setEnabled(text == wanted); });
        name->setFocus();
    }
    column->addStretch(1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(dialog, &QDialog::accepted, parent ? static_cast<QObject*>(parent) : this, std::move(yes));
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

void Dialogs::saveFile(QWidget* parent, const QString& title, const QString& suggestion,
                       const QString& filter, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(suggestion);
    openDialog(dialog, std::move(chosen));
}

} // namespace gatehouse::console
