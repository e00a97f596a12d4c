# SPDX-License-Identifier: MIT
"""Rate limits, and the answers while ryot-cgi is down."""

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


def test_a_burst_of_200_is_accepted(own_limited_server):
    hook = own_limited_server.person().hook()
    connection = own_limited_server.connect()
    answers = [hook.post(PLAYED, on=connection) for _ in range(200)]
    assert {answer.status for answer in answers} == {200}


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
