// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/style.h"

#include "console/widgets/tokens.h"

#include <QAbstractItemView>
#include <QDialogButtonBox>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// Border that can be seen: between the hairline of cards and muted text.
QColor edge(const tokens::Colours& colours, QStyle::State state)
{
    if (!state.testFlag(QStyle::State_Enabled))
        return tokens::colour(colours.border);
    if (state.testFlag(QStyle::State_HasFocus))
        return tokens::colour(colours.accent);
    return tokens::mix(colours.border, colours.muted, state.testFlag(QStyle::State_MouseOver) ? 0.7 : 0.35);
}

void panel(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& border, bool focus)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(QPen(border, focus ? 2 * tokens::hairline : tokens::hairline));
    const qreal inset = focus ? 1.0 : 0.5;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), tokens::controlRadius,
                             tokens::controlRadius);
    painter->restore();
}

void drawButton(const QStyleOption* option, QPainter* painter)
{
    const tokens::Colours& colours = tokens::of(option->palette);
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const QStyle::State state = option->state;
    const bool flat = button && button->features.testFlag(QStyleOptionButton::Flat);
    const bool active = state.testFlag(QStyle::State_Sunken) || state.testFlag(QStyle::State_On);
    const bool hover = state.testFlag(QStyle::State_MouseOver) && state.testFlag(QStyle::State_Enabled);
    if (flat && !active && !hover && !state.testFlag(QStyle::State_HasFocus))
        return;
    const double tint = active ? 0.14 : hover ? 0.07 : 0.0;
    const QColor fill = tokens::mix(option->palette.color(QPalette::Button).rgb(), colours.text, tint);
    const bool focus =
        state.testFlag(QStyle::State_HasFocus) && state.testFlag(QStyle::State_KeyboardFocusChange);
    panel(painter, option->rect, fill, edge(colours, state), focus);
}

void drawField(const QStyleOption* option, QPainter* painter)
{
    const tokens::Colours& colours = tokens::of(option->palette);
    const bool readOnly =
        option->state.testFlag(QStyle::State_ReadOnly) || !option->state.testFlag(QStyle::State_Enabled);
    const QColor fill = tokens::colour(readOnly ? colours.window : colours.surface);
    panel(painter, option->rect, fill, edge(colours, option->state),
          option->state.testFlag(QStyle::State_HasFocus));
}

void drawCheck(const QStyleOption* option, QPainter* painter, bool radio)
{
    const tokens::Colours& colours = tokens::of(option->palette);
    const bool on = option->state.testFlag(QStyle::State_On);
    const bool partly = option->state.testFlag(QStyle::State_NoChange);
    const bool enabled = option->state.testFlag(QStyle::State_Enabled);
    const QRgb fill = (on || partly) ? (enabled ? colours.accent : colours.muted) : colours.surface;
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(tokens::colour(fill));
    painter->setPen(on || partly ? tokens::colour(fill) : edge(colours, option->state));
    const qreal corner = radio ? box.width() / 2 : tokens::controlRadius - 1;
    painter->drawRoundedRect(box, corner, corner);
    painter->setPen(QPen(tokens::colour(colours.onAccent), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = box.center();
    if (on && radio) {
        painter->setBrush(tokens::colour(colours.onAccent));
        painter->drawEllipse(c, box.width() / 7, box.width() / 7);
    } else if (on) {
        painter->setBrush(Qt::NoBrush);
        const qreal u = box.width() / 10;
        painter->drawPolyline(QPolygonF{
            {c.x() - 2.6 * u, c.y()}, {c.x() - 0.6 * u, c.y() + 2 * u}, {c.x() + 2.8 * u, c.y() - 2.2 * u}});
    } else if (partly) {
        painter->drawLine(QPointF(c.x() - box.width() / 4, c.y()), QPointF(c.x() + box.width() / 4, c.y()));
    }
    painter->restore();
}

void drawArrow(QPainter* painter, const QRect& rect, const QColor& colour, bool up = false)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = QRectF(rect).center();
    const qreal rise = up ? -1.75 : 1.75;
    painter->drawPolyline(
        QPolygonF{{c.x() - 3.5, c.y() - rise}, {c.x(), c.y() + rise}, {c.x() + 3.5, c.y() - rise}});
    painter->restore();
}

void drawSpinBox(const QStyle& style, const QStyleOptionSpinBox* spin, QPainter* painter,
                 const QWidget* widget)
{
    drawField(spin, painter);
    if (spin->buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const tokens::Colours& colours = tokens::of(spin->palette);
    const auto arrow = [&](QStyle::SubControl part, QAbstractSpinBox::StepEnabledFlag step, bool up) {
        const bool can = spin->stepEnabled.testFlag(step) && spin->state.testFlag(QStyle::State_Enabled);
        drawArrow(painter, style.subControlRect(QStyle::CC_SpinBox, spin, part, widget),
                  tokens::colour(can ? colours.text : colours.border), up);
    };
    arrow(QStyle::SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, true);
    arrow(QStyle::SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, false);
}

} // namespace

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(option, painter);
        return;
    case PE_PanelLineEdit: {
        // A line inside a combo or spin box has no frame of its own.
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame && frame->lineWidth > 0)
            drawField(option, painter);
        return;
    }
    case PE_FrameLineEdit:
        drawField(option, painter);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheck(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawCheck(option, painter, true);
        return;
    case PE_FrameFocusRect:
        // Buttons, fields and rows show the focus by their own ring or by the selection.
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (spin && control == CC_SpinBox) {
        drawSpinBox(*this, spin, painter, widget);
        return;
    }
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (control != CC_ComboBox || !combo) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    drawField(option, painter);
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    const tokens::Colours& colours = tokens::of(option->palette);
    drawArrow(painter, arrow,
              tokens::colour(option->state.testFlag(State_Enabled) ? colours.text : colours.muted));
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    QSize out = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        out += QSize(tokens::spaceL, tokens::spaceXs);
        break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        out.rheight() += tokens::spaceXs;
        break;
    default:
        break;
    }
    return out;
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    return element == SE_LineEditContents ? rect.adjusted(tokens::spaceXs, 0, -tokens::spaceXs, 0) : rect;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return tokens::iconSmall;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return tokens::iconSmall;
    case PM_FocusFrameHMargin:
        // Room at both sides of cells; headers have the same by the style sheet.
        return qobject_cast<const QAbstractItemView*>(widget)
                   ? tokens::spaceS - 1
                   : QProxyStyle::pixelMetric(metric, option, widget);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* data) const
{
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0; // the verbs say it
    if (hint == SH_DialogButtonLayout)
        return QDialogButtonBox::GnomeLayout; // the verb last, as in the dialogs that have no button box
    return QProxyStyle::styleHint(hint, option, widget, data);
}

} // namespace gatehouse::console
