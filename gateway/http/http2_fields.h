// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/field_writer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nghttp2/nghttp2.h>

namespace gatehouse::http {

/// The fields of one HTTP/2 header block on their way out. Views must live until the block is submitted; the
/// session copies them and makes the names lower case. Fields of HTTP/1 connections are left out (RFC 9113
/// section 8.2.2). Reused: memory stays.
class Http2Fields final : public FieldWriter {
public:
    void clear();
    void status(int status);
    /// Pseudo-headers come first.
    void pseudo(std::string_view name, std::string_view value) { add(name, value, NGHTTP2_NV_FLAG_NONE); }
    void header(std::string_view name, std::string_view value) override;
    void header(std::string_view name, std::uint64_t value) override;
    void header(std::string_view name, std::string_view first, std::string_view second) override;
    void fixedHeader(const FixedName& name, std::string_view value) override;
    void singleHeader(const FixedName& name, std::string_view value) override;
    /// Lets the other side keep the fields of singleHeader() this once, so that later their names need not be
    /// spelled.
    void introduceNames();
    /// A pseudo-header or field whose value has to be kept here.
    void kept(std::string_view name, std::string_view first, std::string_view second = {});

    std::size_t size() const { return m_fields.size(); }
    const nghttp2_nv* data();

private:
    struct Kept {
        std::size_t field;
        std::size_t offset;
    };
    void add(std::string_view name, std::string_view value, std::uint8_t flags);

    std::vector<nghttp2_nv> m_fields;
    std::string m_text; ///< values that nobody else keeps
    std::vector<Kept> m_kept;
};

} // namespace gatehouse::http
