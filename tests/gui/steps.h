// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/table_view.h"
#include "tests/gui/real_console.h"

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>

// What a person does in the lists and forms of the console.
namespace gatehouse::console {

/// Writes into a field of a form, in the place of what is there.
inline void type(FieldForm& form, const char* field, const QString& text)
{
    FormField* place = form.formField(QLatin1StringView(field));
    QVERIFY2(place, field);
    if (auto* lines = place->findChild<QPlainTextEdit*>()) {
        lines->clear();
        QTest::keyClicks(lines, text);
        return;
    }
    auto* line = place->findChild<QLineEdit*>();
    QVERIFY2(line, field);
    line->clear();
    QTest::keyClicks(line, text);
}

/// Triggers the action of a place that has this text.
inline void trigger(ListPage* page, const QString& text)
{
    const auto actions = page->actions();
    for (QAction* action : actions) {
        if (action->text() == text) {
            QVERIFY(action->isEnabled());
            action->trigger();
            return;
        }
    }
    QFAIL(qPrintable(QStringLiteral("no action ") + text));
}

/// Selects the row with this text, as soon as it is there.
inline bool select(ListPage* page, int column, const QString& text)
{
    const auto find = [page, column, &text] {
        for (int row = 0; row < page->model()->rowCount(); ++row) {
            if (page->model()->index(row, column).data().toString() == text)
                return row;
        }
        return -1;
    };
    if (!QTest::qWaitFor([&find] { return find() >= 0; }, patienceMs))
        return false;
    page->table()->selectRow(find());
    return true;
}

inline QString cell(ListPage* page, int row, int column)
{
    return page->model()->index(row, column).data().toString();
}

/// Presses the verb of the open editor or dialog and waits until it is gone.
inline void finish(QDialog* dialog, const char* button)
{
    const QPointer<QDialog> alive(dialog);
    findWidget<QPushButton>(dialog, button)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
}

} // namespace gatehouse::console
