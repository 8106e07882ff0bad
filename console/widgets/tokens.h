// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/tone.h"

#include <QColor>
#include <QFont>
#include <QPalette>

#include <array>

/// Every colour, size, space and duration of the console. No other file has literals of these kinds.
namespace gatehouse::console::tokens {

// Space, device independent pixels.
inline constexpr int spaceXs = 4;
inline constexpr int spaceS = 8;
inline constexpr int spaceM = 12;
inline constexpr int spaceL = 16;
inline constexpr int spaceXl = 24;
inline constexpr int spaceXxl = 32;
inline constexpr int pageMargin = spaceL;
inline constexpr int rowGap = spaceS;
inline constexpr int groupGap = spaceXl;

// Sizes, device independent pixels.
inline constexpr int radius = 6;
inline constexpr int controlRadius = 4;
inline constexpr int hairline = 1;
inline constexpr int stripeHeight = 3;
inline constexpr int progressHeight = 2;
inline constexpr int tableRow = 28;
inline constexpr int iconSmall = 16;
inline constexpr int iconLarge = 48;
inline constexpr int windowWidth = 1280;
inline constexpr int windowHeight = 800;
inline constexpr int scrollBar = 12;
inline constexpr int navigationWidth = 216;
inline constexpr int nameColumn = 200; ///< of a table: what tells its rows apart is readable
inline constexpr int detailWidth = 340;
inline constexpr int dialogWidth = 520;
inline constexpr int paletteWidth = 560;
inline constexpr int readableWidth = 560; ///< longest line of explaining text

// Durations, milliseconds.
inline constexpr int fadeMs = 120;
inline constexpr int filterDelayMs = 150;
inline constexpr int progressDelayMs = 300;
inline constexpr int toastMs = 5'000;
inline constexpr int undoToastMs = 10'000;
inline constexpr int clipboardMs = 30'000;

using console::Tone;

struct Colours {
    QRgb window;
    QRgb surface;
    QRgb border;
    QRgb text;
    QRgb muted;
    QRgb accent;
    QRgb onAccent; ///< text on the accent colour
    QRgb good;
    QRgb warning;
    QRgb bad;
    QRgb info;
    std::array<QRgb, 8> series; ///< charts, fixed order, colour-blind safe

    constexpr QRgb of(Tone tone) const
    {
        switch (tone) {
        case Tone::Neutral:
            return text;
        case Tone::Good:
            return good;
        case Tone::Warning:
            return warning;
        case Tone::Bad:
            return bad;
        case Tone::Info:
            return info;
        case Tone::Off:
            return muted;
        }
        return text;
    }
};

inline constexpr Colours light{
    0xFFF6F7F9,
    0xFFFFFFFF,
    0xFFD9DEE5,
    0xFF1B2430,
    0xFF5B6878,
    0xFF2457C5,
    0xFFFFFFFF,
    0xFF1E7F4F,
    0xFF9A6200,
    0xFFB3261E,
    0xFF2457C5,
    {0xFF2457C5, 0xFFD1720F, 0xFF1E7F4F, 0xFF8A3FB0, 0xFFB3261E, 0xFF4A6572, 0xFFA2851A, 0xFF0E7C86}};
inline constexpr Colours dark{
    0xFF14181F,
    0xFF1C222B,
    0xFF303A47,
    0xFFE6EBF2,
    0xFF9AA7B8,
    0xFF7FA6FF,
    0xFF14181F,
    0xFF5CC98F,
    0xFFE5B454,
    0xFFFF8A80,
    0xFF7FA6FF,
    {0xFF7FA6FF, 0xFFF0A35E, 0xFF5CC98F, 0xFFCB9BEA, 0xFFFF8A80, 0xFF9AB2BF, 0xFFD9BC4F, 0xFF4FC3CC}};

/// Environment stripe: development green, test amber, production red.
inline constexpr std::array<QRgb, 3> environment{0xFF1E7F4F, 0xFFD99A1C, 0xFFC8372D};

bool isDark(const QPalette& palette);
/// The colours that belong to a widget's palette; call it while painting, so that a theme change needs no
/// work.
const Colours& of(const QPalette& palette);
inline QColor colour(QRgb rgb)
{
    return QColor::fromRgb(rgb);
}
/// `over` mixed into `base`, `share` of 0..1: tinted backgrounds of pills and bars.
QColor mix(QRgb base, QRgb over, double share);
/// WCAG 2.1 contrast ratio, 1..21.
double contrast(const QColor& a, const QColor& b);

/// Type sizes relative to the system font.
enum class TextRole { Caption, Body, Section, Title, Figure, Mono };
QFont font(TextRole role);

} // namespace gatehouse::console::tokens
