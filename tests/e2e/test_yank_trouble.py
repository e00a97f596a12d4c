# SPDX-License-Identifier: MIT
"""ryot-yank with servers that give unexpected answers."""

import sqlite3
import threading

import pytest

import audiobookshelf
from audiobookshelf import (BAD_GATEWAY, BOBS_KEY, CONFIG, FORBIDDEN, KEY, NO_ROUTE, NOT_FOUND, OK,
                            SECRET_BOOK, SERVER_ERROR, TEMPFAIL, TOO_MANY, UNAUTHORIZED, WEB_CLIENT,
                            Audiobookshelf, cut_off, empty_reply, hang_up_after, hold,
                            make_certificate, oversized, oversized_when_unpacked, packed, redirect,
                            reset, says)
from server import BOUND
from test_yank import BATCH, FIRST, ME

NOT_JSON = says(200, '{"mediaProgress": [{]}', audiobookshelf.JSON)
OTHER_JSON = says(200, '{"name": "another program"}', audiobookshelf.JSON)
MINUTE_MS = 60000


def assert_one_line_of_trouble(done, status, number, words):
    """What the journal gets: one line that names the integration."""
    assert done.returncode == status and done.stdout == "", done
    line, = done.stderr.splitlines()
    assert line.startswith("ryot-yank: ") and f"integration {number} of alice" in line
    assert words in line, line


# --- answers to the first request ---

@pytest.mark.parametrize("fault, status, words", [
    (UNAUTHORIZED, CONFIG, "refused this API key"),
    (FORBIDDEN, CONFIG, "key"),
    (NOT_FOUND, CONFIG, "check the address"),
    (NO_ROUTE, CONFIG, "check the address"),
    (WEB_CLIENT, CONFIG, "no Audiobookshelf"),
    (OTHER_JSON, CONFIG, "not Audiobookshelf"),
    (says(204), CONFIG, "204"),
    (TOO_MANY, TEMPFAIL, "429"),
    (SERVER_ERROR, TEMPFAIL, "500"),
    (BAD_GATEWAY, TEMPFAIL, "502"),
    (NOT_JSON, TEMPFAIL, "JSON"),
    (cut_off, TEMPFAIL, "hung up"),
    (empty_reply, TEMPFAIL, "hung up"),
    (reset, TEMPFAIL, "hung up"),
    (oversized, TEMPFAIL, "16 MiB"),
    (oversized_when_unpacked, TEMPFAIL, "16 MiB"),
], ids=["401", "403", "404-text", "404-html", "200-html", "200-other-json", "204",
        "429", "500", "502-html", "not-json", "cut-off", "empty-reply", "reset", "oversized",
        "oversized-when-unpacked"])
def test_the_first_request_fails(home, shelf, fault, status, words):
    number = home.add(shelf)
    shelf.break_at("/api/me", fault)
    shelf.forget_requests()
    assert_one_line_of_trouble(home.yank(), status, number, words)
    asked = len(shelf.requests)
    assert set(shelf.asked()) == {ME}

    account = home.account(number)
    refused = fault in (UNAUTHORIZED, FORBIDDEN)
    assert account.failures == 1 and account.stopped == refused
    assert words in account.last_error and account.last_ok_ms is None
    assert home.rows("SELECT etag FROM account") == [(None,)]
    assert home.plays() == {}

    # Not due yet, or waiting for a new key: no output and no request.
    home.yank_well()
    assert len(shelf.requests) == asked

    shelf.mend()
    if refused:
        home.ctl("integration", "set", number, "--key-stdin", stdin=f"{KEY}\n")
    else:
        home.due(number)
    home.yank_well()
    assert home.plays() == FIRST
    assert home.account(number)[:3] == (0, False, None)


def test_an_unexpected_304_is_no_success(home, shelf):
    """No tag was sent, so a 304 says nothing about the stored data."""
    number = home.add(shelf)
    shelf.break_at("/api/me", says(304))
    assert home.yank().returncode in (TEMPFAIL, CONFIG)
    assert home.account(number).failures == 1


def test_the_server_is_down(home, shelf):
    number = home.add(shelf)
    shelf.close()
    assert_one_line_of_trouble(home.yank(), TEMPFAIL, number, "nobody answers")


