// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/tls_trust.h"

#include <QDialog>

namespace gatehouse::console {

/// Asks about a certificate that no authority vouches for, or that has changed. Shows fingerprints, validity
/// and the reason; the default answer is to refuse.
class TrustDialog : public QDialog {
    Q_OBJECT
public:
    TrustDialog(const ConnectionProfile& profile, const TlsDecision& decision, QWidget* parent);
};

} // namespace gatehouse::console
