# SPDX-License-Identifier: MIT
"""Settings, Integrations: adding, steps, limits, rotating, removing, and their deliveries."""

import contextlib
import io
import json
import re
import sqlite3
import subprocess
import threading
import time
import zipfile
from html import unescape

import pytest

import bodies
from audiobookshelf import (BAD_GATEWAY, BOBS_KEY, KEY, UNAUTHORIZED, WEB_CLIENT, environment,
                            Audiobookshelf, hold, make_certificate, redirect)
from person import Person
from server import BUILD, HOOKS, wait_until

LIST = "/settings/integrations"
HOSTILE = "<script>alert(1)</script>\"'&\u202e" + "x" * 20
PAGE_MAX = 60_000


def new(person, provider="jellyfin", **fields):
    """The path of a new integration's page."""
    form = f"settings/integrations/new/{provider}"
    view = person.submit(f"/{form}", form, **fields)
    assert view.status == 200 and view.path.startswith(f"{LIST}/"), view
    return view.path.split("?")[0]


def number(path):
    return int(path.rsplit("/", 1)[1])


def slug(person, path):
    return person.server.value("SELECT slug FROM integration WHERE id = ?", number(path))


def post(person, path, body, provider="jellyfin"):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    answer = person.server.post(f"{HOOKS}/{provider}/{slug(person, path)}", body,
                                {"Content-Type": "application/json"})
    return answer.json["delivery"]


def change(server, sql, *values):
    with sqlite3.connect(server.database) as db:
        db.execute(sql, values)
    db.close()


def account(person, path, column):
    return person.server.value(
        f"SELECT {column} FROM account WHERE integration_id = ?", number(path))


# --- the list ---

def test_an_empty_list_says_what_to_do(bob):
    view = bob.get(LIST)
    assert view.headings == ["Integrations", "Add an integration"]
    assert "There is none yet" in view.text
    for provider in "jellyfin", "kodi", "audiobookshelf":
        assert f"{LIST}/new/{provider}" in view.links
    assert bob.get("/settings").path == LIST


def test_the_list_shows_the_state_of_each(bob):
    silent, fresh, off = (new(bob, name=name) for name in ("Attic", "Den", "Old one"))
    new(bob, "kodi", name="Bedroom")
    for path in silent, fresh:
        post(bob, path, bodies.read("movie-progress.json"))
    post(bob, fresh, b"{")
    change(bob.server, "UPDATE delivery SET first_ms = ?, last_ms = ? WHERE integration_id = ?",
           *[int(time.time() - 12.5 * 86400) * 1000] * 2, number(silent))
    bob.submit(off, off[1:], enabled=None)
    view = bob.get(LIST)
    assert view.headings == ["Integrations", "Attic", "Den", "Old one", "Bedroom",
                             "Add an integration"]
    assert "Attic Silent Jellyfin. Nothing received for 12 days." in view.text
    assert "Den Working Jellyfin." in view.text and "1 refused" in view.text
    assert "Old one Off Jellyfin. What it sends is ignored." in view.text
    assert "Bedroom Waiting Kodi. Nothing received yet." in view.text


def test_the_number_of_integrations_is_limited(bob):
    for n in range(30):
        bob.hook("kodi", "--name", "<&\"'" * 24 + f"{n:04}")
    form = "settings/integrations/new/kodi"
    view = bob.submit(f"/{form}", form, name="One more")
    assert view.status == 400 and "30 integrations are the most" in view.text
    assert len(bob.get(LIST).body) <= PAGE_MAX


# --- integrations that send ---

@pytest.mark.parametrize("provider, words", [
    ("jellyfin", ["manifest.json", "Tick the events Play, Pause, Resume"]),
    ("kodi", ["script.ryot.zip", "Settings, Tokens"])])
def test_the_steps_hold_the_address(bob, provider, words):
    path = new(bob, provider, name="Living room")
    view = bob.get(path)
    assert view.headings[0] == "Living room" and view.status == 200
    address = f"{bob.server.base_url}{HOOKS}/{provider}/{slug(bob, path)}"
    assert f"readonly aria-label='Webhook address' value='{address}'" in view.html
    assert "<ol class='steps'>" in view.html
    assert all(word in view.text for word in words), view.text


