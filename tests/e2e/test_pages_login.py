# SPDX-License-Identifier: MIT
"""The first run, signing in and out, and throttling of guesses."""

import contextlib
import http.client
import sqlite3

import pytest

from clocked import START_MS, ClockedServer
from conftest import run
from person import Person, View, at_once, newcomer, urlencoded
from server import BOUND, PASSWORD

FREE_FOR_GUESTS, FREE_BY_ADDRESS = 5, 20
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"


def change(web, sql, *values):
    with sqlite3.connect(web.database, timeout=BOUND) as db:
        db.execute(sql, values)
    db.close()


@pytest.fixture
def calm(web):
    """Forgets the wrong passwords of this test."""
    change(web, "DELETE FROM attempt")
    yield
    change(web, "DELETE FROM attempt")


def failures(web, what):
    rows = web.rows("SELECT failures FROM attempt WHERE what = ?", what)
    return rows[0][0] if rows else 0


def count_as(web, what, times):
    """Simulates that many failed attempts until now."""
    change(web, "INSERT INTO attempt (what, failures, last_ms) "
           "VALUES (?, ?, unixepoch() * 1000) ON CONFLICT (what) DO UPDATE "
           "SET failures = excluded.failures, last_ms = excluded.last_ms", what, times)


def cookie_of(view, name):
    lines = view.headers.get_all("Set-Cookie") or []
    found = [line for line in lines if line.startswith(f"{name}=")]
    assert len(found) == 1, lines
    return found[0]


# --- the first run ---

def test_the_first_page_creates_the_administrator_once(own_web):
    stranger = Person(own_web, "stranger")
    view = stranger.get("/")
    assert view.path == "/setup" and "This is the only time" in view.text
    waiting = stranger.get("/setup")
    alice = Person(own_web, "alice").sign_up()
    assert own_web.rows("SELECT name, is_admin FROM person") == [("alice", 1)]
    assert alice.get("/").headings[0] == "Home"
    assert stranger.get("/setup").path == "/login"
    late = stranger.submit(waiting, "setup", name="mallory", password=PASSWORD, again=PASSWORD)
    assert late.path == "/login"
    assert stranger.get("/").path == "/login"
    assert own_web.value("SELECT count(*) FROM person") == 1


def test_two_concurrent_first_runs_create_one_administrator(own_web):
    people = [Person(own_web, f"racer{i}") for i in range(4)]
    statuses = at_once(own_web, [
        (person, "/setup", {**person.get("/setup").form("setup").fields,
                            "name": person.name, "password": PASSWORD, "again": PASSWORD})
        for person in people])
    assert statuses == [303] * 4  # one of them to Settings, three to sign in
    assert own_web.value("SELECT count(*) FROM person") == 1
    assert own_web.value("SELECT count(*) FROM session") == 1


@pytest.mark.parametrize("fields, said", [
    ({"name": "a b"}, "A user name has"),
    ({"name": ""}, "A user name has"),
    ({"password": "short", "again": "short"}, "A password has 8 to 1000 characters."),
    ({"again": "something else"}, "The two passwords are not the same."),
])
def test_a_refused_first_run_creates_nobody(own_web, fields, said):
    person = Person(own_web, "alice")
    typed = {"name": "alice", "password": PASSWORD, "again": PASSWORD, **fields}
    view = person.submit("/setup", "setup", **typed)
    assert view.status == 400 and said in view.text
    assert view.form("setup").fields["name"] == typed["name"]
    assert PASSWORD not in view.html
    assert own_web.value("SELECT count(*) FROM person") == 0
    person.sign_up()


# --- signing in and out ---

def test_a_newcomer_signs_in_and_out(web, bob):
    assert bob.get("/").headings[0] == "Home"
    session = dict(bob.cookies)
    assert bob.sign_out().path == "/login"
    assert bob.get("/").path == "/login"
    bob.cookies = session
    assert bob.get("/").path == "/login"
    assert web.value("SELECT count(*) FROM session WHERE user_id = ?", bob.id) == 0


def test_signing_in_leads_back_to_the_requested_page(web, bob):
    bob.sign_out()
    view = bob.get("/settings/account")
    assert view.path == "/login?next=settings%2Faccount"
    view = bob.submit(view, "login", name=bob.name, password=PASSWORD)
    assert view.path == "/settings/account"


@pytest.mark.parametrize("page", [
    "/library?kind=movie&state=&sort=title&q=L%C3%A9on+%26+co.&page=1",
    "/library?q=" + 50 * "%C3%A9" + "&page=1", "/history?x=%2F%2Fexample.org"])
