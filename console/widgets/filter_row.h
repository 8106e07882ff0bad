// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace gatehouse::console {

/// Search line with a magnifier and a clear button; `searchChanged` comes 150 ms after the last key, at once
/// on Enter.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);
    /// Sets the text without the delay and without a signal (restoring a page).
    void setQuery(const QString& query);

Q_SIGNALS:
    void searchChanged(const QString& query);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void send();
    QTimer m_timer;
    QString m_sent;
};

/// Filter row of a page: search, chips that can be on or off, then whatever the page adds (time range,
/// refresh).
class FilterRow : public QWidget {
    Q_OBJECT
public:
    explicit FilterRow(const QString& searchHint, QWidget* parent = nullptr);
    SearchField* search() const { return m_search; }
    /// A chip is a toggle ("Disabled only"). `key` names it in `chipToggled`.
    QToolButton* addChip(const QString& key, const QString& text);
    bool isChipOn(const QString& key) const;
    void setChip(const QString& key, bool on);
    /// Adds a widget at the right end.
    void addTrailing(QWidget* widget);
    /// "38 of 20,000"; `total` -1: unknown.
    void setCount(qint64 shown, qint64 total);

Q_SIGNALS:
    void searchChanged(const QString& query);
    void chipToggled(const QString& key, bool on);

private:
    QHBoxLayout* m_row;
    SearchField* m_search;
    QLabel* m_count;
    int m_chipEnd = 1;
};

} // namespace gatehouse::console
