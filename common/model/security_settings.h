// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

namespace gatehouse {

/// The one document of this kind; its values replace those of the environment once it exists (models.md 14).
struct SecuritySettings : DocumentHeader {
    static constexpr Kind kKind = Kind::SecuritySettings;

    QString type{QStringLiteral("security_settings")};
    bool enableAutoSave = false;
    int autoSaveFrequencySeconds = 900;
    QString dumpPath;
    QStringList ipWhitelist;
    QStringList ipBlacklist;
    bool trustXForwardedFor = false;
    QStringList xffTrustedProxies;
    bool allowLocalhostBypass = true;
};
template <>
const EntityTable& tableOf<SecuritySettings>();

} // namespace gatehouse
