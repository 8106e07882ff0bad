// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/curl.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableWidget;

namespace gatehouse::console {

/// The upper half of the tester: everything that makes the request.
class RequestForm : public QWidget {
    Q_OBJECT
public:
    enum class Auth { None, Session, Pasted };
    explicit RequestForm(QWidget* parent = nullptr);

    void setBase(const QUrl& base);
    QUrl base() const;
    void setPath(const QString& path);
    QString path() const;
    void setCall(const TrafficCall& call);
    /// The call without authentication; a URL that is not valid means the address is not.
    TrafficCall call() const;
    Auth auth() const;
    /// Through the gateway's own tester, which tells the way; else as a client over the traffic listener.
    bool isTraced() const;
    /// What to send: the header that carries it and its value.
    QPair<QByteArray, QByteArray> pasted() const;
    void setBusy(bool busy);
    QPushButton* sendButton() const { return m_send; }

Q_SIGNALS:
    void sendRequested();
    void baseEdited();

private:
    QWidget* buildLine();
    QWidget* buildAuth();
    QWidget* buildHeaders();
    void addHeader(const QString& name, const QString& value);
    QComboBox* m_method;
    QLineEdit* m_base;
    QLineEdit* m_path;
    QPushButton* m_send;
    QCheckBox* m_trace;
    QComboBox* m_auth;
    QComboBox* m_authHeader;
    QLineEdit* m_token;
    QTableWidget* m_headers;
    QPlainTextEdit* m_body;
};

} // namespace gatehouse::console
