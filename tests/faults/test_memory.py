# SPDX-License-Identifier: MIT
"""Failing allocations: the program may exit, but every answered report is there."""

import itertools

import bodies

ROUND = 4


def assert_kept(server, hook, kept):
    """Every answer has its delivery, every delivery its body, and together they make a play."""
    assert server.ctl("check")["ok"] is True
    for number, delivery in kept.items():
        stored = bodies.json.loads(hook.stored_body(delivery))
        assert stored["Item"]["ProviderIds"] == {"Tmdb": str(number)}


def test_every_allocation_of_a_round_fails_once(spoilt, long):
    hook = spoilt.person().hook()
    numbers = itertools.count(1)
    kept = spoilt.round_of(hook, [next(numbers) for _ in range(ROUND)])
    first, step, deaths = 1, 1 if long else 29, 0
    while True:
        spoilt.faults.plan("alloc", first)
        kept |= spoilt.round_of(hook, [next(numbers) for _ in range(ROUND)], (200, 503))
        was_hit = spoilt.faults.alloc_count >= first
        spoilt.faults.mend()
        if not was_hit:
            break
        if spoilt.request("GET", "/healthz").status != 200:
            deaths += 1
            spoilt.again()
            assert_kept(spoilt, hook, kept)
        first += step
    assert first > 1
    spoilt.again()
    assert_kept(spoilt, hook, kept)
    assert len(spoilt.round_of(hook, [next(numbers)])) == 1
