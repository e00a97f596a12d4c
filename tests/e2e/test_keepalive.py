# SPDX-License-Identifier: MIT
"""Connections stay open, for nginx and for any other FastCGI client."""

import json
import os

import pytest

import bodies
import fastcgi
from server import wait_until

PLAYED = bodies.read("movie-progress.json")
PAUSED = bodies.read("movie-pause.json")


@pytest.fixture
def line(server):
    with fastcgi.Connection(server.socket) as connection:
        yield connection


def hook_request(hook, body, keep=True, length=None):
    return (fastcgi.begin(keep)
            + fastcgi.hook_params(hook.path, len(body) if length is None else length)
            + fastcgi.stdin(body))


def reason(answer):
    return answer[0], json.loads(answer[1])["reason"]


def test_healthz(server):
    answer = server.request("GET", "/healthz")
    assert (answer.status, answer.json) == (200, {"status": "ok"})
    head = server.request("HEAD", "/healthz")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] in (None, str(len(answer.body)))
    other = server.post("/healthz", b"x")
    assert (other.status, other.headers["Allow"]) == (405, "GET, HEAD")


def test_security_headers(server, hook):
    for answer in (hook.post(PLAYED), hook.post(b""), server.post(hook.path + "x", b""),
                   hook.post(b" " * (3 << 20))):
        for name, value in (("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
                            ("Referrer-Policy", "no-referrer")):
            assert answer.headers.get_all(name) == [value]
        assert "nginx/" not in answer.headers["Server"]
        assert answer.headers["Cache-Control"] == "no-store" or answer.status == 413


def test_many_requests_over_one_http_connection(server, hook):
    connection = server.connect()
    for percent in range(3, 40):
        answer = hook.post(bodies.movie(5, percent), on=connection)
        assert answer.status == 200, answer
    assert hook.person.plays()[0]["percent"] == 39


def test_nginx_keeps_its_connection_to_ryot_cgi(server, hook):
    folder = f"/proc/{server.cgi.pid}/fd"

    def sockets():
        names = []
        for name in os.listdir(folder):
            try:
                names.append(os.readlink(f"{folder}/{name}"))
            except FileNotFoundError:
                continue
        return {name for name in names if name.startswith("socket:")}

    hook.post(PLAYED)
    before = sockets()
    for percent in range(3, 53):
        hook.post(bodies.movie(6, percent))
    # One listens; the others are connections that nginx keeps, not 50 new ones.
    assert before & sockets() == before and len(before) > 1
    assert len(sockets()) < len(before) + 5


def test_two_requests_over_one_fastcgi_connection(server, hook, line):
    for body, expected in ((PLAYED, "started"), (PAUSED, "progress"), (b"", "no-body")):
        line.send(hook_request(hook, body))
        status, answer = line.answer()
        assert json.loads(answer)["reason"] == expected
        assert status == (400 if not body else 200)


def test_without_keep_the_connection_is_closed_after_the_answer(hook, line):
    line.send(hook_request(hook, PLAYED, keep=False))
    assert reason(line.answer()) == (200, "started")
    assert line.is_closed()


def test_body_in_many_records_is_read_completely(hook, line):
    line.send(fastcgi.begin() + fastcgi.hook_params(hook.path, len(PLAYED))
              + fastcgi.stdin(PLAYED, 7))
    assert reason(line.answer()) == (200, "started")
    line.send(hook_request(hook, PAUSED))
    assert reason(line.answer()) == (200, "progress")


def test_body_longer_than_declared_is_not_taken_for_the_next_request(hook, line):
    line.send(hook_request(hook, PLAYED + b"x" * 100_000, length=len(PLAYED)))
    assert reason(line.answer()) == (200, "started")
    assert line.is_closed()
    assert hook.post(PAUSED).json["reason"] == "progress"


def test_body_shorter_than_declared_is_refused(hook, line):
    line.send(hook_request(hook, PLAYED[:-100], length=len(PLAYED)))
    assert reason(line.answer()) == (400, "not-json")
    line.send(hook_request(hook, PAUSED))
    assert reason(line.answer()) == (200, "started")


@pytest.mark.parametrize("length", ["", "-1", "abc", "1e3", "99999999999999999999", "+5", "0x10"])
def test_senseless_length_is_refused(server, hook, line, length):
    line.send(hook_request(hook, PLAYED, length=length))
    status, answer = line.answer()
    assert 400 <= status < 500
    assert json.loads(answer)["outcome"] == "refused"
    assert hook.person.plays() == []


def test_body_over_the_cap_is_refused_even_without_nginx(hook, line):
    line.send(hook_request(hook, b" " * ((2 << 20) + 1)))
    assert reason(line.answer()) == (413, "too-large")
    # The connection stays open: nginx would send the next request into a closing one.
    line.send(hook_request(hook, PLAYED))
    assert reason(line.answer()) == (200, "started")


def test_silent_connections_delay_nobody(server, hook):
    with fastcgi.connections(server.socket, 50):
        assert hook.post(PLAYED).json["reason"] == "started"


def begun(path):
    """Requests that are not complete, with a record that has room for 65535 more bytes."""
    head = fastcgi.hook_params(path, 1 << 20)
    return {
        "parameters": fastcgi.begin() + fastcgi.record(fastcgi.PARAMS, b"\0" * 65535)[:9],
        "body": fastcgi.begin() + head + fastcgi.record(fastcgi.STDIN, b" " * 65535)[:9],
        "too large a body": fastcgi.begin() + fastcgi.hook_params(path, 1 << 30)
                            + fastcgi.record(fastcgi.STDIN, b" " * 65535)[:9],
        "another request's": fastcgi.begin() + fastcgi.record(9, b"\0" * 65535, 0)[:9]}


@pytest.mark.parametrize("what", begun(""))
def test_a_request_that_drips_is_given_up(server, hook, line, what):
    """Each byte comes in time, and their end never."""
    line.send(begun(hook.path)[what])

    def is_given_up():
        try:
            line.send(b"\0")
        except (BrokenPipeError, ConnectionResetError):
            return True
        return False

    wait_until(is_given_up, "the end of the connection")
    assert hook.post(PLAYED).json["reason"] == "started"


def test_an_answer_that_is_read_in_drips_is_given_up(web, alice):
    size = 1_900_000
    alice.hook().post(bodies.jellyfin("movie-no-ids.json", **{"Item.Overview": "x" * size}))
    number = web.value("SELECT max(id) FROM delivery")
    cookies = "; ".join(f"{name}={value}" for name, value in alice.cookies.items())
    got = bytearray()
    with fastcgi.Connection(web.folder / "web.sock") as line:
        line.send(fastcgi.begin() + fastcgi.params(
            REQUEST_METHOD="GET", REQUEST_URI=f"/settings/deliveries/{number}/body",
            HTTP_COOKIE=cookies, REMOTE_ADDR="127.0.0.1") + fastcgi.stdin(b""))

        def is_given_up():
            got.extend(line.socket.recv(2048))
            try:
                line.send(b"\0")  # unread by who writes; fails once that has ended
            except (BrokenPipeError, ConnectionResetError):
                return True
            return False

        wait_until(is_given_up, "the end of the connection")
        while more := line.socket.recv(65536):
            got += more
    assert b"Status: 200" in got and len(got) < size


def test_connection_closed_before_its_answer_leaves_no_trace(server, hook):
    for number in range(20):
        with fastcgi.Connection(server.socket) as line:
            line.send(hook_request(hook, json.dumps(bodies.movie(number + 1)).encode()))
    wait_until(lambda: len(hook.deliveries()) == 20, "all 20 deliveries")
    assert hook.post(PLAYED).json["reason"] == "started"


@pytest.mark.parametrize("raw", [b"GET / HTTP/1.1\r\n\r\n", b"\0" * 64, b"\xff" * 64],
                         ids=["http", "zeros", "ones"])
def test_connection_that_does_not_speak_fastcgi_is_closed(server, hook, raw):
    with fastcgi.Connection(server.socket) as line:
        line.send(raw)
        line.socket.shutdown(1)
        line.is_closed()
    assert hook.post(PLAYED).json["reason"] == "started"
