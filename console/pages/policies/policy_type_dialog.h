// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QListWidget;

namespace gatehouse::console {

/// What a new policy should do: one of the types, each with a sentence.
class PolicyTypeDialog : public QDialog {
    Q_OBJECT
public:
    explicit PolicyTypeDialog(QWidget* parent);

Q_SIGNALS:
    /// The wire name of the type; the dialog has closed.
    void chosen(const QString& type);

private:
    void choose();
    QListWidget* m_list;
};

} // namespace gatehouse::console
