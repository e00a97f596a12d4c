# SPDX-License-Identifier: MIT
"""The cost of pulls: many servers with nothing new, one with everything new. Measures the
CPU time of ryot-yank, because the stand-in server is slow."""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stand import BOUND, BUILD, ENV, ROOT, memory_kb

ACCOUNTS, ROWS = 1000, 12_000  # as many rows as a run takes
REAL_ROWS = 5000
QUOTA = 30  # integrations that one person can have


def stand_in():
    """The stand-in server of the end-to-end tests, which needs RYOT_BUILD to be set."""
    os.environ["RYOT_BUILD"] = str(BUILD)
    sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("e2e", "support")]
    import audiobookshelf

    return audiobookshelf, audiobookshelf.Audiobookshelf()


class Home:
    def __init__(self, folder):
        self.database = Path(folder, "ryot.db")
        self.added = 0

    def run(self, program, *args, stdin=""):
        done = subprocess.run([BUILD / program, *args, "--database", self.database],
                              input=stdin, text=True, capture_output=True, env=ENV)
        assert done.returncode == 0, done.stderr

    def add(self, shelf, key):
        person = f"person{self.added // QUOTA}"
        if self.added % QUOTA == 0:
            self.run("ryotctl", "user", "add", person, "--password-stdin",
                     stdin="a long secret\n")
        self.added += 1
        self.run("ryotctl", "integration", "add", "audiobookshelf", "--user", person,
                 "--url", shelf.url, "--key-stdin", "--yes", stdin=f"{key}\n")

    def due(self):
        with sqlite3.connect(self.database) as db:
            db.execute("UPDATE account SET next_ms = 0")
        db.close()

    def yank(self):
        """(CPU time, elapsed time), in seconds"""
        def used():
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            return now.ru_utime + now.ru_stime

        before, begun = used(), time.monotonic()
        self.run("ryot-yank")
        return used() - before, time.monotonic() - begun

    def peak_kb_of_a_run(self):
        """The most memory that it took, of one that listens and is asked once."""
        with sqlite3.connect(self.database) as db:
            db.execute("UPDATE account SET asked_ms = 1")
        db.close()
        process = subprocess.Popen(
            [BUILD / "ryot-yank", "--listen", "--yank-socket", self.database.parent / "yank.sock",
             "--database", self.database], stdin=subprocess.DEVNULL, env=ENV)
        try:
            end = time.monotonic() + BOUND
            while not self.value("SELECT count(*) FROM account WHERE yanked_ms >= started_ms"):
                assert process.poll() is None and time.monotonic() < end
                time.sleep(0.05)
            return memory_kb(process.pid, "VmHWM")
        finally:
            process.terminate()
            process.wait(BOUND)

    def value(self, sql):
        with sqlite3.connect(self.database) as db:
            found = db.execute(sql).fetchone()[0]
        db.close()
        return found


def first_import():
    """Of books as large as real ones: the requests, and all memory at most."""
    audiobookshelf, shelf = stand_in()
    try:
        with tempfile.TemporaryDirectory(prefix="ryot-bench-") as folder:
            home = Home(folder)
            me, shelf.items = audiobookshelf.real_sized(REAL_ROWS)
            # Not copied: they are shown as they are.
            shelf.me[audiobookshelf.KEY] = me
            home.add(shelf, audiobookshelf.KEY)
            shelf.forget_requests()
            peak = home.peak_kb_of_a_run()
            plays = home.value("SELECT count(*) FROM play")
            return {
                f"yank, {REAL_ROWS} real books, requests": {
                    "value": len(shelf.requests), "most_value": 60},
                f"yank, {REAL_ROWS} real books, memory kB": {
                    "value": peak, "most_value": 64 << 10},
                f"yank, {REAL_ROWS} real books, plays": {
                    "value": plays, "least_value": REAL_ROWS * 0.9}}
    finally:
        shelf.close()


def cost():
    audiobookshelf, shelf = stand_in()
    found = first_import()
    try:
        with tempfile.TemporaryDirectory(prefix="ryot-bench-") as folder:
            home = Home(folder)
            shelf.show("me_empty.json")
            for _ in range(ACCOUNTS):
                home.add(shelf, audiobookshelf.KEY)
            home.yank()
            home.due()
            cpu, wall = home.yank()
            found[f"yank, {ACCOUNTS} accounts, nothing new, CPU us each"] = {
                "value": cpu / ACCOUNTS * 1e6}
            found[f"yank, {ACCOUNTS} accounts, nothing new, s"] = {"value": wall}
        with tempfile.TemporaryDirectory(prefix="ryot-bench-") as folder:
            home = Home(folder)
            me, items = audiobookshelf.many(ROWS)
            shelf.items = items
            shelf.show(me)
            home.add(shelf, audiobookshelf.KEY)
            cpu, wall = home.yank()
            plays = home.value("SELECT count(*) FROM play")
            found[f"yank, first import of {ROWS} rows, CPU us each"] = {"value": cpu / ROWS * 1e6}
            found[f"yank, first import of {ROWS} rows, s"] = {"value": wall}
            found["yank, plays imported"] = {"value": plays, "least_value": ROWS * 0.9}
    finally:
        shelf.close()
    return found
