// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/places.h"

#include "console/pages/apis/apis_page.h"
#include "console/pages/dashboard/dashboard_page.h"
#include "console/pages/revisions/revisions_page.h"
#include "console/pages/tester/tester_page.h"
#include "console/pages/users/users_page.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("Places", english);
}

template <typename PageType>
Page* make(PageContext& context, QWidget* parent)
{
    return new PageType(context, parent);
}

} // namespace

void registerPlaces(PlaceRegistry& registry)
{
    registry.add({u"dashboard"_s,
                  {},
                  text(QT_TRANSLATE_NOOP("Places", "Dashboard")),
                  u"dashboard"_s,
                  0,
                  text(QT_TRANSLATE_NOOP("Places", "overview live traffic latency errors charts")),
                  make<DashboardPage>});
    registry.add({u"apis"_s,
                  {},
                  text(QT_TRANSLATE_NOOP("Places", "APIs")),
                  u"api"_s,
                  10,
                  text(QT_TRANSLATE_NOOP("Places", "publish endpoints operations servers routes")),
                  make<ApisPage>});
    registry.add({u"tester"_s,
                  {},
                  text(QT_TRANSLATE_NOOP("Places", "Request tester")),
                  u"tester"_s,
                  20,
                  text(QT_TRANSLATE_NOOP("Places", "try send request curl debug")),
                  make<TesterPage>});
    registry.add({u"users"_s,
                  {},
                  text(QT_TRANSLATE_NOOP("Places", "Users")),
                  u"consumers"_s,
                  30,
                  text(QT_TRANSLATE_NOOP("Places", "accounts groups roles login")),
                  make<UsersPage>});
    registry.add({u"revisions"_s,
                  {},
                  text(QT_TRANSLATE_NOOP("Places", "Revisions")),
                  u"audit"_s,
                  40,
                  text(QT_TRANSLATE_NOOP("Places", "history compare roll back undo diff")),
                  make<RevisionsPage>});
}

} // namespace gatehouse::console
