# SPDX-License-Identifier: GPL-3.0-or-later
"""A private gateway for the side-by-side run, set up over its own admin API."""
import json
import os
import tempfile
import urllib.error
import urllib.request

from proxies import API_PATH, Program, free_port

PASSWORD = "Bench-Password-2026!"


class GatewayUnderTest(Program):
    name = "gatehouse"

    def __init__(self, binary, work, upstream_port, scenario):
        super().__init__()
        self.binary, self.work, self.upstream_port, self.scenario = binary, work, upstream_port, scenario
        self.admin_port, self.token = free_port(), None

    def start(self):
        data = tempfile.mkdtemp(prefix="gateway-", dir=self.work)
        features = self.scenario.variant == "features"
        env = {
            "PATH": os.environ["PATH"], "HOME": data, "LC_ALL": "C.UTF-8",
            "PORT": str(self.port), "HOST": "127.0.0.1", "ADMIN_PORT": str(self.admin_port), "THREADS": "1",
            "GATEHOUSE_DATA_DIR": data, "LOGS_DIR": data + "/logs", "LOG_LEVEL": "WARNING",
            "ACCESS_LOG": "on" if features else "off",
            "DOORMAN_ADMIN_PASSWORD": PASSWORD, "JWT_SECRET_KEY": "bench-secret-key-0123456789-0123456789",
            "MEM_ENCRYPTION_KEY": "bench-encryption-key-0123456789-0123456789", "AUTH_EXPIRE_TIME": "600",
            "LOGIN_IP_RATE_DISABLED": "true", "MAX_CONNECTIONS_PER_ADDRESS": "0", "MAX_CONNECTIONS": "15000",
            "IDLE_TIMEOUT": "300", "SKIP_TIER_RATE_LIMIT": "false",
        }
        self.launch([os.path.abspath(self.binary)], env=env, log=os.path.join(data, "out.log"))
        self.configure(features)

    def call(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.admin_port}{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read()[:400]!r}") from error

    def configure(self, features):
        self.token = self.call("POST", "/platform/authorization", {"email": "admin", "password": PASSWORD})["access_token"]
        public = not features
        for number in range(self.scenario.apis):
            name = "bench" if number == 0 else f"bench-{number}"
            self.call("POST", "/platform/api", {
                "api_name": name, "api_version": "v1", "api_type": "REST", "api_public": public,
                "api_allowed_groups": ["ALL"], "api_servers": [f"http://127.0.0.1:{self.upstream_port}"],
                "api_allowed_headers": ["content-type"]})
            self.call("POST", "/platform/endpoint", {
                "api_name": name, "api_version": "v1", "endpoint_method": "GET", "endpoint_uri": "/items",
                "endpoint_description": "bench"})
        if features:
            self.call("PUT", "/platform/user/admin", {
                "rate_limit_duration": 1_000_000_000, "rate_limit_duration_type": "second", "throttle_duration": 1_000_000_000,
                "throttle_duration_type": "second", "throttle_queue_limit": 1_000_000_000})
            self.headers = ["Authorization: Bearer " + self.token]
        self.scenario.headers = self.headers  # the others get the same request
        self.path = API_PATH
