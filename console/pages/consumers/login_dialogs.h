// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/request_dialog.h"

namespace gatehouse::console {

/// Makes a password (basic) or a signing key (hmac) for a consumer and shows it once.
class NewLoginDialog : public RequestDialog {
    Q_OBJECT
public:
    /// `consumer`: parameters of its calls, {tenant, id}.
    NewLoginDialog(PageContext& context, const QString& type, const QStringList& consumer, QWidget* parent);

Q_SIGNALS:
    void made();

protected:
    QJsonObject body() const override;
    void took(const QJsonObject& answer) override;

private:
    QString m_type;
};

/// Replaces a password or a signing key; the old signing key works for the grace period.
class RotateLoginDialog : public RequestDialog {
    Q_OBJECT
public:
    RotateLoginDialog(PageContext& context, const QJsonObject& login, const QStringList& consumer,
                      QWidget* parent);

Q_SIGNALS:
    void rotated();

protected:
    QJsonObject body() const override;
    void took(const QJsonObject& answer) override;

private:
    bool m_isPassword;
};

} // namespace gatehouse::console