def test_trouble_in_json(home, shelf, other_shelf):
    home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    shelf.break_at("/api/me", UNAUTHORIZED)
    told = {one["user"]: one for one in home.yank_json(status=CONFIG)}
    assert (told["alice"]["ok"], told["alice"]["error"]) == (False, "auth")
    assert "refused" in told["alice"]["note"] and told["alice"]["requests"] == 1
    assert (told["bob"]["ok"], told["bob"]["error"], told["bob"]["note"]) == (True, None, None)


# --- later requests ---

@pytest.mark.parametrize("route, fault, status", [
    *((route, BAD_GATEWAY, TEMPFAIL) for route in (
        "/api/items/batch/get", "/api/items/6", "/api/libraries", "/api/libraries/",
        "/api/podcasts/")),
    ("/api/items/6", UNAUTHORIZED, CONFIG), ("/api/podcasts/", UNAUTHORIZED, CONFIG),
    ("/api/libraries/", empty_reply, TEMPFAIL), ("/api/podcasts/", reset, TEMPFAIL),
    ("/api/items/", cut_off, TEMPFAIL)])
def test_a_later_request_fails_and_the_next_run_completes_it(home, shelf, route, fault, status):
    number = home.add(shelf)
    shelf.break_at(route, fault)
    done = home.yank()
    assert done.returncode == status and f"integration {number} " in done.stderr, done
    assert home.rows("SELECT etag FROM account") == [(None,)]
    shelf.mend()
    if status == CONFIG:
        home.ctl("integration", "set", number, "--key-stdin", stdin=f"{KEY}\n")
    home.due(number)
    home.yank_well()
    assert home.plays() == FIRST
    assert home.value("SELECT etag FROM account")


@pytest.mark.parametrize("fault", [cut_off, empty_reply, reset, oversized, SERVER_ERROR,
                                   oversized_when_unpacked, FORBIDDEN, NOT_FOUND, WEB_CLIENT])
def test_a_batch_that_brings_nothing_is_halved(home, shelf, fault):
    """Down to single items, which are asked for in another way."""
    home.add(shelf)
    shelf.break_at("/api/items/batch/get", fault)
    home.yank_well()
    assert home.plays() == FIRST


@pytest.mark.parametrize("fault", [cut_off, oversized, SERVER_ERROR])
def test_an_item_that_the_server_fails_at_stops_no_other(home, shelf, fault):
    home.add(shelf)
    shelf.break_at(f"/api/items/{SECRET_BOOK}", fault)
    home.yank_well()
    assert home.plays() == FIRST


def test_rows_before_a_failure_are_stored(home, shelf):
    home.add(shelf)
    shelf.break_at("/api/libraries", BAD_GATEWAY)
    shelf.forbidden.clear()  # so the books come in one batch, before the libraries
    told, = home.yank_json(status=TEMPFAIL)
    assert told["tracked"] == 11 and told["changed"] == 13
    assert "Emma" in home.plays() and "The Silent Hour, Pilot" not in home.plays()


# --- increasing delays ---

def test_backoff_doubles_up_to_an_hour_and_ends_with_a_success(home, shelf):
    number = home.add(shelf)
    shelf.break_at("/api/me", BAD_GATEWAY)
    waits = []
    for failures in range(1, 10):
        home.due(number)
        assert home.yank().returncode == TEMPFAIL
        (next_ms, error_ms, counted), = home.rows(
            "SELECT next_ms, last_error_ms, failures FROM account")
        waits.append((next_ms - error_ms) / MINUTE_MS)
        assert counted == failures
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    shown = home.ctl("integration", "show", number)
    assert shown["state"] == "failing" and shown["server"]["failures"] == 9
    assert "502" in shown["server"]["last_error"] and shown["server"]["next_at"]
    shelf.mend()
    home.due(number)
    home.yank_well()
    assert home.rows("SELECT next_ms, failures FROM account") == [(0, 0)]
    shelf.break_at("/api/me", BAD_GATEWAY)
    home.yank()
    (next_ms, error_ms), = home.rows("SELECT next_ms, last_error_ms FROM account")
    assert next_ms - error_ms == MINUTE_MS


def test_a_delayed_integration_can_be_synced_by_id(home, shelf):
    number = home.add(shelf)
    shelf.break_at("/api/me", BAD_GATEWAY, times=1)
    assert home.yank().returncode == TEMPFAIL
    home.yank_well("--integration", number)
    assert home.plays() == FIRST


