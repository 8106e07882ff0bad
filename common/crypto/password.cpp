// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/password.h"

#include "common/crypto/constant_time.h"
#include "common/crypto/random.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <crypt.h>
#include <string.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::crypto {

namespace {

constexpr int kBcryptHashLength = 60;

/// Costs one hash of the default price; stands in where there is no stored hash.
constexpr char kNobody[] = "$2b$12$abcdefghijklmnopqrstuuPp2pAZxH3T0yP3lq0gmd5a9cqyqbX2K";

/// The cost of a well-formed bcrypt hash, or nothing.
std::optional<int> bcryptCost(const QByteArray& hash)
{
    const bool shaped = hash.size() == kBcryptHashLength && hash.startsWith("$2") &&
                        (hash[2] == 'a' || hash[2] == 'b' || hash[2] == 'y') && hash[3] == '$' &&
                        hash[6] == '$';
    if (!shaped)
        return std::nullopt;
    bool number = false;
    const int cost = hash.mid(4, 2).toInt(&number);
    return number && cost >= 4 && cost <= 31 ? std::optional(cost) : std::nullopt;
}

QByteArray runCrypt(const QByteArray& phrase, const QByteArray& setting)
{
    const auto scratch = std::make_unique<crypt_data>();
    const char* const out =
        crypt_rn(phrase.constData(), setting.constData(), scratch.get(), sizeof(crypt_data));
    QByteArray hash(out);
    explicit_bzero(scratch.get(), sizeof(crypt_data));
    return hash;
}

/// {rule, message} of a fault.
std::pair<QString, QString> told(PasswordRule rule, const PasswordPolicy& policy)
{
    switch (rule) {
    case PasswordRule::Shortest:
        return {u"length"_s, u"must have at least %1 characters"_s.arg(policy.minLength)};
    case PasswordRule::Longest:
        return {u"length"_s, u"must have at most %1 characters"_s.arg(policy.maxLength)};
    case PasswordRule::Bytes:
        return {u"length"_s, u"must have at most %1 bytes in UTF-8"_s.arg(passwordBytes)};
    case PasswordRule::NoNul:
        return {u"pattern"_s, u"must not contain a NUL character"_s};
    case PasswordRule::UpperCase:
        return {u"pattern"_s, u"must contain an upper case letter"_s};
    case PasswordRule::LowerCase:
        return {u"pattern"_s, u"must contain a lower case letter"_s};
    case PasswordRule::Digit:
        return {u"pattern"_s, u"must contain a digit"_s};
    case PasswordRule::Mark:
        return {u"pattern"_s, u"must contain one of %1"_s.arg(passwordMarks)};
    }
    return {};
}

} // namespace

Faults passwordFaults(const QString& password, const PasswordPolicy& policy, const QString& field)
{
    Faults faults;
    for (const PasswordRule broken : brokenPasswordRules(password, policy)) {
        const auto [rule, message] = told(broken, policy);
        faults.append({field, rule, message});
    }
    return faults;
}

Result<QByteArray> hashPassword(const QString& password, int cost)
{
    const QByteArray phrase = password.toUtf8();
    if (phrase.contains('\0') || phrase.size() > passwordBytes)
        return Error::invalid(u"password"_s, u"length"_s,
                              u"must have at most %1 bytes in UTF-8 and no NUL"_s.arg(passwordBytes));
    if (cost < 4 || cost > 31)
        return Error::invalid(u"cost"_s, u"range"_s, u"the bcrypt cost must be 4 to 31"_s);
    const QByteArray salt = randomBytes(16);
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    if (!crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost), salt.constData(), int(salt.size()),
                          setting.data(), int(setting.size())))
        return Error::internal(u"bcrypt is not available in libcrypt"_s);
    const QByteArray hash = runCrypt(phrase, QByteArray(setting.data()));
    if (!bcryptCost(hash))
        return Error::internal(u"bcrypt failed in libcrypt"_s);
    return hash;
}

bool verifyPassword(const QString& password, const QByteArray& hash)
{
    const QByteArray phrase = password.toUtf8();
    const bool usable = bcryptCost(hash).has_value() && !phrase.contains('\0');
    const QByteArray stored = usable ? hash : QByteArray(kNobody);
    const QByteArray made = runCrypt(phrase, stored);
    return usable && constantTimeEquals(made, stored);
}

bool needsRehash(const QByteArray& hash, int cost)
{
    const auto have = bcryptCost(hash);
    return !have || *have < cost || hash[2] != 'b';
}

} // namespace gatehouse::crypto
