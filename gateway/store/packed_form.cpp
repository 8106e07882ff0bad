// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/packed_form.h"

#include "gateway/store/word_list.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace gatehouse::store {

namespace {

/// The byte before each value.
enum class Tag : char {
    Null,
    False,
    True,
    Integer,  ///< zigzag
    Fraction, ///< 8 bytes
    Word,     ///< number of a word
    Ascii,    ///< length, characters
    Wide,     ///< length in bytes, UTF-16
    Hex,      ///< number of bytes, bytes: lower-case digits
    Uuid,     ///< 16 bytes: lower-case digits with hyphens
    Time,     ///< 8 bytes, the digits of a time in the one form that documents are written with
    Array,    ///< number, values
    Object    ///< number, (name, value)
};

constexpr qsizetype uuidLength = 36;
constexpr QStringView timeForm(u"dddd-dd-ddTdd:dd:dd.dddZ");
constexpr qsizetype shortestHex = 16;
constexpr qsizetype longestWord = 24;

/// Names of fields, and words such as those of states. A name is followed by its value, a word is one.
struct Dictionary {
    WordList names{8192};
    WordList words{1024};
};

Dictionary& dictionary()
{
    static Dictionary shared;
    return shared;
}

bool isUuidHyphen(qsizetype at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

int digitOf(QChar character)
{
    const char16_t c = character.unicode();
    if (c >= u'0' && c <= u'9')
        return c - u'0';
    return c >= u'a' && c <= u'f' ? c - u'a' + 10 : -1;
}

/// The bytes of a text of hexadecimal digits, or nothing when it is none. `uuid`: with hyphens in their
/// places.
QByteArray bytesOfHex(const QString& text, bool uuid)
{
    QByteArray bytes;
    int high = -1;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (uuid && isUuidHyphen(i)) {
            if (text[i] != u'-')
                return {};
            continue;
        }
        const int digit = digitOf(text[i]);
        if (digit < 0)
            return {};
        if (high >= 0)
            bytes.append(char(high * 16 + digit));
        high = high < 0 ? digit : -1;
    }
    return bytes;
}

QString hexOf(QByteArrayView bytes, bool uuid)
{
    constexpr std::array digits{u'0', u'1', u'2', u'3', u'4', u'5', u'6', u'7',
                                u'8', u'9', u'a', u'b', u'c', u'd', u'e', u'f'};
    QString text;
    text.reserve(uuidLength);
    for (const char byte : bytes) {
        if (uuid && isUuidHyphen(text.size()))
            text.append(u'-');
        text.append(QChar(digits[quint8(byte) >> 4U]));
        text.append(QChar(digits[quint8(byte) & 15U]));
    }
    return text;
}

/// The digits of a text of the form of a time as one number; nothing when it has another form.
std::optional<quint64> digitsOfTime(QStringView text)
{
    quint64 digits = 0;
    for (qsizetype i = 0; i < timeForm.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (timeForm[i] != u'd') {
            if (timeForm[i] != c)
                return std::nullopt;
        } else if (c >= u'0' && c <= u'9') {
            digits = digits * 10 + (c - u'0');
        } else {
            return std::nullopt;
        }
    }
    return digits;
}

QString timeOf(quint64 digits)
{
    QString text = timeForm.toString();
    for (qsizetype i = text.size() - 1; i >= 0; --i) {
        if (text[i] == u'd') {
            text[i] = QChar(u'0' + char16_t(digits % 10));
            digits /= 10;
        }
    }
    return text;
}

bool isWord(const QString& text)
{
    return !text.isEmpty() && text.size() <= longestWord &&
           std::all_of(text.begin(), text.end(),
                       [](QChar c) { return (c >= u'a' && c <= u'z') || c == u'_'; });
}

class Writer {
public:
    void object(const QJsonObject& object)
    {
        number(quint64(object.size()));
        for (auto at = object.begin(); at != object.end(); ++at) {
            name(at.key());
            value(at.value());
        }
    }
    QByteArray take() { return std::move(m_bytes); }

private:
    void tag(Tag tag) { m_bytes.append(char(tag)); }
    void number(quint64 number)
    {
        for (; number >= 128; number >>= 7U)
            m_bytes.append(char(number | 128U));
        m_bytes.append(char(number));
    }
    void counted(Tag which, QByteArrayView bytes, qsizetype count)
    {
        tag(which);
        number(quint64(count));
        m_bytes.append(bytes);
    }
    /// Its number plus one, or zero and the text.
    void name(const QString& name)
    {
        const auto known = dictionary().names.numberOf(name);
        number(known ? *known + 1 : 0);
        if (!known)
            text(name);
    }
    template <typename Number>
    void fixed(Tag which, Number number)
    {
        tag(which);
        std::array<char, sizeof number> bytes{};
        std::memcpy(bytes.data(), &number, sizeof number);
        m_bytes.append(bytes.data(), qsizetype(bytes.size()));
    }
    bool identifier(const QString& text);
    void text(const QString& text);
    void numeric(const QJsonValue& value);
    void value(const QJsonValue& value);

