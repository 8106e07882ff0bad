// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QTranslator>

namespace gatehouse::console {

/// Longer English with accents instead of every text of the console, to see what clips. Place markers,
/// accelerators and tags stay; so do Qt's own texts, which hold the names of keys.
class PseudoLocale : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override
    {
        const bool ofQt = context && context[0] == 'Q' && QChar::fromLatin1(context[1]).isUpper();
        return ofQt || !source || !*source ? QString() : longer(QString::fromUtf8(source));
    }

    static QString longer(const QString& text)
    {
        static const QRegularExpression kept(QStringLiteral("%L?\\d+|%n|&\\w|<[^>]*>"));
        QString made(u'[');
        qsizetype at = 0;
        for (auto it = kept.globalMatch(text); it.hasNext();) {
            const QRegularExpressionMatch marker = it.next();
            made += accented(text.mid(at, marker.capturedStart() - at)) + marker.captured();
            at = marker.capturedEnd();
        }
        made += accented(text.mid(at));
        // Words of a length that languages have: lines must be able to break.
        for (qsizetype i = 1; i <= text.size() * 2 / 5; ++i)
            made += i % 10 == 0 ? u' ' : u'~';
        return made + u']';
    }

private:
    static QString accented(QString text)
    {
        static const QString plain = QStringLiteral("aeiounycAEIOUNYC");
        static const QString other = QStringLiteral("àéîöûñýçÀÉÎÖÛÑÝÇ");
        for (QChar& letter : text) {
            if (const qsizetype at = plain.indexOf(letter); at >= 0)
                letter = other.at(at);
        }
        return text;
    }
};

} // namespace gatehouse::console
