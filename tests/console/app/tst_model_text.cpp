// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/checklist.h"
#include "common/api/requests.h"
#include "common/api/v1_requests.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/codec.h"
#include "common/model/formats.h"
#include "common/model/kinds.h"
#include "common/model/permissions.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "console/widgets/model_text.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

namespace {

QString contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList captures(const QString& text, const QString& pattern)
{
    QStringList found;
    const QRegularExpression expression(pattern);
    for (auto it = expression.globalMatch(text); it.hasNext();)
        found.append(it.next().captured(1));
    return found;
}

/// Sentences of the model that stand in its code and not in a table.
QStringList sentencesOfTheCode()
{
    const QDir model(QStringLiteral(SOURCE_FOLDER "/common/model"));
    QStringList found = captures(contentOf(model.filePath(u"value_check.cpp"_s)),
                                 u"return u\"((?:a|an|true or) [^\"]*)\"_s;"_s);
    const QStringList files = model.entryList({u"*.cpp"_s});
    for (const QString& name : files)
        found += captures(
            contentOf(model.filePath(name)),
            u"u\"(?:required|range|conflict|type|immutable|pattern)\"_s,\\s*u\"([^\"%]*[^\" %])\"_s"_s);
    return found;
}

QStringList allTexts()
{
    QStringList texts;
    for (const Kind kind : allKinds())
        texts += readableTexts(tableOf(kind));
    // Bodies of calls that the console asks for in a form of their own.
    for (const EntityTable* table :
         {&tableOf<KeySubscribeRequest>(), &tableOf<SubscriptionChangeRequest>(), &tableOf<RotateRequest>(),
          &tableOf<PlanRequest>(), &tableOf<VaultRequest>(), &tableOf<AcknowledgeRequest>(),
          &tableOf<CredentialRequest>(), &tableOf<PasswordRequest>()})
        texts += readableTexts(*table);
    for (int type = 0; type < static_cast<int>(wireNames(PolicyType{}).size()); ++type)
        texts += readableTexts(policyConfigTable(static_cast<PolicyType>(type)));
    for (const PermissionInfo& info : permissions())
        texts << QString::fromLatin1(info.label) << QString::fromLatin1(info.help);
    for (int format = static_cast<int>(TextFormat::Slug); format <= static_cast<int>(TextFormat::Regex);
         ++format)
        texts.append(formatRule(static_cast<TextFormat>(format)));
    for (const ChecklistSentence& sentence : checklistSentences())
        texts << QString::fromLatin1(sentence.text);
    texts += sentencesOfTheCode();
    texts.removeDuplicates();
    texts.sort();
    return texts;
}

QString asSource(const QStringList& texts)
{
    QString source = u"// SPDX-License-Identifier: GPL-3.0-or-later\n"
                     "// What lupdate cannot see: the texts in the tables of common/model. Never compiled. "
                     "Made anew with\n"
                     "// GATEHOUSE_UPDATE_TEXTS=1 build/ci/tests/test_console.app.model_text\n"
                     "const char* const modelTexts[] = {\n"_s;
    for (QString text : texts) {
        text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
        source += u"    QT_TRANSLATE_NOOP(\"Model\", \"%1\"),\n"_s.arg(text);
    }
    return source + u"};\n"_s;
}

/// The faults of one document as the form would show them.
QStringList shownFaults(const EntityTable& table, const QJsonObject& document)
{
    const auto entity = table.make();
    ReadContext context;
    context.options = ReadOptions::platformPatch();
    readTable(table, entity.get(), document, context);
    QStringList shown;
    for (const Fault& fault : std::as_const(context.faults))
        shown.append(faultText(fieldAt(table, fault.field), fault));
    return shown;
}

} // namespace

