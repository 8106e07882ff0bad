// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/golive/report.h"

#include "console/pages/golive/checks.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFont>
#include <QJsonArray>
#include <QPageLayout>
#include <QPdfWriter>
#include <QTextDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct GoLiveReportText {
    Q_DECLARE_TR_FUNCTIONS(GoLiveReport)
};

constexpr int marginMm = 18;
constexpr int dotsPerInch = 300;
constexpr int bodyPoints = 9;

QString reportColour(QRgb rgb)
{
    return tokens::colour(rgb).name();
}

QString colourOf(Tone tone)
{
    return reportColour(tokens::light.of(tone));
}

/// Lines between the rows only: browsers and Qt draw them alike.
QString cellOf(const char* tag, const QString& text, const QString& look = {})
{
    return u"<%1 align=\"left\" valign=\"top\" style=\"padding:4px 8px 4px 0;border:none;"
           "border-bottom:1px solid %2;%3\">%4</%1>"_s.arg(
               QLatin1StringView(tag), reportColour(tokens::light.border), look, text.toHtmlEscaped());
}

QString rowOf(const QJsonObject& check)
{
    const QString state = u"font-weight:bold;color:%1"_s.arg(colourOf(checkTone(check)));
    return u"<tr>"_s + cellOf("td", checkTitle(check)) +
           cellOf("td", checkWord(check), u"white-space:nowrap;"_s + state) +
           cellOf("td", checkEvidence(check)) + cellOf("td", checkAction(check)) + u"</tr>\n"_s;
}

QString lineOf(const QString& label, const QString& value)
{
    return u"<p><b>%1:</b> %2</p>\n"_s.arg(label.toHtmlEscaped(), value.toHtmlEscaped());
}

} // namespace

QString GoLiveReport::html() const
{
    const bool ready = answer.value(u"ready"_s).toBool();
    const QDateTime at = QDateTime::fromString(answer.value(u"checked_at"_s).toString(), Qt::ISODateWithMs);
    const QString title = GoLiveReportText::tr("Go-live report").toHtmlEscaped();
    QString page =
        u"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1</title></head>\n"
        "<body style=\"font-family:sans-serif;color:%2;background:%3;max-width:%4px;margin:%5px auto;"
        "padding:0 %5px\">\n<h1>%1</h1>\n"_s
            .arg(title, reportColour(tokens::light.text), reportColour(tokens::light.surface))
            .arg(tokens::windowWidth - tokens::detailWidth)
            .arg(tokens::spaceXl);
    page += lineOf(GoLiveReportText::tr("Gateway"), gateway);
    page += lineOf(GoLiveReportText::tr("Checked"),
                   GoLiveReportText::tr("%1 by %2").arg(RelativeTime::absolute(at), user));
    page += u"<h2 style=\"color:%1\">%2</h2>\n"_s.arg(
        colourOf(ready ? Tone::Good : Tone::Bad), (ready ? GoLiveReportText::tr("Ready for production")
                                                         : GoLiveReportText::tr("Not ready for production"))
                                                      .toHtmlEscaped());
    page += lineOf(GoLiveReportText::tr("Green"), GoLiveReportText::tr("%1 of %2")
                                                      .arg(answer.value(u"green"_s).toInt())
                                                      .arg(answer.value(u"total"_s).toInt()));
    page += u"<table border=\"0\" cellspacing=\"0\" width=\"100%\" style=\"border-collapse:collapse\">\n"
            "<thead><tr>"_s;
    for (const QString& heading : {GoLiveReportText::tr("Check"), GoLiveReportText::tr("State"),
                                   GoLiveReportText::tr("Found"), GoLiveReportText::tr("What to do")})
        page += cellOf("th", heading);
    page += u"</tr></thead>\n"_s;
    const QJsonArray items = answer.value(u"items"_s).toArray();
    for (const QJsonValue& item : items)
        page += rowOf(item.toObject());
    return page + u"</table>\n<p>&nbsp;</p>\n"_s +
           lineOf(GoLiveReportText::tr("Accepted by"), u"______________________"_s) + u"</body></html>\n"_s;
}

QByteArray GoLiveReport::pdf() const
{
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(GoLiveReportText::tr("Go-live report"));
    writer.setResolution(dotsPerInch);
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
                                     QMarginsF(marginMm, marginMm, marginMm, marginMm),
                                     QPageLayout::Millimeter));
    QTextDocument document;
    QFont font;
    font.setPixelSize(bodyPoints); // of the page below, which is measured in points
    document.setDefaultFont(font);
    document.setHtml(html());
    document.setPageSize(writer.pageLayout().paintRect(QPageLayout::Point).size());
    document.print(&writer);
    return content;
}

} // namespace gatehouse::console
