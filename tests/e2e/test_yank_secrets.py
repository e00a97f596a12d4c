# SPDX-License-Identifier: MIT
"""Keys of servers: entering, checking, storing and hiding them.

The fixture checks after every test of ryot-yank that no output and no file contains a
key or a token of a body.
"""

import os
import shutil
import sqlite3
import stat

import pytest

import audiobookshelf
from audiobookshelf import (BAD_GATEWAY, BOBS_KEY, CONFIG, KEY, LEGACY, NO_PERMISSION, NO_ROUTE, OK,
                            TEMPFAIL, UNAUTHORIZED, USAGE, WEB_CLIENT, Audiobookshelf, Home,
                            empty_reply, jwt, make_certificate, recorded, redirect, says)
from test_yank import FIRST

BAD_INPUT = 65
ADD = ["integration", "add", "audiobookshelf", "--user", "alice", "--url"]


# --- entering it ---

@pytest.mark.parametrize("typed", [
    f"{KEY}\n", KEY, f"  {KEY}  \n", f"{KEY}\r\n", f"\t{KEY}\nmore\n",
], ids=["line", "no-newline", "blanks", "CR", "first-line"])
def test_key_from_standard_input_and_from_a_file(home, shelf, typed, tmp_path):
    made = home.ctl(*ADD, shelf.url, "--key-stdin", stdin=typed)
    assert (made["server_version"], made["server_user"], made["key_expires_at"]) == (
        "2.36.0", "alice", None)
    file = tmp_path / "key"
    file.write_bytes(typed.encode())
    home.ctl(*ADD, shelf.url, "--key-from", file, "--yes")
    assert {request.headers["Authorization"] for request in shelf.requests
            if request.path.endswith("/api/me")} == {f"Bearer {KEY}"}


def test_key_typed_on_a_terminal_is_not_shown(home, shelf):
    status, shown = home.on_terminal("ryotctl", *ADD, shelf.url, answers=[("Key for", KEY)])
    assert status == OK and "Add API Key" in shown and "alice's" in shown
    home.yank_well()
    assert home.plays() == FIRST


def test_without_a_terminal_there_is_no_prompt_for_a_key(home, shelf):
    done = home.run_ctl(*ADD, shelf.url)
    assert done.returncode == USAGE and "--key-stdin" in done.stderr
    assert shelf.requests == []


@pytest.mark.parametrize("typed", [
    "", "\n", "   \n", "two words\n", "bell\x07\n", "na\u00efve\n", "x" * 8001 + "\n",
    "inner\rreturn\n", "null\x00\n",
], ids=["none", "empty", "blanks", "two-words", "control", "not-ascii", "long", "inner-CR", "NUL"])
def test_an_invalid_key_is_never_sent(home, shelf, typed):
    before = home.dump()
    done = home.run_ctl(*ADD, shelf.url, "--key-stdin", stdin=typed)
    assert done.returncode == BAD_INPUT and done.stderr.startswith("ryotctl: ")
    assert shelf.requests == [] and home.dump() == before


def test_key_that_expires_says_when(home, shelf):
    key = jwt("short", exp=1999999999)
    home.secrets.add(key)
    shelf.show("me.json", key)
    made = home.ctl(*ADD, shelf.url, "--key-stdin", stdin=f"{key}\n")
    assert made["key_expires_at"].startswith("2033-05-18T03:33:19")
    done = home.run_ctl(*ADD, shelf.url, "--key-stdin", "--yes", stdin=f"{key}\n")
    assert "2033-05-18" in done.stdout
    assert home.ctl("integration", "test", made["id"])["key_expires_at"] == made["key_expires_at"]


# --- whose it is ---

