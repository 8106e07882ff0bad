// SPDX-License-Identifier: GPL-3.0-or-later
// Credits, tiers, assignments, limit rules, vault, tools: every documented answer, in the order of checks.
// Each step of a table is one call; steps build on each other.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Step {
    char who; ///< a: administrator, u: a plain user
    const char* method;
    const char* target;
    const char* body;
    const char* line;  ///< a star at the end: whatever follows
    const char* holds; ///< text the answer contains; may be empty
};

constexpr const char* Nothing = "";

const Step creditSteps[] = {
    {'u', "POST", "/platform/credit", "{}", "403 CRD001 You do not have permission to manage credits", ""},
    {'a', "POST", "/platform/credit", R"({"api_credit_group":""})",
     "400 CRD009 Credit group name is required", ""},
    {'a', "POST", "/platform/credit", R"({"api_credit_group":"ai","api_key":"","api_key_header":"X-K"})",
     "400 CRD010 API key and header are required", ""},
    {'a', "POST", "/platform/credit",
     R"({"api_credit_group":"ai","api_key":"sesame-1","api_key_header":"X K"})", "422 VAL001 *",
     "credit_tiers"},
    {'a', "POST", "/platform/credit",
     R"({"api_credit_group":"ai","api_key":"sesame-1","api_key_header":"X-K","credit_tiers":[{"tier_name":"t",
         "credits":5,"input_limit":0,"output_limit":0,"reset_frequency":"daily"}]})",
     "201 Credit definition created successfully", ""},
    {'a', "POST", "/platform/credit",
     R"({"api_credit_group":"ai","api_key":"k","api_key_header":"X-K","credit_tiers":[{"tier_name":"t",
         "credits":5,"input_limit":0,"output_limit":0,"reset_frequency":"daily"}]})",
     "400 CRD001 Credit group already exists", ""},
    {'u', "GET", "/platform/credit/defs", Nothing, "403 CRD002 Unable to retrieve credits", ""},
    {'a', "GET", "/platform/credit/defs?page_size=0", Nothing, "400 PAG001 Page size exceeds maximum limit",
     ""},
    {'a', "GET", "/platform/credit/defs", Nothing, "200", R"("api_key_present":true)"},
    {'a', "GET", "/platform/credit/defs/none", Nothing, "404 CRD021 Credit definition not found", ""},
    {'a', "GET", "/platform/credit/defs/ai", Nothing, "200", R"("api_key_header":"X-K")"},
    {'a', "PUT", "/platform/credit/ai", R"({"api_credit_group":"other"})",
     "400 CRD003 Credit group name cannot be updated", ""},
    {'a', "PUT", "/platform/credit/none", R"({"api_key":"k"})",
     "400 CRD004 Credit definition does not exist for the requested group", ""},
    {'a', "PUT", "/platform/credit/ai", "{}", "400 CRD006 No data to update", ""},
    {'a', "PUT", "/platform/credit/ai", R"({"api_key_header":"X-L"})",
     "200 Credit definition updated successfully", ""},
    {'a', "POST", "/platform/credit/plain", R"({"username":"other","users_credits":{}})",
     "400 CRD014 Username in body does not match path", ""},
    {'a', "POST", "/platform/credit/nobody", R"({"username":"nobody","users_credits":{}})", "422 VAL001 *",
     "username"},
    {'a', "GET", "/platform/credit/plain", Nothing, "404 CRD017 User credits not found", ""},
    {'a', "POST", "/platform/credit/plain",
     R"({"username":"plain","users_credits":{"ai":{"tier_name":"t","available_credits":-1}}})",
     "422 VAL001 *", "users_credits.ai.available_credits"},
    {'a', "POST", "/platform/credit/plain",
     R"({"username":"plain","users_credits":{"ai":{"tier_name":"t","available_credits":9,"user_api_key":"mine-1"}}})",
     "200 Credits saved successfully", ""},
    {'u', "GET", "/platform/credit/plain", Nothing, "200", R"("user_api_key":"mine-1")"},
    {'u', "GET", "/platform/credit/boss", Nothing, "403 CRD003 Unable to retrieve credits for user", ""},
    {'u', "GET", "/platform/credit/all", Nothing, "403 CRD002 Unable to retrieve credits for all users", ""},
    {'a', "GET", "/platform/credit/all?search=AI", Nothing, "200", R"("total":1)"},
    {'a', "GET", "/platform/credit/all?search=zz", Nothing, "200", R"("total":0)"},
    {'u', "POST", "/platform/credit/rotate-key", "{}", "400 CRD020 api_credit_group is required", ""},
    {'u', "POST", "/platform/credit/rotate-key", R"({"api_credit_group":"none"})",
     "404 CRD017 User credits not found", ""},
    {'u', "POST", "/platform/credit/rotate-key", R"({"api_credit_group":"ai"})", "200", R"("api_key":")"},
    {'a', "DELETE", "/platform/credit/none", Nothing,
     "400 CRD007 Credit definition does not exist for the requested group", ""},
    {'a', "DELETE", "/platform/credit/ai", Nothing, "200 Credit definition deleted successfully", ""},
};

