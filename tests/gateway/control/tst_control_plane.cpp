// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/retired_snapshots.h"
#include "tests/gateway/control/plane_fixture.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestControlPlane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changeIsInEffectWhenTheCallbackRuns();
    void publishesInOrder();
    void nothingIsVisibleBeforeItIsDurable();
    void refusedJournalTakesEverythingBack();
    void workGoesOnAfterARefusal();
    void expectedRevisions();
    void patchKeepsTheWorkOfOthers();
    void allFaultsAtOnce();
    void failedSetChangesNothing();
    void dryRunChangesNothing();
    void unchangedSetMakesNoRevision();
    void unchangedAnswerWaitsForWhatItSaw();
    void unknownFieldsSurvive();
    void secretsAreMaskedInDiffs();
    void revisionsAndDiffs();
    void rollbackMakesANewRevision();
    void rollbackWaitsForChangesOnTheirWay();
    void rollbackToWhatIsNotKept();
    void changeFeed();
    void restartFindsEverything();
    void unreadableDocumentIsNamed();
    void freesOldSnapshotsItself();
    void freesOldSnapshotsInSlices();
    void storeMayOutliveIt();
    void suspendedRefusesChangesAndKeepsServing();
    void resumeTakesOverWhatAnotherProcessDid();
    void recompileTakesOverNewOptions();
};

using Results = QList<Result<Applied>>;

void TestControlPlane::changeIsInEffectWhenTheCallbackRuns()
{
    PlaneFixture f;
    QVERIFY(f.start());
    bool found = false;
    f.plane.apply(change().put(platformApi(u"orders"_s)), f.actor, [&](const Result<Applied>& applied) {
        QVERIFY(applied.ok());
        QCOMPARE(applied->revision, f.plane.revision());
        QCOMPARE(applied->created(Kind::Api), u"api-orders-v1"_s);
        found = f.hub.current()->routes.find({}, "/api/rest/orders/v1/x") != nullptr;
    });
    QVERIFY(!found);
    f.store.settle();
    QVERIFY(found);
}

void TestControlPlane::suspendedRefusesChangesAndKeepsServing()
{
    PlaneFixture f;
    QVERIFY(f.start());
    Results results;
    const auto note = [&](const Result<Applied>& applied) { results.append(applied); };
    f.plane.apply(change().put(platformApi(u"last"_s)), f.actor, note);
    f.plane.suspend(Error::unavailable(u"upgrade"_s));
    QVERIFY(f.plane.isSuspended());
    QCOMPARE(f.store.releases, 1);
    QCOMPARE(results.size(), 1); // what was on its way is stored and answered first
    QVERIFY(results.first().ok());
    f.plane.apply(change().put(platformApi(u"refused"_s)), f.actor, note);
    QTRY_COMPARE(results.size(), 2);
    QCOMPARE(results.last().error().message, u"upgrade"_s);
    QVERIFY(!f.apply(change().put(platformApi(u"refused"_s))));
    QVERIFY(f.snapshot().routes.find({}, "/api/rest/last/v1"));
    QVERIFY(f.plane.resume());
    QVERIFY(f.ok(change().put(platformApi(u"after"_s))));
    QVERIFY(!f.documents().api(u"refused"_s, u"v1"_s));
    QVERIFY(f.snapshot().routes.find({}, "/api/rest/last/v1") &&
            f.snapshot().routes.find({}, "/api/rest/after/v1"));
}

void TestControlPlane::resumeTakesOverWhatAnotherProcessDid()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"mine"_s))));
    f.plane.suspend(Error::unavailable(u"upgrade"_s));
    PlaneFixture other;
    QVERIFY(other.start());
    QVERIFY(other.ok(change().put(platformApi(u"theirs"_s))));
    QVERIFY(other.ok(change().put(platformApi(u"more"_s))));
    f.store.documents = other.store.documents;
    f.store.revision = other.store.revision + 10;
    f.store.loadError = Error::conflict(u"in use"_s);
    QVERIFY(!f.plane.resume());
    QVERIFY(f.plane.isSuspended());
    QVERIFY(f.documents().api(u"mine"_s, u"v1"_s)); // a failed attempt changes nothing
    f.store.loadError.reset();
    QVERIFY(f.plane.resume());
    QCOMPARE(f.plane.revision(), f.store.revision);
    QVERIFY(f.documents().api(u"theirs"_s, u"v1"_s) && !f.documents().api(u"mine"_s, u"v1"_s));
    QVERIFY(f.snapshot().routes.find({}, "/api/rest/theirs/v1"));
    QVERIFY(!f.snapshot().routes.find({}, "/api/rest/mine/v1"));
    QVERIFY(f.ok(change().put(platformApi(u"mine"_s))));
}

