// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/console.h"

#include <QApplication>
#include <QTextStream>

using namespace Qt::Literals::StringLiterals;

int main(int argc, char* argv[])
{
    using gatehouse::console::Options;
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    // Before QApplication, so that --help and --version need no display.
    const gatehouse::Result<Options> options = Options::parse(arguments);
    if (!options) {
        QTextStream(stderr) << "gatehouse-console: " << options.error().text() << '\n';
        return 2;
    }
    if (options->help || options->version) {
        const int none = 1;
        int count = none;
        QCoreApplication bare(count, argv);
        bare.setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
        QTextStream(stdout) << (options->help ? Options::helpText()
                                              : u"gatehouse-console " GATEHOUSE_VERSION "\n"_s);
        return 0;
    }
    QApplication app(argc, argv);
    QApplication::setApplicationName(u"gatehouse-console"_s);
    QApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    QApplication::setDesktopFileName(u"gatehouse-console"_s);
    gatehouse::console::Console console(*options);
    if (!console.isFirst())
        return 0;
    console.start();
    return QApplication::exec();
}
