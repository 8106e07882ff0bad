// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QDateTimeEdit;

namespace gatehouse::console {

class FormField;

/// A beginning and an end of one's own, in local time.
class RangeDialog : public QDialog {
    Q_OBJECT
public:
    /// Begins with this range, seconds since 1970.
    RangeDialog(qint64 from, qint64 to, QWidget* parent);

Q_SIGNALS:
    void chosen(qint64 from, qint64 to);

private:
    void take();
    QDateTimeEdit* m_from;
    QDateTimeEdit* m_to;
    FormField* m_toField;
};

} // namespace gatehouse::console