void TestControlPlane::recompileTakesOverNewOptions()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"orders"_s))));
    const auto limit = [&] { return f.snapshot().routes.find({}, "/api/rest/orders/v1")->api->bodyLimit; };
    QVERIFY(limit() != 77);
    CompilerOptions options;
    options.bodyLimits.global = options.bodyLimits.rest = 77;
    f.compiler.setOptions(options);
    f.plane.recompile();
    QCOMPARE(limit(), std::uint64_t(77));
}

void TestControlPlane::publishesInOrder()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QSignalSpy published(&f.plane, &ControlPlane::published);
    QList<quint64> answered;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s}) {
        f.plane.apply(change().put(platformApi(name)), f.actor, [&](const Result<Applied>& applied) {
            answered.append(applied->revision);
            QCOMPARE(f.hub.current()->revision, applied->revision);
        });
    }
    QCOMPARE(f.store.waiting(), 3);
    f.store.settle(1);
    QCOMPARE(answered, (QList<quint64>{2}));
    QVERIFY(f.hub.current()->routes.find({}, "/api/rest/a/v1"));
    QVERIFY(!f.hub.current()->routes.find({}, "/api/rest/b/v1"));
    f.store.settle();
    QCOMPARE(answered, (QList<quint64>{2, 3, 4}));
    QCOMPARE(published.size(), 3);
    QCOMPARE(published.at(2).at(0).toULongLong(), 4U);
}

void TestControlPlane::nothingIsVisibleBeforeItIsDurable()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const quint64 before = f.plane.revision();
    f.plane.apply(change().put(platformApi(u"orders"_s)), f.actor, [](const Result<Applied>&) {});
    QCOMPARE(f.plane.revision(), before);
    QVERIFY(!f.hub.current()->routes.find({}, "/api/rest/orders/v1"));
    QVERIFY(f.plane.changesSince(before).items.isEmpty());
}

void TestControlPlane::refusedJournalTakesEverythingBack()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"kept"_s))));
    const quint64 before = f.plane.revision();
    QSignalSpy refused(&f.plane, &ControlPlane::refused);
    Results results;
    const auto note = [&](const Result<Applied>& applied) { results.append(applied); };
    Api edited = platformApi(u"kept"_s);
    edited.servers = {u"http://127.0.0.1:1"_s};
    f.plane.apply(change().put(edited), f.actor, note);
    f.plane.apply(change().put(platformApi(u"second"_s)), f.actor, note);
    f.plane.apply(change().remove(Kind::Api, edited.id), f.actor, note);
    f.store.refuse();

    QCOMPARE(results.size(), 3);
    for (const Result<Applied>& result : results)
        QVERIFY(result.error().type == ErrorType::Unavailable);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(f.plane.revision(), before);
    QCOMPARE(f.documents().of<Api>().size(), 1);
    QCOMPARE(f.documents().api(u"kept"_s, u"v1"_s)->servers, platformApi(u"kept"_s).servers);
    QVERIFY(!f.documents().api(u"second"_s, u"v1"_s));
}

void TestControlPlane::workGoesOnAfterARefusal()
{
    PlaneFixture f;
    QVERIFY(f.start());
    f.plane.apply(change().put(platformApi(u"lost"_s)), f.actor, [](const Result<Applied>&) {});
    f.store.refuse();
    QVERIFY(f.ok(change().put(platformApi(u"next"_s))));
    const auto snapshot = f.hub.current();
    QVERIFY(snapshot->routes.find({}, "/api/rest/next/v1"));
    QVERIFY(!snapshot->routes.find({}, "/api/rest/lost/v1"));
    QCOMPARE(f.store.commits.size(), 2);
    QVERIFY(f.store.commits.at(1).revision > f.store.commits.at(0).revision);
}

