// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace gatehouse {

/// Bytes that are overwritten when the last copy goes. Never printed: there is no conversion to text but reveal().
class Secret {
public:
    Secret() = default;
    explicit Secret(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    Secret(const Secret& other) = default;
    Secret(Secret&& other) noexcept = default;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret() { wipe(); }

    bool isEmpty() const { return m_bytes.isEmpty(); }
    qsizetype size() const { return m_bytes.size(); }
    const QByteArray& reveal() const { return m_bytes; }
    /// Overwrites the bytes unless another Secret still shares them.
    void wipe();
    /// Compares in constant time for equal lengths.
    bool equals(const QByteArray& other) const;

private:
    QByteArray m_bytes;
};

} // namespace gatehouse
