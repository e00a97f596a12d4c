# SPDX-License-Identifier: MIT
"""The cost of asking what was watched: 10,000 items at first, then an hour in which nothing
was missed, of one person and of many side by side."""

import sqlite3
import tempfile
import time

import yank

ITEMS, ACCOUNTS = 10_000, 1000
HOUR_MS = 3_600_000


def stand_in():
    yank.stand_in()[1].close()  # makes the modules of the end-to-end tests known
    import watched_server

    media = watched_server.WatchedServer("jellyfin")
    watched_server.years_before(
        media, films=1000, episodes=ITEMS - 1000, undated=0, until_ms=int(time.time() * 1000))
    return watched_server, media


class Home(yank.Home):
    def add(self, media, key):
        person = f"person{self.added // yank.QUOTA}"
        if self.added % yank.QUOTA == 0:
            self.run("ryotctl", "user", "add", person, "--password-stdin",
                     stdin="a long secret\n")
        self.added += 1
        number = str(self.added)
        self.run("ryotctl", "integration", "add", "jellyfin", "--user", person)
        self.run("ryotctl", "integration", "set", number, "--url", media.url, "--key-stdin",
                 stdin=f"{key}\n")
        self.run("ryotctl", "integration", "ask", number, "--person", "alice")

    def change(self, sql):
        with sqlite3.connect(self.database) as db:
            db.execute(sql)
        db.close()

    def wish(self, wish):
        """As for all of them at once."""
        self.change(f"UPDATE account SET past = '{wish}', past_asked_ms = 1, past_ended_ms = NULL")

    def due(self):
        self.change("UPDATE account SET pull_next_ms = 0")


def first_import(media, key):
    with tempfile.TemporaryDirectory(prefix="ryot-bench-") as folder:
        home = Home(folder)
        home.add(media, key)
        media.forget_requests()
        home.wish("import")
        cpu, wall = home.yank()
        plays = home.value("SELECT count(*) FROM play")
        found = {
            f"watched, {ITEMS} items, CPU us each": {"value": cpu / ITEMS * 1e6},
            f"watched, {ITEMS} items, s": {"value": wall},
            f"watched, {ITEMS} items, requests": {
                "value": len(media.requests), "most_value": 160},
            f"watched, {ITEMS} items, plays": {"value": plays, "least_value": ITEMS}}
        home.due()
        home.yank()  # it reads the lists to their ends once a day
        home.due()
        media.forget_requests()
        cpu, _ = home.yank()
        found["watched, an hour of one person, requests"] = {
            "value": len(media.requests), "most_value": 2}
        found["watched, an hour of one person, CPU ms"] = {"value": cpu * 1e3}
        return found


def side_by_side(media, key):
    """Each account is asked, and has nothing new."""
    with tempfile.TemporaryDirectory(prefix="ryot-bench-") as folder:
        home = Home(folder)
        for _ in range(ACCOUNTS):
            home.add(media, key)
        home.wish("skip")
        home.yank()
        home.due()
        home.yank()
        home.due()
        media.forget_requests()
        cpu, wall = home.yank()
        return {
            f"watched, {ACCOUNTS} persons, an hour, CPU us each": {
                "value": cpu / ACCOUNTS * 1e6},
            f"watched, {ACCOUNTS} persons, an hour, s": {"value": wall},
            f"watched, {ACCOUNTS} persons, an hour, requests each": {
                "value": len(media.requests) / ACCOUNTS, "most_value": 2}}


def cost():
    watched_server, media = stand_in()
    import media_server

    try:
        found = first_import(media, media_server.KEY)
        media.items[watched_server.ALICE] = media.items[watched_server.ALICE][:50]
        return found | side_by_side(media, media_server.KEY)
    finally:
        media.close()
