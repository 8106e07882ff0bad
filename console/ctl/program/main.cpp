// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/ctl.h"

#include <QCoreApplication>

int main(int argc, char* argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gatehousectl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    gatehouse::console::Ctl ctl;
    QObject::connect(&ctl, &gatehouse::console::Ctl::finished, &app, &QCoreApplication::exit);
    ctl.start(QCoreApplication::arguments().mid(1));
    return app.exec();
}