class ModelTextTest : public QObject {
    Q_OBJECT
    QTranslator m_german;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_german.load(u":/i18n/gatehouse-console_de.qm"_s)); }

    /// A new text in a table must reach the translators.
    void everyTextIsForTheTranslators()
    {
        const QString path = QStringLiteral(SOURCE_FOLDER "/translations/model-texts.h");
        const QString wanted = asSource(allTexts());
        if (qEnvironmentVariableIsSet("GATEHOUSE_UPDATE_TEXTS")) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(wanted.toUtf8());
        }
        QVERIFY2(contentOf(path) == wanted,
                 "translations/model-texts.h is old: run this test with GATEHOUSE_UPDATE_TEXTS=1, then "
                 "translations/update.sh, and fill in the German texts");
    }

    void everyTextHasAGermanOne()
    {
        QStringList missing;
        const QStringList texts = allTexts();
        for (const QString& text : texts) {
            if (m_german.translate("Model", text.toUtf8().constData()).isEmpty())
                missing.append(text);
        }
        QCOMPARE(missing, QStringList());
    }

    void faultsSpeakTheLanguageOfTheConsole()
    {
        const QJsonObject bad{{u"api_name"_s, u"no/slash"_s},
                              {u"api_version"_s, u"much too long"_s},
                              {u"api_servers"_s, QJsonArray{u"no address"_s}},
                              {u"api_read_timeout"_s, -1},
                              {u"api_ip_mode"_s, u"some"_s},
                              {u"active"_s, u"perhaps"_s}};
        const QStringList english = shownFaults(tableOf<Api>(), bad);
        QVERIFY(english.contains(u"must be 1 to 8 characters long"_s));
        QVERIFY(english.contains(u"must be one of Allow all, Whitelist"_s));
        QVERIFY(english.contains(u"must be true or false"_s));
        QCoreApplication::installTranslator(&m_german);
        const QStringList german = shownFaults(tableOf<Api>(), bad);
        QCoreApplication::removeTranslator(&m_german);
        QCOMPARE(german.size(), english.size());
        for (const QString& fault : german)
            QVERIFY2(fault.startsWith(u"muss "_s), qPrintable(fault));
    }

    void choicesAreWordsAndNamesStayNames()
    {
        QCOMPARE(choiceText(u"allow_all"_s), u"Allow all"_s);
        QCOMPARE(choiceText(u"HS256"_s), u"HS256"_s);
        QCOMPARE(choiceText(u"1.1"_s), u"1.1"_s);
        QCOMPARE(choiceText(u"http2"_s), u"HTTP/2"_s);
        QCOMPARE(choiceText(u"email"_s), u"E-mail"_s);
        QCOMPARE(choiceText(u"latency_p95"_s), u"Latency p95"_s);
        QCOMPARE(choiceText(QString()), QString());
    }

    /// What the help of a field names is what its form shows.
    void helpNamesChoicesAsTheFormDoes()
    {
        const auto help = [](const EntityTable& table, const QString& field) {
            return fieldHelp(table, *table.field(field));
        };
        QVERIFY(help(tableOf<Api>(), u"api_auth_type"_s).startsWith(u"Platform: token of a user"_s));
        QVERIFY(help(tableOf<AlertRule>(), u"objective_percent"_s).startsWith(u"For SLO burn: "_s));
        QVERIFY(help(tableOf<Api>(), u"api_name"_s).contains(u"for example customers"_s)); // no choice
        QCoreApplication::installTranslator(&m_german);
        const QString german = help(tableOf<Api>(), u"api_auth_type"_s);
        QCoreApplication::removeTranslator(&m_german);
        QVERIFY2(german.startsWith(u"Plattform: "_s), qPrintable(german));
    }

    void fieldIsFoundByItsPath()
    {
        const EntityTable& api = tableOf<Api>();
        QCOMPARE(fieldAt(api, u"api_servers[2]"_s), api.field(u"api_servers"_s));
        QVERIFY(fieldAt(api, u"api_jwt.issuer"_s));
        QVERIFY(!fieldAt(api, u"nonsense.at.all"_s));
    }
};

QTEST_GUILESS_MAIN(ModelTextTest)
#include "tst_model_text.moc"
