// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

class QLabel;
class QToolButton;

namespace gatehouse::console {

/// A picture of numbers, or the same numbers as a table, as its button says; or, instead of both, why there
/// are none.
class PictureOrTable : public QStackedWidget {
    Q_OBJECT
public:
    /// Takes both widgets. `title`: what the picture shows, for the name of the button.
    PictureOrTable(const QString& title, QWidget* picture, QWidget* table, QWidget* parent = nullptr);

    /// To be placed in a header.
    QToolButton* button() const { return m_button; }
    /// Empty: the picture or the table.
    void setNotice(const QString& text);
    bool isTableShown() const;
    void setTableShown(bool shown);

private:
    QWidget* m_picture;
    QWidget* m_table;
    QLabel* m_notice;
    QToolButton* m_button;
};

} // namespace gatehouse::console