const Step tierSteps[] = {
    {'u', "GET", "/platform/tiers/", Nothing, "403 TIER001 You do not have permission to manage tiers", ""},
    {'a', "POST", "/platform/tiers/", R"({"tier_id":"t1","name":"odd","limits":{"requests_per_minute":-1}})",
     "400*", "display_name"},
    {'a', "POST", "/platform/tiers/",
     R"({"tier_id":"t1","name":"free","display_name":"One","is_default":true,"description":"d",
         "limits":{"requests_per_minute":5}})",
     "201", R"("description":"d")"},
    {'a', "POST", "/platform/tiers/", R"({"tier_id":"t1","name":"pro","display_name":"Two","limits":{}})",
     "201", R"("display_name":"One")"},
    {'a', "POST", "/platform/tiers/",
     R"({"tier_id":"t2","name":"pro","display_name":"Two","limits":{},"price_monthly":9.5,"is_default":true})",
     "201", R"("is_default":true)"},
    {'a', "GET", "/platform/tiers/t1", Nothing, "200", R"("is_default":false)"},
    {'a', "GET", "/platform/tiers/?search=TWO", Nothing, "200", R"("total":1)"},
    {'a', "GET", "/platform/tiers/?limit=1001", Nothing, "422 VAL001 *", "limit"},
    {'a', "GET", "/platform/tiers/none", Nothing, "404 Tier none not found", ""},
    {'a', "PUT", "/platform/tiers/none", "{}", "404 Tier none not found", ""},
    {'a', "PUT", "/platform/tiers/t1", R"({"display_name":"First","price_monthly":1})", "200",
     R"("display_name":"First")"},
    {'a', "PUT", "/platform/tiers/t1", R"({"$clear":["price_monthly"]})", "200", R"("price_monthly":null)"},
    {'a', "POST", "/platform/tiers/assignments", R"({"user_id":"plain","tier_id":"none"})",
     "400 Tier none not found", ""},
    {'a', "POST", "/platform/tiers/assignments", R"({"user_id":"nobody","tier_id":"t1"})", "400*", "user_id"},
    {'a', "POST", "/platform/tiers/assignments", R"({"user_id":"plain","tier_id":"t1","notes":"n"})", "201",
     R"("assigned_by":"admin")"},
    {'a', "GET", "/platform/tiers/assignments/plain", Nothing, "200", R"("notes":"n")"},
    {'a', "GET", "/platform/tiers/assignments/boss", Nothing, "404 No assignment found for user boss", ""},
    {'a', "GET", "/platform/tiers/assignments/plain/tier", Nothing, "200", R"("tier_id":"t1")"},
    {'a', "GET", "/platform/tiers/assignments/boss/tier", Nothing, "200", R"("tier_id":"t2")"},
    {'a', "GET", "/platform/tiers/t1/users", Nothing, "200", R"("user_id":"plain")"},
    {'a', "GET", "/platform/tiers/t1/statistics", Nothing, "200", R"("active_users":1)"},
    {'a', "GET", "/platform/tiers/statistics/all", Nothing, "200", R"("tier_name":"First")"},
    {'a', "DELETE", "/platform/tiers/t1", Nothing, "400 Cannot delete tier t1: 1 users are assigned to it",
     ""},
    {'a', "POST", "/platform/tiers/upgrade", R"({"user_id":"plain","new_tier_id":"none"})",
     "400 Tier none not found", ""},
    {'a', "POST", "/platform/tiers/upgrade", R"({"user_id":"plain","new_tier_id":"t2","immediate":false})",
     "400*", "scheduled_date"},
    {'a', "POST", "/platform/tiers/upgrade", R"({"user_id":"plain","new_tier_id":"t2"})", "200",
     "Upgraded from t1"},
    {'a', "POST", "/platform/tiers/downgrade",
     R"({"user_id":"plain","new_tier_id":"t1","grace_period_days":3})", "200",
     "Downgraded from t2 with 3 day grace period"},
    // The old plan holds until then.
    {'a', "GET", "/platform/tiers/assignments/plain/tier", Nothing, "200", R"("tier_id":"t2")"},
    {'a', "POST", "/platform/tiers/temporary-upgrade",
     R"({"user_id":"plain","temp_tier_id":"t1","duration_days":2})", "200", "Temporary upgrade for 2 days"},
    {'a', "GET", "/platform/tiers/assignments/plain", Nothing, "200", R"("fallback_tier_id":"t2")"},
    {'a', "POST", "/platform/tiers/trial/start", R"({"user_id":"plain","tier_id":"none"})",
     "404 Tier none not found", ""},
    {'a', "POST", "/platform/tiers/trial/start", R"({"user_id":"plain","tier_id":"t1"})", "200",
     "effective_until"},
    {'a', "POST", "/platform/tiers/payment/failure", R"({"user_id":"plain","reason":"card"})", "200",
     R"("assigned_by":"system:payment_failure")"},
    {'a', "POST", "/platform/tiers/compare", R"({})", "400*", "body"},
    {'u', "GET", "/platform/quota/status", Nothing, "200", R"("tier_id":"t2")"},
    {'u', "GET", "/platform/quota/status?user_id=boss", Nothing, "403 You may only see your own quotas", ""},
    {'a', "GET", "/platform/quota/status?user_id=plain", Nothing, "200", R"("user_id":"plain")"},
    {'a', "GET", "/platform/quota/status?user_id=nobody", Nothing, "404 No user nobody", ""},
    {'u', "GET", "/platform/quota/status/odd", Nothing, "400 Invalid quota type: odd", ""},
    {'u', "GET", "/platform/quota/status/daily_requests", Nothing,
     "404 Quota daily_requests not configured for user", ""},
    {'a', "PUT", "/platform/tiers/t2", R"({"limits":{"daily_request_quota":10,"burst_per_minute":2}})", "200",
     ""},
    {'u', "GET", "/platform/quota/status/daily_requests", Nothing, "200", R"("remaining":10)"},
    {'u', "POST", "/platform/quota/usage/export?format=csv", Nothing, "200", "daily_requests,0,10,10,0.00,"},
    {'u', "POST", "/platform/quota/usage/export?format=xml", Nothing, "400*", "format"},
    {'u', "GET", "/platform/quota/usage/history", Nothing, "200", R"("history":[])"},
    {'u', "GET", "/platform/quota/tier/info", Nothing, "200", R"("upgrade_options":[])"},
    {'u', "GET", "/platform/quota/burst/status", Nothing, "200", R"("per_minute":2)"},
    {'a', "DELETE", "/platform/tiers/assignments/plain", Nothing, "200 Assignment removed",
     R"("error_code":null)"},
    {'a', "DELETE", "/platform/tiers/assignments/plain", Nothing, "404 No assignment found for user plain",
     ""},
    {'a', "DELETE", "/platform/tiers/t1", Nothing, "200 Tier deleted", ""},
};

