# SPDX-License-Identifier: MIT
"""Odd input has a stated result each (docs/rules.md, "Odd input")."""

import itertools
import json

import pytest

import clocked

RUNTIME_S = 6000
TICKS = 10_000_000
films = itertools.count(800_000)
A, B = "a" * 32, "b" * 32


def body(event, at_s=None, film=1, **more):
    """At that second of a film of 100 minutes; at_s None: without a position."""
    state = {"IsPaused": False}
    if at_s is not None:
        state["PositionTicks"] = at_s * TICKS
    made = {
        "Event": event, "User": {"Name": "anna", "Id": "c" * 32},
        "Item": {"Id": f"{film:032x}", "Type": "Movie", "Name": "Odd",
                 "RunTimeTicks": RUNTIME_S * TICKS, "ProviderIds": {"Tmdb": str(film)},
                 "MediaSources": [{"Id": f"{film:032x}", "RunTimeTicks": RUNTIME_S * TICKS}],
                 "UserData": {"Played": more.get("played", False),
                              "PlaybackPositionTicks": more.get("record_s", 0) * TICKS,
                              "LastPlayedDate": more.get("date")}}}
    if not event.startswith("Mark"):
        made["Session"] = {"Id": more.get("device", A), "PlayState": state}
    return made


# Each step: seconds since the step before, and the body; then the plays at the end.
CASES = {
    "our clock jumps a day ahead and back": (
        [(0, "Play", 0), (60, "Progress", 600), (86400, "Progress", 610),
         (-86400, "Progress", 620), (1, "Stop", None, {"played": True})],
        [("in_progress", 620)]),
    "our clock jumps a day back": (
        [(0, "Play", 0), (60, "Progress", 5400), (-86400, "Stop", None, {"played": True})],
        [("in_progress", 5400)]),
    "a Stop of a film that never played, with a position": (
        [(0, "Stop", None, {"record_s": 3000})], [("in_progress", 3000)]),
    "a Stop of a film that never played, with played": (
        [(0, "Stop", None, {"played": True})], [("completed", None)]),
    "... twice": (
        [(0, "Stop", None, {"played": True}), (3600, "Stop", None, {"played": True})],
        [("completed", None)]),
    "a Stop that says nothing": ([(0, "Stop", None)], []),
    "a negative place": ([(0, "Progress", -5)], []),
    "a negative place of an open play": (
        [(0, "Progress", 3000), (1, "Progress", -5)], [("in_progress", 3000)]),
    "a negative record": ([(0, "Stop", None, {"record_s": -5})], []),
    "a mark dated in the future": (
        [(0, "MarkPlayed", None, {"date": "2031-01-01T00:00:00.0000000Z"})],
        [("completed", None)]),
    "a mark with a date that is none": (
        [(0, "MarkPlayed", None, {"date": "yesterday"})], [("completed", None)]),
    "the end before the beginning": (
        [(0, "Stop", None, {"record_s": 3000}), (0, "Progress", 2990), (0, "Play", 0)],
        [("in_progress", 2990)]),
    "the credits before their Play": (
        [(0, "Progress", 5900), (0, "Play", 0), (1, "Progress", 5901),
         (1, "Stop", None, {"played": True})],
        [("completed", None)]),
    "two devices at once": (
        [(0, "Play", 0, {"device": A}), (0, "Play", 0, {"device": B}),
         (600, "Progress", 600, {"device": A}), (0, "Progress", 3000, {"device": B}),
         (1, "Stop", None, {"device": A, "record_s": 601})],
        [("in_progress", 601)]),
}


def plays_of(person, film):
    return [(play["state"], play["position_ms"], play["completed_at"])
            for play in reversed(person.plays()) if play["ids"]["tmdb"] == str(film)]


@pytest.fixture(scope="module")
def hooks_of_anna(clocked_server):
    anna = clocked_server.person()
    return [anna.hook("jellyfin") for _ in range(2)]


@pytest.mark.parametrize("hooks", [1, 2], ids=["one hook", "two hooks of one server"])
@pytest.mark.parametrize("name", CASES)
def test_odd_input_has_its_result(clocked_server, hooks_of_anna, name, hooks):
    told, expected = CASES[name]
    film, now_ms = next(films), clocked.START_MS
    for after_s, event, at_s, *more in told:
        now_ms += after_s * 1000
        clocked_server.set_clock(now_ms)
        made = json.dumps(body(event, at_s, film, **(more[0] if more else {})))
        for hook in hooks_of_anna[:hooks]:
            assert hook.post(made.encode()).status == 200
    plays = plays_of(hooks_of_anna[0].person, film)
    assert [state for state, _, _ in plays] == [state for state, _ in expected]
    for (_, position_ms, completed_at), (_, at_s) in zip(plays, expected):
        assert at_s is None or position_ms == at_s * 1000
        assert completed_at is None or completed_at.startswith("2026-12-0")