@pytest.mark.parametrize("answer, status", [("y", OK), ("n", BAD_INPUT)])
def test_another_account_and_the_same_twice_are_asked_about(home, shelf, answer, status):
    bobs = ["integration", "add", "audiobookshelf", "--user", "bob", "--url", shelf.url]
    done = home.run_ctl(*bobs, "--key-stdin", stdin=f"{KEY}\n")
    assert done.returncode == USAGE and "--yes" in done.stderr
    assert "This key is of the account alice there, and here you are bob." in done.stderr
    ended, shown = home.on_terminal("ryotctl", *bobs, answers=[
        ("Key for", KEY), ("Add it?", answer)])
    assert ended == status, shown
    assert home.value("SELECT count(*) FROM integration") == (1 if status == OK else 0)
    home.add(shelf)
    done = home.run_ctl(*ADD, shelf.origin, "--key-stdin", stdin=f"{KEY}\n")
    assert done.returncode == USAGE
    assert "Audiobookshelf follows this account (alice) already." in done.stderr


# --- checking it ---

def assert_refused(home, shelf_url, status, *words, before=None, options=()):
    """Nothing is stored, and the message says what is wrong."""
    before = before or home.dump()
    done = home.run_ctl(*ADD, shelf_url, "--key-stdin", *options, stdin=f"{KEY}\n")
    assert done.returncode == status and done.stdout == "", done
    for word in words:
        assert word in done.stderr, done.stderr
    assert home.dump() == before


@pytest.mark.parametrize("route, fault, status, words", [
    ("/api/me", UNAUTHORIZED, NO_PERMISSION, "refused this API key"),
    ("/api/me", NO_ROUTE, CONFIG, "check the address"),
    ("/api/me", WEB_CLIENT, CONFIG, "no Audiobookshelf API"),
    ("/api/me", BAD_GATEWAY, TEMPFAIL, "502"),
    ("/status", NO_ROUTE, CONFIG, "not Audiobookshelf"),
    ("/status", WEB_CLIENT, CONFIG, "not Audiobookshelf"),
    ("/status", says(200, '{"app":"jellyfin"}', audiobookshelf.JSON), CONFIG,
     "not Audiobookshelf"),
    ("/status", BAD_GATEWAY, TEMPFAIL, "502"),
    ("/status", empty_reply, TEMPFAIL, "hung up"),
    ("/status", redirect("http://127.0.0.9:9/status"), CONFIG, "another address"),
], ids=["refused", "no-route", "web-client", "502", "status-404", "status-html", "another-program",
        "status-502", "status-empty", "status-redirect"])
def test_a_wrong_server_is_reported_and_nothing_is_stored(home, shelf, route, fault, status, words):
    shelf.break_at(route, fault)
    assert_refused(home, shelf.url, status, words)
    # A test of an integration that used to work gives the same message.
    shelf.mend()
    number = home.add(shelf)
    shelf.break_at(route, fault)
    before = home.dump()
    done = home.run_ctl("integration", "test", number)
    assert done.returncode == status and words in done.stderr, done
    assert home.dump() == before
    if route == "/status":
        # An unknown server gets no key.
        assert "Authorization" not in shelf.requests[-1].headers


@pytest.mark.parametrize("url", [
    "127.0.0.1:13378", "ftp://127.0.0.1/", "file:///etc/passwd", "", "http://", "books",
    "http://alice:secret@127.0.0.1/", "http://127.0.0.1/?token=x", "http://127.0.0.1/#x",
    "javascript:alert(1)", "http://127.0.0.1/\n", "http://127.0.0.1:99999/"])
def test_an_invalid_address_is_refused(home, url):
    before = home.dump()
    done = home.run_ctl(*ADD, url, "--key-stdin", stdin=f"{KEY}\n")
    assert done.returncode in (BAD_INPUT, USAGE, TEMPFAIL) and done.stderr
    assert home.dump() == before


def test_refused_connections_and_missing_tls_are_distinguished(home, shelf, tmp_path):
    assert_refused(home, shelf.url.replace("http:", "https:"), TEMPFAIL, "TLS", "http")
    shelf.close()
    assert_refused(home, shelf.url, TEMPFAIL, "nobody answers")


