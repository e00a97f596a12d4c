# SPDX-License-Identifier: MIT
"""An evening of one tick a second takes one row, and so does a library scan."""

import json

import bodies
from clocked import START_MS

DAY_MS = 24 * 3600 * 1000
TICK = 10_000_000
START = 30 * 60 * TICK


def tick(number):
    return bodies.jellyfin(**{"Session.PlayState.PositionTicks": START + number * TICK})


def test_600_ticks_are_one_delivery_with_the_newest_body(server, person, hook):
    connection = server.connect()
    assert hook.post(tick(0), on=connection).json["reason"] == "started"
    answers = [hook.post(tick(number), on=connection) for number in range(1, 601)]
    assert {answer.status for answer in answers} == {200}
    assert {answer.json["reason"] for answer in answers} == {"progress"}
    assert len({answer.json["delivery"] for answer in answers}) == 1

    run, first = hook.deliveries()
    assert (run["count"], first["count"]) == (600, 1)
    shown = server.ctl("delivery", "show", run["id"], "--body")
    assert shown["body"] == json.dumps(tick(600))
    assert run["first_at"] <= run["last_at"]
    play, = person.plays()
    assert play["position_ms"] == (START + 600 * TICK) // 10000


def test_pause_closes_the_run(server, hook):
    numbers = [hook.post(tick(number)).json["delivery"] for number in range(3)]
    assert numbers[1] == numbers[2]
    paused = hook.post(bodies.read("movie-pause.json")).json["delivery"]
    later = hook.post(tick(2000)).json["delivery"]
    assert len({numbers[1], paused, later}) == 3
    assert hook.post(tick(2001)).json["delivery"] == later


def test_each_film_has_a_separate_run(server, hook):
    first = [hook.post(bodies.movie(number, 20)).json["delivery"] for number in (1, 2)]
    runs = [[hook.post(bodies.movie(number, percent)).json["delivery"]
             for percent in range(21, 25)] for number in (1, 2)]
    assert len({*runs[0]}) == len({*runs[1]}) == 1
    assert len({*runs[0], *runs[1], *first}) == 4


def test_ticks_of_music_fold_too(server, person, hook):
    body = bodies.read("audio-track-progress.json")
    answers = [hook.post(body).json for _ in range(50)]
    assert {answer["reason"] for answer in answers} == {"unsupported-type"}
    delivery, = hook.deliveries()
    assert delivery["count"] == 50
    assert person.plays() == []


def scanned(number, event="ItemAdded"):
    return {"Event": event, "Item": {"Name": f"Film {number}", "Type": "Movie"}}


def brief(rows):
    return [(row["event"], row["count"]) for row in rows]


def test_a_library_scan_in_an_evening_is_one_delivery_an_event(server, person, hook):
    connection = server.connect()
    for number in range(1500):
        if number % 10 == 0:
            reason = hook.post(tick(number // 10), on=connection).json["reason"]
            assert reason == ("progress" if number else "started")
        for event in "ItemAdded", "ItemUpdated":
            answer = hook.post(scanned(number, event), on=connection)
            assert (answer.status, answer.json["reason"]) == (200, "not-playback")
    hook.post(bodies.read("movie-stop-partial.json"), on=connection)
    rows = hook.deliveries()
    assert brief(rows) == [("Stop", 1), ("Progress", 149), ("ItemUpdated", 1500),
                           ("ItemAdded", 1500), ("Progress", 1)]
    for row in rows[2:4]:
        shown = server.ctl("delivery", "show", row["id"], "--body")
        assert json.loads(shown["body"]) == scanned(1499, row["event"])
    assert len(person.plays()) == 1


def test_a_scan_of_another_day_is_another_delivery(clocked_server):
    hook = clocked_server.person().hook("jellyfin")
    midnight = START_MS - START_MS % DAY_MS + DAY_MS
    for ms in midnight - DAY_MS // 2, midnight - 1, midnight, midnight + DAY_MS - 1:
        clocked_server.set_clock(ms)
        hook.post(scanned(ms))
    rows = hook.deliveries()
    assert brief(rows) == [("ItemAdded", 2), ("ItemAdded", 2)]
    assert json.loads(hook.stored_body(rows[1]["id"])) == scanned(midnight - 1)


def test_every_sender_folds_what_is_not_playing(server, person):
    for provider, body in (
            ("emby", {"Title": "", "Event": "library.new", "Item": {"Id": "1"}}),
            ("jellyfin-official", {"ServerId": "", "NotificationType": "ItemAdded"}),
            ("plex", {"event": "library.new", "Metadata": {"title": "x"}}),
            ("tautulli", {"tautulli": "1", "action": "created", "title": "x"})):
        hook = person.hook(provider)
        for number in range(20):
            answer = hook.post({**body, "number": number})
            assert answer.json["reason"] == "not-playback", (provider, answer)
        row, = hook.deliveries()
        assert row["count"] == 20, provider
        assert json.loads(hook.stored_body(row["id"]))["number"] == 19


def test_a_scan_is_known_before_its_body_is_checked(server, hook):
    body = b'{"Event":"ItemAdded","Item":{"Name":"' + 1000 * b"\xff"
    answer = hook.post(body)
    assert (answer.status, answer.json["reason"]) == (200, "not-playback")
    row, = hook.deliveries()
    assert hook.stored_body(row["id"]) == body
    shown = server.ctl("delivery", "replay", row["id"])
    assert hook.delivery(row["id"])["reason"] == "not-playback", shown


def test_no_body_of_a_sign_in_is_kept(hook):
    for _ in range(3):
        hook.post(bodies.read("authentication-succeeded.json"))
    row, = hook.deliveries()
    assert (row["count"], hook.stored_body(row["id"])) == (3, None)


def test_a_replay_of_a_scan_reads_the_newest_body(server, person, hook):
    for number in range(3):
        hook.post(scanned(number))
    row, = hook.deliveries()
    server.ctl("delivery", "replay", row["id"])
    shown = hook.delivery(row["id"])
    assert (shown["reason"], shown["count"]) == ("not-playback", 3)
    assert shown["replayed_at"] and person.plays() == []
    hook.post(scanned(3))
    assert brief(hook.deliveries()) == [("ItemAdded", 4)]


def test_only_ticks_fold(hook):
    for _ in range(3):
        hook.post(bodies.read("movie-rate-favorite.json"))
    assert [row["count"] for row in hook.deliveries()] == [1, 1, 1]
