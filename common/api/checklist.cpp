// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/checklist.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace gatehouse {

namespace {

constexpr std::array sentences{
    ChecklistSentence{"tls.certificate", "The certificate is %1."},
    ChecklistSentence{"tls.loopback", "Clear text, on loopback only."},
    ChecklistSentence{"tls.public", "Clear text on a public address."},
    ChecklistSentence{"tls.set", "Set TLS_CERTIFICATE and TLS_PRIVATE_KEY."},
    ChecklistSentence{"admin_private.alone",
                      "The admin listener is on %1; /platform is not on the public listener."},
    ChecklistSentence{"admin_private.both",
                      "The admin listener is on %1; /platform is on the public listener too."},
    ChecklistSentence{"admin_private.bind", "Bind ADMIN_HOST to loopback and set PLATFORM_ON_PUBLIC=false."},
    ChecklistSentence{"default_credentials.gone",
                      "No password or key is built in; the secrets of the first start are gone."},
    ChecklistSentence{"default_credentials.left", "%1 still holds the secrets of the first start."},
    ChecklistSentence{"default_credentials.weak", "JWT_SECRET_KEY is shorter than 32 bytes."},
    ChecklistSentence{"default_credentials.note", "Note the secrets and delete the file."},
    ChecklistSentence{"default_credentials.longer", "Set a JWT_SECRET_KEY of at least 32 bytes."},
    ChecklistSentence{"test_key.active", "The consumer %1 is active and may call every contract."},
    ChecklistSentence{"test_key.none", "There is no active test consumer."},
    ChecklistSentence{"test_key.suspend", "Suspend the consumer %1."},
    ChecklistSentence{"keys_unique.counted", "Keys: %1, different ones: %2; only hashes are kept."},
    ChecklistSentence{"keys_unique.rotate", "Rotate the keys that share a hash."},
    ChecklistSentence{"restart.on_disk", "Every change up to revision %1 is on disk."},
    ChecklistSentence{"restart.store", "The store does not take changes: look at /health/ready."},
    ChecklistSentence{"rate_limiting.enforced", "Enforced now: rate policies %1, plans %2."},
    ChecklistSentence{"rate_limiting.create",
                      "Create a rate_limit policy, for the whole tenant or for one API."},
    ChecklistSentence{"log_rotation.limits",
                      "A file has at most %1 bytes, %2 files are kept (LOG_MAX_SIZE, LOG_MAX_FILES)."},
    ChecklistSentence{"monitoring.read", "/metrics was read last at %1."},
    ChecklistSentence{"monitoring.never", "/metrics was never read since the start."},
    ChecklistSentence{"monitoring.watch", "Point Prometheus at /metrics, or watch the console's dashboard."},
    ChecklistSentence{"alerting.untested", "Channels that are switched on: %1; no test alert was delivered."},
    ChecklistSentence{"alerting.delivered", "A test alert was delivered over %1 in %2 ms at %3."},
    ChecklistSentence{"alerting.failed",
                      "A test alert was delivered over %1 in %2 ms at %3; the last test failed: %4."},
    ChecklistSentence{"alerting.test", "Send a test alert over a channel."},
    ChecklistSentence{"alerting.create", "Create a channel and send a test alert."},
    ChecklistSentence{"alerting.repair", "Repair the channel and test it again."},
    ChecklistSentence{"alerting.again", "Send a test alert again; it should arrive within 5 minutes."},
    ChecklistSentence{"backup.none", "No dump was found."},
    ChecklistSentence{"backup.age", "%1 is %2 hours old; it holds consumers, key hashes and policies."},
    ChecklistSentence{"backup.make", "Write a dump (place Security), or set MEM_AUTO_SAVE_ENABLED."},
    ChecklistSentence{"backup.newer", "Make a newer dump."},
    ChecklistSentence{"incident_runbook.flows",
                      "Three flows: 5xx, consumer locked out, limit too tight (docs/week-one.md)."}};

} // namespace

std::span<const ChecklistSentence> checklistSentences()
{
    return sentences;
}

QString checklistText(const QString& code)
{
    const auto* const at =
        std::find_if(sentences.begin(), sentences.end(), [&code](const ChecklistSentence& sentence) {
            return code == QLatin1StringView(sentence.code);
        });
    return at == sentences.end() ? QString() : QString::fromLatin1(at->text);
}

QString fillIn(const QString& text, const QStringList& values)
{
    QString filled;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int place = text.at(i) == u'%' && i + 1 < text.size() ? text.at(i + 1).digitValue() : -1;
        if (place < 1 || place > values.size()) {
            filled += text.at(i);
            continue;
        }
        filled += values.at(place - 1);
        ++i;
    }
    return filled;
}

} // namespace gatehouse
