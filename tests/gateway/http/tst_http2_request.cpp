// SPDX-License-Identifier: GPL-3.0-or-later
// The header rules that the reader keeps even if libnghttp2 let something through.
#include "gateway/http/http2_fields.h"
#include "gateway/http/http2_limits.h"
#include "gateway/http/http2_request.h"
#include "gateway/http/websocket_handshake.h"

#include <QtTest>

using namespace gatehouse::http;

Q_DECLARE_METATYPE(gatehouse::http::HeadError)

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
const Fields plain{{":method", "POST"}, {":scheme", "https"}, {":authority", "a.test"}, {":path", "/x?y=z"}};

Fields with(Fields others)
{
    Fields all = plain;
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

Fields extended(const std::string& protocol, const Fields& others = {})
{
    Fields all{{":method", "CONNECT"}, plain[1], plain[2], plain[3], {":protocol", protocol}};
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

struct Read {
    RequestHead head;
    HeadError error = HeadError::None;
    std::string cookies;
};

void read(const Fields& fields, bool end, Read& into, const HeadLimits& limits = {})
{
    Http2RequestReader reader;
    reader.begin(into.head, limits);
    for (const auto& [name, value] : fields)
        reader.field(name, value);
    into.cookies.resize(reader.cookieBytes());
    into.error = reader.finish(end, into.cookies.data());
}

} // namespace

class TestHttp2Request : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void headIsComplete();
    void cookieCrumbsAreJoined();
    void extendedConnectIsAHandshake();
    void bodies();
    void limits();
    void outgoingFields();
    void floodGuard();
};

void TestHttp2Request::refusals_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<HeadError>("error");
    const auto row = [](const char* name, const Fields& fields, HeadError error) {
        QTest::newRow(name) << fields << error;
    };
    row("good", plain, HeadError::None);
    row("no method", {plain.begin() + 1, plain.end()}, HeadError::PseudoField);
    row("no path", {plain.begin(), plain.end() - 1}, HeadError::PseudoField);
    row("no scheme", {plain[0], plain[2], plain[3]}, HeadError::PseudoField);
    row("no authority", {plain[0], plain[1], plain[3]}, HeadError::HostMissing);
    row("method twice", with({{":method", "GET"}}), HeadError::PseudoField);
    row("path twice", with({{":path", "/"}}), HeadError::PseudoField);
    row("unknown pseudo", with({{":version", "2"}}), HeadError::PseudoField);
    row("protocol of no CONNECT", with({{":protocol", "websocket"}}), HeadError::PseudoField);
    row("extended connect", extended("websocket"), HeadError::None);
    row("extended connect in capitals", extended("WebSocket"), HeadError::None);
    row("other protocol", extended("connect-udp"), HeadError::ProtocolNotSupported);
    row("protocol and no path", {plain[1], plain[2], {":method", "CONNECT"}, {":protocol", "websocket"}},
        HeadError::PseudoField);
    row("empty pseudo", {plain[0], plain[1], plain[2], {":path", ""}}, HeadError::PseudoField);
    row("late pseudo", {{"x", "y"}, plain[0], plain[1], plain[2], plain[3]}, HeadError::PseudoField);
    row("capital", with({{"X", "y"}}), HeadError::BadHeaderName);
    row("capitals in a known name", with({{"User-Agent", "y"}}), HeadError::BadHeaderName);
    row("return in a known name", with({{"user\ragent", "y"}}), HeadError::BadHeaderName);
    row("no name", with({{"", "y"}}), HeadError::BadHeaderName);
    row("space in name", with({{"a b", "y"}}), HeadError::BadHeaderName);
    row("colon in name", with({{"a:", "y"}}), HeadError::BadHeaderName);
    row("newline in name", with({{"a\r\nb", "y"}}), HeadError::BadHeaderName);
    row("CR LF in value", with({{"a", "b\r\nc: d"}}), HeadError::BadHeaderValue);
    row("LF in value", with({{"a", "b\nc"}}), HeadError::BadHeaderValue);
    row("NUL in value", with({{"a", std::string("b\0", 2)}}), HeadError::BadHeaderValue);
    row("LF far into a value", with({{"a", "a value of more than sixteen bytes\n"}}),
        HeadError::BadHeaderValue);
    row("DEL in the middle of a value", with({{"a", "a value of more\x7f than sixteen bytes"}}),
        HeadError::BadHeaderValue);
    row("long clean value", with({{"a", "a value of more than sixteen bytes\twith a tab"}}), HeadError::None);
    row("space around value", with({{"a", "b "}}), HeadError::BadHeaderValue);
    row("tab before value", with({{"a", "\tb"}}), HeadError::BadHeaderValue);
    row("connection", with({{"connection", "close"}}), HeadError::ConnectionField);
    row("keep-alive", with({{"keep-alive", "1"}}), HeadError::ConnectionField);
    row("proxy-connection", with({{"proxy-connection", "x"}}), HeadError::ConnectionField);
    row("transfer-encoding", with({{"transfer-encoding", "chunked"}}), HeadError::ConnectionField);
    row("upgrade", with({{"upgrade", "x"}}), HeadError::ConnectionField);
    row("te", with({{"te", "trailers, gzip"}}), HeadError::ConnectionField);
    row("te trailers", with({{"te", "trailers"}}), HeadError::None);
    row("lengths", with({{"content-length", "1"}, {"content-length", "1"}}), HeadError::LengthDuplicate);
    row("length list", with({{"content-length", "1, 1"}}), HeadError::LengthInvalid);
    row("method no token", {{":method", "GE T"}, plain[1], plain[2], plain[3]}, HeadError::BadMethod);
    row("connect", {{":method", "CONNECT"}, plain[2]}, HeadError::MethodNotSupported);
    row("trace", {{":method", "TRACE"}, plain[1], plain[2], plain[3]}, HeadError::MethodNotSupported);
    row("path of a line", {plain[0], plain[1], plain[2], {":path", "/ HTTP/1.1\r\nx: y"}},
        HeadError::BadTarget);
    row("path with space", {plain[0], plain[1], plain[2], {":path", "/a b"}}, HeadError::BadTarget);
    row("path relative", {plain[0], plain[1], plain[2], {":path", "a"}}, HeadError::BadTarget);
    row("path absolute", {plain[0], plain[1], plain[2], {":path", "http://b/"}}, HeadError::BadTarget);
    row("path asterisk", {plain[0], plain[1], plain[2], {":path", "*"}}, HeadError::BadTarget);
    row("options asterisk", {{":method", "OPTIONS"}, plain[1], plain[2], {":path", "*"}}, HeadError::None);
    row("scheme", {plain[0], {":scheme", "ftp"}, plain[2], plain[3]}, HeadError::BadTarget);
    row("authority with user", {plain[0], plain[1], {":authority", "u@a"}, plain[3]}, HeadError::HostInvalid);
    row("authority of two", {plain[0], plain[1], {":authority", "a, b"}, plain[3]}, HeadError::HostInvalid);
    row("host differs", with({{"host", "b.test"}}), HeadError::HostInvalid);
    row("host agrees", with({{"host", "A.test"}}), HeadError::None);
    row("hosts", with({{"host", "a.test"}, {"host", "a.test"}}), HeadError::HostDuplicate);
    row("host alone", {plain[0], plain[1], plain[3], {"host", "a.test"}}, HeadError::None);
    row("expectation", with({{"expect", "miracles"}}), HeadError::BadExpectation);
}