def test_a_template_has_a_copy_button(bob):
    view = bob.get(new(bob, "tautulli"))
    field, = re.findall(r"readonly aria-label='Text to paste' value='([^']*)'", view.html)
    template = json.loads(unescape(field))
    assert template["tautulli"] == "1" and template["action"] == "{action}"
    # What it is for stands before it, and the rest of the page has it no second time.
    assert "leaving JSON Headers empty:" in view.text and "themoviedb_id" not in view.text


def test_settings_are_saved(bob):
    path = new(bob)
    view = bob.submit(path, path[1:], name="Den", start="2.5", complete="95,00",
                      only_user="alice", enabled=None)
    assert "done" not in view.path and "Saved." in view.text
    row, = bob.server.rows("SELECT name, start_limit, complete_limit, only_user, enabled"
                           " FROM integration WHERE id = ?", number(path))
    assert row == ("Den", 250, 9500, "alice", 0)
    fields = bob.get(path).form(path[1:]).fields
    assert (fields["start"], fields["complete"], fields["only_user"]) == ("2.5", "95", "alice")
    assert "enabled" not in fields
    for only_user, kept in ("  al ice ", "al ice"), ("", None):
        bob.submit(path, path[1:], only_user=only_user, enabled="on")
        assert bob.server.value("SELECT only_user FROM integration WHERE id = ?",
                                number(path)) == kept
    bob.submit(path, path[1:], only_user="", enabled="on")
    assert bob.server.rows("SELECT only_user, enabled FROM integration WHERE id = ?",
                           number(path)) == [(None, 1)]


@pytest.mark.parametrize("field, value, words", [
    ("start", "two", "Started: enter per cent"), ("start", "", "Started: enter per cent"),
    ("complete", "95.123", "at most two decimals"), ("complete", "100.01", "between 0 and 100"),
    ("complete", "1e1", "Completed: enter per cent"), ("start", "96", "the complete limit"),
    ("start", "-1", "Started: enter per cent"), ("name", " ", "name of an integration"),
    ("name", "x" * 101, "100 bytes"), ("only_user", "x" * 201, "so long a name")])
def test_bad_settings_are_reported_and_the_input_stays(bob, field, value, words):
    path = new(bob)
    before = bob.server.rows("SELECT * FROM integration WHERE id = ?", number(path))
    view = bob.submit(path, path[1:], **{field: value})
    assert view.status == 400 and words in view.text, view
    assert "role='alert'" in view.html
    if len(value) < 20:
        assert view.form(path[1:]).fields[field] == value.strip()
    assert bob.server.rows("SELECT * FROM integration WHERE id = ?", number(path)) == before


def test_rotating_keeps_the_old_address_for_a_day(bob):
    path = new(bob)
    old = slug(bob, path)
    view = bob.submit(path, f"{path[1:]}/rotate")
    assert "one more day" in view.text and "The address before this one works until" in view.text
    now = slug(bob, path)
    assert now != old and now in view.html and old not in view.html
    for key, status in (old, 200), (now, 200):
        body = bodies.read("movie-progress.json")
        assert bob.server.post(f"{HOOKS}/jellyfin/{key}", body).status == status
    change(bob.server, "UPDATE integration SET old_slug_ends_ms = 1 WHERE id = ?", number(path))
    assert bob.server.post(f"{HOOKS}/jellyfin/{old}", b"{}").status == 404
    assert "The address before" not in bob.get(path).text


def test_removing_an_integration_shows_first_what_is_lost(bob):
    path = new(bob, name="Den")
    delivery = post(bob, path, bodies.read("movie-progress.json"))
    plays = bob.stored_plays()
    assert len(plays) == 1
    view = bob.get(f"{path}/remove")
    assert view.headings == ["Remove Den ?"] or view.headings == ["Remove Den?"]
    assert "1 delivery and what they held" in view.text and "Stays:" in view.text
    view = bob.submit(view, f"{path[1:]}/remove")
    assert view.path == LIST
    assert bob.get(path).status == bob.get(f"/settings/deliveries/{delivery}").status == 404
    assert [row[:3] for row in bob.stored_plays()] == [row[:3] for row in plays]
    assert "Jellyfin, Den" in bob.get("/").text


