// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/request_dialog.h"

namespace gatehouse::console {

/// Says that somebody sees to an alert, and what is being done.
class AcknowledgeDialog : public RequestDialog {
    Q_OBJECT
public:
    AcknowledgeDialog(PageContext& context, const QJsonObject& alert, QWidget* parent);

Q_SIGNALS:
    void acknowledged();

protected:
    void took(const QJsonObject& answer) override;

private:
    QString m_rule;
};

/// No notifications of a rule, or of one API, for a time. Chips set the usual times.
class SilenceDialog : public RequestDialog {
    Q_OBJECT
public:
    /// `rule` names what is silenced; `api` is empty for every subject of the rule.
    SilenceDialog(PageContext& context, const QString& ruleId, const QString& rule, const QString& api,
                  QWidget* parent);

Q_SIGNALS:
    void silenced();

protected:
    QJsonObject body() const override;
    void took(const QJsonObject& answer) override;

private:
    QWidget* buildTimes();
    void setSeconds(qint64 seconds);
    QString m_ruleId;
    QString m_rule;
    QString m_api;
};

} // namespace gatehouse::console
