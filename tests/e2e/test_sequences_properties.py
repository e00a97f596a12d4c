# SPDX-License-Identifier: MIT
"""What holds for any evening: random events, positions, devices and clocks of one film."""

import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clocked

RUNTIME_S = 7200
TICKS = 10_000_000
films = itertools.count(700_000)
SETTINGS = settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

EVENTS = ["Play", "Progress", "Progress", "Progress", "Pause", "Resume", "Stop", "Scrobble",
          "MarkUnplayed", "Rate"]


@st.composite
def steps(draw, events, most_share, most_s):
    """One body: what happened, where, on which of two devices, how long after the last."""
    return {
        "event": draw(st.sampled_from(events)),
        "after_s": draw(st.one_of(st.integers(0, 2), st.integers(0, most_s))),
        "share": draw(st.one_of(st.none(), st.floats(-0.1, most_share))),
        "record": draw(st.one_of(st.just(0), st.floats(0, min(most_share, 0.9)))),
        "played": draw(st.booleans()),
        "device": draw(st.sampled_from(["a" * 32, "b" * 32])),
        "paused": draw(st.booleans()),
    }


def evenings(events=(*EVENTS, "MarkPlayed"), most_share=1.1, most_s=4000, most=25):
    return st.lists(steps(list(events), most_share, most_s), min_size=1, max_size=most)


def body_of(film, step):
    state = {"IsPaused": step["paused"], "MediaSourceId": f"{film:032x}"}
    if step["share"] is not None and step["event"] != "Stop":
        state["PositionTicks"] = int(step["share"] * RUNTIME_S) * TICKS
    body = {
        "Event": step["event"],
        "Item": {
            "Id": f"{film:032x}", "Type": "Movie", "Name": "Any", "RunTimeTicks":
                RUNTIME_S * TICKS, "ProviderIds": {"Tmdb": str(film)},
            "MediaSources": [{"Id": f"{film:032x}", "RunTimeTicks": RUNTIME_S * TICKS}],
            "UserData": {"Played": step["played"],
                         "PlaybackPositionTicks": int(step["record"] * RUNTIME_S) * TICKS}},
        "User": {"Name": "anna", "Id": "c" * 32},
    }
    if not step["event"].startswith("Mark"):
        body["Session"] = {"Id": step["device"], "PlayState": state}
    return json.dumps(body).encode()


@pytest.fixture(scope="module")
def anna(clocked_server):
    return clocked_server.person().hook("jellyfin")


@pytest.fixture(scope="module")
def bella(clocked_server):
    """Her integration has rules of its own."""
    hook = clocked_server.person().hook("jellyfin")
    for name, value in (("minutes_left", 10), ("rewatch", "never"), ("half_watched", "on"),
                        ("unmark_takes_back", "on")):
        clocked_server.ctl("integration", "policy", hook.id, name, value)
    return hook


def spend(hook, evening, times=1, between=None):
    """Posts it as one of a new film; returns its number and the answers."""
    film, now_ms, answers = next(films), clocked.START_MS, []
    for step in evening:
        now_ms += step["after_s"] * 1000
        hook.server.set_clock(now_ms)
        for _ in range(times):
            answers.append(hook.post(body_of(film, step)))
            if between:
                hook.post(body_of(film, {**step, "event": between}))
    assert {answer.status for answer in answers} == {200}
    return film, [answer.json for answer in answers]


def history(hook, film):
    """(state, share, furthest, times, whether it counts) of each play, oldest first."""
    return hook.server.rows(
        "SELECT p.state, p.share, p.furthest, p.position_ms, p.started_ms, p.updated_ms,"
        " p.completed_ms, p.removed_ms IS NULL FROM play p JOIN item t ON t.id = p.item_id"
        " JOIN work_id w ON w.work_id = t.work_id"
        " WHERE w.source = 'tmdb' AND w.value = ? ORDER BY p.id", str(film))


