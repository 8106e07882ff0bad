// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>

namespace gatehouse::console {

/// One window per user and connection: a second start hands over to the first and ends. The socket lies in
/// the user's own runtime folder and admits nobody else.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    /// `what` tells instances apart that may stand side by side: settings file and connection.
    explicit SingleInstance(const QString& what, QObject* parent = nullptr);

    /// True: this one is the first, and hears of others from now on. False: another one was there and has
    /// been asked to come to the front, at `place` (may be empty). Waits for it half a second at most.
    bool claim(const QString& place);
    QString socketPath() const { return m_name; }

Q_SIGNALS:
    void raiseRequested(const QString& place);

private:
    bool tell(const QString& place) const;
    void hear();
    QString m_name;
    QLocalServer m_server;
};

} // namespace gatehouse::console
