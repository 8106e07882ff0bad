// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/demo/demo_server.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSaveFile>
#include <QTextStream>

using namespace Qt::Literals::StringLiterals;

int main(int argc, char* argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"gatehouse-demo-upstream"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A small order service to try the gateway against. Loopback only."_s);
    parser.addHelpOption();
    const QCommandLineOption portOption(u"port"_s, u"Port to listen on; 0 takes a free one."_s, u"port"_s,
                                        u"0"_s);
    const QCommandLineOption fileOption(u"port-file"_s, u"Write the port to this file once listening."_s,
                                        u"file"_s);
    parser.addOptions({portOption, fileOption});
    parser.process(app);

    QTextStream err(stderr);
    bool isNumber = false;
    const quint16 wanted = parser.value(portOption).toUShort(&isNumber);
    if (!isNumber) {
        err << "error: --port: must be a number from 0 to 65535\n";
        return 2;
    }
    gatehouse::demo::DemoServer server;
    const quint16 port = server.listen(wanted);
    if (port == 0) {
        err << "error: cannot listen on 127.0.0.1:" << wanted << ": " << server.errorText() << '\n';
        return 1;
    }
    if (parser.isSet(fileOption)) {
        QSaveFile file(parser.value(fileOption));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::number(port)) < 0 || !file.commit()) {
            err << "error: cannot write " << file.fileName() << ": " << file.errorString() << '\n';
            return 1;
        }
    }
    QTextStream(stdout) << "listening on 127.0.0.1:" << port << Qt::endl;
    return app.exec();
}
