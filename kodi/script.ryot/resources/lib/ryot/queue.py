# SPDX-License-Identifier: MIT
"""Undelivered reports, in a file, so that they survive a restart, a crash and a
month without a server.

Of the samples of a viewing only the newest is kept, and the furthest if the viewer
has gone back since: it may be the one that completes. All starts, stops and ends are
kept. A report is removed once the server has it.
"""

import json
import os
import sqlite3
import threading

SAMPLES = ("progress", "pause", "resume", "seek")
AGE_MS = 30 * 24 * 60 * 60 * 1000
ROWS_MOST = 10000

SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- also the order of sending
    event_id TEXT NOT NULL UNIQUE,
    viewing TEXT NOT NULL,                  -- session and part
    is_sample INTEGER NOT NULL,
    position_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    refused TEXT                            -- why it was set aside; NULL: waiting
);
CREATE INDEX IF NOT EXISTS report_viewing ON report (viewing);
CREATE TABLE IF NOT EXISTS note (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
"""


class Row:
    def __init__(self, number, body):
        self.id, self.body = number, body


class Queue:
    """Shared by the threads of the service. The buttons in the settings open the
    same file separately."""

    def __init__(self, path, age_ms=AGE_MS, rows_most=ROWS_MOST):
        self.path, self.age_ms, self.rows_most = path, age_ms, rows_most
        self.lock = threading.Lock()
        try:
            self.db = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            # Unreadable. Keep the damaged file and start a new one.
            os.replace(path, path + ".damaged")
            self.db = self._open()

    def _open(self):
        db = sqlite3.connect(self.path, timeout=2, check_same_thread=False,
                             isolation_level=None)
        try:
            db.execute("PRAGMA synchronous = FULL")
            db.executescript(SCHEMA)
            db.execute("SELECT count(*) FROM report").fetchone()
        except sqlite3.Error:
            db.close()
            raise
        return db

    def close(self):
        with self.lock:
            self.db.close()

    def _transaction(self, *steps):
        with self.lock:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                for sql, values in steps:
                    self.db.execute(sql, values)
                self.db.execute("COMMIT")
            except BaseException:
                self.db.execute("ROLLBACK")
                raise

    def _rows(self, sql, *values):
        with self.lock:
            return self.db.execute(sql, values).fetchall()

    # --- reports ---

    def push(self, body, at_ms):
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
            "INSERT INTO report (event_id, viewing, is_sample, position_ms, at_ms, body)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (body["event_id"], viewing, is_sample, position, at_ms,
             json.dumps(body, ensure_ascii=False))))
        steps += self._bounds(at_ms)
        self._transaction(*steps)

    def _bounds(self, now_ms):
        return [
            ("DELETE FROM report WHERE at_ms < ?", (now_ms - self.age_ms,)),
            ("DELETE FROM report WHERE id <= (SELECT id FROM report"
             " ORDER BY id DESC LIMIT 1 OFFSET ?)", (self.rows_most,)),
        ]

    def trim(self, now_ms):
        self._transaction(*self._bounds(now_ms))

    def first(self):
        """The next report to send, or None."""
        got = self._rows(
            "SELECT id, body FROM report WHERE refused IS NULL ORDER BY id LIMIT 1")
        return Row(*got[0]) if got else None

    def delivered(self, row):
        self._transaction(("DELETE FROM report WHERE id = ?", (row.id,)))

    def set_aside(self, row, why):
        self._transaction(("UPDATE report SET refused = ? WHERE id = ?", (why, row.id)))

    def take_up_again(self):
        """Reports that were set aside wait again, in their old position."""
        self._transaction(("UPDATE report SET refused = NULL", ()))

    def clear(self):
        self._transaction(("DELETE FROM report", ()))

    def waiting(self):
        return self._rows("SELECT count(*) FROM report WHERE refused IS NULL")[0][0]

    def refused(self):
        """The reason for each report that was set aside, newest first."""
        return [why for (why,) in self._rows(
            "SELECT refused FROM report WHERE refused IS NOT NULL ORDER BY id DESC")]

    def oldest_ms(self):
        return self._rows("SELECT min(at_ms) FROM report WHERE refused IS NULL")[0][0]

    # --- notes ---

    def note(self, name, value):
        self._transaction(
            ("INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)",
             (name, json.dumps(value, ensure_ascii=False))))

    def noted(self, name):
        got = self._rows("SELECT value FROM note WHERE name = ?", name)
        return json.loads(got[0][0]) if got else None
