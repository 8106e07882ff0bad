// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

#include <QJsonObject>

namespace gatehouse::harness {

/// Begins every secret that a generated body holds; no answer, trail or log may show it. Fit as a password.
QString canary();

/// A body that the table accepts, from the table alone: what is required, and a text where one is explained.
/// `number` makes its names unlike those of others.
QJsonObject goodBody(const EntityTable& table, int number);
/// A partial update that changes one field; empty when no field can be changed without knowing more.
QJsonObject goodPatch(const EntityTable& table, int number);

} // namespace gatehouse::harness
