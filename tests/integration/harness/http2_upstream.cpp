// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/http2_upstream.h"

namespace gatehouse::harness {

Http2UpstreamSetup::Http2UpstreamSetup(ScriptedUpstream::Script script)
    : upstream(std::move(script))
    , api(gateway.addApi("/api", {upstream.port()}))
{
    api.upstreamHttp2 = true;
}

void serveHttp2(Http2Client& peer, std::atomic<int>* requests)
{
    std::uint32_t next = 1;
    while (peer.until([&] { return peer.now(next).ended; })) {
        const Http2Answer& request = peer.now(next);
        if (requests)
            ++*requests;
        peer.request(next, {{":status", "200"}, {"x-kept", "yes"}}, false);
        peer.data(next,
                  field(request.fields, ":method") + ' ' + field(request.fields, ":path") + '|' +
                      request.body,
                  true);
        next += 2;
    }
}

ScriptedUpstream::Script servingHttp2(std::atomic<int>* requests)
{
    return [requests](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        serveHttp2(peer, requests);
    };
}

std::string field(const Fields& fields, std::string_view name)
{
    Http2Answer holder;
    holder.fields = fields;
    return holder.field(name);
}

} // namespace gatehouse::harness
