// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace gatehouse::console {

class StatusPill;

/// The pane at the right of a table: title, state, facts, actions at the bottom. Esc closes it.
class DetailPane : public QFrame {
    Q_OBJECT
public:
    explicit DetailPane(QWidget* parent = nullptr);
    /// Removes everything and shows a new title.
    void begin(const QString& title);
    void setTitle(const QString& title);
    StatusPill* pill() const { return m_pill; }
    void addSection(const QString& heading);
    /// A labelled fact; `mono` for keys, paths and ids. The value can be selected and copied.
    QLabel* addFact(const QString& label, const QString& value, bool mono = false);
    void addWidget(QWidget* widget);
    /// Buttons stay below the scrolling part; destructive ones last.
    void addAction(QWidget* button);
    using QFrame::addAction;
    void open();
    void close();

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLabel* m_title;
    StatusPill* m_pill;
    QScrollArea* m_scroll;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_facts = nullptr;
    QVBoxLayout* m_actions;
};

} // namespace gatehouse::console
