// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;
class QToolButton;

namespace gatehouse::console {

/// One field of a form: label, editor, help text below, and the error in its place. The label is the editor's
/// buddy.
class FormField : public QWidget {
    Q_OBJECT
public:
    enum class Side { Above, Left };
    FormField(const QString& label, QWidget* editor, const QString& help = {}, Side side = Side::Above,
              QWidget* parent = nullptr);
    QWidget* editor() const { return m_editor; }
    /// Puts another editor in; the old one is the caller's again.
    void replaceEditor(QWidget* editor);
    QString label() const;
    void setError(const QString& error);
    void clearError() { setError({}); }
    bool hasError() const { return !m_error.isEmpty(); }
    QString error() const { return m_error; }

private:
    void showNote();
    QLabel* m_label;
    QWidget* m_editor;
    QLabel* m_note;
    QBoxLayout* m_column;
    QString m_help;
    QString m_error;
};

/// The bar at the bottom of an editor: "3 changes", Review, Discard, Save.
class ChangeBar : public QWidget {
    Q_OBJECT
public:
    explicit ChangeBar(QWidget* parent = nullptr);
    /// Hidden at zero.
    void setCount(int changes);
    /// False disables Save with `why` as tooltip (offline, read-only).
    void setCanSave(bool can, const QString& why = {});
    void setBusy(bool busy);

Q_SIGNALS:
    void reviewRequested();
    void discardRequested();
    void saveRequested();

private:
    QLabel* m_text;
    QPushButton* m_review;
    QPushButton* m_discard;
    QPushButton* m_save;
    bool m_canSave = true;
    bool m_busy = false;
};

/// A secret shown once or on demand: dots, reveal, copy. The clipboard is cleared after 30 s if it still
/// holds it.
class RevealSecret : public QWidget {
    Q_OBJECT
public:
    explicit RevealSecret(const QString& accessibleName, QWidget* parent = nullptr);
    void setSecret(const QString& secret);
    bool isRevealed() const;

Q_SIGNALS:
    void copied();

private:
    void toggle();
    void copy();
    QLineEdit* m_line;
    QToolButton* m_reveal;
    QToolButton* m_copy;
    QTimer* m_clear;
};

} // namespace gatehouse::console
