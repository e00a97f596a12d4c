# SPDX-License-Identifier: MIT
"""ryot-yank --listen: woken through its socket, beside the one that cron starts."""

import contextlib
import mmap
import os
import signal
import socket
import struct
import subprocess
import threading
import time

import pytest

from audiobookshelf import (BOBS_KEY, JSON, OK, TEMPFAIL, UNAUTHORIZED, USAGE, environment,
                            hold, many, says)
from clocked import SHIM
from server import BOUND, BUILD, SANITIZER, is_listening, wait_until
from test_yank import FIRST, ME
from test_yank_ask import change, now_ms


class Worker:
    """One that listens at a socket of its own."""

    def __init__(self, home, *options, **env):
        self.home = home
        self.path = home.folder / "yank.sock"
        self.process = subprocess.Popen(
            [BUILD / "ryot-yank", "--listen", "--yank-socket", self.path, "--database",
             home.database, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env=environment(**env))
        wait_until(lambda: self.path.exists() and is_listening(self.path), "its socket")

    def wake(self):
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(str(self.path))

    def ask(self, number, column="asked_ms"):
        change(self.home, f"UPDATE account SET {column} = ? WHERE integration_id = ?",
               now_ms(), number)
        self.wake()

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=BOUND)
        self.home.said.append(said)
        assert not SANITIZER.search(said), said
        return said


@pytest.fixture
def worker(home):
    worker = Worker(home)
    yield worker
    if worker.process.poll() is None:
        worker.end()
        assert worker.process.returncode == 0 and not worker.path.exists()


def value(home, number, column):
    return home.value(f"SELECT {column} FROM account WHERE integration_id = ?", number)


def wait_for_end(home, number, begun="started_ms", ended="yanked_ms"):
    wait_until(lambda: value(home, number, f"{ended} >= {begun}"), "the end of the task")


# --- woken ---

def test_it_does_what_was_asked_for_when_it_is_woken(home, shelf, worker):
    number = home.add(shelf)
    shelf.forget_requests()
    worker.wake()
    worker.ask(number)
    wait_for_end(home, number)
    assert home.plays() == FIRST
    shelf.forget_requests()
    worker.ask(number, "test_asked_ms")
    wait_for_end(home, number, "test_started_ms", "tested_ms")
    # Only what was asked for: the pull is due, but that is cron's.
    assert shelf.asked() == ["GET /status", ME]


def test_a_slow_server_delays_nobody_who_asks(home, shelf, other_shelf, worker):
    slow, quick = home.add(shelf), home.add(other_shelf, user="bob", key=BOBS_KEY)
    go_on = threading.Event()
    shelf.break_at("/api/me", hold(go_on))
    shelf.forget_requests()
    worker.ask(slow)
    wait_until(lambda: shelf.asked() == [ME], "the slow one to be asked")
    worker.ask(quick)
    wait_for_end(home, quick)
    assert len(home.plays("bob")) == 2 and home.plays() == {}
    worker.ask(slow, "test_asked_ms")  # beside its own pull
    wait_until(lambda: len(shelf.requests) == 3, "the test")
    go_on.set()
    wait_for_end(home, slow)
    wait_for_end(home, slow, "test_started_ms", "tested_ms")
    assert home.plays() == FIRST


def test_asked_again_while_it_runs_it_runs_once_more(home, shelf, worker):
    number = home.add(shelf)
    go_on = threading.Event()
    shelf.break_at("/api/me", hold(go_on), times=1)
    shelf.forget_requests()
    worker.ask(number)
    wait_until(lambda: shelf.asked() == [ME], "the first request")
    first = value(home, number, "started_ms")
    wait_until(lambda: now_ms() > first, "the clock to move")
    worker.ask(number)
    go_on.set()
    wait_until(lambda: shelf.asked().count(ME) == 2, "the second run")
    wait_until(lambda: value(home, number, "yanked_ms > ?".replace("?", str(first))), "its end")


def test_two_programs_share_the_servers(home, shelf, other_shelf, worker):
    """cron's is at one server; the woken one leaves it to it and does the other."""
    one, other = home.add(shelf), home.add(other_shelf, user="bob", key=BOBS_KEY)
    change(home, "UPDATE account SET next_ms = ? WHERE integration_id = ?",
           now_ms() + 3600_000, other)
    go_on = threading.Event()
    shelf.break_at("/api/me", hold(go_on), times=1)
    shelf.forget_requests()
    cron = subprocess.Popen([BUILD / "ryot-yank", "--database", home.database],
                            stdin=subprocess.DEVNULL, env=environment())
    wait_until(lambda: shelf.asked() == [ME], "cron's to ask")
    wait_until(lambda: now_ms() > value(home, one, "started_ms"), "the clock to move")
    worker.ask(one)
    worker.ask(other)
    wait_for_end(home, other)
    assert shelf.asked() == [ME]
    go_on.set()
    assert cron.wait(BOUND) == OK
    # It was asked for while cron's was at it: the woken one comes back to it.
    wait_until(lambda: shelf.asked().count(ME) == 2, "the second run")
    wait_for_end(home, one)
    assert home.plays() == FIRST


def test_a_stop_removes_the_socket(home, shelf):
    worker = Worker(home)
    assert worker.end() == "" and worker.process.returncode == 0 and not worker.path.exists()


