# SPDX-License-Identifier: MIT
"""Kodi's longer body: an offline queue and its repeats."""

import time

import bodies

HOUR = 3600


def utc(ago):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - ago))


def test_same_event_again_is_a_duplicate(server, person):
    hook = person.hook("kodi")
    body = bodies.kodi(percent=34, event="progress", event_id="a-1", session="s1")
    first, second = hook.post(body).json, hook.post(body).json
    assert (first["outcome"], first["reason"]) == ("tracked", "started")
    assert (second["outcome"], second["reason"]) == ("duplicate", "seen-before")
    assert second["delivery"] == first["delivery"]
    delivery, = hook.deliveries()
    assert delivery["count"] == 2


def test_same_event_again_is_a_duplicate_after_others_of_its_run(person):
    hook = person.hook("kodi")
    sent = [bodies.kodi(percent=percent, event="progress", event_id=f"f-{percent}",
                        session="s1") for percent in (10, 20, 30, 40)]
    for body in sent:
        assert hook.post(body).json["outcome"] == "tracked"
    for body in sent:
        assert hook.post(body).json["reason"] == "seen-before"
    assert person.plays()[0]["percent"] == 40
    assert sum(row["count"] for row in hook.deliveries()) == 8


def test_event_ids_are_separate_per_integration(server):
    body = bodies.kodi(percent=34, event_id="a-1")
    for _ in range(2):
        assert server.person().hook("kodi").post(body).json["reason"] == "started"


def test_times_of_a_queue_are_kept(server, person):
    hook = person.hook("kodi")
    for percent, ago in ((10, 3 * HOUR), (50, 2 * HOUR), (97, 1 * HOUR)):
        answer = hook.post(bodies.kodi(
            percent=percent, at=utc(ago), event_id=f"q-{percent}", session="s1"))
        assert answer.json["outcome"] == "tracked"
    started, completed = server.rows(
        "SELECT started_ms, completed_ms FROM play WHERE user_id = ?", person.id)[0]
    assert completed - started == 2 * HOUR * 1000


def test_reports_older_than_the_last_one_are_stale(person):
    hook = person.hook("kodi")
    assert hook.post(bodies.kodi(percent=50, session="s1")).json["reason"] == "started"
    late = hook.post(bodies.kodi(percent=20, session="s1", at=utc(HOUR))).json
    assert (late["outcome"], late["reason"]) == ("ignored", "stale")
    assert person.plays()[0]["percent"] == 50


def test_a_fast_clock_makes_no_plays_in_the_future(server, person):
    hook = person.hook("kodi")
    assert hook.post(bodies.kodi(percent=50, at=utc(-48 * HOUR))).json["reason"] == "started"
    assert server.value("SELECT max(updated_ms) FROM play WHERE user_id = ?",
                        person.id) <= time.time() * 1000
    assert hook.post(bodies.kodi(percent=60)).json["reason"] == "progress"


def test_new_session_after_the_end_is_a_second_viewing(person):
    hook = person.hook("kodi")
    for session, percent, reason in (("s1", 50, "started"), ("s1", 97, "completed"),
                                     ("s1", 98, "after-completion"), ("s2", 10, "started")):
        said = hook.post(bodies.kodi(percent=percent, session=session)).json
        assert said["reason"] == reason
    assert [play["state"] for play in person.plays()] == ["in_progress", "completed"]


def test_the_exact_position_overrides_the_percentage(person):
    hook = person.hook("kodi")
    answer = hook.post(bodies.kodi(percent=34, position_ms=345_678, duration_ms=1_000_000))
    play, = answer.json["plays"]
    assert (play["percent"], play["position_ms"]) == (34.5678, 345_678)
