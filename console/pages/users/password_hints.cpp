// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/password_hints.h"

#include "common/core/password_rules.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// One line for the rules that people see as one.
struct Hint {
    QList<PasswordRule> rules;
    QString text;
};

QList<Hint> hints()
{
    const PasswordPolicy& policy = changedPasswordPolicy;
    return {{{PasswordRule::Shortest, PasswordRule::Longest, PasswordRule::Bytes, PasswordRule::NoNul},
             PasswordHints::tr("%1 to %2 characters").arg(policy.minLength).arg(policy.maxLength)},
            {{PasswordRule::UpperCase}, PasswordHints::tr("an upper case letter")},
            {{PasswordRule::LowerCase}, PasswordHints::tr("a lower case letter")},
            {{PasswordRule::Digit}, PasswordHints::tr("a digit")},
            {{PasswordRule::Mark}, PasswordHints::tr("one of %1").arg(passwordMarks)}};
}

} // namespace

PasswordHints::PasswordHints(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(u"passwordHints"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceXs);
    for (const Hint& hint : hints()) {
        auto* pill = new StatusPill(tokens::Tone::Off, hint.text, this);
        column->addWidget(pill, 0, Qt::AlignLeft);
        m_pills.append(pill);
    }
    judge({});
}

void PasswordHints::judge(const QString& password)
{
    const QList<PasswordRule> broken = brokenPasswordRules(password, changedPasswordPolicy);
    const QList<Hint> all = hints();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const bool met = std::none_of(all.at(i).rules.begin(), all.at(i).rules.end(),
                                      [&broken](PasswordRule rule) { return broken.contains(rule); });
        m_pills.at(i)->setState(met ? tokens::Tone::Good : tokens::Tone::Off, all.at(i).text);
        m_pills.at(i)->setAccessibleName(met ? tr("%1: met").arg(all.at(i).text)
                                             : tr("%1: missing").arg(all.at(i).text));
    }
}

int PasswordHints::missing() const
{
    return static_cast<int>(std::count_if(m_pills.begin(), m_pills.end(), [](const StatusPill* pill) {
        return pill->tone() != tokens::Tone::Good;
    }));
}

} // namespace gatehouse::console
