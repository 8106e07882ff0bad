#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""busy.py BUILD FOLDER [PICTURE...]: pictures that need minutes of traffic. Starts a gateway and the demo upstream on free
ports with a data directory of their own, calls the demo API for four minutes (waves, some errors, some slow answers),
takes dashboard-light, alerts-dark and logs-german, or those that are named, into FOLDER, and ends what it started."""
import http.client
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

build, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
wanted = sys.argv[3:]
seconds = 255
root = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
password = "Correct-Horse-7-Battery"


def wait_for(path):
    for _ in range(300):
        try:
            text = open(path).read().strip()
            if text:
                return text
        except FileNotFoundError:
            pass
        time.sleep(0.1)
    sys.exit(f"{path} does not appear")


def traffic(port, ended):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    while not ended.is_set():
        wave = 1.2 + math.sin(time.time() / 15)
        chance = random.random()
        path = f"/orders/{random.randint(1, 5)}"
        if chance < 0.07:
            path = "/status/503"
        elif chance < 0.10:
            path = "/status/404"
        elif chance < 0.14:
            path = f"/slow/{random.randint(20, 90)}"
        connection.request("GET", "/api/rest/demo/v1" + path)
        connection.getresponse().read()
        time.sleep(0.12 / wave * random.uniform(0.5, 1.5))


def main(work):
    environment = dict(os.environ, PORT="0", ADMIN_PORT="0", DOORMAN_ADMIN_EMAIL="admin@example.com",
                       DOORMAN_ADMIN_PASSWORD=password, JWT_SECRET_KEY="k" * 40, MEM_ENCRYPTION_KEY="m" * 40,
                       GATEHOUSE_DATA_DIR=f"{work}/data", LOGS_DIR=f"{work}/logs", QT_QPA_PLATFORM="offscreen",
                       DBUS_SESSION_BUS_ADDRESS="disabled:", LC_ALL="C.UTF-8")

    # Without a keychain there would be a bar about it over every picture.
    with open(f"{work}/console.ini", "w") as file:
        file.write("[connections]\nkeychain=session\n")

    def start(name, *arguments):
        return subprocess.Popen([f"{build}/bin/{name}", *arguments], env=environment, cwd=work,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    running = [start("gatehouse-demo-upstream", "--port", "0", "--port-file", f"{work}/upstream.port"),
               start("gatehouse-gateway")]
    ended, callers = threading.Event(), []
    try:
        upstream = wait_for(f"{work}/upstream.port")
        ports = json.loads(wait_for(f"{work}/data/run/ports.json"))
        admin = f"http://127.0.0.1:{ports['admin']}"

        def ctl(*arguments, text=None):
            subprocess.run([f"{build}/bin/gatehousectl", "--url", admin, "--state-dir", work, *arguments], check=True,
                           input=text, text=True, env=environment, stdout=subprocess.DEVNULL)

        ctl("login", "--user", "admin", "--password-stdin", text=password)
        demo = open(f"{root}/packaging/demo/demo-api.json").read().replace("@UPSTREAM@", f"http://127.0.0.1:{upstream}")
        open(f"{work}/demo.json", "w").write(demo)
        ctl("api", "apply", f"{work}/demo.json")
        ctl("alert-rule", "create", "name=Errors of the demo", "signal=error_rate", "comparison=above", "threshold=5",
            "window_seconds=60", "for_seconds=0", "severity=critical")
        callers = [threading.Thread(target=traffic, args=(ports["public"], ended)) for _ in range(6)]
        for caller in callers:
            caller.start()

        def picture(name, *options):
            if wanted and name not in wanted:
                return
            connect = {"url": admin, "user": "admin@example.com", "password": password, "name": "Demo",
                       "environment": "production"}
            path = f"{work}/connect.json"
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(connect, file)
            subprocess.run([f"{build}/bin/gatehouse-console", "--connect-file", path, "--settings", f"{work}/console.ini",
                            "--size", "1280x800", "--screenshot", f"{folder}/{name}.png", *options], check=True,
                           env=environment, timeout=120)

        time.sleep(seconds)
        picture("dashboard-light", "--place", "dashboard", "--theme", "light")
        picture("alerts-dark", "--place", "alerts", "--theme", "dark")
        picture("logs-german", "--place", "logs", "--theme", "light", "--language", "de")
    finally:
        ended.set()
        for caller in callers:
            caller.join()
        for program in running:
            program.terminate()
        for program in running:
            program.wait(60)


with tempfile.TemporaryDirectory(prefix="screenshots.") as temporary:
    main(temporary)