def test_signing_in_leads_back_with_the_query(web, bob, page):
    bob.sign_out()
    view = bob.get(page)
    assert view.path.startswith("/login?next=")
    view = bob.submit(view, "login", name=bob.name, password=PASSWORD)
    assert view.path == page and view.status == 200


@pytest.mark.parametrize("query", [
    "q=" + 600 * "x", "q=//example.org", "q=a:b", "q='<b>", "q=\\", "?"])
def test_signing_in_leads_back_without_an_odd_query(web, bob, query):
    bob.sign_out()
    view = bob.get(f"/library?{query}")
    assert view.path == "/login?next=library"
    view = bob.submit(view, "login", name=bob.name, password=PASSWORD)
    assert view.path == "/library"


@pytest.mark.parametrize("to", [
    "//example.org", "/\\example.org", "https://example.org", "/login", "..//example.org",
    "\\\\example.org", "javascript:alert(1)", "%2f%2fexample.org", "x\r\nSet-Cookie: a=b",
    "library?q=//example.org", "library?q=\r\nSet-Cookie: a=b", "library?q=a#b", "a/../b"])
def test_signing_in_never_leads_to_another_site(web, bob, to):
    bob.sign_out()
    view = bob.get("/login")
    answer = bob.send(view, view.form("login"), name=bob.name, password=PASSWORD, next=to)
    assert answer.status == 303 and answer.headers["Location"] == "/"


def test_names_ignore_case(web, bob):
    other = Person(web, bob.name.upper())
    other.sign_in()
    assert f"Settings of {bob.name}" in other.get("/").html


def test_cookies_are_hidden_from_scripts_and_other_sites(web, bob):
    bob.sign_out()
    bob.cookies = {}
    view = bob.request("GET", "/login")
    visit = cookie_of(view, "ryot_visit")
    answer = bob.send(view, view.form("login"), name=bob.name, password=PASSWORD)
    session = cookie_of(answer, "ryot_session")
    for line in (visit, session):
        assert "; Path=/; HttpOnly; SameSite=Lax" in line and "Secure" not in line
    assert f"Max-Age={90 * 24 * 3600}" in session and "Max-Age" not in visit
    value = session.split(";")[0].split("=")[1]
    assert value.encode() not in web.database.read_bytes()


TLS = {"X-Forwarded-Proto": "https"}


def test_behind_tls_the_cookies_are_bound_to_the_host(web, bob):
    view = View(web.request("GET", "/login", headers=TLS), "/login")
    visit = cookie_of(view, "__Host-ryot_visit").split(";")[0]
    fields = {**view.form("login").fields, "name": bob.name, "password": PASSWORD}
    answer = bob.post("/login", fields, {**TLS, "Cookie": visit})
    assert answer.status == 303
    session = cookie_of(answer, "__Host-ryot_session")
    for line in (cookie_of(view, "__Host-ryot_visit"), session):
        assert "; Path=/; " in line and line.endswith("; Secure") and "Domain" not in line
    name, value = session.split(";")[0].split("=")
    # The plain name is not taken there: a neighbouring host could have set it.
    for cookie, status in ((name, 200), ("ryot_session", 303)):
        headers = {**TLS, "Cookie": f"{cookie}={value}"}
        assert web.request("GET", "/", headers=headers).status == status


def test_a_cookie_that_was_sent_twice_is_refused(web, bob):
    mine, theirs = bob.cookies["ryot_session"], newcomer(web).cookies["ryot_session"]
    for pair in ((mine, theirs), (theirs, mine), (mine, mine), (mine, "x"), ("", mine)):
        cookies = "; ".join(f"ryot_session={value}" for value in pair)
        for path in ("/", "/login", "/settings/account", "/no-such-page"):
            view = View(web.request("GET", path, headers={"Cookie": cookies}), path)
            assert view.status == 400 and "twice" in view.text, (pair, view)
            assert "Set-Cookie" not in view.headers
    stranger = Person(web, bob.name)
    form = stranger.get("/login").form("login")
    visit = stranger.cookies["ryot_visit"]
    view = stranger.post(
        "/login", {**form.fields, "name": bob.name, "password": PASSWORD},
        {"Cookie": f"ryot_visit={visit}; ryot_visit=00000000-0000-4000-8000-000000000000"})
    assert view.status == 400 and "twice" in view.text
    others = f"ryot_sessions=x; x_ryot_session=y; ryot_session={mine}; RYOT_SESSION=z"
    assert web.request("GET", "/", headers={"Cookie": others}).status == 200


