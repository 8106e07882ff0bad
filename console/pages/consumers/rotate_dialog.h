// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/request_dialog.h"

namespace gatehouse::console {

/// Another key for a subscription; the old one works for 0 to 168 hours beside it. The new one is shown once.
class RotateDialog : public RequestDialog {
    Q_OBJECT
public:
    RotateDialog(PageContext& context, const QJsonObject& subscription, QWidget* parent);

Q_SIGNALS:
    void rotated();

protected:
    void took(const QJsonObject& answer) override;

private:
    QString m_name;
};

} // namespace gatehouse::console
