// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>

class QPushButton;
class QTextBrowser;
class QUrl;

namespace gatehouse::console {

/// The help pages of resources/help, without a network, in the language of the program where there is an
/// edition of it, else in English. F1 opens the page of the place in front; pages link to each other. Below
/// the page "reference" there is one for each group of calls of the admin API, in English, made from their
/// table.
class HelpDialog : public QDialog {
    Q_OBJECT
public:
    /// Languages that have an edition of their own beside English: folders of resources/help.
    static const QStringList& editions();
    /// The resource of a page in this language ("de"), else the English one; empty: there is no such page.
    static QString pagePath(const QString& topic, const QString& language);

    /// A topic without a page shows the start page.
    HelpDialog(const QString& topic, QWidget* parent);
    QString topic() const { return m_topic; }

private:
    void showTopic(const QString& topic);
    void follow(const QUrl& link);
    void goBack();
    QString m_topic;
    QStringList m_before; ///< topics to go back to
    QTextBrowser* m_text;
    QPushButton* m_back;
};

} // namespace gatehouse::console