def test_signing_in_gives_a_fresh_session(web, bob):
    known = "00000000-0000-4000-8000-000000000000"
    bob.sign_out()
    bob.cookies["ryot_session"] = known
    bob.sign_in()
    assert "ryot_visit" not in bob.cookies
    assert bob.cookies["ryot_session"] != known


def test_signing_in_again_ends_the_previous_session(web, bob):
    before = bob.cookies.pop("ryot_session")
    form = bob.get("/login").form("login")  # open since before the first sign-in
    bob.cookies["ryot_session"] = before
    bob.post("/login", {**form.fields, "name": bob.name, "password": PASSWORD})
    assert bob.cookies["ryot_session"] != before
    assert web.value("SELECT count(*) FROM session WHERE user_id = ?", bob.id) == 1


def test_a_session_ends_90_days_after_it_was_last_used(web, bob):
    def used(days_ago):
        change(web, "UPDATE session SET last_used_ms = unixepoch() * 1000 - ? "
               "WHERE user_id = ?", days_ago * 24 * 3600 * 1000, bob.id)

    used(days_ago=89)
    view = bob.request("GET", "/")
    assert view.status == 200
    assert f"Max-Age={90 * 24 * 3600}" in cookie_of(view, "ryot_session")
    assert bob.request("GET", "/").headers["Set-Cookie"] is None
    used(days_ago=-400)  # the clock has been set back since
    assert "ryot_session" in bob.request("GET", "/").headers["Set-Cookie"]
    used(days_ago=90)
    assert bob.get("/").path == "/login"


# --- forged forms ---

def test_a_form_needs_its_csrf_value(web, bob, alice):
    theirs = alice.csrf()
    for csrf in (None, "", "0" * 32, theirs):
        answer = bob.post("/logout", {"csrf": csrf})
        assert answer.status == 403, csrf
    assert bob.get("/").status == 200
    stranger = Person(web, bob.name)
    view = stranger.get("/login")
    stranger.cookies = {}
    assert stranger.submit(view, "login", name=bob.name, password=PASSWORD).status == 403
    assert stranger.cookies.keys() <= {"ryot_visit"}


def test_a_sign_in_form_needs_its_own_visit(web, bob, alice):
    """Neither a session, nor the visit of somebody else, nor one that has ended."""
    def sign_in(person, csrf):
        return person.post("/login", {
            "name": alice.name, "password": PASSWORD, "csrf": csrf}).status

    cookies = dict(bob.cookies)
    assert sign_in(bob, bob.csrf()) == 403
    stranger, other = Person(web, "stranger"), Person(web, "other")
    theirs = stranger.get("/login").form("login").fields["csrf"]
    other.get("/login")
    assert sign_in(other, theirs) == sign_in(bob, theirs) == 403
    assert bob.cookies["ryot_session"] == cookies["ryot_session"]
    assert sign_in(stranger, theirs) == 303
    assert sign_in(stranger, theirs) == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_refused(web, bob, site):
    csrf = bob.csrf()
    answer = bob.post("/logout", {"csrf": csrf}, {"Sec-Fetch-Site": site})
    assert answer.status == 403
    assert bob.post("/logout", {"csrf": csrf}, {"Sec-Fetch-Site": "same-origin"}).status == 303


def test_a_malformed_form_is_refused(web, bob):
    def send(body, kind):
        return bob.request("POST", "/logout", body, {"Content-Type": kind})

    assert send(b"csrf=%zz", urlencoded({})[1]).status == 400
    assert send(b"csrf=%ff", urlencoded({})[1]).status == 400
    assert send(b"{}", "application/json").status == 400
    assert send(b"x" * 20000, urlencoded({})[1]).status == 413
    assert send(b"--b\r\nx", "multipart/form-data; boundary=b").status == 400


# --- guessing ---

def wrong(person):
    return person.try_sign_in("wrong")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(web, calm, bob):
    bob.sign_out()
    first, second = wrong(bob), wrong(Person(web, "nobody-of-that-name"))
    assert first.status == second.status == 400
    assert "The name or the password is wrong." in first.text
    assert first.text == second.text


@pytest.mark.parametrize("is_there", [True, False])
def test_guesses_are_throttled(web, calm, bob, is_there):
    person = Person(web, bob.name if is_there else "nobody-of-that-name")
    for _ in range(FREE_FOR_GUESTS):
        assert wrong(person).status == 400
    count = f"guest {HERE} {person.name}"
    assert failures(web, count) == FREE_FOR_GUESTS
    count_as(web, count, 1000)
    for view in (person.try_sign_in(), Person(web, person.name.upper()).try_sign_in()):
        assert view.status == 429 and "Too many wrong passwords." in view.text
        assert 30 <= int(view.headers["Retry-After"]) <= 60


