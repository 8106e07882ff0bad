// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/accept_encoding.h"
#include "gateway/filters/order.h"
#include "gateway/proxy/exchange.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::filters {

struct CompressConfig {
    std::vector<std::string> types; ///< lower case, without parameters; "text/*" means all of them
    std::size_t minBytes = 1024;    ///< shorter answers, where the length is known, stay as they are
};

/// Compresses answers for clients that accept it, piece by piece, with gzip or brotli. Never what is encoded
/// already, partial, or marked no-transform (RFC 9110 section 7.7), nor event streams: each would hold the
/// memory of an encoder for as long as it stays open.
class CompressFilter final : public TableFilter {
public:
    explicit CompressFilter(CompressConfig config);
    std::uint8_t hooks() const override { return proxy::HookAnswer; }
    void answer(proxy::Exchange& exchange) const override;

private:
    bool isEligible(const proxy::Exchange& exchange) const;
    bool isListed(std::string_view contentType) const;

    CompressConfig m_config;
};

/// A stage that encodes what passes; null for Identity.
std::unique_ptr<proxy::AnswerStage> makeEncoder(Coding coding);

/// A whole body with gzip; empty when there is no memory for it. `level`: 1 to 9.
std::string gzipped(std::string_view body, int level);

} // namespace gatehouse::filters