const Step ruleSteps[] = {
    {'u', "GET", "/platform/rate-limits/", Nothing, "403 GH005 *", ""},
    {'a', "POST", "/platform/rate-limits/",
     R"({"rule_id":"r","rule_type":"odd","time_window":"minute","limit":0})", "400*", "rule_type"},
    {'a', "POST", "/platform/rate-limits/",
     R"({"rule_id":"r","rule_type":"per_user","time_window":"minute","limit":1})", "400",
     R"({"detail":{"errors":["Target identifier required for per_user rules"]}})"},
    {'a', "POST", "/platform/rate-limits/",
     R"({"rule_id":"r","rule_type":"per_ip","time_window":"minute","limit":1,"target_identifier":"here"})",
     "400*", "target_identifier"},
    {'a', "POST", "/platform/rate-limits/",
     R"({"rule_id":"r","rule_type":"per_user","time_window":"hour","limit":7,"target_identifier":"plain","priority":2,
         "description":"why"})",
     "201", R"("description":"why")"},
    {'a', "POST", "/platform/rate-limits/",
     R"({"rule_id":"r","rule_type":"global","time_window":"hour","limit":7})",
     "400 Rule with ID r already exists", ""},
    {'a', "POST", "/platform/rate-limits/r/duplicate", R"({"new_rule_id":"r"})",
     "400 Rule with ID r already exists", ""},
    {'a', "POST", "/platform/rate-limits/none/duplicate", R"({"new_rule_id":"s"})",
     "400 Source rule none not found", ""},
    {'a', "POST", "/platform/rate-limits/r/duplicate", R"({"new_rule_id":"s"})", "201", "Copy of r"},
    {'a', "PUT", "/platform/rate-limits/s", R"({"limit":9,"priority":5})", "200", R"("limit":9)"},
    {'a', "PUT", "/platform/rate-limits/s", R"({"limit":0})", "400*", "limit"},
    {'a', "PUT", "/platform/rate-limits/none", "{}", "404 Rule none not found", ""},
    {'a', "GET", "/platform/rate-limits/?rule_type=odd", Nothing, "400*", "rule_type"},
    {'a', "GET", "/platform/rate-limits/?rule_type=global", Nothing, "200", "[]"},
    {'a', "GET", "/platform/rate-limits/search", Nothing, "400*", "q"},
    {'a', "GET", "/platform/rate-limits/search?q=COPY", Nothing, "200", R"("rule_id":"s")"},
    {'a', "POST", "/platform/rate-limits/s/disable", Nothing, "200", R"("enabled":false)"},
    {'a', "GET", "/platform/rate-limits/statistics/summary", Nothing, "200", R"("disabled_rules":1)"},
    {'a', "POST", "/platform/rate-limits/bulk/enable", R"({"rule_ids":["r","s","none"]})", "200",
     R"({"enabled_count":2})"},
    {'u', "GET", "/platform/rate-limits/status", Nothing, "200", R"("rule_id":"r")"},
    {'a', "POST", "/platform/rate-limits/bulk/disable", R"({"rule_ids":["r"]})", "200",
     R"({"disabled_count":1})"},
    {'a', "DELETE", "/platform/rate-limits/r", Nothing, "200", R"("deleted":true)"},
    {'a', "GET", "/platform/rate-limits/r", Nothing, "404 Rule r not found", ""},
    {'a', "POST", "/platform/rate-limits/bulk/delete", R"({"rule_ids":["s"]})", "200",
     R"({"deleted_count":1})"},
};

