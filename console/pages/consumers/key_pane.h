// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/traffic_caller.h"
#include "console/models/curl.h"
#include "console/widgets/page.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::console {

class RevealSecret;
class StatusPill;

/// What is shown: it decides the words and the name of the file.
enum class SecretKind { ApiKey, Password, SigningKey };

/// Shows a key the only time it can be seen: reveal, copy, save to a file, try it here, and the command that
/// tries it elsewhere.
class KeyPane : public QWidget {
    Q_OBJECT
public:
    KeyPane(PageContext& context, QWidget* parent = nullptr, SecretKind kind = SecretKind::ApiKey);
    /// `path` is where the API is published; empty: it cannot be tried. `note` says what else to know.
    void show(const QString& key, const QString& path, const QString& note);
    /// Whether the key was copied or saved.
    bool wasTaken() const { return m_taken; }

private:
    void save();
    void copyCommand();
    void sendTestCall();
    QWidget* buildTest();
    TrafficCall testCall(const QByteArray& key) const;
    void showAnswer(const TrafficAnswer& answer);
    PageContext& m_context;
    QLabel* m_note;
    RevealSecret* m_secret;
    QPushButton* m_command;
    QWidget* m_test;
    QLineEdit* m_testPath;
    QPushButton* m_send;
    StatusPill* m_answer;
    QLabel* m_answered;
    TrafficCaller m_caller;
    SecretKind m_kind;
    QString m_key;
    bool m_taken = false;
};

/// A window around the pane, for keys that are made outside of the onboarding. Closing it without taking the
/// key asks first.
class KeyDialog : public QDialog {
    Q_OBJECT
public:
    KeyDialog(PageContext& context, const QString& title, QWidget* parent,
              SecretKind kind = SecretKind::ApiKey);
    KeyPane* pane() const { return m_pane; }
    void reject() override;

private:
    PageContext& m_context;
    KeyPane* m_pane;
};

/// Asks before a key that nobody has taken is lost; `lose` runs when the user agreed or has taken it.
void askBeforeLosing(PageContext& context, QWidget* parent, const KeyPane& pane, std::function<void()> lose);

} // namespace gatehouse::console
