# SPDX-License-Identifier: MIT
"""A 2xx answer is on disk, whatever happens next."""

import itertools
import json
import os
import resource
import signal
import sqlite3
import threading

import pytest

import bodies
import fastcgi
from server import BOUND, asleep, wait_until

THREADS = 8
PLAYED = bodies.read("movie-progress.json")


class Load:
    """Threads that post films with different ids until a request is refused."""

    def __init__(self, hook):
        self.hook = hook
        self.numbers = itertools.count(1)
        self.kept = {}  # id of the film: id of the delivery
        self.refused = set()  # statuses
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def _work(self):
        connection = self.hook.server.connect()
        while True:
            number = next(self.numbers)
            answer = self.hook.post(bodies.movie(number), on=connection)
            if answer.status != 200:
                self.refused.add(answer.status)
                return
            self.kept[number] = answer.json["delivery"]

    def wait_kept(self, count):
        wait_until(lambda: len(self.kept) >= count, f"{count} answers")

    def join(self):
        for thread in self.threads:
            thread.join(BOUND)
            assert not thread.is_alive()


def stored(hook):
    """{id of the film: id of the delivery} for every delivery that led to a play."""
    rows = hook.server.rows(
        "SELECT w.value, d.id FROM delivery d"
        " JOIN delivery_play dp ON dp.delivery_id = d.id"
        " JOIN play p ON p.id = dp.play_id JOIN item i ON i.id = p.item_id"
        " JOIN work_id w ON w.work_id = i.work_id WHERE d.integration_id = ?", hook.id)
    return {int(value): number for value, number in rows}


def test_sigterm_under_load_answers_every_stored_report(own_server):
    hook = own_server.person().hook()
    load = Load(hook)
    load.wait_kept(50)
    assert own_server.end_cgi(signal.SIGTERM) == 0
    load.join()
    assert load.refused == {503}
    # Every answered delivery is stored, and every stored one was answered.
    assert stored(hook) == load.kept
    own_server.start_cgi()
    own_server.wait_ready()
    assert hook.post(PLAYED).status == 200


def test_sigkill_under_load_loses_no_answered_report(own_server):
    hook = own_server.person().hook()
    for _ in range(3):
        load = Load(hook)
        load.wait_kept(30)
        assert own_server.end_cgi(signal.SIGKILL) == -signal.SIGKILL
        load.join()
        assert load.refused == {503}
        have = stored(hook)
        assert {number: have.get(number) for number in load.kept} == load.kept
        # The stale socket is no obstacle.
        own_server.start_cgi()
        own_server.wait_ready()
        hook = own_server.person().hook()
    assert hook.post(PLAYED).status == 200


def test_everything_sent_before_sigterm_is_answered(own_server):
    """More connections than one round takes, each with a pending request."""
    hook = own_server.person().hook("kodi")
    with fastcgi.connections(own_server.socket, 300) as lines:
        def send_all(percent):
            for number, line in enumerate(lines, 1):
                body = json.dumps(bodies.kodi(number, percent)).encode()
                line.send(fastcgi.begin() + fastcgi.hook_params(hook.path, len(body))
                          + fastcgi.stdin(body))

        send_all(10)
        assert {line.answer()[0] for line in lines} == {200}
        with asleep(own_server.cgi):
            send_all(20)
            own_server.cgi.send_signal(signal.SIGTERM)
        assert {line.answer()[0] for line in lines} == {200}
    assert own_server.cgi.wait(60) == 0, own_server.logs()
    own_server.start_cgi()
    own_server.wait_ready()
    assert [play["percent"] for play in hook.person.plays()] == [20] * 300


def test_locked_database_is_a_503_until_it_is_released(own_server):
    hook = own_server.person().hook()
    lock = sqlite3.connect(own_server.database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    answer = hook.post(PLAYED)
    assert (answer.status, answer.json["outcome"]) == (503, "refused")
    assert int(answer.headers["Retry-After"]) > 0
    lock.execute("ROLLBACK")
    lock.close()
    assert hook.deliveries() == []
    answer = hook.post(PLAYED)
    assert (answer.status, answer.json["reason"]) == (200, "started")


def test_the_server_waits_for_a_short_lock(own_server):
    hook = own_server.person().hook()
    open_files = len(os.listdir(f"/proc/{own_server.cgi.pid}/fd"))
    lock = sqlite3.connect(own_server.database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with fastcgi.Connection(own_server.socket) as line:
        line.send(fastcgi.begin() + fastcgi.hook_params(hook.path, len(PLAYED))
                  + fastcgi.stdin(PLAYED))
        wait_until(lambda: len(os.listdir(f"/proc/{own_server.cgi.pid}/fd")) > open_files,
                   "the connection to be taken")
        lock.execute("ROLLBACK")
        assert line.answer()[0] == 200
    lock.close()


def set_file_limit(server, size):
    """Writes beyond that size fail as on a full disk; None: no limit."""
    if size is None:
        size = resource.RLIM_INFINITY
    resource.prlimit(server.cgi.pid, resource.RLIMIT_FSIZE,
                     (size, resource.RLIM_INFINITY))


def test_full_disk_is_a_503_until_there_is_room(own_server):
    hook = own_server.person().hook()
    set_file_limit(own_server, 1 << 20)
    kept, answer = {}, None
    for number in range(1, 1000):
        answer = hook.post(bodies.movie(number))
        if answer.status != 200:
            break
        kept[number] = answer.json["delivery"]
    assert (answer.status, answer.json["outcome"]) == (503, "refused")
    assert int(answer.headers["Retry-After"]) > 0
    assert kept and stored(hook) == kept
    for _ in range(3):
        assert hook.post(PLAYED).status == 503
    assert stored(hook) == kept

    set_file_limit(own_server, None)
    answer = hook.post(PLAYED)
    assert (answer.status, answer.json["reason"]) == (200, "started")
    assert own_server.rows("PRAGMA integrity_check") == [("ok",)]


def test_full_disk_during_a_checkpoint_loses_nothing(own_server):
    """The log is in the file's folder; here only the file itself cannot grow."""
    hook = own_server.person().hook()
    size = own_server.database.stat().st_size
    load = [hook.post(bodies.movie(number)).json["delivery"] for number in range(1, 20)]
    set_file_limit(own_server, size)
    assert own_server.end_cgi() == 0, own_server.logs()
    assert sorted(stored(hook).values()) == load
    own_server.start_cgi()
    own_server.wait_ready()
    assert hook.post(PLAYED).status == 200


def test_open_connections_do_not_delay_shutdown(own_server):
    hook = own_server.person().hook()
    with fastcgi.connections(own_server.socket, 40):
        assert hook.post(PLAYED).status == 200
        assert own_server.end_cgi() == 0, own_server.logs()
    own_server.start_cgi()
    own_server.wait_ready()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_idle_it_stops_at_once_and_leaves_one_file(own_server, how):
    hook = own_server.person().hook()
    assert hook.post(PLAYED).status == 200
    assert own_server.end_cgi(how) == 0
    assert sorted(file.name for file in own_server.folder.glob("ryot.db*")) == ["ryot.db"]
    own_server.start_cgi()
    own_server.wait_ready()