# --- a refused key ---

def test_refused_key_stops_until_the_person_changes_it(home, shelf, other_shelf):
    number = home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    shelf.break_at("/api/me", UNAUTHORIZED)
    shelf.forget_requests()
    done = home.yank()
    assert_one_line_of_trouble(done, CONFIG, number, "refused")
    assert len(home.plays("bob")) == 2
    shown = home.ctl("integration", "show", number)
    assert (shown["state"], shown["server"]["is_refused"]) == ("stopped", True)
    words = home.run_ctl("integration", "show", number)
    assert "stopped" in words.stdout and "--key-stdin" in words.stderr

    # Time does not change that; the other integration is synced as usual.
    home.due(number)
    other_shelf.forget_requests()
    for _ in range(3):
        home.yank_well()
    assert len(shelf.requests) == 1 and len(other_shelf.requests) == 3

    # Another refused key changes nothing.
    refused = home.run_ctl("integration", "set", number, "--key-stdin", stdin="another\n")
    assert refused.returncode == audiobookshelf.NO_PERMISSION
    assert home.account(number).stopped
    shelf.mend()
    home.ctl("integration", "set", number, "--key-stdin", stdin=f"{KEY}\n")
    assert not home.account(number).stopped
    home.yank_well()
    assert home.plays() == FIRST


def test_refused_key_stays_refused_whatever_else_fails(home, shelf):
    """A manual sync while the server is down: the key is no better than before."""
    number = home.add(shelf)
    shelf.break_at("/api/me", UNAUTHORIZED)
    home.yank()
    shelf.mend()
    shelf.break_at("/api/me", BAD_GATEWAY)
    assert home.yank("--integration", number).returncode == TEMPFAIL
    assert home.account(number).stopped


# --- in parallel ---

def test_a_slow_server_delays_nobody(home, shelf, other_shelf):
    """Alice's answer arrives after all of bob's requests."""
    home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    other_is_done = threading.Event()
    other_shelf.forget_requests()
    other_shelf.on_request = lambda number: number == 2 and other_is_done.set()
    shelf.break_at("/api/me", hold(other_is_done))
    home.yank_well()
    assert home.plays() == FIRST and len(home.plays("bob")) == 2


def test_failing_servers_do_not_stop_others(home, shelf, other_shelf):
    shelf.show("me.json", "key-of-a-broken-one")
    broken = [home.add(shelf, key="key-of-a-broken-one") for _ in range(3)]
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    shelf.break_at("/api/me", empty_reply)
    done = home.yank()
    assert done.returncode == TEMPFAIL and len(done.stderr.splitlines()) == 3
    assert len(home.plays("bob")) == 2
    for number in broken:
        assert home.account(number).failures == 1


@pytest.mark.parametrize("first", ["what-passes", "what-lasts"])
def test_a_permanent_failure_outweighs_a_temporary_one(home, shelf, other_shelf, first):
    """The order of the two does not matter; the other run takes one request more."""
    home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    answered = threading.Event()
    sooner, later = (other_shelf, shelf) if first == "what-passes" else (shelf, other_shelf)
    fault = {shelf: UNAUTHORIZED, other_shelf: BAD_GATEWAY}

    def answer_first(talk):
        fault[sooner](talk)
        answered.set()

    sooner.break_at("/api/me", answer_first)
    later.break_at("/api/me", hold(answered))
    later.break_at("/api/items/", fault[later])
    done = home.yank()
    assert done.returncode == CONFIG and len(done.stderr.splitlines()) == 2
    assert [row[0] for row in home.rows(
        "SELECT refused_ms IS NOT NULL FROM account ORDER BY integration_id")] == [1, 0]


def test_a_host_gets_at_most_four_requests_at_once(home, shelf):
    """Six people on one server; no request is answered before four have arrived."""
    names = [f"key{number}" for number in range(6)]
    for name in names:
        shelf.show("me_second_user.json", name)
        home.add(shelf, user="bob", key=name)
    four_are_there = threading.Event()
    connections = set()

    def count(talk):
        connections.add(talk.client_address)
        if len(connections) == 4:
            four_are_there.set()
        assert four_are_there.wait(BOUND), "no four at once"
        talk.answer(*talk.good_answer())

    shelf.break_at("/", count)
    told = home.yank_json()
    assert len(told) == 6 and all(one["ok"] for one in told)
    assert len(connections) == 4  # one request at a time on each


