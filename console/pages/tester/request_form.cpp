// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/request_form.h"

#include "console/widgets/icons.h"
#include "console/widgets/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int emptyRows = 3;

template <typename WidgetType>
WidgetType* named(WidgetType* widget, const QString& objectName, const QString& accessibleName)
{
    widget->setObjectName(objectName);
    widget->setAccessibleName(accessibleName);
    return widget;
}

} // namespace

RequestForm::RequestForm(QWidget* parent)
    : QWidget(parent)
    , m_method(named(new QComboBox(this), u"method"_s, tr("Method")))
    , m_base(named(new QLineEdit(this), u"base"_s, tr("Address of the gateway")))
    , m_path(named(new QLineEdit(this), u"path"_s, tr("Path and query")))
    , m_send(new QPushButton(tr("Send"), this))
    , m_trace(new QCheckBox(tr("Trace the way through the gateway"), this))
    , m_auth(named(new QComboBox(this), u"auth"_s, tr("Authentication")))
    , m_authHeader(named(new QComboBox(this), u"authHeader"_s, tr("Header of the credential")))
    , m_token(named(new QLineEdit(this), u"token"_s, tr("Token or key")))
    , m_headers(named(new QTableWidget(0, 2, this), u"headers"_s, tr("Headers of the request")))
    , m_body(named(new QPlainTextEdit(this), u"body"_s, tr("Body of the request")))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceS);
    column->addWidget(buildLine());
    column->addWidget(buildAuth());
    auto* tabs = new QTabWidget(this);
    tabs->setDocumentMode(true);
    tabs->setAccessibleName(tr("Parts of the request"));
    tabs->tabBar()->setAccessibleName(tr("Parts of the request"));
    tabs->addTab(buildHeaders(), tr("Headers"));
    m_body->setFont(tokens::font(tokens::TextRole::Mono));
    m_body->setTabChangesFocus(true);
    tabs->addTab(m_body, tr("Body"));
    column->addWidget(tabs, 1);
}

QWidget* RequestForm::buildLine()
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    m_method->addItems({u"GET"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s, u"HEAD"_s, u"OPTIONS"_s});
    m_base->setToolTip(tr("Where traffic enters the gateway; kept for this connection"));
    m_base->setPlaceholderText(u"http://127.0.0.1:3001"_s);
    m_path->setPlaceholderText(u"/api/rest/customers/v1/items?page=1"_s);
    m_path->setFont(tokens::font(tokens::TextRole::Mono));
    m_send->setObjectName(u"send"_s);
    m_send->setProperty("primary", true);
    row->addWidget(m_method);
    row->addWidget(m_base, 1);
    row->addWidget(m_path, 3);
    row->addWidget(m_send);
    connect(m_send, &QPushButton::clicked, this, &RequestForm::sendRequested);
    connect(m_path, &QLineEdit::returnPressed, this, &RequestForm::sendRequested);
    connect(m_base, &QLineEdit::editingFinished, this, &RequestForm::baseEdited);
    return line;
}

QWidget* RequestForm::buildAuth()
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("Authentication"), line);
    label->setBuddy(m_auth);
    m_auth->addItem(tr("None"));
    m_auth->addItem(tr("My session"));
    m_auth->addItem(tr("Token or key"));
    m_authHeader->addItem(u"Authorization: Bearer"_s, QByteArray("Authorization"));
    m_authHeader->addItem(u"X-API-Key"_s, QByteArray("X-API-Key"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("Paste it here; it is not kept"));
    connect(m_token, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (text.startsWith(u"stoa_sk_"_s)) // a key of a consumer, no token
            m_authHeader->setCurrentIndex(m_authHeader->findText(u"X-API-Key"_s));
    });
    row->addWidget(label);
    row->addWidget(m_auth);
    row->addWidget(m_authHeader);
    row->addWidget(m_token, 1);
    row->addStretch(0);
    m_trace->setObjectName(u"trace"_s);
    m_trace->setToolTip(tr("The gateway sends the request itself, marked as a test, and tells what every "
                           "filter decided. Tests do not count as "
                           "traffic"));
    row->addWidget(m_trace);
    const auto show = [this](int index) {
        const bool pasted = index == static_cast<int>(Auth::Pasted);
        m_authHeader->setVisible(pasted);
        m_token->setVisible(pasted);
    };
    connect(m_auth, &QComboBox::currentIndexChanged, this, show);
    show(0);
    row->setAlignment(Qt::AlignLeft);
    return line;
}