def test_it_takes_the_socket_of_systemd_and_ends_when_it_is_quiet(home, shelf):
    number = home.add(shelf)
    change(home, "UPDATE account SET asked_ms = ?", now_ms())
    path = home.folder / "s"
    process = subprocess.Popen(
        ["systemd-socket-activate", "-E", f"RYOT_CONF={os.devnull}", "-l", path,
         BUILD / "ryot-yank", "--listen", "--database", home.database],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment())
    wait_until(lambda: path.exists() and is_listening(path), "the socket")
    wait_for_end(home, number)
    said = process.communicate(timeout=BOUND)[1].decode()
    assert process.returncode == 0 and not SANITIZER.search(said), said
    assert home.plays() == FIRST and path.exists()


@pytest.mark.parametrize("more", [["--integration", "1"], ["--test", "1"], ["--dry-run"]])
def test_it_listens_for_everything_or_not_at_all(home, more):
    assert home.yank("--listen", *more).returncode == USAGE


# --- killed, slow, broken ---

def test_a_program_that_was_killed_counts_as_a_failure(home, shelf, other_shelf):
    number = home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    go_on = threading.Event()
    shelf.break_at("/api/me", hold(go_on), times=1)
    shelf.forget_requests()
    worker = Worker(home)
    worker.ask(number)
    wait_until(lambda: shelf.asked() == [ME], "the request")
    worker.end(signal.SIGKILL)
    go_on.set()
    shelf.forget_requests()
    # The next one tells it, waits with that server, and goes on with the others.
    done = home.yank()
    assert done.returncode == TEMPFAIL and "it was broken off" in done.stderr, done
    assert shelf.requests == [] and len(home.plays("bob")) == 2
    assert home.account(number).failures == 1
    assert value(home, number, "next_ms > last_error_ms")
    home.yank_well()
    assert shelf.requests == []  # the request was answered, by that failure
    home.due(number)
    home.yank_well()
    assert home.plays() == FIRST and home.account(number).failures == 0


def test_a_test_that_was_killed_has_a_result(home, shelf):
    number = home.add(shelf)
    go_on = threading.Event()
    shelf.break_at("/status", hold(go_on), times=1)
    shelf.forget_requests()
    worker = Worker(home)
    worker.ask(number, "test_asked_ms")
    wait_until(lambda: shelf.requests, "the request")
    worker.end(signal.SIGKILL)
    go_on.set()
    home.yank("--integration", number)
    home.yank_well()
    assert "it was broken off" in value(home, number, "test_error")
    assert shelf.asked().count("GET /status") == 1


def test_a_server_that_takes_too_long_is_left(home, shelf):
    """The clock moves on by a quarter of an hour during an answer."""
    number = home.add(shelf)
    file = home.folder / "clock"
    file.write_bytes(struct.pack("<q", now_ms()))
    with open(file, "r+b") as opened, contextlib.closing(
            mmap.mmap(opened.fileno(), 0)) as clock:
        def slow(talk):
            struct.pack_into("<q", clock, 0, int(time.time() * 1000) + 15 * 60_000)
            talk.answer(*talk.good_answer())

        shelf.break_at("/api/items/", slow, times=1)
        shelf.forget_requests()
        done = home.yank(env=environment(
            LD_PRELOAD=str(SHIM), CLOCK_FILE=str(file), ASAN_OPTIONS="verify_asan_link_order=0"))
    assert done.returncode == TEMPFAIL and "too slow: not done after 15 minutes" in done.stderr
    assert home.account(number).failures == 1
    home.due(number)
    home.yank_well()
    assert home.plays() == FIRST


def many_zeroes(count):
    return says(200, '{"mediaProgress": [%s]}' % ",".join("0" * count), JSON)


@pytest.mark.parametrize("fault, words", [
    (many_zeroes(300_000), "shows 300000 rows of progress; the limit is 12000"),
    (many_zeroes(7_000_000), "")], ids=["rows", "values"])
def test_an_answer_that_takes_too_much_fails_alone(home, shelf, other_shelf, fault, words):
    number = home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    shelf.break_at("/api/me", fault)
    done = home.yank()
    assert done.returncode == TEMPFAIL and words in done.stderr, done
    assert home.account(number).failures == 1 and len(home.plays("bob")) == 2


def test_many_unreadable_rows_do_not_keep_the_others(home, shelf):
    me, shelf.items = many(600)
    me["mediaProgress"] += [0] * 5000
    shelf.show(me)
    home.add(shelf)
    told, = home.yank_json()
    assert told["ok"] and told["failed"] == 250 and told["seen"] == 5600
    assert len(home.plays()) == told["tracked"] > 500
    told, = home.yank_json()
    assert told["ok"] and told["requests"] == 1


def test_a_refused_key_does_not_stop_the_worker(home, shelf, other_shelf, worker):
    one, other = home.add(shelf), home.add(other_shelf, user="bob", key=BOBS_KEY)
    shelf.break_at("/api/me", UNAUTHORIZED)
    worker.ask(one)
    wait_for_end(home, one)
    assert home.account(one).stopped
    worker.ask(other)
    wait_for_end(home, other)
    assert len(home.plays("bob")) == 2
    said = worker.end()
    assert "refused this API key" in said and worker.process.returncode == 0
