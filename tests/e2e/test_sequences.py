# SPDX-License-Identifier: MIT
"""Related bodies, in the order in which they arrive."""

import pytest

import bodies
from clocked import START_MS

SEQUENCES = bodies.sequences()


def newest(person):
    plays = person.plays()
    return plays[0] if plays else None


def assert_newest(person, state, percent):
    play = newest(person)
    if state is None:
        assert play is None
        return
    assert play["state"] == state
    if percent is not None:
        assert play["percent"] == percent


@pytest.mark.parametrize("sequence", SEQUENCES, ids=[s["name"] for s in SEQUENCES])
def test_every_step_and_the_end(clocked_server, sequence):
    person = clocked_server.person()
    hook = person.hook("jellyfin", "--only-user", sequence["user"])
    now_ms = START_MS
    for step in sequence["steps"]:
        now_ms += step.get("after_s", 1) * 1000
        clocked_server.set_clock(now_ms)
        answer = hook.post(bodies.read(step["file"]))
        assert answer.status == 200, answer
        assert_newest(person, step["state"], step["progress"])
    plays = person.plays()
    assert len(plays) == sequence["viewings"]
    completed = [play for play in plays if play["state"] == "completed"]
    assert len(completed) == sequence["completions"]


@pytest.mark.parametrize(
    "sequence", [s for s in SEQUENCES if "per_user" in s], ids=lambda s: s["name"])
def test_each_integration_accepts_its_own_account_only(server, sequence):
    hooks = {}
    for account in sequence["per_user"]:
        hooks[account] = server.person().hook("jellyfin", "--only-user", account)
    for step in sequence["steps"]:
        reasons = [hook.post(bodies.read(step["file"])).json["reason"]
                   for hook in hooks.values()]
        assert sorted(reasons) == ["other-user", "started"]
    for account, end in sequence["per_user"].items():
        assert len(hooks[account].person.plays()) == 1
        assert_newest(hooks[account].person, end["state"], end["progress"])
