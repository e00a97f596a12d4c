# SPDX-License-Identifier: MIT
"""The pages that show a person's media, and manual changes."""

import sqlite3
from contextlib import closing

import pytest

from bodies import jellyfin, movie
from person import Person, newcomer

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "long": "\"'&<>" * 2000,
    "turned": "\u202egnp.exe \u0645\u0631\u062d\u0628\u0627",
    "quotes": '"><img src=x onerror=alert(1)>',
}
PAGE_MAX = 60_000


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


def film(number, title="A film", percent=50):
    body = movie(number, percent)
    body["Item"]["Name"] = title
    return body


def episode(show, season, number, percent=50, title="An episode"):
    runtime = 60_000_000_000
    return jellyfin("episode-progress.json", **{
        "Item.Name": title, "Series.Name": f"Show {show}",
        "Item.ParentIndexNumber": season, "Item.IndexNumber": number,
        "Item.Id": f"{show * 100000 + season * 1000 + number:032x}",
        "Series.ProviderIds": {"Tmdb": str(show)}, "Item.MediaSources": [],
        "Item.RunTimeTicks": runtime,
        "Session.PlayState.PositionTicks": runtime * percent // 100})


def told(hook, body):
    """The only play that the body led to."""
    answer = hook.post(body)
    assert answer.status == 200, answer
    return answer.json["plays"][0]["play"]


def work_of(hook, play):
    return hook.server.value("SELECT t.work_id FROM play p JOIN item t ON t.id = p.item_id"
                             " WHERE p.id = ?", play)


def change(server, sql, *values):
    with closing(sqlite3.connect(server.database, timeout=120)) as db, db:
        db.execute(sql, values)


def age(server, play, minutes):
    ms = minutes * 60_000
    change(server, "UPDATE play SET started_ms = started_ms - ?, updated_ms = updated_ms - ?,"
           " completed_ms = completed_ms - ? WHERE id = ?", ms, ms, ms, play)


def state_of(server):
    """Every row that a form could have changed."""
    return [server.rows(f"SELECT * FROM {table}")
            for table in ("play", "sitting", "edit", "work_id", "item")]


# --- home ---

def test_home_says_what_to_do_next(alice):
    view = alice.get("/")
    assert "Connect your media players" in view.headings
    assert "/settings/integrations" in view.links
    alice.hook("jellyfin")
    assert "Ready when you are" in alice.get("/").headings


def test_home_shows_playing_started_and_finished_items(alice, hook):
    playing = told(hook, episode(1001, 2, 5, 50, "Phoenix"))
    begun, done = told(hook, film(1002, "Begun", 34)), told(hook, film(1003, "Done", 99))
    age(alice.server, begun, 3)
    view = alice.get("/")
    assert view.headings == ["Home", "Playing now", "Pick up again", "Last 7 days",
                             "Recently completed"]
    now, rest = view.html.split("<h2>Pick up again</h2>")
    assert "S2 E5 \u00b7 <bdi>Phoenix</bdi>" in now and "50 min of 1 h 40 min" in now
    assert "Jellyfin, <bdi>Living room</bdi>" in now and "ends at " in now
    assert "Begun" not in now and "3 minutes ago" in rest
    assert f"/works/{work_of(hook, playing)}" in view.links
    assert "Done" in rest.split("<h2>Recently completed</h2>")[1]
    age(alice.server, done, 60)
    assert alice.get("/").html.count("<bdi>Done</bdi>") == 1


def test_now_is_the_fragment_of_home(alice, hook):
    assert alice.get("/now").body == b""
    play = told(hook, film(1010, "Playing"))
    fragment = alice.get("/now").html
    assert fragment.startswith("<section") and "Playing" in fragment
    assert fragment in alice.get("/").html
    age(alice.server, play, 2)
    assert alice.get("/now").body == b""


def test_now_and_home_need_a_signed_in_person(web):
    stranger = Person(web, "nobody")
    for path in ("/", "/now", "/library", "/works/1"):
        view = stranger.request("GET", path)
        assert view.status == 303 and view.headers["Location"].startswith("/login"), view


# --- library ---

def titles(view):
    return [link for link in view.links if link.startswith("/works/")]


def test_library_filters_sorts_and_searches(alice, hook):
    plays = {title: told(hook, film(number, title, percent)) for number, title, percent in (
        (1101, "banana 50%", 99), (1102, "Apple", 50), (1103, "cherry_pie", 99))}
    plays["Show"] = told(hook, episode(1104, 1, 1, 99))
    for minutes, title in enumerate(plays):
        age(alice.server, plays[title], minutes)
    work = {title: f"/works/{work_of(hook, play)}" for title, play in plays.items()}

    def listed(query):
        return [title for path in titles(alice.get(f"/library?{query}"))
                for title in work if work[title] == path]

    assert listed("") == ["banana 50%", "Apple", "cherry_pie", "Show"]
    assert listed("sort=title") == ["Apple", "banana 50%", "cherry_pie", "Show"]
    assert listed("sort=newest") == ["Show", "cherry_pie", "Apple", "banana 50%"]
    for sort in ("recent", "title", "newest"):
        assert listed(f"kind=show&sort={sort}") == ["Show"]
        assert listed(f"state=in_progress&sort={sort}") == ["Apple"]
        assert sorted(listed(f"state=completed&sort={sort}")) == [
            "Show", "banana 50%", "cherry_pie"]
        assert listed(f"q=BANANA&sort={sort}") == ["banana 50%"]
        assert listed(f"q=50%25&sort={sort}") == ["banana 50%"]
        assert listed(f"q=pie&sort={sort}") == ["cherry_pie"]
        assert listed(f"q=erry&sort={sort}") == []
        assert listed(f"q=%5C&sort={sort}") == []
    assert "Nothing like that" in alice.get("/library?q=zzz").headings
    assert listed("kind=nonsense&state=x&sort=y&page=-1") == list(plays)


def test_library_pages_show_every_work_once(alice, hook):
    for number in range(125):
        told(hook, film(1200 + number, f"Film {number}", 50 if number % 2 else 99))
    for sort in ("recent", "title", "newest"):
        seen, path = [], f"/library?sort={sort}"
        for size in 60, 60, 5:
            view = alice.get(path)
            seen += titles(view)
            assert len(titles(view)) == size and f"{len(seen)} of 125" in view.text
            path = next((link for link in view.links
                         if f"page={len(seen) // 60 + 1}" in link or "after=" in link), None)
        assert path is None and len(set(seen)) == 125


def test_the_library_has_chips_with_counts_and_letters(alice, hook):
    for number, title in enumerate(("The Salt Road", "Sand", "An Orchard", "2001", "\u0415\u0432\u0430")):
        told(hook, film(1400 + number, title, 50 if number else 99))
    told(hook, episode(1410, 1, 1, 99))
    view = alice.get("/library?sort=title")
    for text in ("Everything 6", "Films 5", "Shows 1"):
        assert text in view.text
    assert "Books" not in view.text and "Completed 1" not in view.text
    assert "All 5 In progress 4 Completed 1" in alice.get("/library?kind=movie").text

    def names(query):
        works = dict(alice.server.rows("SELECT id, title FROM work WHERE person_id = ?", alice.id))
        return [works[int(path.removeprefix("/works/"))] for path in titles(alice.get(query))]

    assert names("/library?sort=title&kind=movie") == [
        "2001", "An Orchard", "The Salt Road", "Sand", "\u0415\u0432\u0430"]
    assert names("/library?sort=title&kind=movie&from=s") == [
        "The Salt Road", "Sand", "\u0415\u0432\u0430"]
    assert names("/library?sort=title&from={") == ["\u0415\u0432\u0430"]
    for odd in "from=S", "from=ss", "after=0", "after=x", "after=1e9", "before=-1&after=99999":
        assert len(names(f"/library?sort=title&{odd}")) == 6


def test_the_library_is_a_grid_or_a_list_as_its_person_wants(alice, hook):
    told(hook, film(1420, "Sand", 50))
    bob = newcomer(alice.server)
    assert "class='grid'" in alice.get("/library").html
    view = alice.submit("/library?kind=movie&sort=title", "library/view", view="list")
    assert view.path == "/library?kind=movie&state=&sort=title"
    assert "class='grid'" not in view.html and "Show as a grid" in view.text
    assert "class='list'" in alice.get("/library").html
    assert "Show as a list" in bob.get("/library").text
    assert alice.post("/library/view", {"view": "grid"}).status == 303
    assert "class='grid'" in alice.get("/library").html


def test_of_words_that_many_works_have_only_some_are_counted(alice, hook):
    """1,001 works by one word: the pages go on, and a second word narrows them."""
    told(hook, film(1300, "Common first"))
    number = alice.id
    with sqlite3.connect(alice.server.database) as db:
        first = db.execute("SELECT max(id) FROM work").fetchone()[0]
        db.executescript(f"""
            INSERT INTO work (person_id, kind, title, created_ms)
                WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 1000)
                SELECT {number}, 'movie', 'Common ' || n, n FROM r;
            INSERT INTO work_id SELECT {number}, 'movie', 'tmdb', 900000 + id, id FROM work
                WHERE id > {first};
            INSERT INTO item (work_id, part) SELECT id, '' FROM work WHERE id > {first};
            INSERT INTO play (user_id, item_id, state, share, furthest, started_ms, updated_ms)
                SELECT {number}, id, 'in_progress', 500000, 500000, 0, id FROM item
                WHERE work_id > {first};
            INSERT INTO work_word SELECT {number}, 'common', id FROM work WHERE id > {first}""")
    db.close()
    for sort in ("recent", "title", "newest"):
        path, seen = f"/library?q=COMM&sort={sort}", []
        while path:
            view = alice.get(path)
            assert "More than 1000 works" in view.text
            seen += titles(view)
            path = next((link for link in view.links if f"page={len(seen) // 60 + 1}" in link
                         and len(titles(view)) == 60), None)
        assert len(seen) == len(set(seen)) == 1001
        view = alice.get(f"/library?q=common+first&sort={sort}")
        assert len(titles(view)) == 1 and "1 work" in view.text and "More" not in view.text


# --- a work ---

def test_a_show_has_its_seasons_and_all_plays(alice, hook):
    for season, number, percent in ((1, 1, 99), (1, 2, 99), (2, 1, 40), (0, 3, 99)):
        play = told(hook, episode(1301, season, number, percent))
    view = alice.get(f"/works/{work_of(hook, play)}")
    assert view.headings == ["Show 1301", "Episodes", "Plays", "Known elsewhere as"]
    for text in ("Season 1 2 of 2 episodes completed", "Special 3", "Specials",
                 "Season 2 0 of 1 episode completed, 1 in progress"):
        assert text in view.text, text
    assert "https://www.themoviedb.org/tv/1301" in view.links
    number = hook.deliveries()[0]["id"]
    assert f"/settings/deliveries/{number}" in view.links


def test_long_shows_are_shown_in_pieces(alice, hook):
    for number in range(1, 46):
        play = told(hook, episode(1302, 1, number, 99))
    told(hook, episode(1302, 2, 1, 99))
    path = f"/works/{work_of(hook, play)}"
    view = alice.get(path)
    assert "Older" in view.text and "More of Season 1" in view.text
    assert f"{path}?season=1&from=39" in view.links
    rest = alice.get(f"{path}?season=1&from=39")
    assert "S1 E40" in rest.text and "S1 E45" in rest.text and "Season 2" not in rest.text
    oldest = alice.get(f"{path}?page=4")
    assert oldest.text.count("Remove") == 8


def test_ids_link_to_their_catalog(alice):
    books = alice.hook("jellyfin")
    play = told(books, jellyfin("movie-progress.json"))
    links = alice.get(f"/works/{work_of(books, play)}").links
    assert "https://www.themoviedb.org/movie/603" in links
    assert "https://www.imdb.com/title/tt0133093" in links


# --- manual changes ---

def test_completing_a_play_and_undoing_it(alice, hook):
    play = told(hook, film(1401, "By hand", 50))
    page, before = f"/works/{work_of(hook, play)}", alice.stored_plays()
    view = alice.submit(page, f"plays/{play}/complete")
    assert view.path.startswith(page) and "Marked as completed." in view.text
    assert "You marked this completed just now" in view.text
    assert alice.plays()[0]["state"] == "completed"
    assert hook.post(film(1401, "By hand", 52)).json["reason"] == "after-completion"
    edit = alice.server.value("SELECT max(id) FROM edit")
    view = alice.post(f"/edits/{edit}/undo", {})
    assert view.status == 303 and alice.stored_plays() == before
    assert hook.post(film(1401, "By hand", 54)).json["reason"] == "progress"


def test_removing_a_play_and_undoing_it(alice, hook):
    play = told(hook, film(1402, "By hand", 99))
    page, before = f"/works/{work_of(hook, play)}", alice.stored_plays()
    view = alice.submit(page, f"plays/{play}/remove")
    assert "You removed this play just now" in view.text and alice.plays() == []
    assert titles(alice.get("/library")) == [] and "By hand" not in alice.get("/").text
    undo = next(form for form in view.forms if form.action.startswith("edits/"))
    view = alice.follow(alice.send(view, undo))
    assert "Undone." in view.text and alice.stored_plays() == before


def test_a_conflict_is_shown_on_the_page(alice, hook):
    play = told(hook, film(1403, "By hand", 50))
    alice.submit(f"/works/{work_of(hook, play)}", f"plays/{play}/complete")
    first = alice.server.value("SELECT max(id) FROM edit")
    alice.submit(f"/works/{work_of(hook, play)}", f"plays/{play}/remove")
    before = state_of(alice.server)
    view = alice.post(f"/edits/{first}/undo", {})
    assert view.status == 409 and "Undo the newer change first" in view.text
    assert view.headings[0] == "By hand" and state_of(alice.server) == before


def test_adding_a_play_that_no_sender_reported(alice, hook):
    play = told(hook, film(1404, "By hand", 99))
    age(alice.server, play, 60)
    work = work_of(hook, play)
    view = alice.get(f"/works/{work}")
    now = next(form for form in view.forms
               if form.action == f"works/{work}/complete" and "at" not in form.fields)
    view = alice.follow(alice.send(view, now))
    assert "You added this play" in view.text and "manual entry" in view.text
    assert len(alice.plays()) == 2
    show = work_of(hook, told(hook, episode(1405, 1, 1, 99)))
    alice.submit(f"/works/{show}", f"works/{show}/complete", season="3", episode="7")
    assert (alice.plays()[0]["season"], alice.plays()[0]["episode"]) == (3, 7)
    for wrong in ({"season": "x", "episode": "1"}, {"season": "1", "episode": ""},
                  {"season": "-1", "episode": "1"}, {}):
        view = alice.post(f"/works/{show}/complete", wrong)
        assert view.status == 400 and "Say the numbers" in view.text, (wrong, view)
    assert alice.post(f"/works/{show}/complete", {"item": "x"}).status == 404
    assert len(alice.plays()) == 4


def test_correcting_an_id(alice, hook):
    work = work_of(hook, told(hook, film(1406, "Wrong id")))
    told(hook, film(1407, "The other"))
    form = f"works/{work}/ids"
    view = alice.submit(f"/works/{work}", form, source="imdb", value="nonsense")
    assert view.status == 400 and "That is no id of that kind" in view.text
    assert view.form(form).fields["value"] == "nonsense"
    assert view.form(form).fields["source"] == "imdb"
    view = alice.submit(f"/works/{work}", form, source="tmdb", value="1407")
    assert view.status == 409 and "belongs to another work: The other." in view.text
    view = alice.submit(f"/works/{work}", form, source="tmdb", value="")
    assert view.status == 400 and "last id" in view.text
    view = alice.submit(f"/works/{work}", form, source="tmdb", value="1408")
    assert "The id was corrected." in view.text and "from 1406 to 1408" in view.text
    assert "https://www.themoviedb.org/movie/1408" in view.links
    assert alice.post(f"/works/{work}/ids", {"source": "x", "value": "1"}).status == 400


def test_ids_are_corrected_whoever_else_played_it(alice, hook):
    bob = newcomer(alice.server)
    work = work_of(hook, told(hook, film(1409, "Shared")))
    his = told(bob.hook("jellyfin"), film(1409, "Shared"))
    view = alice.submit(f"/works/{work}", f"works/{work}/ids", source="tmdb", value="1410")
    assert "The id was corrected." in view.text and "administrator" not in view.text
    his = bob.get(f"/works/{work_of(hook, his)}")
    assert "https://www.themoviedb.org/movie/1409" in his.links and "1410" not in his.text


# --- ownership ---

def test_nobody_sees_or_changes_other_peoples_data(alice, hook):
    bob = newcomer(alice.server)
    play = told(hook, film(1501, "Private", 50))
    work = work_of(hook, play)
    item = alice.server.value("SELECT item_id FROM play WHERE id = ?", play)
    alice.submit(f"/works/{work}", f"plays/{play}/complete")
    edit = alice.server.value("SELECT max(id) FROM edit")
    before = state_of(alice.server)
    for number in (work, 10**9, 0, -1, "x", "1e3", 2**64):
        view = bob.get(f"/works/{number}")
        assert view.status == 404 and "There is nothing here" in view.text, view
    assert bob.get(f"/works/{work}").text == bob.get("/works/999999999").text
    for path, fields in ((f"/plays/{play}/complete", {}), (f"/plays/{play}/remove", {}),
                         (f"/edits/{edit}/undo", {}), (f"/works/{work}/complete", {}),
                         (f"/works/{work}/complete", {"item": item}),
                         (f"/works/{work}/ids", {"source": "tmdb", "value": "9"})):
        assert bob.post(path, fields).status == 404, path
    for path in ("/", "/now", "/library", "/library?sort=title", "/library?sort=newest"):
        assert "Private" not in bob.get(path).text
    assert state_of(alice.server) == before


def test_episodes_that_only_others_played_are_not_shown(alice, hook):
    bob = newcomer(alice.server)
    work = work_of(hook, told(hook, episode(1502, 1, 1, 99)))
    told(bob.hook("jellyfin"), episode(1502, 4, 9, 99))
    item = alice.server.value("SELECT max(id) FROM item WHERE season = 4")
    his = alice.server.value("SELECT work_id FROM item WHERE id = ?", item)
    assert "Season 4" not in alice.get(f"/works/{work}").text
    assert alice.post(f"/works/{work}/complete", {"item": item}).status == 404
    assert his != work and bob.get(f"/works/{work}").status == 404
    assert "Season 4" in bob.get(f"/works/{his}").text


def test_forms_need_their_csrf(alice, hook):
    play = told(hook, film(1503, "Guarded", 50))
    work = work_of(hook, play)
    before = state_of(alice.server)
    for path in (f"/plays/{play}/complete", f"/plays/{play}/remove", "/edits/1/undo",
                 f"/works/{work}/complete", f"/works/{work}/ids"):
        assert alice.post(path, {"csrf": "wrong"}).status == 403, path
        assert alice.request("GET", path).status == 405, path
    assert state_of(alice.server) == before


# --- untrusted titles ---

@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_titles_are_shown_harmlessly(alice, hook, name):
    number = 1600 + list(HOSTILE).index(name)
    text = HOSTILE[name]
    play = told(hook, film(number, text, 50))
    show = episode(number, 1, 1, 99, text)
    show["Series"]["Name"] = text
    told(hook, show)
    for path in ("/", "/now", "/library", f"/works/{work_of(hook, play)}"):
        html = alice.get(path).html
        assert "<script>alert" not in html and "<img" not in html, path
        assert html.count("<bdi>") == html.count("</bdi>") >= 1, path
        assert len(html) < 20_000, path


def test_no_page_is_heavier_than_sixty_kilobytes(alice, hook):
    long = '"' * 2000
    for number in range(40):
        body = film(1700 + number, long, 50 if number % 2 else 99)
        told(hook, body)
    for number in range(60):
        show = episode(1800, number % 12, number, 40 if number % 5 else 99, long)
        show["Series"]["Name"] = long
        play = told(hook, show)
        if number % 2:
            alice.post(f"/plays/{play}/remove", {})
    for path in ("/", "/library", "/library?sort=title", f"/works/{work_of(hook, play)}"):
        size = len(alice.get(path).body)
        assert size < PAGE_MAX, (path, size)
