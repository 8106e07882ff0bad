// SPDX-License-Identifier: GPL-3.0-or-later
// What only the chains of SOAP APIs have.
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/protocols/soap_request.h"
#include "gateway/protocols/ws_security.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

filters::SoapVersion soapVersion(const Api& api)
{
    using filters::SoapVersion;
    if (api.soapVersion == u"1.2")
        return SoapVersion::V12;
    return api.soapVersion == u"1.1" ? SoapVersion::V11 : SoapVersion::Unknown;
}

protocols::WsSecurityConfig securityConfig(const Api& api, const WsSecurity& stored)
{
    using protocols::PasswordType;
    protocols::WsSecurityConfig config;
    config.api = api.key().toStdString();
    config.username = stored.username.toStdString();
    config.password = stored.password.toStdString();
    if (stored.passwordType == u"PasswordDigest")
        config.passwordType = PasswordType::Digest;
    else if (stored.passwordType == u"PasswordDigestSHA256")
        config.passwordType = PasswordType::DigestSha256;
    config.timestamp = stored.addTimestamp;
    config.lifeMs = std::int64_t(stored.timestampTtlSeconds) * 1000;
    return config;
}

} // namespace

void ChainCompiler::addSoap(ChainBuild& build)
{
    const Api& api = build.api;
    const QString version = api.soapVersion.isEmpty() ? u"by envelope"_s : api.soapVersion;
    build.add(
        m_soapCall, [] { return QJsonObject(); }, build.apiSource(u"endpoints of the API"_s));
    const std::string key = "soap headers\n" + version.toStdString();
    build.add(
        pooled(key, [&] { return std::make_shared<protocols::SoapHeadersFilter>(soapVersion(api)); }),
        [&] {
            return QJsonObject{{u"version"_s, version}};
        },
        build.apiSource(u"api_soap_version"_s));
    if (api.wsSecurity)
        addWsSecurity(build, *api.wsSecurity);
    if (!api.wrapResponse)
        return;
    build.add(
        m_soapAnswer,
        [] {
            return QJsonObject{{u"wrap"_s, true}};
        },
        build.apiSource(u"api_wrap_response"_s));
}

void ChainCompiler::addWsSecurity(ChainBuild& build, const WsSecurity& stored)
{
    if (stored.username.isEmpty() && !stored.addTimestamp)
        return; // nothing to say
    build.add(
        std::make_shared<protocols::WsSecurityFilter>(securityConfig(build.api, stored)),
        [&] {
            return QJsonObject{{u"username"_s, stored.username},
                               {u"password_type"_s, stored.passwordType},
                               {u"add_timestamp"_s, stored.addTimestamp},
                               {u"timestamp_ttl_seconds"_s, stored.timestampTtlSeconds}};
        },
        build.apiSource(u"api_ws_security"_s));
}

} // namespace gatehouse::control
