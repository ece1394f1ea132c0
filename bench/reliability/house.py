"""An installation under load, for kills.py and power_cut.py: sets up, serves, creates accounts, counts what was acknowledged, compares what is there.

Python's standard library only. The program under test is $ZHIKE, or target/release/zhike."""

import collections
import http.client
import json
import os
import pathlib
import socket
import subprocess
import threading
import time

ZHIKE = os.environ.get("ZHIKE", "target/release/zhike")
READY_WITHIN = 60
EMAIL = "admin@example.com"


def zhike(data, *words, env=None):
    """One command to its end; its stdout."""
    done = subprocess.run([ZHIKE, "--data-dir", data, *words], capture_output=True, text=True, env=env)
    if done.returncode:
        raise SystemExit(f"zhike {words[0]}: {done.stderr or done.stdout}")
    return done.stdout


def set_up(data):
    """A new installation; the token of its administrator."""
    pathlib.Path(data).mkdir(parents=True, exist_ok=True)
    password = pathlib.Path(data) / "password"
    password.write_text("a quiet river in spring\n")
    zhike(data, "init", "--admin-email", EMAIL, "--admin-name", "Admin", "--admin-password-file", str(password))
    return zhike(data, "token", "create", "--user", EMAIL, "--name", "load", "--scope", "write").strip()


class Server:
    """A running server; `ready_after` seconds passed from its start to its first answer."""

    def __init__(self, data, preload=None):
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            self.port = held.getsockname()[1]
        env = dict(os.environ, **({"LD_PRELOAD": preload} if preload else {}))
        self.log = open(pathlib.Path(data).parent / "server.log", "ab")
        began = time.monotonic()
        words = [ZHIKE, "--data-dir", data, "serve", "--listen", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(words, stdout=self.log, stderr=self.log, env=env)
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - began > READY_WITHIN:
                raise SystemExit(f"the server is not ready; see {self.log.name}")
            time.sleep(0.01)
        self.ready_after = time.monotonic() - began

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.log.close()


class Load:
    """Clients that create one account after another. With `again`, a request without an answer is repeated under its idempotency key."""

    def __init__(self, token, clients, again):
        self.token, self.again = token, again
        self.port = None
        self.acknowledged = [[] for _ in range(clients)]
        self.wrong = []
        self.enough = threading.Event()
        self.threads = [threading.Thread(target=self._create, args=(client,), daemon=True) for client in range(clients)]

    def start(self, prefix=""):
        self.prefix = prefix
        for thread in self.threads:
            thread.start()

    def count(self):
        return sum(map(len, self.acknowledged))

    def until(self, count):
        while self.count() < count:
            if self.wrong:
                raise SystemExit(f"refused: {self.wrong[0]}")
            time.sleep(0.001)

    def end(self):
        self.enough.set()
        for thread in self.threads:
            thread.join()

    def names(self):
        return [name for names in self.acknowledged for name in names]

    def _create(self, client):
        number, connection, port = 0, None, None
        while not self.enough.is_set():
            name = f"{self.prefix}{client}-{number}"
            while True:
                try:
                    if connection is None or port != self.port:
                        port = self.port
                        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                    headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json", "idempotency-key": name}
                    connection.request("POST", "/api/v1/accounts", json.dumps({"name": name}), headers)
                    answer = connection.getresponse()
                    body = answer.read()
                    if answer.status == 201:
                        self.acknowledged[client].append(name)
                        break
                    if answer.status != 503:
                        self.wrong.append(body)
                        return
                except (OSError, http.client.HTTPException):
                    connection = None
                    if not self.again:
                        return
                    time.sleep(0.01)
            number += 1


def compare(data, acknowledged):
    """(acknowledged and gone, there more than once), after `zhike verify` has found nothing wrong."""
    zhike(data, "verify")
    lines = zhike(data, "export", "accounts", "--format", "jsonl").splitlines()
    there = collections.Counter(json.loads(line)["name"] for line in lines)
    lost = [name for name in acknowledged if there[name] == 0]
    return lost, [name for name, count in there.items() if count > 1]
