# SPDX-License-Identifier: MIT
"""Programs that speak Trakt's API, at /trakt/."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

import bodies
from api import Api
from server import ROOT

MOVIE = {"title": "The Matrix", "year": 1999,
         "ids": {"trakt": 481, "slug": "the-matrix-1999", "imdb": "tt0133093", "tmdb": 603}}
SHOW = {"title": "Breaking Bad", "year": 2008, "ids": {"trakt": 1388, "tvdb": 81189, "tmdb": 1396}}
CASES = [(name, expect) for name, expect in sorted(bodies.expected("trakt-client").items())
         if not name.startswith("watched")]


@pytest.fixture
def client(server):
    return Api(server.person())


def post(client, path, body):
    return client.at("POST", f"/trakt/{path}", body)


def address(name):
    """The address and the body of a fixture."""
    (action, body), = json.loads(bodies.read(name, "trakt-client")).items()
    return ("sync/history" if action == "history" else f"scrobble/{action}"), body


def deliveries(client):
    return client.server.ctl("delivery", "list", "--user", client.person.name)["deliveries"]


@pytest.mark.parametrize("name, expect", CASES, ids=[name for name, _ in CASES])
def test_a_report_has_the_expected_outcome_and_a_repeat_has_none(client, name, expect):
    path, body = address(name)
    first = post(client, path, body)
    plays = client.person.plays()
    if expect["action"] == "progress":
        assert first.status == 201
        play, = plays
        assert (play["state"], play["ids"]) == (expect["state"], expect["ids"])
        if path != "sync/history":
            assert (first.json["action"] == "scrobble") == (expect["state"] == "completed")
    else:
        assert plays == []
        unmatched = expect["reason"] in bodies.OUTCOME
        assert first.status == (404 if unmatched and path != "sync/history" else 201)
    kept, = deliveries(client)
    assert kept["event"] == expect["event"]
    second = post(client, path, body)
    assert second.status in (201, 404, 409)
    assert client.person.plays() == plays


def test_the_answers_have_the_shape_of_that_api(client):
    started = post(client, "scrobble/start", {"movie": MOVIE, "progress": 10})
    movie = {"title": "The Matrix", "year": 1999, "ids": {"tmdb": 603, "imdb": "tt0133093"}}
    assert (started.status, started.json) == (
        201, {"id": 0, "action": "start", "progress": 10, "movie": movie})
    # That service's own limit, 80 %, is not ours.
    assert post(client, "scrobble/stop", {"movie": MOVIE, "progress": 85}).json == {
        "id": 0, "action": "pause", "progress": 85, "movie": movie}
    done = post(client, "scrobble/stop", {"movie": MOVIE, "progress": 95.5}).json
    play, = client.person.plays()
    assert done == {"id": play["id"], "action": "scrobble", "progress": 95.5, "movie": movie}
    again = post(client, "scrobble/stop", {"movie": MOVIE, "progress": 95.5})
    assert again.status == 409 and set(again.json) == {"watched_at", "expires_at"}
    assert again.json["watched_at"] < again.json["expires_at"]
    episode = {"season": 1, "number": 2, "title": "Cat's in the Bag...", "ids": {"tmdb": 62086}}
    shown = post(client, "scrobble/pause", {"show": SHOW, "episode": episode, "progress": 40}).json
    assert shown["action"] == "pause"
    assert shown["show"]["ids"] == {"tmdb": 1396, "tvdb": 81189}
    assert (shown["episode"]["season"], shown["episode"]["number"]) == (1, 2)


def test_a_limit_of_the_integration_decides(client):
    client.person.hook("trakt-client", "--complete", "80")
    assert post(client, "scrobble/stop", {"movie": MOVIE, "progress": 81}).json[
        "action"] == "scrobble"


HISTORY = {
    "movies": [{**MOVIE, "watched_at": "2020-01-31T20:15:00.000Z"},
               {"title": "Nothing", "year": 2000, "ids": {"slug": "nothing"}}],
    "shows": [{**SHOW, "seasons": [
        {"number": 1, "episodes": [{"number": 1, "watched_at": "2020-02-01T20:15:00Z"},
                                   {"number": 2, "watched_at": "released"}]},
        {"number": 2}]}, {"ids": {"tmdb": 1399}}],
    "episodes": [{"ids": {"tmdb": 62085}, "watched_at": "2020-02-01T20:15:00Z"}]}


def test_a_history_is_one_delivery_for_each_item(client):
    answer = post(client, "sync/history", HISTORY)
    assert answer.status == 201
    assert answer.json["added"] == {"movies": 1, "episodes": 2}
    assert [work["title"] for work in answer.json["not_found"]["movies"]] == ["Nothing"]
    assert len(answer.json["not_found"]["shows"]) == 3
    plays = client.person.plays()
    assert {(p["kind"], p["season"], p["episode"], p["state"]) for p in plays} == {
        ("movie", None, None, "completed"), ("show", 1, 1, "completed"),
        ("show", 1, 2, "completed")}
    rows = deliveries(client)
    assert len(rows) == 7
    for row in rows:
        again = client.server.ctl("delivery", "replay", row["id"])
        assert client.person.plays() == plays, again
    # The same again makes no second viewing.
    assert post(client, "sync/history", HISTORY).json["added"] == {"movies": 0, "episodes": 0}
    assert client.person.plays() == plays
    assert post(client, "sync/history", {}).json["added"] == {"movies": 0, "episodes": 0}


WRONG = [
    ("scrobble/stop", {"movie": MOVIE, "progress": 101}, "stop.progress"),
    ("scrobble/stop", {"movie": MOVIE, "progress": -1}, "stop.progress"),
    ("scrobble/stop", {"movie": MOVIE, "progress": 1e300}, "stop.progress"),
    ("scrobble/stop", {"movie": MOVIE, "progress": "50"}, "stop.progress"),
    ("scrobble/pause", {"movie": MOVIE}, "pause.progress"),
    ("scrobble/start", {"progress": 5}, "start.movie"),
    ("scrobble/start", {"movie": [], "progress": 5}, "start.movie"),
    ("scrobble/start", {"show": SHOW, "progress": 5}, "start.movie"),
    ("scrobble/start", {"show": SHOW, "episode": {"season": -1, "number": 1}, "progress": 5},
     "start.episode.season"),
    ("scrobble/start", {"show": SHOW, "episode": {"season": 1, "number": 2 ** 40}, "progress": 5},
     "start.episode.number"),
    ("scrobble/start", {"stop": {"movie": MOVIE, "progress": 99}}, "start.movie"),
    ("scrobble/start", [], "start"), ("scrobble/start", "x", "start"),
    ("sync/history", {"movies": {}}, "history.movies"),
    ("sync/history", {"movies": [{**MOVIE, "watched_at": "yesterday"}]},
     "history.movies[0].watched_at"),
    ("sync/history", {"movies": [MOVIE] * 51}, "history.movies[50].watched_at"),
    ("sync/history", {"shows": [{**SHOW, "seasons": [{"number": "1"}]}]},
     "history.shows[0].seasons[0].number"),
    ("sync/history", [], "history"),
]


@pytest.mark.parametrize("path, body, field", WRONG,
                         ids=[f"{path}-{json.dumps(body)[:50]}" for path, body, _ in WRONG])
def test_a_wrong_value_is_named_and_nothing_is_half_done(client, path, body, field):
    answer = post(client, path, body)
    assert (answer.status, answer.json["reason"]) == (400, "wrong-shape"), answer
    assert answer.json["field"] == field
    assert client.person.plays() == [] and len(deliveries(client)) == 1


@pytest.mark.parametrize("raw", [b"", b"{", b'{"movie":{},"progress":5}}', b'{},"stop":{}',
                                 b'{"progress":5},"history":{"movies":[]}', b"movie=1", b"\xff"])
def test_what_is_no_json_is_refused(client, raw):
    answer = post(client, "scrobble/start", raw)
    assert (answer.status, answer.json["reason"]) == (400, "not-json" if raw else "no-body")
    assert client.person.plays() == []


def test_a_body_of_another_sender_is_told_by_its_looks(client):
    answer = post(client, "scrobble/stop", bodies.read("movie-playback-pause.json", "emby"))
    assert answer.status == 400 and answer.json["field"] == "stop.movie"


def test_without_a_token_it_is_401(client):
    for headers in ({}, {"trakt-api-key": client.token}, {"Authorization": client.token}):
        answer = client.server.post("/trakt/scrobble/start", json.dumps(
            {"movie": MOVIE, "progress": 5}), headers)
        assert (answer.status, answer.json["reason"]) == (401, "auth")
    for path in ("scrobble/seek", "scrobble", "sync/collection", "", "users/me"):
        answer = post(client, path, {})
        assert (answer.status, answer.json["reason"]) == (404, "not-found")
    assert client.at("GET", "/trakt/scrobble/start").status == 405
    assert deliveries(client) == []


def test_many_at_once_are_one_play(client):
    body = {"movie": MOVIE, "progress": 99}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(client, "scrobble/stop", body), range(24)))
    assert sorted(a.status for a in answers) == [201] + [409] * 23
    assert len(client.person.plays()) == 1


def test_the_page_lists_the_addresses():
    page = (ROOT / "docs/programs.md").read_text()
    for address in ("/scrobble/start", "/scrobble/pause", "/scrobble/stop", "/sync/history"):
        assert f"`{address}`" in page
