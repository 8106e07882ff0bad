// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/demo.h"

#include "common/crypto/password.h"
#include "common/crypto/random.h"
#include "gateway/admin/demo_traffic.h"
#include "gateway/config/settings.h"
#include "gateway/control/control_plane.h"

using gatehouse::config::Setting;

namespace gatehouse::app {

Result<void> makeDemo(control::ControlPlane& control, const config::Settings& settings, const Clock& clock,
                      observe::Telemetry& telemetry, observe::LogSystem& logs)
{
    // Nobody knows the password: these users are there to be looked at.
    const Result<QByteArray> hash = crypto::hashPassword(QString::fromLatin1(crypto::randomToken()));
    if (!hash)
        return hash.error();
    control::DemoOptions options;
    options.users = int(settings.integer(Setting::DemoUsers));
    options.apis = int(settings.integer(Setting::DemoApis));
    options.endpoints = int(settings.integer(Setting::DemoEndpoints));
    options.groups = int(settings.integer(Setting::DemoGroups));
    options.protos = int(settings.integer(Setting::DemoProtos));
    options.logs = int(settings.integer(Setting::DemoLogs));
    options.passwordHash = *hash;
    const control::Actor system{QStringLiteral("system"), QStringLiteral("api")};
    const Result<control::Applied> applied =
        control.applyNow(control::demoChanges(control.documents(), options), system);
    if (!applied)
        return applied.error();
    admin::makeDemoTraffic(control.documents(), options, clock.wallMs(), telemetry, logs);
    return {};
}

} // namespace gatehouse::app
