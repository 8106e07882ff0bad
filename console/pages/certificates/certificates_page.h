// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/list_page.h"

namespace gatehouse::console {

/// The certificates and authorities of the gateway as they are in use: when they end, where they are read,
/// what has to be renewed. The files can be read again from here.
class CertificatesPage : public ListPage {
    Q_OBJECT
public:
    explicit CertificatesPage(PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return QStringLiteral("certificates"); }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;
    /// Where the file is named: the settings, or the upstream groups.
    void openRow(const QJsonObject& row) override;

private:
    void readAgain();
    void showReading();
    QAction* m_copy = nullptr;
    QAction* m_source = nullptr;
    QJsonObject m_answer;
    bool m_asked = false; ///< the list that comes next shows files read anew
};

} // namespace gatehouse::console
