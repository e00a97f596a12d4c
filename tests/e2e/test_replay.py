# SPDX-License-Identifier: MIT
"""A delivery can be read again with the current code and settings."""

import bodies


def replay(server, *what):
    return server.ctl("delivery", "replay", *what)


def test_replay_after_a_filter_was_lifted_makes_the_play(server, person, hook):
    server.ctl("integration", "set", hook.id, "--only-user", "nobody")
    number = hook.post(bodies.read("movie-progress.json")).json["delivery"]
    assert person.plays() == []
    server.ctl("integration", "set", hook.id, "--all-users")
    replay(server, number)
    shown = hook.delivery(number)
    assert (shown["outcome"], shown["reason"]) == ("tracked", "started")
    assert shown["replayed_at"]
    play, = person.plays()
    assert (play["ids"]["tmdb"], play["percent"]) == ("603", 34.4856)
    assert len(hook.deliveries()) == 1


def test_log_level_holds_for_ryotctl(server, person, hook):
    number = hook.post(bodies.read("movie-progress.json")).json["delivery"]
    for level in ("error", "warning", "info"):
        done = server.run_ctl("delivery", "replay", number, "--log-level", level)
        assert done.returncode == 0 and b"weigh" not in done.stderr, done
    done = server.run_ctl("delivery", "replay", number, "--log-level", "debug")
    assert done.returncode == 0 and b"<7>weigh integration=" in done.stderr, done


def test_replay_of_a_tracked_delivery_changes_nothing(server, person, hook):
    for name in ("movie-progress.json", "movie-stop-completed.json"):
        number = hook.post(bodies.read(name)).json["delivery"]
    before = person.stored_plays()
    replay(server, number)
    assert person.stored_plays() == before


def test_replay_keeps_the_time_of_the_delivery(server, person, hook):
    server.ctl("integration", "set", hook.id, "--disable")
    number = hook.post(bodies.read("movie-progress.json")).json["delivery"]
    received = server.value("SELECT first_ms FROM delivery WHERE id = ?", number)
    server.ctl("integration", "set", hook.id, "--enable")
    replay(server, number)
    assert server.value(
        "SELECT started_ms FROM play WHERE user_id = ?", person.id) == received


def test_unmatched_stays_unmatched_without_an_id(server, person, hook):
    number = hook.post(bodies.read("movie-no-ids.json")).json["delivery"]
    shown = hook.delivery(number)
    assert (shown["outcome"], shown["reason"]) == ("unmatched", "no-identifier")
    assert "Identify" in shown["detail"]
    replay(server, number)
    assert hook.delivery(number)["outcome"] == "unmatched"
    assert person.plays() == []


def test_all_unmatched_are_replayed_and_nothing_else(server):
    hooks = [server.person().hook() for _ in range(2)]
    wanted, others = [], []
    for hook in hooks:
        for name, to in (("movie-no-ids.json", wanted), ("episode-no-season.json", wanted),
                         ("movie-progress.json", others), ("movie-rate-favorite.json", others)):
            to.append((hook, hook.post(bodies.read(name)).json["delivery"]))
    replay(server, "--all-unmatched")
    assert all(hook.delivery(number)["replayed_at"] for hook, number in wanted)
    assert not any(hook.delivery(number)["replayed_at"] for hook, number in others)


def test_deliveries_that_cannot_be_replayed(server, hook):
    for what in ("999999", "0", "-1", "x"):
        done = server.run_ctl("delivery", "replay", what)
        assert done.returncode != 0 and done.stderr
