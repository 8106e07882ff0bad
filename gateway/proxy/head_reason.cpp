// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/head_reason.h"

namespace gatehouse::proxy {

Reason reasonOf(http::HeadError error)
{
    using http::HeadError;
    switch (error) {
    case HeadError::TargetTooLong:
        return Reason::UriTooLong;
    case HeadError::HeadTooLarge:
        return Reason::HeadTooLarge;
    case HeadError::TooManyHeaders:
        return Reason::TooManyHeaders;
    case HeadError::VersionNotSupported:
        return Reason::UnsupportedVersion;
    case HeadError::MethodNotSupported:
        return Reason::MethodNotSupported;
    case HeadError::BadTarget:
        return Reason::BadTarget;
    case HeadError::LengthAndChunked:
    case HeadError::LengthDuplicate:
    case HeadError::LengthInvalid:
    case HeadError::TransferCodingInvalid:
        return Reason::AmbiguousFraming;
    default:
        return Reason::BadHead;
    }
}

} // namespace gatehouse::proxy
