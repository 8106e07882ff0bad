# SPDX-License-Identifier: GPL-3.0-or-later
"""Private nginx and HAProxy processes for the side-by-side run, and the upstream they share."""
import os
import pathlib
import signal
import socket
import subprocess
import time

BODY = '{"items":[' + ",".join('{"id":%03d,"name":"thing","state":"ok"}' % i for i in range(25)) + "]}"
API_PATH = "/api/rest/bench/v1/items"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port, process, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"process ended with {process.returncode} before it listened")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port}")


class Program:
    """A process of ours on one core; `pids` are it and its children."""

    name = ""
    core = "0"
    path = API_PATH

    def __init__(self):
        self.port, self.process, self.headers = free_port(), None, []

    def launch(self, command, env=None, log=None):
        out = open(log, "wb") if log else subprocess.DEVNULL
        self.process = subprocess.Popen(["taskset", "-c", self.core] + command, env=env, stdout=out, stderr=subprocess.STDOUT)
        wait_for_port(self.port, self.process)

    def pids(self):
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                queue += [int(child) for child in task.read_text().split()]
        return found

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


NGINX_FRAME = """
daemon off; worker_processes 1; pid {work}/nginx-{port}.pid; error_log stderr crit;
worker_rlimit_nofile 19000;
events {{ worker_connections 16384; }}
http {{
  client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work}; uwsgi_temp_path {work}; scgi_temp_path {work};
  keepalive_requests 100000000; keepalive_timeout 300s; access_log off;
{http}
}}
"""


class Upstream(Program):
    name, core = "upstream", "1"

    def __init__(self, work):
        super().__init__()
        self.work = work

    def start(self):
        http = "server { listen 127.0.0.1:%d backlog=4096; default_type application/json; location / { return 200 '%s'; } }" % (self.port, BODY)
        conf = self.work / "upstream.conf"
        conf.write_text(NGINX_FRAME.format(work=self.work, port=self.port, http=http))
        self.launch(["nginx", "-p", str(self.work), "-c", str(conf)])


class Nginx(Program):
    name = "nginx"

    def __init__(self, work, upstream_port, scenario):
        super().__init__()
        self.work, self.upstream_port, self.scenario = work, upstream_port, scenario

    def start(self):
        features = self.scenario.variant == "features"
        self.headers = self.scenario.headers
        head = 'upstream up { server 127.0.0.1:%d; keepalive 256; keepalive_requests 100000000; }' % self.upstream_port
        inside = "proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ''; proxy_set_header X-Forwarded-For $remote_addr;"
        if features:
            key = self.headers[0].split(": ")[1]
            head += """
  map_hash_bucket_size 4096;
  map $http_authorization $consumer { default ''; "%s" bench; }
  limit_req_zone $consumer zone=per:10m rate=1000000r/s;
  log_format line '$remote_addr $time_iso8601 "$request" $status $body_bytes_sent $request_time $upstream_response_time $request_id $consumer';
  access_log %s/nginx-access.log line buffer=64k flush=1s;""" % (key, self.work)
            inside = "if ($consumer = '') { return 401; } limit_req zone=per burst=100000 nodelay; proxy_set_header X-Request-ID $request_id; add_header X-Request-ID $request_id; " + inside
        http = head + "\n  server { listen 127.0.0.1:%d backlog=4096; location / { %s } }" % (self.port, inside)
        conf = self.work / f"nginx-{self.port}.conf"
        conf.write_text(NGINX_FRAME.format(work=self.work, port=self.port, http=http))
        self.launch(["nginx", "-p", str(self.work), "-c", str(conf)])


class HaProxy(Program):
    name = "haproxy"

    def __init__(self, work, upstream_port, scenario):
        super().__init__()
        self.work, self.upstream_port, self.scenario = work, upstream_port, scenario

    def start(self):
        features = self.scenario.variant == "features"
        self.headers = self.scenario.headers
        extra = log = ""
        if features:
            key = self.headers[0].split(": ")[1].replace(" ", "\\ ")
            log = "  log stdout format raw local0\n"
            extra = f"""
  option httplog
  log global
  acl known req.hdr(authorization) -m str {key}
  http-request deny deny_status 401 unless known
  stick-table type string len 2048 size 10k expire 10s store http_req_rate(1s)
  http-request track-sc0 req.hdr(authorization)
  http-request deny deny_status 429 if {{ sc_http_req_rate(0) gt 1000000 }}
  unique-id-format %[uuid()]
  http-request set-header X-Request-ID %[unique-id]"""
        conf = self.work / f"haproxy-{self.port}.cfg"
        conf.write_text(f"""
global
  nbthread 1
  maxconn 8000
  tune.pool-high-fd-ratio 80
{log}
defaults
  mode http
  timeout connect 5s
  timeout client 300s
  timeout server 30s
  timeout http-keep-alive 300s
  option http-keep-alive
frontend in
  bind 127.0.0.1:{self.port} backlog 4096
  option forwardfor{extra}
  default_backend up
backend up
  http-reuse always
  server one 127.0.0.1:{self.upstream_port} pool-max-conn 512
""")
        self.launch(["haproxy", "-db", "-f", str(conf)], log=os.devnull)
