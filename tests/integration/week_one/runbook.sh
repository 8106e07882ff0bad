#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The week-one runbook, day by day, with its own commands. Ends at the first step that does not do what the runbook
# says. Wants STOA_API_URL, STOA_GATEWAY_URL, STOA_AUTH_URL, TENANT_ID, ADMIN_CLIENT_SECRET, TEST_API_KEY, BACKEND_URL
# (a server that answers 200), DEAD_URL (a port where nobody listens) and GATEWAY_LOG (the access log). Where the
# gateway serves TLS, CURL_CA_BUNDLE says whom curl trusts.
set -euo pipefail

fail() { echo "FAILED: $*" >&2; exit 1; }
day() { echo "== Day $1"; }
status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
want() { # want NAME EXPECTED ACTUAL
    [ "$2" = "$3" ] || fail "$1: wanted $2, got $3"
    echo "ok: $1"
}
api() { curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$@"; }

day 1
want "gateway health" ok "$(curl -s "$STOA_GATEWAY_URL/health" | jq -r .status)"
want "gateway names its version" true "$(curl -s "$STOA_GATEWAY_URL/health" | jq '.version | length > 0')"
want "control plane health" ok "$(curl -s "$STOA_API_URL/health" | jq -r .status)"
want "control plane names its version" true "$(curl -s "$STOA_API_URL/health" | jq '.version | length > 0')"
want "readiness of the token endpoint" UP "$(curl -s "$STOA_AUTH_URL/health/ready" | jq -r .status)"
want "HEAD /health" 200 "$(curl -sI -o /dev/null -w '%{http_code}' "$STOA_GATEWAY_URL/health")"
token() { curl -s -X POST "$STOA_AUTH_URL/realms/stoa/protocol/openid-connect/token" "$@"; }
LOGIN=$(token -d grant_type=client_credentials -d client_id=control-plane-api -d "client_secret=$ADMIN_CLIENT_SECRET")
TOKEN=$(jq -r .access_token <<<"$LOGIN")
[ "${#TOKEN}" -gt 40 ] || fail "no token"
want "the kind of token and its life" "Bearer 300" "$(jq -r '"\(.token_type) \(.expires_in)"' <<<"$LOGIN")"
want "token by HTTP Basic" Bearer "$(token -u "control-plane-api:$ADMIN_CLIENT_SECRET" -d grant_type=client_credentials |
    jq -r .token_type)"
want "wrong secret" invalid_client "$(token -d grant_type=client_credentials -d client_id=control-plane-api \
    -d client_secret=wrong | jq -r .error)"
want "another grant" unsupported_grant_type "$(token -d grant_type=password | jq -r .error)"
want "no token, no entry" 401 "$(status "$STOA_API_URL/v1/contracts")"

day 2
CONTRACT=$(api -X POST "$STOA_API_URL/v1/contracts" -d "{
  \"apiName\": \"my-service-api\", \"apiVersion\": \"1.0.0\", \"tenant\": \"$TENANT_ID\",
  \"endpoint\": {\"url\": \"$BACKEND_URL/api\", \"method\": \"REST\", \"timeout\": \"15s\"},
  \"auth\": {\"type\": \"api_key\"}, \"portal\": {\"visible\": true, \"categories\": [\"production\"]}}" | jq -r .id)
[ "$CONTRACT" != null ] || fail "no contract"
want "where it is published" /my-service-api/v1 "$(api "$STOA_API_URL/v1/contracts/$CONTRACT" | jq -r .gateway_path)"
CALL="$STOA_GATEWAY_URL/my-service-api/v1/health"
want "call with the test key" 200 "$(status -H "X-API-Key: $TEST_API_KEY" "$CALL")"
want "call without a key" 401 "$(status "$CALL")"
want "call with a wrong key" 401 "$(status -H 'X-API-Key: stoa_sk_00000000000000000000000000000000' "$CALL")"

day 3
LIMIT=$(api -X POST "$STOA_API_URL/v1/admin/policies" -d "{\"name\": \"default-rate-limit\", \"policy_type\": \"rate_limit\",
  \"tenant_id\": \"$TENANT_ID\", \"scope\": \"api\", \"config\": {\"requests_per_minute\": 100, \"burst\": 10}}" | jq -r .id)
