// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"
#include "gateway/control/compiler.h"
#include "gateway/control/documents.h"
#include "gateway/net/dns_lookup.h"
#include "gateway/observe/log_system.h"
#include "gateway/observe/recorder.h"
#include "gateway/proxy/data_plane.h"
#include "gateway/proxy/settings.h"

#include <memory>
#include <optional>

namespace gatehouse::app {

// The settings of the process, as the rooms that do the work want them.

/// `documents` supply the stored security settings (whom to trust with X-Forwarded-For); `boundPort` is that
/// of the public listener, which counts when PORT leaves it open. `memoryShort`: the process is above
/// MEMORY_LIMIT_BYTES.
std::shared_ptr<const proxy::ProxySettings> proxySettings(const config::Settings& settings,
                                                          const control::Documents& documents,
                                                          std::uint16_t boundPort, bool memoryShort = false);
/// Whether every client is believed when it speaks for another address.
bool trustsEverybody(const config::Settings& settings, const control::Documents& documents);
control::CompilerOptions compilerOptions(const config::Settings& settings);
observe::LogOptions logOptions(const config::Settings& settings);
observe::RecorderOptions recorderOptions(const config::Settings& settings);

/// How upstream names are looked up; what of DNS_SERVERS is no address is in the issues of unsupported().
net::DnsOptions dnsOptions(const config::Settings& settings);
/// The address of HOST or ADMIN_HOST; what is none is in the issues of unsupported().
std::optional<net::IpAddress> listenAddress(const QString& text);
/// Whether and from whom a listener takes PROXY headers.
void setProxyProtocol(proxy::ListenerSpec& listener, const config::Settings& settings, config::Setting mode);

/// Settings that are valid but ask for what this build does not do; each is a reason not to start.
config::Issues unsupported(const config::Settings& settings);

} // namespace gatehouse::app
