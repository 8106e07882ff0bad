// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/document_editor.h"
#include "console/widgets/message_bar.h"
#include "tests/gui/desk.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLabel>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// A second organisation at one gateway: made, suspended with effect on its traffic, and let go.
class Tenants : public DeskTest {
    Q_OBJECT

    QString m_published; ///< path of an API of the second tenant

private Q_SLOTS:
    void initTestCase() { open(); }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void aTenantIsMade()
    {
        ListPage* page = place("tenants");
        QVERIFY(page);
        QVERIFY(select(page, 0, u"default"_s)); // every gateway has it
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* editor = opened<DocumentEditor>();
        QVERIFY(editor);
        type(*editor->form(), "slug", u"No Slug!"_s);
        editor->save();
        QVERIFY(editor->form()->formField(u"slug"_s)->hasError());
        type(*editor->form(), "slug", u"north"_s);
        type(*editor->form(), "display_name", u"North Ltd"_s);
        const QPointer<DocumentEditor> alive(editor);
        editor->save();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        QVERIFY(select(page, 0, u"north"_s));
        QCOMPARE(call(CallId::TenantGet, {u"north"_s}).value(u"display_name"_s).toString(), u"North Ltd"_s);
    }

    void theGatewaySearchesThem()
    {
        ListPage* page = place("tenants");
        auto* search = findWidget<QLineEdit>(page, "search");
        search->setText(u"NORTH l"_s); // of the display name, in whatever case
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), 1, patienceMs);
        QCOMPARE(cell(page, 0, 0), u"north"_s);
        search->clear();
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), 2, patienceMs);
        page->table()->sortByColumn(0, Qt::DescendingOrder);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, 0, 0), u"north"_s, patienceMs);
    }

    void suspendingStopsItsTrafficAndNoOther()
    {
        const QJsonObject contract = call(CallId::ContractCreateIn, {u"north"_s},
                                          {{u"name"_s, u"parcels"_s},
                                           {u"version"_s, u"1.0.0"_s},
                                           {u"endpoint"_s, QJsonObject{{u"url"_s, m_gateway.upstream()}}}});
        m_published = contract.value(u"gateway_path"_s).toString();
        QVERIFY(!m_published.isEmpty());
        const int before = trafficWith({}, m_published);
        QVERIFY2(before != 503 && before != 0, qPrintable(QString::number(before)));
        const int other = trafficWith({}, m_path);
        ListPage* page = place("tenants");
        QVERIFY(select(page, 0, u"north"_s));
        trigger(page, u"Suspend"_s);
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(trafficWith({}, m_published), 503, patienceMs);
        QCOMPARE(trafficWith({}, m_path), other);
        QPushButton* undo = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((undo = window().findChild<QPushButton*>(u"toastAction"_s)), patienceMs);
        undo->click();
        QTRY_COMPARE_WITH_TIMEOUT(trafficWith({}, m_published), before, patienceMs);
    }

    void itsDeskIsOneClickAway()
    {
        ListPage* page = place("tenants");
        QVERIFY(select(page, 0, u"north"_s));
        QPushButton* consumers = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((consumers = page->findChild<QPushButton*>(u"show_consumers"_s)),
                                 patienceMs);
        consumers->click();
        QCOMPARE(window().places().currentPlace(), u"consumers"_s);
        auto* choice = findWidget<QComboBox>(window().places().current(), "tenant");
        QTRY_COMPARE_WITH_TIMEOUT(choice->currentData().toString(), u"north"_s, patienceMs);
    }

    void aTenantThatOwnsSomethingStays()
    {
        ListPage* page = place("tenants");
        QVERIFY(select(page, 0, u"north"_s));
        trigger(page, u"Delete"_s);
        agree();
        auto* bar = page->findChild<MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->text().contains(u"still owns 1 APIs"_s), patienceMs);
        QVERIFY(!call(CallId::TenantGet, {u"north"_s}).isEmpty());
    }
};

QTEST_MAIN(Tenants)
#include "tst_tenants.moc"
