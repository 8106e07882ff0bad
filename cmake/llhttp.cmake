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

# A second copy of the generated parser for processors with SSE4.2; llhttp_choice.c says why. Its functions but the one
# that is called from outside become local, because both copies have them.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64" AND CMAKE_OBJCOPY)
    add_library(gatehouse_llhttp_sse42 OBJECT "${LLHTTP_SOURCE_DIR}/llhttp.c")
    target_include_directories(gatehouse_llhttp_sse42 SYSTEM PRIVATE "${LLHTTP_INCLUDE_DIR}")
    target_compile_definitions(gatehouse_llhttp_sse42 PRIVATE LLHTTP_STRICT_MODE=1
        llhttp__internal_execute=llhttp__internal_execute_sse42)
    target_compile_options(gatehouse_llhttp_sse42 PRIVATE -O2 -w -msse4.2)
    set_target_properties(gatehouse_llhttp_sse42 PROPERTIES AUTOMOC OFF)
    set(sse42_object "${CMAKE_CURRENT_BINARY_DIR}/llhttp_sse42.o")
    add_custom_command(OUTPUT "${sse42_object}" VERBATIM
        COMMAND "${CMAKE_OBJCOPY}" --keep-global-symbol=llhttp__internal_execute_sse42
                $<TARGET_OBJECTS:gatehouse_llhttp_sse42> "${sse42_object}"
        DEPENDS gatehouse_llhttp_sse42 $<TARGET_OBJECTS:gatehouse_llhttp_sse42>)
    set_source_files_properties("${sse42_object}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
    target_sources(gatehouse_llhttp PRIVATE "${PROJECT_SOURCE_DIR}/cmake/llhttp_choice.c" "${sse42_object}")
    set_source_files_properties("${LLHTTP_SOURCE_DIR}/api.c" PROPERTIES
        COMPILE_DEFINITIONS llhttp__internal_execute=gatehouse_llhttp_execute)
endif()
add_library(gatehouse::llhttp ALIAS gatehouse_llhttp)
