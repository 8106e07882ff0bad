# SPDX-License-Identifier: GPL-3.0-or-later
"""Private nginx and HAProxy processes for the side-by-side run, and the upstream they share."""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import workload

BODY = '{"items":[' + ",".join('{"id":%03d,"name":"thing","state":"ok"}' % i for i in range(25)) + "]}"


def end_orderly():
    """Lets SIGTERM end this run by way of every finally, so that no program of it stays."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port, process, seconds):
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


def certificate(work, name="bench"):
    """Makes NAME.crt, NAME.key and both as NAME.pem (ECDSA P-256); gives the path without the ending."""
    pair = work / name
    if not pair.with_suffix(".pem").exists():
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                        "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", f"{pair}.key",
                        "-out", f"{pair}.crt"], check=True, capture_output=True)
        pair.with_suffix(".pem").write_text(pathlib.Path(f"{pair}.crt").read_text() + pathlib.Path(f"{pair}.key").read_text())
    return pair


def cpu_ns(pids):
    """Processor time of all threads of these processes."""
    total = 0
    for pid in pids:
        for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                pass
    return total


class Program:
    """A process of ours on one core; `pids` are it and its children."""

    name = ""
    core = "0"
    startup_seconds = 15
    def __init__(self):
        self.port, self.process = free_port(), None

    def launch(self, command, env=None, log=None):
        out = open(log, "wb") if log else subprocess.DEVNULL
        self.process = subprocess.Popen(["taskset", "-c", self.core] + command, env=env, stdout=out, stderr=subprocess.STDOUT)
        wait_for_port(self.port, self.process, self.startup_seconds)

    def pids(self):
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                queue += [int(child) for child in task.read_text().split()]
        return found

    def url(self):
        return f"{'https' if self.scenario.tls else 'http'}://127.0.0.1:{self.port}{workload.PATH}"

    def resident_bytes(self):
        return sum(int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.pids()) * os.sysconf("SC_PAGE_SIZE")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


NGINX_FRAME = """{first}
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
    more = ""  # further locations
    listen = ""  # further parameters of its socket

    def __init__(self, work):
        super().__init__()
        self.work = work

    def start(self):
        http = "server { listen 127.0.0.1:%d backlog=4096 %s; default_type application/json; location / { return 200 '%s'; } %s }" % (
            self.port, self.listen, BODY, self.more)
        conf = self.work / "upstream.conf"
        conf.write_text(NGINX_FRAME.format(first="", work=self.work, port=self.port, http=http))
        self.launch(["nginx", "-p", str(self.work), "-c", str(conf)])


class Echo(Program):
    """The upstream of WebSocket runs."""

    name, core = "echo", "1"

    def __init__(self, programs):
        super().__init__()
        self.programs = programs

    def start(self):
        self.launch([str(self.programs / "websocket_echo"), "serve", str(self.port)])


# As our own access line: JSON, with all that nginx knows of it.
NGINX_LINE = """'{"ts":"$time_iso8601","name":"access","request_id":"$request_id","client_ip":"$remote_addr",'
    '"method":"$request_method","path":"$uri","status":$status,"duration_s":$request_time,'
    '"upstream_s":"$upstream_response_time","upstream":"$upstream_addr","upstream_status":"$upstream_status",'
    '"bytes_in":$request_length,"bytes_out":$bytes_sent,"consumer":"$consumer","http":"$server_protocol",'
    '"user_agent":"$http_user_agent"}'"""


