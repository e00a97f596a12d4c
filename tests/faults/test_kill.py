# SPDX-License-Identifier: MIT
"""Programs that are killed under load: every report answered 2xx is in the database."""

import http.client
import random
import signal
import socket
import threading
from pathlib import Path

import pytest

import bodies
import fastcgi
import leftovers
from background import Background
from server import BOUND, asleep, wait_until
from spoil import SpoiltServer
from test_disk import assert_kept
from test_durability import stored

THREADS = 8


class Load(Background):
    """Keeps posting films with different ids, whatever happens, until the end of its block."""

    def __init__(self, hook):
        self.hook, self.kept, self.others = hook, {}, {}
        self.lock, self.next = threading.Lock(), 0
        super().__init__(*[self._post] * THREADS)

    def _post(self, over):
        while not over.is_set():
            with self.lock:
                self.next += 1
                number = self.next
            try:
                answer = self.hook.post(bodies.movie(number))
            except (OSError, http.client.HTTPException) as error:
                self._count(type(error).__name__)
                continue
            if answer.status == 200:
                self.kept[number] = answer.json["delivery"]
            else:
                self._count(answer.status)

    def _count(self, what):
        with self.lock:
            self.others[what] = self.others.get(what, 0) + 1

    def wait_more(self, count):
        enough = len(self.kept) + count
        wait_until(lambda: len(self.kept) >= enough, f"{count} more answers")


def test_sigkill_under_load(spoilt, long):
    hook = spoilt.person().hook()
    chance = random.Random(20261018)
    with Load(hook) as load:
        for _ in range(50 if long else 5):
            load.wait_more(chance.randrange(5, 40))
            assert spoilt.end_cgi(signal.SIGKILL) == -signal.SIGKILL
            spoilt.again()
    assert_kept(spoilt, hook, load.kept)
    assert set(load.others) <= {503}


@pytest.fixture
def held():
    """A server whose socket the test holds, as systemd does."""
    listener = socket.socket(socket.AF_UNIX)
    server = SpoiltServer(held=listener)
    listener.bind(str(server.socket))
    listener.listen(511)
    try:
        server.start()
    except BaseException:
        server.clean_up()
        raise
    yield server
    server.socket.unlink()
    listener.close()
    server.stop()


def test_restarts_with_the_socket_held_refuse_nobody(held, long):
    hook = held.person().hook()
    with Load(hook) as load:
        for _ in range(20 if long else 4):
            load.wait_more(30)
            assert held.end_cgi(signal.SIGTERM) == 0, held.logs()
            held.start_cgi()
        load.wait_more(30)
    assert_kept(held, hook, load.kept)
    assert "Connection refused" not in held.error_log.read_text()
    # Even if nginx was writing on a kept connection when it was closed.
    assert load.others == {}
    assert stored(hook) == load.kept


def children(pid):
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return found


def test_nginx_killed_under_load(spoilt):
    hook = spoilt.person().hook()
    with Load(hook) as load:
        for _ in range(2):
            load.wait_more(20)
            workers = children(spoilt.nginx.pid)
            assert workers
            leftovers.end([spoilt.nginx.pid, *workers])
            spoilt.nginx.wait(BOUND)
            spoilt.start_nginx()
            spoilt.wait_ready()
    assert_kept(spoilt, hook, load.kept)
    assert spoilt.cgi.poll() is None


# --- misbehaving clients on the service's socket ---

def request(hook, number):
    body = bodies.json.dumps(bodies.movie(number)).encode()
    return (fastcgi.begin() + fastcgi.hook_params(hook.path, len(body))
            + fastcgi.stdin(body))


@pytest.mark.parametrize("cut", [4, 8, 30, -100, -4])
def test_half_a_record_followed_by_silence(spoilt, cut):
    """The server drops it with its connection; other clients are unaffected."""
    hook = spoilt.person().hook()
    with fastcgi.connections(spoilt.socket, 3) as (silent, before, after):
        before.send(request(hook, 1))
        assert before.answer()[0] == 200
        silent.send(request(hook, 2)[:cut])
        after.send(request(hook, 3))
        before.send(request(hook, 4))
        assert after.answer()[0] == before.answer()[0] == 200
        after.send(request(hook, 5))
        assert after.answer()[0] == 200
        # A complete body counts even without the end record behind it.
        said = silent.socket.recv(65536)
        assert said == b"" or b"Status: 400" in said or b"Status: 200" in said
        is_kept = b"Status: 200" in said
    assert set(stored(hook)) == {1, 3, 4, 5} | ({2} if is_kept else set())


def test_a_client_that_leaves_before_its_answer_does_no_harm(spoilt):
    hook = spoilt.person().hook()
    with asleep(spoilt.cgi):
        for number in range(1, 6):
            with fastcgi.Connection(spoilt.socket) as line:
                line.send(request(hook, number))
    wait_until(lambda: len(stored(hook)) == 5, "all five to be stored")
    assert hook.post(bodies.movie(6)).status == 200