# --- connections ---

def test_server_that_hangs_up_after_each_answer(home, shelf):
    home.add(shelf)
    shelf.break_at("/", hang_up_after)
    shelf.forget_requests()
    home.yank_well()
    assert home.plays() == FIRST
    asked = [(one.path, one.body) for one in shelf.requests]
    assert len(asked) == len(set(asked)) == 15


def test_an_answer_compressed_by_a_proxy(home, shelf):
    home.add(shelf)
    shelf.break_at("/api/", packed)
    home.yank_well()
    assert home.plays() == FIRST


# --- redirects ---

@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_same_host_keeps_method_and_body(home, shelf, status):
    """From below the base path to above it; a POST remains a POST, with its body."""
    home.add(shelf)

    def fault(talk):
        if talk.path.startswith(shelf.base):
            redirect(talk.path.removeprefix(shelf.base), status)(talk)
        else:
            talk.answer(*talk.good_answer())

    shelf.break_at("/", fault)
    shelf.forget_requests()
    told, = home.yank_json()
    assert home.plays() == FIRST
    assert told["requests"] == len(shelf.requests) == 30
    assert [one.split("?")[0] for one in shelf.asked()].count(BATCH) == 12
    first, second = [one for one in shelf.requests if one.method == "POST"]
    assert first.body == second.body and first.path != second.path
    assert second.headers["Content-Type"] == "application/json"
    assert second.headers["Authorization"] == f"Bearer {KEY}"
    shelf.forget_requests()
    home.yank_well()  # the tag of the final answer was stored
    assert "If-None-Match" in shelf.requests[1].headers


def test_redirect_to_another_host_is_not_followed(home, shelf, other_shelf):
    number = home.add(shelf)
    other_shelf.show("me.json")
    shelf.break_at("/api/", redirect(other_shelf.origin + "{path}"))
    done = home.yank()
    assert_one_line_of_trouble(done, CONFIG, number, "another address")
    assert other_shelf.requests == []
    assert other_shelf.origin in home.account(number).last_error


def test_redirect_of_a_batch_to_another_host_is_not_followed(home, shelf, other_shelf):
    home.add(shelf)
    shelf.break_at("/api/items/batch/get", redirect(other_shelf.origin + "{path}", 307))
    assert home.yank().returncode == CONFIG
    assert other_shelf.requests == []


@pytest.mark.parametrize("to", [
    "http://localhost:{port}/api/me", "file:///etc/passwd", "//127.0.0.2:{port}/api/me",
    "http://127.0.0.1:{port}@127.0.0.2/api/me", "https://127.0.0.2/api/me"])
def test_redirect_to_elsewhere_is_not_followed(home, shelf, to):
    number = home.add(shelf)
    shelf.break_at("/api/me", redirect(to.replace("{port}", str(shelf.port))))
    shelf.forget_requests()
    assert_one_line_of_trouble(home.yank(), CONFIG, number, "another address")
    assert len(shelf.requests) == 1


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/me", "gopher://127.0.0.1:70/"])
def test_redirect_to_another_protocol_is_not_followed(home, shelf, to):
    home.add(shelf)
    shelf.break_at("/api/me", redirect(to))
    shelf.forget_requests()
    assert home.yank().returncode in (TEMPFAIL, CONFIG)
    assert len(shelf.requests) == 1


def test_a_redirect_loop_ends(home, shelf):
    number = home.add(shelf)
    shelf.break_at("/api/me", redirect("{path}"))
    shelf.forget_requests()
    assert_one_line_of_trouble(home.yank(), CONFIG, number, "circles")
    assert 2 <= len(shelf.requests) <= 10


# --- TLS ---

@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls"), "127.0.0.1")


@pytest.fixture
def tls_shelf(certificate):
    shelf = Audiobookshelf(certificate=certificate)
    shelf.show("me.json")
    yield shelf
    shelf.close()


def test_a_custom_authority_can_be_named(home, tls_shelf, certificate):
    home.add(tls_shelf, "--ca-file", certificate)
    home.yank_well()
    assert home.plays() == FIRST


def test_unknown_authority_is_refused(home, tls_shelf):
    number = home.add(tls_shelf, "--unchecked")
    assert_one_line_of_trouble(home.yank(), TEMPFAIL, number, "certificate")
    assert tls_shelf.requests == []


