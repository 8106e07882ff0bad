// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/first_run.h"

#include "gateway/config/settings.h"
#include "gateway/control/control_plane.h"
#include "gateway/control/first_run.h"

#include <QDir>
#include <QLoggingCategory>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

Q_DECLARE_LOGGING_CATEGORY(appLog)

namespace gatehouse::app {

namespace {

Result<void> writeSecrets(const control::FirstRun& run, const QString& path)
{
    QByteArray text;
    if (!run.clientSecret.isEmpty())
        text += "ADMIN_CLIENT_SECRET=" + run.clientSecret + '\n';
    if (!run.testKey.isEmpty())
        text += "TEST_API_KEY=" + run.testKey + '\n';
    if (text.isEmpty())
        return {};
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(text) != text.size() || !file.commit())
        return Error::internal(u"cannot write %1: %2"_s.arg(path, file.errorString()));
    qCWarning(appLog).noquote() << "generated secrets of the first start are in" << path
                                << "- note them and delete the file; they are kept nowhere else in clear";
    return {};
}

} // namespace

Result<void> makeFirstRun(control::ControlPlane& control, const config::Settings& settings, bool fresh)
{
    const control::FirstRun run =
        control::firstRun(control.documents(), settings.secret(Setting::AdminClientSecret), fresh);
    if (run.changes.isEmpty())
        return {};
    // The file comes first: a secret that was made and not shown would be lost.
    const QString path = QDir(settings.path(Setting::DataDir)).filePath(u"first-run-secrets"_s);
    if (const Result<void> written = writeSecrets(run, path); !written)
        return written;
    const Result<control::Applied> applied = control.applyNow(run.changes, {u"system"_s, u"api"_s});
    return applied ? Result<void>() : Result<void>(applied.error());
}

} // namespace gatehouse::app
