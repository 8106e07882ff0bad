// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QDialog>
#include <QJsonObject>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace gatehouse::console {

class FieldForm;
class KeyPane;
class MessageBar;

/// From nobody to a working key in one flow: the consumer, the subscription to an API with a plan, the key,
/// shown once. Nothing is stored before the second step is agreed to; when only the subscription fails, the
/// consumer stays and the next try makes the subscription alone.
class OnboardingDialog : public QDialog {
    Q_OBJECT
public:
    /// What is there already: Nothing yet, or the consumer (`consumer` may be empty: it is picked in the
    /// form).
    enum class Begin { Consumer, Subscription };
    OnboardingDialog(PageContext& context, const QString& tenant, Begin begin, const QJsonObject& consumer,
                     QWidget* parent);
    ~OnboardingDialog() override;
    bool isDirty() const;
    FieldForm* who() const { return m_who; }
    FieldForm* what() const { return m_what; }
    void reject() override;

Q_SIGNALS:
    void consumerMade(const QString& id);
    void subscribed(const QString& id);

private:
    enum Step { Who, What, Key };
    void build();
    void buildWho();
    void buildWhat();
    QWidget* buildButtons();
    void show(Step step);
    void back();
    void next();
    void commit(bool withSubscription);
    void makeConsumer(bool withSubscription);
    void subscribe();
    QJsonObject chosenApi() const;
    QString refusalOfApi() const;
    void warnOfApi();
    void tookKey(const QJsonObject& subscription);
    void refuse(FieldForm* form, const QString& what, const Error& error);
    void setBusy(bool busy);

    PageContext& m_context;
    QString m_tenant;
    Begin m_begin;
    QJsonObject m_consumer; ///< made or given; empty: none yet
    bool m_stored = false;  ///< something of this flow is stored
    bool m_busy = false;
    bool m_warned = false; ///< that the chosen API takes no keys
    QLabel* m_title;
    MessageBar* m_messages;
    QStackedWidget* m_steps;
    FieldForm* m_who = nullptr;
    FieldForm* m_what = nullptr;
    QLabel* m_for = nullptr;
    KeyPane* m_key = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_only = nullptr;
    QPushButton* m_next = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace gatehouse::console
