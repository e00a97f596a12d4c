# SPDX-License-Identifier: MIT
"""Ratings, notes, the watchlist and lists: on pages and through the API."""

import sqlite3

import pytest

from api import Api
from bodies import movie
from person import newcomer
from server import BOUND

MONTH = 30 * 24 * 60 * 60 * 1000


@pytest.fixture
def dora(web, alice):
    person = newcomer(web)
    hook = person.hook("jellyfin")
    for number, title in ((603, "Sand"), (604, "Harbour"), (605, "Dune")):
        body = movie(number, 99)
        body["Item"]["Name"] = title
        assert hook.post(body).status == 200
    person.works = [id for id, in web.rows(
        "SELECT id FROM work WHERE person_id = ? ORDER BY id", person.id)]
    return person


def undo(person, view):
    form, = [form for form in view.forms if form.action.startswith("edits/")]
    return person.follow(person.send(view, form))


def rating(person, work):
    return person.server.rows("SELECT rating, note FROM opinion WHERE work_id = ?", work)


def press(person, path, fields):
    """A button, which has a value of its own."""
    return person.follow(person.post(path, fields))


# --- rating and note ---

def test_stars_are_given_changed_and_taken_back(dora):
    work = dora.works[0]
    assert press(dora, f"/works/{work}/rate", {"rating": "8"}).text.count("Rated.") == 1
    assert rating(dora, work) == [(8, None)]
    view = dora.get(f"/works/{work}")
    assert view.html.count("class='full'") == 4 and view.html.count("class='none'") == 1
    view = press(dora, f"/works/{work}/rate", {"rating": "7"})
    assert view.html.count("class='half'") == 1
    undo(dora, view)
    assert rating(dora, work) == [(8, None)]
    for typed, half_stars in ("3.5", 7), ("5", 10), ("0.5", 1):
        press(dora, f"/works/{work}/rate", {"stars": typed})
        assert rating(dora, work) == [(half_stars, None)]
    press(dora, f"/works/{work}/rate", {"rating": "0"})
    assert rating(dora, work) == [(None, None)]


@pytest.mark.parametrize("value", ["", "11", "-1", "7.5", "x", "99999999999999999999"])
def test_a_rating_of_another_kind_changes_nothing(dora, value):
    work = dora.works[0]
    assert dora.post(f"/works/{work}/rate", {"rating": value}).status == 400
    for stars in "", "5.5", "3.25", "-1", "x":
        assert dora.post(f"/works/{work}/rate", {"stars": stars}).status == 400
    assert rating(dora, work) == []


def test_a_note_is_kept_shown_and_taken_back(dora):
    work, text = dora.works[0], "Again <b>with</b> \u0645\u0631\u062d\u0628\u0627"
    view = dora.submit(f"/works/{work}", f"works/{work}/note", note=text)
    assert text in view.text and "<b>with" not in view.html
    assert view.form(f"works/{work}/note").fields["note"].strip() == text
    view = dora.submit(view, f"works/{work}/note", note="")
    assert rating(dora, work) == [(None, None)]
    assert text in undo(dora, view).text
    assert dora.post(f"/works/{work}/note", {"note": "bell \a"}).status == 400


def test_an_undo_that_is_overtaken_says_so(dora):
    work = dora.works[0]
    api = Api(dora)
    first = api.send("PATCH", "/works/{id}", work, {"rating": 3})
    api.send("PATCH", "/works/{id}", work, {"rating": 9})
    answer = api.call("POST", "/edits/{id}/undo", first["edit"])
    assert answer.status == 409 and rating(dora, work) == [(9, None)]


# --- lists ---

def names(view):
    return [link for link in view.links if link.startswith("/works/")]


def test_the_watchlist_is_there_once_it_is_used(dora):
    assert "No list yet" in dora.get("/lists").text
    for work in dora.works:
        press(dora, f"/works/{work}/list", {"list": "0", "on": "1"})
    view = dora.get("/lists")
    assert "Watchlist 3 works" in view.text
    path, = [link for link in view.links if link.startswith("/lists/")]
    assert names(dora.get(path)) == [f"/works/{work}" for work in dora.works]
    assert "On the watchlist" in dora.get(f"/works/{dora.works[0]}").text
    # Up, and off it again.
    press(dora, f"{path}/raise", {"work": dora.works[2]})
    press(dora, f"{path}/raise", {"work": dora.works[0]})
    order = [dora.works[0], dora.works[2], dora.works[1]]
    assert names(dora.get(path)) == [f"/works/{work}" for work in order]
    view = press(dora, f"{path}/drop", {"work": dora.works[2]})
    assert "Removed from the list." in view.text and len(names(view)) == 2
    undo(dora, view)
    assert len(names(dora.get(path))) == 3
    assert dora.post(f"{path}/remove", {}).status == 409
    assert dora.post(f"{path}/rename", {"name": "Mine"}).status == 409