def test_a_hostile_name_is_shown_harmlessly(bob):
    path = new(bob, name=HOSTILE)
    for page in LIST, path, f"{path}/remove", f"{path}/deliveries":
        view = bob.get(page)
        assert view.status == 200 and "<script>" not in view.html and HOSTILE in view.text, view


# --- deliveries ---

def test_deliveries_newest_first_with_filter_and_pages(bob):
    path = new(bob)
    for n in range(53):
        post(bob, path, b"[%d" % n)
    post(bob, path, bodies.read("movie-progress.json"))
    first = bob.get(f"{path}/deliveries")
    ids = [int(found) for found in re.findall(r"settings/deliveries/(\d+)", first.html)]
    assert len(ids) == 50 and ids == sorted(ids, reverse=True)
    older = bob.get([link for link in first.links if "before=" in link][0])
    rest = [int(found) for found in re.findall(r"settings/deliveries/(\d+)", older.html)]
    assert len(rest) == 4 and max(rest) < min(ids)
    assert any(link.endswith("/deliveries?outcome=") for link in older.links)
    tracked = bob.send(first, first.form(f"{path[1:]}/deliveries"), outcome="tracked")
    assert tracked.html.count("settings/deliveries/") == 1 and "A new play" in tracked.text
    assert tracked.form(f"{path[1:]}/deliveries").fields["outcome"] == "tracked"
    assert "nothing of that kind" in bob.get(f"{path}/deliveries?outcome=unmatched").text
    odd = bob.get(f"{path}/deliveries?outcome=%3Cscript%3E&before=x")
    assert odd.status == 200 and len(odd.body) <= PAGE_MAX


def test_the_counts_of_outcomes_add_up_to_all_deliveries(bob):
    path = new(bob)
    play = bodies.read("movie-progress.json")
    for body in b"[", play, bodies.read("movie-item-added.json"), play, b"{":
        post(bob, path, body)
    html = bob.get(path).html
    total, parts = re.search(r"<dt>Received</dt><dd>(\d+) deliver(?:y|ies)<ul[^>]*>(.*?)</ul>",
                             html, re.S).groups()
    counts = [int(found) for found in re.findall(r">(\d+) [a-z ]+<", parts)]
    assert sum(counts) == int(total) > len(counts) >= 3, parts


def test_each_delivery_names_what_it_is_about(bob):
    path = new(bob)
    film = post(bob, path, bodies.read("movie-progress.json"))
    episode = post(bob, path, bodies.read("episode-progress.json"))
    unmatched = post(bob, path, bodies.jellyfin(**{"Item.ProviderIds": {}}))
    library = post(bob, path, {"Event": "ItemAdded"})
    listed = bob.get(f"{path}/deliveries").text
    for one, about in (film, "The Matrix"), (episode, "Breaking Bad S1 E1 \u00b7 Pilot"), (unmatched, "The Matrix"):
        assert f"About {about}" in bob.get(f"/settings/deliveries/{one}").text
    assert "About \u2013" in bob.get(f"/settings/deliveries/{library}").text
    assert listed.count("The Matrix") == 2
    told = bob.server.run_ctl("delivery", "list", "--user", bob.name).stdout.decode()
    assert told.count("The Matrix") == 2
    rows = bob.server.ctl("delivery", "list", "--user", bob.name)["deliveries"]
    assert {row["id"]: row["title"] for row in rows}[unmatched] == "The Matrix"


def test_an_empty_journal_points_to_the_steps(bob):
    path = new(bob)
    view = bob.get(f"{path}/deliveries")
    assert "Nothing received yet" in view.text and path in view.links