def test_tls_of_an_unknown_authority(home, tmp_path):
    certificate = make_certificate(tmp_path, "127.0.0.1")
    tls_shelf = Audiobookshelf(certificate=certificate)
    try:
        tls_shelf.show("me.json")
        assert_refused(home, tls_shelf.url, TEMPFAIL, "certificate")
        assert tls_shelf.requests == []
        missing = tmp_path / "missing.pem"
        assert_refused(home, tls_shelf.url, BAD_INPUT, "missing.pem",
                       options=["--ca-file", missing])
        number = home.add(tls_shelf, "--ca-file", certificate)
        assert home.ctl("integration", "test", number)["ok"]
    finally:
        tls_shelf.close()


def test_unchecked_stores_without_a_test(home, shelf):
    number = home.add(shelf, "--unchecked")
    assert shelf.requests == []
    home.yank_well()
    assert home.plays() == FIRST
    assert home.ctl("integration", "test", number)["ok"]


def test_a_successful_test_names_the_owner_of_the_key(home, shelf):
    number = home.add(shelf)
    said = home.ctl("integration", "test", number)
    assert said == {"ok": True, "server_version": "2.36.0", "server_user": "alice",
                    "key_expires_at": None, "note": None}
    words = home.run_ctl("integration", "test", number)
    assert words.returncode == OK and "2.36.0" in words.stdout and "alice" in words.stdout


# --- keeping it ---

def test_the_key_file_is_readable_by_its_owner_only(home, shelf):
    key_file = home.folder / "ryot.db.key"
    assert not key_file.exists()
    home.add(shelf)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600 and key_file.stat().st_size == 32


def test_the_same_key_looks_different_each_time(home, shelf):
    home.add(shelf)
    home.add(shelf)
    (first,), (second,) = home.rows("SELECT credential FROM account")
    assert first != second and len(first) == len(second) > len(KEY)
    assert KEY.encode() not in first


def test_a_database_without_its_key_file_reveals_nothing(home, shelf, tmp_path):
    home.add(shelf)
    thief = Home(tmp_path / "thief")
    thief.folder.mkdir()
    shutil.copy(home.database, thief.database)
    shelf.forget_requests()
    done = thief.yank()
    assert done.returncode == CONFIG and "key" in done.stderr
    assert thief.run_ctl("integration", "test", 1).returncode == CONFIG
    assert shelf.requests == []
    thief.assert_sound()


def test_key_of_another_installation_does_not_open_it(home, shelf):
    home.add(shelf)
    (home.folder / "ryot.db.key").write_bytes(os.urandom(32))
    shelf.forget_requests()
    done = home.yank()
    assert done.returncode == CONFIG and "key" in done.stderr
    assert shelf.requests == [] and home.plays() == {}
    # The person enters the key again, which fixes it.
    home.ctl("integration", "set", 1, "--key-stdin", stdin=f"{KEY}\n")
    home.yank_well()
    assert home.plays() == FIRST


def test_key_file_that_others_may_read_is_refused(home, shelf):
    home.add(shelf)
    (home.folder / "ryot.db.key").chmod(0o640)
    shelf.forget_requests()
    done = home.yank()
    assert done.returncode == CONFIG and "ryot.db.key" in done.stderr
    assert shelf.requests == []


def test_key_file_can_lie_elsewhere(home, shelf, tmp_path):
    env = audiobookshelf.environment(RYOT_KEY_FILE=str(tmp_path / "elsewhere"))
    home.ctl(*ADD, shelf.url, "--key-stdin", stdin=f"{KEY}\n", env=env)
    assert not (home.folder / "ryot.db.key").exists()
    home.yank_well(env=env)
    assert home.plays() == FIRST


