# SPDX-License-Identifier: MIT
"""POST /api/v1/scrobble: the reports of a person's own programs."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

import bodies
from api import DOC, Api, check_answer, validator
from server import ENV, ROOT

FILM = {"kind": "movie", "ids": {"tmdb": 603}, "percent": 34.5}
SCHEMA = json.loads((ROOT / "docs/scrobble.schema.json").read_text())
CASES = sorted(bodies.expected("own-program").items())


@pytest.fixture
def program(bob):
    return Api(bob)


def post(program, body=None, key=None, query="", kind="application/json"):
    body = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {program.token}"}
    headers |= {"Content-Type": kind} if kind else {}
    headers |= {"Idempotency-Key": key} if key is not None else {}
    answer = program.server.request("POST", f"/api/v1/scrobble{query}", body, headers)
    check_answer("POST", "/scrobble", answer)
    return answer


def deliveries(program):
    return program.get("/deliveries")["items"]


def stored(server):
    """Everything that a report could change."""
    return [server.rows(f"SELECT * FROM {table}") for table in (
        "integration", "delivery", "work", "work_id", "item", "play", "sitting", "answer")]


# --- the description ---

def test_the_schema_is_the_one_of_the_api():
    assert {k: v for k, v in SCHEMA.items() if k not in ("$schema", "title")} == (
        DOC["components"]["schemas"]["Report"])


@pytest.mark.parametrize("name, expect", CASES, ids=[name for name, _ in CASES])
def test_a_report_has_the_expected_outcome_and_a_repeat_has_none(program, name, expect):
    body = bodies.read(name, "own-program")
    assert validator(SCHEMA).is_valid(json.loads(body))
    dry = post(program, body, query="?dry_run=1").json
    assert program.person.plays() == [] and deliveries(program) == []
    first = post(program, body).json
    assert {**dry, "delivery": first["delivery"],
            "plays": [{**play, "play": was["play"]}
                      for play, was in zip(dry["plays"], first["plays"])]} == first
    want = bodies.OUTCOME.get(expect.get("reason"), "ignored")
    if expect["action"] == "progress":
        want = "tracked"
        assert {play["state"] for play in first["plays"]} == {expect["state"]}
        assert {play["percent"] for play in first["plays"]} == {expect["progress"]}
        assert {json.dumps(play["ids"]) for play in first["plays"]} == {json.dumps(expect["ids"])}
    assert first["outcome"] == want
    plays = program.person.plays()
    assert sorted(play["id"] for play in plays) == sorted(p["play"] for p in first["plays"])
    assert post(program, body).json["outcome"] != "tracked"
    assert program.person.plays() == plays


# --- what is refused ---

WRONG = [
    ({"percent": 101}, "percent"), ({"percent": -1}, "percent"), ({"percent": 1e300}, "percent"),
    ({"percent": "34"}, "percent"), ({"percent": None}, "percent"),
    ({"percent": None, "position_ms": 5}, "duration_ms"),
    ({"position_ms": -1, "duration_ms": 5}, "position_ms"),
    ({"position_ms": 1, "duration_ms": 0}, "duration_ms"),
    ({"position_ms": 1, "duration_ms": 2 ** 64}, "duration_ms"),
    ({"position_ms": 1.5, "duration_ms": 5}, "position_ms"),
    ({"kind": "film"}, "kind"), ({"kind": "none"}, "kind"), ({"kind": None}, "kind"),
    ({"ids": None}, "ids"), ({"ids": []}, "ids"), ({"ids": {"tmdb": "abc"}}, "ids.tmdb"),
    ({"ids": {"tmdb": "tt0133093"}}, "ids.tmdb"), ({"ids": {"tmdb": -1}}, "ids.tmdb"),
    ({"ids": {"tmdb": 10 ** 30}}, "ids.tmdb"), ({"ids": {"imdb": "nm0000206"}}, "ids.imdb"),
    ({"ids": {"isbn": "9780441172719"}}, "ids.isbn"), ({"ids": {"Tmdb": 603}}, "ids.Tmdb"),
    ({"ids": {"local": "x"}}, "ids.local"), ({"ids": {"tmdb": {}}}, "ids.tmdb"),
    ({"season": 1}, "season"), ({"part": "x"}, "part"), ({"part_title": "x"}, "part_title"),
    ({"kind": "show", "season": -1, "episode": 1}, "season"),
    ({"kind": "show", "season": 1, "episode": 5, "episode_end": 4}, "episode_end"),
    ({"kind": "show", "season": 1, "episode": 5, "episode_end": 55}, "episode_end"),
    ({"kind": "show", "season": 1, "episode_end": 1000000}, "episode_end"),
    ({"event": "seek"}, "event"), ({"at": "yesterday"}, "at"), ({"at": 1}, "at"),
    ({"sent_at": "2026-13-01T00:00:00Z"}, "sent_at"), ({"event_id": "x" * 101}, "event_id"),
    ({"session": ""}, "session"), ({"title": "x" * 501}, "title"), ({"year": 0}, "year"),
    ({"colour": "red"}, "colour"), ({"Percent": 5}, "Percent"),
    ({"": 5}, "?"),
]


@pytest.mark.parametrize("change, field", WRONG, ids=[json.dumps(c)[:60] for c, _ in WRONG])
def test_a_wrong_value_is_named_and_the_report_kept(program, change, field):
    body = {k: v for k, v in {**FILM, **change}.items() if v is not None}
    answer = post(program, body)
    assert (answer.status, answer.json["reason"]) == (400, "wrong-shape")
    assert answer.json["field"] == field and answer.json["expected"]
    assert program.get("/deliveries/{id}", answer.json["delivery"])["body"] == json.dumps(body)
    assert program.person.plays() == []


def test_a_body_of_another_sender_is_told_by_its_looks(program):
    for name, folder, title in (("movie-playback-pause.json", "emby", "Emby"),
                                ("movie-pause.json", "tautulli", "Tautulli"),
                                ("movie-progress.json", "kodi", "Kodi")):
        answer = post(program, bodies.read(name, folder))
        assert answer.status == 400 and f"a body of {title}" in answer.json["detail"]
    hook = program.person.hook("kodi")
    assert "a body of Own program" in hook.post(FILM).json["detail"]


def test_what_is_no_json_says_so(program):
    answer = post(program, b"kind=movie&percent=5", kind="application/x-www-form-urlencoded")
    assert (answer.status, answer.json["reason"]) == (400, "not-json")
    assert "application/json" in answer.json["detail"]
    # JSON is JSON whatever the type says: curl says "form".
    assert post(program, FILM, kind="application/x-www-form-urlencoded").status == 200
    assert post(program, FILM, kind=None).status == 200
    assert post(program, b"").json["reason"] == "no-body"
    assert post(program, b"x" * 20_000).status == 413
    assert post(program, b"x" * 70_000).status == 413


def test_a_token_in_the_wrong_place_is_401_and_nothing_is_kept(program):
    before = stored(program.server)
    for headers, query in (({}, f"?token={program.token}"), ({"X-Api-Key": program.token}, ""),
                           ({"Authorization": program.token}, ""),
                           ({"Authorization": f"Token {program.token}"}, "")):
        answer = program.server.post(f"/api/v1/scrobble{query}", json.dumps(FILM), headers)
        assert (answer.status, answer.json["reason"]) == (401, "auth")
        assert "Authorization: Bearer" in answer.json["detail"]
    inside = {**FILM, "token": program.token}
    assert program.server.post("/api/v1/scrobble", json.dumps(inside)).status == 401
    assert stored(program.server) == before


def test_a_wrong_query_is_named(program):
    for query, field in (("?dry_run=2", "dry_run"), ("?dry_run=", "dry_run"), ("?x=1", "x"),
                         ("?dry_run=1&dry_run=1", "dry_run"), ("?" + "%C3%A4" * 90, "ä" * 30)):
        answer = post(program, FILM, query=query)
        assert (answer.status, answer.json["field"]) == (400, field)
    assert program.person.plays() == []


# --- rehearsals ---

def test_a_rehearsal_changes_nothing(program):
    before = stored(program.server)
    answer = post(program, FILM, key="k", query="?dry_run=1").json
    assert (answer["reason"], answer["plays"][0]["play"]) == ("started", None)
    assert "delivery" not in answer
    assert post(program, {**FILM, "percent": 101}, query="?dry_run=1").status == 400
    assert stored(program.server) == before
    play, = post(program, FILM, key="k").json["plays"]
    done = post(program, {**FILM, "percent": 97}, query="?dry_run=1").json
    assert done["reason"] == "completed"
    assert done["plays"] == [{**play, "state": "completed", "percent": 97}]
    assert program.person.plays()[0]["state"] == "in_progress"


# --- the same report again ---

def test_a_key_gets_the_first_answer_again(program):
    first = post(program, FILM, "a")
    moved = post(program, {**FILM, "percent": 50}, "b")
    again = post(program, FILM, "a")
    assert (again.status, again.body) == (first.status, first.body)
    assert moved.json["plays"][0]["percent"] == 50
    assert program.person.plays()[0]["percent"] == 50
    assert len(deliveries(program)) == 2
    other = post(program, {**FILM, "percent": 60}, "a")
    assert (other.status, other.json["reason"]) == (409, "conflict")
    assert program.person.plays()[0]["percent"] == 50


def test_a_refusal_is_answered_again_too(program):
    wrong = {**FILM, "percent": 101}
    first, again = post(program, wrong, "a"), post(program, wrong, "a")
    assert (first.status, again.status, again.body) == (400, 400, first.body)
    assert len(deliveries(program)) == 1


def test_a_key_is_a_persons(program, alice):
    other = Api(alice)
    assert post(program, FILM, "a").json["reason"] == "started"
    assert post(other, {**FILM, "percent": 99}, "a").json["reason"] == "completed"


@pytest.mark.parametrize("key", ["x" * 101, "two words", "sch\u00f6n", "\x7f"])
def test_a_key_has_bounds(program, key):
    answer = post(program, FILM, key)
    assert (answer.status, answer.json["field"]) == (400, "Idempotency-Key")
    assert deliveries(program) == []


def test_one_key_at_once_is_one_report(program):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(program, FILM, "a"), range(32)))
    assert {answer.body for answer in answers} == {answers[0].body}
    assert len(deliveries(program)) == 1
    assert deliveries(program)[0]["count"] == 1


def test_a_key_is_kept_for_a_day_and_a_thousand_are(clocked_server):
    server = clocked_server
    program, start = Api(server.person()), 1_796_155_200_000

    def said(minutes, key, percent):
        server.set_clock(start + minutes * 60_000)
        headers = {"Authorization": f"Bearer {program.token}", "Idempotency-Key": key}
        return server.post("/api/v1/scrobble", json.dumps({**FILM, "percent": percent}), headers)

    first = said(0, "a", 10)
    assert said(24 * 60 - 1, "a", 10).body == first.body
    assert said(24 * 60 - 1, "a", 11).status == 409
    assert said(24 * 60, "a", 11).status == 200
    for number in range(1001):
        assert said(25 * 60 + number, str(number), 20).status == 200
    count = server.value("SELECT count(*) FROM answer WHERE user_id = ?", program.person.id)
    assert count == 1000
    assert said(25 * 60 + 1001, "1", 30).status == 409
    assert said(25 * 60 + 1001, "0", 30).status == 200


# --- its page, and the documents ---

def test_it_comes_to_the_integration_that_has_its_limits(program):
    made = program.send("POST", "/integrations", body={
        "provider": "own-program", "complete_percent": 80})
    done = post(program, {**FILM, "percent": 81}).json
    assert done["reason"] == "completed"
    assert [d["integration"] for d in deliveries(program)] == [made["id"]]
    program.send("PATCH", "/integrations/{id}", made["id"], {"is_enabled": False})
    assert post(program, {**FILM, "percent": 99}).json["reason"] == "switched-off"
    page = program.person.get(f"/settings/integrations/{made['id']}")
    assert "/api/v1/scrobble" in page.text


def test_a_test_says_where_reports_go(program):
    said = post(program, {"event": "test"}).json
    assert (said["reason"], said["user"]) == ("test", program.person.name)
    assert (said["integration"], said["enabled"]) == ("Own program", True)


def test_the_commands_of_the_page_give_what_it_says(program):
    """Each command of docs/programs.md, and the answer below it."""
    lines = (ROOT / "docs/programs.md").read_text().replace(" \\\n    ", " ").split("\n")
    shown = [(line[6:], lines[at + 1][4:]) for at, line in enumerate(lines)
             if line.startswith("    $ curl")]
    assert len(shown) >= 8
    for command, answer in shown:
        done = subprocess.run(
            ["sh", "-c", command.replace("http://localhost:8080", program.server.base_url)],
            capture_output=True, timeout=120, env={**ENV, "TOKEN": program.token}, text=True,
            check=True)
        got, want = json.loads(done.stdout), json.loads(answer)
        for one in (got, want):  # the numbers depend on what came before
            one.pop("delivery", None), one.pop("user", None)
            for play in one.get("plays", ()):
                play["play"] = play["play"] and 1
        assert got == want, command
