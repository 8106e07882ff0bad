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

private:
    QString m_user;
};

} // namespace gatehouse::console
