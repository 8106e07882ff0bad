# SPDX-License-Identifier: GPL-3.0-or-later
# The helpers that keep every folder's CMakeLists.txt to a few lines. Folder = target = include rule.

# One INTERFACE target carries every flag of ours.
function(gatehouse_flags_target)
    add_library(gatehouse_flags INTERFACE)
    add_library(gatehouse::flags ALIAS gatehouse_flags)
    target_compile_features(gatehouse_flags INTERFACE cxx_std_20)
    target_compile_definitions(gatehouse_flags INTERFACE GATEHOUSE_VERSION="${PROJECT_VERSION}")
    target_include_directories(gatehouse_flags INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
    target_compile_definitions(gatehouse_flags INTERFACE
        QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_NO_KEYWORDS
        QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS QT_DISABLE_DEPRECATED_BEFORE=0x060400
        $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
    target_compile_options(gatehouse_flags INTERFACE
        $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wold-style-cast -Woverloaded-virtual -Wnon-virtual-dtor
          -Wimplicit-fallthrough -Wundef -fno-strict-aliasing>)
    if(GATEHOUSE_WERROR)
        target_compile_options(gatehouse_flags INTERFACE -Werror)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # ccache needs this to look inside precompiled headers. GCC 12 sees overlaps in "a" + std::string (its bug 105651).
        target_compile_options(gatehouse_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess -Wno-restrict>)
    endif()
    if(GATEHOUSE_SANITIZE)
        target_compile_options(gatehouse_flags INTERFACE -fsanitize=${GATEHOUSE_SANITIZE} -fno-omit-frame-pointer -g1 -O1)
        target_link_options(gatehouse_flags INTERFACE -fsanitize=${GATEHOUSE_SANITIZE})
    else()
        target_compile_options(gatehouse_flags INTERFACE $<$<CONFIG:Release>:-fstack-protector-strong>)
        target_compile_definitions(gatehouse_flags INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
        target_link_options(gatehouse_flags INTERFACE $<$<CONFIG:Release>:-Wl,-z,relro,-z,now>)
    endif()
    find_program(GATEHOUSE_CCACHE ccache)
    if(GATEHOUSE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        set(launcher "${CMAKE_COMMAND}" -E env
            "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
            "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" "CCACHE_NOHASHDIR=1" "${PROJECT_SOURCE_DIR}/cmake/compile_cached.sh")
        set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}" PARENT_SCOPE)
        set(CMAKE_C_COMPILER_LAUNCHER "${launcher}" PARENT_SCOPE)
    endif()
endfunction()

# gatehouse_module(<room> [DEPS target...] [PRIVATE target...] [SUBFOLDERS f...]): every .cpp and .h of this folder (and of the
# sub-folders) becomes the static library gatehouse_<room>, alias gatehouse::<room>. A folder without sources becomes an INTERFACE library.
# PCH: headers of ours that nearly every file of the room includes. NO_MOC: nothing in it has Q_OBJECT. NO_UNITY: a file asks something of
# the headers it includes.
function(gatehouse_module name)
    cmake_parse_arguments(ARG "PCH_CORE;PCH_WIDGETS;NO_MOC;NO_UNITY" "" "DEPS;PRIVATE;SUBFOLDERS;PCH" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS "*.cpp" "*.h" "*.c" "*.qrc")
    foreach(folder IN LISTS ARG_SUBFOLDERS)
        file(GLOB more CONFIGURE_DEPENDS "${folder}/*.cpp" "${folder}/*.h")
        list(APPEND sources ${more})
    endforeach()
    file(GLOB compiled CONFIGURE_DEPENDS "*.cpp")
    if(compiled)
        add_library(gatehouse_${name} STATIC ${sources})
        target_link_libraries(gatehouse_${name} PUBLIC gatehouse::flags ${ARG_DEPS} PRIVATE ${ARG_PRIVATE})
        if(ARG_NO_MOC)
            set_target_properties(gatehouse_${name} PROPERTIES AUTOMOC OFF)
        endif()
        if(GATEHOUSE_UNITY AND NOT ARG_NO_UNITY)
            gatehouse_unite(gatehouse_${name})
        else()
            gatehouse_precompile(gatehouse_${name} "${ARG_PCH_CORE}" "${ARG_PCH_WIDGETS}" ${ARG_PCH})
        endif()
    else()
        add_library(gatehouse_${name} INTERFACE)
        target_link_libraries(gatehouse_${name} INTERFACE gatehouse::flags ${ARG_DEPS})
    endif()
    add_library(gatehouse::${name} ALIAS gatehouse_${name})
endfunction()

function(gatehouse_unite target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
endfunction()

# The same, a unit for each folder: files of one folder have distinct names inside, those of two need not.
function(gatehouse_unite_folders target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    foreach(source IN LISTS ARGN)
        cmake_path(GET source PARENT_PATH folder)
        cmake_path(GET folder FILENAME folder)
        set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${folder})
    endforeach()
endfunction()

function(gatehouse_precompile target core widgets)
    if(NOT GATEHOUSE_PCH)
        return()
    endif()
    target_precompile_headers(${target} PRIVATE ${ARGN})
    if(core)
        target_precompile_headers(${target} PRIVATE <QByteArray> <QHash> <QJsonArray> <QJsonObject> <QList> <QString>
            <functional> <memory> <optional> <string> <string_view> <vector>)
    elseif(widgets)
        target_precompile_headers(${target} PRIVATE <QAction> <QBoxLayout> <QHash> <QJsonArray> <QJsonObject> <QLabel>
            <QList> <QPainter> <QPushButton> <QString> <QTableView> <QWidget> <functional> <memory>)
    endif()
endfunction()

# gatehouse_program(<file name> <sources...> DEPS target...): a thin executable.
function(gatehouse_program name)
    cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
    string(REPLACE "-" "_" target "program_${name}")
    add_executable(${target} ${ARG_UNPARSED_ARGUMENTS})
    set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name})
    target_link_libraries(${target} PRIVATE gatehouse::flags ${ARG_DEPS})
    install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# A folder with many tests compiles what they all include only once: <QtTest>, and the headers it names.
function(gatehouse_tests_precompile room)
    cmake_parse_arguments(ARG "" "" "DEPS;PCH" ${ARGN})
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp" "")
    add_library(test_headers_${room} OBJECT EXCLUDE_FROM_ALL "${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp")
    set_target_properties(test_headers_${room} PROPERTIES AUTOMOC OFF)
    target_link_libraries(test_headers_${room} PRIVATE gatehouse::flags Qt6::Test ${ARG_DEPS})
    target_precompile_headers(test_headers_${room} PRIVATE <QtTest> <QJsonArray> <QJsonDocument> <QJsonObject> <functional>
        <memory> <string> <vector> ${ARG_PCH})
endfunction()

# AUTOMOC would start two programs for each test and compile an empty file; a test has one class, in its own source, and moc
# needs none of its headers to read that.
function(gatehouse_test_moc target source name)
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/moc")
    file(MAKE_DIRECTORY "${folder}")
    add_custom_command(OUTPUT "${folder}/${name}.moc" DEPENDS "${source}" Qt6::moc VERBATIM
                       COMMAND Qt6::moc "${source}" -o "${folder}/${name}.moc" COMMENT "moc ${name}.cpp")
    target_sources(${target} PRIVATE "${folder}/${name}.moc")
    target_include_directories(${target} PRIVATE "${folder}")
endfunction()

# gatehouse_tests(DEPS target... [PCH header...] [ENV K=V...] [LABELS l...] [TIMEOUT s]): each tst_*.cpp of this folder becomes one
# Qt Test. PCH: headers of ours that nearly every one of them includes.
function(gatehouse_tests)
    cmake_parse_arguments(ARG "GUI" "TIMEOUT" "DEPS;PCH;ENV;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    file(RELATIVE_PATH room "${PROJECT_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
    string(REPLACE "/" "." room "${room}")
    file(GLOB tests CONFIGURE_DEPENDS "tst_*.cpp")
    list(LENGTH tests count)
    if(GATEHOUSE_PCH AND count GREATER 3)
        set(headers test_headers_${room})
        gatehouse_tests_precompile(${room} DEPS ${ARG_DEPS} PCH ${ARG_PCH})
    endif()
    foreach(source IN LISTS tests)
        get_filename_component(name "${source}" NAME_WE)
        string(REPLACE "tst_" "" short "${name}")
        set(target "test_${room}.${short}")
        add_executable(${target} ${source})
        set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests" AUTOMOC OFF)
        gatehouse_test_moc(${target} ${source} ${name})
        target_link_libraries(${target} PRIVATE gatehouse::flags Qt6::Test ${ARG_DEPS})
        if(headers)
            target_precompile_headers(${target} REUSE_FROM ${headers})
        endif()
        add_test(NAME ${room}.${short} COMMAND ${target})
        set(environment "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;GATEHOUSE_BIN=${CMAKE_BINARY_DIR}/bin;${ARG_ENV}")
        if(GATEHOUSE_SANITIZE)
            list(APPEND environment "GATEHOUSE_TEST_MEMORY_SLACK=256" # MiB that freed memory may be held back
                "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp:die_after_fork=0" # some start tools
                "ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:quarantine_size_mb=64"
                "UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1")
        endif()
        set_tests_properties(${room}.${short} PROPERTIES TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${environment}"
                             LABELS "${ARG_LABELS}")
    endforeach()
endfunction()
