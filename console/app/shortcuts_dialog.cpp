// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/shortcuts_dialog.h"

#include "console/app/action_registry.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

ShortcutsDialog::ShortcutsDialog(const ActionRegistry& actions, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"shortcutsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(tokens::spaceXl);
    grid->setVerticalSpacing(tokens::spaceXs);
    QString category;
    int row = 0;
    for (const ActionRegistry::Entry& entry : actions.entries()) {
        const QKeySequence keys = entry.action->shortcut();
        if (keys.isEmpty())
            continue;
        if (entry.category != category) {
            category = entry.category;
            auto* heading = new QLabel(category, this);
            heading->setFont(tokens::font(tokens::TextRole::Section));
            heading->setContentsMargins(0, row == 0 ? 0 : tokens::spaceM, 0, 0);
            grid->addWidget(heading, row++, 0, 1, 2);
        }
        grid->addWidget(new QLabel(entry.action->text().remove(u'&'), this), row, 0);
        auto* sequence = new QLabel(keys.toString(QKeySequence::NativeText), this);
        sequence->setFont(tokens::font(tokens::TextRole::Mono));
        grid->addWidget(sequence, row++, 1);
    }
    grid->setColumnStretch(0, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceL);
    column->addLayout(grid);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace gatehouse::console
