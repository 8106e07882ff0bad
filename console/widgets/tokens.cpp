// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/tokens.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>
#include <cmath>

namespace gatehouse::console::tokens {

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

const Colours& of(const QPalette& palette)
{
    return isDark(palette) ? dark : light;
}

QColor mix(QRgb base, QRgb over, double share)
{
    const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return QColor(channel(qRed(base), qRed(over)), channel(qGreen(base), qGreen(over)),
                  channel(qBlue(base), qBlue(over)));
}

namespace {
double luminance(const QColor& colour)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}
} // namespace

double contrast(const QColor& a, const QColor& b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QFont font(TextRole role)
{
    QFont font = QApplication::font();
    const auto scale = [&font](double factor) { font.setPointSizeF(font.pointSizeF() * factor); };
    switch (role) {
    case TextRole::Caption:
        scale(0.85);
        break;
    case TextRole::Body:
        break;
    case TextRole::Section:
        scale(1.15);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Title:
        scale(1.45);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Figure:
        scale(2.0);
        font.setWeight(QFont::Light);
        break;
    case TextRole::Mono: {
        QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        mono.setPointSizeF(font.pointSizeF());
        return mono;
    }
    }
    return font;
}

} // namespace gatehouse::console::tokens
