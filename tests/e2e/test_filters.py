# SPDX-License-Identifier: MIT
"""The effects of `integration set`."""

import bodies


def change(hook, *options):
    hook.server.ctl("integration", "set", hook.id, *options)


def reason(hook, body):
    answer = hook.post(body)
    assert answer.status == 200, answer
    return answer.json["reason"]


def test_only_one_account_is_accepted(person, hook):
    change(hook, "--only-user", "bob")
    assert reason(hook, bodies.read("movie-progress.json")) == "other-user"
    assert person.plays() == []
    assert reason(hook, bodies.read("movie-progress-second-user.json")) == "started"
    change(hook, "--all-users")
    assert reason(hook, bodies.read("movie-pause.json")) == "progress"


def test_account_names_ignore_case_in_any_script(hook):
    change(hook, "--only-user", "ALICE")
    assert reason(hook, bodies.read("movie-progress.json")) == "started"
    change(hook, "--only-user", "O'Brien & \"friends\" <home>+")
    assert reason(hook, bodies.read("movie-escaped-punctuation.json")) == "started"


def test_switched_off_and_on_again(person, hook):
    change(hook, "--disable")
    assert reason(hook, bodies.read("movie-progress.json")) == "switched-off"
    assert person.plays() == []
    change(hook, "--enable")
    assert reason(hook, bodies.read("movie-progress.json")) == "started"


def test_limits_are_strict_at_any_value(person, hook):
    change(hook, "--start", "10", "--complete", "80.5")
    runtime = 6_000_000_000
    for position, expected in [
            (600_000_000, "below-minimum"), (600_000_001, "started"),
            (4_830_000_000, "progress"), (4_830_000_001, "completed")]:
        body = bodies.jellyfin(**{
            "Item.RunTimeTicks": runtime, "Item.MediaSources": [],
            "Session.PlayState.PositionTicks": position})
        assert reason(hook, body) == expected
    assert [play["state"] for play in person.plays()] == ["completed"]


def test_senseless_limits_are_refused(server, hook):
    before = server.ctl("integration", "show", hook.id)
    for options in (["--start", "95", "--complete", "90"], ["--complete", "100"],
                    ["--start", "-1"], ["--start", "two"], ["--start", ""]):
        done = server.run_ctl("integration", "set", hook.id, *options)
        assert done.returncode in (64, 65), (options, done)
        assert done.stderr
    assert server.ctl("integration", "show", hook.id) == before


def test_two_accounts_of_one_hook_are_named(server, person, hook):
    assert reason(hook, bodies.read("movie-progress.json")) == "started"
    assert server.ctl("integration", "show", hook.id)["accounts"] == ["alice"]
    hook.post(bodies.read("movie-progress-second-user.json"))
    assert server.ctl("integration", "show", hook.id)["accounts"] == ["alice", "bob"]
    text = f"Two accounts are heard here: alice and bob. Whose is this? All of it is recorded " \
           f"for {person.name}."
    shown = server.run_ctl("integration", "show", hook.id)
    assert text in shown.stderr.decode() + shown.stdout.decode()
    assert text in server.run_ctl("doctor", "--socket", server.socket).stdout.decode()
    change(hook, "--only-user", "alice")
    shown = server.run_ctl("integration", "show", hook.id)
    assert "accounts are heard" not in shown.stderr.decode() + shown.stdout.decode()


def test_each_refusal_names_its_filter(person, hook):
    for filters, detail in [
            ("not account alice", "Not tracked: the account alice is excluded."),
            ("only account bob; not kind show",
             "Not tracked: the account alice is none of those that are included."),
            ("not client firefox", "Not tracked: the client firefox is excluded."),
            ("not path /srv/media/films", "Not tracked: the path /srv/media/films is excluded."),
            ("only kind show", "Not tracked: the kind movie is none of those that are included.")]:
        change(hook, "--filters", filters)
        body = bodies.movie(603)
        body["User"]["Name"] = "alice"
        body["Session"] |= {"Client": "Jellyfin Web", "DeviceName": "Firefox"}
        body["Item"]["Path"] = "/srv/media/films/a.mkv"
        answer = hook.post(body).json
        assert (answer["outcome"], answer["reason"]) == ("ignored", "filtered"), filters
        assert answer["detail"] == detail
    assert person.plays() == []
    change(hook, "--filters", "not path /srv/media/film; not client Jellyfin; not kind show")
    assert reason(hook, body) == "started"
