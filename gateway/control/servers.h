// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "gateway/control/documents.h"

#include <QSslConfiguration>
#include <QStringList>

#include <optional>

namespace gatehouse::control {

/// Where an API is found, for questions of the gateway itself: its own servers, or the targets of its group.
struct Servers {
    QStringList addresses;
    std::optional<UpstreamTls> tls; ///< unset: verified by the authorities of the system
};
Servers serversOf(const Documents& documents, const Api& api);

/// The same rules for the network classes of Qt; reads the files they name.
std::optional<QSslConfiguration> tlsConfigurationOf(const std::optional<UpstreamTls>& rules);

} // namespace gatehouse::control
