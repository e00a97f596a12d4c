# SPDX-License-Identifier: MIT
"""What no sender has told: works and plays added by hand, and dates that are changed."""

import pytest

from api import Api
from bodies import movie
from person import newcomer

PLAYS = ("SELECT p.started_ms, p.updated_ms, p.completed_ms, p.day_only FROM play p"
         " WHERE p.user_id = ? AND p.removed_ms IS NULL ORDER BY p.id")
DAY = 24 * 60 * 60 * 1000
FEBRUARY_3 = 19756 * DAY  # of 2024


@pytest.fixture
def dora(web, alice):
    return newcomer(web)


@pytest.fixture
def film(dora):
    """Watched from half past to the full hour, and its work."""
    assert dora.hook("jellyfin").post(movie(603, 99)).status == 200
    return dora.server.value("SELECT id FROM work WHERE person_id = ?", dora.id)


def plays(person):
    return person.server.rows(PLAYS, person.id)


def number(person):
    return person.server.value("SELECT max(id) FROM play WHERE user_id = ?", person.id)


# --- the date of a play ---

def test_a_play_is_moved_and_moved_back(dora, film):
    was, = plays(dora)
    lasted = was[2] - was[0]
    assert not dora.get(f"/works/{film}").has_form(f"plays/{number(dora)}/date")
    view = dora.submit(f"/works/{film}?date={number(dora)}", f"plays/{number(dora)}/date",
                       at="2024-02-03T20:15")
    end = FEBRUARY_3 + (20 * 60 + 15) * 60_000
    assert "The date was changed." in view.text and "You changed its date" in view.text
    assert plays(dora) == [(end - lasted, end, end, 0)]
    assert "3 Feb 2024" in dora.get("/history").text or "February 2024" in dora.get("/history").text
    undo_path, = {form.action for form in view.forms if form.action.startswith("edits/")}
    dora.post(f"/{undo_path}", {})
    assert plays(dora) == [was]


def test_a_date_is_of_the_persons_zone(dora, film):
    dora.post("/settings/account/zone", {"zone": "Europe/Berlin"})
    dora.post(f"/plays/{number(dora)}/date", {"at": "2024-02-03T00:30"})
    assert plays(dora)[0][2] == FEBRUARY_3 - 30 * 60_000
    dora.post(f"/plays/{number(dora)}/date", {"at": "2024-02-03"})
    assert plays(dora)[0][2:] == (FEBRUARY_3 + 11 * 60 * 60_000, 1)
    dora.post(f"/plays/{number(dora)}/date", {"at": "unknown"})
    assert plays(dora) == [(0, 0, 0, 0)]
    assert "date not known" in dora.get(f"/works/{film}").text


@pytest.mark.parametrize("at", ["", "x", "2024-02-30", "2999-01-01", "1969-01-01",
                                "2024-02-03T25:00", "<b>", "2024-02-03T20:15:00.000000Z"])
def test_no_date_changes_nothing(dora, film, at):
    was = plays(dora)
    assert dora.post(f"/plays/{number(dora)}/date", {"at": at}).status == 400
    if at:
        assert dora.post(f"/works/{film}/complete", {"at": at}).status == 400
        assert dora.post("/add", {"kind": "movie", "title": "x", "at": at}).status == 400
    assert plays(dora) == was


def test_what_is_in_progress_or_removed_has_no_date(dora):
    dora.hook("jellyfin").post(movie(604, 50))
    view = dora.post(f"/plays/{number(dora)}/date", {"at": "2024-02-03"})
    assert view.status == 409 and "still in progress" in view.text
    dora.post(f"/plays/{number(dora)}/remove", {})
    assert dora.post(f"/plays/{number(dora)}/date", {"at": "2024-02-03"}).status == 409


def test_edits_of_a_play_are_undone_newest_first(dora, film):
    api = Api(dora)
    first = api.send("PATCH", "/plays/{id}", number(dora), {"at": "2024-02-03"})
    second = api.send("PATCH", "/plays/{id}", number(dora), {"at": "2024-02-04"})
    assert api.call("POST", "/edits/{id}/undo", first["edit"]).status == 409
    for edit in second, first:
        api.send("POST", "/edits/{id}/undo", edit["edit"])
    assert len(plays(dora)) == 1


# --- a play by hand ---

def test_a_play_of_another_day_is_added_once(dora, film):
    for _ in range(2):
        view = dora.follow(dora.post(f"/works/{film}/complete", {"at": "2024-02-03T20:15"}))
        assert "Marked as completed." in view.text
    assert [row[2] for row in plays(dora)][1:] == [FEBRUARY_3 + (20 * 60 + 15) * 60_000]
    dora.post(f"/works/{film}/complete", {"at": "2024-02-04"})
    assert len(plays(dora)) == 3


