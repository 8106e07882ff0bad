# SPDX-License-Identifier: GPL-3.0-or-later
"""A private gateway for the side-by-side run, with its documents in the store before it starts."""
import hashlib
import json
import os
import subprocess
import tempfile

import workload
from proxies import Program, certificate, free_port

STORE_KEY = "bench-encryption-key-0123456789-0123456789"
PER_SECOND = 1_000_000  # never reached: what is measured is the counting


def api(number, upstream_port, features):
    name = "bench" if number == 0 else f"bench-{number}"
    return {
        "api_name": name, "api_version": "v1", "api_contract_version": "1.0.0", "api_type": "REST", "api_match": "any",
        "api_public": not features, "api_auth_type": "api_key", "api_key_header": workload.KEY_HEADER,
        "api_header_mode": "all", "api_servers": [f"http://127.0.0.1:{upstream_port}"]}


def caller(number, api_number):
    """A consumer, its subscription and its key."""
    name = workload.consumer_of(number)
    key = workload.key_of(number)
    target = "bench" if api_number == 0 else f"bench-{api_number}"
    return [
        ("consumer", f"consumer-{number}", {
            "tenant_id": "default", "external_id": name, "name": name, "email": f"{name}@example.org"}),
        ("subscription", f"subscription-{number}", {
            "principal_kind": "consumer", "principal": f"consumer-{number}", "api": f"{target}/v1", "api_id": f"api-{api_number}",
            "tenant_id": "default", "status": "active"}),
        ("credential", f"key-{number}", {
            "type": "api_key", "status": "active", "principal_kind": "consumer", "principal": f"consumer-{number}",
            "subscription_id": f"subscription-{number}", "api_key_prefix": key[:12],
            "hash": hashlib.sha256(key.encode()).hexdigest()})]


def documents(scenario, upstream_port):
    features = scenario.features
    found = [("tenant", "tenant-default", {"slug": "default"})]
    found += [("api", f"api-{n}", api(n, upstream_port, features)) for n in range(scenario.apis)]
    if features:
        for number in range(scenario.keys):
            found += caller(number, number % scenario.apis)
        found.append(("policy", "policy-rate", {
            "name": "per caller", "policy_type": "rate_limit", "tenant_id": "default", "scope": "api", "enabled": True,
            "config": {"requests_per_second": PER_SECOND, "burst": PER_SECOND, "per": "consumer"}}))
    return [{"kind": kind, "id": name, "body": body} for kind, name, body in found]


class GatewayUnderTest(Program):
    name = "gatehouse"
    startup_seconds = 120  # with 10,000 certificates

    def __init__(self, programs, work, upstream_port, scenario):
        super().__init__()
        self.programs, self.work, self.upstream_port, self.scenario = programs, work, upstream_port, scenario

    def start(self):
        data = tempfile.mkdtemp(prefix="gateway-", dir=self.work)
        env = self.environment(data)
        subprocess.run([self.programs / "seed_documents", data + "/store"], env=env, check=True, text=True,
                       input=json.dumps(self.documents()))
        self.launch([str(self.programs / "gatehouse-gateway")], env=env, log=os.path.join(data, "out.log"))

    def documents(self):
        return documents(self.scenario, self.upstream_port)

    def environment(self, data):
        return self.tls_settings() | {
            "PATH": os.environ["PATH"], "HOME": data, "LC_ALL": "C.UTF-8",
            "PORT": str(self.port), "HOST": "127.0.0.1", "ADMIN_PORT": str(free_port()), "THREADS": "1",
            "GATEHOUSE_DATA_DIR": data, "LOGS_DIR": data + "/logs", "LOG_LEVEL": "WARNING",
            "ACCESS_LOG": "on" if self.scenario.features else "off",
            "DOORMAN_ADMIN_PASSWORD": "Bench-Password-2026!", "JWT_SECRET_KEY": "bench-secret-key-0123456789-0123456789",
            "MEM_ENCRYPTION_KEY": STORE_KEY, "MAX_CONNECTIONS_PER_ADDRESS": "0", "MAX_CONNECTIONS": "15000",
            "IDLE_TIMEOUT": "300", "WEBSOCKET_CONNECT_LIMIT": "0", "WEBSOCKET_MESSAGE_LIMIT": "0",
        }

    def tls_settings(self):
        if not self.scenario.tls:
            return {}
        pair = certificate(self.work)
        found = {"TLS_CERTIFICATE": f"{pair}.crt", "TLS_PRIVATE_KEY": f"{pair}.key"}
        if self.scenario.certificates:
            directory = tempfile.mkdtemp(prefix="certificates-", dir=self.work)
            subprocess.run([self.programs / "make_certificates", directory, str(self.scenario.certificates)], check=True)
            found["TLS_CERTIFICATE_DIR"] = directory
        return found