void TestControlPlane::expectedRevisions()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const Api api = platformApi(u"orders"_s);
    QVERIFY(f.ok(change().put(api, Expected::absent())));
    QVERIFY(f.apply(change().put(api, Expected::absent())).error().type == ErrorType::Conflict);

    const qint64 seen = f.documents().api(u"orders"_s, u"v1"_s)->revision;
    const QJsonObject off{{u"active"_s, false}};
    QVERIFY(
        f.ok(change().patch(Kind::Api, api.id, off, ReadOptions::platformPatch(), Expected::revision(seen))));
    const Result<Applied> late = f.apply(
        change().patch(Kind::Api, api.id, off, ReadOptions::platformPatch(), Expected::revision(seen)));
    QVERIFY(late.error().type == ErrorType::Conflict);
    QVERIFY(late.error().message.contains(u"orders/v1"));
    QVERIFY(f.ok(change().remove(Kind::Api, api.id)));
    QVERIFY(f.apply(change().remove(Kind::Api, api.id)).error().type == ErrorType::NotFound);
    QVERIFY(f.apply(change().patch(Kind::Api, api.id, off)).error().type == ErrorType::NotFound);
}

void TestControlPlane::patchKeepsTheWorkOfOthers()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const Api api = platformApi(u"orders"_s);
    QVERIFY(f.ok(change().put(api)));
    // Both begin from the same document; neither is durable when the other is applied.
    const auto ignore = [](const Result<Applied>&) {};
    f.plane.apply(change().patch(Kind::Api, api.id, {{u"active"_s, false}}), f.actor, ignore);
    f.plane.apply(change().patch(Kind::Api, api.id, {{u"api_description"_s, u"mine"_s}}), f.actor, ignore);
    f.store.settle();
    const Api* after = f.documents().api(u"orders"_s, u"v1"_s);
    QCOMPARE(after->active, false);
    QCOMPARE(after->description, u"mine"_s);
    QCOMPARE(after->updatedBy.toString(), u"tester"_s);
}

void TestControlPlane::allFaultsAtOnce()
{
    PlaneFixture f;
    QVERIFY(f.start());
    Api api = platformApi(u"orders"_s);
    api.isPublic = true;
    api.creditsEnabled = true;
    api.tenant = u"nobody"_s;
    api.prefixes = {u"/health/x"_s};
    const QStringList faults = f.faults(change().put(api).put(ratePolicy(u"p"_s, 0)));
    QVERIFY2(faults.contains(u"api_credits_enabled: conflict"), qPrintable(faults.join(u'\n')));
    QVERIFY(faults.contains(u"api_tenant: reference"));
    QVERIFY(faults.contains(u"api_prefixes[0]: reserved"));
    QVERIFY(faults.contains(u"config.requests_per_minute: range"));
}

void TestControlPlane::failedSetChangesNothing()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"kept"_s))));
    const auto before = f.hub.current();
    Operation orphan = operation(platformApi(u"missing"_s), u"GET"_s, u"/x"_s);
    QCOMPARE(f.faults(change().put(platformApi(u"new"_s)).remove(Kind::Api, u"api-kept-v1"_s).put(orphan)),
             QStringList{u"api_name: reference"_s});
    QVERIFY(f.documents().api(u"kept"_s, u"v1"_s));
    QVERIFY(!f.documents().api(u"new"_s, u"v1"_s));
    QCOMPARE(f.hub.current(), before);
    QCOMPARE(f.store.waiting(), 0);
}

void TestControlPlane::dryRunChangesNothing()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"orders"_s))));
    const quint64 before = f.plane.revision();
    const Result<Preview> preview = f.plane.validate(
        change().patch(Kind::Api, u"api-orders-v1"_s, {{u"active"_s, false}}).put(platformApi(u"b"_s)),
        f.actor);
    QVERIFY(preview.ok());
    QCOMPARE(preview->changes.size(), 2);
    QVERIFY(preview->changes.at(0).change == DocumentDiff::Change::Updated);
    QCOMPARE(preview->changes.at(0).fields, QStringList{u"active"_s});
    QCOMPARE(preview->changes.at(0).before[u"active"_s].toBool(), true);
    QCOMPARE(preview->changes.at(0).after[u"active"_s].toBool(), false);
    QVERIFY(preview->changes.at(1).change == DocumentDiff::Change::Created);
    QCOMPARE(f.plane.revision(), before);
    QVERIFY(f.documents().api(u"orders"_s, u"v1"_s)->active);
    QVERIFY(!f.documents().api(u"b"_s, u"v1"_s));
}

