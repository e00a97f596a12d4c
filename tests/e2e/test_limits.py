# SPDX-License-Identifier: MIT
"""Rate limits, and the answers while ryot-cgi is down."""

import json

import bodies
from server import HOOKS, wait_until

PLAYED = bodies.read("movie-progress.json")


def assert_refused_as_json(answer, status):
    assert answer.status == status
    assert answer.json["outcome"] == "refused"
    assert answer.json["detail"]
    assert int(answer.headers["Retry-After"]) > 0


def test_too_many_requests_are_refused_as_json_for_a_while(limited_server):
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


def test_a_burst_of_600_is_accepted(own_limited_server):
    """Jellyfin marks a series: one post for each episode, and none of them twice."""
    person = own_limited_server.person()
    hook = person.hook()
    connection = own_limited_server.connect()
    mark = json.loads(bodies.read(
        "jellyfin-11-marks-faster-than-the-limit/01-markplayed.json", "field"))
    for number in range(1, 601):
        mark["Item"] |= {"Id": f"{number:032x}", "IndexNumber": number}
        assert hook.post(json.dumps(mark).encode(), on=connection).status == 200
    plays = person.stored_plays()
    assert len(plays) == 600
    assert own_limited_server.value(
        "SELECT count(*) FROM play WHERE state = 'completed'") == 600


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