void TestHttp2Request::refusals()
{
    QFETCH(Fields, fields);
    QFETCH(HeadError, error);
    Read got;
    read(fields, false, got);
    QCOMPARE(int(got.error), int(error));
}

void TestHttp2Request::headIsComplete()
{
    const Fields fields = with({{"content-type", "text/plain"}, {"x-own", "1"}});
    Read got;
    read(fields, true, got);
    const RequestHead& head = got.head;
    QVERIFY(head.method == "POST" && head.methodId == Method::Post);
    QVERIFY(head.target == "/x?y=z" && head.path == "/x" && head.query == "y=z" && head.hasQuery);
    QVERIFY(head.host == "a.test" && head.form == TargetForm::Origin);
    QVERIFY(head.majorVersion == 2 && head.framing == BodyFraming::None && !head.upgrade);
    QVERIFY(head.headers.value(HeaderId::ContentType) == "text/plain");
    QVERIFY(head.headers.value("x-own") == "1");
    QCOMPARE(head.headers.size(), std::size_t(2));
}

void TestHttp2Request::cookieCrumbsAreJoined()
{
    Read one, three;
    const Fields single = with({{"cookie", "a=1"}});
    read(single, true, one);
    QVERIFY(one.head.headers.value(HeaderId::Cookie) == "a=1");
    const Fields crumbs = with({{"cookie", "a=1"}, {"x", "y"}, {"cookie", "b=2"}, {"cookie", "c=3"}});
    read(crumbs, true, three);
    QVERIFY(three.head.headers.value(HeaderId::Cookie) == "a=1; b=2; c=3");
    const Header* cookie = three.head.headers.find(HeaderId::Cookie);
    QVERIFY(!three.head.headers.next(*cookie));
}

