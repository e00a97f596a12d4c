# SPDX-License-Identifier: MIT
"""Settings, Account: time zone, password, sessions, export and import."""

import json
import re
import sqlite3

import pytest

import bodies
from person import Person, multipart, newcomer
from server import BOUND, PASSWORD

PLACE = "/settings/account"
NEW = "another good password"


def elsewhere(person):
    """The same person in another browser."""
    return Person(person.server, person.name, person.password).sign_in()


# --- time zone ---

@pytest.mark.parametrize("typed, stored", [
    ("Europe/Berlin", "Europe/Berlin"), (" asia/kolkata ", "Asia/Kolkata"),
    ("UTC", "UTC"), ("Etc/GMT+12", "Etc/GMT+12")])
def test_a_time_zone_is_accepted(web, bob, typed, stored):
    view = bob.submit(PLACE, "settings/account/zone", zone=typed)
    assert view.path == PLACE and "Saved." in view.text
    assert view.form("settings/account/zone").fields["zone"] == stored
    assert f"as they are in {stored}, where it is now" in view.text
    assert web.value("SELECT time_zone FROM person WHERE id = ?", bob.id) == stored


@pytest.mark.parametrize("typed", [
    "", "Berlin", "Europe/", "../../etc/passwd", "/etc/localtime", "zone.tab",
    "Europe//Berlin", "<script>alert(1)</script>", "x" * 5000])
def test_an_unknown_time_zone_is_refused(web, bob, typed):
    view = bob.submit(PLACE, "settings/account/zone", zone=typed)
    assert view.status == 400 and "There is no time zone of that name." in view.text
    assert "<script>alert" not in view.html and len(view.html) < 60_000
    assert web.value("SELECT time_zone FROM person WHERE id = ?", bob.id) is None


def test_the_clock_is_that_of_the_time_zone(web, bob):
    def hour():
        words = bob.get(PLACE).text.split("where it is now ")[1]
        return int(words.split()[3].split(":")[0])

    def is_apart(hours):
        # The hour may change between the two requests, so either value is right.
        first, here = hour(), None
        bob.submit(PLACE, "settings/account/zone", zone="Etc/GMT-7")
        here = hour()
        bob.submit(PLACE, "settings/account/zone", zone="UTC")
        return (here - hours) % 24 in (first, hour())

    assert is_apart(7) and not is_apart(5)


def test_every_offered_zone_is_known(web, bob):
    html = bob.get(PLACE).html
    listed = html.split("<datalist id='zones'>")[1].split('</datalist>')[0]
    offered = [line.split("'")[0] for line in listed.split("<option value='")[1:]]
    assert len(offered) > 300 and offered == sorted(offered)
    assert {"Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"} <= set(offered)


# --- looks ---

def test_a_clock_and_colours_are_kept(web, bob):
    assert "data-theme='system'" in bob.get(PLACE).html
    view = bob.submit(PLACE, "settings/account/looks", clock="12", theme="dark")
    assert "data-theme='dark'" in view.html and "Saved." in view.text
    assert re.search(r"where it is now \d+ \w+ \d+ \d+:\d\d [ap]m\.", view.text), view
    assert view.form("settings/account/looks").fields == {
        "csrf": bob.csrf(), "clock": "12", "theme": "dark"}
    assert bob.post("/settings/account/looks", {"clock": "12", "theme": "pink"}).status == 400
    assert "data-theme='dark'" in bob.get("/").html


# --- password ---

def change_password(person, **fields):
    fields = {"old": person.password, "password": NEW, "again": NEW, **fields}
    return person.submit(PLACE, "settings/account/password", **fields)


def test_a_new_password_signs_out_all_other_browsers(web, bob):
    other = elsewhere(bob)
    view = change_password(bob)
    assert "Your password was changed." in view.text
    assert bob.get(PLACE).path == PLACE
    assert other.get(PLACE).path.startswith("/login")
    assert Person(web, bob.name).try_sign_in().status == 400
    Person(web, bob.name, NEW).sign_in()