class Nginx(Program):
    name = "nginx"
    modules, more, each, locations = "", "", "", ""  # load_module lines; for the http block; for each request; further locations

    def __init__(self, work, upstream_port, scenario):
        super().__init__()
        self.work, self.upstream_port, self.scenario = work, upstream_port, scenario

    def start(self):
        http = "upstream up { server 127.0.0.1:%d; keepalive 512; keepalive_requests 100000000; }" % self.upstream_port
        inside = """proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection '';
      proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;"""
        if self.scenario.features:
            http += self.features() + self.more
            inside = self.each + """if ($consumer = '') { return 401; } limit_req zone=per burst=100000 nodelay;
      proxy_set_header X-Request-ID $request_id; add_header X-Request-ID $request_id; proxy_set_header X-API-Key '';
      """ + inside
        if self.scenario.websocket:
            inside = inside.replace("Connection ''", "Connection upgrade; proxy_set_header Upgrade $http_upgrade")
        listen = "backlog=4096"
        if self.scenario.tls:
            pair = certificate(self.work)
            listen += f" ssl http2; ssl_certificate {pair}.crt; ssl_certificate_key {pair}.key; ssl_protocols TLSv1.2 TLSv1.3"
        http += "\n  server { listen 127.0.0.1:%d %s; location / { %s } %s }" % (self.port, listen, inside, self.locations)
        conf = self.work / f"nginx-{self.port}.conf"
        conf.write_text(NGINX_FRAME.format(first=self.modules, work=self.work, port=self.port, http=http))
        self.launch(["nginx", "-p", str(self.work), "-c", str(conf)])

    def features(self):
        keys = self.work / f"nginx-{self.port}.keys"
        keys.write_text("".join(f'"{workload.key_of(n)}" {workload.consumer_of(n)};\n' for n in range(self.scenario.keys)))
        return f"""
  map_hash_bucket_size 128; map_hash_max_size 65536;
  map $http_x_api_key $consumer {{ default ''; include {keys}; }}
  limit_req_zone $consumer zone=per:10m rate=1000000r/s;
  log_format line escape=json {NGINX_LINE};
  access_log {self.work}/nginx-access.log line buffer=64k flush=1s;"""


class NginxWithMetrics(Nginx):
    """nginx counts requests per API and status, bytes, and times in buckets, by its Lua module: the usual way, as it has no such
    metrics of its own."""

    name = "nginx+metrics"
    modules = "".join(f"load_module /usr/lib/nginx/modules/{name}_module.so;\n" for name in ("ndk_http", "ngx_http_lua"))
    more = """
  lua_shared_dict metrics 10m;
  init_by_lua_block {
    require "resty.core"
    bounds, buckets, statuses = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, math.huge}, {}, {}
    for i, bound in ipairs(bounds) do buckets[i] = "seconds:bench:" .. bound end
    for code = 100, 599 do statuses[code] = "requests:bench:" .. code end
  }"""
    each = """log_by_lua_block {
        local metrics, seconds = ngx.shared.metrics, tonumber(ngx.var.request_time)
        metrics:incr(statuses[ngx.status], 1, 0)
        metrics:incr("sum:bench", seconds, 0)
        for i = 1, #bounds do
          if seconds <= bounds[i] then metrics:incr(buckets[i], 1, 0) break end
        end
        metrics:incr("in:bench", tonumber(ngx.var.request_length), 0)
        metrics:incr("out:bench", tonumber(ngx.var.bytes_sent), 0)
      }
      """


class HaProxy(Program):
    name = "haproxy"

    def __init__(self, work, upstream_port, scenario):
        super().__init__()
        self.work, self.upstream_port, self.scenario = work, upstream_port, scenario

    def start(self):
        log = extra = ""
        if self.scenario.features:
            log, extra = "  log stdout format raw local0\n", self.features()
        secure = f" ssl crt {certificate(self.work)}.pem alpn h2,http/1.1" if self.scenario.tls else ""
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
  bind 127.0.0.1:{self.port} backlog 4096{secure}
  option forwardfor
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Host %[req.hdr(host)]{extra}
  default_backend up
backend up
  http-reuse always
  server one 127.0.0.1:{self.upstream_port} pool-max-conn 512
""")
        self.launch(["haproxy", "-db", "-f", str(conf)], log=os.devnull)

    def features(self):
        keys = self.work / f"haproxy-{self.port}.keys"
        keys.write_text("".join(f"{workload.key_of(n)} {workload.consumer_of(n)}\n" for n in range(self.scenario.keys)))
        return f"""
  option httplog
  log global
  http-request set-var(txn.consumer) req.hdr(x-api-key),map_str({keys})
  http-request deny deny_status 401 unless {{ var(txn.consumer) -m found }}
  stick-table type string len 64 size 20k expire 10s store http_req_rate(1s)
  http-request track-sc0 var(txn.consumer)
  http-request deny deny_status 429 if {{ sc_http_req_rate(0) gt 1000000 }}
  http-request del-header x-api-key
  unique-id-format %[uuid()]
  http-request set-header X-Request-ID %[unique-id]
  http-response set-header X-Request-ID %[unique-id]"""
