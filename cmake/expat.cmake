# SPDX-License-Identifier: GPL-3.0-or-later
# Debian's libexpat reads XML. Chosen over libxml2 and QXmlStreamReader: it has no code that opens files or sockets, looks up
# attributes and namespaces in salted hash tables (in the other two a crowded tag costs the square of its attributes), tells the byte
# range of each tag, works on UTF-8, and lets its memory be bounded.
find_path(EXPAT_INCLUDE_DIR expat.h REQUIRED)
find_library(EXPAT_LIBRARY expat REQUIRED)
add_library(gatehouse_expat INTERFACE)
target_include_directories(gatehouse_expat SYSTEM INTERFACE "${EXPAT_INCLUDE_DIR}")
target_link_libraries(gatehouse_expat INTERFACE "${EXPAT_LIBRARY}")
add_library(gatehouse::expat ALIAS gatehouse_expat)
