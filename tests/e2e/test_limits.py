# SPDX-License-Identifier: MIT
"""Rate limits, and the answers while ryot-cgi is down."""

import collections
import contextlib
import json
import socket

import pytest

import bodies
from api import Api
from clocked import START_MS, ClockedServer
from conftest import run
from person import newcomer
from server import BOUND, HOOKS, Server, wait_until

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


@pytest.fixture
def strict_server():
    """Takes four webhooks at once, then one in a minute; its clock is set by the test."""
    server = ClockedServer([
        ("ryot-http.conf", r"(zone=ryot_hooks:\w+) rate=\d+r/s", r"\1 rate=1r/m", 1),
        ("ryot-locations.conf", r"zone=ryot_hooks burst=\d+ delay=\d+",
         "zone=ryot_hooks burst=3 delay=3", 2)])
    yield from run(server)


def test_the_integration_says_how_many_were_refused_and_when(strict_server):
    server = strict_server
    server.set_clock(START_MS)
    server.start_web()
    person = newcomer(server)
    hook, token = person.hook(), server.ctl("token", "new", "--user", person.name)["token"]
    other = person.hook("kodi")
    stored = "SELECT integration_id, count, since_ms, last_ms FROM refusal ORDER BY 1"

    def after(ms, *posts):
        """What is stored when these were refused then, and the next probe was answered."""
        server.set_clock(START_MS + ms)
        for path, headers in posts:
            answer = server.post(path, PLAYED, headers)
            assert_refused_as_json(answer, 429)
            assert answer.json["reason"] == "too-many"
        assert server.request("GET", "/healthz").status == 200
        assert server.request("GET", "/healthz").status == 200
        return server.rows(stored)

    for film in range(1, 5):
        assert hook.post(bodies.movie(film)).status == 200
    assert "refused, between" not in person.get(f"/settings/integrations/{hook.id}").text
    # The first at once, and then once a minute, whatever comes.
    first = (hook.id, 1, START_MS + 1, START_MS + 1)
    assert after(1, (hook.path, {})) == [first]
    with_token = (f"{HOOKS}/kodi", {"Authorization": f"Bearer {token}"})
    assert after(2, (hook.path, {}), (f"{HOOKS}/kodi/{token}", {}), with_token) == [first]
    # Addresses that lead nowhere are nobody's.
    assert after(3, (f"{HOOKS}/jellyfin/nobody", {}), (f"{HOOKS}/kodi/{hook.slug}", {}),
                 (f"{HOOKS}/kodi", {}), (f"{HOOKS}/kodi/a/b/c", {})) == [first]
    second = (hook.id, 2, START_MS + 1, START_MS + 2)
    both = [second, (other.id, 2, START_MS + 2, START_MS + 2)]
    assert after(60_001) == both
    # A day without one ends the run; what was counted last is not lost at the end.
    again = START_MS + 86_400_003
    assert after(86_400_003, (hook.path, {})) == [(hook.id, 1, again, again), both[1]]
    assert after(86_400_004, (hook.path, {})) == [(hook.id, 1, again, again), both[1]]
    assert server.end_cgi() == 0
    assert server.rows(stored)[0] == (hook.id, 2, again, again + 1)
    assert_refused_as_json(hook.post(PLAYED), 429)  # also without ryot-cgi
    server.start_cgi()
    assert "2 reports were refused, between" in person.get(
        f"/settings/integrations/{hook.id}").text
    said = server.ctl("integration", "show", hook.id)["received"]
    assert (said["too_many"], said["refused"]) == (2, 0)
    assert len(hook.deliveries()) == 4


FEW = r"\1 rate=1r/m"


@pytest.fixture
def few_pages_server():
    """Four requests of each session or token at once, then one in a minute."""
    yield from run(Server([
        ("ryot-http.conf", r"(zone=ryot_visitors:\w+) rate=\d+r/s", FEW, 1),
        ("ryot-locations.conf", r"zone=ryot_visitors burst=\d+ delay=\d+",
         "zone=ryot_visitors burst=3 delay=3", 3)]), pages=True)


def test_a_session_that_asks_too_fast_leaves_the_others_at_its_address_alone(few_pages_server):
    alice, bob = newcomer(few_pages_server), newcomer(few_pages_server)
    statuses = [alice.request("GET", "/now").status for _ in range(5)]
    assert statuses[0] == 200 and statuses[-1] == 429
    refused = alice.request("GET", "/now")
    assert refused.headers.get_content_type() == "text/html" and refused.headers["Retry-After"]
    assert bob.request("GET", "/now").status == 200
    api, other = Api(alice), Api(bob)
    answers = [api.raw("GET", "/me") for _ in range(5)]
    assert answers[0].status == 200
    assert_refused_as_json(answers[-1], 429)
    assert other.raw("GET", "/me").status == 200


@pytest.fixture
def few_strangers_server():
    """The same of each address."""
    yield from run(Server([
        ("ryot-http.conf", r"(zone=ryot_pages:\w+) rate=\d+r/s", FEW, 1),
        ("ryot-locations.conf", r"zone=ryot_pages burst=\d+ delay=\d+",
         "zone=ryot_pages burst=8 delay=8", 6)]), pages=True)


def test_invented_sessions_are_limited_by_their_address(few_strangers_server):
    statuses = [few_strangers_server.request(
        "GET", path, headers={"Cookie": f"ryot_session=00000000-0000-0000-0000-{number:012}"})
        .status for number, path in enumerate(["/login", "/now", "/api/v1/me", "/readyz"] * 3)]
    assert statuses[-4:] == [429] * 4
    assert few_strangers_server.request("GET", "/healthz").status == 200


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
