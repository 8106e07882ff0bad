# SPDX-License-Identifier: GPL-3.0-or-later
# Debian's libnghttp2 frames HTTP/2; it does no input or output of its own. The CONTINUATION and reset limits came with its security
# updates, so the header is asked for them.
include(CheckSymbolExists)
find_path(NGHTTP2_INCLUDE_DIR nghttp2/nghttp2.h REQUIRED)
find_library(NGHTTP2_LIBRARY nghttp2 REQUIRED)
set(CMAKE_REQUIRED_INCLUDES "${NGHTTP2_INCLUDE_DIR}")
set(CMAKE_REQUIRED_LIBRARIES "${NGHTTP2_LIBRARY}")
check_symbol_exists(nghttp2_option_set_max_continuations nghttp2/nghttp2.h GATEHOUSE_NGHTTP2_IS_PATCHED)
unset(CMAKE_REQUIRED_INCLUDES)
unset(CMAKE_REQUIRED_LIBRARIES)
if(NOT GATEHOUSE_NGHTTP2_IS_PATCHED)
    message(FATAL_ERROR "libnghttp2 is without nghttp2_option_set_max_continuations: install the security update")
endif()
add_library(gatehouse_nghttp2 INTERFACE)
target_include_directories(gatehouse_nghttp2 SYSTEM INTERFACE "${NGHTTP2_INCLUDE_DIR}")
target_link_libraries(gatehouse_nghttp2 INTERFACE "${NGHTTP2_LIBRARY}")
add_library(gatehouse::nghttp2 ALIAS gatehouse_nghttp2)
