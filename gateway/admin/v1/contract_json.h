// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/v1_requests.h"

#include <QJsonObject>

namespace gatehouse::admin {
struct Services;
}

namespace gatehouse::admin::v1 {

/// The document as a contract: the fields of the runbook's body, and those that other clients read.
QJsonObject contractJson(const Services& services, const Api& api);
/// What a request would have to say to make this document.
ContractRequest requestOf(const Api& api);
/// Writes a request into the document. Fields that a contract does not know stay.
void applyTo(Api& api, const ContractRequest& request);

} // namespace gatehouse::admin::v1
