# SPDX-License-Identifier: MIT
"""Settings, People: administrators add people, reset passwords and remove people."""

import sqlite3

import pytest

import bodies
from person import Person, at_once, newcomer
from server import BOUND

PLACE = "/settings/people"
FIRST = "the first password"
NOTHING = [f"{PLACE}/999999", f"{PLACE}/0", f"{PLACE}/-1", f"{PLACE}/x",
           f"{PLACE}/99999999999999999999", f"{PLACE}/999999/remove"]


def add(admin, name, /, **fields):
    return admin.submit(PLACE, "settings/people", name=name, password=FIRST, **fields)


def test_the_pages_exist_for_administrators_only(web, alice, bob):
    other = newcomer(web)
    csrf = bob.csrf()
    answers = [bob.request("GET", path) for path in
               (PLACE, f"{PLACE}/{other.id}", f"{PLACE}/{bob.id}", f"{PLACE}/{other.id}/remove")]
    answers += [bob.post(path, {"csrf": csrf, "name": "mallory", "password": FIRST,
                                "admin": "yes"}) for path in
                (PLACE, f"{PLACE}/{other.id}/password", f"{PLACE}/{other.id}/remove",
                 f"{PLACE}/{bob.id}/password")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].html == bob.get("/no-such-page").html.replace(
        "no-such-page#main", "settings/people#main")
    assert PLACE not in bob.get("/settings/account").links
    assert PLACE in alice.get("/settings/account").links
    assert web.value("SELECT count(*) FROM person WHERE name = 'mallory'") == 0
    assert other.get("/").status == 200


def test_nobody_is_sent_to_sign_in_first(web):
    stranger = Person(web, "stranger")
    assert stranger.get(PLACE).path == "/login?next=settings%2Fpeople"
    answer = stranger.request("POST", PLACE, b"name=x", {})
    assert answer.status == 303 and answer.headers["Location"] == "/login"


def test_an_administrator_adds_a_person(web, alice):
    view = add(alice, "carol")
    assert view.path == PLACE
    assert "The person can sign in now." in view.text
    assert "carol 0 integrations, 0 plays; not signed in" in view.text
    carol = Person(web, "carol", FIRST).sign_in()
    assert carol.get(PLACE).status == 404
    assert "carol 0 integrations, 0 plays; seen just now" in alice.get(PLACE).text


def test_an_administrator_adds_another(web, alice):
    add(alice, "second", admin="yes")
    second = Person(web, "second", FIRST).sign_in()
    assert second.get(PLACE).status == 200


@pytest.mark.parametrize("name, password, status, said", [
    ("", FIRST, 400, "A user name has 1 to 64 characters"),
    ("a b", FIRST, 400, "A user name has"),
    ("x" * 65, FIRST, 400, "A user name has"),
    ("ALICE", FIRST, 409, 'There is a user named "ALICE" already.'),
    ("dave", "short", 400, "A password has 8 to 1000 characters."),
    ("dave", "", 400, "A password has 8"),
])
def test_what_is_refused_can_be_mended(web, alice, name, password, status, said):
    before = web.value("SELECT count(*) FROM person")
    view = alice.submit(PLACE, "settings/people", name=name, password=password, admin="yes")
    assert view.status == status and said in view.text
    fields = view.form("settings/people").fields
    assert fields["name"] == name[:64] or fields["name"].startswith(name[:60])
    assert fields["admin"] == "yes" and fields["password"] == ""
    assert web.value("SELECT count(*) FROM person") == before


def test_a_hostile_name_is_shown_harmlessly(web, alice):
    name = '"><script>alert(1)</script>\u202e'
    view = add(alice, name)
    assert name in view.text and "<script>alert" not in view.html
    number = web.value("SELECT id FROM person WHERE name = ?", name)
    for path in (f"{PLACE}/{number}", f"{PLACE}/{number}/remove"):
        view = alice.get(path)
        assert name in view.text and "<script>alert" not in view.html
    hostile = Person(web, name, FIRST).sign_in()
    assert "<script>alert" not in hostile.get("/settings/account").html


