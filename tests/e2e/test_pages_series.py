# SPDX-License-Identifier: MIT
"""Up next on Home, and marking on the page of a series."""

import re

import pytest

from person import Person, newcomer
from test_pages_home import age, episode, told, work_of


@pytest.fixture(scope="module")
def web(server):
    server.start_web()
    Person(server, "admin").sign_up()
    return server


@pytest.fixture
def alice(web):
    return newcomer(web)


@pytest.fixture
def hook(alice):
    return alice.hook("jellyfin", "--name", "Living room")


def up_next(view):
    part = view.html.split("<h2>Up next</h2>")[1:]
    return re.findall(r"<b>(S\d+ E\d+)</b>(?:[^<]*<bdi>(.*?)</bdi>)?",
                      part[0].split("</ul>")[0]) if part else []


def test_home_says_with_which_episode_a_series_goes_on(alice, hook):
    begun = told(hook, episode(1020, 1, 2, 99, "Two"))
    age(alice.server, begun, 5)
    assert up_next(alice.get("/")) == [("S1 E3", "")]
    later = told(hook, episode(1020, 1, 3, 99, "Three"))
    age(alice.server, later, 60 * 24 * 3)
    assert up_next(alice.get("/")) == [("S1 E3", "Three")], "after the one completed last"
    again = told(hook, episode(1021, 3, 1, 50, "Half"))
    assert len(up_next(alice.get("/"))) == 1, "what plays now is above"
    age(alice.server, again, 3)
    assert up_next(alice.get("/")) == [("S3 E1", "Half"), ("S1 E3", "Three")]
    for play in (begun, again):
        age(alice.server, play, 60 * 24 * 61)
    age(alice.server, later, 60 * 24 * 61)
    assert up_next(alice.get("/")) == []


def test_the_next_episode_is_marked_from_home(alice, hook):
    play = told(hook, episode(1030, 1, 9, 99))
    told(hook, episode(1030, 2, 1, 99, "New season"))
    age(alice.server, play, 0)
    age(alice.server, told(hook, episode(1030, 2, 1, 99, "New season")), 60)
    view = alice.get("/")
    assert up_next(view) == [("S2 E1", "New season")]
    view = alice.submit(view, f"works/{work_of(hook, play)}/complete")
    assert "Marked as completed." in view.text
    assert up_next(alice.get("/")) == [("S2 E2", "")]


def test_what_a_form_has_done_is_said_once(alice, hook):
    play = told(hook, episode(1050, 1, 1, 50))
    page = f"/works/{work_of(hook, play)}"
    view = alice.submit(page, f"plays/{play}/complete")
    assert view.path == page and "Marked as completed." in view.text
    notice = view.html.split("class='notice'")[1].split("</div>")[0]
    assert "/undo'" in notice
    assert "Marked as completed." not in alice.get(page).text
    assert "class='notice'" not in alice.get("/").html


@pytest.mark.parametrize("flash", [
    "saved<b>", "nothing-of-ours", ".", "saved." + "9" * 60, "Saved", "saved.1x", "",
    "saved;ryot_flash=undone"])
def test_a_planted_cookie_says_nothing_of_its_own(alice, flash):
    alice.cookies["ryot_flash"] = flash
    view = alice.get("/")
    assert view.status == 200 and "/undo'" not in view.html
    assert "ours" not in view.text and "&lt;b" not in view.html
