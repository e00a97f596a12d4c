# SPDX-License-Identifier: MIT
"""What was read in Komga."""

import threading

import pytest

from audiobookshelf import (BAD_GATEWAY, CONFIG, FORBIDDEN, NOT_FOUND, OK, SERVER_ERROR, TEMPFAIL,
                            UNAUTHORIZED, WEB_CLIENT, cut_off, empty_reply, furnished, hold, home)
from komga import KEY, Komga
from server import BOUND, wait_until

__all__ = ["furnished", "home"]

LIST = "POST /api/v1/books/list"
FIRST = {"Saga v1": ["37.5"], "Saga v2": ["completed"]}
SECOND = {"Saga v1": ["50"], "Saga v2": ["completed"], "Leviathan Wakes": ["completed"]}


@pytest.fixture
def komga():
    server = Komga()
    yield server
    server.close()


def add(home, komga, user="alice"):
    return home.ctl("integration", "add", "komga", "--user", user, "--url", komga.url,
                    "--key-stdin", "--yes", stdin=f"{KEY}\n")["id"]


def lists(komga):
    return [one for one in komga.asked() if one.startswith(LIST)]


def test_the_key_is_checked_before_it_is_added(home, komga):
    home.secrets.add(KEY)
    done = home.run_ctl("integration", "add", "komga", "--user", "alice", "--url", komga.url,
                        "--key-stdin", "--yes", stdin=f"{KEY}\n")
    assert done.returncode == OK and "Komga of an unknown version answers" in done.stdout
    assert "alice@example.org" in done.stdout
    assert komga.asked() == ["GET /actuator/health", "GET /api/v2/users/me"]
    assert "X-API-Key" not in komga.requests[0].headers


def test_two_polls(home, komga):
    home.secrets.add(KEY)
    add(home, komga)
    home.yank_well()
    assert home.plays() == FIRST
    komga.show("books_later.json")
    home.yank_well()
    assert home.plays() == SECOND
    assert home.rows("SELECT reason FROM delivery WHERE reason = 'unmark'") == [("unmark",)]
    before = home.dump()
    told, = home.yank_json()
    assert told["changed"] == 0 and home.plays() == SECOND
    assert [line for line in home.dump() if "INTO \"play\"" in line] == [
        line for line in before if "INTO \"play\"" in line]


def test_another_title_is_a_correction(home, komga):
    add(home, komga)
    home.yank_well()
    for book in komga.books:
        if book["name"] == "Saga v2":
            book["metadata"]["title"] = "Saga, Volume Two"
    told, = home.yank_json()
    assert told["changed"] == 1
    assert home.plays() == {"Saga v1": ["37.5"], "Saga, Volume Two": ["completed"]}


def test_what_is_gone_stays(home, komga):
    add(home, komga)
    home.yank_well()
    komga.books = []
    home.yank_well()
    assert home.plays() == FIRST


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_many_pages(home, komga, is_shuffled):
    komga.read_many(1700)
    komga.is_shuffled = is_shuffled
    add(home, komga)
    komga.forget_requests()
    told, = home.yank_json()
    assert told["changed"] == told["tracked"] == 1700
    assert len(lists(komga)) == 4
    assert home.value("SELECT count(*) FROM play") == 1700
    if is_shuffled:
        return
    # Nothing new: the first page says so. Two more were read: the first page has them.
    komga.forget_requests()
    told, = home.yank_json()
    assert told["changed"] == 0 and len(lists(komga)) == 1
    for number in (3, 900):
        komga.books[number]["readProgress"] |= {
            "page": 100, "readDate": "2026-11-21T10:00:00Z",
            "lastModified": "2026-11-21T10:00:00Z"}
    komga.forget_requests()
    told, = home.yank_json()
    assert told["changed"] == 2 and len(lists(komga)) == 2


@pytest.mark.parametrize("fault, status", [
    (UNAUTHORIZED, CONFIG), (FORBIDDEN, CONFIG), (NOT_FOUND, CONFIG), (WEB_CLIENT, CONFIG),
    (SERVER_ERROR, TEMPFAIL), (BAD_GATEWAY, TEMPFAIL), (cut_off, TEMPFAIL),
    (empty_reply, TEMPFAIL)])
def test_a_page_fails_and_the_next_run_completes_it(home, komga, fault, status):
    """The second of two pages: nothing of the first is kept, and nothing lost."""
    komga.read_many(700)
    number = add(home, komga)
    komga.break_at("/api/v1/books/list?sort=readProgress.lastModified,desc&page=1", fault)
    done = home.yank()
    assert done.returncode == status and f"integration {number} " in done.stderr, done
    komga.mend()
    if status == CONFIG and home.account(number).stopped:
        home.ctl("integration", "set", number, "--key-stdin", stdin=f"{KEY}\n")
    home.due(number)
    home.yank_well()
    assert home.value("SELECT count(*) FROM play") == 700


def test_a_slow_server(home, komga):
    add(home, komga)
    go_on = threading.Event()
    komga.break_at("/api/v1/books/list", hold(go_on))
    run = threading.Thread(target=home.yank_well, daemon=True)
    run.start()
    try:
        wait_until(lambda: lists(komga), "the question")
        assert home.plays() == {}
    finally:
        go_on.set()
        run.join(BOUND)
    assert home.plays() == FIRST
