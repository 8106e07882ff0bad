// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <span>

namespace gatehouse {

/// Folded: a list of calls that open one by one. Open: everything at length, for reading and printing.
enum class DocsLayout : std::uint8_t { Folded, Open };

/// A page of HTML that needs nothing from elsewhere: no script, its style inside.
struct DocsPage {
    QByteArray html;
    QByteArray policy; ///< Content-Security-Policy that lets this style be and nothing else
};

/// What an administrator has to know about these calls: address, who may, parameters, body field by field,
/// answer, errors, a command line to try it. Made from the same tables as the OpenAPI document; calls of the
/// data surface, which belong to the published APIs, are left out.
DocsPage docsPage(std::span<const CallInfo> calls, const QString& title, const QString& version,
                  DocsLayout layout);

/// The groups in which the page has the calls, in its order.
QStringList docsGroups(std::span<const CallInfo> calls);
/// The calls of one group at length, as a piece of HTML; empty when there is no such group.
QString docsGroup(std::span<const CallInfo> calls, const QString& group);

} // namespace gatehouse
