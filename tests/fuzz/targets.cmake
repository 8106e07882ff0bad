# SPDX-License-Identifier: GPL-3.0-or-later
# One line per fuzz target: fuzz_<name>.cpp with LLVMFuzzerTestOneInput and the seeds in corpus/<name>/.
# tests/fuzz builds them for libFuzzer (clang), tests/fuzz/replay as unit tests (any compiler).
gatehouse_fuzz_target(head DEPS gatehouse::http)
gatehouse_fuzz_target(chunked DEPS gatehouse::http)
gatehouse_fuzz_target(uri DEPS gatehouse::http)
gatehouse_fuzz_target(websocket DEPS gatehouse::http)
gatehouse_fuzz_target(proxy_header DEPS gatehouse::net)
gatehouse_fuzz_target(json DEPS gatehouse::filters)
gatehouse_fuzz_target(jwt DEPS gatehouse::crypto)
gatehouse_fuzz_target(csv DEPS gatehouse::core)
gatehouse_fuzz_target(dump DEPS gatehouse::store)
gatehouse_fuzz_target(journal DEPS gatehouse::store)
gatehouse_fuzz_target(http2 DEPS gatehouse::http)
gatehouse_fuzz_target(http2_answer DEPS gatehouse::http)
gatehouse_fuzz_target(cookies DEPS gatehouse::http)
gatehouse_fuzz_target(addresses DEPS gatehouse::proxy)
gatehouse_fuzz_target(config DEPS gatehouse::config)
gatehouse_fuzz_target(model DEPS gatehouse::model)