void TestControlPlane::unchangedSetMakesNoRevision()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"orders"_s))));
    const quint64 before = f.plane.revision();
    const Result<Applied> again =
        f.apply(change().patch(Kind::Api, u"api-orders-v1"_s, {{u"active"_s, true}}));
    QVERIFY(again.ok());
    QCOMPARE(again->revision, before);
    QVERIFY(again->changes.isEmpty());
    QCOMPARE(f.store.waiting(), 0);
    QCOMPARE(f.documents().api(u"orders"_s, u"v1"_s)->revision, qint64(before));
}

void TestControlPlane::unchangedAnswerWaitsForWhatItSaw()
{
    PlaneFixture f;
    QVERIFY(f.start());
    Results results;
    const auto note = [&](const Result<Applied>& applied) { results.append(applied); };
    f.plane.apply(change().put(platformApi(u"orders"_s)), f.actor, note);
    f.plane.apply(change().put(platformApi(u"orders"_s)), f.actor, note);
    QCoreApplication::processEvents();
    QCOMPARE(results.size(), 0);
    f.store.refuse();
    QCOMPARE(results.size(), 2);
    QVERIFY(!results.at(0) && !results.at(1));
}

void TestControlPlane::unknownFieldsSurvive()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QJsonObject json = toJson(platformApi(u"orders"_s), View::Client);
    json.insert(u"x_future"_s, QJsonObject{{u"a"_s, 1}});
    QVERIFY(f.ok(change().putJson(Kind::Api, u"api-orders-v1"_s, json, ReadOptions::import())));
    QVERIFY(f.ok(change().patch(Kind::Api, u"api-orders-v1"_s, {{u"active"_s, false}})));
    QVERIFY(f.ok(change().put(platformApi(u"orders"_s))));
    const QJsonObject stored = f.store.documents[u"api"_s][u"api-orders-v1"_s].unpack();
    QCOMPARE(stored[u"x_future"_s][u"a"_s].toInt(), 1);
}

void TestControlPlane::secretsAreMaskedInDiffs()
{
    PlaneFixture f;
    QVERIFY(f.start());
    Api api = platformApi(u"orders"_s);
    api.credential.emplace();
    api.credential->type = CredentialInjection::Bearer;
    api.credential->secret = u"hunter2"_s;
    QVERIFY(f.ok(change().put(api).put(user(u"anna"_s))));
    api.credential->secret = u"hunter3"_s;
    const Result<Applied> applied = f.apply(change().put(api));
    QVERIFY(applied.ok());
    QCOMPARE(applied->changes.first().fields, QStringList{u"api_upstream_credential"_s});
    QByteArray all;
    const auto diffs = f.plane.diff(0, f.plane.revision());
    QVERIFY(diffs.ok());
    for (const DocumentDiff& diff : *diffs)
        all += QJsonDocument(toJson(diff)).toJson();
    all += QJsonDocument(toJson(applied->changes.first())).toJson();
    QVERIFY(!all.contains("hunter"));
    QVERIFY(!all.contains("$2b$12"));
    QVERIFY(QJsonDocument(f.store.documents[u"api"_s][api.id].unpack()).toJson().contains("hunter3"));
}

void TestControlPlane::revisionsAndDiffs()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"a"_s)))); // 2
    QVERIFY(f.ok(change().put(platformApi(u"b"_s)))); // 3
    QVERIFY(f.ok(change().patch(Kind::Api, u"api-a-v1"_s, {{u"active"_s, false}})));
    QVERIFY(f.ok(change().remove(Kind::Api, u"api-b-v1"_s))); // 5

    const QList<RevisionInfo> list = f.plane.revisions(2);
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.at(0).number, 5U);
    QCOMPARE(list.at(0).removed, 1);
    QCOMPARE(list.at(0).actor, u"tester"_s);
    QCOMPARE(list.at(1).updated, 1);
    QCOMPARE(f.plane.revisions(10, 4).size(), 3);

    // b came and went between the two: no difference.
    const auto diff = f.plane.diff(2, 5);
    QVERIFY(diff.ok());
    QCOMPARE(diff->size(), 1);
    QCOMPARE(diff->first().name, u"a/v1"_s);
    QCOMPARE(diff->first().fields, QStringList{u"active"_s});
    QCOMPARE(diff->first().after[u"active"_s].toBool(), false);
    const auto back = f.plane.diff(5, 2);
    QCOMPARE(back->first().after[u"active"_s].toBool(), true);
    QVERIFY(f.plane.changesOf(3)->first().change == DocumentDiff::Change::Created);
    QVERIFY(f.plane.changesOf(77).error().type == ErrorType::NotFound);
    QVERIFY(f.plane.diff(2, 77).error().type == ErrorType::NotFound);
}

