# SPDX-License-Identifier: MIT
"""The rules of one integration through page, API and ryotctl: all three set them, or refuse in
the same words and change nothing; and what they lead to."""

import re
import sqlite3
from html import unescape

import pytest

import api
import clocked
from api import Api
from bodies import kodi, movie

PATH = "/settings/integrations"
PERCENT = "enter per cent from {} up to 99.99, with at most two decimals, like 2 or 2.5."
NUMBER = "enter a whole number from {} to {}."
OK = ""

# A rule, what is typed, and the words of the refusal.
VALUES = [
    ("movie_start_percent", "0", OK), ("movie_complete_percent", "90", OK),
    ("show_complete_percent", "80.25", OK), ("audiobook_start_percent", "0.5", OK),
    ("podcast_complete_percent", "99.99", OK), ("book_complete_percent", "92", OK),
    ("movie_start_percent", "-1", PERCENT.format(0)),
    ("movie_complete_percent", "0", PERCENT.format("0.01")),
    ("movie_complete_percent", "100", PERCENT.format("0.01")),
    ("movie_complete_percent", "2.345", PERCENT.format("0.01")),
    ("movie_start_percent", "95", "Films would be started above 95 % and completed above 95 %: "
                                  "the first must be less."),
    ("book_complete_percent", "1.5", "Books would be started above 2 % and completed above "
                                     "1.5 %: the first must be less."),
    ("minutes_left", "4", OK), ("minutes_left", "60", OK),
    ("minutes_left", "0", NUMBER.format(1, 60)), ("minutes_left", "61", NUMBER.format(1, 60)),
    ("minutes_left", "-3", NUMBER.format(1, 60)),
    ("credits_percent", "85", OK), ("credits_percent", "49.99", PERCENT.format(50)),
    ("half_watched", "on", OK), ("snooze_until", "2036-12-24T18:00:00Z", OK),
    ("snooze_until", "2020-12-24T18:00:00Z", "that time is over already."),
    *(("snooze_until", text, "enter hours, days or a time, like 8h, 3d or 2026-12-24T18:00:00Z.")
      for text in ("soon", "0h", "3 h", "99999d", "h", "-1h", "2026-13-24T18:00:00Z")),
    ("rewatch", "never", OK), ("rewatch", "sometimes", "choose one of: automatic, never."),
]


class Rules:
    """A person with a hook, and all three ways to its rules."""

    def __init__(self, person, provider="jellyfin"):
        self.person, self.server, self.api = person, person.server, Api(person)
        self.hook = person.hook(provider)

    def stored(self):
        return self.server.value("SELECT policy FROM integration WHERE id = ?", self.hook.id)

    def form(self):
        return self.person.get(f"{PATH}/{self.hook.id}").form(f"{PATH[1:]}/{self.hook.id}/policy")

    def by_page(self, name, value):
        fields = {**self.form().fields, name: None if value == "off" else value}
        view = self.person.post(f"{PATH}/{self.hook.id}/policy", fields)
        if view.status == 303:
            return OK
        assert view.status == 400, view
        assert f"id='wrong-{name}'" in view.html and "<details open>" in view.html
        return unescape(re.search(f"id='wrong-{name}'[^>]*>(.*?)</p>", view.html)[1])

    def by_api(self, name, value):
        answer = self.api.call("PATCH", "/integrations/{id}/policy", self.hook.id,
                               {name: in_json(name, value)})
        if answer.status == 200:
            return OK
        assert (answer.status, answer.json["field"]) == (400, name), answer
        return answer.json["detail"]

    def by_ctl(self, name, value):
        done = self.server.run_ctl("integration", "policy", self.hook.id, name, value)
        if done.returncode == 0:
            return OK
        assert done.returncode == 65, done
        return done.stderr.decode().removeprefix("ryotctl: ").rstrip("\n")

    def set(self, **values):
        for name, value in values.items():
            assert self.by_ctl(name, str(value)) == OK


def in_json(name, text):
    """As the schema has it; what is no such value stays a text."""
    schema = api.DOC["components"]["schemas"]["Policy"]["properties"][name]
    if {"number", "integer"} & set(schema.get("type", ())):
        return float(text) if "." in text else int(text)
    return text == "on" if "boolean" in schema.get("type", ()) else text


