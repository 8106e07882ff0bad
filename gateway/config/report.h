// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/guards.h"
#include "gateway/config/loader.h"

#include <QJsonObject>
#include <QString>

namespace gatehouse::config {

/// Text of --check-config: every error and warning with its place, and a last line that says the result.
QString checkReport(const LoadResult& loaded, const GuardResult& guards);
/// True when nothing forbids a start.
bool mayStart(const LoadResult& loaded, const GuardResult& guards);

/// Text of --print-config: NAME=value with the source of each; secrets masked.
QString printReport(const Settings& settings);
/// The same as an object: {"settings":[{name,value,source,default,group,reload,secret,help}]}. Also what the
/// admin API shows.
QJsonObject printReportJson(const Settings& settings);

/// Tables of all settings by group, for the documentation.
QString settingsMarkdown();
/// The ENVIRONMENT section of the man page, roff.
QString settingsManSection();

} // namespace gatehouse::config
