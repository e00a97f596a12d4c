# SPDX-License-Identifier: MIT
"""The queue keeps what matters, in order, whatever happens to the process."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import uuid

import pytest

from conftest import ROOT
from resources.lib.ryot import clock, report
from resources.lib.ryot.item import Part
from resources.lib.ryot.queue import Queue

DAY_MS = 24 * 60 * 60 * 1000
FILM = Part("movie", {"tmdb": "603"}, "The Matrix")


@pytest.fixture
def queue(tmp_path):
    queue = Queue(str(tmp_path / "queue.db"))
    yield queue
    queue.close()


def body(event, position=0, session="s1", part=FILM, at_ms=0):
    return report.make(part, event, session, (position, 1000), at_ms, "0.1.0")


def push(queue, *events, at_ms=0, **more):
    for event, position in events:
        queue.push(body(event, position, **more), at_ms)


def drain(queue):
    got = []
    while row := queue.first():
        found = json.loads(row.body)
        got.append((found["event"], found["position_ms"]))
        queue.delivered(row)
    return got


def test_order_is_kept(queue):
    events = [("start", 0), ("stop", 5), ("start", 5), ("end", 9)]
    push(queue, *events)
    assert drain(queue) == events
    assert queue.first() is None


def test_only_the_newest_sample_waits(queue):
    push(queue, ("start", 0), ("progress", 1), ("pause", 2), ("resume", 2), ("seek", 5),
         ("progress", 6), ("stop", 7))
    assert drain(queue) == [("start", 0), ("progress", 6), ("stop", 7)]


def test_the_furthest_sample_waits_too_when_the_viewer_went_back(queue):
    push(queue, ("progress", 10), ("progress", 990), ("seek", 500), ("seek", 300),
         ("progress", 301))
    assert drain(queue) == [("progress", 990), ("progress", 301)]


def test_samples_of_another_viewing_stay(queue):
    push(queue, ("progress", 1))
    push(queue, ("progress", 2), session="s2")
    push(queue, ("progress", 3), part=Part("show", {}, season=1, episode=1))
    push(queue, ("progress", 4), part=Part("show", {}, season=1, episode=2))
    assert [position for _, position in drain(queue)] == [1, 2, 3, 4]


def test_reports_set_aside_do_not_block_and_return_in_order(queue):
    push(queue, ("start", 0), ("stop", 1))
    queue.set_aside(queue.first(), "The Matrix: no")
    assert queue.refused() == ["The Matrix: no"] and queue.waiting() == 1
    queue.take_up_again()
    assert queue.refused() == []
    assert drain(queue) == [("start", 0), ("stop", 1)]


def test_reports_set_aside_are_not_replaced(queue):
    push(queue, ("progress", 1))
    queue.set_aside(queue.first(), "no")
    push(queue, ("progress", 2))
    assert len(queue.refused()) == 1 and queue.waiting() == 1


def test_the_queue_survives_a_restart(queue, tmp_path):
    push(queue, ("start", 0), ("stop", 1))
    queue.note("last", [5, "ä"])
    again = Queue(str(tmp_path / "queue.db"))
    assert again.waiting() == 2 and again.noted("last") == [5, "ä"]
    assert again.noted("nothing") is None
    again.close()


def test_pushed_reports_survive_a_kill(tmp_path):
    """Each push is on disk when it returns."""
    program = ("import sys; sys.path.insert(0, sys.argv[1])\n"
               "from test_queue import *\n"
               "queue = Queue(sys.argv[2])\n"
               "for i in range(1000000):\n"
               "    queue.push(body('start', i), 0); print(i, flush=True)\n")
    path = str(tmp_path / "queue.db")
    env = dict(os.environ, PYTHONPATH=str(ROOT / "kodi/script.ryot"))
    with subprocess.Popen([sys.executable, "-c", program, os.path.dirname(__file__), path],
                          stdout=subprocess.PIPE, env=env) as writer:
        for line in writer.stdout:
            if int(line) >= 20:
                break
        writer.send_signal(signal.SIGKILL)
        last = [int(line) for line in writer.stdout.read().split()] or [20]
    queue = Queue(path)
    positions = [position for _, position in drain(queue)]
    assert positions[:last[-1] + 1] == list(range(last[-1] + 1))
    assert len(positions) - last[-1] in (1, 2)  # the one that has not been sent yet
    queue.close()


@pytest.mark.parametrize("days", [0, 40, 400, 30000])
def test_no_report_is_dropped_for_its_date(queue, days):
    """The clock may have been wrong when it was made, or may be wrong now."""
    push(queue, ("start", 1), at_ms=days * DAY_MS)
    push(queue, ("start", 2), at_ms=clock.now_ms())
    push(queue, ("start", 3), at_ms=days * DAY_MS)
    assert drain(queue) == [("start", 1), ("start", 2), ("start", 3)]


def test_a_full_disk_loses_nothing(queue):
    """Reports are sent from memory, and written when there is room again."""
    pages, = queue.db.execute("PRAGMA page_count").fetchone()
    queue.db.execute(f"PRAGMA max_page_count = {pages}")
    events = [("start", i) for i in range(60)]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        for event in events:
            push(queue, event)
    written = queue.waiting() - 1
    for event in events[written + 1:]:
        with pytest.raises(sqlite3.OperationalError, match="full"):
            push(queue, event)
    assert 0 < written < 59 and queue.waiting() == 60
    sent = []
    for _ in range(written):
        row = queue.first()
        sent.append(json.loads(row.body)["position_ms"])
        queue.delivered(row)
    in_memory = queue.first()
    queue.db.execute("PRAGMA max_page_count = 10000")
    queue.write_held()
    assert queue.held == []
    queue.delivered(in_memory)  # it was written while it was being sent
    sent.append(json.loads(in_memory.body)["position_ms"])
    assert sent + [position for _, position in drain(queue)] == list(range(60))


def test_a_locked_file_is_waited_for(tmp_path):
    """Another Kodi has the same folder."""
    path = str(tmp_path / "queue.db")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    queue = Queue(path, patience_s=0.05)
    with pytest.raises(sqlite3.OperationalError):
        push(queue, ("start", 1))
    other.close()
    push(queue, ("start", 2))
    assert drain(queue) == [("start", 1), ("start", 2)]
    queue.close()


def test_the_queue_of_the_first_version_is_taken_over(tmp_path):
    path = str(tmp_path / "queue.db")
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE report (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                   " event_id TEXT NOT NULL UNIQUE, viewing TEXT NOT NULL,"
                   " is_sample INTEGER NOT NULL, position_ms INTEGER NOT NULL,"
                   " at_ms INTEGER NOT NULL, body TEXT NOT NULL, refused TEXT)")
        db.execute("INSERT INTO report VALUES (1, 'e', 's None None', 0, 1, 5, ?, NULL)",
                   (json.dumps(body("start", 1)),))
    db.close()
    queue = Queue(path)
    push(queue, ("stop", 2))
    assert queue.first().moment.at_ms == 5
    assert drain(queue) == [("start", 1), ("stop", 2)]
    queue.close()


def test_a_name_that_is_no_utf8_is_kept_readably(queue):
    push(queue, ("start", 1), part=Part("movie", {"tmdb": "1"}, "Caf\udce9"))
    assert json.loads(queue.first().body)["title"] == "Caf\ufffd"
    queue.note("skipped", ["\udce9", "unknown_item"])
    assert queue.noted("skipped")[0] == "\ufffd"


def test_its_size_is_limited(tmp_path):
    queue = Queue(str(tmp_path / "queue.db"), rows_most=5)
    push(queue, *[("start", i) for i in range(8)])
    assert drain(queue) == [("start", i) for i in range(3, 8)]
    queue.close()


def test_clear_leaves_nothing(queue):
    push(queue, ("start", 0), ("stop", 1))
    queue.set_aside(queue.first(), "no")
    queue.clear()
    assert (queue.waiting(), queue.refused(), queue.oldest_ms()) == (0, [], None)


def test_two_processes_may_have_it_open(queue, tmp_path):
    """The service, and a button of the settings."""
    push(queue, ("start", 0))
    other = Queue(str(tmp_path / "queue.db"))
    other.clear()
    other.close()
    assert queue.first() is None
    push(queue, ("start", 1))
    assert queue.waiting() == 1


def test_a_damaged_file_is_moved_away(tmp_path):
    path = tmp_path / "queue.db"
    path.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    queue = Queue(str(path))
    push(queue, ("start", 0))
    assert queue.waiting() == 1
    assert (tmp_path / "queue.db.damaged").stat().st_size == 5016
    queue.close()


def test_the_same_event_is_not_kept_twice(queue):
    one = body("start")
    queue.push(one, 0)
    with pytest.raises(sqlite3.IntegrityError):
        queue.push(one, 0)
    assert queue.waiting() == 1
    push(queue, ("stop", 1))  # and the queue continues to work
    assert queue.waiting() == 2
    assert uuid.UUID(one["event_id"]).version == 4
