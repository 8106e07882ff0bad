// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace Qt::Literals::StringLiterals;

namespace {

/// Which rooms a room may include directly; what those may include follows. The table of the design, as data.
const QMap<QString, QStringList>& directRooms()
{
    static const QMap<QString, QStringList> table{
        {u"common/core"_s, {}},
        {u"common/crypto"_s, {u"common/core"_s}},
        {u"common/model"_s, {u"common/core"_s}},
        {u"common/api"_s, {u"common/model"_s}},
        {u"gateway/config"_s, {u"common/core"_s}},
        {u"gateway/net"_s, {u"common/core"_s}},
        {u"gateway/observe"_s, {u"common/core"_s}},
        {u"gateway/shared_state"_s, {u"common/core"_s}},
        {u"gateway/http"_s, {u"gateway/net"_s}},
        {u"gateway/proxy"_s, {u"gateway/http"_s, u"gateway/observe"_s}},
        {u"gateway/filters"_s, {u"gateway/proxy"_s, u"gateway/shared_state"_s, u"common/crypto"_s}},
        {u"gateway/protocols"_s, {u"gateway/filters"_s}},
        {u"gateway/store"_s, {u"common/model"_s, u"common/crypto"_s}},
        {u"gateway/control"_s,
         {u"common/model"_s, u"gateway/store"_s, u"gateway/filters"_s, u"gateway/protocols"_s}},
        {u"gateway/edge"_s, {u"gateway/shared_state"_s, u"common/crypto"_s}},
        {u"gateway/alerts"_s, {u"gateway/control"_s, u"gateway/observe"_s, u"common/crypto"_s}},
        {u"gateway/admin"_s,
         {u"gateway/control"_s, u"gateway/alerts"_s, u"common/api"_s, u"gateway/config"_s,
          u"gateway/observe"_s}},
        {u"gateway/app"_s, {u"gateway/admin"_s, u"gateway/edge"_s, u"gateway/config"_s}},
        {u"console/client"_s, {u"common/api"_s}},
        {u"console/ctl"_s, {u"console/client"_s}},
        {u"console/settings"_s, {u"common/core"_s}},
        {u"console/secrets"_s, {u"common/core"_s}},
        {u"console/models"_s, {u"console/client"_s}},
        {u"console/widgets"_s, {u"console/models"_s, u"console/settings"_s}},
        {u"console/charts"_s, {u"console/widgets"_s}},
        {u"console/pages"_s, {u"console/models"_s, u"console/widgets"_s, u"console/charts"_s}},
        {u"console/app"_s, {u"console/pages"_s, u"console/secrets"_s, u"console/settings"_s}},
    };
    return table;
}

QSet<QString> allowedFor(const QString& room)
{
    QSet<QString> allowed{room};
    for (const QString& direct : directRooms().value(room))
        allowed.unite(allowedFor(direct));
    return allowed;
}

QString roomOf(const QString& path)
{
    return path.section(u'/', 0, 1);
}

QStringList sources(const QString& root)
{
    QStringList found;
    for (const QString& top :
         {u"common"_s, u"gateway"_s, u"console"_s, u"tests"_s, u"bench"_s, u"packaging"_s}) {
        QDirIterator it(root + u'/' + top, {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = it.next().mid(root.size() + 1);
            if (!path.contains(u"/node_modules/"_s))
                found.append(path);
        }
    }
    return found;
}

QString read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

/// Rules about the tree itself: who may include whom, licence lines, sizes.
class TestTree : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_root = qEnvironmentVariable("GATEHOUSE_SOURCE");
        m_sources = sources(m_root);
        QVERIFY(m_sources.size() > 10);
    }

    void everyRoomIsInTheTable()
    {
        for (const QString& path : m_sources) {
            if (path.startsWith(u"tests/"_s) || path.startsWith(u"bench/"_s) ||
                path.startsWith(u"packaging/"_s))
                continue;
            QVERIFY2(directRooms().contains(roomOf(path)), qPrintable(path));
        }
    }

