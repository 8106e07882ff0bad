// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/shared_bytes.h"

#include <QByteArray>
#include <QString>

namespace gatehouse {

/// A text for keeping, in a third of the memory of a QString: 8 bytes in the entity and nothing more when
/// unset; else UTF-8, and the digits of hashes as bytes. Every QString comes back as it was, null and empty
/// apart; only what is no valid UTF-16 is repaired. Copies share their bytes. Any thread.
class CompactText {
public:
    CompactText() = default;
    CompactText(const QString& text);    // NOLINT(google-explicit-constructor): the same value, packed
    CompactText(const QByteArray& utf8); // NOLINT(google-explicit-constructor): see above
    /// Not null; takes no memory of its own.
    static const CompactText& empty();

    bool isNull() const { return m_bytes.isNull(); }
    bool isEmpty() const { return m_bytes.size() == 0; }
    /// As QString::startsWith(), mostly without unpacking.
    bool startsWith(const CompactText& start) const;
    QString toString() const;
    QByteArray toUtf8() const;
    operator QString() const { return toString(); } // NOLINT(google-explicit-constructor): see above

    friend bool operator==(const CompactText& a, const CompactText& b)
    {
        return a.isNull() == b.isNull() && a.m_bytes.flag() == b.m_bytes.flag() &&
               a.m_bytes.view() == b.m_bytes.view();
    }

private:
    SharedBytes m_bytes; ///< flag: what hexadecimal digits stand for
};

} // namespace gatehouse
