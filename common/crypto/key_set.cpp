// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/jwt_key.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::crypto {

namespace {

constexpr std::string_view kLegacyKid = "legacy-key";

struct Entry {
    JwtKey key;
    bool active;
};

/// The text of `name`, or the content of the file that `name`_path names.
Result<QByteArray> textOrFile(const QJsonObject& entry, const QString& name)
{
    const QString direct = entry[name].toString();
    const QString path = entry[name + u"_path"_s].toString();
    if (!direct.isEmpty() || path.isEmpty())
        return direct.toUtf8();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::invalid(name + u"_path"_s, u"reference"_s,
                              u"cannot read %1: %2"_s.arg(path, file.errorString()));
    return file.readAll();
}

Result<Entry> readEntry(const QJsonObject& entry)
{
    const QString kid = entry[u"kid"_s].toString();
    if (kid.isEmpty())
        return Error::invalid(u"kid"_s, u"required"_s, u"has no kid"_s);
    const QString name = entry[u"algorithm"_s].toString(u"HS256"_s);
    const auto algorithm = jwtAlgorithm(name.toStdString());
    if (!algorithm)
        return Error::invalid(u"algorithm"_s, u"enum"_s,
                              u"the algorithm \"%1\" is not supported"_s.arg(name));
    const bool active = entry[u"active"_s].toBool(true);
    if (name.startsWith(u"HS")) {
        const QString secret = entry[u"secret"_s].toString(entry[u"key"_s].toString());
        auto key = JwtKey::fromSecret(kid, Secret(secret.toUtf8()), *algorithm);
        return key ? Result<Entry>(Entry{std::move(*key), active}) : key.error();
    }
    auto publicPem = textOrFile(entry, u"public_key"_s);
    auto privatePem = textOrFile(entry, u"private_key"_s);
    if (!publicPem)
        return publicPem.error();
    if (!privatePem)
        return privatePem.error();
    auto key = JwtKey::fromPem(kid, *algorithm, *publicPem, Secret(std::move(*privatePem)));
    return key ? Result<Entry>(Entry{std::move(*key), active}) : key.error();
}

void note(QStringList* notes, const QString& text)
{
    if (notes)
        notes->append(text);
}

/// JWT_KEYS is a list, an object with "keys", or one key.
QJsonArray entries(const QJsonDocument& document)
{
    if (document.isArray())
        return document.array();
    const QJsonObject object = document.object();
    return object.contains(u"keys"_s) ? object[u"keys"_s].toArray() : QJsonArray{object};
}

} // namespace

KeySet::KeySet(std::vector<JwtKey> keys)
    : m_keys(std::move(keys))
{
    for (std::size_t i = 0; i < m_keys.size() && !m_signer; ++i) {
        if (m_keys[i].canSign())
            m_signer = i;
    }
}

Result<KeySet> KeySet::fromSettings(const QString& jwtKeys, const Secret& jwtSecretKey, QStringList* notes)
{
    KeySet set;
    QJsonParseError parse{};
    const QJsonDocument document = QJsonDocument::fromJson(jwtKeys.toUtf8(), &parse);
    if (!jwtKeys.trimmed().isEmpty() && parse.error != QJsonParseError::NoError)
        note(notes, u"JWT_KEYS is not JSON: %1 at %2"_s.arg(parse.errorString()).arg(parse.offset));
    else if (!document.isNull()) {
        int index = 0;
        for (const QJsonValue value : entries(document)) {
            auto entry = readEntry(value.toObject());
            if (!entry) {
                note(notes, u"JWT_KEYS[%1] is left out: %2"_s.arg(index++).arg(entry.error().text()));
                continue;
            }
            ++index;
            if (set.find(entry->key.kid())) {
                note(notes, u"JWT_KEYS[%1] is left out: its kid came before"_s.arg(index - 1));
                continue;
            }
            if (!set.m_signer && entry->active && entry->key.canSign())
                set.m_signer = set.m_keys.size();
            set.m_keys.push_back(std::move(entry->key));
        }
    }
    if (!set.isEmpty())
        return set;
    if (jwtSecretKey.isEmpty())
        return Error::invalid(u"JWT_SECRET_KEY"_s, u"required"_s,
                              u"neither JWT_KEYS nor JWT_SECRET_KEY gives a key"_s);
    auto key = JwtKey::fromSecret(QString::fromLatin1(kLegacyKid.data(), qsizetype(kLegacyKid.size())),
                                  jwtSecretKey);
    if (!key)
        return key.error();
    return KeySet({std::move(*key)});
}

Result<KeySet> KeySet::fromJwks(const QByteArray& json, std::optional<JwtAlgorithm> fallback,
                                QStringList* notes)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.object()[u"keys"_s].isArray())
        return Error::invalid(u"keys"_s, u"type"_s, u"a JWK set is an object with a list \"keys\""_s);
    std::vector<JwtKey> keys;
    for (const QJsonValue value : document.object()[u"keys"_s].toArray()) {
        auto key = JwtKey::fromJwk(value.toObject(), fallback);
        if (key)
            keys.push_back(std::move(*key));
        else
            note(notes, key.error().text());
    }
    return KeySet(std::move(keys));
}

const JwtKey* KeySet::find(std::optional<std::string_view> kid) const
{
    if (!kid && m_keys.size() == 1)
        return &m_keys.front();
    const std::string_view wanted = kid.value_or(kLegacyKid);
    for (const JwtKey& key : m_keys) {
        if (key.kid() == wanted)
            return &key;
    }
    return nullptr;
}

const JwtKey* KeySet::signer() const
{
    return m_signer ? &m_keys[*m_signer] : nullptr;
}

} // namespace gatehouse::crypto