void TestControlPlane::rollbackMakesANewRevision()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const Api a = platformApi(u"a"_s);
    QVERIFY(f.ok(change().put(a).put(operation(a, u"GET"_s, u"/x"_s))));
    const quint64 good = f.plane.revision();
    QVERIFY(f.ok(change().remove(Kind::Api, a.id)));
    QVERIFY(f.ok(change().put(platformApi(u"b"_s))));
    QVERIFY(!f.hub.current()->routes.find({}, "/api/rest/a/v1"));

    std::optional<Result<Applied>> result;
    f.plane.rollback(good, f.actor, [&](Result<Applied> applied) { result = std::move(applied); });
    f.store.settle();
    QVERIFY(result && result->ok());
    QCOMPARE((*result)->revision, good + 3);
    const auto snapshot = f.hub.current();
    const proxy::Route* route = snapshot->routes.find({}, "/api/rest/a/v1");
    QVERIFY(route);
    QCOMPARE(route->api->operations.size(), std::size_t(1));
    QVERIFY(!snapshot->routes.find({}, "/api/rest/b/v1"));
    QVERIFY(f.plane.diff(good, f.plane.revision())->isEmpty());
}

void TestControlPlane::rollbackWaitsForChangesOnTheirWay()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"a"_s))));
    const quint64 good = f.plane.revision();
    f.plane.apply(change().put(platformApi(u"b"_s)), f.actor, [](const Result<Applied>&) {});
    bool done = false;
    f.plane.rollback(good, f.actor, [&](const Result<Applied>& applied) { done = applied.ok(); });
    f.store.settle();
    QVERIFY(done);
    QVERIFY(!f.documents().api(u"b"_s, u"v1"_s));
    QVERIFY(f.documents().api(u"a"_s, u"v1"_s));
}

void TestControlPlane::rollbackToWhatIsNotKept()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"a"_s))));
    f.store.forgetHistory();
    QVERIFY(f.ok(change().put(platformApi(u"b"_s))));
    std::optional<ErrorType> error;
    f.plane.rollback(1, f.actor, [&](const Result<Applied>& applied) { error = applied.error().type; });
    QVERIFY(!error); // never before the call returns
    QTRY_VERIFY(error);
    QVERIFY(*error == ErrorType::NotFound);
}

void TestControlPlane::changeFeed()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const quint64 from = f.plane.revision();
    QVERIFY(f.ok(change().put(platformApi(u"a"_s)).put(platformApi(u"b"_s))));
    QVERIFY(f.ok(change().patch(Kind::Api, u"api-a-v1"_s, {{u"active"_s, false}})));
    QVERIFY(f.ok(change().remove(Kind::Api, u"api-b-v1"_s)));
    const ChangeFeed feed = f.plane.changesSince(from);
    QVERIFY(feed.complete);
    QCOMPARE(feed.revision, f.plane.revision());
    QCOMPARE(feed.items.size(), 2);
    QCOMPARE(feed.items.at(0).id, u"api-a-v1"_s);
    QVERIFY(!feed.items.at(0).removed);
    QCOMPARE(feed.items.at(1).id, u"api-b-v1"_s);
    QVERIFY(feed.items.at(1).removed);
    QVERIFY(f.plane.changesSince(feed.revision).items.isEmpty());
    QVERIFY(f.plane.changesSince(feed.revision).complete);
    QVERIFY(!f.plane.changesSince(feed.revision + 100).complete);
    f.store.forgetHistory();
    QVERIFY(f.ok(change().put(platformApi(u"c"_s))));
    QVERIFY(!f.plane.changesSince(from).complete);
}

