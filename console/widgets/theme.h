// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPalette>

namespace gatehouse::console {

/// Puts the tokens on the application: Fusion style, palette and a short style sheet. In Auto it follows the
/// desktop. One object, made by the composition root; GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode { Auto, Light, Dark };
    explicit Theme(QObject* parent = nullptr);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    bool isDark() const { return m_dark; }
    static QPalette palette(bool dark);
    static QString styleSheet(bool dark);
    /// "light", "dark", anything else is Auto.
    static Mode modeFromText(const QString& text);

Q_SIGNALS:
    void changed(bool dark);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    Mode m_mode = Mode::Auto;
    bool m_dark = false;
    bool m_systemDark = false;
    bool m_applying = false;
};

} // namespace gatehouse::console