def test_a_delivery_shows_its_outcome_and_reason(bob):
    path = new(bob)
    body = bodies.read("movie-progress.json")
    one = post(bob, path, body)
    view = bob.get(f"/settings/deliveries/{one}")
    assert view.headings == [f"Delivery {one}", "What happened", "What it led to", "Replay",
                             "What was sent"]
    assert "Tracked A new play was started." in view.text
    work = bob.server.value("SELECT i.work_id FROM play p JOIN item i ON i.id = p.item_id"
                            " WHERE p.user_id = ?", bob.id)
    assert f"/works/{work}" in view.links and "The Matrix" in view.text
    assert "<pre dir='ltr' tabindex='0'>{\n  &quot;Event&quot;: &quot;Progress&quot;" in view.html
    assert len(view.body) <= PAGE_MAX
    saved = bob.get(f"/settings/deliveries/{one}/body")
    assert saved.status == 200 and saved.body == body
    assert "attachment" in saved.headers["Content-Disposition"]


@pytest.mark.parametrize("sent", [
    b'{"Event":"<script>alert(1)</script>","x":"' + b'<&">' * 100_000 + b'"}',
    b"<script>alert(1)</script>" * 4000, b"\xff\xfe\x00<script>",
    json.dumps({"Event": "\u202e<b>", "x": ["\u0000", "\u2028"]}).encode()],
    ids=["huge", "no JSON", "no text", "odd letters"])
def test_a_hostile_body_is_shown_harmlessly(bob, sent):
    path = new(bob)
    one = post(bob, path, sent)
    for page in f"/settings/deliveries/{one}", f"{path}/deliveries":
        view = bob.get(page)
        assert view.status == 200 and len(view.body) <= PAGE_MAX, len(view.body)
        assert "<script>" not in view.html and "<b>" not in view.html
    # Of a refused body 64 KiB are kept.
    assert bob.get(f"/settings/deliveries/{one}/body").body == sent[:64 << 10]


def test_replay_with_the_current_settings(bob):
    path = new(bob)
    bob.submit(path, path[1:], enabled=None)
    one = post(bob, path, bodies.read("movie-progress.json"))
    page = f"/settings/deliveries/{one}"
    assert "This integration is switched off." in bob.get(page).text
    bob.submit(path, path[1:], enabled="on")
    for _ in range(2):
        view = bob.submit(page, f"{page[1:]}/replay")
        assert "The delivery was read again." in view.text and "Read again" in view.text
        assert "A new play was started." in view.text
        assert len(bob.stored_plays()) == 1


# --- other people's integrations ---

def test_other_peoples_integrations_are_not_found(alice, bob):
    path = new(bob)
    one = post(bob, path, bodies.read("movie-progress.json"))
    before = bob.server.rows("SELECT * FROM integration"), bob.server.rows(
        "SELECT * FROM delivery"), bob.stored_plays()
    gets = ["", "/asking", "/deliveries", "/remove"]
    posts = ["", "/rotate", "/remove", "/server", "/test", "/yank"]
    delivery = f"/settings/deliveries/{one}"
    for who, there in (alice, path), (alice, f"{LIST}/99999"), (alice, f"{LIST}/x"):
        seen = {who.get(there + more).text for more in gets}
        seen |= {who.post(there + more, {"name": "mine", "start": "1", "complete": "50",
                                         "server_url": "http://nas", "server_key": "k"}).text
                 for more in posts}
        assert len(seen) == 1 and "There is nothing here" in seen.pop()
    for there in delivery, "/settings/deliveries/99999", "/settings/deliveries/0":
        assert alice.get(there).status == alice.get(f"{there}/body").status == 404
        assert alice.post(f"{there}/replay", {}).status == 404
    assert before == (bob.server.rows("SELECT * FROM integration"), bob.server.rows(
        "SELECT * FROM delivery"), bob.stored_plays())


def test_without_the_right_csrf_nothing_changes(bob):
    path = new(bob)
    before = bob.server.rows("SELECT * FROM integration WHERE user_id = ?", bob.id)
    for more in "", "/rotate", "/remove":
        assert bob.post(path + more, {"csrf": "0" * 32, "name": "x"}).status == 403
    assert bob.post(f"{LIST}/new/kodi", {"csrf": "", "name": "x"}).status == 403
    assert before == bob.server.rows("SELECT * FROM integration WHERE user_id = ?", bob.id)


def test_an_unknown_provider(bob):
    assert bob.get(f"{LIST}/new/nobody").status == 404
    assert bob.post(f"{LIST}/new/nobody", {"name": "x"}).status == 404


# --- integrations that are synced ---

