// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/guards.h"

#include <QUrl>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

namespace {

constexpr qsizetype kStrongSecret = 32;

class Guards {
public:
    explicit Guards(const Settings& settings)
        : m_settings(settings)
    {
    }

    GuardResult check()
    {
        checkAlways();
        checkPorts();
        checkProxyProtocol();
        checkExternalStore();
        checkTls();
        checkAlertMail();
        checkGrpc();
        if (m_settings.isProduction())
            checkProduction();
        else
            warnOutsideProduction();
        return std::move(m_result);
    }

private:
    void error(Setting setting, const QString& rule, const QString& message)
    {
        m_result.errors.append({row(setting).nameText(), rule, message, m_settings.origin(setting)});
    }
    void warning(Setting setting, const QString& rule, const QString& message)
    {
        m_result.warnings.append({row(setting).nameText(), rule, message, m_settings.origin(setting)});
    }
    bool has(Setting secret) const { return !m_settings.secret(secret).isEmpty(); }

    void checkAlways()
    {
        if (!has(Setting::AdminPassword))
            error(Setting::AdminPassword, u"required"_s, u"is required, at least 12 characters"_s);
        if (!has(Setting::JwtSecret) && !has(Setting::JwtKeys))
            error(Setting::JwtSecret, u"required"_s, u"is required unless JWT_KEYS is set"_s);
        if (m_settings.isMemoryMode() && !has(Setting::MemEncryptionKey) && !m_settings.isProduction())
            warning(Setting::MemEncryptionKey, u"required"_s,
                    u"is not set; a key in the data directory protects journal and dumps"_s);
    }

    /// All listeners share their ports among the workers, so the system would let two of them share one, and
    /// requests would come to either.
    void checkPorts()
    {
        const auto meets = [this](Setting host, Setting port, Setting otherHost, Setting otherPort) {
            const QString one = m_settings.text(host), other = m_settings.text(otherHost);
            return m_settings.port(port) != 0 && m_settings.port(port) == m_settings.port(otherPort) &&
                   (one == other || isAnyAddress(one) || isAnyAddress(other));
        };
        if (meets(Setting::AdminHost, Setting::AdminPort, Setting::Host, Setting::Port))
            error(Setting::AdminPort, u"conflict"_s, u"must not be that of PORT"_s);
        if (!m_settings.isSet(Setting::RedirectPort))
            return;
        if (meets(Setting::Host, Setting::RedirectPort, Setting::Host, Setting::Port))
            error(Setting::RedirectPort, u"conflict"_s, u"must not be that of PORT"_s);
        if (meets(Setting::Host, Setting::RedirectPort, Setting::AdminHost, Setting::AdminPort))
            error(Setting::RedirectPort, u"conflict"_s, u"must not be that of ADMIN_PORT"_s);
    }

    static bool isAnyAddress(const QString& address) { return address == "0.0.0.0"_L1 || address == "::"_L1; }

    void checkGrpc()
    {
        if (m_settings.bytes(Setting::GrpcMaxAnswer) < m_settings.bytes(Setting::GrpcMaxMessage))
            warning(Setting::GrpcMaxAnswer, u"range"_s,
                    u"is less than GRPC_MAX_MESSAGE_BYTES: messages of that size are refused all the same"_s);
    }

    /// With nobody to trust, anybody could pretend to be anyone.
    void checkProxyProtocol()
    {
        for (const Setting setting : {Setting::ProxyProtocol, Setting::AdminProxyProtocol}) {
            if (m_settings.text(setting) == u"optional"_s &&
                m_settings.list(Setting::ProxyProtocolPeers).isEmpty())
                error(setting, u"conflict"_s, u"optional needs PROXY_PROTOCOL_PEERS"_s);
        }
        if (m_settings.duration(Setting::DnsMinTtl) > m_settings.duration(Setting::DnsMaxTtl))
            error(Setting::DnsMinTtl, u"range"_s, u"must not be greater than DNS_MAX_TTL"_s);
    }

    void checkAlertMail()
    {
        const QString server = m_settings.text(Setting::AlertSmtpUrl);
        if (server.isEmpty())
            return;
        const QUrl url(server, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() ||
            (url.scheme() != "smtp"_L1 && url.scheme() != "smtps"_L1))
            error(Setting::AlertSmtpUrl, u"type"_s,
                  u"must be smtp://host[:port] or smtps://host[:port], without a login"_s);
        if (!m_settings.text(Setting::AlertSmtpFrom).contains(u'@'))
            error(Setting::AlertSmtpFrom, u"required"_s,
                  u"must be an e-mail address when ALERT_SMTP_URL is set"_s);
        if (m_settings.text(Setting::AlertSmtpUser).isEmpty() != !has(Setting::AlertSmtpPassword))
            error(Setting::AlertSmtpPassword, u"required"_s,
                  u"ALERT_SMTP_USER and ALERT_SMTP_PASSWORD belong together"_s);
    }

