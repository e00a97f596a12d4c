# SPDX-License-Identifier: MIT
"""An evening of one tick a second takes one row."""

import json

import bodies

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


def test_only_ticks_fold(hook):
    for _ in range(3):
        hook.post(bodies.read("movie-rate-favorite.json"))
    assert [row["count"] for row in hook.deliveries()] == [1, 1, 1]
