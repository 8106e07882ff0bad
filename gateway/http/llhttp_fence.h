// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_error.h"
#include "gateway/http/header_table.h"

#include <string_view>

namespace gatehouse::http {

/// Runs llhttp over one complete head that HeadScanner let pass, and collects the headers. None when llhttp
/// agrees. `rest` starts with the space behind the method: the method itself is ours to judge, llhttp knows a
/// fixed list only.
HeadError parseRequestWithLlhttp(std::string_view rest, std::string_view target, HeaderTable& headers);
HeadError parseResponseWithLlhttp(std::string_view head, HeaderTable& headers);

/// Whether llhttp reads one complete head with as many fields, and the same announcement of a body, where
/// readPlainFields() has read `headers`. Cheaper than having it hand every field over.
bool llhttpConfirmsRequest(std::string_view rest, std::string_view target, const HeaderTable& headers);
bool llhttpConfirmsResponse(std::string_view head, const HeaderTable& headers);

} // namespace gatehouse::http
