// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nghttp2/nghttp2.h>

namespace gatehouse::http {

/// What all sessions share with libnghttp2: the table of functions it calls and its options. Made once, never
/// changed, read from every thread.
struct Http2Library {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_option* options = nullptr;
    nghttp2_data_source_read_callback read = nullptr;

    static const Http2Library& instance();
    Http2Library();
    ~Http2Library();
    Http2Library(const Http2Library&) = delete;
    Http2Library& operator=(const Http2Library&) = delete;
};

} // namespace gatehouse::http
