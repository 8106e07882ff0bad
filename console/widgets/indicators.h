// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/tokens.h"

#include <QDateTime>
#include <QLabel>
#include <QTimer>
#include <QWidget>

namespace gatehouse::console {

/// Thin indeterminate line at the top of a page. Shows itself only when work takes longer than 300 ms.
class ProgressLine : public QWidget {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget* parent = nullptr);
    void start();
    void stop();
    bool isBusy() const { return m_busy; }
    QSize sizeHint() const override { return {tokens::spaceXxl, tokens::progressHeight}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QTimer m_delay;
    QTimer m_tick;
    bool m_busy = false;
    bool m_shown = false;
    int m_phase = 0;
};

/// State as icon and word on a tinted ground; colour is never the only sign.
class StatusPill : public QWidget {
    Q_OBJECT
public:
    explicit StatusPill(QWidget* parent = nullptr);
    StatusPill(tokens::Tone tone, const QString& word, QWidget* parent = nullptr);
    void setState(tokens::Tone tone, const QString& word);
    QString word() const { return m_word; }
    tokens::Tone tone() const { return m_tone; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    static QString iconName(tokens::Tone tone);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    tokens::Tone m_tone = tokens::Tone::Off;
    QString m_word;
};

/// The 3 px line under the title bar: development green, test amber, production red. Accessible by name.
class EnvironmentStripe : public QWidget {
    Q_OBJECT
public:
    explicit EnvironmentStripe(QWidget* parent = nullptr);
    /// `index` as tokens::environment; -1 hides the line.
    void setEnvironment(int index, const QString& name);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_index = -1;
};

/// "3 minutes ago", refreshed by itself; the absolute time is the tooltip.
class RelativeTime : public QLabel {
    Q_OBJECT
public:
    explicit RelativeTime(QWidget* parent = nullptr);
    void setTime(const QDateTime& time);
    /// Also for table cells. Invalid time: a dash.
    static QString text(const QDateTime& time, const QDateTime& now);
    static QString absolute(const QDateTime& time);

private:
    void refresh();
    QDateTime m_time;
    QTimer m_timer;
};

/// "1.24 k", "38.2 ms": at most three significant digits; the exact value belongs in the tooltip.
QString shortNumber(double value, const QString& unit = {});

} // namespace gatehouse::console
