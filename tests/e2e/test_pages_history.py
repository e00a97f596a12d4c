# SPDX-License-Identifier: MIT
"""History and statistics: days in the person's time zone, totals, untrusted titles."""

import re
import sqlite3
from datetime import datetime, timezone

import pytest

import bodies
from conftest import run
from person import newcomer
from server import Server

HOUR_MS = 3_600_000
BUDGET = 34_000  # bytes of a page, so that with style and script it has at most 60 kB


@pytest.fixture(scope="module")
def web():
    for server in run(Server()):
        server.start_web()
        yield server


def ms(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp() * 1000)


class Shelf:
    """Plays of a person, placed in time as needed."""

    def __init__(self, person):
        self.person, self.server = person, person.server

    def run(self, sql, *values):
        with sqlite3.connect(self.server.database, timeout=120) as db:
            made = db.execute(sql, values).lastrowid
        db.close()
        return made

    def zone(self, name):
        self.run("UPDATE person SET time_zone = ? WHERE id = ?", name, self.person.id)

    def work(self, title, kind="movie", season=None, episode=None, part_title=None):
        work = self.run("INSERT INTO work (person_id, kind, title, created_ms)"
                        " VALUES (?, ?, ?, 0)", self.person.id, kind, title)
        # Every work has an id, here a made-up one.
        self.run("INSERT INTO work_id (person_id, kind, source, value, work_id)"
                 " VALUES (?, ?, 'local', ?, ?)", self.person.id, kind, f"shelf-{work}", work)
        part = "" if episode is None else f"s{season}e{episode}"
        return self.run("INSERT INTO item (work_id, part, season, episode, title)"
                        " VALUES (?, ?, ?, ?, ?)", work, part, season, episode, part_title)

    def play(self, item, at, hours=2, furthest=1_000_000, integration=None, begun=None):
        """Begun when it ended: nobody was there to tell of it."""
        whole = furthest == 1_000_000
        at = ms(at) if isinstance(at, str) else at
        begun = ms(begun) if begun else at
        return self.run(
            "INSERT INTO play (user_id, item_id, integration_id, state, share, furthest,"
            " duration_ms, started_ms, updated_ms, completed_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self.person.id, item, integration,
            "completed" if whole else "in_progress", furthest, furthest,
            None if hours is None else int(hours * HOUR_MS), begun, at, at if whole else None)


@pytest.fixture
def alice(web):
    return newcomer(web)


@pytest.fixture
def shelf(alice):
    return Shelf(alice)


def days(view):
    """(day, total) in the page's order."""
    return re.findall(r"<section class='day'><div class='head'><h2>(.*?)</h2>\s*<p>(.*?)</p>",
                      view.html)


def titles(view):
    return re.findall(r"<a href='works/\d+'><bdi>(.*?)</bdi>", view.html)


# --- history ---

@pytest.mark.parametrize("path", ["/history", "/statistics"])
def test_only_for_people_who_signed_in(web, path):
    answer = web.request("GET", path)
    assert answer.status == 303 and "login" in answer.headers["Location"], answer


def test_an_empty_history_says_what_to_do(alice):
    view = alice.get("/history")
    assert "Nothing completed yet" in view.headings, view
    assert "/settings/integrations" in view.links


def test_reported_plays_are_shown(alice):
    alice.hook("jellyfin").post(bodies.read("movie-progress-above-95.json"))
    view = alice.get("/history")
    assert titles(view) == ["The Matrix"], view
    assert len(days(view)) == 1


def test_days_are_those_of_the_person(alice, shelf):
    shelf.play(shelf.work("Late"), "2026-03-29T21:59:00")
    shelf.play(shelf.work("Later", "show", 1, 2, "Part <two>"), "2026-03-29T22:01:00", 1)
    assert days(alice.get("/history")) == [("Sunday, 29 March 2026", "3 h")]
    shelf.zone("Europe/Berlin")
    view = alice.get("/history")
    assert days(view) == [("Monday, 30 March 2026", "1 h"), ("Sunday, 29 March 2026", "2 h")]
    assert titles(view) == ["Later", "Late"]
    assert ">00:01</time>" in view.html and ">23:59</time>" in view.html
    assert "S1 E2" in view.text and "Part <two>" in view.text, view


