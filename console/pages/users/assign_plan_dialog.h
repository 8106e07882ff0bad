// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/request_dialog.h"

namespace gatehouse::console {

/// The plan of a user: limits for the calls that the user makes, from a day on, until a day, or for good.
class AssignPlanDialog : public RequestDialog {
    Q_OBJECT
public:
    /// `current` is the assignment as it is; empty: there is none.
    AssignPlanDialog(PageContext& context, const QString& user, const QJsonObject& current, QWidget* parent);

Q_SIGNALS:
    void assigned();

protected:
    QJsonObject body() const override;
    void took(const QJsonObject& answer) override;
    QList<QPair<QByteArray, QByteArray>> headers() const override;
    /// Somebody else has changed the assignment meanwhile: both versions and the choice.
    bool dealsWith(const Error& error) override;

private:
    void compare(const QJsonObject& now);
    QString m_user;
    QJsonObject m_stored; ///< as it was read, with its revision in `_meta`
};

} // namespace gatehouse::console
