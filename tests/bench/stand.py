# SPDX-License-Identifier: MIT
"""Runs programs behind one nginx, puts load on them, and measures its cost."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("RYOT_BUILD", "build/release")).resolve()
CEILING = BUILD / "tests/bench/ceiling"
ENV = {name: value for name, value in os.environ.items() if not name.startswith("RYOT_")}
ENV["RYOT_CONF"] = os.devnull
BOUND = 120  # seconds for a program to start or to end
VIEWERS = 64  # each with its own film and integration
STEPS = 16  # positions of each viewer, then repeated
RUNTIME = 60_000_000_000


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_ns(pid):
    """CPU time of the process."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def memory_kb(pid, field="VmRSS"):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"^{field}:\s+(\d+) kB", status, re.M).group(1))


# --- bodies ---

def body_of(size):
    """A body of Jellyfin for a film, with as many people, chapters and streams as needed
    for that size in bytes, exact to one list entry."""
    body = json.loads((ROOT / "tests/fixtures/jellyfin/movie-progress.json").read_bytes())
    item = body["Item"]
    lists = [item["People"], item["Chapters"], item["MediaStreams"],
             item["MediaSources"][0]["MediaStreams"]]
    source = [list(entries) for entries in lists]
    at = 0
    while len(dump(body)) > size and any(lists):
        max(lists, key=len).pop()
    while len(dump(body)) < size - 300:
        which = at % len(lists)
        lists[which].append(source[which][at // len(lists) % len(source[which])])
        at += 1
    return body


def dump(body):
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def tick(body, viewer, share):
    """The same body for another film, at that share of it."""
    body["Item"]["Id"] = f"{viewer:032x}"
    body["Item"]["ProviderIds"] = {"Tmdb": str(1_000_000 + viewer)}
    body["Item"]["RunTimeTicks"] = body["Item"]["MediaSources"][0]["RunTimeTicks"] = RUNTIME
    body["Session"]["PlayState"]["PositionTicks"] = int(RUNTIME * share)
    return dump(body)


def write_requests(folder, size, viewers=VIEWERS, steps=STEPS):
    """Requests for load.lua: all viewers at the first position, then all at the next."""
    folder.mkdir()
    body = body_of(size)
    for number in range(viewers * steps):
        viewer, step = number % viewers, number // viewers
        (folder / f"{number}.path").write_text(hook_path(viewer))
        (folder / f"{number}.body").write_bytes(tick(body, viewer, 0.1 + 0.8 * step / steps))
    return folder


def slug(viewer):
    return f"bench-slug-{viewer:021d}"


def hook_path(viewer):
    return f"/webhooks/integrations/jellyfin/{slug(viewer)}"


# --- programs ---

class Program:
    """A FastCGI program with its own database."""

    def __init__(self, site, name, binary):
        self.name, self.binary = name, binary
        self.folder = site.folder / name
        self.folder.mkdir()
        self.socket = self.folder / "hooks.sock"
        self.database = self.folder / "ryot.db"
        self.port = free_port()
        self.environment = dict(ENV)
        self.process = None

    def start(self, before=()):
        """Starts it, under `before` (valgrind, strace) if given. Returns the seconds it took."""
        begun = time.monotonic()
        with open(self.folder / "stderr", "ab") as log:
            self.process = subprocess.Popen(
                [*before, self.binary, "--socket", self.socket,
                 "--database", self.database, "--base-url", "http://localhost"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
        while not self._is_answering():
            assert self.process.poll() is None, (self.folder / "stderr").read_text()[-2000:]
            assert time.monotonic() - begun < BOUND
            time.sleep(0.001)
        return time.monotonic() - begun

    def _is_answering(self):
        with socket.socket(socket.AF_UNIX) as s:
            return s.connect_ex(str(self.socket)) == 0

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(BOUND) == 0, (self.folder / "stderr").read_text()[-2000:]
        self.process = None

    def fill(self, viewers=VIEWERS):
        """Inserts viewers and their integrations; the program has created the tables."""
        with sqlite3.connect(self.database) as db:
            for viewer in range(viewers):
                db.execute("INSERT INTO person (id, name, password_hash, created_ms)"
                           " VALUES (?, ?, '-', 0)", (viewer + 1, f"viewer{viewer}"))
                db.execute("INSERT INTO integration (user_id, provider, name, slug, created_ms)"
                           " VALUES (?, 'jellyfin', 'bench', ?, 0)", (viewer + 1, slug(viewer)))
        db.close()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=BOUND)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content


class Site:
    """An nginx with the real configuration, shared by the programs."""

    def __init__(self):
        # On SIGTERM, run __exit__ to stop the programs.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
        self.folder = Path(tempfile.mkdtemp(prefix="ryot-bench-", dir=os.environ.get("BENCH_DIR")))
        self.home = self.folder / "nginx"
        self.programs = []
        self.nginx = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop_nginx()
        for program in self.programs:
            if program.process and program.process.poll() is None:
                program.process.kill()
                program.process.wait(BOUND)
        shutil.rmtree(self.folder)

    def add(self, name, binary, **more):
        self.programs.append(Program(self, name, binary, **more))
        return self.programs[-1]

    def add_pages_of(self, first):
        """Adds the instance of the first program that serves everything but webhooks."""
        assert first is self.programs[0]
        pages = self.add("pages", first.binary)
        pages.socket = first.folder / "web.sock"
        pages.database, pages.port = first.database, first.port
        return pages

    def start_nginx(self):
        first = self.programs[0]
        subprocess.run([ROOT / "nginx/render.sh", self.home, f"127.0.0.1:{first.port}",
                        first.folder], check=True)
        self._raise_limit()
        locations = (self.home / "ryot/ryot-locations.conf").read_text()
        servers = ""
        for program in self.programs[1:]:
            if program.port == first.port:
                continue
            name = f"ryot_{program.name}"
            own = locations.replace("fastcgi_pass ryot_hooks;", f"fastcgi_pass {name};")
            assert own != locations
            (self.home / f"ryot/{name}.conf").write_text(own)
            servers += (f"upstream {name} {{ server unix:{program.socket}; keepalive 64; }}\n"
                        f"server {{ listen 127.0.0.1:{program.port};"
                        f" include ryot/{name}.conf; }}\n")
        conf = self.home / "nginx.conf"
        head, brace, _ = conf.read_text().rpartition("}")
        conf.write_text(head + servers + brace + "\n")
        with open(self.folder / "nginx.stderr", "ab") as log:
            self.nginx = subprocess.Popen(
                ["nginx", "-e", "stderr", "-p", self.home, "-c", "nginx.conf"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + BOUND
        while socket.socket().connect_ex(("127.0.0.1", first.port)):
            assert self.nginx.poll() is None, (self.folder / "nginx.stderr").read_text()
            assert time.monotonic() < end
            time.sleep(0.01)

    def _raise_limit(self):
        """Disables the rate limit, which takes the load for a flood."""
        for name, limit, none in (("ryot-http.conf", r"rate=\d+r/s", "rate=1000000r/s"),
                                  ("ryot-locations.conf", r"burst=\d+", "burst=100000")):
            conf = self.home / "ryot" / name
            text, found = re.subn(limit, none, conf.read_text())
            assert found, "the limit is not where it was"
            conf.write_text(text)

    def stop_nginx(self):
        if self.nginx:
            self.nginx.terminate()
            self.nginx.wait(BOUND)
        self.nginx = None


# --- load ---

def wrk(program, connections, seconds, *args, before=()):
    """Runs wrk; returns its results and the CPU time per request."""
    spent = cpu_ns(program.process.pid)
    done = subprocess.run(
        [*before, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
         "-s", ROOT / "tests/bench/load.lua", f"http://127.0.0.1:{program.port}/",
         "--", *map(str, args)], check=True, capture_output=True, text=True)
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["refused"] < result["requests"], f"{program.name} takes nothing: {result}"
    result["per_second"] = result["requests"] / result["us"] * 1e6
    result["cpu_us"] = (cpu_ns(program.process.pid) - spent) / 1e3 / max(result["requests"], 1)
    return result


def post(program, requests, connections, seconds, delay_ms=0):
    """Posts webhooks; each connection waits that long between two.

    Real players run on other machines, but wrk shares the CPUs. At full load it runs
    as a batch process, or each answer would preempt nginx."""
    batch = ("chrt", "--batch", "0") if delay_ms == 0 else ()
    return wrk(program, connections, seconds, "POST", requests, delay_ms, before=batch)


def get(program, paths, headers, connections, seconds):
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(paths):
            Path(folder, f"{number}.path").write_text(path)
        Path(folder, "headers").write_text(
            "".join(f"{name}: {value}\n" for name, value in headers.items()))
        return wrk(program, connections, seconds, "GET", folder, 0)