    QByteArray m_bytes;
};

/// Writes what is kept as bytes; false: nothing was written.
bool Writer::identifier(const QString& text)
{
    if (text.size() == uuidLength) {
        const QByteArray bytes = bytesOfHex(text, true);
        if (bytes.isEmpty())
            return false;
        tag(Tag::Uuid);
        m_bytes.append(bytes);
        return true;
    }
    if (text.size() == timeForm.size()) {
        if (const auto digits = digitsOfTime(text)) {
            fixed(Tag::Time, *digits);
            return true;
        }
    }
    if (text.size() < shortestHex || text.size() % 2 != 0)
        return false;
    const QByteArray bytes = bytesOfHex(text, false);
    if (!bytes.isEmpty())
        counted(Tag::Hex, bytes, bytes.size());
    return !bytes.isEmpty();
}

void Writer::text(const QString& text)
{
    if (identifier(text))
        return;
    if (isWord(text)) {
        if (const auto known = dictionary().words.numberOf(text)) {
            tag(Tag::Word);
            return number(*known);
        }
    }
    if (std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; })) {
        const QByteArray ascii = text.toLatin1();
        return counted(Tag::Ascii, ascii, ascii.size());
    }
    const QByteArrayView wide(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
    counted(Tag::Wide, wide, wide.size());
}

void Writer::numeric(const QJsonValue& value)
{
    const qint64 integer = value.toInteger(0);
    if (value.toInteger(1) == integer) { // what is no integer gives back whatever one asks for
        tag(Tag::Integer);
        return number((quint64(integer) << 1U) ^ quint64(integer >> 63U));
    }
    fixed(Tag::Fraction, value.toDouble());
}

void Writer::value(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return tag(value.toBool() ? Tag::True : Tag::False);
    case QJsonValue::Double:
        return numeric(value);
    case QJsonValue::String:
        return text(value.toString());
    case QJsonValue::Array: {
        const QJsonArray array = value.toArray();
        tag(Tag::Array);
        number(quint64(array.size()));
        for (const QJsonValue& element : array)
            this->value(element);
        return;
    }
    case QJsonValue::Object:
        tag(Tag::Object);
        return object(value.toObject());
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return tag(Tag::Null);
    }
}

class Reader {
public:
    explicit Reader(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    QJsonObject object()
    {
        QJsonObject object;
        for (quint64 left = number(); left > 0; --left) {
            const quint64 name = number();
            const QString key = name > 0 ? dictionary().names.word(quint32(name - 1)) : value().toString();
            object.insert(key, value());
        }
        return object;
    }

private:
    QByteArrayView take(qsizetype count)
    {
        const QByteArrayView taken = m_bytes.first(count);
        m_bytes = m_bytes.sliced(count);
        return taken;
    }
    quint64 number()
    {
        quint64 number = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = quint8(take(1).front());
            number |= quint64(byte & 127U) << shift;
            if (byte < 128)
                return number;
        }
    }
    QJsonValue integer()
    {
        const quint64 zigzag = number();
        return qint64(zigzag >> 1U) ^ -qint64(zigzag & 1U);
    }
    template <typename Number>
    Number fixed()
    {
        Number number = 0;
        std::memcpy(&number, take(sizeof number).data(), sizeof number);
        return number;
    }
    QString wide()
    {
        const QByteArrayView bytes = take(qsizetype(number()));
        QString text(bytes.size() / 2, Qt::Uninitialized);
        std::memcpy(text.data(), bytes.data(), std::size_t(bytes.size()));
        return text;
    }
    QJsonValue value();

    QByteArrayView m_bytes;
};

QJsonValue Reader::value()
{
    switch (Tag(take(1).front())) {
    case Tag::Null:
        return QJsonValue::Null;
    case Tag::False:
        return false;
    case Tag::True:
        return true;
    case Tag::Integer:
        return integer();
    case Tag::Fraction:
        return fixed<double>();
    case Tag::Word:
        return dictionary().words.word(quint32(number()));
    case Tag::Ascii:
        return QString::fromLatin1(take(qsizetype(number())));
    case Tag::Wide:
        return wide();
    case Tag::Hex:
        return hexOf(take(qsizetype(number())), false);
    case Tag::Uuid:
        return hexOf(take(16), true);
    case Tag::Time:
        return timeOf(fixed<quint64>());
    case Tag::Array: {
        QJsonArray array;
        for (quint64 left = number(); left > 0; --left)
            array.append(value());
        return array;
    }
    case Tag::Object:
        return object();
    }
    return {};
}

} // namespace

QByteArray packObject(const QJsonObject& object)
{
    Writer writer;
    writer.object(object);
    return writer.take();
}

QJsonObject unpackObject(QByteArrayView bytes)
{
    return Reader(bytes).object();
}

} // namespace gatehouse::store
