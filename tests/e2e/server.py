# SPDX-License-Identifier: MIT
"""ryot-cgi behind a real nginx, in a separate folder, with ryotctl."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("RYOT_BUILD", "build/asan")).resolve()
# Drop the settings of the environment that runs the tests.
ENV = {name: value for name, value in os.environ.items() if not name.startswith("RYOT_")}
ENV["RYOT_CONF"] = os.devnull
# Seconds that a condition may take before a test gives up. This is many times the usual
# duration, so that a busy machine does not fail a test.
BOUND = 120
SANITIZER = re.compile(r"ERROR: AddressSanitizer|LeakSanitizer|runtime error:")
HOOKS = "/webhooks/integrations"
PASSWORD = "correct horse battery staple"


def wait_until(condition, what, bound=BOUND):
    """Polls until the condition holds; returns its value. `what` may be a function, which
    then describes the state at the time of the failure."""
    end = time.monotonic() + bound
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= end:
            raise AssertionError(
                f"waited {bound} s in vain for: {what() if callable(what) else what}")
        time.sleep(0.01)


def is_listening(path):
    """A socket refuses connections between bind and listen."""
    with socket.socket(socket.AF_UNIX) as s:
        try:
            s.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True


def state(pid):
    """The state as in ps: S for waiting, T for stopped; X: it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def _state(process):
    """The same of our own child, which nobody has waited for yet."""
    return "X" if process.poll() is not None else state(process.pid)


@contextlib.contextmanager
def asleep(process):
    """Stops the process while it waits, so that all pending requests become one round.
    Signals are asynchronous: without the check the program might still read."""
    wait_until(lambda: _state(process) in "SX", "the program to have done its work")
    process.send_signal(signal.SIGSTOP)
    wait_until(lambda: _state(process) in "TX", "the program to stop")
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


# What replaces the rate limits of the site: (file, what, by what, how often).
NO_LIMITS = [("ryot-http.conf", r"rate=\d+r/[sm]", "rate=100000r/s", 4)]
REAL_LIMITS = []
# Of the webhooks: so many at once, then so many a second, and nothing waits.
EARLY_LIMITS = [
    ("ryot-http.conf", r"(zone=ryot_hooks:\w+) rate=\d+r/s", r"\1 rate=50r/s", 1),
    ("ryot-locations.conf", r"zone=ryot_hooks burst=\d+ delay=\d+",
     "zone=ryot_hooks burst=600 delay=600", 2)]


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        assert self.headers.get_content_type() == "application/json", self
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:600]!r}>"


