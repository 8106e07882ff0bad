// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/password_rules.h"

#include <algorithm>

namespace gatehouse {

namespace {

bool hasLetterOf(const QString& text, bool (QChar::*kind)() const)
{
    return std::any_of(text.begin(), text.end(), [kind](QChar c) { return (c.*kind)(); });
}

} // namespace

QList<PasswordRule> brokenPasswordRules(const QString& password, const PasswordPolicy& policy)
{
    QList<PasswordRule> broken;
    const auto demand = [&broken](bool met, PasswordRule rule) {
        if (!met)
            broken.append(rule);
    };
    const qsizetype length = password.toUcs4().size();
    const bool tooLong = length > policy.maxLength;
    demand(length >= policy.minLength, PasswordRule::Shortest);
    demand(!tooLong, PasswordRule::Longest);
    demand(tooLong || password.toUtf8().size() <= passwordBytes, PasswordRule::Bytes);
    demand(!password.contains(QChar(u'\0')), PasswordRule::NoNul);
    if (!policy.needsKinds)
        return broken;
    demand(hasLetterOf(password, &QChar::isUpper), PasswordRule::UpperCase);
    demand(hasLetterOf(password, &QChar::isLower), PasswordRule::LowerCase);
    demand(hasLetterOf(password, &QChar::isDigit), PasswordRule::Digit);
    demand(std::any_of(password.begin(), password.end(), [](QChar c) { return passwordMarks.contains(c); }),
           PasswordRule::Mark);
    return broken;
}

} // namespace gatehouse
