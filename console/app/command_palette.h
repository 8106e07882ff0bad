// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QIcon>
#include <QList>

#include <functional>

class QLineEdit;
class QListWidget;

namespace gatehouse::console {

/// One thing that can be chosen by typing.
struct Command {
    QString title;
    QString context; ///< "Go to", the menu it is in
    QString keywords;
    QString shortcut;
    QIcon icon;
    std::function<void()> run;
};

/// Ctrl+K: type a few letters, Enter runs the best match.
class CommandPalette : public QDialog {
    Q_OBJECT
public:
    CommandPalette(QList<Command> commands, QWidget* parent);
    /// How well `query` fits; 0 = not at all. Whole words beat beginnings of words, these beat letters in
    /// order.
    static int score(const QString& query, const Command& command);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& query);
    void runCurrent();
    QList<Command> m_commands;
    QLineEdit* m_line;
    QListWidget* m_list;
};

} // namespace gatehouse::console
