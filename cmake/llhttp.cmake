# SPDX-License-Identifier: GPL-3.0-or-later
# Debian's node-llhttp ships llhttp's C sources; they are compiled from there and never copied into the tree.
find_path(LLHTTP_INCLUDE_DIR llhttp.h PATHS /usr/share/include/llhttp REQUIRED NO_DEFAULT_PATH)
find_path(LLHTTP_SOURCE_DIR llhttp.c PATHS /usr/share/llhttp REQUIRED NO_DEFAULT_PATH)
add_library(gatehouse_llhttp STATIC "${LLHTTP_SOURCE_DIR}/api.c" "${LLHTTP_SOURCE_DIR}/http.c" "${LLHTTP_SOURCE_DIR}/llhttp.c")
target_include_directories(gatehouse_llhttp SYSTEM PUBLIC "${LLHTTP_INCLUDE_DIR}")
# Strict mode refuses by itself much of what the layer in gateway/http refuses; two fences are better than one.
target_compile_definitions(gatehouse_llhttp PRIVATE LLHTTP_STRICT_MODE=1)
target_compile_options(gatehouse_llhttp PRIVATE -O2 -w)
set_target_properties(gatehouse_llhttp PROPERTIES AUTOMOC OFF)
add_library(gatehouse::llhttp ALIAS gatehouse_llhttp)
