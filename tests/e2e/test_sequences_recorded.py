# SPDX-License-Identifier: MIT
"""Evenings recorded on running Jellyfin servers, and made up after reports from the field:
every body at its time, and the plays that must stand at the end."""

import pytest

import clocked

FOLDERS = ("jellyfin-real/sequences", "field")
EVENINGS = clocked.evenings(*FOLDERS)


@pytest.mark.parametrize("path", EVENINGS)
def test_what_stands_at_the_end(clocked_server, path):
    evening = clocked.Evening(clocked_server, path)
    for step in evening.run():
        assert evening.problems_after(step) == [], step
    told = "\n".join(str(answer) for answer in evening.answers)
    assert evening.problems_after() == [], told


def test_check_ins_do_not_break_the_run(clocked_server):
    evening = clocked.Evening(clocked_server, "field/jellyfin-09-check-ins-break-the-run")
    for _ in evening.run():
        pass
    hook, = evening.hooks.values()
    run, *before = hook.deliveries()
    assert run["reason"] == "progress"
    assert [row["reason"] for row in before] == ["started", "below-minimum", "below-minimum"]
    assert run["count"] + sum(row["count"] for row in before) == len(evening.steps)


@pytest.mark.parametrize("path, detail", [
    ("jellyfin-real/sequences/stopped-at-91-12",
     "Jellyfin said played; the player had told 90.9 % 1 second before."),
    ("field/02-watched-after-five-seconds",
     "Jellyfin said played; the player had told 0 % 1 second before."),
    ("jellyfin-real/sequences/vanished-episode-10.10",
     "Jellyfin stopped it by itself, 8 minutes after the player's last report: neither its "
     "place nor its \"played\" counts."),
])
def test_the_answer_says_which_rule_decided(clocked_server, path, detail):
    evening = clocked.Evening(clocked_server, path)
    for _ in evening.run():
        pass
    hook, = evening.hooks.values()
    (last,) = evening.answers[-1]
    assert last["detail"] == detail
    assert hook.delivery(last["delivery"])["detail"] == detail


def test_a_dry_run_shows_what_would_come_out_today(clocked_server):
    evening = clocked.Evening(clocked_server, "field/04c-stop-at-91-told")
    for _ in evening.run():
        pass
    hook, = evening.hooks.values()
    before = hook.person.stored_plays(), hook.deliveries()
    mine = {row["id"] for row in before[1]}

    def changes():
        found = clocked_server.ctl("delivery", "replay", "--dry-run")
        return found, [(row["was"], row["would_be"]) for row in found["deliveries"]
                       if row["delivery"] in mine]

    now, none = changes()
    assert none == []
    clocked_server.ctl("integration", "set", hook.id, "--complete", "90")
    then, some = changes()
    assert some == [("started", "completed"), ("progress", "after-completion"),
                    ("server-word", "after-completion")]
    assert then["plays_would_be"]["completed"] == now["plays_would_be"]["completed"] + 1
    assert (hook.person.stored_plays(), hook.deliveries()) == before
