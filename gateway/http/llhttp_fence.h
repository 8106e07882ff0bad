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

/// Whether llhttp reads the first line of one complete head, and the fields that tell its body, as
/// readPlainFields() has read them into `headers`. The other lines, which have one reading, are not shown to
/// it: they are most of a head, and cost more than all that readPlainFields() does.
bool llhttpConfirmsRequest(std::string_view rest, std::string_view target, const HeaderTable& headers);
bool llhttpConfirmsResponse(std::string_view head, const HeaderTable& headers);

} // namespace gatehouse::http