void TestControlPlane::restartFindsEverything()
{
    store::Documents stored;
    quint64 revision = 0;
    {
        PlaneFixture f;
        QVERIFY(f.start());
        const Api api = contract(u"pay"_s);
        const Consumer anna = consumer(u"anna"_s);
        const Subscription sub = subscription(anna, api);
        QVERIFY(f.ok(change().put(api).put(anna).put(sub).put(key(sub, 'a'))));
        stored = f.store.documents;
        revision = f.plane.revision();
    }
    PlaneFixture again;
    again.store.documents = stored;
    again.store.documents[u"hologram"_s].insert(u"h1"_s, {});
    again.store.revision = revision;
    const Result<QStringList> notes = again.plane.start();
    QVERIFY(notes.ok());
    QCOMPARE(notes->size(), 1);
    QVERIFY(notes->first().contains(u"hologram"));
    QCOMPARE(again.plane.revision(), revision);
    const auto snapshot = again.hub.current();
    QCOMPARE(snapshot->revision, revision);
    const auto* entry = snapshot->credentials.find(rawKey('a'));
    QVERIFY(entry);
    QCOMPARE(entry->identity->name, std::string("anna"));
    QVERIFY(snapshot->routes.find({}, "/pay/v1/x"));
}

void TestControlPlane::unreadableDocumentIsNamed()
{
    PlaneFixture f;
    f.store.documents[u"api"_s].insert(u"x1"_s, QJsonObject{{u"api_servers"_s, 17}});
    const Result<QStringList> started = f.plane.start();
    QVERIFY(!started.ok());
    QVERIFY(started.error().type == ErrorType::Corrupt);
    QVERIFY(started.error().text().contains(u"x1"));
    QVERIFY(started.error().text().contains(u"api_servers"));
}

void TestControlPlane::freesOldSnapshotsItself()
{
    PlaneFixture f;
    QVERIFY(f.start());
    std::weak_ptr<const proxy::RuntimeSnapshot> old = f.hub.current();
    QVERIFY(f.ok(change().put(platformApi(u"a"_s))));
    QVERIFY(!old.expired()); // not while the change is answered
    QTRY_VERIFY(old.expired());
    for (int i = 0; i < 100; ++i)
        QVERIFY(f.ok(change().patch(Kind::Api, u"api-a-v1"_s, {{u"active"_s, i % 2 == 1}})));
    std::weak_ptr<const proxy::RuntimeSnapshot> last = f.hub.current();
    QVERIFY(f.ok(change().put(platformApi(u"b"_s))));
    QTRY_VERIFY(last.expired());
}

/// An edit that renews the chains of all APIs leaves much to free; the next edit must not wait for all of it.
void TestControlPlane::freesOldSnapshotsInSlices()
{
    constexpr std::size_t count = 600;
    const auto made = [] {
        auto snapshot = std::make_shared<proxy::RuntimeSnapshot>();
        for (proxy::ChainSlot i = 0; i < count; ++i) {
            snapshot->routes.set({{}, "/" + std::to_string(i), true, std::make_shared<proxy::ApiRuntime>()});
            snapshot->chains.set(i + 1, std::make_shared<proxy::FilterChain>());
        }
        return snapshot;
    };
    RetiredSnapshots retired;
    auto used = made();
    std::weak_ptr<const proxy::ApiRuntime> part = used->routes.find({}, "/7")->api;
    retired.add(used);
    QTest::qWait(100); // time to do what it must not
    QVERIFY(!part.expired());
    QCOMPARE(retired.waiting(), 1U);
    used.reset();
    QTRY_COMPARE(retired.waiting() + retired.parts(), 0U);
    QVERIFY(part.expired());
    for (std::size_t i = 0; i < 2 * RetiredSnapshots::most; ++i)
        retired.add(made());
    QCOMPARE(retired.waiting(), RetiredSnapshots::most); // bounded though nobody got to run
    QCOMPARE(retired.parts(), RetiredSnapshots::most * count * 2);
    QTRY_COMPARE(retired.waiting() + retired.parts(), 0U);
}

void TestControlPlane::storeMayOutliveIt()
{
    auto f = std::make_unique<PlaneFixture>();
    QVERIFY(f->start());
    FakeStore store;
    proxy::SnapshotHub hub;
    int answers = 0;
    {
        ControlPlane plane(store, hub, f->compiler, f->clock);
        QVERIFY(plane.start());
        plane.apply(change().put(user(u"anna"_s)), f->actor, [&](const Result<Applied>&) { ++answers; });
    }
    store.settle();
    QCOMPARE(answers, 0);
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestControlPlane)
#include "tst_control_plane.moc"