    void checkExternalStore()
    {
        if (m_settings.isMemoryMode() || has(Setting::DatabaseUrl))
            return;
        for (const Setting text : {Setting::MongoUser}) {
            if (m_settings.text(text).isEmpty())
                error(text, u"required"_s, u"is required in external mode without DATABASE_URL"_s);
        }
        if (!has(Setting::MongoPassword))
            error(Setting::MongoPassword, u"required"_s,
                  u"is required in external mode without DATABASE_URL"_s);
        if (m_settings.list(Setting::MongoHosts).isEmpty())
            error(Setting::MongoHosts, u"required"_s, u"is required in external mode without DATABASE_URL"_s);
    }

    void checkTls()
    {
        const bool certificate = !m_settings.path(Setting::TlsCertificate).isEmpty();
        const bool key = !m_settings.path(Setting::TlsPrivateKey).isEmpty();
        if (certificate != key)
            error(certificate ? Setting::TlsPrivateKey : Setting::TlsCertificate, u"required"_s,
                  u"TLS_CERTIFICATE and TLS_PRIVATE_KEY belong together"_s);
        if (!certificate)
            checkWithoutTls();
        else
            checkClientCertificates();
    }

    /// What makes no sense while the public listener speaks clear text.
    void checkWithoutTls()
    {
        const auto needs = [this](Setting setting) {
            error(setting, u"conflict"_s, u"needs TLS_CERTIFICATE and TLS_PRIVATE_KEY"_s);
        };
        if (!m_settings.path(Setting::TlsCertificateDir).isEmpty())
            needs(Setting::TlsCertificateDir);
        if (m_settings.text(Setting::TlsClientCertificates) != "off"_L1)
            needs(Setting::TlsClientCertificates);
        if (adminTls())
            needs(Setting::AdminTls);
        if (m_settings.isSet(Setting::RedirectPort))
            needs(Setting::RedirectPort);
        if (m_settings.flag(Setting::RedirectClearText))
            needs(Setting::RedirectClearText);
    }

    bool adminTls() const { return m_settings.text(Setting::AdminTls) != "off"_L1; }

    void checkClientCertificates()
    {
        const bool asked = m_settings.text(Setting::TlsClientCertificates) != "off"_L1 ||
                           m_settings.text(Setting::AdminTls) == "mutual"_L1;
        const bool ca = !m_settings.path(Setting::TlsClientCa).isEmpty();
        if (asked && !ca)
            error(Setting::TlsClientCa, u"required"_s, u"is required to check client certificates"_s);
        if (!asked && ca)
            warning(Setting::TlsClientCa, u"advice"_s,
                    u"has no effect while TLS_CLIENT_CERTIFICATES is off"_s);
        if (!ca && !m_settings.path(Setting::TlsClientCrl).isEmpty())
            error(Setting::TlsClientCrl, u"conflict"_s, u"needs TLS_CLIENT_CA"_s);
    }

    void checkStrongSecret(Setting setting, bool required)
    {
        const QByteArray& secret = m_settings.secret(setting).reveal();
        if (secret.isEmpty()) {
            if (required)
                error(setting, u"required"_s, u"is required in production, at least 32 characters"_s);
        } else if (isWellKnownSecret(secret)) {
            error(setting, u"weak"_s,
                  u"is a well-known example value; make your own, for instance with "
                  "'openssl rand -hex 32'"_s);
        } else if (secret.size() < kStrongSecret) {
            error(setting, u"weak"_s, u"has fewer than 32 characters, too few for production"_s);
        }
    }

    void checkProduction()
    {
        checkStrongSecret(Setting::JwtSecret, false);
        checkStrongSecret(Setting::MemEncryptionKey, m_settings.isMemoryMode());
        checkStrongSecret(Setting::TokenEncryptionKey, false);
        checkStrongSecret(Setting::VaultKey, false);
        checkStrongSecret(Setting::AdminClientSecret, false);
        if (isWellKnownSecret(m_settings.secret(Setting::AdminPassword).reveal()))
            error(Setting::AdminPassword, u"weak"_s, u"is a well-known example value"_s);
        if (!m_settings.flag(Setting::HttpsOnly))
            error(Setting::HttpsOnly, u"unsafe"_s, u"must be true in production"_s);
        if (!m_settings.isMemoryMode() && !m_settings.isSet(Setting::RedisHost) && !has(Setting::RedisUrl))
            error(Setting::RedisHost, u"required"_s, u"is required in production with an external store"_s);
        checkProductionSurface();
        warnInProduction();
    }

