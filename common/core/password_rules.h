// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace gatehouse {

/// What a new password must fulfil (auth 10). Lengths in characters.
struct PasswordPolicy {
    int minLength = 16;
    int maxLength = 50;
    bool needsKinds = true; ///< an upper and a lower case letter, a digit and one of passwordMarks
};

inline constexpr QStringView passwordMarks = u"!@#$%^&*()-_=+[]{};:,.<>?/";
/// bcrypt would cut off silently what is behind these.
inline constexpr int passwordBytes = 72;
/// For a password that somebody changes; one that is made with its account may be longer.
inline constexpr PasswordPolicy changedPasswordPolicy{16, 36, true};

enum class PasswordRule { Shortest, Longest, Bytes, NoNul, UpperCase, LowerCase, Digit, Mark };

/// The rules that a password breaks, in the order of the enumeration. Longest and Bytes never come together.
QList<PasswordRule> brokenPasswordRules(const QString& password, const PasswordPolicy& policy);

} // namespace gatehouse
