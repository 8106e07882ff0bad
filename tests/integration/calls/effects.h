// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/calls/good_calls.h"

#include <QHash>

#include <span>

namespace gatehouse::harness {

/// Calls that change something, made in a scene in which traffic can tell the difference (effects.inc).
/// Blocking.
class Effects : public GoodCalls {
public:
    using Scene = void (Effects::*)();
    using Probe = QString (Effects::*)();

    /// One line of effects.inc.
    struct Row {
        CallId id;
        Scene scene;        ///< null: the call does nothing to traffic
        const char* body;   ///< JSON over the good body
        Probe probe;        ///< what traffic sees
        const char* before; ///< the probe begins so
        const char* after;
        const char* reason; ///< why there is no effect
    };
    static std::span<const Row> rows();

    using GoodCalls::GoodCalls;

    /// Makes the scene and the call.
    GoodCall make(const Row& row);
    /// Sends it as whom the scene says.
    HttpReply send(const Row& row, const GoodCall& good);
    QString probe(const Row& row) { return (this->*row.probe)(); }
    /// What the table expects, with values of the answer put in.
    QString expected(const char* text) const;
    /// For a call without effect: makes what it is judged by, which it names itself wherever it can, and the
    /// call. See watch().
    GoodCall makeWatched(const Row& row);
    /// What callers get, and what the upstream sees of them: of a user at an API that his group lets in, and
    /// of a consumer with a key at a contract. Empty when one of them is not served.
    QString watch();
    /// Takes back what would touch the calls that follow.
    void tidy(const Row& row);

private:
    // Scenes (effect_scenes.cpp)
    void nothing() {}
    void stranger();
    void caller();
    void callerHimself();
    void keeper() { keeperWith({}); }
    void keeperWithRights();
    void keeperWithoutRights();
    void open() { openWith({}); }
    void bare();
    void posting();
    void routedHere() { routedTo("own"); }
    void routedAway() { routedTo("other"); }
    void pooled();
    void broken();
    void grpc();
    void grpcWithProto();
    void growingGrpc();
    void paying();
    void payingHimself();
    void poor();
    void withPlenty();
    void withTightTier();
    void tight();
    void ruled() { ruledWith(true); }
    void ruleSwitchedOff() { ruledWith(false); }
    void exhausted();
    void switchedOff();
    void switchedOffSinceDump();
    void switchedOffByImport();
    void shorterAddresses();
    void cached();
    void storage();
    void openInTenant();
    void keyedInTenant();
    void openContract();
    void draft();
    void filtered();
    void filteredElsewhere();
    void filteredHereToo();
    void keyedContract();
    void keyed();
    void waiting();
    void planned();
    void quotaUsedUp();
    void passwordContract();
    void withPasswordSet();

    void userOf(const QJsonObject& fields);
    void keeperWith(const QJsonObject& rights);
    void openWith(const QJsonObject& fields);
    void routedTo(const char* server);
    void ruledWith(bool enabled);
    void creditsOf(const QJsonObject& api);
    QString filterFor(const QString& contract);

    // Probes (effect_probes.cpp)
    QString token();
    QString tokenOfClient();
    QString login();
    QString loginAgain();
    QString newPassword();
    QString call();
    QString secondCall();
    QString callOfNew();
    QString anyone();
    QString post();
    QString imported();
    QString soap();
    QString askedGrpc();
    QString askedGrownGrpc();
    QString reached();
    QString heard();
    QString answered();
    QString manage();
    QString whoAmI();
    QString longAddress();
    QString demo();
    QString record();
    QString recordValue();
    QString anyoneAtContract();
    QString callOfNewContract();
    QString announced();
    QString anyoneInTenant();
    QString newKeyInTenant();
    QString withKey();
    QString secondWithKey();
    QString withNewKey();
    QString withPassword();

    HttpReply visit(const QByteArray& target, const QByteArray& lines = {});
    QString watch(const QByteArray& target, const QByteArray& lines);
    void watched();
    void leaveWatched(CallId id);
    QString loginAs(const QString& name, const QString& password);
    QByteArray rest(const char* uri) const;
    QByteArray contractPath() const;

    TestOrigin m_other;
    HttpClient m_user;      ///< of the scene, with a token
    bool m_himself = false; ///< that user makes the call
    QByteArray m_watchedApi, m_watchedContract, m_watchedKey;
    QJsonObject m_sent;   ///< the body of the call
    QJsonObject m_answer; ///< to the call
    QString m_storage;    ///< the API of the built-in storage
    std::unique_ptr<ToolServer> m_growing;
};

} // namespace gatehouse::harness
