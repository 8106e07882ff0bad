// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace gatehouse::console {

class StatusPill;

/// What a new password needs, each rule with a mark that turns good as soon as it is met.
class PasswordHints : public QWidget {
    Q_OBJECT
public:
    explicit PasswordHints(QWidget* parent = nullptr);
    void judge(const QString& password);
    /// Rules that are not met.
    int missing() const;

private:
    QList<StatusPill*> m_pills;
};

} // namespace gatehouse::console