const Step vaultSteps[] = {
    {'u', "POST", "/platform/vault", R"({"key_name":"k"})", "422 VAL001 *", "value"},
    {'u', "POST", "/platform/vault", R"({"key_name":"k","value":"open sesame","description":"d"})",
     "201 Vault entry created successfully", ""},
    {'u', "POST", "/platform/vault", R"({"key_name":"k","value":"x"})",
     "409 VAULT004 Vault entry with key_name \"k\" already exists", ""},
    {'u', "GET", "/platform/vault", Nothing, "200", R"("count":1)"},
    {'u', "GET", "/platform/vault/k", Nothing, "200", R"("description":"d")"},
    {'a', "GET", "/platform/vault/k", Nothing, "404 VAULT007 Vault entry not found", ""},
    {'a', "GET", "/platform/vault", Nothing, "200", R"("count":0)"},
    {'u', "PUT", "/platform/vault/k", R"({"value":"other"})", "200 No changes made to vault entry", ""},
    {'u', "PUT", "/platform/vault/k", R"({"description":"e"})", "200 Vault entry updated successfully", ""},
    {'u', "GET", "/platform/vault/k", Nothing, "200", R"("description":"e")"},
    {'u', "DELETE", "/platform/vault/k", Nothing, "200 Vault entry deleted successfully", ""},
    {'u', "DELETE", "/platform/vault/k", Nothing, "404 VAULT007 Vault entry not found", ""},
};