@pytest.mark.parametrize("fields, said", [
    ({"old": "wrong"}, "The current password is wrong."),
    ({"old": ""}, "The current password is wrong."),
    ({"again": "something else"}, "The two passwords are not the same."),
    ({"password": "short", "again": "short"}, "A password has 8 to 1000 characters."),
    ({"password": "x" * 1001, "again": "x" * 1001}, "A password has 8 to 1000 characters."),
    ({"old": None}, "The current password is wrong."),
    ({"password": None}, "The two passwords are not the same."),
])
def test_a_refused_password_changes_nothing(web, bob, fields, said):
    other = elsewhere(bob)
    before = web.value("SELECT password_hash FROM person WHERE id = ?", bob.id)
    view = bob.get(PLACE)
    answer = bob.send(view, view.form("settings/account/password"),
                      **{"old": bob.password, "password": NEW, "again": NEW, **fields})
    assert answer.status == 400 and said in answer.text
    assert NEW not in answer.html and bob.password not in answer.html
    assert web.value("SELECT password_hash FROM person WHERE id = ?", bob.id) == before
    assert other.get(PLACE).path == PLACE
    with sqlite3.connect(web.database, timeout=BOUND) as db:
        db.execute("DELETE FROM attempt")
    db.close()


# --- sessions ---

def test_a_single_browser_is_signed_out(web, bob):
    other = elsewhere(bob)
    ids = dict(web.rows("SELECT id, hash FROM session WHERE user_id = ? ORDER BY id", bob.id))
    mine, others = sorted(ids)
    view = bob.get(PLACE)
    assert view.text.count("This browser") == 1
    assert not view.has_form(f"settings/account/sessions/{mine}/end")
    view = bob.submit(view, f"settings/account/sessions/{others}/end")
    assert "That browser was signed out." in view.text
    assert other.get(PLACE).path.startswith("/login")
    assert bob.post(f"{PLACE}/sessions/{others}/end", {}).status == 404


def test_all_others_are_signed_out_at_once(web, bob, alice):
    others = [elsewhere(bob), elsewhere(bob)]
    view = bob.submit(PLACE, "settings/account/sessions/end")
    assert "All other browsers were signed out." in view.text
    assert bob.get(PLACE).path == PLACE and alice.get(PLACE).path == PLACE
    assert {other.get(PLACE).path.split("?")[0] for other in others} == {"/login"}
    assert not bob.get(PLACE).has_form("settings/account/sessions/end")


def test_nobody_signs_out_somebody_else(web, bob, alice):
    hers = web.value("SELECT max(id) FROM session WHERE user_id = ?", alice.id)
    answers = [bob.post(f"{PLACE}/sessions/{number}/end", {}) for number in
               (hers, 999999, 0, -1, "x", "1%20", "99999999999999999999")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert alice.get(PLACE).path == PLACE


@pytest.mark.parametrize("agent, said", [
    ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
     "Firefox on Linux"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0", "Edge on Windows"),
    ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/120.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 "
     "(KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1", "Safari on an iPhone"),
    ("<script>alert(1)</script>\xff\x80" + "x" * 500, "A browser"),
], ids=["firefox", "edge", "android", "iphone", "strange"])
def test_a_browser_is_shown_by_its_name(web, agent, said):
    bob = web.person()
    visitor = Person(web, bob.name)
    view = visitor.get("/login")
    form = view.form("login")
    visitor.post("/login", {**form.fields, "name": bob.name, "password": PASSWORD},
                 {"User-Agent": agent.encode("latin-1")})
    view = visitor.get(PLACE)
    assert f"{said} Used just now, signed in just now from 127.0.0.1" in view.text
    assert "<script>alert" not in view.html
    stored = web.value("SELECT user_agent FROM session WHERE user_id = ?", bob.id)
    assert len(stored) <= 200 and stored.isascii()


def test_a_thousand_browsers_do_not_make_a_heavy_page(web, bob):
    with sqlite3.connect(web.database, timeout=BOUND) as db:
        db.executemany(
            "INSERT INTO session (user_id, hash, created_ms, last_used_ms, user_agent, remote) "
            "VALUES (?, randomblob(32), 1, unixepoch() * 1000, ?, ?)",
            [(bob.id, "x" * 200, "2001:db8:1234:5678:9abc:def0:1234:5678")] * 900)
    db.close()
    view = bob.get(PLACE)
    assert len(view.body) < 60_000 and "And 851 more." in view.text
    bob.submit(view, "settings/account/sessions/end")
    assert web.value("SELECT count(*) FROM session WHERE user_id = ?", bob.id) == 1


# --- export and import ---

@pytest.fixture
def viewer(bob):
    """A person who has watched a few things."""
    hook = bob.hook("jellyfin")
    for name in ("movie-stop-completed.json", "episode-progress.json", "movie-imdb-only.json"):
        assert hook.post(bodies.read(name)).status == 200
    assert len(bob.plays()) >= 2
    return bob


def lines_of(answer):
    return [json.loads(line) for line in answer.body.decode().splitlines()]


def plays_of(answer):
    """The plays of an export, without their provider."""
    plays = [line["play"] for line in lines_of(answer) if "play" in line]
    return [{key: play[key] for key in play if key != "provider"} for play in plays]


