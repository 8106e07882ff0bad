// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QComboBox>

namespace gatehouse::console {

struct PageContext;

/// The tenant whose documents a place shows. Hidden while the user sees only one; the choice is kept for the
/// connection and shared by all places.
class TenantChoice : public QComboBox {
    Q_OBJECT
public:
    TenantChoice(PageContext& context, QWidget* parent);
    /// Asks the gateway which tenants there are; known() or failed() follows.
    void load();
    /// Before the first known(): the one of the last time, else the tenant that every gateway has.
    QString tenant() const;
    /// Every place shows this tenant from its next load on.
    static void remember(PageContext& context, const QString& tenant);

Q_SIGNALS:
    /// After load(), and when the user takes another one.
    void known(const QString& tenant);
    void failed(const gatehouse::Error& error);

private:
    void fill(const QStringList& tenants);
    QString remembered() const;
    PageContext& m_context;
};

} // namespace gatehouse::console