@pytest.fixture
def rules(bob):
    return Rules(bob)


def same(text):
    return text.rstrip(".").lower()


@pytest.mark.parametrize("name, value, words", VALUES)
def test_all_three_set_it_or_refuse_it_in_the_same_words(rules, name, value, words):
    stored = []
    ways = [rules.by_page, rules.by_api, rules.by_ctl]
    for way in ways[:2 if value.startswith("-") else 3]:  # it would be an option of ryotctl
        assert same(way(name, value)) == same(words), way
        stored.append(rules.stored())
        assert rules.by_ctl(name, "off") == OK and rules.stored() is None
    assert len(set(stored)) == 1 and (stored[0] is None) == bool(words)


def test_what_is_set_is_shown_by_all_three(rules):
    rules.set(movie_complete_percent=90, minutes_left=4)
    view = rules.person.get(f"{PATH}/{rules.hook.id}")
    assert "Films: completed above, in per cent 90" in view.text
    assert rules.form().fields["minutes_left"] == "4"
    told = rules.api.get("/integrations/{id}/policy", rules.hook.id)
    assert {name: value for name, value in told.items() if value is not None} == {
        "movie_complete_percent": 90, "minutes_left": 4}
    assert rules.server.ctl("integration", "policy", rules.hook.id) == told
    done = rules.server.run_ctl("integration", "policy", rules.hook.id)
    assert "minutes_left" in done.stdout.decode()


def test_limits_that_would_contradict_the_rules_are_refused(rules):
    rules.set(movie_complete_percent=50)
    done = rules.server.run_ctl("integration", "set", rules.hook.id, "--start", "60")
    assert done.returncode == 65 and b"Films would be started above 60 %" in done.stderr
    assert rules.server.value(
        "SELECT start_limit FROM integration WHERE id = ?", rules.hook.id) == 200


def test_a_rule_that_there_is_not_is_refused(rules):
    for words in (["colour", "red"], ["minutes_left"]):
        done = rules.server.run_ctl("integration", "policy", rules.hook.id, *words)
        assert done.returncode == 64, done
    answer = rules.api.raw("PATCH", f"/integrations/{rules.hook.id}/policy", {"colour": 1})
    assert (answer.status, answer.json["field"]) == (400, "colour")
    assert rules.stored() is None


def test_a_wrong_field_does_not_lose_the_others(rules):
    fields = {**rules.form().fields, "minutes_left": "61", "movie_start_percent": "x",
              "book_start_percent": "3"}
    view = rules.person.post(f"{PATH}/{rules.hook.id}/policy", fields)
    form = view.form(f"{PATH[1:]}/{rules.hook.id}/policy")
    assert (view.status, form.fields["book_start_percent"]) == (400, "3")
    assert "id='wrong-minutes_left'" in view.html and "id='wrong-movie_start_percent'" in view.html
    assert rules.stored() is None


def test_each_kind_has_its_limits(rules):
    rules.set(movie_complete_percent=80, show_complete_percent=97)
    assert rules.hook.post(movie(7101, 81)).json["reason"] == "completed"
    kodis = Rules(rules.person, "kodi")
    kodis.set(show_start_percent=10)
    assert kodis.hook.post(kodi(7102, 5)).json["reason"] == "started"
    episode = kodi(7103, 5, lot="show", show_season_number=1, show_episode_number=1)
    assert kodis.hook.post(episode).json["reason"] == "below-minimum"


def test_little_that_is_left_completes(rules):
    """The film has 100 minutes."""
    rules.set(minutes_left=10)
    assert rules.hook.post(movie(7104, 90)).json["reason"] == "started"
    assert rules.hook.post(movie(7104, 91)).json["reason"] == "completed"


def test_what_is_not_recorded_again_says_so(rules):
    rules.set(rewatch="never")
    play = {**movie(7105, 50), "Event": "Play"}
    assert rules.hook.post(movie(7105, 96)).json["reason"] == "completed"
    answer = rules.hook.post(play).json
    assert (answer["outcome"], answer["reason"]) == ("ignored", "no-rewatch")
    assert "not recorded again" in rules.hook.delivery(answer["delivery"])["detail"]
    rules.set(rewatch="automatic")
    assert rules.stored() is None
    assert rules.hook.post(play).json["reason"] == "started"


