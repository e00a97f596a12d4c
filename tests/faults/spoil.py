# SPDX-License-Identifier: MIT
"""ryot-cgi with tests/shims/faults.c between it and its disk, memory and clock."""

import contextlib
import errno
import mmap
import struct
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import bodies  # noqa: E402
import fastcgi  # noqa: E402
from server import BOUND, BUILD, ENV, Server, asleep  # noqa: E402

SHIM = BUILD / "tests/shims/faults.so"
# As in struct faults.
FIELDS = [f"{kind}_{field}" for kind in ("write", "sync", "alloc", "read")
          for field in ("count", "from", "to", "error")
          ] + ["how", "spare_wal", "sync_ms", "clock_ms", "fs_type", "no_locks"]
ERROR, KILL, TEAR = range(3)
FOREVER = 1 << 60


class Faults:
    """The numbers that the shim reads, as attributes."""

    def __init__(self, path):
        path.write_bytes(bytes(8 * len(FIELDS)))
        with open(path, "r+b") as file:
            super().__setattr__("map", mmap.mmap(file.fileno(), 0))

    def __getattr__(self, name):
        return struct.unpack_from("<q", self.map, 8 * FIELDS.index(name))[0]

    def __setattr__(self, name, value):
        struct.pack_into("<q", self.map, 8 * FIELDS.index(name), value)

    def mend(self):
        for field in FIELDS:
            setattr(self, field, 0)

    def plan(self, kind, first, last=None, error=errno.EIO, how=ERROR):
        """Calls of that kind fail from number `first` on, counted from now."""
        setattr(self, f"{kind}_count", 0)
        setattr(self, f"{kind}_to", last or first)
        setattr(self, f"{kind}_error", error)
        self.how = how
        setattr(self, f"{kind}_from", first)


class SpoiltServer(Server):
    """The test may hold the socket, so that it outlives the program."""

    def __init__(self, held=None):
        super().__init__()
        self.faults = Faults(self.folder / "faults")
        self.held = held

    def start_cgi(self):
        where = ["--database", self.database, "--base-url", self.base_url]
        if not self.held:
            where += ["--socket", self.socket]
        with open(self.cgi_log, "ab") as log:
            self.cgi = subprocess.Popen(
                [BUILD / "ryot-cgi", *where], stdout=log, stderr=log,
                stdin=self.held or subprocess.DEVNULL,
                env={**ENV, "LD_PRELOAD": str(SHIM), "FAULTS_FILE": str(self.folder / "faults")})

    def spoilt_ctl(self, *args):
        """ryotctl with the same faults."""
        return subprocess.run(
            [BUILD / "ryotctl", *args, "--database", self.database, "--base-url", self.base_url],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=BOUND,
            env={**ENV, "RYOT_LOCK_WAIT": "1", "LD_PRELOAD": str(SHIM),
                 "FAULTS_FILE": str(self.folder / "faults")})

    def again(self):
        """Whatever happened before, the server starts and its database is intact."""
        if self.cgi and self.cgi.poll() is None:
            self.cgi.kill()
        if self.cgi:
            self.cgi.wait(BOUND)
        self.faults.mend()
        self.start_cgi()
        self.wait_ready()
        assert self.ctl("check")["ok"] is True

    def round_of(self, hook, numbers, statuses=(200, 503)):
        """Posts ticks of the films with these ids in one round. Returns {id: delivery} of
        those that were not answered with 503."""
        kept = {}
        with fastcgi.connections(self.socket, len(numbers)) as lines:
            with asleep(self.cgi):
                for number, line in zip(numbers, lines):
                    body = bodies.json.dumps(bodies.movie(number)).encode()
                    with contextlib.suppress(ConnectionError):  # it may not have been read
                        line.send(fastcgi.begin() + fastcgi.hook_params(hook.path, len(body))
                                  + fastcgi.stdin(body))
            for number, line in zip(numbers, lines):
                try:
                    status, body = line.answer()
                except (EOFError, ConnectionError):
                    continue  # the program is gone; nothing was promised
                assert status in statuses, body
                if status != 503:
                    kept[number] = bodies.json.loads(body)["delivery"]
        return kept
