# SPDX-License-Identifier: MIT
"""Undelivered reports, in a file, so that they survive a restart, a crash and a
year without a server.

Of the samples of a viewing only the newest is kept, and the furthest if the viewer
has gone back since: it may be the one that completes. All starts, stops and ends are
kept. A report is removed once the server has it, never for its date: the clock may
be wrong.

Every method may raise sqlite3.Error: the disk may be full, or another Kodi may hold
the file. A report that cannot be written is held in memory, and sent from there.
"""

import json
import os
import sqlite3
import threading

from .clock import Moment
from .report import readable

SAMPLES = ("progress", "pause", "resume", "seek")
ROWS_MOST = 50000

SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- also the order of sending
    event_id TEXT NOT NULL UNIQUE,
    viewing TEXT NOT NULL,                  -- session and part
    is_sample INTEGER NOT NULL,
    position_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    refused TEXT,                           -- why it was set aside; NULL: waiting
    ticks INTEGER NOT NULL DEFAULT 0,       -- see clock.py
    boot TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS report_viewing ON report (viewing);
CREATE TABLE IF NOT EXISTS mark (           -- made in the library, not looked up yet
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    library_id INTEGER NOT NULL,
    is_watched INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS note (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
"""


# Columns that the first version did not have.
ADDED = ("ticks INTEGER NOT NULL DEFAULT 0", "boot TEXT NOT NULL DEFAULT ''")


class Row:
    def __init__(self, number, body, moment):
        self.id, self.body, self.moment = number, body, moment


class Queue:
    """Shared by the threads of the service. The buttons in the settings open the
    same file separately."""

    def __init__(self, path, rows_most=ROWS_MOST, patience_s=2):
        self.path, self.rows_most, self.patience_s = path, rows_most, patience_s
        self.lock = threading.RLock()
        self.held = []  # (body, moment) that could not be written, oldest first
        self._db = None

    @property
    def db(self):
        """Opened at the first use, and tried again at the next if that fails."""
        if not self._db:
            try:
                self._db = self._open()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                # Unreadable. Keep the damaged file and start a new one.
                os.replace(self.path, self.path + ".damaged")
                self._db = self._open()
        return self._db

    def _open(self):
        db = sqlite3.connect(self.path, timeout=self.patience_s, check_same_thread=False,
                             isolation_level=None)
        try:
            db.execute("PRAGMA synchronous = FULL")
            db.executescript(SCHEMA)
            found = {row[1] for row in db.execute("PRAGMA table_info(report)")}
            for column in ADDED:
                if column.split()[0] not in found:
                    db.execute("ALTER TABLE report ADD COLUMN " + column)
            db.execute("SELECT count(*) FROM report").fetchone()
        except sqlite3.Error:
            db.close()
            raise
        return db

    def close(self):
        with self.lock:
            if self._db:
                self._db.close()
            self._db = None

    def _transaction(self, *steps):
        with self.lock:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                for sql, values in steps:
                    self.db.execute(sql, values)
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:  # a full disk ends it
                    self.db.execute("ROLLBACK")
                raise

    def _rows(self, sql, *values):
        with self.lock:
            return self.db.execute(sql, values).fetchall()

    # --- reports ---

    def push(self, body, at_ms):
        """at_ms is by the clock as it is now; its moment outlives a change of the clock."""
        with self.lock:
            self.held.append((body, Moment.of(at_ms)))
        self.write_held()

    def write_held(self):
        with self.lock:
            while self.held:
                try:
                    self._write(*self.held[0])
                except sqlite3.IntegrityError:  # it is there already
                    self.held.pop(0)
                    raise
                self.held.pop(0)

    def _write(self, body, moment):
        self._transaction(*self._insert(body, moment), self._bound())

    def _bound(self):
        return (
            "DELETE FROM report WHERE id <= (SELECT id FROM report"
            " ORDER BY id DESC LIMIT 1 OFFSET ?)", (self.rows_most,))

    @staticmethod
    def _insert(body, moment):
        viewing = "%s %s %s" % (body["session"], body["show_season_number"],
                                body["show_episode_number"])
        is_sample = body["event"] in SAMPLES
        position = body["position_ms"]
        steps = []
        if is_sample:
            steps.append((
                "DELETE FROM report WHERE viewing = ? AND is_sample AND refused IS NULL"
                " AND (position_ms <= ? OR position_ms < (SELECT max(position_ms)"
                " FROM report WHERE viewing = ? AND is_sample AND refused IS NULL))",
                (viewing, position, viewing)))
        steps.append((
            "INSERT INTO report (event_id, viewing, is_sample, position_ms, at_ms,"
            " body, ticks, boot) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (body["event_id"], viewing, is_sample, position, moment.at_ms,
             readable(json.dumps(body, ensure_ascii=False)), moment.ticks, moment.boot)))
        return steps

    def first(self):
        """The next report to send, or None."""
        with self.lock:
            try:
                got = self._rows("SELECT id, body, at_ms, ticks, boot FROM report"
                                 " WHERE refused IS NULL ORDER BY id LIMIT 1")
            except sqlite3.Error:
                if not self.held:
                    raise
                got = None
            if got:
                return Row(*got[0][:2], Moment(*got[0][2:]))
            if self.held:
                body, moment = self.held[0]
                return Row(None, readable(json.dumps(body, ensure_ascii=False)), moment)
        return None

    def delivered(self, row):
        if row.id is not None:
            self._transaction(("DELETE FROM report WHERE id = ?", (row.id,)))
            return
        sent = json.loads(row.body)["event_id"]
        with self.lock:
            before = len(self.held)
            self.held = [one for one in self.held if one[0]["event_id"] != sent]
            if len(self.held) == before:  # written in the meantime
                self._transaction(("DELETE FROM report WHERE event_id = ?", (sent,)))

    def set_aside(self, row, why):
        self.write_held()
        self._transaction((
            "UPDATE report SET refused = ? WHERE event_id = ?",
            (why, json.loads(row.body)["event_id"])))

    def take_up_again(self):
        """Reports that were set aside wait again, in their old position."""
        self._transaction(("UPDATE report SET refused = NULL", ()))

    def clear(self):
        self._transaction(("DELETE FROM report", ()), ("DELETE FROM mark", ()))

    def waiting(self):
        found = self._rows("SELECT count(*) FROM report WHERE refused IS NULL")[0][0]
        marks = self._rows("SELECT count(*) FROM mark")[0][0]
        return found + marks + len(self.held)

    def refused(self):
        """The reason for each report that was set aside, newest first."""
        return [why for (why,) in self._rows(
            "SELECT refused FROM report WHERE refused IS NOT NULL ORDER BY id DESC")]

    def oldest_ms(self):
        return self._rows("SELECT min(at_ms) FROM report WHERE refused IS NULL")[0][0]

    # --- marks ---

    def push_marks(self, marks):
        """(kind, id in the library, is watched, time) each, in one transaction: a person
        may mark a whole library at once."""
        self._transaction(*[(
            "INSERT INTO mark (kind, library_id, is_watched, at_ms) VALUES (?, ?, ?, ?)", mark)
            for mark in marks])

    def marks(self, most):
        """(number, kind, id in the library, is watched, time) each, oldest first."""
        return self._rows("SELECT id, kind, library_id, is_watched, at_ms FROM mark"
                          " ORDER BY id LIMIT ?", most)

    def take_marks(self, numbers, reports):
        """Puts reports, (body, time) each, in the place of these marks."""
        steps = []
        for body, at_ms in reports:
            steps += self._insert(body, Moment.of(at_ms))
        steps += [("DELETE FROM mark WHERE id = ?", (number,)) for number in numbers]
        self._transaction(*steps, self._bound())

    # --- notes ---

    def note(self, name, value):
        self._transaction(
            ("INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)",
             (name, readable(json.dumps(value, ensure_ascii=False)))))

    def noted(self, name):
        got = self._rows("SELECT value FROM note WHERE name = ?", name)
        return json.loads(got[0][0]) if got else None