@SETTINGS
@given(evenings())
def test_never_two_open_plays(anna, evening):
    film, answers = spend(anna, evening)
    states = [play[0] for play in history(anna, film)]
    assert states.count("in_progress") <= 1
    assert all(set(answer) >= {"reason", "detail"} for answer in answers)


@SETTINGS
@given(evenings(events=EVENTS, most_share=0.5, most_s=60))
def test_no_completion_that_nothing_earned(anna, evening):
    """Begun with a Play and never told above a half on one device, in less than the half hour
    that the rest takes at double speed: whatever the server says, nothing is completed. (What
    another device was told is not always known: its Stop may be the first that is heard.)"""
    begun = {"event": "Play", "after_s": 0, "share": 0, "record": 0, "played": False,
             "device": "a" * 32, "paused": False}
    film, _ = spend(anna, [begun, *({**step, "device": "a" * 32} for step in evening)])
    assert [play[0] for play in history(anna, film)].count("completed") == 0


@SETTINGS
@given(evenings())
def test_a_body_that_comes_twice_counts_once(anna, evening):
    once, _ = spend(anna, evening)
    twice, _ = spend(anna, evening, times=2)
    assert history(anna, twice) == history(anna, once)


@SETTINGS
@given(evenings())
def test_folding_changes_nothing(anna, evening):
    """A rating ends the run of ticks and says nothing about watching."""
    folded, _ = spend(anna, evening)
    apart, _ = spend(anna, evening, between="Rate")
    assert history(anna, apart) == history(anna, folded)


@settings(SETTINGS, max_examples=12)
@given(evenings(most=8), st.randoms(use_true_random=False))
def test_the_same_history_after_any_replay(anna, evening, random):
    film, answers = spend(anna, evening)
    before = history(anna, film)
    kept = sorted({answer["delivery"] for answer in answers})
    for number in random.sample(kept, min(len(kept), 4)):
        anna.server.run_ctl("delivery", "replay", number)
    assert history(anna, film) == before


def test_a_stop_that_comes_twice_from_another_device_counts_once(anna):
    play = {"event": "Play", "after_s": 0, "share": None, "record": 0, "played": False,
            "device": "b" * 32, "paused": False}
    evening = [play, play, {**play, "event": "Stop", "played": True, "device": "a" * 32}]
    once, _ = spend(anna, evening)
    twice, _ = spend(anna, evening, times=2)
    assert history(anna, twice) == history(anna, once)


def test_a_replayed_mark_completes_no_later_play(anna):
    """The first mark of the evening completed a play of its own; the one that is open now
    began after it."""
    mark = {"event": "MarkPlayed", "after_s": 0, "share": None, "record": 0, "played": False,
            "device": "a" * 32, "paused": False}
    stop = {**mark, "event": "Stop", "after_s": 601, "record": 0.5}
    film, answers = spend(anna, [mark, stop])
    before = history(anna, film)
    assert [play[0] for play in before] == ["completed", "in_progress"]
    anna.server.ctl("delivery", "replay", str(answers[0]["delivery"]))
    assert history(anna, film) == before


@settings(SETTINGS, max_examples=25)
@given(evenings())
def test_with_rules_of_its_own_there_is_one_play_at_a_time_too(bella, evening):
    once, _ = spend(bella, evening)
    twice, _ = spend(bella, evening, times=2)
    states = [play[0] for play in history(bella, once)]
    assert states.count("in_progress") <= 1
    assert history(bella, twice) == history(bella, once)


@settings(SETTINGS, max_examples=12)
@given(evenings(most=8), st.randoms(use_true_random=False))
def test_with_rules_of_its_own_a_replay_changes_nothing(bella, evening, random):
    film, answers = spend(bella, evening)
    before = history(bella, film)
    kept = sorted({answer["delivery"] for answer in answers})
    for number in random.sample(kept, min(len(kept), 4)):
        bella.server.run_ctl("delivery", "replay", number)
    assert history(bella, film) == before