def test_the_end_that_somebody_looked_up_does_not_complete(rules):
    rules.set(half_watched="on")
    assert rules.hook.post(movie(7106, 5)).json["reason"] == "started"
    answer = rules.hook.post(movie(7106, 97)).json
    assert (answer["reason"], answer["plays"][0]["state"]) == ("not-watched", "in_progress")
    # Of what came before the first report nothing is known.
    assert re.fullmatch(r"It is at its end, but only 0(\.\d)? % of it was really watched: .*",
                        answer["detail"])
    assert rules.hook.delivery(answer["delivery"])["detail"] == answer["detail"]


def test_a_snooze_tracks_and_keeps_nothing_and_ends_by_itself(clocked_server):
    clocked_server.set_clock(clocked.START_MS)
    hook = clocked_server.person().hook("jellyfin")
    # ryotctl has the clock of the machine.
    until = clocked.START_MS + 3_600_000
    with sqlite3.connect(clocked_server.database) as db:
        db.execute("UPDATE integration SET policy = ? WHERE id = ?",
                   (f"snooze_until={until}", hook.id))
    db.close()
    answer = hook.post(movie(7107, 50)).json
    assert (answer["reason"], answer["plays"]) == ("snoozed", [])
    assert answer["detail"] == ("This integration is snoozed until 2026-12-01T21:00:00.000Z: "
                                "nothing is tracked or kept.")
    assert hook.post(b"no JSON").status == 400
    assert clocked_server.value(
        "SELECT count(*) FROM delivery_body b JOIN delivery d ON d.id = b.delivery_id"
        " WHERE d.integration_id = ?", hook.id) == 0
    clocked_server.set_clock(until)
    assert hook.post(movie(7107, 51)).json["reason"] == "started"


def test_the_page_says_that_it_is_snoozed(rules):
    rules.set(snooze_until="8h")
    for path in (PATH, f"{PATH}/{rules.hook.id}"):
        view = rules.person.get(path)
        assert "Snoozed" in view.text and "Nothing is tracked until" in view.text
    assert rules.server.ctl("integration", "show", rules.hook.id)["state"] == "snoozed"
    rules.set(snooze_until="off")
    assert "Snoozed" not in rules.person.get(PATH).text


def episode(number, percent, season=1):
    return kodi(7108, percent, lot="show", show_season_number=season, show_episode_number=number)


def test_an_episode_left_in_its_credits_is_completed_by_the_next(bob):
    rules = Rules(bob, "kodi")
    rules.set(credits_percent=85)
    for body in (episode(1, 91), episode(3, 60), episode(4, 91), episode(9, 91)):
        rules.hook.post(body)
    assert rules.hook.post(episode(2, 1)).json["reason"] == "below-minimum"
    answer = rules.hook.post(episode(2, 3)).json
    assert answer["detail"] == ("A new play was started. Season 1, episode 1 was left at 91 %: it "
                                "is completed, as the next one has begun.")
    # The next of 3, which was left too early, and the first of the next season.
    assert rules.hook.post(episode(4, 92)).json["reason"] == "progress"
    assert "episode 9 was left at 91 %" in rules.hook.post(episode(1, 3, season=2)).json["detail"]
    plays = {(play["season"], play["episode"]): play["state"] for play in bob.plays()}
    assert plays == {(1, 1): "completed", (1, 2): "in_progress", (1, 3): "in_progress",
                     (1, 4): "in_progress", (1, 9): "completed", (2, 1): "in_progress"}
    assert rules.hook.post(episode(1, 92)).json["reason"] == "after-completion"


def test_without_the_rule_the_next_episode_completes_nothing(bob):
    rules = Rules(bob, "kodi")
    rules.hook.post(episode(1, 91))
    assert rules.hook.post(episode(2, 3)).json["detail"] == "A new play was started."
    assert {play["state"] for play in bob.plays()} == {"in_progress"}
