// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/password_checker.h"

#include "common/core/pooled.h"
#include "common/crypto/password.h"
#include "common/crypto/random.h"

namespace gatehouse::filters {

PasswordChecker::PasswordChecker(const Clock& clock)
    : PasswordChecker(clock, Limits())
{
}

PasswordChecker::PasswordChecker(const Clock& clock, Limits limits)
    : m_clock(clock)
    , m_limits(limits)
    , m_mac(crypto::randomBytes(32))
{
    m_pool.setMaxThreadCount(limits.threads);
}

PasswordChecker::~PasswordChecker()
{
    m_pool.clear();
    waitFor(m_pool);
}

std::string PasswordChecker::keyOf(std::string_view hash, std::string_view password) const
{
    // The hash is of one length for all passwords of a scheme, or empty, and has no NUL.
    std::string text(hash);
    text.append(1, '\0').append(password);
    const crypto::Digest code = m_mac.sign(QByteArrayView(text.data(), qsizetype(text.size())));
    return {reinterpret_cast<const char*>(code.data()), code.size()};
}

std::optional<bool> PasswordChecker::known(std::string_view hash, std::string_view password)
{
    const std::string key = keyOf(hash, password);
    const std::scoped_lock lock(m_mutex);
    const auto at = m_known.find(key);
    if (at == m_known.end() || at->second.untilNs <= m_clock.monotonicNs())
        return std::nullopt;
    return at->second.good;
}

bool PasswordChecker::check(std::string_view hash, std::string_view password,
                            const std::function<Done()>& makeDone)
{
    const std::string key = keyOf(hash, password);
    {
        const std::scoped_lock lock(m_mutex);
        const auto running = m_running.find(key);
        if (running != m_running.end()) {
            running->second.push_back(makeDone());
            return true;
        }
        if (m_running.size() >= m_limits.queue)
            return false;
        m_running[key].push_back(makeDone());
    }
    startOn(m_pool, [this, key, hash = QByteArray(hash.data(), qsizetype(hash.size())),
                     password = QString::fromUtf8(password.data(), qsizetype(password.size()))] {
        finish(key, crypto::verifyPassword(password, hash));
    });
    return true;
}

void PasswordChecker::finish(const std::string& key, bool good)
{
    std::vector<Done> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        remember(key, good);
        waiting = std::move(m_running[key]);
        m_running.erase(key);
    }
    for (const Done& done : waiting)
        done(good);
}

void PasswordChecker::remember(const std::string& key, bool good)
{
    const std::int64_t now = m_clock.monotonicNs();
    if (m_known.size() >= m_limits.known) {
        std::erase_if(m_known, [now](const auto& entry) { return entry.second.untilNs <= now; });
        if (m_known.size() >= m_limits.known)
            m_known.erase(m_known.begin());
    }
    m_known[key] = {good, now + (good ? m_limits.goodMs : m_limits.badMs) * 1'000'000};
}

} // namespace gatehouse::filters
