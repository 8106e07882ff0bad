// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/field_query.h"

#include <QRegularExpression>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString encoded(const QString& value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

} // namespace

QUrlQuery fieldQuery(const QString& text, const QHash<QString, QString>& fields, const QString& rest)
{
    static const QRegularExpression word(u"(?:(\\w+):)?(?:\"([^\"]*)\"?|(\\S+))"_s);
        QUrlQuery query;
    QStringList others;
    for (auto it = word.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString field = match.captured(1).toLower();
        const QString value = match.captured(2).isNull() ? match.captured(3) : match.captured(2);
        const QString parameter = fields.value(field);
        if (parameter.isEmpty())
            others.append(match.captured().remove(u'"'));
        else if (!value.isEmpty())
            query.addQueryItem(parameter, encoded(value));
    }
    if (!others.isEmpty())
        query.addQueryItem(rest, encoded(others.join(u' ')));
    return query;
}

} // namespace gatehouse::console
