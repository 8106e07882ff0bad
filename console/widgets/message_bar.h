// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "console/widgets/tokens.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace gatehouse::console {

/// A bar inside the page: what failed, why, what to do; Retry and Copy details. Never a modal box.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// `what` is one sentence ("The list of APIs could not be loaded."); why and what to do come from the
    /// error.
    void showError(const QString& what, const Error& error, bool canRetry = true);
    void showMessage(tokens::Tone tone, const QString& text, const QString& actionText = {});
    void clear();
    /// False: the message belongs to its place and cannot be closed.
    void setClosable(bool closable);
    QString text() const;
    /// The text of *Copy details*: message, code, type and faults; holds no secret as errors hold none.
    static QString details(const QString& what, const Error& error);

Q_SIGNALS:
    void retryRequested();
    void actionRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void setTone(tokens::Tone tone);
    void copyDetails();
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_retry;
    QPushButton* m_action;
    QPushButton* m_copy;
    QPushButton* m_close;
    QString m_details;
    tokens::Tone m_tone = tokens::Tone::Info;
};

/// One sentence on what to do about an error, by its kind; empty when there is nothing to add.
QString adviceFor(const Error& error);

} // namespace gatehouse::console