const Step toolSteps[] = {
    {'u', "POST", "/platform/tools/cors/check", R"({"origin":"https://a.example","method":"GET"})",
     "403 TLS001 You do not have permission to use tools", ""},
    {'a', "POST", "/platform/tools/cors/check", "{}", "422 VAL001 *", "origin"},
    {'a', "POST", "/platform/tools/cors/check",
     R"({"origin":"https://a.example","method":"TRACE","request_headers":["X-Odd","accept"]})", "200",
     R"("not_allowed_headers":["X-Odd"])"},
    {'a', "POST", "/platform/tools/chaos/toggle", R"({"backend":"disk"})",
     "400 TLS002 backend must be redis or mongo", ""},
    {'a', "POST", "/platform/tools/chaos/toggle", R"({"backend":"mongo","enabled":true})", "200",
     R"("enabled":true)"},
    {'a', "POST", "/platform/group", R"({"group_name":"g"})", "500 Database unavailable", ""},
    {'a', "GET", "/platform/group/all", Nothing, "200", ""},
    {'a', "POST", "/platform/tools/chaos/toggle", R"({"backend":"mongo","enabled":false})", "200", ""},
    {'a', "POST", "/platform/group", R"({"group_name":"g"})", "201 Group created successfully", ""},
    {'a', "POST", "/platform/tools/chaos/toggle",
     R"({"backend":"redis","enabled":true,"duration_ms":600000})", "200", ""},
    {'a', "GET", "/platform/group/all", Nothing, "503 Service temporarily unavailable", ""},
    {'a', "GET", "/platform/tools/chaos/stats", Nothing, "200", R"("redis_outage":true)"},
    // The end of an outage has no duration: what is left of the same body must not begin one anew.
    {'a', "POST", "/platform/tools/chaos/toggle",
     R"({"backend":"redis","enabled":false,"duration_ms":600000})", "200", R"("enabled":false)"},
    {'a', "GET", "/platform/tools/chaos/stats", Nothing, "200", R"("error_budget_burn":2)"},
    {'a', "GET", "/platform/config/current", Nothing, "200", R"("LOG_LEVEL")"},
    {'u', "GET", "/platform/config/reloadable-keys", Nothing, "200", R"("key":"LOG_LEVEL")"},
    {'u', "GET", "/platform/analytics/overview", Nothing,
     "403 ANALYTICS001 You do not have permission to view analytics", ""},
    {'a', "GET", "/platform/analytics/overview?start_ts=5&range=9h&limit=0", Nothing, "422 VAL001 *",
     "end_ts"},
    {'a', "GET", "/platform/analytics/overview", Nothing, "200", R"("summary")"},
    {'a', "GET", "/platform/analytics/timeseries?granularity=week&metric_type=odd", Nothing, "422 VAL001 *",
     "metric_type"},
    {'a', "GET", "/platform/analytics/timeseries?metric_type=latency_bands", Nothing, "200",
     R"("band_ends_ms":[0.5,1)"},
    {'a', "GET", "/platform/analytics/timeseries?metric_type=top_apis", Nothing, "200", R"("apis":[)"},
    {'a', "GET", "/platform/analytics/timeseries?granularity=hour", Nothing, "200",
     R"("granularity":"hour")"},
    {'a', "GET", "/platform/analytics/top-apis?limit=101", Nothing, "422 VAL001 *", "limit"},
    {'a', "GET", "/platform/analytics/top-endpoints?sort_by=avg_ms", Nothing, "200", R"("sort_by":"avg_ms")"},
    {'a', "GET", "/platform/analytics/api/none/v1", Nothing,
     "404 ANALYTICS404 No data found for API: none/v1", ""},
    {'a', "GET", "/platform/analytics/user/none", Nothing, "404 ANALYTICS404 No data found for user: none",
     ""},
    {'a', "POST", "/platform/config/rollback", Nothing, "404 CFG404 No snapshot found", ""},
    {'a', "POST", "/platform/config/import", R"({"groups":[{"group_name":"imported"}]})", "200",
     R"("groups":1)"},
    {'a', "POST", "/platform/group", R"({"group_name":"later"})", "201 Group created successfully", ""},
    {'a', "PUT", "/platform/user/plain", R"({"email":"kept@example.org"})", "200 User updated successfully",
     ""},
    {'a', "POST", "/platform/config/rollback", Nothing, "200 Configuration rolled back to *", ""},
    {'a', "GET", "/platform/group/imported", Nothing, "404 GRP003 Group does not exist", ""},
    {'a', "GET", "/platform/user/plain", Nothing, "200", "kept@example.org"}, // no part of an import
};

