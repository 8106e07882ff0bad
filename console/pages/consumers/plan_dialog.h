// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/request_dialog.h"

namespace gatehouse::console {

/// Another plan for a subscription, or none of its own.
class PlanDialog : public RequestDialog {
    Q_OBJECT
public:
    PlanDialog(PageContext& context, const QString& tenant, const QJsonObject& subscription, QWidget* parent);

Q_SIGNALS:
    void changed();

protected:
    QJsonObject body() const override;
    void took(const QJsonObject& answer) override;

private:
    QString m_name;
};

} // namespace gatehouse::console
