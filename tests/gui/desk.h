// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/main_window.h"
#include "console/app/place_stack.h"
#include "console/client/api_client.h"
#include "tests/gui/steps.h"

#include <QComboBox>
#include <QTcpSocket>

namespace gatehouse::console {

/// A console in front of a real gateway with one published contract, and what the tests of its places share.
/// Their steps build on each other: after a failure the rest is skipped.
class DeskTest : public QObject {
protected:
    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;
    QString m_contract; ///< id of the contract "orders"
    QString m_path;     ///< where it is published

    /// Starts both.
    void begin()
    {
        QVERIFY(m_gateway.start());
        m_console = std::make_unique<Console>(m_gateway.options(), std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

    /// Starts both; publishes the contract.
    void open()
    {
        begin();
        const QJsonObject contract =
            call(CallId::ContractCreate, {},
                 {{QStringLiteral("name"), QStringLiteral("orders")},
                  {QStringLiteral("version"), QStringLiteral("1.0.0")},
                  {QStringLiteral("endpoint"), QJsonObject{{QStringLiteral("url"), m_gateway.upstream()}}}});
        m_contract = contract.value(QStringLiteral("id")).toString();
        m_path = contract.value(QStringLiteral("gateway_path")).toString();
        QVERIFY(!m_path.isEmpty());
    }

    void skipAfterFailure()
    {
        if (m_failed)
            QSKIP("an earlier step failed");
    }
    void noteFailure() { m_failed = m_failed || QTest::currentTestFailed(); }

    /// Waits for a window of this kind.
    template <typename Window>
    Window* opened()
    {
        Window* found = nullptr;
        if (!QTest::qWaitFor([&] { return (found = window().template findChild<Window*>()) != nullptr; },
                             patienceMs))
            qWarning("no such window");
        return found;
    }

    MainWindow& window() { return *m_console->window(); }

    ListPage* place(const char* id)
    {
        window().go(QLatin1StringView(id));
        return qobject_cast<ListPage*>(window().places().current());
    }

    /// The answer of the gateway to a call in the administrator's name.
    QJsonObject call(CallId id, const QStringList& parameters, const QJsonObject& body = {},
                     const QUrlQuery& query = {})
    {
        QJsonObject taken;
        bool done = false;
        m_console->link().client().send(ApiClient::requestFor(id, parameters, query, body), this,
                                        [&](const Result<QJsonObject>& answer) {
                                            if (answer)
                                                taken = *answer;
                                            else
                                                qWarning("%s", qPrintable(answer.error().text()));
                                            done = true;
                                        });
        if (!QTest::qWaitFor([&done] { return done; }, patienceMs))
            qWarning("no answer");
        return taken;
    }

    /// Status of a call at the traffic listener with this header field ("Name: value\r\n"; may be empty).
    int trafficWith(const QByteArray& header, const QString& path, const QByteArray& operation = "/orders")
    {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(m_gateway.publicPort()));
        if (!socket.waitForConnected(patienceMs))
            return 0;
        socket.write("GET " + path.toLatin1() + operation +
                     " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n" + header + "\r\n");
        QByteArray answer;
        while (socket.waitForReadyRead(patienceMs))
            answer += socket.readAll();
        return answer.split(' ').value(1).toInt();
    }
    /// The same with this key, for the contract.
    int traffic(const QString& key) { return trafficWith("X-API-Key: " + key.toLatin1() + "\r\n", m_path); }

    static bool pick(FieldForm& form, const char* field, const QString& beginning)
    {
        auto* box = form.formField(QLatin1StringView(field))->findChild<QComboBox*>();
        const auto found = [box, &beginning] { return box->findText(beginning, Qt::MatchStartsWith); };
        QTest::keyClicks(box->lineEdit(), beginning);
        if (!QTest::qWaitFor([&found] { return found() >= 0; }, patienceMs))
            return false;
        box->setCurrentIndex(found());
        Q_EMIT box->activated(found());
        return true;
    }

    /// Writes the reason, if one is asked for, and agrees.
    void agree(const QString& reason = {})
    {
        QDialog* question = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((question = window().findChild<QDialog*>(QStringLiteral("confirmDialog"))),
                                 patienceMs);
        auto* verb = question->findChild<QPushButton*>(QStringLiteral("confirmVerb"));
        QVERIFY(!verb->isDefault());
        if (auto* line = question->findChild<QLineEdit*>(QStringLiteral("confirmText"))) {
            QVERIFY(!verb->isEnabled()); // a reason is required
            QTest::keyClicks(line, reason);
        }
        QVERIFY(verb->isEnabled());
        verb->click();
    }

private:
    bool m_failed = false;
};

} // namespace gatehouse::console
