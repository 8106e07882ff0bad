// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {
class Exchange;
}

namespace gatehouse::protocols {

/// The method of a gRPC call: "/helloworld.Greeter/SayHello" is package helloworld, service Greeter, method
/// SayHello. Views of the path.
struct GrpcMethodName {
    std::string_view package; ///< may be empty
    std::string_view service; ///< without the package
    std::string_view method;

    /// Nothing when the path is not that of a method.
    static std::optional<GrpcMethodName> ofPath(std::string_view path);
};

/// Which methods of an API may be called (data-plane 14); an empty list allows everything. Services and
/// methods may be given with or without their package: "Greeter", "helloworld.Greeter", "Greeter.SayHello".
struct GrpcAccess {
    std::vector<std::string> packages;
    std::vector<std::string> services;
    std::vector<std::string> methods; ///< Service.Method

    bool restricts() const { return !packages.empty() || !services.empty() || !methods.empty(); }
    bool allowsPackage(std::string_view package) const;
    bool allowsService(const GrpcMethodName& name) const;
    bool allowsMethod(const GrpcMethodName& name) const;
    /// Fails the exchange with GTW013 when the method may not be called. `alias`: another name its package
    /// has.
    bool admit(proxy::Exchange& exchange, const GrpcMethodName& name, std::string_view alias = {}) const;
};

/// Fails the exchange: this part of a call ("package", "service", "method") is not allowed.
void refuseGrpcCall(proxy::Exchange& exchange, std::string_view text);

/// Makes grpc-timeout of the caller the deadline of the exchange. A malformed one is left to the upstream.
void takeGrpcDeadline(proxy::Exchange& exchange);

} // namespace gatehouse::protocols