def test_a_list_is_made_renamed_removed_and_restored(dora):
    work = dora.works[0]
    view = press(dora, f"/works/{work}/list", {"name": "Rainy <days>"})
    assert "Added to the list." in view.text and "Rainy <days>" in view.text
    assert "<days>" not in view.html
    list = dora.server.value("SELECT id FROM list WHERE person_id = ?", dora.id)
    view = dora.submit(f"/lists/{list}", f"lists/{list}/rename", name="Sunny")
    assert "Sunny" in view.headings
    view = dora.submit(view, f"lists/{list}/remove")
    assert "The list was removed." in view.text and "Sunny 1 work" in view.text
    assert dora.get(f"/lists/{list}").status == 404
    assert dora.post(f"/lists/{list}/rename", {"name": "x"}).status == 404
    assert dora.post(f"/works/{work}/list", {"list": list, "on": "0"}).status == 404
    view = dora.submit("/lists", f"lists/{list}/restore")
    assert names(view) == [f"/works/{work}"]


def test_a_list_that_was_removed_long_ago_is_gone(dora):
    api = Api(dora)
    list = api.send("POST", "/lists", body={"name": "Old"})["id"]
    api.send("DELETE", "/lists/{id}", list)
    assert [row["name"] for row in api.get("/lists")["items"]] == ["Old"]
    with sqlite3.connect(dora.server.database, timeout=BOUND) as db:
        db.execute("UPDATE list SET removed_ms = removed_ms - ? WHERE id = ?", (MONTH, list))
    db.close()
    assert api.get("/lists")["items"] == []
    assert api.call("POST", "/lists/{id}/restore", list).status == 404


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "x" * 101])
def test_a_wrong_name_makes_no_list(dora, name):
    assert dora.post("/lists", {"name": name}).status == 400
    assert dora.server.rows("SELECT id FROM list WHERE person_id = ?", dora.id) == []


def test_there_can_be_a_hundred_lists(dora):
    api = Api(dora)
    for n in range(100):
        api.send("POST", "/lists", body={"name": f"List {n}"})
    answer = api.call("POST", "/lists", body={"name": "One more"})
    assert answer.status == 409 and "100 lists" in answer.json["detail"]


def test_a_list_has_pages(dora):
    api = Api(dora)
    list = api.send("POST", "/lists", body={"name": "Long"})["id"]
    hook = dora.hook("jellyfin")
    for n in range(62):
        assert hook.post(movie(7000 + n, 99)).status == 200
    works = [id for id, in dora.server.rows(
        "SELECT id FROM work WHERE person_id = ? ORDER BY id", dora.id)]
    for work in works:
        api.send("POST", "/lists/{id}/works", list, {"work": work})
    page = api.get("/lists/{id}", list)
    rest = api.get("/lists/{id}", list, page=page["next"])
    assert page["works"] + rest["works"] == works and rest["next"] is None
    view = dora.get(f"/lists/{list}")
    assert len(names(view)) == 60 and "More" in view.text
    assert len(names(dora.get(f"/lists/{list}?page=2"))) == 5


# --- the API ---

def test_the_api_says_what_the_pages_do(dora):
    api, work = Api(dora), dora.works[1]
    done = api.send("PATCH", "/works/{id}", work,
                    {"rating": 9, "note": "Good.", "is_on_watchlist": True})
    whole = api.get("/works/{id}", work)
    list, = api.get("/lists")["items"]
    assert (whole["rating"], whole["note"], whole["lists"]) == (9, "Good.", [list["id"]])
    assert (list["is_watchlist"], list["works"]) == (True, 1)
    api.send("POST", "/edits/{id}/undo", done["edit"])
    assert api.get("/works/{id}", work)["lists"] == []
    api.send("PATCH", "/works/{id}", work, {"rating": 0, "note": ""})
    whole = api.get("/works/{id}", work)
    assert (whole["rating"], whole["note"]) == (None, None)
    for body in ({"rating": 11}, {"rating": "5"}, {"rating": 7.5}, {"note": 3}, {"stars": 5},
                 {"is_on_watchlist": 1}):
        answer = api.call("PATCH", "/works/{id}", work, body)
        assert (answer.status, answer.json["field"]) == (400, *body), body
    assert api.call("POST", "/lists/{id}/works", list["id"], {"work": 10 ** 15}).status == 404


def test_lists_of_others_take_no_work_of_mine(web, dora):
    other = Api(newcomer(web))
    theirs = other.send("POST", "/lists", body={"name": "Theirs"})["id"]
    api = Api(dora)
    assert api.call("POST", "/lists/{id}/works", theirs, {"work": dora.works[0]}).status == 404
    assert other.call("POST", "/lists/{id}/works", theirs, {"work": dora.works[0]}).status == 404
    assert dora.post(f"/works/{dora.works[0]}/list", {"list": theirs, "on": "1"}).status == 404
    assert other.get("/lists/{id}", theirs)["works"] == []