def test_the_export_has_everything_of_one_person(web, viewer, alice):
    answer = viewer.request("GET", f"{PLACE}/export.jsonl")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/jsonl"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ryot-export.jsonl"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(plays_of(answer)) == len(viewer.plays())
    assert lines_of(answer)[0]["user"]["name"] == viewer.name
    slug = web.value("SELECT slug FROM integration WHERE user_id = ?", viewer.id)
    assert slug.encode() not in answer.body and b"$argon2" not in answer.body
    assert plays_of(alice.request("GET", f"{PLACE}/export.jsonl")) == []


def test_the_history_is_a_table(web, viewer):
    answer = viewer.request("GET", f"{PLACE}/history.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ryot-history.csv"'
    assert len(answer.body.decode().splitlines()) == 1 + len(viewer.plays())


def test_head_of_the_export_has_only_its_length(web, viewer):
    head = viewer.request("HEAD", f"{PLACE}/history.csv")
    body = viewer.request("GET", f"{PLACE}/history.csv").body
    assert head.body == b"" and int(head.headers["Content-Length"]) == len(body)


def bring(person, raw, name="ryot-export.jsonl"):
    return person.submit(PLACE, "settings/account/import", file=(name, raw))


def test_an_export_imported_by_another_gives_the_same_plays(web, viewer):
    file = viewer.request("GET", f"{PLACE}/export.jsonl")
    other = newcomer(web)
    count = len(viewer.plays())
    view = bring(other, file.body)
    assert f"The file was imported: {count} new plays, 0 plays were updated, " \
        "0 were there already." in view.text
    again = other.request("GET", f"{PLACE}/export.jsonl")
    assert plays_of(again) == plays_of(file)
    assert bring(other, file.body).text.count(f"{count} were there already.") == 1
    assert plays_of(other.request("GET", f"{PLACE}/export.jsonl")) == plays_of(file)
    assert plays_of(viewer.request("GET", f"{PLACE}/export.jsonl")) == plays_of(file)


@pytest.mark.parametrize("spoil", [
    lambda raw: b"", lambda raw: b"hello\n", lambda raw: b"\0\xff" * 500,
    lambda raw: raw[:-10], lambda raw: raw.replace(b'"started_at"', b'"started"'),
    lambda raw: raw + raw])
def test_an_invalid_file_is_refused_completely(web, viewer, spoil):
    file = viewer.request("GET", f"{PLACE}/export.jsonl")
    other = newcomer(web)
    view = bring(other, spoil(file.body))
    assert view.status == 400 and view.path == f"{PLACE}/import"
    assert "nothing was imported" in view.text or "Choose a file first." in view.text
    assert other.plays() == []


def test_a_text_field_instead_of_the_file_is_refused(web, bob):
    view = bob.get(PLACE)
    answer = bob.post(f"{PLACE}/import", {"file": "text"}, encode=multipart)
    assert answer.status == 400 and "Choose a file first." in answer.text
    answer = bob.post(f"{PLACE}/import", {"csrf": "wrong", "file": ("a", b"x")},
                      encode=multipart)
    assert answer.status == 403
    assert view.form("settings/account/import").is_multipart


def test_a_long_history_is_exported_and_imported(web, bob):
    with sqlite3.connect(web.database, timeout=BOUND) as db:
        for i in range(3_000):
            work = db.execute("INSERT INTO work (person_id, kind, title, created_ms) VALUES "
                              "(?, 'movie', ?, 1)",
                              (bob.id, f"Film {i} " + "x" * 200)).lastrowid
            db.execute("INSERT INTO work_id VALUES (?, 'movie', 'tmdb', ?, ?)",
                       (bob.id, str(10_000_000 + i), work))
            item = db.execute("INSERT INTO item (work_id, part) VALUES (?, '')",
                              (work,)).lastrowid
            db.execute("INSERT INTO play (user_id, item_id, state, share, furthest, "
                       "started_ms, updated_ms, completed_ms) VALUES "
                       "(?, ?, 'completed', 990000, 990000, ?, ?, ?)",
                       (bob.id, item, 1000 + i, 2000 + i, 2000 + i))
    db.close()
    file = bob.request("GET", f"{PLACE}/export.jsonl")
    assert len(file.body) > 1 << 20 and len(plays_of(file)) == 3_000
    other = newcomer(web)
    assert "3,000 new plays" in bring(other, file.body).text
    assert plays_of(other.request("GET", f"{PLACE}/export.jsonl")) == plays_of(file)