def test_filters_by_kind_and_progress(alice, shelf):
    shelf.play(shelf.work("A film"), "2026-05-01T10:00:00")
    shelf.play(shelf.work("A book", "audiobook"), "2026-05-01T11:00:00", 3)
    shelf.play(shelf.work("Half a film"), "2026-05-02T10:00:00", 2, 500_000)
    assert titles(alice.get("/history")) == ["A book", "A film"]
    view = alice.submit("/history", "history", kind="audiobook")
    assert titles(view) == ["A book"]
    assert days(view) == [("Friday, 1 May 2026", "3 h")]
    view = alice.submit("/history", "history", state="open")
    assert titles(view) == ["Half a film"]
    assert days(view) == [("Saturday, 2 May 2026", "1 h")] and "50% so far" in view.text
    view = alice.get("/history?kind=podcast")
    assert view.headings[1:] == ["Nothing here"]


def test_a_day_across_two_pages_keeps_its_total(alice, shelf):
    item = shelf.work("Again")
    first = ms("2026-06-01T00:00:00")
    for n in range(130):
        shelf.play(item, first + n // 60 * 24 * HOUR_MS + n % 60 * 1000, 0.1)
    view, seen, shown = alice.get("/history"), [], []
    while True:
        shown += re.findall(r"<time datetime='(.*?)'>", view.html)
        seen += days(view)
        earlier = [link for link in view.links if "before=" in link]
        if not earlier:
            break
        view = alice.get(earlier[0])
    assert len(shown) == 130 == len(set(shown)) and shown == sorted(shown, reverse=True)
    assert set(seen) == {("Wednesday, 3 June 2026", "1 h"), ("Tuesday, 2 June 2026", "6 h"),
                         ("Monday, 1 June 2026", "6 h")}
    assert len(seen) > 3, "no day went over an edge"
    assert any(link.endswith("/history?state=&kind=") for link in view.links)


def test_a_month_can_be_jumped_to(alice, shelf):
    shelf.zone("Pacific/Auckland")
    item = shelf.work("Monthly")
    for at in ("2025-11-30T10:59:59", "2025-11-30T11:00:00", "2026-01-31T10:00:00"):
        shelf.play(item, at)
    view = alice.get("/history?month=2025-11")
    assert [day for day, _ in days(view)] == ["Sunday, 30 November 2025"]
    assert "value='2025-11'" in view.html
    view = alice.get("/history?month=2025-12")
    assert [day for day, _ in days(view)] == [
        "Monday, 1 December 2025", "Sunday, 30 November 2025"]
    for month in ("", "2026-13", "2026-1", "x", "9999-12", "2026-011", "%00", '"><b>'):
        view = alice.get(f"/history?month={month}")
        assert view.status == (400 if month == "%00" else 200), (month, view)
        assert "<b>" not in view.html


@pytest.mark.parametrize("query", [
    "before=x", "before=-1", "before=9223372036854775807&id=9223372036854775807",
    "before=99999999999999999999", "kind=film", "state=all", "id=5"])
def test_an_odd_address_is_still_a_page(alice, shelf, query):
    shelf.play(shelf.work("Something"), "2026-05-01T10:00:00")
    view = alice.get(f"/history?{query}")
    assert view.status == 200 and titles(view) == ["Something"], view


def test_untrusted_titles_are_text_and_pages_stay_small(alice, shelf):
    hostile = ["<script>alert(1)</script>", '"' * 10_000, "\u202eevil", "W" * 5000, ""]
    items = [shelf.work(title, "show", 1, 1, title) for title in hostile]
    for n in range(100):
        shelf.play(items[n % len(items)], ms("2026-06-01T00:00:00") + n * 1000)
    view, pages = alice.get("/history"), 1
    while True:
        assert "<script>alert" not in view.html and len(view.body) < BUDGET, len(view.body)
        earlier = [link for link in view.links if "before=" in link]
        if not earlier:
            break
        view, pages = alice.get(earlier[0]), pages + 1
    assert 3 <= pages < 20


@pytest.mark.parametrize("path", ["/history", "/statistics?year=2026"])
def test_nobody_sees_anything_of_anybody_else(web, alice, shelf, path):
    shelf.play(shelf.work("A secret"), "2026-05-01T10:00:00")
    bob = newcomer(web)
    before = bob.get(path).html.replace(bob.name, "").replace(bob.csrf(), "")
    shelf.play(shelf.work("Another"), "2026-05-02T10:00:00", 5)
    after = bob.get(path).html.replace(bob.name, "").replace(bob.csrf(), "")
    assert before == after and "secret" not in after


def test_removed_plays_do_not_count(alice, shelf):
    play = shelf.play(shelf.work("Taken back"), "2026-05-01T10:00:00")
    shelf.run("UPDATE play SET removed_ms = 1 WHERE id = ?", play)
    assert titles(alice.get("/history")) == []
    assert "Nothing in this year" in alice.get("/statistics?year=2026").headings


# --- statistics ---

def table(view, title):
    """The table cells of a chart."""
    found = re.search(rf"<summary>{title} as a table</summary>(.*?)</table>", view.html, re.S)
    rows = found[1].split("<tr>")[1:]
    # End tags of cells may be left out.
    return [[re.sub("<.*?>", "", cell).strip() for cell in re.split(r"<t[hd](?: [^>]*)?>", row)[1:]]
            for row in rows]


def test_an_empty_year_says_what_to_do(alice):
    view = alice.get("/statistics?year=1999")
    assert view.headings == ["Statistics 1999", "Nothing in this year"]
    assert "/settings/integrations" in view.links and "<svg class='chart'" not in view.html


@pytest.mark.parametrize("kinds, words", [
    (["book"], "0 min read 1 completed"), (["movie", "show"], "2 h watched 2 completed"),
    (["audiobook", "podcast"], "2 h listened to 2 completed"),
    (["movie", "audiobook"], "2 h watched and listened to 2 completed"),
    (["movie", "audiobook", "book"], "3 h watched, listened to and read 3 completed")])
def test_each_kind_has_its_word(alice, shelf, kinds, words):
    for n, kind in enumerate(kinds):
        shelf.play(shelf.work(f"Title {n}", kind), f"2024-03-0{n + 1}T12:00:00",
                   None if kinds == ["book"] else 1)
    view = alice.get("/statistics?year=2024")
    assert words in view.text
    assert "movie" in kinds or "show" in kinds or "watched" not in view.text


def test_cards_name_the_author(alice, shelf):
    shelf.play(shelf.work("Dune", "audiobook"), "2024-03-01T12:00:00", 1)
    shelf.run("UPDATE work SET author = 'Frank <b>Herbert' WHERE person_id = ?", alice.id)
    for page in "/", "/history", "/library":
        assert "Frank <b>Herbert" in alice.get(page).text, page


def test_a_year_adds_up(alice, shelf):
    shelf.zone("Europe/Berlin")
    hook = alice.hook("kodi", "--name", "Bed<room>")
    shelf.play(shelf.work("Old year"), "2023-12-31T22:59:59", 7)
    shelf.play(shelf.work("New year"), "2023-12-31T23:00:00", 2, integration=hook.id)
    shelf.play(shelf.work("Leap day", "show", 1, 1), "2024-02-29T12:00:00", 1)
    shelf.play(shelf.work("Half", "podcast"), "2024-12-31T22:59:00", 3, 500_000)
    shelf.play(shelf.work("No length", "book"), "2024-07-01T08:00:00", None)
    view = alice.get("/statistics?year=2024")
    assert "4 h 30 min watched and listened to 3 completed 4 active days" in view.text
    assert "2 h, on Monday, 1 January 2024" in view.text
    weeks = {row[0]: row[1] for row in table(view, "Hours per week")}
    assert len(weeks) == 53, weeks
    assert weeks["Week 1, from 1 Jan"] == "2 h" and weeks["Week 9, from 26 Feb"] == "1 h"
    assert weeks["Week 1, from 30 Dec"] == "1 h 30 min" and weeks["Week 2, from 8 Jan"] == "0 min"
    number = {row[0]: row[1] for row in table(view, "Completions per week")}
    assert number["Week 27, from 1 Jul"] == "1 completed"
    assert table(view, "By kind") == [
        ["Films", "2 h, 1 completed"], ["Podcasts", "1 h 30 min, 0 completed"],
        ["Shows", "1 h, 1 completed"], ["Books", "0 min, 1 completed"]]
    assert table(view, "By source")[1] == ["Bed&lt;room&gt;", "2 h, 1 completed"]
    spring = table(view, "January to June")
    assert ["26 Feb", "", "", "", "1:00", "", "", ""] in spring
    assert table(view, "July to December")[1] == ["1 Jul", "0:00", "", "", "", "", "", ""]


def test_years_link_to_each_other(alice, shelf):
    shelf.play(shelf.work("Old"), "2023-05-01T10:00:00")
    this_year = datetime.now(timezone.utc).year
    view = alice.get("/statistics")
    assert view.headings[0] == f"Statistics {this_year}"
    assert f"/statistics?year={this_year - 1}" in view.links
    assert f"/statistics?year={this_year + 1}" not in view.links
    view = alice.get("/statistics?year=2023")
    assert "/statistics?year=2024" in view.links and "/statistics?year=2022" not in view.links
    for year in ("x", "0", "-5", "99999", str(this_year + 1), ""):
        assert alice.get(f"/statistics?year={year}").headings[0] == f"Statistics {this_year}"


def test_charts_have_names_and_stay_small(alice, shelf):
    item = shelf.work("Daily")
    for n in range(366):
        shelf.play(item, ms("2024-01-01T12:00:00") + n * 24 * HOUR_MS, 11.5)
    view = alice.get("/statistics?year=2024")
    charts = re.findall(r"<svg class='chart'.*?</svg>", view.html, re.S)
    assert len(charts) == 6
    for chart in charts:
        names = re.search(r"role='img' aria-labelledby='(\S+) (\S+)'", chart)
        assert re.search(rf"<title id='{names[1]}'>\S", chart)
        assert re.search(rf"<desc id='{names[2]}'>\S", chart)
    assert "style=" not in view.html
    assert len(view.body) < BUDGET, len(view.body)


def test_no_day_has_more_than_its_hours(alice, shelf):
    shelf.zone("Europe/Berlin")
    shelf.play(shelf.work("Imported", "audiobook"), "2024-06-10T12:00:00", 36)
    shelf.play(shelf.work("Heard for ten days", "audiobook"), "2024-03-11T00:00:00", 20,
               begun="2024-03-01T00:00:00")
    shelf.play(shelf.work("Over midnight"), "2024-01-05T00:00:00", 2, begun="2024-01-04T22:00:00")
    view = alice.get("/statistics?year=2024")
    assert "58 h watched and listened to 3 completed" in view.text, view
    assert "Most on one day: 24 h, on Monday, 10 June 2024." in view.text
    assert "12 h of it is on no day" in view.text
    assert ["4 Mar"] + ["2:00"] * 7 in table(view, "January to June")
    assert ("Monday, 10 June 2024", "24 h") in days(alice.get("/history"))
    assert ("Friday, 5 January 2024", "1 h") in days(alice.get("/history"))
