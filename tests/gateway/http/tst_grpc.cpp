// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/base64_stream.h"
#include "gateway/http/grpc.h"
#include "gateway/http/multipart.h"

#include <QtTest>

#include <string>

using namespace gatehouse::http;

class TestGrpc : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void types_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("media");
        QTest::addColumn<QByteArray>("codec");
        const auto row = [](const char* text, GrpcMedia media, const char* codec) {
            QTest::newRow(text) << QByteArray(text) << int(media) << QByteArray(codec);
        };
        row("application/grpc", GrpcMedia::Native, "");
        row("application/grpc+proto", GrpcMedia::Native, "+proto");
        row("application/grpc-web", GrpcMedia::Web, "");
        row("Application/GRPC-Web+proto; charset=utf-8", GrpcMedia::Web, "+proto");
        row("application/grpc-web-text", GrpcMedia::WebText, "");
        row("application/grpc-web-text+proto", GrpcMedia::WebText, "+proto");
        row("application/grpcx", GrpcMedia::None, "");
        row("application/grpc-websocket", GrpcMedia::None, "");
        row("application/grpc+", GrpcMedia::None, "");
        row("application/json", GrpcMedia::None, "");
        row("", GrpcMedia::None, "");
    }
    void types()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, media);
        QFETCH(QByteArray, codec);
        const GrpcType type = grpcTypeOf(text.constData());
        QCOMPARE(int(type.media), media);
        QCOMPARE(std::string(type.codec), codec.toStdString());
    }

    void statuses()
    {
        QCOMPARE(nameOf(GrpcStatus::NotFound), std::string_view("NOT_FOUND"));
        QCOMPARE(httpStatusOf(GrpcStatus::Unauthenticated), std::uint16_t(401));
        QCOMPARE(int(*parseGrpcStatus("16")), 16);
        QCOMPARE(int(*parseGrpcStatus("17")), int(GrpcStatus::Unknown));
        for (const char* const bad : {"", "-1", "1 ", "OK", "99999999999999999999"})
            QVERIFY(!parseGrpcStatus(bad));
        QCOMPARE(int(grpcStatusOfError(400)), int(GrpcStatus::InvalidArgument));
        QCOMPARE(int(grpcStatusOfAnswer(400)), int(GrpcStatus::Internal));
    }

    void messages()
    {
        QCOMPARE(encodeGrpcMessage("100% \xc3\xbc\n"), std::string("100%25 %C3%BC%0A"));
        QCOMPARE(decodeGrpcMessage("100%25 %c3%BC"), std::string("100% \xc3\xbc"));
        QCOMPARE(decodeGrpcMessage("%zz %4"), std::string("%zz %4")); // never lost
    }

    void timeouts()
    {
        QCOMPARE(*grpcTimeoutNs("100m"), std::int64_t(100'000'000));
        QCOMPARE(*grpcTimeoutNs("1H"), std::int64_t(3'600'000'000'000));
        QCOMPARE(*grpcTimeoutNs("5n"), std::int64_t(5));
        QVERIFY(*grpcTimeoutNs("99999999H") > 0); // does not overflow
        for (const char* const bad : {"", "m", "1", "1x", "-1S", "123456789S", "1 S"})
            QVERIFY(!grpcTimeoutNs(bad));
    }

    void frames()
    {
        std::string body;
        appendGrpcFrame(body, 0, "one");
        appendGrpcFrame(body, 0, "");
        appendGrpcTrailers(body, {{"grpc-status", "0"}});
        for (std::size_t cut = 0; cut < body.size(); ++cut) {
            GrpcFrames part(std::string_view(body).substr(0, cut));
            auto step = part.next();
            while (step == GrpcFrames::Step::Frame)
                step = part.next();
            QVERIFY(step ==
                    (cut == 0 || cut == 8 || cut == 13 ? GrpcFrames::Step::End : GrpcFrames::Step::More));
        }
        GrpcFrames whole(body);
        QVERIFY(whole.next() == GrpcFrames::Step::Frame && whole.payload() == "one");
        QVERIFY(whole.next() == GrpcFrames::Step::Frame && whole.payload().empty());
        QVERIFY(whole.next() == GrpcFrames::Step::Frame && whole.flags() == GrpcTrailers);
        QCOMPARE(whole.payload(), std::string_view("grpc-status: 0\r\n"));
        QVERIFY(whole.next() == GrpcFrames::Step::End);
        GrpcFrames huge(std::string_view("\0\xff\xff\xff\xff", 5));
        QVERIFY(huge.next() == GrpcFrames::Step::More);
    }

    void base64()
    {
        QByteArray bytes;
        for (int size = 0; size < 40; ++size) {
            for (qsizetype cut = 0; cut <= size; ++cut) { // in two pieces, padded after the first
                std::string text, decoded;
                Base64Encoder encoder;
                encoder.take({bytes.constData(), std::size_t(cut)}, text);
                encoder.pause(text);
                encoder.take({bytes.constData() + cut, std::size_t(size - cut)}, text);
                encoder.pause(text);
                const QByteArray expected = bytes.left(cut).toBase64() + bytes.mid(cut).toBase64();
                QCOMPARE(text, expected.toStdString());
                Base64Decoder decoder;
                for (const char c : text)
                    QVERIFY(decoder.take({&c, 1}, decoded));
                QVERIFY(decoder.complete());
                QCOMPARE(decoded, bytes.toStdString());
            }
            bytes.append(char(size * 37));
        }
        for (const char* const bad : {"A===", "=AAA", "AA=A", "A*AA", "AA A", "AAA=AA==="}) {
            Base64Decoder decoder;
            std::string out;
            QVERIFY2(!decoder.take(bad, out), bad);
        }
        Base64Decoder half;
        std::string out;
        QVERIFY(half.take("AAAAAA", out) && !half.complete());
    }

    void forms()
    {
        const std::string type = "multipart/form-data; charset=utf-8; boundary=\"a b\"";
        const std::string body =
            "--a b\r\nContent-Disposition: form-data; name=one\r\n\r\n1\r\n\r\n"
            "--a b\r\ncontent-disposition: form-data; name=\"f\"; filename=\"x\\\"y.proto\"\r\n"
            "Content-Type: text/plain\r\n\r\nline\r\n--a\r\n--a b--\r\n";
        std::string why;
        const auto parts = parseForm(type, body, why);
        QVERIFY2(parts, why.c_str());
        QCOMPARE(parts->size(), std::size_t(2));
        QCOMPARE(parts->at(0).content, std::string_view("1\r\n"));
        QVERIFY(!parts->at(0).isFile);
        QCOMPARE(parts->at(1).name, std::string("f"));
        QCOMPARE(parts->at(1).fileName, std::string("x\"y.proto"));
    }

    void badForms_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        const QByteArray type = "multipart/form-data; boundary=b";
        const QByteArray head = "--b\r\nContent-Disposition: form-data; name=f\r\n\r\n";
        QTest::newRow("no boundary") << QByteArray("multipart/form-data") << head + "x\r\n--b--";
        QTest::newRow("other type") << QByteArray("text/plain; boundary=b") << head + "x\r\n--b--";
        QTest::newRow("empty") << type << QByteArray();
        QTest::newRow("no end") << type << head + "x";
        QTest::newRow("no last end") << type << head + "x\r\n--b\r\n";
        QTest::newRow("no name") << type
                                 << QByteArray("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--");
        QTest::newRow("no disposition") << type << QByteArray("--b\r\nA: b\r\n\r\nx\r\n--b--");
        QTest::newRow("two") << type
                             << QByteArray("--b\r\nContent-Disposition: form-data; name=f\r\n"
                                           "Content-Disposition: form-data; name=g\r\n\r\nx\r\n--b--");
        QTest::newRow("endless head") << type << "--b\r\n" + QByteArray("A: b\r\n").repeated(5'000);
        QTest::newRow("many") << type << (head + "x\r\n").repeated(40) + "--b--";
        QTest::newRow("boundary and more") << type << head + "x\r\n--bc\r\n--b--";
        QTest::newRow("garbage") << type << QByteArray("--bxx");
    }
    void badForms()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        std::string why;
        QVERIFY(!parseForm(type.toStdString(), body.toStdString(), why));
        QVERIFY(!why.empty());
    }
};

QTEST_APPLESS_MAIN(TestGrpc)
#include "tst_grpc.moc"