const Step openApiSteps[] = {
    {'u', "POST", "/platform/openapi/parse", "{}", "403 AUTHZ001 Not authorized", ""},
    {'a', "POST", "/platform/openapi/parse", R"({"info":{}})", "400 OPENAPI004 Invalid OpenAPI spec",
     "paths"},
    {'a', "POST", "/platform/openapi/parse",
     R"({"openapi":"3.0.0","info":{"title":"T","version":"2"},"components":{"parameters":{"id":{"name":"id","in":"path",
         "required":true,"schema":{"type":"string"}}}},"paths":{"/a/{id}":{"parameters":[{"$ref":
         "#/components/parameters/id"}],"get":{"summary":"One","tags":["x"],"responses":{"200":{"description":"ok"}}}}}})",
     "200", R"("endpoint_parameters":[{"in":"path","name":"id","required":true,"type":"string"}])"},
    {'a', "GET", "/platform/api/none/v1/openapi", Nothing, "404 API001 API not found", ""},
    {'a', "POST", "/platform/api", R"({"api_name":"spec","api_version":"v1"})", "201", ""},
    {'a', "GET", "/platform/api/spec/v1/openapi", Nothing,
     "404 OPENAPI001 No OpenAPI URL configured for this API", ""},
    {'a', "POST", "/platform/api/spec/v1/openapi/import", Nothing, "404 OPENAPI003 No OpenAPI spec available",
     ""},
    {'a', "PUT", "/platform/api/spec/v1", R"({"api_openapi_url":"/spec.json"})",
     "200 API updated successfully", ""},
    {'a', "POST", "/platform/api/spec/v1/openapi/refresh", Nothing,
     "404 OPENAPI002 No upstream servers configured", ""},
    {'a', "POST", "/platform/api/spec/v1/openapi/import",
     R"({"openapi":"3.1.0","paths":{"/a":{"get":{"summary":"A"},"post":{}}}})",
     "200 OpenAPI import completed", R"("endpoints_imported":2)"},
    {'a', "POST", "/platform/api/spec/v1/openapi/import", Nothing, "200 OpenAPI import completed",
     R"("endpoints_skipped":2)"},
    {'a', "GET", "/platform/endpoint/GET/spec/v1/a", Nothing, "200", R"("endpoint_description":"A")"},
    {'a', "GET", "/platform/api/spec/v1/openapi", Nothing, "200", R"("openapi":"3.1.0")"},
    {'u', "POST", "/platform/demo/seed", Nothing, "403 DEMO001 Permission denied to run seeder", ""},
    {'a', "POST", "/platform/demo/seed?users=-1&apis=x", Nothing, "422 VAL001 *", "apis"},
    {'a', "POST", "/platform/demo/seed?users=3&apis=2&groups=2&endpoints=4&seed=7", Nothing, "200",
     R"("credit_defs":6)"},
    {'a', "GET", "/platform/api/customers/v1", Nothing, "*", ""},
    {'a', "POST", "/platform/demo/seed?users=3&apis=2&groups=2&endpoints=4&seed=7", Nothing, "200",
     R"("credit_defs":6)"},
};

} // namespace