class Guesser(Person):
    """Somebody at another address, who knows a name."""

    def connect(self):
        return http.client.HTTPConnection(
            HERE, self.server.port, timeout=BOUND, source_address=(ELSEWHERE, 0))

    def request(self, method, path, body=None, headers=None):
        with contextlib.closing(self.connect()) as self.on:
            return super().request(method, path, body, headers)


@pytest.fixture
def still_web():
    """No time passes there, however slow the machine is."""
    server = ClockedServer()
    server.set_clock(START_MS)
    yield from run(server, pages=True)


def test_one_who_guesses_never_keeps_the_right_person_out(still_web):
    """At another address in any browser; at that address where the person signed in before."""
    web = still_web
    bob = Person(web, "bob").sign_up()
    guesser, neighbour = Guesser(web, bob.name), Guesser(web, bob.name)
    neighbour.sign_in()
    refused = 0
    for _ in range(13):
        refused += [wrong(guesser).status for _ in range(3)].count(429)
        assert Person(web, bob.name).try_sign_in().status == 200
        neighbour.sign_out()
        assert neighbour.try_sign_in().status == 200
    assert refused == 13 * 3 - FREE_FOR_GUESTS
    assert guesser.try_sign_in().status == 429


def test_a_name_that_is_guessed_from_everywhere_leaves_a_network_one_attempt(web, calm, bob):
    count_as(web, f"name {bob.name}", 1000)
    newcomer_here = Person(web, bob.name)
    assert newcomer_here.try_sign_in().status == 200
    stranger = Person(web, bob.name)
    assert [wrong(stranger).status for _ in range(2)] == [400, 429]
    bob.sign_out()
    assert [wrong(bob).status for _ in range(2)] == [400, 400]
    bob.sign_in()


def test_a_browser_that_signed_in_before_has_its_own_count(web, calm, bob):
    bob.sign_out()
    device = dict(bob.cookies)
    for _ in range(FREE_FOR_GUESTS):
        assert wrong(bob).status == 400
    assert bob.try_sign_in().status == 429
    assert Person(web, bob.name).try_sign_in().status == 200
    # It counts for its person only.
    other = newcomer(web)
    count_as(web, f"guest {HERE} {other.name}", 1000)
    thief = Person(web, other.name)
    thief.cookies = device
    assert thief.try_sign_in().status == 429


def test_a_new_password_forgets_the_browsers(web, calm, bob):
    bob.sign_out()
    web.run_ctl("user", "passwd", bob.name, "--password-stdin", stdin=f"{PASSWORD}\n".encode())
    count_as(web, f"guest {HERE} {bob.name}", 1000)
    assert bob.try_sign_in().status == 429


def test_a_correct_password_resets_the_count(web, calm, bob):
    bob.cookies = {}
    count_as(web, f"guest {HERE} {bob.name}", FREE_FOR_GUESTS - 1)
    bob.sign_in()
    assert failures(web, f"guest {HERE} {bob.name}") == 0


def test_an_address_that_tries_many_names_is_throttled(web, calm, bob):
    count_as(web, "address 127.0.0.1", FREE_BY_ADDRESS - 1)
    assert wrong(Person(web, "nobody1")).status == 400
    assert failures(web, "address 127.0.0.1") == FREE_BY_ADDRESS
    count_as(web, "address 127.0.0.1", 1000)
    view = Person(web, bob.name).try_sign_in()
    assert view.status == 429 and 600 <= int(view.headers["Retry-After"]) <= 900


def test_no_password_is_logged(web, calm, bob):
    bob.sign_out()
    secret = "swordfish-in-the-log"
    Person(web, secret).try_sign_in(secret)
    log = web.cgi_log.read_text() + (web.folder / "nginx/access.log").read_text()
    assert "wrong password address=" in log and secret not in log
    assert PASSWORD not in log


def test_a_new_password_by_ryotctl_signs_out_everywhere(web, bob):
    done = web.run_ctl("user", "passwd", bob.name, "--password-stdin",
                       stdin=b"another good password\n")
    assert done.returncode == 0 and b"signed out" in done.stdout
    assert bob.get("/").path == "/login"
    bob.password = "another good password"
    bob.sign_in()


def test_a_newcomer_sees_nothing_of_others(web, bob):
    other = newcomer(web)
    assert other.name not in bob.get("/settings/account").html
