// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/soap_envelope.h"
#include "gateway/protocols/crud.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::protocols {

/// A SOAP call of the storage: createItem, whose child `input` is a record as JSON text, or listItems
/// (data-plane 15). Without a call, `text` says what is wrong.
struct CrudSoapCall {
    std::optional<CrudCall> call;
    filters::SoapVersion version = filters::SoapVersion::V11;
    std::string text;
};
CrudSoapCall readCrudSoap(std::string_view envelope, const CrudConfig& config);

/// The envelope of the answer, in the version of the question: `json` as text.
std::string crudSoapAnswer(filters::SoapVersion version, CrudCall::Op op, std::string_view json);
std::string_view soapMediaType(filters::SoapVersion version);

/// The WSDL of the storage at `address`.
std::string crudWsdl(const CrudConfig& config, std::string_view address);
/// Its records as a proto file, for those who generate code; the storage itself does not speak gRPC.
std::string crudProto(const CrudConfig& config);

} // namespace gatehouse::protocols