def test_a_forgotten_password_is_replaced(web, alice, bob):
    view = alice.submit(f"{PLACE}/{bob.id}", f"settings/people/{bob.id}/password",
                        password=FIRST)
    assert "The new password is set." in view.text and view.headings[0] == bob.name
    assert bob.get("/").path == "/login"
    Person(web, bob.name, FIRST).sign_in()
    view = alice.submit(view, f"settings/people/{bob.id}/password", password="short")
    assert view.status == 400 and "A password has 8" in view.text
    Person(web, bob.name, FIRST).sign_in()


def test_changing_ones_own_password_needs_the_old_one(web, alice):
    assert not alice.get(f"{PLACE}/{alice.id}").has_form(f"settings/people/{alice.id}/password")
    answer = alice.post(f"{PLACE}/{alice.id}/password", {"password": FIRST})
    assert answer.status == 409
    Person(web, alice.name).sign_in()


def test_removing_a_person_shows_first_what_is_lost(web, alice, bob):
    hook = bob.hook("jellyfin")
    hook.post(bodies.read("movie-stop-completed.json"))
    hook.post(bodies.read("episode-progress.json"))
    bystander = newcomer(web)
    bystander.hook("jellyfin").post(bodies.read("movie-stop-completed.json"))
    number = bob.id
    assert f"{PLACE}/{number}/remove" in alice.get(f"{PLACE}/{number}").links
    view = alice.get(f"{PLACE}/{number}/remove")
    assert view.headings == [f"Remove {bob.name}?"]
    assert "1 integration, 2 plays and all tokens and deliveries" in view.text
    assert "cannot be undone" in view.text
    assert bob.get("/").status == 200
    view = alice.submit(view, f"settings/people/{number}/remove")
    assert "The person was removed" in view.text
    assert f"{PLACE}/{number}" not in view.links
    assert bob.get("/").path == "/login"
    assert bob.try_sign_in().status == 400
    assert hook.post(bodies.read("movie-stop-completed.json")).status == 404
    for table in ("integration", "play", "session", "token"):
        assert web.value(f"SELECT count(*) FROM {table} WHERE user_id = ?", number) == 0
    assert len(bystander.plays()) == 1


def test_nobody_can_remove_themselves(web, alice):
    number = alice.id
    assert f"{PLACE}/{number}/remove" not in alice.get(f"{PLACE}/{number}").links
    assert alice.request("GET", f"{PLACE}/{number}/remove").status == 409
    answer = alice.post(f"{PLACE}/{number}/remove", {})
    assert answer.status == 409 and "You cannot remove yourself." in answer.text
    assert alice.get("/").status == 200


def test_of_two_who_remove_each_other_one_stays(own_web):
    first = Person(own_web, "first").sign_up()
    add(first, "second", admin="yes")
    second = Person(own_web, "second", FIRST).sign_in()
    statuses = at_once(own_web, [
        (first, f"{PLACE}/{second.id}/remove", {"csrf": first.csrf()}),
        (second, f"{PLACE}/{first.id}/remove", {"csrf": second.csrf()})])
    assert sorted(statuses) == [303, 404]
    assert own_web.rows("SELECT is_admin FROM person") == [(1,)]


def test_an_unknown_person_is_not_found(alice):
    answers = [alice.request("GET", path) for path in NOTHING]
    answers += [alice.post(path, {"password": FIRST}) for path in
                (f"{PLACE}/999999/password", f"{PLACE}/999999/remove", f"{PLACE}/x/remove")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_the_list_has_pages(own_web):
    admin = Person(own_web, "admin").sign_up()
    with sqlite3.connect(own_web.database, timeout=BOUND) as db:
        db.executemany("INSERT INTO person (name, password_hash, created_ms) VALUES (?, '*', 1)",
                       [(f"{'Mn'[i % 2]}{i:03}" + "\u00e9" * 30,) for i in range(120)])
    db.close()
    seen, view = [], admin.get(PLACE)
    while True:
        assert len(view.body) < 60_000
        found = [link for link in view.links if link.split("/")[-1].isdigit()]
        assert len(found) <= 50
        seen += found
        more = [link for link in view.links if link.startswith(f"{PLACE}?after=")]
        if not more:
            break
        view = admin.get(more[0])
        assert PLACE in view.links
    assert len(seen) == len(set(seen)) == 121
