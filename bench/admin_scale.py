#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The /v1 surface at size: 20,000 consumers, 5,000 contracts, 40,000 keys.

  bench/admin_scale.py --programs build/release/bin [--repeat 20] [--check]

Prints for each call the time at the client (median, worst) and the CPU time it cost the gateway, which holds still on
a busy machine; and the resident memory per key. With --check the exit status says whether CPU and memory keep the
budgets: a page, a search or a look-up 50 ms, an edit of a policy in effect 100 ms, 1 KiB per key.

Memory per key is what 40,000 keys add to a gateway that has the same consumers, contracts and subscriptions already:
their documents, indexes, history and compiled form, and what the allocator cannot give back. The second number
divides everything by the keys: an empty gateway against the full one. Ids are UUIDs, as the gateway makes them.
"""
import argparse
import hashlib
import http.client
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

from gateway_setup import STORE_KEY
from proxies import cpu_ns, free_port

CONSUMERS, CONTRACTS, KEYS = 20_000, 5_000, 40_000
PASSWORD = "Bench-Password-2026!"
PAGE_MS, EDIT_MS, KEY_BYTES = 50, 100, 1024


def id_of(kind, number):
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind}-{number}"))


def key_of(number):
    return "stoa_sk_" + hashlib.md5(str(number).encode()).hexdigest()


def documents(keys):
    """Everything with so many keys; None: nothing but the tenant."""
    yield "tenant", "tenant-default", {"slug": "default"}
    if keys is None:
        return
    for n in range(CONTRACTS):
        yield "api", id_of("api", n), {
            "api_name": f"service-{n}", "api_version": "v1", "api_contract_version": "1.0.0", "api_type": "REST",
            "api_match": "any", "api_auth_type": "api_key", "api_servers": ["http://127.0.0.1:9"]}
    for n in range(CONSUMERS):
        yield "consumer", id_of("consumer", n), {
            "tenant_id": "default", "external_id": f"consumer-{n}", "name": f"Consumer {n}", "email": f"dev{n}@example.org",
            "company": f"Company {n % 500}"}
    for n in range(KEYS):
        owner, api = id_of("consumer", n % CONSUMERS), (n * 7) % CONTRACTS
        yield "subscription", id_of("subscription", n), {
            "principal_kind": "consumer", "principal": owner, "api": f"service-{api}/v1", "api_id": id_of("api", api),
            "tenant_id": "default", "status": "active"}
    for n in range(keys):
        yield "credential", id_of("key", n), {
            "type": "api_key", "status": "active", "principal_kind": "consumer", "principal": id_of("consumer", n % CONSUMERS),
            "subscription_id": id_of("subscription", n), "api_key_prefix": key_of(n)[:12],
            "hash": hashlib.sha256(key_of(n).encode()).hexdigest()}
    yield "policy", "policy-rate", {
        "name": "everybody", "policy_type": "rate_limit", "tenant_id": "default", "scope": "api", "enabled": True,
        "config": {"requests_per_minute": 600, "burst": 60, "per": "consumer"}}
    yield "policy", "policy-cors", {
        "name": "browsers", "policy_type": "cors", "tenant_id": "default", "scope": "api", "enabled": True,
        "config": {"origins": ["https://app.example.org"], "max_age": 600}}


class Gateway:
    def __init__(self, programs, work, keys):
        data = tempfile.mkdtemp(prefix="scale-", dir=work)
        self.admin, port = free_port(), free_port()
        env = {"PATH": os.environ["PATH"], "HOME": data, "LC_ALL": "C.UTF-8", "HOST": "127.0.0.1", "PORT": str(port),
               "ADMIN_PORT": str(self.admin), "THREADS": "1", "GATEHOUSE_DATA_DIR": data, "LOGS_DIR": data + "/logs",
               "LOG_LEVEL": "WARNING", "DOORMAN_ADMIN_PASSWORD": PASSWORD, "MEM_ENCRYPTION_KEY": STORE_KEY,
               "JWT_SECRET_KEY": "bench-secret-key-0123456789-0123456789"}
        found = [{"kind": kind, "id": name, "body": body} for kind, name, body in documents(keys)]
        subprocess.run([programs / "seed_documents", data + "/store"], env=env, check=True, text=True, input=json.dumps(found))
        self.log = open(data + "/out.log", "wb")
        self.process = subprocess.Popen([programs / "gatehouse-gateway"], env=env, stdout=self.log, stderr=self.log)
        self.token = None
        self.connect()

    def connect(self, patience=300):
        end = time.monotonic() + patience
        while True:
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=60)
                self.token = self.call("POST", "/platform/authorization", {"email": "admin", "password": PASSWORD})[1]["access_token"]
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    sys.exit("the gateway does not start: see " + self.log.name)
                time.sleep(0.2)

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        reply = self.connection.getresponse()
        return reply.status, json.loads(reply.read() or b"{}")

    def cpu_ms(self):
        return cpu_ns([self.process.pid]) / 1e6

    def resident(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def calls():
    """Name, method, path, body, budget in milliseconds."""
    def get(name, path):
        return name, "GET", path, lambda i: None, PAGE_MS
    yield get("consumers, first page", "/v1/consumers/default?page_size=100")
    yield get("consumers, last page", f"/v1/consumers/default?page_size=100&page={CONSUMERS // 100}")
    yield get("consumers, search one", "/v1/consumers/default?search=dev19999@")
    yield get("consumers, search 1 in 500", "/v1/consumers/default?search=company%20123")
    yield get("consumers, search all", "/v1/consumers/default?search=example")
    yield get("consumers, by e-mail", "/v1/consumers/default?email=dev777@example.org")
    yield get("contracts, first page", "/v1/contracts?page_size=100")
    yield get("contracts, search", "/v1/contracts?search=service-4999")
    yield get("subscriptions, first page", "/v1/subscriptions/tenant/default?page_size=100")
    yield get("subscriptions of a contract", "/v1/subscriptions/tenant/default?api_id=" + id_of("api", 77))
    yield get("keys, first page", "/v1/keys/default?page_size=100")
    yield get("keys, last page", f"/v1/keys/default?page_size=100&page={KEYS // 100}")
    yield get("keys, by prefix", "/v1/keys/default?prefix=" + key_of(31_234)[:12])
    yield get("keys, by e-mail", "/v1/keys/default?email=dev777@example.org")
    yield get("keys, of a consumer", "/v1/keys/default?consumer_id=" + id_of("consumer", 777))
    yield get("quotas, first page", "/v1/admin/quotas/default?page_size=100")
    yield get("policies", "/v1/admin/policies")
    yield ("key look-up", "POST", "/v1/subscriptions/validate-key", lambda i: {"api_key": key_of(31_234)}, PAGE_MS)
    yield ("policy of all contracts, edit", "PATCH", "/v1/admin/policies/policy-rate",
           lambda i: {"config": {"requests_per_minute": 601 + i}}, EDIT_MS)
    yield ("the same, of type cors", "PATCH", "/v1/admin/policies/policy-cors",
           lambda i: {"config": {"max_age": 601 + i}}, EDIT_MS)


def measure(gateway, repeat):
    over = []
    print(f"{'':34}{'median ms':>10}{'worst ms':>10}{'CPU ms':>10}{'budget':>8}")
    for name, method, path, body, budget in calls():
        times, before = [], gateway.cpu_ms()
        for i in range(repeat):
            start = time.monotonic()
            status, answer = gateway.call(method, path, body(i))
            times.append((time.monotonic() - start) * 1000)
            if status != 200:
                sys.exit(f"{name}: {status} {answer}")
        cpu = (gateway.cpu_ms() - before) / repeat
        print(f"{name:34}{statistics.median(times):10.1f}{max(times):10.1f}{cpu:10.2f}{budget:8}")
        if cpu > budget:
            over.append(name)
    return over


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder of gatehouse-gateway and seed_documents")
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        def resident(keys):
            gateway = Gateway(options.programs, work, keys)
            try:
                return gateway.resident()
            finally:
                gateway.stop()
        nothing, without = resident(None), resident(0)
        gateway = Gateway(options.programs, work, KEYS)
        try:
            full = gateway.resident()
            per_key = (full - without) / KEYS
            over = measure(gateway, options.repeat)
        finally:
            gateway.stop()
    print(f"resident memory per key: {per_key:.0f} bytes; with its share of {CONSUMERS:,} consumers, {CONTRACTS:,} contracts "
          f"and {KEYS:,} subscriptions: {(full - nothing) / KEYS:.0f} bytes")
    if per_key > KEY_BYTES:
        over.append("memory per key")
    if over:
        print("over budget: " + ", ".join(over))
    sys.exit(1 if over and options.check else 0)


if __name__ == "__main__":
    main()
