# SPDX-License-Identifier: MIT
"""Rate limits, and the answers while ryot-cgi is down."""

import collections
import contextlib
import json
import socket

import bodies
from server import BOUND, HOOKS, wait_until

PLAYED = bodies.read("movie-progress.json")


def assert_refused_as_json(answer, status):
    assert answer.status == status
    assert answer.json["outcome"] == "refused"
    assert answer.json["detail"]
    assert int(answer.headers["Retry-After"]) > 0


def at_once(server, posts):
    """Sends all (path, body) before it reads an answer, each on its own connection as a real
    Jellyfin does; returns the statuses."""
    with contextlib.ExitStack() as stack:
        sockets = []
        for path, body in posts:
            sockets.append(stack.enter_context(
                socket.create_connection(("127.0.0.1", server.port), timeout=BOUND)))
            sockets[-1].sendall(
                f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        return [int(s.recv(65536).split()[1]) for s in sockets]


def test_a_flood_is_refused_as_json_for_a_while(limited_server):
    hook = limited_server.person().hook()
    connection = limited_server.connect()
    path = f"{HOOKS}/jellyfin/nobody"
    for _ in range(20000):
        answer = limited_server.post(path, b"", on=connection)
        if answer.status == 429:
            break
        assert answer.status == 404
    assert_refused_as_json(answer, 429)
    assert hook.deliveries() == []
    wait_until(lambda: hook.post(PLAYED).status == 200, "requests taken again")


def test_a_series_that_is_marked_loses_no_episode(shipped_server):
    """Jellyfin posts once for each episode, all at once, and none of them twice."""
    person = shipped_server.person()
    hook = person.hook()
    mark = json.loads(bodies.read(
        "jellyfin-11-marks-faster-than-the-limit/01-markplayed.json", "field"))
    posts = []
    for number in range(1, 601):
        mark["Item"] |= {"Id": f"{number:032x}", "IndexNumber": number}
        posts.append((hook.path, json.dumps(mark).encode()))
    assert collections.Counter(at_once(shipped_server, posts)) == {200: 600}
    assert len(person.stored_plays()) == 600
    assert shipped_server.value(
        "SELECT count(*) FROM play WHERE state = 'completed'") == 600


def test_120_plays_at_once_lose_no_stop(shipped_server):
    """Each tells its place once a second; all stop in the same second."""
    person = shipped_server.person()
    hook = person.hook()
    for percent in range(10, 18):
        ticks = [(hook.path, json.dumps(bodies.movie(film, percent)).encode())
                 for film in range(1, 121)]
        assert collections.Counter(at_once(shipped_server, ticks)) == {200: 120}
    stops = [(hook.path, json.dumps(bodies.movie(film, 97) | {"Event": "Stop"}).encode())
             for film in range(1, 121)]
    assert collections.Counter(at_once(shipped_server, stops)) == {200: 120}
    assert shipped_server.rows("SELECT state, count(*) FROM play GROUP BY state") == [
        ("completed", 120)]


def test_without_ryot_cgi_every_answer_says_when_to_retry(own_server):
    hook = own_server.person().hook()
    assert hook.post(PLAYED).status == 200
    assert own_server.end_cgi() == 0
    for _ in range(3):
        assert_refused_as_json(hook.post(PLAYED), 503)
    assert own_server.request("GET", "/healthz").status == 503
    own_server.start_cgi()
    own_server.wait_ready()
    assert hook.post(bodies.read("movie-pause.json")).json["reason"] == "progress"
    assert sum(row["count"] for row in hook.deliveries()) == 2