class TestPlatformPlans : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_gateway.set(u"VAULT_KEY"_s, u"a-vault-key-of-some-length"_s);
        QVERIFY(m_gateway.start());
        m_admin = HttpClient(m_gateway.adminPort());
        QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
        QCOMPARE(addUser(m_admin, u"plain"_s), QString());
        QCOMPARE(addUser(m_admin, u"boss"_s), QString());
        m_plain = HttpClient(m_gateway.adminPort());
        QVERIFY(m_plain.login(u"plain"_s, userPassword()));
    }
    void credits() { run(creditSteps); }
    void tiersAndQuotas() { run(tierSteps); }
    void limitRules() { run(ruleSteps); }
    void vault() { run(vaultSteps); }
    void toolsAndConfiguration() { run(toolSteps); }
    void openApiAndDemo()
    {
        const HttpReply list = m_admin.send("POST", "/platform/openapi/parse", "[]",
                                            m_admin.bearer() + "Content-Type: application/json\r\n");
        QCOMPARE(list.line(), u"400 OPENAPI004 Invalid OpenAPI spec"_s);
        QVERIFY(list.body.contains("must be a JSON object"));
        run(openApiSteps);
    }

    /// Whoever read a document before somebody else changed it is told, and nothing is overwritten.
    void staleEditsAreRefused()
    {
        const auto made = [this](const char* target, const char* body) {
            const int status = m_admin.call("POST", target, object(body)).status;
            QVERIFY2(status == 201 || status == 200, target);
        };
        made("/platform/rate-limits",
             R"({"rule_id":"lock","rule_type":"global","time_window":"minute","limit":90000})");
        made("/platform/tiers", R"({"tier_id":"lock","name":"custom","display_name":"Lock","limits":{}})");
        made("/platform/tiers/assignments", R"({"user_id":"boss","tier_id":"lock"})");
        made("/platform/vault", R"({"key_name":"lock","value":"sesame lock"})");
        struct Locked {
            const char* read;
            const char* method;
            const char* write;
            const char* change; ///< %1: something else each time
            const char* remove;
        };
        const Locked documents[] = {
            {"/platform/rate-limits/lock", "PUT", "/platform/rate-limits/lock", R"({"limit":9000%1})",
             "/platform/rate-limits/lock"},
            {"/platform/vault/lock", "PUT", "/platform/vault/lock", R"({"description":"%1"})",
             "/platform/vault/lock"},
            {"/platform/tiers/assignments/boss", "POST", "/platform/tiers/assignments",
             R"({"user_id":"boss","tier_id":"lock","notes":"%1"})", "/platform/tiers/assignments/boss"},
            {"/platform/tiers/lock", "PUT", "/platform/tiers/lock", R"({"display_name":"Lock %1"})",
             "/platform/tiers/lock"}};
        for (const Locked& one : documents) {
            const QByteArray seen = m_admin.call("GET", one.read).header("etag");
            QVERIFY2(!seen.isEmpty(), one.read);
            QVERIFY2(m_admin.call("GET", QByteArray(one.read) + "?meta=true").body.contains("\"_meta\""),
                     one.read);
            QVERIFY2(!m_admin.call("GET", one.read).body.contains("\"_meta\""), one.read);
            const QByteArray lock = m_admin.bearer() + "If-Match: " + seen + "\r\n";
            const auto write = [&](const char* value) {
                return m_admin.send(one.method, one.write, QByteArray(one.change).replace("%1", value), lock)
                    .status;
            };
            QCOMPARE(write("7") / 100, 2);
            QCOMPARE(write("8"), 409);
            QCOMPARE(m_admin.send("DELETE", one.remove, {}, lock).status, 409);
            QCOMPARE(m_admin.call("DELETE", one.remove).status, 200);
        }
    }

    /// An OpenAPI document is fetched from the first server that has one.
    void openApiIsFetched()
    {
        ScriptedUpstream empty(ScriptedUpstream::always(answer("no", {}, "404 Not Found")));
        ScriptedUpstream full(ScriptedUpstream::always(answer(
            R"({"openapi":"3.0.1","paths":{"/x":{"get":{}}}})", "Content-Type: application/json\r\n")));
        const QJsonObject servers{
            {u"api_servers"_s, QJsonArray{serverAt(empty.port()), serverAt(full.port()) + u'/'}}};
        QCOMPARE(m_admin.call("PUT", "/platform/api/spec/v1", servers).status, 200);
        const HttpReply reply = m_admin.call("POST", "/platform/api/spec/v1/openapi/refresh");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json()[u"endpoints_found"_s].toInt(), 1);
        QCOMPARE(m_admin.call("GET", "/platform/api/spec/v1/openapi").json()[u"openapi"_s].toString(),
                 u"3.0.1"_s);
        QCOMPARE(m_admin.call("POST", "/platform/api/spec/v1/openapi/import")
                     .json()[u"endpoints_imported"_s]
                     .toInt(),
                 1);
    }

    void changesAreAuditedWithBeforeAndAfter()
    {
        QJsonObject event;
        for (const QJsonValue& one :
             m_admin.call("GET", "/platform/audit?action=tier.update").json()[u"events"_s].toArray()) {
            if (one[u"target"_s] == u"t1"_s && !one[u"before"_s].toObject().isEmpty())
                event = one.toObject();
        }
        QVERIFY(QString::fromUtf8(QJsonDocument(event[u"before"_s].toObject()).toJson()).contains(u"One"_s));
        QVERIFY(QString::fromUtf8(QJsonDocument(event[u"after"_s].toObject()).toJson()).contains(u"First"_s));
        // Secrets are in no trail.
        for (const char* secret : {"sesame-1", "mine-1", "open sesame"}) {
            QVERIFY2(!m_admin.call("GET", "/platform/audit?limit=1000").body.contains(secret), secret);
            QVERIFY2(!m_admin.call("GET", "/platform/revisions?limit=200").body.contains(secret), secret);
        }
    }

private:
    void step(const Step& step)
    {
        HttpClient& client = step.who == 'a' ? m_admin : m_plain;
        const QJsonObject body = *step.body ? object(step.body) : QJsonObject();
        const HttpReply reply = client.call(step.method, step.target, body);
        const QString where = u"%1 %2 %3: "_s.arg(
            QLatin1StringView(step.method), QLatin1StringView(step.target), QLatin1StringView(step.body));
        QString expected = QString::fromUtf8(step.line);
        if (expected.endsWith(u'*')) {
            expected.chop(1);
            QVERIFY2(reply.line().startsWith(expected), qPrintable(where + reply.line()));
        } else {
            QVERIFY2(reply.line() == expected, qPrintable(where + reply.line()));
        }
        QVERIFY2(reply.body.contains(step.holds), qPrintable(where + QString::fromUtf8(reply.body)));
    }
    template <std::size_t N>
    void run(const Step (&steps)[N])
    {
        for (const Step& one : steps) {
            step(one);
            if (QTest::currentTestFailed())
                return;
        }
    }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_plain;
};

QTEST_GUILESS_MAIN(TestPlatformPlans)
#include "tst_platform_plans.moc"