    void checkProductionSurface()
    {
        if (m_settings.list(Setting::AllowedOrigins).contains("*"_L1) &&
            m_settings.flag(Setting::AllowCredentials))
            error(Setting::AllowedOrigins, u"unsafe"_s, u"must not be * while ALLOW_CREDENTIALS is on"_s);
        if (!isLoopbackAddress(m_settings.text(Setting::AdminHost)) && !adminTls())
            error(Setting::AdminHost, u"unsafe"_s,
                  u"the admin listener speaks clear text; bind it to a loopback address or set ADMIN_TLS"_s);
        if (m_settings.flag(Setting::RunLive))
            error(Setting::RunLive, u"unsafe"_s, u"is a testing aid and must be off in production"_s);
    }

    void warnInProduction()
    {
        if (m_settings.isMemoryMode())
            warning(Setting::StoreMode, u"advice"_s,
                    u"memory mode serves one instance; several need external mode"_s);
        if (!has(Setting::TokenEncryptionKey))
            warning(Setting::TokenEncryptionKey, u"advice"_s,
                    u"is not set; MEM_ENCRYPTION_KEY protects credit keys too"_s);
        if (!m_settings.isMemoryMode() && !has(Setting::RedisPassword) && !has(Setting::RedisUrl))
            warning(Setting::RedisPassword, u"advice"_s,
                    u"is empty; Redis is open to everybody who reaches it"_s);
        if (m_settings.list(Setting::AllowedOrigins).isEmpty() &&
            m_settings.flag(Setting::AllowCredentials) && !m_settings.flag(Setting::CorsStrict))
            warning(
                Setting::AllowedOrigins, u"advice"_s,
                u"is empty, so every web page may call the platform with credentials; list the origins"_s);
        if (!m_settings.flag(Setting::RateLimits))
            warning(Setting::RateLimits, u"unsafe"_s, u"all rate limits are off"_s);
        if (m_settings.flag(Setting::LoginLimitOff))
            warning(Setting::LoginLimitOff, u"unsafe"_s, u"passwords can be guessed without limit"_s);
        if (m_settings.flag(Setting::PrometheusPublic))
            warning(Setting::PrometheusPublic, u"unsafe"_s, u"metrics are open to everybody"_s);
        if (m_settings.path(Setting::TlsCertificate).isEmpty() &&
            !isLoopbackAddress(m_settings.text(Setting::Host)))
            warning(Setting::Host, u"unsafe"_s,
                    u"the public listener speaks clear text; put TLS in front or set TLS_CERTIFICATE"_s);
    }

    void warnOutsideProduction()
    {
        if (!isLoopbackAddress(m_settings.text(Setting::AdminHost)) && !adminTls())
            warning(Setting::AdminHost, u"unsafe"_s,
                    u"the admin listener can be reached from other machines in clear text"_s);
        if (m_settings.list(Setting::AllowedOrigins).contains("*"_L1) &&
            m_settings.flag(Setting::AllowCredentials))
            warning(Setting::AllowedOrigins, u"unsafe"_s,
                    u"* lets every web page call the platform with credentials; list the origins"_s);
    }

    const Settings& m_settings;
    GuardResult m_result;
};

} // namespace

bool isWellKnownSecret(const QByteArray& secret)
{
    static constexpr std::array known{"please-change-me",
                                      "test-secret-key",
                                      "test-secret-key-please-change",
                                      "changeme",
                                      "change-me",
                                      "secret",
                                      "password",
                                      "password1234",
                                      "SecurePassword123!",
                                      "admin",
                                      "dev-key",
                                      "dev-secret",
                                      "your-secret-key",
                                      "super-secret-key",
                                      "default",
                                      "example"};
    const QByteArray lower = secret.trimmed().toLower();
    for (const char* word : known) {
        if (lower == QByteArray(word).toLower())
            return true;
    }
    // One character repeated is no secret, whatever its length.
    return !lower.isEmpty() && lower.count(lower.front()) == lower.size();
}

bool isLoopbackAddress(const QString& address)
{
    return address.startsWith("127."_L1) || address == "::1"_L1 || address == "[::1]"_L1 ||
           address.compare("localhost"_L1, Qt::CaseInsensitive) == 0;
}

GuardResult checkGuards(const Settings& settings)
{
    return Guards(settings).check();
}

GuardResult checkStoredTrust(const Settings& settings, bool trustsEverybody)
{
    if (!trustsEverybody)
        return {};
    const Issue issue{
        row(Setting::TrustedProxies).nameText(), u"unsafe"_s,
        u"the stored setting trust_x_forwarded_for is on and no proxy is named, so any client can "
        "choose its address; name the proxies here or in the security settings"_s,
        settings.origin(Setting::TrustedProxies)};
    return settings.isProduction() ? GuardResult{{issue}, {}} : GuardResult{{}, {issue}};
}

} // namespace gatehouse::config
