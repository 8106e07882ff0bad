// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QTextBrowser;

namespace gatehouse::console {

/// The help pages of resources/help, without a network. F1 opens the page of the place in front.
class HelpDialog : public QDialog {
    Q_OBJECT
public:
    /// A topic without a page shows the start page.
    HelpDialog(const QString& topic, QWidget* parent);
    QString topic() const { return m_topic; }

private:
    QString m_topic;
    QTextBrowser* m_text;
};

} // namespace gatehouse::console