FORM = "settings/integrations/new/audiobookshelf"


def enter(bob, shelf_url, key=KEY, name="Books", page=f"/{FORM}", **fields):
    """Fills in the form; returns the page of the check when that has ended."""
    view = bob.submit(page, FORM, name=name, server_url=shelf_url, server_key=key, **fields)
    assert view.status == 200 and view.path.startswith(f"{LIST}/checks/"), view
    return wait_until(lambda: ended(bob, view.path), "the end of the check")


def ended(bob, path):
    view = bob.get(path)
    return view if "Added" in view.text or "data-done" in view.html else None


def added(bob, view):
    """The path of the integration that a check led to, answering its question."""
    confirm = [form.action for form in view.forms if form.action.endswith("/confirm")]
    if confirm:
        view = bob.submit(view, confirm[0])
    assert "Added" in view.text, view
    path = next(link for link in view.links if re.fullmatch(rf"{LIST}/\d+", link))
    wait_until(lambda: account(bob, path, "yanked_ms >= asked_ms"), "the end of the first sync")
    return path


def add_shelf(bob, shelf, key=KEY):
    """Added, asked and synced."""
    return added(bob, enter(bob, f"{shelf.url}/", key))


def was_shown(shelf):
    return [one.path for one in shelf.requests if "Authorization" in one.headers]


def test_a_server_is_checked_added_and_synced(bob, shelf):
    view = enter(bob, f"{shelf.url}/")
    assert "Connection works" in view.text and "the key is alice's" in view.text
    # bob's own name is another one.
    assert f"This key is of the account alice there, and here you are {bob.name}." in view.text
    assert shelf.asked() == ["GET /status", "GET /api/me"] and integrations(bob) == 0
    assert KEY not in view.html
    path = added(bob, view)
    view = bob.get(path)
    assert "Connection works" in view.text and "12 changes were imported" in view.text
    assert "GET /status" not in shelf.asked()[2:]  # it has greeted already
    part = bob.get(f"{path}/asking")
    assert "12 changes" in part.text and "data-done" in part.html and "<main" not in part.html
    assert len(bob.stored_plays()) == 12 and checks(bob, "length(credential)") == [0]
    asked = account(bob, path, "asked_ms")
    bob.submit(path, f"{path[1:]}/yank")
    wait_until(lambda: account(bob, path, "yanked_ms >= asked_ms AND asked_ms > %d" % asked),
               "the end of the second")
    assert "nothing new" in bob.get(path).text


def integrations(person):
    return person.server.value("SELECT count(*) FROM integration WHERE user_id = ?", person.id)


def checks(person, column):
    return [row[0] for row in person.server.rows(
        f"SELECT {column} FROM candidate WHERE user_id = ?", person.id)]


@pytest.mark.parametrize("route, fault, field, words", [
    ("/status", WEB_CLIENT, "server_url", "is not Audiobookshelf"),
    ("/status", WEB_CLIENT, "server_url", "if the address was copied from a browser"),
    ("/status", UNAUTHORIZED, "server_url", "something in front of it wants a sign-in"),
    ("/status", redirect("https://sign-in.example/"), "server_url", "to another address"),
    ("/status", BAD_GATEWAY, "server_url", "502"),
    ("/api/me", UNAUTHORIZED, "server_key", "refused this API key")])
def test_what_is_wrong_stands_beside_its_field(bob, shelf, route, fault, field, words):
    shelf.break_at(route, fault)
    view = enter(bob, shelf.url, name="Shelf of bob")
    assert "Not added" in view.text and words in view.text, view
    assert f"aria-describedby='wrong-{field}'" in view.html
    assert view.html.count("role='alert'") == 1 and KEY not in view.html
    assert (route == "/status") == (was_shown(shelf) == []) and integrations(bob) == 0
    fields = view.form(FORM).fields
    assert fields["name"] == "Shelf of bob" and fields["server_url"] == shelf.url
    # The key that was entered is still there, and need not be entered again.
    shelf.mend()
    view = enter(bob, shelf.url, key="", name="Shelf of bob", page=view)
    added(bob, view)
    assert len(checks(bob, "id")) == 1 and integrations(bob) == 1