[ "$LIMIT" != null ] || fail "no rate policy"
want "CORS policy" 201 "$(api -o /dev/null -w '%{http_code}' -X POST "$STOA_API_URL/v1/admin/policies" -d "{
  \"name\": \"default-cors\", \"policy_type\": \"cors\", \"tenant_id\": \"$TENANT_ID\", \"scope\": \"api\",
  \"config\": {\"origins\": [\"https://app.example.com\"], \"methods\": [\"GET\", \"POST\"],
  \"headers\": [\"Content-Type\", \"X-API-Key\"], \"max_age\": 3600}}")"
preflight() { curl -s -i -X OPTIONS -H "Origin: $1" -H 'Access-Control-Request-Method: GET' "$CALL" | tr -d '\r'; }
preflight https://app.example.com | grep -q '^HTTP/[0-9.]* 204' || fail "preflight"
preflight https://app.example.com | grep -qi '^Access-Control-Allow-Origin: https://app.example.com' || fail "allowed origin"
preflight https://evil.example.com | grep -qi '^Access-Control-Allow-Origin' && fail "foreign origin is allowed"
# All at once over one connection, so that next to no refill comes between.
burst() { # burst KEY COUNT -> the statuses
    curl -s -o /dev/null -w '%{http_code}\n' -H "X-API-Key: $1" "$CALL?[1-$2]"
}
count() { grep -c "^$1$" || true; } # count STATUS <statuses
STATUSES=$(burst "$TEST_API_KEY" 15)
PASSED=$(count 200 <<<"$STATUSES") LIMITED=$(count 429 <<<"$STATUSES")
[ $((PASSED + LIMITED)) = 15 ] && [ "$PASSED" -ge 10 ] && [ "$LIMITED" -ge 1 ] || fail "15 calls: $(xargs <<<"$STATUSES")"
echo "ok: 15 calls, $PASSED pass and $LIMITED are limited"
# One more than the bucket takes, whatever came back meanwhile.
for _ in $(seq 100); do
    REFUSED=$(curl -s -i -H "X-API-Key: $TEST_API_KEY" "$CALL" | tr -d '\r')
    [[ $REFUSED =~ ^HTTP/[0-9.]+\ 429 ]] && break
done
for header in Retry-After X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset; do
    grep -qi "^$header: [0-9]" <<<"$REFUSED" || fail "the 429 has no $header: $REFUSED"
done
want "a refusal names the limit" "rate_limit_exceeded default-rate-limit" \
    "$(tail -1 <<<"$REFUSED" | jq -r '"\(.error) \(.policy)"')"

day 4
CONSUMER=$(api -X POST "$STOA_API_URL/v1/consumers/$TENANT_ID" -d '{"external_id": "acme-corp", "name": "Acme Corp",
  "email": "dev@acme.example.com", "company": "Acme", "consumer_metadata": {"plan": "standard", "contact": "ops"}}' | jq -r .id)
[ "$CONSUMER" != null ] || fail "no consumer"
want "the same consumer again" 409 "$(api -o /dev/null -w '%{http_code}' -X POST "$STOA_API_URL/v1/consumers/$TENANT_ID" \
    -d '{"external_id": "acme-corp", "name": "Acme Corp", "email": "dev@acme.example.com"}')"
SUBSCRIPTION=$(api -X POST "$STOA_API_URL/v1/subscriptions" \
    -d "{\"consumer_id\": \"$CONSUMER\", \"api_id\": \"$CONTRACT\", \"tenant_id\": \"$TENANT_ID\"}")
SUB_ID=$(jq -r .id <<<"$SUBSCRIPTION") KEY=$(jq -r .api_key <<<"$SUBSCRIPTION")
[[ $KEY =~ ^stoa_sk_[0-9a-f]{32}$ ]] || fail "key $KEY"
want "call with the new key" 200 "$(status -H "X-API-Key: $KEY" "$CALL")"
want "subscribed twice" 409 "$(api -o /dev/null -w '%{http_code}' -X POST "$STOA_API_URL/v1/subscriptions" \
    -d "{\"consumer_id\": \"$CONSUMER\", \"api_id\": \"$CONTRACT\", \"tenant_id\": \"$TENANT_ID\"}")"

