# SPDX-License-Identifier: MIT
"""A new address; the old one remains valid for a day."""

import sqlite3

import bodies

DAY_MS = 24 * 60 * 60 * 1000


def rotate(hook):
    """Returns the previous address."""
    before = hook.path
    hook.follow(hook.server.ctl("integration", "rotate", hook.id)["url"])
    assert hook.path != before
    return before


def end_the_day(server, hook):
    with sqlite3.connect(server.database, timeout=120) as db:
        changed = db.execute(
            "UPDATE integration SET old_slug_ends_ms = old_slug_ends_ms - ? WHERE id = ?",
            (DAY_MS, hook.id))
        assert changed.rowcount == 1
    db.close()


def status(server, path):
    return server.post(path, bodies.read("session-started.json")).status


def test_old_address_works_for_a_day(server, hook):
    old = rotate(hook)
    assert (status(server, old), status(server, hook.path)) == (200, 200)
    end_the_day(server, hook)
    assert (status(server, old), status(server, hook.path)) == (404, 200)


def test_after_two_rotations_only_the_previous_address_still_works(server, hook):
    first = rotate(hook)
    second = rotate(hook)
    assert status(server, first) == 404
    assert status(server, second) == 200
    assert status(server, hook.path) == 200


def test_both_addresses_lead_to_the_same_integration(server, hook):
    old = rotate(hook)
    server.post(old, bodies.read("movie-progress.json"))
    assert hook.post(bodies.read("movie-pause.json")).json["reason"] == "progress"
    assert len(hook.deliveries()) == 2


def test_removed_integration_is_gone_but_its_plays_stay(server, person, hook):
    hook.post(bodies.read("movie-progress.json"))
    old = rotate(hook)
    server.ctl("integration", "remove", hook.id, "--yes")
    assert (status(server, old), status(server, hook.path)) == (404, 404)
    assert len(person.plays()) == 1