def test_a_kept_key_goes_to_no_other_host(bob, shelf, other_shelf):
    shelf.break_at("/status", BAD_GATEWAY)
    view = enter(bob, shelf.url)
    view = bob.submit(view, FORM, server_url=other_shelf.url)
    assert view.status == 400 and "This is another host than before" in view.text
    assert "aria-describedby='wrong-server_key'" in view.html and other_shelf.requests == []
    # Another address of the same host may have it.
    shelf.mend()
    added(bob, enter(bob, shelf.origin, key="", page=view))
    assert account(bob, f"{LIST}/{bob.server.value('SELECT max(id) FROM integration')}",
                   "url") == shelf.origin


def test_an_own_authority_is_named(bob, tmp_path):
    with contextlib.closing(Audiobookshelf(
            certificate=make_certificate(tmp_path, "127.0.0.1"))) as shelf:
        view = enter(bob, shelf.url)
        assert "TLS certificate cannot be verified" in view.text and "--ca-file" in view.text


def test_the_same_account_twice_is_asked_about(bob, shelf):
    add_shelf(bob, shelf)
    view = enter(bob, shelf.origin, name="Again")
    assert "Books follows this account (alice) already." in view.text
    path = f"{LIST}/checks/{checks(bob, 'max(id)')[0]}"
    for _ in range(2):  # pressed twice
        view = bob.post(f"{path}/confirm", {})
        assert view.status == 303, view
    assert integrations(bob) == 2


def test_checks_are_their_persons_own(alice, bob, shelf):
    view = enter(bob, shelf.url)
    for path in view.path, f"{view.path}/asking":
        assert alice.get(path).status == 404
    assert alice.post(f"{view.path}/confirm", {}).status == 404 and integrations(bob) == 0
    # Its number in a form brings nobody else's key.
    number = view.path.rsplit("/", 1)[1]
    other = alice.post(f"/{FORM}", {"name": "x", "server_url": shelf.url, "server_key": "",
                                    "check": number})
    assert other.status == 400 and "No key was given." in other.text


def test_what_was_entered_is_kept_for_an_hour(bob, shelf):
    shelf.break_at("/status", BAD_GATEWAY)
    view = enter(bob, shelf.url)
    change(bob.server, "UPDATE candidate SET asked_ms = asked_ms - 3600001")
    enter(bob, shelf.url)
    assert len(checks(bob, "id")) == 1
    assert bob.get(view.path).status == 404
    # By cron too, if nobody enters another one.
    change(bob.server, "UPDATE candidate SET asked_ms = asked_ms - 3600001")
    subprocess.run([BUILD / "ryot-yank", "--database", bob.server.database], timeout=120,
                   env=environment(), capture_output=True)
    assert checks(bob, "id") == []


def test_a_person_cannot_make_checks_without_end(bob, shelf):
    shelf.break_at("/status", BAD_GATEWAY)
    fields = {"name": "x", "server_url": shelf.url, "server_key": "k"}
    statuses = [bob.post(f"/{FORM}", fields).status for _ in range(21)]
    assert statuses == [303] * 20 + [429] and integrations(bob) == 0


@pytest.mark.parametrize("route, fault, words", [
    ("/status", WEB_CLIENT, "is not Audiobookshelf"),
    ("/api/me", UNAUTHORIZED, "refused this API key"), ("/status", BAD_GATEWAY, "502")])
def test_a_test_that_fails_says_why(bob, shelf, route, fault, words):
    path = add_shelf(bob, shelf)
    shelf.break_at(route, fault)
    shelf.forget_requests()
    bob.submit(path, f"{path[1:]}/test")
    wait_until(lambda: account(bob, path, "tested_ms >= test_asked_ms"), "the end of the test")
    view = bob.get(path)
    assert "Test failed" in view.text and words in view.text, view.text
    assert (route == "/status") == (was_shown(shelf) == [])
    shelf.mend()
    bob.submit(path, f"{path[1:]}/test")
    wait_until(lambda: account(bob, path, "tested_ms >= test_asked_ms"), "the end of the test")
    assert "Connection works" in bob.get(path).text


