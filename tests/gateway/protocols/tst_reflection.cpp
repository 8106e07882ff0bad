// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation with a reflection service, answers made by hand from reflection.proto and
// descriptor.proto.
#include "gateway/http/grpc.h"
#include "gateway/protocols/reflection.h"

#include <QtTest>

#include <string>

using namespace gatehouse;
using namespace gatehouse::protocols;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A field of bytes.
std::string field(int number, const std::string& bytes)
{
    std::string out(1, char(number << 3 | 2));
    for (std::size_t size = bytes.size();; size >>= 7) {
        out += char((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
        if (size <= 0x7f)
            break;
    }
    return out + bytes;
}

std::string frame(const std::string& message, std::uint8_t flags = 0)
{
    std::string out;
    http::appendGrpcFrame(out, flags, message);
    return out;
}

std::string services(const std::vector<std::string>& names)
{
    std::string list;
    for (const std::string& name : names)
        list += field(1, field(1, name));
    return frame(field(6, list));
}

std::string files(const std::vector<std::string>& descriptors)
{
    std::string list;
    for (const std::string& one : descriptors)
        list += field(1, one);
    return frame(field(4, list));
}

std::string failure(const std::string& text)
{
    return frame(field(7, field(2, text)));
}

/// package p with message M and, if named, a service that takes and gives it.
std::string file(const std::string& name, const std::vector<std::string>& imports,
                 const std::string& service = {})
{
    std::string out = field(1, name) + field(2, "p");
    for (const std::string& import : imports)
        out += field(3, import);
    if (service.empty())
        return out + field(4, field(1, "M")) + field(12, "proto3");
    const std::string method = field(1, "Do") + field(2, ".p.M") + field(3, ".p.M");
    return out + field(6, field(1, service) + field(2, method)) + field(12, "proto3");
}

/// What is asked in the round, without the frames: "4=p.S" for file_containing_symbol.
QStringList questions(const std::string& frames)
{
    QStringList asked;
    http::GrpcFrames reader(frames);
    while (reader.next() == http::GrpcFrames::Step::Frame) {
        std::string_view message = reader.payload();
        message.remove_prefix(2 + std::size_t(message[1])); // host
        asked.append(QString::number(message[0] >> 3) + u'=' +
                     QString::fromUtf8(message.data() + 2, qsizetype(message.size() - 2)));
    }
    return asked;
}

} // namespace

class TestReflection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksForWhatIsMissing()
    {
        ReflectionTalk talk("host:1");
        QCOMPARE(questions(talk.next()), QStringList{u"7=*"_s});
        QVERIFY(talk.take(services({"grpc.reflection.v1.ServerReflection", "p.S", "p.S"})));
        QCOMPARE(questions(talk.next()), QStringList{u"4=p.S"_s});
        QVERIFY(talk.take(files({file("s.proto", {"m.proto", "google/protobuf/any.proto"}, "S")})));
        QCOMPARE(questions(talk.next()), QStringList{u"3=m.proto"_s}); // what is built in is not asked for
        QVERIFY(talk.take(files({file("m.proto", {}), file("s.proto", {}, "S")})));
        QVERIFY(talk.next().empty());
        QVERIFY2(!talk.failed(), talk.why().c_str());
        QCOMPARE(talk.files().size(), std::size_t(2)); // each once
        const auto compiled = ProtoSchema::ofDescriptors(talk.files(), talk.services());
        QVERIFY2(compiled.schema, compiled.faults.empty() ? "" : compiled.faults.front().text.c_str());
        QCOMPARE(compiled.schema->find("S", "Do")->path, std::string("/p.S/Do"));
        QCOMPARE(compiled.schema->package(), std::string("p"));
    }

    void importsThatCannotBeHad()
    {
        ReflectionTalk talk("h");
        (void)talk.next();
        QVERIFY(talk.take(services({"p.S"})));
        (void)talk.next();
        QVERIFY(talk.take(files({file("s.proto", {"m.proto"}, "S")})));
        (void)talk.next();
        QVERIFY(talk.take(failure("never heard of it")));
        QVERIFY(talk.next().empty()); // it is not asked for twice
        const auto compiled = ProtoSchema::ofDescriptors(talk.files(), talk.services());
        QVERIFY(!compiled.schema);
        QVERIFY(compiled.faults.front().text.find("m.proto") != std::string::npos);
    }

    void servicesThatAreNotDescribed()
    {
        ReflectionTalk talk("h");
        (void)talk.next();
        QVERIFY(talk.take(services({"p.S", "p.T"})));
        QCOMPARE(questions(talk.next()), QStringList({u"4=p.S"_s, u"4=p.T"_s}));
        QVERIFY(talk.take(files({file("s.proto", {}, "S")}) + failure("secret")));
        QCOMPARE(talk.services(), std::vector<std::string>{"p.S"});
        QCOMPARE(talk.undescribed(), std::vector<std::string>{"p.T: secret"});
    }

    void badAnswers_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("why");
        const auto row = [](const char* name, const std::string& answer, const char* why) {
            QTest::newRow(name) << QByteArray::fromStdString(answer) << QByteArray(why);
        };
        row("none", "", "answers 0 of 1 questions");
        row("two", services({"p.S"}) + services({"p.T"}), "more than it was asked");
        row("compressed", frame(field(6, ""), 1), "compressed");
        row("cut", services({"p.S"}).substr(0, 8), "ends inside of a message");
        row("no service", services({"grpc.reflection.v1.ServerReflection"}), "no services");
        row("other message", frame(field(9, "x")), "none of the reflection service");
        row("no message", frame("\x3a\xff"), "none of the reflection service");
        row("refused", failure("go away"), "does not list its services: go away");
        row("broken list", frame(field(6, "\x0a\x7f")), "cannot be read");
    }
    void badAnswers()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, why);
        ReflectionTalk talk("h");
        (void)talk.next();
        QVERIFY(!talk.take(answer.toStdString()));
        QVERIFY2(QByteArray::fromStdString(talk.why()).contains(why), talk.why().c_str());
        QVERIFY(talk.failed() && talk.next().empty());
    }

    void limits()
    {
        const auto until = [](ReflectionLimits limits, const std::vector<std::string>& answers) {
            ReflectionTalk talk("h", limits);
            for (const std::string& answer : answers) {
                (void)talk.next();
                if (!talk.take(answer))
                    break;
            }
            return QByteArray::fromStdString(talk.why());
        };
        const std::string two = services({"p.S", "p.T"}), one = services({"p.S"});
        const std::string large = file("s.proto", {}, "S" + std::string(2000, 'x'));
        QVERIFY(until({.maxServices = 1}, {two}).contains("more than 1 services"));
        QVERIFY(until({.maxBytes = 2000}, {one, files({large})}).contains("more than 2000 bytes"));
        QVERIFY(until({.maxFiles = 1}, {one, files({file("a.proto", {}), file("b.proto", {})})})
                    .contains("more than 1 files"));
        QVERIFY(until({}, {one, files({"\x0a\x7f"})}).contains("a descriptor cannot be read"));
    }

    void importsWithoutEnd()
    {
        ReflectionTalk talk("h");
        (void)talk.next();
        QVERIFY(talk.take(services({"p.S"})));
        (void)talk.next();
        QVERIFY(talk.take(files({file("0.proto", {"1.proto"}, "S")})));
        int rounds = 0;
        while (!talk.next().empty()) {
            ++rounds;
            QVERIFY(talk.take(
                files({file(std::to_string(rounds) + ".proto", {std::to_string(rounds + 1) + ".proto"})})));
        }
        QVERIFY(talk.failed());
        QVERIFY(rounds < 100);
    }

    void circles()
    {
        const std::vector<std::string> all{file("a.proto", {"b.proto"}, "S"), file("b.proto", {"a.proto"})};
        const auto compiled = ProtoSchema::ofDescriptors(all, std::vector<std::string>{"p.S"});
        QVERIFY(!compiled.schema);
        QVERIFY(compiled.faults.front().text.find("circle") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestReflection)
#include "tst_reflection.moc"
