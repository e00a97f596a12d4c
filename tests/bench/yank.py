# SPDX-License-Identifier: MIT
"""The cost of pulls: many servers with nothing new, one with everything new. Measures the
CPU time of ryot-yank, because the stand-in server is slow."""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stand import BUILD, ENV, ROOT

ACCOUNTS, ROWS = 1000, 12_000  # as many rows as a run takes
QUOTA = 30  # integrations that one person can have


def stand_in():
    """The stand-in server of the end-to-end tests, which needs RYOT_BUILD to be set."""
    os.environ["RYOT_BUILD"] = str(BUILD)
    sys.path.insert(0, str(ROOT / "tests/e2e"))
    import audiobookshelf

    class Shelf(audiobookshelf.Audiobookshelf):
        def batch(self, talk):
            """Looks items up by id, as the real server does in its database."""
            ids = json.loads(talk.body)["libraryItemIds"]
            return self.good(talk, {"libraryItems": [self.items[one] for one in ids]})

    return audiobookshelf, Shelf()


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

    def value(self, sql):
        with sqlite3.connect(self.database) as db:
            found = db.execute(sql).fetchone()[0]
        db.close()
        return found


def cost():
    audiobookshelf, shelf = stand_in()
    found = {}
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
