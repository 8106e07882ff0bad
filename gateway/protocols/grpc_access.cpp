// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/grpc_access.h"

#include "gateway/http/grpc.h"
#include "gateway/proxy/exchange.h"

#include <algorithm>

namespace gatehouse::protocols {

namespace {

bool holds(const std::vector<std::string>& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

/// Whether `list` has the name, with or without the package.
bool holds(const std::vector<std::string>& list, std::string_view package, const std::string& name)
{
    return list.empty() || holds(list, name) ||
           (!package.empty() && holds(list, std::string(package) + '.' + name));
}

} // namespace

std::optional<GrpcMethodName> GrpcMethodName::ofPath(std::string_view path)
{
    if (path.empty() || path.front() != '/')
        return std::nullopt;
    const std::size_t slash = path.find('/', 1);
    if (slash == std::string_view::npos)
        return std::nullopt;
    const std::string_view full = path.substr(1, slash - 1);
    const std::size_t dot = full.rfind('.');
    const bool packaged = dot != std::string_view::npos;
    const GrpcMethodName name{packaged ? full.substr(0, dot) : std::string_view(),
                              packaged ? full.substr(dot + 1) : full, path.substr(slash + 1)};
    if (name.service.empty() || name.method.empty() || name.method.find('/') != std::string_view::npos ||
        path.find('%') != std::string_view::npos) // names need no escapes, which could hide one
        return std::nullopt;
    return name;
}

bool GrpcAccess::allowsPackage(std::string_view package) const
{
    return packages.empty() || holds(packages, package);
}

bool GrpcAccess::allowsService(const GrpcMethodName& name) const
{
    return holds(services, name.package, std::string(name.service));
}

bool GrpcAccess::allowsMethod(const GrpcMethodName& name) const
{
    return holds(methods, name.package, std::string(name.service) + '.' + std::string(name.method));
}

bool GrpcAccess::admit(proxy::Exchange& exchange, const GrpcMethodName& name, std::string_view alias) const
{
    if (!allowsPackage(name.package) && (alias.empty() || !allowsPackage(alias)))
        refuseGrpcCall(exchange, "gRPC package not allowed");
    else if (!allowsService(name))
        refuseGrpcCall(exchange, "gRPC service not allowed");
    else if (!allowsMethod(name))
        refuseGrpcCall(exchange, "gRPC method not allowed");
    return !exchange.answered();
}

void refuseGrpcCall(proxy::Exchange& exchange, std::string_view text)
{
    exchange.failAs(proxy::Reason::CallDenied, 0, {}, text);
}

void takeGrpcDeadline(proxy::Exchange& exchange)
{
    constexpr std::int64_t longest = 24LL * 3600 * 1'000'000'000;
    const std::string_view told = exchange.header("grpc-timeout");
    const auto timeout = told.empty() ? std::nullopt : http::grpcTimeoutNs(told);
    if (timeout && *timeout < longest)
        exchange.setDeadline(std::max<std::int64_t>(*timeout, 1));
}

} // namespace gatehouse::protocols