QWidget* RequestForm::buildHeaders()
{
    m_headers->setHorizontalHeaderLabels({tr("Name"), tr("Value")});
    m_headers->verticalHeader()->hide();
    m_headers->verticalHeader()->setDefaultSectionSize(tokens::tableRow);
    m_headers->horizontalHeader()->setStretchLastSection(true);
    m_headers->horizontalHeader()->resizeSection(0, tokens::navigationWidth);
    m_headers->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_headers->setTabKeyNavigation(false);
    for (int i = 0; i < emptyRows; ++i)
        addHeader({}, {});
    // There is always an empty row to write into.
    connect(m_headers, &QTableWidget::itemChanged, this, [this](QTableWidgetItem* item) {
        if (item->row() == m_headers->rowCount() - 1 && !item->text().isEmpty())
            addHeader({}, {});
    });
    return m_headers;
}

void RequestForm::addHeader(const QString& name, const QString& value)
{
    const QSignalBlocker blocker(m_headers);
    const int row = m_headers->rowCount();
    m_headers->insertRow(row);
    m_headers->setItem(row, 0, new QTableWidgetItem(name));
    m_headers->setItem(row, 1, new QTableWidgetItem(value));
}

void RequestForm::setBase(const QUrl& base)
{
    m_base->setText(base.toString());
}

QUrl RequestForm::base() const
{
    return QUrl(m_base->text().trimmed(), QUrl::StrictMode);
}

void RequestForm::setPath(const QString& path)
{
    m_path->setText(path);
}

QString RequestForm::path() const
{
    const QString path = m_path->text().trimmed();
    return path.startsWith(u'/') ? path : u'/' + path;
}

TrafficCall RequestForm::call() const
{
    TrafficCall call;
    call.method = m_method->currentText().toLatin1();
    QString base = m_base->text().trimmed();
    while (base.endsWith(u'/'))
        base.chop(1);
    call.url = QUrl(base + path(), QUrl::TolerantMode);
    for (int row = 0; row < m_headers->rowCount(); ++row) {
        const QByteArray name = m_headers->item(row, 0)->text().trimmed().toUtf8();
        if (!name.isEmpty())
            call.headers.append(qMakePair(name, m_headers->item(row, 1)->text().trimmed().toUtf8()));
    }
    call.body = m_body->toPlainText().toUtf8();
    return call;
}

void RequestForm::setCall(const TrafficCall& call)
{
    m_method->setCurrentText(QString::fromLatin1(call.method));
    m_base->setText(call.url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toString());
    m_path->setText(call.url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::FullyEncoded));
    m_headers->setRowCount(0);
    for (const auto& [name, value] : call.headers)
        addHeader(QString::fromUtf8(name), QString::fromUtf8(value));
    addHeader({}, {});
    m_body->setPlainText(QString::fromUtf8(call.body));
}

bool RequestForm::isTraced() const
{
    return m_trace->isChecked();
}

RequestForm::Auth RequestForm::auth() const
{
    return static_cast<Auth>(m_auth->currentIndex());
}

QPair<QByteArray, QByteArray> RequestForm::pasted() const
{
    const QByteArray header = m_authHeader->currentData().toByteArray();
    const QByteArray secret = m_token->text().trimmed().toUtf8();
    return {header, header == "Authorization" ? "Bearer " + secret : secret};
}

void RequestForm::setBusy(bool busy)
{
    m_send->setText(busy ? tr("Cancel") : tr("Send"));
}

} // namespace gatehouse::console
