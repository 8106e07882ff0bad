// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/settings/settings.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/form_field.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/style.h"
#include "console/widgets/table_export.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"
#include "console/widgets/usage_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

namespace {
std::unique_ptr<QStandardItemModel> sample()
{
    auto model = std::make_unique<QStandardItemModel>(2, 3);
    model->setHorizontalHeaderLabels({u"Name"_s, u"Note"_s, u"Calls"_s});
    const QList<QStringList> rows{{u"a, b"_s, u"=1+1"_s, u"-5"_s}, {u"say \"x\""_s, u"two\nlines"_s, u"7"_s}};
    for (int row = 0; row < 2; ++row)
        for (int column = 0; column < 3; ++column)
            model->setItem(row, column, new QStandardItem(rows.at(row).at(column)));
    return model;
}

QDialog* openDialog()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (widget->isVisible() && qobject_cast<QDialog*>(widget))
            return static_cast<QDialog*>(widget);
    }
    return nullptr;
}

QPushButton* button(QWidget* parent, const QString& text)
{
    for (auto* candidate : parent->findChildren<QPushButton*>()) {
        if (candidate->text().remove(u'&') == text)
            return candidate;
    }
    return nullptr;
}
} // namespace

class TestWidgets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void csvIsQuotedAndHarmless()
    {
        const auto model = sample();
        QCOMPARE(toCsv(*model, {0, 1, 2}), QByteArray("Name,Note,Calls\r\n\"a, b\",'=1+1,-5\r\n"
                                                      "\"say \"\"x\"\"\",\"two\nlines\",7\r\n"));
    }
    void formulasOfEveryKindAreNeutralised()
    {
        for (const QString& text : {u"=A1"_s, u"+cmd"_s, u"-cmd"_s, u"@sum"_s, u"\t=1"_s})
            QVERIFY2(csvCell(text).remove(u'"').startsWith(u'\''), qPrintable(text));
        QCOMPARE(csvCell(u"-12.5"_s), u"-12.5"_s);
        QCOMPARE(csvCell(u""_s), QString());
    }
    void columnLayoutSurvives()
    {
        QTemporaryDir dir;
        const auto settings = Settings::atPath(dir.filePath(u"s.ini"_s));
        const auto model = sample();
        {
            TableView view(u"t"_s, settings.get());
            view.setModel(model.get());
            view.setColumnHidden(1, true);
            view.horizontalHeader()->moveSection(2, 0);
        }
        TableView again(u"t"_s, settings.get());
        again.setModel(model.get());
        QCOMPARE(again.visibleColumns(), (QList<int>{2, 0}));
        QVERIFY(!again.csv().contains("Note"));
        again.resetLayout();
        QCOMPARE(again.visibleColumns(), (QList<int>{0, 1, 2}));
    }
    /// Widths that fitted the content of an earlier session say nothing about today's.
    void fittedWidthsAreNotKept()
    {
        QTemporaryDir dir;
        const auto settings = Settings::atPath(dir.filePath(u"s.ini"_s));
        const auto width = [&settings](const QString& name) {
            QStandardItemModel model(1, 2);
            model.setHorizontalHeaderLabels({u"API"_s, u"Calls"_s});
            model.setItem(0, 0, new QStandardItem(name));
            TableView view(u"t"_s, settings.get());
            view.setModel(&model);
            view.resize(600, 200);
            view.show();
            view.fitColumns();
            return view.columnWidth(0);
        };
        const int narrow = width({});
        const int wide = width(u"a-name-of-many-letters"_s);
        QVERIFY2(wide > narrow + 40, qPrintable(u"%1 %2"_s.arg(narrow).arg(wide)));
    }
    void numbersStayBesideEachOther()
    {
        QStandardItemModel model(1, 3);
        model.setHorizontalHeaderLabels({u"API"_s, u"Calls"_s, u"Share"_s});
        for (int column = 0; column < 3; ++column)
            model.setItem(0, column, new QStandardItem(u"12"_s));
        for (const int number : {1, 2})
            model.item(0, number)->setTextAlignment(Qt::AlignRight);
        TableView view({}, nullptr);
        view.setModel(&model);
        view.resize(600, 200);
        view.show();
        view.fitColumns();
        QVERIFY2(view.columnWidth(0) > 300 && view.columnWidth(2) < 150,
                 qPrintable(u"%1 %2"_s.arg(view.columnWidth(0)).arg(view.columnWidth(2))));
    }
    void theVerbOfABoxOfButtonsIsTheLast()
    {
        Style style;
        QDialogButtonBox box(QDialogButtonBox::Cancel);
        const QPushButton* verb = box.addButton(u"Apply"_s, QDialogButtonBox::AcceptRole);
        box.setStyle(&style);
        box.show();
        QVERIFY(verb->x() > box.button(QDialogButtonBox::Cancel)->x());
    }
    void copyTakesVisibleCellsOnly()
    {
        const auto model = sample();
        TableView view({}, nullptr);
        view.setModel(model.get());
        view.setColumnHidden(1, true);
        view.selectRow(0);
        view.copySelection();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"a, b\t-5"_s);
    }
    void enterOpensARow()
    {
        const auto model = sample();
        TableView view({}, nullptr);
        view.setModel(model.get());
        view.setCurrentIndex(model->index(1, 0));
        QSignalSpy opened(&view, &TableView::openRequested);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toModelIndex().row(), 1);
    }

    void searchWaitsForTheLastKey()
    {
        SearchField field(u"Search"_s);
        QSignalSpy changed(&field, &SearchField::searchChanged);
        QTest::keyClicks(&field, u"abc"_s);
        QCOMPARE(changed.size(), 0);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toString(), u"abc"_s);
        QTest::keyClicks(&field, u"d"_s);
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(changed.size(), 2); // at once
        field.setQuery(u"zzz"_s);
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(changed.size(), 2); // restored, not typed
    }
    void chipsReportTheirKey()
    {
        FilterRow row(u"Search"_s);
        QToolButton* chip = row.addChip(u"off"_s, u"Disabled only"_s);
        QSignalSpy toggled(&row, &FilterRow::chipToggled);
        chip->click();
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(toggled.first().at(0).toString(), u"off"_s);
        QVERIFY(row.isChipOn(u"off"_s));
    }

    void errorBarSaysWhatWhyAndWhatToDo()
    {
        MessageBar bar;
        Error error = Error::notFound(u"API does not exist"_s, u"API003"_s);
        error.type = ErrorType::Unavailable;
        bar.showError(u"The API could not be loaded."_s, error);
        QVERIFY(bar.isVisibleTo(nullptr) || !bar.isHidden());
        const QStringList lines = bar.text().split(u'\n');
        QCOMPARE(lines.size(), 3);
        button(&bar, u"Copy details"_s)->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"API003"_s));
        QSignalSpy retry(&bar, &MessageBar::retryRequested);
        button(&bar, u"Retry"_s)->click();
        QCOMPARE(retry.size(), 1);
    }
    void quickWorkShowsNoProgressLine()
    {
        ProgressLine line;
        line.resize(100, 2);
        line.start();
        QVERIFY(line.isBusy());
        const QImage before = line.grab().toImage();
        line.stop();
        QCOMPARE(line.grab().toImage(), before);
    }

    void riskNoneJustDoesIt()
    {
        Dialogs dialogs;
        bool done = false;
        Confirmation question;
        question.risk = Risk::None;
        dialogs.confirm(nullptr, question, [&done] { done = true; });
        QVERIFY(done);
        QVERIFY(!openDialog());
    }
    void productionWantsTheNameTyped()
    {
        Dialogs dialogs;
        dialogs.setProduction(true);
        QWidget parent;
        parent.show();
        bool done = false;
        Confirmation question;
        question.title = u"Delete upstream payments?"_s;
        question.verb = u"Delete upstream"_s;
        question.name = u"payments"_s;
        dialogs.confirm(&parent, question, [&done] { done = true; });
        QDialog* dialog = openDialog();
        QVERIFY(dialog);
        QPushButton* verb = button(dialog, u"Delete upstream"_s);
        QVERIFY(!verb->isEnabled());
        QVERIFY(!verb->isDefault());
        auto* name = dialog->findChild<QLineEdit*>(u"confirmName"_s);
        name->setText(u"Payments"_s);
        QVERIFY(!verb->isEnabled());
        name->setText(u"payments"_s);
        QVERIFY(verb->isEnabled());
        verb->click();
        QVERIFY(done);
        QTRY_VERIFY(!openDialog());
    }
    void escapeIsNo()
    {
        Dialogs dialogs;
        QWidget parent;
        parent.show();
        bool done = false;
        Confirmation question;
        question.verb = u"Go"_s;
        dialogs.confirm(&parent, question, [&done] { done = true; });
        QVERIFY(openDialog());
        QTest::keyClick(openDialog(), Qt::Key_Escape);
        QTRY_VERIFY(!openDialog());
        QVERIFY(!done);
    }

    void fieldShowsItsErrorInPlaceOfTheHelp()
    {
        auto* line = new QLineEdit;
        FormField field(u"Port"_s, line, u"1 to 65535"_s);
        QCOMPARE(line->accessibleName(), u"Port"_s);
        QVERIFY(line->accessibleDescription().contains(u"65535"_s));
        field.setError(u"must be a number"_s);
        QVERIFY(line->accessibleDescription().contains(u"must be a number"_s));
        field.clearError();
        QVERIFY(line->accessibleDescription().contains(u"65535"_s));
    }
    void secretIsHiddenUntilAsked()
    {
        RevealSecret secret(u"API key"_s);
        secret.setSecret(u"s3cret"_s);
        QVERIFY(!secret.isRevealed());
        const auto buttons = secret.findChildren<QToolButton*>();
        buttons.at(0)->click();
        QVERIFY(secret.isRevealed());
        buttons.at(1)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"s3cret"_s);
    }
    void changeBarCountsAndBlocks()
    {
        ChangeBar bar;
        QVERIFY(bar.isHidden());
        bar.setCount(3);
        QVERIFY(!bar.isHidden());
        bar.setCanSave(false, u"offline"_s);
        QVERIFY(!button(&bar, u"Save"_s)->isEnabled());
        bar.setBusy(true);
        bar.setBusy(false);
        QVERIFY(!button(&bar, u"Save"_s)->isEnabled()); // still offline
    }
    /// Words, figures and colour tell the same, also at the ends.
    void usageSaysHowMuchIsLeft()
    {
        QCOMPARE(UsageBar::percent(0, 100), 0);
        QCOMPARE(UsageBar::percent(999, 1000), 99); // not all before all is used
        QCOMPARE(UsageBar::percent(1500, 1000), 100);
        QCOMPARE(UsageBar::percent(5, 0), 0);
        QCOMPARE(UsageBar::tone(79, 100), Tone::Good);
        QCOMPARE(UsageBar::tone(80, 100), Tone::Warning);
        QCOMPARE(UsageBar::tone(100, 100), Tone::Bad);
        QCOMPARE(UsageBar::tone(7, 0), Tone::Off);
        const QDateTime now(QDate(2026, 1, 31), QTime(12, 0), Qt::UTC);
        QCOMPARE(UsageBar::resetText({}, now), QString());
        QVERIFY(UsageBar::resetText(now.addSecs(61), now).contains(u"2 "_s)); // minutes, rounded up
        QVERIFY(UsageBar::resetText(now.addSecs(5 * 3600), now).contains(u"5 "_s));
        QVERIFY(UsageBar::resetText(now.addDays(3), now).contains(u"3 "_s));
        UsageBar bar({u"Requests per day"_s, 1000, 1000, u"requests"_s, now});
        QCOMPARE(bar.accessibleName(), u"Requests per day"_s);
        QVERIFY(bar.accessibleDescription().contains(u"100 %"_s));
        QVERIFY(bar.findChild<StatusPill*>());
        UsageBar calm({u"Requests per day"_s, 10, 1000, u"requests"_s, {}});
        QVERIFY(!calm.findChild<StatusPill*>());
    }
    void undoRunsOnce()
    {
        QWidget window;
        window.resize(400, 300);
        window.show();
        Toasts toasts(&window);
        int undone = 0;
        toasts.showWithUndo(u"Deleted"_s, u"Undo"_s, [&undone] { ++undone; });
        button(&window, u"Undo"_s)->click();
        QCOMPARE(undone, 1);
        QTRY_VERIFY(!window.findChild<QWidget*>(u"toast"_s));
    }
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