void TestHttp2Request::extendedConnectIsAHandshake()
{
    Read got;
    const Fields sent =
        extended("websocket", {{"sec-websocket-key", "theirs"}, {"sec-websocket-version", "13"}});
    read(sent, false, got);
    QCOMPARE(int(got.error), int(HeadError::None));
    QVERIFY(got.head.extendedConnect && got.head.upgrade);
    QVERIFY(got.head.method == "GET" && got.head.methodId == Method::Get);
    QVERIFY(got.head.framing == BodyFraming::None);
    QVERIFY(!got.head.headers.has(HeaderId::SecWebSocketKey));
    QVERIFY(wantsWebSocket(got.head));
    got.head.headers.add(HeaderId::SecWebSocketKey, "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    QVERIFY(checkHandshake(got.head) == HandshakeFault::None);
    const WebSocketKey key = webSocketKey({1, ~std::uint64_t(0)});
    QVERIFY(std::string_view(key.data(), key.size()) == "AQAAAAAAAAD//////////w==");
    Read ended;
    read(extended("websocket"), true, ended);
    QCOMPARE(int(ended.error), int(HeadError::Truncated));
    Read plainRequest;
    read(plain, false, plainRequest);
    QVERIFY(!plainRequest.head.extendedConnect && !plainRequest.head.upgrade);
}

void TestHttp2Request::bodies()
{
    Read unknown, known, none, wrong;
    const Fields sized = with({{"content-length", "12"}});
    read(plain, false, unknown);
    QVERIFY(unknown.head.framing == BodyFraming::Chunked);
    read(sized, false, known);
    QVERIFY(known.head.framing == BodyFraming::Length && known.head.contentLength == 12);
    read(plain, true, none);
    QVERIFY(none.head.framing == BodyFraming::None);
    read(sized, true, wrong);
    QCOMPARE(int(wrong.error), int(HeadError::LengthInvalid));
}

void TestHttp2Request::limits()
{
    HeadLimits limits;
    limits.maxHeaders = 3;
    limits.maxTargetBytes = 10;
    limits.maxHeadBytes = 400;
    Read got;
    read(with({{"a", "1"}, {"b", "1"}, {"c", "1"}}), true, got, limits);
    QCOMPARE(int(got.error), int(HeadError::None));
    read(with({{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "1"}}), true, got, limits);
    QCOMPARE(int(got.error), int(HeadError::TooManyHeaders));
    read(with({{"a", std::string(300, 'x')}}), true, got, limits);
    QCOMPARE(int(got.error), int(HeadError::HeadTooLarge));
    read({plain[0], plain[1], plain[2], {":path", "/0123456789"}}, true, got, limits);
    QCOMPARE(int(got.error), int(HeadError::TargetTooLong));
    // The table has an end, too, whatever the limit says.
    limits = {};
    limits.maxHeaders = 10'000;
    limits.maxHeadBytes = 1'000'000;
    Fields many;
    for (int i = 0; i < 200; ++i)
        many.emplace_back("x-" + std::to_string(i), "1");
    read(with(many), true, got, limits);
    QCOMPARE(int(got.error), int(HeadError::TooManyHeaders));
}

void TestHttp2Request::outgoingFields()
{
    Http2Fields fields;
    fields.status(200);
    fields.header("Connection", "close");
    fields.header("Transfer-Encoding", "chunked");
    fields.header("Keep-Alive", "timeout=5");
    fields.header("Upgrade", "h2c");
    fields.header("TE", "trailers");
    fields.header("X-Own", "1");
    fields.header("Content-Length", std::uint64_t(18'446'744'073'709'551'615U));
    fields.header("X-Forwarded-For", "1.2.3.4", ", 5.6.7.8");
    const nghttp2_nv* const all = fields.data();
    std::vector<std::string> got;
    for (std::size_t i = 0; i < fields.size(); ++i)
        got.push_back(std::string(reinterpret_cast<const char*>(all[i].name), all[i].namelen) + '=' +
                      std::string(reinterpret_cast<const char*>(all[i].value), all[i].valuelen));
    const std::vector<std::string> wanted{":status=200", "TE=trailers", "X-Own=1",
                                          "Content-Length=18446744073709551615",
                                          "X-Forwarded-For=1.2.3.4, 5.6.7.8"};
    QCOMPARE(got, wanted);
    fields.clear();
    QCOMPARE(fields.size(), std::size_t(0));
    // Names that stay are not copied; values that differ are kept by nobody, but for once.
    fields.fixedHeader({"X-Same", "x-same"}, "1");
    fields.singleHeader({"X-Other", "x-other"}, "2");
    const auto flags = [&fields](std::size_t i) { return int(fields.data()[i].flags); };
    QCOMPARE(flags(0), int(NGHTTP2_NV_FLAG_NO_COPY_NAME));
    QCOMPARE(flags(1), int(NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_INDEX));
    QCOMPARE(std::string(reinterpret_cast<const char*>(fields.data()[1].name)), std::string("x-other"));
    fields.introduceNames();
    QCOMPARE(flags(0), int(NGHTTP2_NV_FLAG_NO_COPY_NAME));
    QCOMPARE(flags(1), int(NGHTTP2_NV_FLAG_NO_COPY_NAME));
}

void TestHttp2Request::floodGuard()
{
    Http2Limits limits;
    limits.maxControlFrames = 2;
    limits.maxResets = 1;
    FloodGuard guard;
    guard.turn(FloodGuard::windowNs);
    QVERIFY(guard.control(limits) && guard.control(limits) && !guard.control(limits));
    QVERIFY(guard.reset(limits) && !guard.reset(limits));
    guard.turn(2 * FloodGuard::windowNs); // a new window
    guard.earn(1);
    QVERIFY(guard.control(limits) && guard.control(limits) && guard.control(limits) &&
            !guard.control(limits));
    limits.maxControlFrames = limits.maxResets = 0;
    QVERIFY(guard.control(limits) && guard.reset(limits));
}

QTEST_APPLESS_MAIN(TestHttp2Request)
#include "tst_http2_request.moc"
