# SPDX-License-Identifier: MIT
"""A body with several reports: each is a delivery of its own, all in one commit."""

import json

import pytest

FILM = {"identifier": "603", "lot": "movie", "progress": 50}
OTHER = {"identifier": "27205", "lot": "movie", "progress": 97, "title": "Inception"}
BAD = {"identifier": "1", "lot": "song"}


@pytest.fixture
def kodi(person):
    return person.hook("kodi")


def post(kodi, reports):
    return kodi.post(json.dumps({"reports": reports}).encode())


def told(answer):
    return [(row["outcome"], row["reason"]) for row in answer.json["deliveries"]]


def test_each_report_is_a_delivery(person, kodi):
    answer = post(kodi, [FILM, OTHER])
    assert answer.status == 200
    assert told(answer) == [("tracked", "started"), ("tracked", "completed")]
    assert [row["id"] for row in kodi.deliveries()] == [
        row["delivery"] for row in reversed(answer.json["deliveries"])]
    assert {play["ids"]["tmdb"]: play["state"] for play in person.plays()} == {
        "603": "in_progress", "27205": "completed"}
    assert json.loads(kodi.stored_body(answer.json["deliveries"][1]["delivery"])) == OTHER


def test_a_bad_report_does_not_take_the_others_with_it(person, kodi):
    answer = post(kodi, [BAD, FILM, 7])
    assert answer.status == 200
    assert told(answer) == [("refused", "wrong-shape"), ("tracked", "started"),
                            ("refused", "wrong-shape")]
    assert answer.json["deliveries"][0]["field"] == "reports[0].lot"
    assert len(person.plays()) == 1
    assert json.loads(kodi.stored_body(answer.json["deliveries"][0]["delivery"])) == BAD


def test_when_all_are_bad_the_body_is_refused(person, kodi):
    answer = post(kodi, [BAD, BAD])
    assert answer.status == 400
    assert told(answer) == [("refused", "wrong-shape")] * 2
    assert person.plays() == []


@pytest.mark.parametrize("reports, status, reason", [
    ([], 200, "not-playback"), ([FILM] * 51, 400, "wrong-shape")])
def test_what_is_not_several_is_answered_like_one(person, kodi, reports, status, reason):
    answer = post(kodi, reports)
    assert (answer.status, answer.json["reason"]) == (status, reason)
    assert len(kodi.deliveries()) == 1 and person.plays() == []


def test_the_same_list_twice_changes_nothing(person, kodi):
    reports = [{**FILM, "event": "start", "event_id": "a"}, {**OTHER, "event_id": "b"}]
    first, second = post(kodi, reports), post(kodi, reports)
    assert [outcome for outcome, _ in told(second)] == ["duplicate", "duplicate"]
    assert len(person.plays()) == 2
    assert [row["delivery"] for row in second.json["deliveries"]] == [
        row["delivery"] for row in first.json["deliveries"]]


def test_each_report_of_a_list_can_be_replayed(server, person, kodi):
    number = post(kodi, [FILM, OTHER]).json["deliveries"][1]["delivery"]
    done = server.ctl("delivery", "replay", str(number))
    assert (done["delivery"], done["outcome"]) == (number, "ignored")