class Server:
    def __init__(self, limits=NO_LIMITS):
        # Short: the path of a unix socket has at most 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="ryot-e2e-"))
        self.database = self.folder / "ryot.db"
        self.socket = self.folder / "hooks.sock"
        self.access_log = self.folder / "nginx/access.log"
        self.error_log = self.folder / "nginx-stderr.log"
        self.cgi_log = self.folder / "cgi-stderr.log"
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.yank_socket = self.folder / "yank.sock"
        self.yank_log = self.folder / "yank-stderr.log"
        self.cgi = self.web = self.nginx = self.worker = None
        self.persons = 0
        self.env = dict(ENV)
        self._make_site(limits)

    def _make_site(self, limits):
        home = self.folder / "nginx"
        subprocess.run(
            [ROOT / "nginx/render.sh", home, f"127.0.0.1:{self.port}", self.folder],
            check=True)
        for file, was, now, count in limits:
            self.change_site(f"ryot/{file}", was, now, count)

    def change_site(self, file, was, now, count=1):
        """Before the start: replaces what must be there so often."""
        site = self.folder / "nginx" / file
        text, found = re.subn(was, now, site.read_text())
        assert found == count, f"{file}: {was} is not where it was"
        site.write_text(text)

    # --- starting and stopping ---

    def start(self):
        self.start_cgi()
        self.start_nginx()
        return self.wait_ready()

    def start_web(self):
        """The second ryot-cgi, for pages and the API; webhooks need only the first."""
        self.web = self._spawn(self.folder / "web.sock")
        self.start_worker()
        wait_until(lambda: self.request("GET", "/login").status in (200, 303),
                   "an answer from /login")
        return self

    def start_worker(self):
        """The ryot-yank that is woken by the pages and the API."""
        with open(self.yank_log, "ab") as log:
            self.worker = subprocess.Popen(
                [BUILD / "ryot-yank", "--listen", "--yank-socket", self.yank_socket,
                 "--database", self.database], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={name: value for name, value in self.env.items()
                     if not name.lower().endswith("_proxy")})
        wait_until(self.yank_socket.exists, "the socket of ryot-yank")

    def end_worker(self, how=signal.SIGTERM):
        self.worker.send_signal(how)
        status = self.worker.wait(BOUND)
        self.worker = None
        return status

    def start_nginx(self):
        with open(self.error_log, "ab") as log:
            self.nginx = subprocess.Popen(
                ["nginx", "-e", "stderr", "-p", self.folder / "nginx", "-c", "nginx.conf"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start_cgi(self):
        self.cgi = self._spawn(self.socket)

    def _spawn(self, socket_path):
        # A write beyond a limit set by the tests fails like a full disk, instead of killing
        # the program with SIGXFSZ.
        with open(self.cgi_log, "ab") as log:
            return subprocess.Popen(
                ["env", "--ignore-signal=XFSZ", BUILD / "ryot-cgi",
                 "--socket", socket_path, "--database", self.database,
                 "--base-url", self.base_url, "--log-level", "debug",
                 "--yank-socket", self.yank_socket],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.env)

    def wait_ready(self):
        wait_until(self.is_ready, "a 200 from /healthz")
        return self

    def is_ready(self):
        assert self.cgi.poll() is None, f"ryot-cgi ended:\n{self.logs()}"
        assert self.nginx.poll() is None, f"nginx ended:\n{self.logs()}"
        try:
            return self.request("GET", "/healthz").status == 200
        except ConnectionError:  # nobody listens yet, or one that was killed still does
            return False

    def end_cgi(self, how=signal.SIGTERM):
        """Sends the signal and returns the exit status."""
        self.cgi.send_signal(how)
        status = self.cgi.wait(BOUND)
        self.cgi = None
        return status

    def clean_up(self):
        """Leaves no process and no file behind, whatever went wrong before."""
        for process in (self.nginx, self.cgi, self.web, self.worker):
            if process and process.poll() is None:
                # A killed nginx master leaves its workers behind.
                process.terminate()
                try:
                    process.wait(BOUND)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(BOUND)
        shutil.rmtree(self.folder)

    def stop(self):
        """Ends every test run: checks for a clean stop and an intact state."""
        try:
            self.assert_sound()
            if self.cgi:
                assert self.end_cgi() == 0, self.logs()
            if self.worker:
                assert self.end_worker() == 0, self.logs()
            if self.web:
                self.web.terminate()
                assert self.web.wait(BOUND) == 0, self.logs()
            self.nginx.send_signal(signal.SIGQUIT)
            assert self.nginx.wait(BOUND) == 0, self.logs()
            assert not self.socket.exists(), "the socket was left behind"
            self.assert_sound()
        finally:
            self.clean_up()

    def assert_sound(self):
        """Checks the database, its invariants and the sanitizers' output."""
        assert self.ctl("check")["ok"] is True
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        for log in self.cgi_log, self.yank_log:
            if log.exists():
                found = SANITIZER.search(log.read_text(errors="replace"))
                assert not found, self.logs()

    def logs(self):
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-4000:]}"
            for path in (self.cgi_log, self.error_log, self.yank_log) if path.exists())

    # --- requests ---

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=BOUND)

    def request(self, method, path, body=None, headers=None, on=None):
        connection = on or self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            if not on:
                connection.close()

    def post(self, path, body=None, headers=None, on=None):
        return self.request("POST", path, body, headers, on)

    def talk(self, raw, then_close_sending=False):
        """Sends raw bytes; returns all bytes until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=BOUND) as s:
            s.sendall(raw)
            if then_close_sending:
                s.shutdown(socket.SHUT_WR)
            back = bytearray()
            while more := s.recv(65536):
                back += more
            return bytes(back)

    def run_ctl(self, *args, stdin=None):
        done = subprocess.run(
            [BUILD / "ryotctl", *map(str, args), "--database", self.database,
             "--base-url", self.base_url],
            input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True, timeout=BOUND, env=ENV)
        said = done.stderr.decode(errors="replace")
        assert not SANITIZER.search(said), said
        return done

    def ctl(self, *args, stdin=None):
        done = self.run_ctl(*args, "--json", stdin=stdin)
        assert done.returncode == 0, (args, done)
        return json.loads(done.stdout)

    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as db:
            got = db.execute(sql, values).fetchall()
        db.close()
        return got

    def value(self, sql, *values):
        return self.rows(sql, *values)[0][0]

    # --- people and their integrations ---

    def person(self):
        """Adds a user."""
        self.persons += 1
        return Person(self, f"person{self.persons}")


class Person:
    def __init__(self, server, name):
        self.server, self.name = server, name
        server.ctl("user", "add", name, "--password-stdin",
                   stdin=f"{PASSWORD}\n".encode())
        self.id = server.value("SELECT id FROM person WHERE name = ?", name)

    def hook(self, provider="jellyfin", *options):
        """Adds an integration."""
        return Hook(self, provider, *options)

    def plays(self):
        """In the order of ryotctl, newest first."""
        return self.server.ctl(
            "play", "list", "--user", self.name, "--limit", 1000)["plays"]

    def stored_plays(self):
        """Every column of every play."""
        return self.server.rows(
            "SELECT * FROM play WHERE user_id = ? ORDER BY id", self.id)


class Hook:
    def __init__(self, person, provider, *options):
        self.person, self.server, self.provider = person, person.server, provider
        made = self.server.ctl(
            "integration", "add", provider, "--user", person.name, *options)
        self.id = made["id"]
        self.follow(made["url"])

    def follow(self, url):
        prefix = f"{self.server.base_url}{HOOKS}/{self.provider}/"
        assert url.startswith(prefix), url
        self.slug = url[len(prefix):]
        self.path = url[len(self.server.base_url):]

    def post(self, body, headers=None, on=None):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if headers is None:
            headers = {"Content-Type": "application/json; charset=utf-8"}
        return self.server.post(self.path, body, headers, on)

    def deliveries(self):
        """In the order of ryotctl, newest first."""
        return self.server.ctl(
            "delivery", "list", "--integration", self.id, "--limit", 1000)["deliveries"]

    def delivery(self, number):
        return self.server.ctl("delivery", "show", number)

    def stored_body(self, number):
        """The first body of a run; the newest is stored elsewhere as a delta."""
        got = self.server.rows(
            "SELECT body FROM delivery_body WHERE delivery_id = ?", number)
        return got[0][0] if got else None