day 5
want "health in less than two seconds" 1 "$(curl -s -o /dev/null -w '%{time_total}' "$STOA_GATEWAY_URL/health" |
    awk '{print ($1 < 2.0)}')"
METRICS=$(curl -s "$STOA_GATEWAY_URL/metrics" | sed -n 1,20p)
for name in stoa_requests_total stoa_request_duration_seconds stoa_rate_limit_exceeded_total; do
    grep -q "$name" <<<"$METRICS" || fail "$name is not in the first 20 lines"
done
want "limited calls are counted" 1 "$(curl -s "$STOA_GATEWAY_URL/metrics" | awk '
    /^stoa_rate_limit_exceeded_total[{].*api="my-service-api"/ && $NF > 0 {found = 1} END {print found + 0}')"
logged() { # logged PATTERN: the access log has such a line, soon
    for _ in $(seq 100); do grep -q "$1" "$GATEWAY_LOG" && return; sleep 0.1; done
    fail "the access log has no $1"
}
logged '"status":200'
logged '"status":401'
logged '"status":429'
curl -s -i -H "X-API-Key: $KEY" "$CALL" | tr -d '\r' | grep -qi '^X-RateLimit-Limit: 100' || fail "limit header"

day 6
want "the three alerts are there" "error_rate gateway_down rate_limit_share" "$(api "$STOA_API_URL/v1/alert-rules" |
    jq -r '[.items[].signal] | sort | join(" ")')"
CHANNEL=$(api -X POST "$STOA_API_URL/v1/alert-channels" \
    -d "{\"name\": \"ops\", \"type\": \"slack\", \"url\": \"$BACKEND_URL/hook\"}" | jq -r .id)
want "a test alert arrives" true "$(api -X POST "$STOA_API_URL/v1/alert-channels/$CHANNEL/test" | jq .delivered)"

day 7
want "HTTP/2 over TLS" "HTTP/2 200" "$(curl -sI "$STOA_GATEWAY_URL/health" | head -1 | tr -d '\r' | xargs)"
want "keys are unique" true "$(api "$STOA_API_URL/v1/keys/$TENANT_ID?page_size=100" |
    jq '[.items[].id] as $all | ($all | unique | length) == ($all | length)')"
checklist() { api "$STOA_API_URL/v1/checklist" | jq -r "$@"; }
OPEN='[.items[] | select(.state != "green")]'
want "checklist names what is open" "backup default_credentials test_key" "$(checklist "$OPEN | map(.id) | sort | join(\" \")")"
want "and what to do about it" true "$(checklist "$OPEN | all(.evidence != null and .action != null)")"

echo "== Incident: 5xx"
api -o /dev/null -X PATCH "$STOA_API_URL/v1/contracts/$CONTRACT" -d "{\"endpoint\": {\"url\": \"$DEAD_URL\"}}"
for _ in $(seq 100); do # a limited call is none that the backend fails
    ANSWER=$(curl -s -w '\n%{http_code}' -H "X-API-Key: $KEY" "$CALL")
    [ "$(tail -1 <<<"$ANSWER")" = 429 ] || break
    sleep 0.1
done
want "backend down" "502 connect_refused" "$(tail -1 <<<"$ANSWER") $(head -1 <<<"$ANSWER" | jq -r .reason)"
logged '"status":5'
LINE=$(tail -50 "$GATEWAY_LOG" | grep '"status":5' | tail -1)
[[ $LINE == *'"tenant":"default"'*'"consumer":"acme-corp"'* ]] || fail "the 5xx line names no tenant and consumer: $LINE"
[[ $LINE == *'"error_reason":"connect_refused"'* ]] || fail "the 5xx line has no reason: $LINE"
[[ $LINE == *"\"upstream\":\"${DEAD_URL#http://}\""* ]] || fail "the 5xx line does not name the backend: $LINE"
api -o /dev/null -X PATCH "$STOA_API_URL/v1/contracts/$CONTRACT" -d "{\"endpoint\": {\"url\": \"$BACKEND_URL/api\"}}"
for _ in $(seq 100); do
    CODE=$(status -H "X-API-Key: $KEY" "$CALL")
    [ "$CODE" = 429 ] || break
    sleep 0.1