def test_certificate_of_another_name_is_refused(home, certificate):
    other = Audiobookshelf(host="127.0.0.2", certificate=certificate)
    try:
        number = home.add(other, "--unchecked", "--ca-file", certificate)
        assert_one_line_of_trouble(home.yank(), TEMPFAIL, number, "certificate")
        assert other.requests == []
    finally:
        other.close()


def test_redirect_from_http_to_https_names_the_better_address(
        home, shelf, tls_shelf, certificate):
    """If it were followed each time, the key would be sent in clear each time first."""
    number = home.add(shelf, "--ca-file", certificate)
    shelf.break_at("/", redirect(tls_shelf.origin + "{path}", 301))
    assert_one_line_of_trouble(home.yank(), CONFIG, number, "another address")
    assert tls_shelf.origin in home.account(number).last_error
    assert tls_shelf.requests == []
    home.ctl("integration", "set", number, "--url", tls_shelf.url)
    home.yank_well()
    assert home.plays() == FIRST


def test_redirect_to_another_port_is_not_followed(home, shelf):
    number = home.add(shelf)
    neighbour = Audiobookshelf()
    try:
        neighbour.show("me.json")
        shelf.break_at("/api/", redirect(neighbour.origin + "{path}"))
        assert_one_line_of_trouble(home.yank(), CONFIG, number, "another address")
        assert neighbour.requests == []
    finally:
        neighbour.close()


def test_redirect_from_https_to_http_is_not_followed(home, shelf, tls_shelf, certificate):
    number = home.add(tls_shelf, "--ca-file", certificate)
    tls_shelf.break_at("/api/", redirect(shelf.origin + "{path}"))
    assert_one_line_of_trouble(home.yank(), CONFIG, number, "another address")
    assert shelf.requests == []


def test_https_to_a_plain_port_says_so(home, shelf):
    number = home.ctl("integration", "add", "audiobookshelf", "--user", "alice", "--url",
                      shelf.url.replace("http:", "https:"), "--key-stdin", "--unchecked",
                      stdin=f"{KEY}\n")["id"]
    assert_one_line_of_trouble(home.yank(), TEMPFAIL, number, "http instead of https")
    assert shelf.requests == []


def test_a_missing_authority_file(home, tls_shelf, certificate, tmp_path):
    own = tmp_path / "own.pem"
    own.write_bytes(certificate.read_bytes())
    number = home.add(tls_shelf, "--ca-file", own)
    own.unlink()
    done = home.yank()
    assert done.returncode in (TEMPFAIL, CONFIG)
    assert "authority" in done.stderr and f"integration {number} " in done.stderr


# --- a long address ---

def test_long_address(home):
    """Books without public ids are named by their server and id."""
    shelf = Audiobookshelf(base="/" + "a" * 150)
    try:
        shelf.show("me.json")
        done = home.run_ctl("integration", "add", "audiobookshelf", "--user", "alice", "--url",
                            shelf.url, "--key-stdin", stdin=f"{KEY}\n")
        if done.returncode == OK:
            home.yank_well()
            assert home.plays() == FIRST
        else:
            assert "long" in done.stderr
    finally:
        shelf.close()


# --- what comes from outside is quoted, and has a length ---

def test_names_are_printed_without_control_characters(home, shelf):
    number = home.add(shelf)
    database = sqlite3.connect(home.database)
    with database:
        database.execute("UPDATE integration SET name = ? WHERE id = ?",
                         ("\x1b[31mred\nryot-yank: all is well", number))
    database.close()
    home.due(number)
    shelf.break_at("/api/me", UNAUTHORIZED)
    done = home.yank()
    assert_one_line_of_trouble(done, CONFIG, number, "\\x1b[31mred\\x0aryot-yank: all is well")
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("tag, kept", [("x" * 500, "x" * 500), ("x" * 98000, None), ("a\x01", None)])
def test_only_an_etag_of_usual_length_is_kept(home, shelf, tag, kept):
    number = home.add(shelf)
    home.due(number)
    shelf.break_at("/api/me", says(200, '{"mediaProgress": []}', audiobookshelf.JSON, ETag=tag))
    home.yank_well()
    assert home.value("SELECT etag FROM account WHERE integration_id = ?", number) == kept
