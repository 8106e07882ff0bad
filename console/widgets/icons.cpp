// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

// Q_INIT_RESOURCE declares a function and must stand outside of any namespace.
static void initIconResources()
{
    Q_INIT_RESOURCE(gatehouse);
}

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QByteArray svg(const QString& name)
{
    initIconResources();
    QFile file(u":/icons/"_s + name + u".svg"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void paintSvg(QPainter* painter, QByteArray source, const QColor& colour, const QRectF& rect)
{
    QSvgRenderer renderer(source.replace("currentColor", colour.name().toUtf8()));
    if (!renderer.isValid())
        return;
    const qreal side = qMin(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(rect.center());
    renderer.render(painter, square);
}

class TintedEngine final : public QIconEngine {
public:
    explicit TintedEngine(QByteArray source)
        : m_source(std::move(source))
    {
    }
    QIconEngine* clone() const override { return new TintedEngine(*this); }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        painter->setRenderHint(QPainter::Antialiasing);
        paintSvg(painter, m_source, colourOf(mode), rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

private:
    static QColor colourOf(QIcon::Mode mode)
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        return palette.color(mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::WindowText);
    }
    QByteArray m_source;
};

} // namespace

QIcon icon(const QString& name)
{
    return QIcon(new TintedEngine(svg(name)));
}

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal ratio)
{
    // Tables ask for the same few pictures at every paint.
    const QString key = u"gatehouse/%1/%2/%3/%4"_s.arg(name, colour.name()).arg(size).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paintSvg(&painter, svg(name), colour, QRectF(0, 0, size, size));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon appIcon()
{
    return QIcon(new TintedEngine(svg(u"app"_s)));
}

} // namespace gatehouse::console