done
want "resolved" 200 "$CODE"

echo "== Incident: a consumer is locked out"
FOUND=$(api "$STOA_API_URL/v1/consumers/$TENANT_ID?email=dev@acme.example.com")
want "found by e-mail" 1 "$(jq .total <<<"$FOUND")"
want "with its subscription" "$SUB_ID" "$(jq -r '.items[0].subscriptions[0].id' <<<"$FOUND")"
ROTATED=$(api -X POST "$STOA_API_URL/v1/subscriptions/$SUB_ID/rotate-key" -d '{"grace_period_hours": 0}')
LOST=$KEY KEY=$(jq -r .new_api_key <<<"$ROTATED")
want "the lost key is nobody's" 401 "$(status -H "X-API-Key: $LOST" "$CALL")"
for _ in $(seq 100); do
    CODE=$(status -H "X-API-Key: $KEY" "$CALL")
    [ "$CODE" = 429 ] || break
    sleep 0.1
done
want "resolved" 200 "$CODE"
want "a misspelt filter is refused" 422 "$(api -o /dev/null -w '%{http_code}' "$STOA_API_URL/v1/consumers/$TENANT_ID?emial=x")"

echo "== Incident: the limit is too tight"
FOUND=$(api "$STOA_API_URL/v1/admin/policies?tenant_id=$TENANT_ID&policy_type=rate_limit")
want "found among the policies" "$LIMIT" "$(jq -r '.[0].id' <<<"$FOUND")"
[ "$(burst "$KEY" 15 | count 429)" -ge 1 ] || fail "the limit is not too tight"
want "limit raised" 200 "$(api -o /dev/null -w '%{http_code}' -X PATCH "$STOA_API_URL/v1/admin/policies/$LIMIT" \
    -d '{"config": {"requests_per_minute": 1000, "burst": 100}}')"
want "in effect at once" 15 "$(burst "$KEY" 15 | count 200)"

ROTATED=$(api -X POST "$STOA_API_URL/v1/subscriptions/$SUB_ID/rotate-key" -d '{"grace_period_hours": 1}')
NEW=$(jq -r .new_api_key <<<"$ROTATED")
want "old key in its grace period" 200 "$(status -H "X-API-Key: $KEY" "$CALL")"
want "new key" 200 "$(status -H "X-API-Key: $NEW" "$CALL")"
LEAKED=$(api -X POST "$STOA_API_URL/v1/subscriptions/$SUB_ID/rotate-key" -d '{"grace_period_hours": 0}' | jq -r .api_key)
want "leaked key ends at once" 401 "$(status -H "X-API-Key: $NEW" "$CALL")"
want "its successor works" 200 "$(status -H "X-API-Key: $LEAKED" "$CALL")"
api -o /dev/null -X POST "$STOA_API_URL/v1/subscriptions/$SUB_ID/revoke" -d '{"reason": "left"}'
want "revoked: the next call is refused" 403 "$(status -H "X-API-Key: $LEAKED" "$CALL")"

echo "== Day 7, the rows that are open"
want "backup" true "$(api -X POST "$STOA_API_URL/platform/memory/dump" -d '{}' | jq '.response.path | length > 0')"
SECRETS=$(checklist '.items[] | select(.id == "default_credentials") | .evidence_values[0]')
[ -f "$SECRETS" ] || fail "the checklist does not say where the secrets of the first start are: $SECRETS"
rm "$SECRETS"
TEST_CONSUMER=$(api "$STOA_API_URL/v1/consumers/$TENANT_ID?search=Test%20console" | jq -r '.items[0].id')
want "test key off" 200 "$(api -o /dev/null -w '%{http_code}' -X POST "$STOA_API_URL/v1/consumers/$TENANT_ID/$TEST_CONSUMER/suspend")"
want "the test key is refused" 403 "$(status -H "X-API-Key: $TEST_API_KEY" "$CALL")"
want "every row is green" "" "$(checklist "$OPEN[] | \"\(.id): \(.evidence)\"")"
want "ready" "true 12 12" "$(checklist '"\(.ready) \(.green) \(.total)"')"
echo "The runbook runs."