def test_a_yank_that_fails_says_why(bob, shelf):
    path = add_shelf(bob, shelf)
    shelf.break_at("/api/me", UNAUTHORIZED)
    bob.submit(path, f"{path[1:]}/yank")
    wait_until(lambda: account(bob, path, "refused_ms"), "the end of the yank")
    view = bob.get(path)
    assert "Stopped" in view.text and "Sync failed" in view.text
    assert "refused this API key" in view.text
    listed = bob.get(LIST)
    assert "Books Stopped" in listed.text
    assert re.search(r"Nothing is synced: .*refused this API key.* Enter a new key", listed.text)
    assert f"{path}#server" in listed.links


def test_the_list_says_what_is_wrong_and_where(bob):
    path = new(bob, name="Den")
    assert "warning" not in bob.get(LIST).html
    one = post(bob, path, bodies.jellyfin(**{"Item.ProviderIds": {}}))
    other = post(bob, path, b"no JSON")
    view = bob.get(LIST)
    assert re.search("1 unmatched, the newest: It carries no TMDb.* See what was sent", view.text)
    assert "1 refused, the newest: " in view.text
    assert {f"/settings/deliveries/{n}" for n in (one, other)} <= set(view.links)
    listed = bob.server.run_ctl("integration", "list", "--user", bob.name)
    assert b"1 refused, the newest: " in listed.stdout
    assert f"ryotctl integration show {number(path)}" in listed.stderr.decode()
    bob.submit(path, path[1:], enabled=None)
    view = bob.get(LIST)
    assert "the newest" not in view.text
    # What has no id can be named all the same.
    assert view.html.count("warning") == 1 and "1 thing was reported without an id" in view.text


def test_the_page_shows_a_running_sync(bob, shelf):
    path = add_shelf(bob, shelf)
    go_on = threading.Event()
    shelf.break_at("/api/me", hold(go_on), times=1)
    shelf.forget_requests()
    bob.submit(path, f"{path[1:]}/yank")
    wait_until(lambda: shelf.requests, "the worker to ask")
    view = bob.get(path)
    assert "Books Syncing" in bob.get(LIST).text
    assert "Running Syncing with the server. Check again" in view.text and path in view.links
    assert "data-done" not in bob.get(f"{path}/asking").html
    go_on.set()
    wait_until(lambda: "nothing new" in bob.get(path).text, "the end of the yank")
    assert "data-done" in bob.get(f"{path}/asking").html


def test_a_request_that_nobody_carries_out_is_given_up(own_web, shelf):
    alice = Person(own_web, "alice").sign_up()
    path = add_shelf(alice, shelf)
    own_web.end_worker()
    change(own_web, "UPDATE account SET started_ms = 1, yanked_ms = 1, asked_ms = ?",
           int(time.time() * 1000) - 3600_000)
    view = alice.get(path)
    assert "ryot-yank has not started it" in view.text and "data-done" in view.html


def test_another_address_of_the_host_keeps_the_key_and_is_tested(bob, shelf):
    path = add_shelf(bob, shelf)
    shelf.forget_requests()
    view = bob.submit(path, f"{path[1:]}/server", server_url=shelf.origin)
    assert view.status == 200, view
    wait_until(lambda: account(bob, path, "tested_ms >= test_asked_ms"), "the end of the test")
    assert account(bob, path, "url") == shelf.origin
    assert shelf.asked()[0] == "GET /status" and "Connection works" in bob.get(path).text


def test_another_host_needs_its_own_key(bob, shelf, other_shelf):
    path = add_shelf(bob, shelf)
    view = bob.submit(path, f"{path[1:]}/server", server_url=other_shelf.url)
    assert view.status == 400 and "This is another host than before" in view.text
    assert view.form(f"{path[1:]}/server").fields["server_url"] == other_shelf.url
    assert account(bob, path, "url") == shelf.url and other_shelf.requests == []
    bob.submit(path, f"{path[1:]}/server", server_url=other_shelf.url, server_key=BOBS_KEY)
    wait_until(lambda: account(bob, path, "tested_ms >= test_asked_ms"), "the end of the test")
    assert was_shown(other_shelf) and "Connection works" in bob.get(path).text
    assert all(KEY not in (one.headers["Authorization"] or "") for one in other_shelf.requests)


