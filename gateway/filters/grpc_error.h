// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::proxy {
class Exchange;
}

namespace gatehouse::filters {

/// Answers a failed exchange as a gRPC client expects it, native or gRPC-Web: HTTP 200 with grpc-status and
/// grpc-message, which gRPC libraries show to the program; of a JSON error they would tell nothing but the
/// status. False when the request is no gRPC.
bool renderGrpcError(proxy::Exchange& exchange);

} // namespace gatehouse::filters