def test_a_key_sealed_for_one_address_opens_for_no_other(home, shelf, other_shelf):
    """Write access to the database is not enough to send the key to another server."""
    home.add(shelf)
    with sqlite3.connect(home.database) as db:
        db.execute("UPDATE account SET url = ?", (other_shelf.url,))
    db.close()
    assert home.yank().returncode == CONFIG
    assert home.run_ctl("integration", "test", 1).returncode == CONFIG
    assert other_shelf.requests == []


# --- changing it ---

def test_a_new_key_is_checked_and_stored(home, shelf):
    number = home.add(shelf)
    shelf.me = {BOBS_KEY: shelf.me[KEY]}
    before = home.dump()
    done = home.run_ctl("integration", "set", number, "--key-stdin", stdin="wrong\n")
    assert done.returncode == NO_PERMISSION and "refused" in done.stderr
    assert home.dump() == before
    home.ctl("integration", "set", number, "--key-stdin", stdin=f"{BOBS_KEY}\n")
    home.yank_well()
    assert home.plays() == FIRST


def test_new_address_of_the_same_host_keeps_the_key(home, shelf):
    number = home.add(shelf)
    home.yank_well()
    home.ctl("integration", "set", number, "--url", shelf.origin)
    assert home.value("SELECT url FROM account") == shelf.origin
    shelf.forget_requests()
    home.yank_well()
    # The tag of the old address is forgotten, the known rows are not.
    assert shelf.asked() == ["GET /api/me"]
    assert "If-None-Match" not in shelf.requests[0].headers
    assert home.plays() == FIRST


def test_another_host_never_gets_the_key_of_the_first(home, shelf, other_shelf):
    number = home.add(shelf)
    other_shelf.show("me.json")
    before = home.dump()
    done = home.run_ctl("integration", "set", number, "--url", other_shelf.url)
    assert done.returncode == USAGE and "--key-stdin" in done.stderr
    assert other_shelf.requests == [] and home.dump() == before
    home.ctl("integration", "set", number, "--url", other_shelf.url, "--key-stdin",
             stdin=f"{BOBS_KEY}\n")
    home.yank_well()
    assert {request.headers.get("Authorization") for request in other_shelf.requests} == {
        None, f"Bearer {BOBS_KEY}"}


def test_removed_integration_leaves_nothing_of_its_key(home, shelf):
    number = home.add(shelf)
    home.yank_well()
    home.ctl("integration", "remove", number, "--yes")
    for table in ("account", "seen", "fact", "delivery"):
        assert home.value(f"SELECT count(*) FROM {table}") == 0
    assert home.plays() == FIRST  # the history stays
    home.yank_well()


# --- showing it ---

def test_no_output_about_an_integration_shows_its_key(home, shelf):
    """The fixture searches all output for both of them."""
    shelf.me[KEY]["token"] = LEGACY + "ALICE"
    number = home.add(shelf)
    for args in (["--verbose"], ["--json"], ["--full", "--verbose"], ["--dry-run"]):
        home.yank(*args)
    for args in (["integration", "list"], ["integration", "show", number], ["check"],
                 ["delivery", "list"], ["user", "list"], ["play", "list"]):
        assert home.run_ctl(*args).returncode == OK
        home.ctl(*args)
    for (delivery,) in home.rows("SELECT id FROM delivery ORDER BY id LIMIT 3"):
        home.ctl("delivery", "show", delivery, "--body")
    shelf.break_at("/api/me", recorded("JWT with a wrong signature"))
    home.yank("--verbose", "--full")
    assert len(home.said) > 40


def test_a_secret_echoed_in_an_error_is_not_repeated(home, shelf):
    """A server, or a proxy in front of it, that repeats the request in its answer."""
    number = home.add(shelf)
    for fault in (says(500, f"Bearer {KEY}", "text/plain"), says(404, KEY, "text/html"),
                  says(200, KEY, f"text/{KEY}")):
        shelf.break_at("/api/me", fault)
        assert home.yank("--integration", number).returncode != OK
        shelf.mend()