@pytest.mark.parametrize("fields, words", [
    ({"server_url": "nas:13378", "server_key": "k"}, "does not begin with http:// or https://"),
    ({"server_url": "http://nas:13378/library?x", "server_key": "k"}, "of a page, as a browser"),
    ({"server_url": "http://alice:secret@nas", "server_key": "k"}, "An address looks like"),
    ({"server_url": "http://nas", "server_key": ""}, "No key was given."),
    ({"server_url": "http://nas", "server_key": "two words"}, "That is no key"),
    ({"server_url": "http://nas", "server_key": "k", "name": ""}, "name of an integration")])
def test_the_page_says_why_a_server_cannot_be_added(bob, fields, words):
    view = bob.submit(f"/{FORM}", FORM, **fields)
    assert view.status == 400 and words in view.text, view
    assert view.html.count("aria-describedby='wrong-") == 1
    assert view.form(FORM).fields["server_url"] == fields["server_url"] and "two words" not in view.html
    assert bob.server.value("SELECT count(*) FROM integration WHERE user_id = ?", bob.id) == 0


def test_a_switched_off_integration_is_not_synced(bob, shelf):
    path = add_shelf(bob, shelf)
    bob.submit(path, path[1:], enabled=None)
    view = bob.get(path)
    assert not view.has_form(f"{path[1:]}/yank") and view.has_form(f"{path[1:]}/test")
    assert bob.post(f"{path}/yank", {}).status == 400
    assert bob.post(f"{path}/rotate", {}).status == 409


def test_a_pulled_delivery_has_no_replay(bob, shelf):
    path = add_shelf(bob, shelf)
    bob.submit(path, f"{path[1:]}/yank")
    wait_until(lambda: account(bob, path, "yanked_ms >= asked_ms"), "the end of the yank")
    one = bob.server.value(
        "SELECT max(id) FROM delivery WHERE integration_id = ?", number(path))
    view = bob.get(f"/settings/deliveries/{one}")
    assert view.status == 200 and not view.has_form(f"settings/deliveries/{one}/replay")
    assert bob.post(f"/settings/deliveries/{one}/replay", {}).status >= 400
    assert bob.get(f"{path}/remove").status == 200


def test_a_sync_that_stays_away_is_blamed_on_neither_cron_nor_the_timer(bob, shelf):
    path = add_shelf(bob, shelf)
    change(bob.server, "UPDATE account SET last_ok_ms = 1000, last_error_ms = NULL,"
           " failures = 0, refused_ms = NULL WHERE integration_id = ?", number(path))
    text = bob.get(path).text
    assert "Not synced for" in text and "a timer of systemd or cron" in text
    assert "ryotctl doctor" in text


def test_cron_checks_and_syncs_where_nobody_is_woken(own_web, shelf):
    own_web.end_worker()
    alice = Person(own_web, "alice").sign_up()

    view = alice.submit(f"/{FORM}", FORM, name="Books", server_url=shelf.url, server_key=KEY)
    assert re.search(r"It starts when cron starts ryot-yank, every five minutes: next at about"
                     r" \d\d:\d[05]\.", view.text), view.text
    assert shelf.requests == [] and integrations(alice) == 0
    assert "the schedule will start it" in own_web.cgi_log.read_text()
    subprocess.run([BUILD / "ryot-yank", "--database", own_web.database], check=True,
                   timeout=120, env=environment())
    text = alice.get(view.path).text
    assert "Added" in text and "12 changes were imported" in text
    assert "Connection works" in text


def test_the_add_on_can_be_downloaded(web):
    answer = web.request("GET", "/script.ryot.zip")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as add_on:
        assert "script.ryot/addon.xml" in add_on.namelist()


def test_two_accounts_of_one_hook_are_named(bob):
    hook = bob.hook("jellyfin")
    page = f"/settings/integrations/{hook.id}"
    for name in ("movie-progress.json", "movie-progress-second-user.json"):
        assert "accounts are heard here" not in bob.get(page).text
        assert hook.post(bodies.read(name)).status == 200
    assert "Two accounts are heard here: alice and bob. Whose is this?" in bob.get(page).text