    void includesStayWithinTheAllowedRooms()
    {
        static const QRegularExpression include(
            u"^\\s*#\\s*include\\s*[\"<]((?:common|gateway|console)/[^\">]+)"_s,
            QRegularExpression::MultilineOption);
        QStringList forbidden;
        for (const QString& path : m_sources) {
            if (!directRooms().contains(roomOf(path)))
                continue;
            const QSet<QString> allowed = allowedFor(roomOf(path));
            auto matches = include.globalMatch(read(m_root + u'/' + path));
            while (matches.hasNext()) {
                const QString target = matches.next().captured(1);
                if (!allowed.contains(roomOf(target)))
                    forbidden.append(path + u" includes "_s + target);
            }
        }
        QVERIFY2(forbidden.isEmpty(), qPrintable(forbidden.join(u'\n')));
    }

    void opensslStaysInItsRooms()
    {
        QStringList forbidden;
        for (const QString& path : m_sources) {
            if (path.startsWith(u"common/crypto/"_s) || path.startsWith(u"gateway/net/"_s) ||
                path.startsWith(u"tests/"_s) || path.startsWith(u"bench/"_s))
                continue; // the last two play the other side
            if (read(m_root + u'/' + path).contains(u"#include <openssl/"_s))
                forbidden.append(path);
        }
        QVERIFY2(forbidden.isEmpty(), qPrintable(forbidden.join(u'\n')));
    }

    void everyFileNamesItsLicence()
    {
        QStringList without;
        for (const QString& path : m_sources) {
            if (!read(m_root + u'/' + path).startsWith(u"// SPDX-License-Identifier: GPL-3.0-or-later\n"_s))
                without.append(path);
        }
        QVERIFY2(without.isEmpty(), qPrintable(without.join(u'\n')));
    }

    void noFileIsLongerThan800Lines()
    {
        QStringList tooLong;
        for (const QString& path : m_sources) {
            const qsizetype lines = read(m_root + u'/' + path).count(u'\n');
            if (lines > 800)
                tooLong.append(path + u": "_s + QString::number(lines));
        }
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(u'\n')));
    }

    /// As clang-format lays them out: the braces of a body stand alone, at one depth. Rows of test data are
    /// no logic.
    void noFunctionIsLongerThan80Lines()
    {
        QStringList tooLong;
        for (const QString& path : m_sources) {
            const QStringList lines = read(m_root + u'/' + path).split(u'\n');
            for (const QString& depth : {QString(), QString(4, u' ')}) {
                for (qsizetype i = 1; i < lines.size(); ++i) {
                    if (lines.at(i) != depth + u'{' || lines.at(i - 1).contains(u"_data()"_s))
                        continue;
                    const qsizetype end = lines.indexOf(depth + u'}', i);
                    if (end - i - 1 > 80)
                        tooLong.append(u"%1:%2: %3"_s.arg(path).arg(i).arg(lines.at(i - 1)));
                }
            }
        }
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(u'\n')));
    }

    void qtSocketsStayOutOfTheDataPath()
    {
        static const QRegularExpression forbidden(
            u"#include <Q(TcpSocket|SslSocket|SslServer|TcpServer|NetworkAccessManager|HttpServer)>"_s);
        QStringList found;
        for (const QString& path : m_sources) {
            const QString room = roomOf(path);
            if (room != u"gateway/net"_s && room != u"gateway/http"_s && room != u"gateway/proxy"_s &&
                room != u"gateway/filters"_s && room != u"gateway/protocols"_s)
                continue;
            if (forbidden.match(read(m_root + u'/' + path)).hasMatch())
                found.append(path);
        }
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

private:
    QString m_root;
    QStringList m_sources;
};

QTEST_GUILESS_MAIN(TestTree)
#include "tst_tree.moc"