def test_a_play_of_another_day_leaves_the_open_one(dora):
    dora.hook("jellyfin").post(movie(604, 50))
    work = dora.server.value("SELECT id FROM work WHERE person_id = ?", dora.id)
    dora.post(f"/works/{work}/complete", {"at": "2024-02-03"})
    assert [row[2] for row in plays(dora)] == [None, FEBRUARY_3 + DAY // 2]


# --- a work by hand ---

def test_a_film_is_added_by_its_id(dora):
    view = dora.submit("/add", "add", title="The <Matrix>", year="1999",
                       id="https://www.themoviedb.org/movie/603", at="2024-02-03T20:15")
    assert "Added." in view.text and "The <Matrix>" in view.headings
    assert [row[2] for row in plays(dora)] == [FEBRUARY_3 + (20 * 60 + 15) * 60_000]
    # What a player reports is the same.
    dora.hook("jellyfin").post(movie(603, 50))
    assert len(dora.server.rows("SELECT id FROM work WHERE person_id = ?", dora.id)) == 1
    assert dora.server.ctl("check")["ok"] is True


def test_a_work_without_an_id_is_found_by_its_title_once(dora):
    fields = {"kind": "book", "title": "The Salt Road", "author": "Ada Reyes"}
    assert dora.post("/add", fields).status == 303
    view = dora.post("/add", {**fields, "title": "Salt ROAD"})
    assert view.status == 409 and "has one of that title" in view.text
    assert view.form("add").fields["title"] == "Salt ROAD"
    assert dora.post("/add", {**fields, "another": "on"}).status == 303
    assert len(dora.server.rows("SELECT id FROM work WHERE person_id = ?", dora.id)) == 2
    assert dora.server.ctl("check")["ok"] is True
    other = newcomer(dora.server)
    assert other.post("/add", fields).status == 303


def test_a_work_is_wanted(dora):
    view = dora.follow(dora.post("/add", {"kind": "show", "title": "Orbit", "end": "wanted"}))
    assert "On the watchlist" in view.text and plays(dora) == []
    assert "Orbit" in dora.get(next(
        link for link in dora.get("/lists").links if link.startswith("/lists/"))).text


def test_an_episode_is_added(dora):
    fields = {"kind": "show", "title": "Orbit", "id": "tvdb:81189"}
    view = dora.post("/add", fields)
    assert view.status == 400 and "season and the episode" in view.text
    view = dora.follow(dora.post("/add", {**fields, "season": "2", "episode": "4"}))
    assert "S2 E4" in view.text and len(plays(dora)) == 1


@pytest.mark.parametrize("fields", [
    {"title": ""}, {"title": "x" * 501}, {"title": "a\nb"}, {"title": "x", "kind": "podcast"},
    {"title": "x", "kind": ""}, {"title": "x", "id": "https://example.org/1"},
    {"title": "x", "id": "tvdb:x y"}, {"title": "x", "year": "1"}])
def test_what_is_wrong_adds_nothing(dora, fields):
    view = dora.post("/add", {"kind": "movie", **fields})
    assert view.status == 400 and view.form("add")
    assert dora.server.rows("SELECT id FROM work WHERE person_id = ?", dora.id) == []


# --- the trash ---

def test_a_removed_play_comes_back_from_the_trash(dora, film):
    assert "The trash is empty" in dora.get("/trash").text
    was = plays(dora)
    dora.post(f"/plays/{number(dora)}/remove", {})
    view = dora.get("/trash")
    assert f"/works/{film}" in view.links and "removed just now" in view.text
    assert "The trash is empty" in newcomer(dora.server).get("/trash").text
    form = [form for form in view.forms if form.action.startswith("edits/")][-1]
    assert dora.follow(dora.send(view, form)).path == f"/works/{film}"
    assert plays(dora) == was and "The trash is empty" in dora.get("/trash").text
    for odd in "before=0&id=1", "before=x", "before=1&id=1", "id=99999999999999999999":
        assert dora.get(f"/trash?{odd}").status == 200


# --- on the command line ---

def test_ryotctl_adds_and_rates_works(dora):
    ctl = dora.server.ctl
    dora.post("/settings/account/zone", {"zone": "Europe/Berlin"})
    made = ctl("work", "add", "show", "Orbit", "--user", dora.name, "--id", "tvdb:81189",
               "--season", 0, "--episode", 4, "--at", "2024-02-03T00:30")
    assert [row[2] for row in plays(dora)] == [FEBRUARY_3 - 30 * 60_000]
    assert ctl("work", "add", "book", "Salt", "--user", dora.name, "--wanted")["edit"]
    assert ctl("work", "rate", made["work"], 9, "--user", dora.name)["work"] == made["work"]
    assert "On the watchlist" not in dora.get(f"/works/{made['work']}").text
    other = newcomer(dora.server)
    for args in (["rate", made["work"], 9, "--user", other.name],
                 ["rate", made["work"], 11, "--user", dora.name],
                 ["add", "book", "Salt", "--user", dora.name],
                 ["add", "song", "Salt", "--user", dora.name],
                 ["add", "show", "Salt", "--user", dora.name, "--season", "x"],
                 ["add", "movie", "Sand", "--user", dora.name, "--at", "tomorrow"],
                 ["add", "movie", "Sand", "--user", "nobody-of-that-name"]):
        done = dora.server.run_ctl("work", *map(str, args))
        assert done.returncode != 0 and done.stderr, args
    assert len(plays(dora)) == 1 and plays(other) == []
