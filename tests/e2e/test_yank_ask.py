# SPDX-License-Identifier: MIT
"""Manual requests to ryot-yank, and keys whose address has not been checked yet."""

import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest

from audiobookshelf import (BAD_GATEWAY, CONFIG, KEY, NO_USER, OK, TEMPFAIL, UNAUTHORIZED, USAGE,
                            WEB_CLIENT, environment, hold, jwt, redirect)
from server import BOUND, BUILD, wait_until
from test_yank import FIRST, ME

GREETING = "GET /status"


def now_ms():
    return int(time.time() * 1000)


def change(home, sql, *values):
    with sqlite3.connect(home.database) as db:
        db.execute(sql, values)
    db.close()


def account(home, column):
    return home.value(f"SELECT {column} FROM account")


def was_shown(shelf):
    """Requests that carried a key."""
    return [one.path for one in shelf.requests if "Authorization" in one.headers]


# --- the greeting comes first ---

def test_an_unchecked_address_must_greet_before_it_gets_the_key(home, shelf):
    home.add(shelf, "--unchecked")
    home.yank_well()
    asked = shelf.asked()
    assert asked[:2] == [GREETING, ME] and "Authorization" not in shelf.requests[0].headers
    assert home.plays() == FIRST and account(home, "greeted_ms")
    shelf.forget_requests()
    home.yank_well()
    assert shelf.asked() == [ME]  # once is enough


@pytest.mark.parametrize("fault, status", [
    (WEB_CLIENT, CONFIG), (BAD_GATEWAY, TEMPFAIL), (redirect("http://127.0.0.1:1/"), CONFIG)])
def test_an_address_without_a_greeting_never_gets_the_key(home, shelf, fault, status):
    home.add(shelf, "--unchecked")
    shelf.break_at("/status", fault)
    for _ in range(2):
        assert home.yank("--integration", "1").returncode == status
    assert set(shelf.asked()) == {GREETING} and was_shown(shelf) == []
    assert home.account(1).failures == 2 and account(home, "greeted_ms") is None
    shelf.mend()
    home.yank_well("--integration", "1")
    assert home.plays() == FIRST


def test_another_address_has_to_greet_again(home, shelf):
    home.add(shelf)
    assert shelf.asked()[0] == GREETING and account(home, "greeted_ms")
    home.run_ctl("integration", "set", 1, "--url", shelf.origin, "--unchecked")
    shelf.forget_requests()
    home.yank_well()
    assert shelf.asked()[0] == GREETING


def test_a_dry_run_checks_the_greeting_and_stores_nothing(home, shelf):
    home.add(shelf, "--unchecked")
    assert home.yank("--dry-run").returncode == OK
    assert shelf.asked()[0] == GREETING and account(home, "greeted_ms") is None


# --- manual requests ---

@pytest.mark.parametrize("why", ["waits", "was refused"])
def test_the_next_run_answers_a_manual_request(home, shelf, why):
    number = home.add(shelf)
    if why == "waits":
        change(home, "UPDATE account SET failures = 3, next_ms = ?", now_ms() + 3600_000)
    else:
        change(home, "UPDATE account SET refused_ms = ?", now_ms())
    shelf.forget_requests()
    home.yank_well()
    assert shelf.requests == []
    change(home, "UPDATE account SET asked_ms = ?", now_ms())
    home.yank_well()
    assert home.plays() == FIRST and home.account(number)[:3] == (0, False, None)
    assert account(home, "yanked_ms >= asked_ms") and account(home, "yank_found") == 12
    change(home, "UPDATE account SET next_ms = ?", now_ms() + 3600_000)
    shelf.forget_requests()
    home.yank_well()
    assert shelf.requests == []  # answered once


def test_a_failure_is_an_answer_too(home, shelf):
    home.add(shelf)
    change(home, "UPDATE account SET asked_ms = ?, next_ms = ?", now_ms(), now_ms() + 3600_000)
    shelf.break_at("/api/me", BAD_GATEWAY)
    assert home.yank().returncode == TEMPFAIL
    assert account(home, "yanked_ms >= asked_ms") and "502" in account(home, "last_error")
    shelf.forget_requests()
    home.yank_well()
    assert shelf.requests == []


def test_a_switched_off_server_is_not_asked(home, shelf):
    number = home.add(shelf)
    home.run_ctl("integration", "set", number, "--disable")
    change(home, "UPDATE account SET asked_ms = ?", now_ms())
    shelf.forget_requests()
    home.yank_well()
    assert shelf.requests == []


def test_wait_lets_a_running_sync_finish_first(home, shelf):
    number = home.add(shelf)
    go_on = threading.Event()
    shelf.forget_requests()
    shelf.break_at("/api/me", hold(go_on), times=1)

    def start(*args):
        return subprocess.Popen([BUILD / "ryot-yank", *args, "--database", home.database],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, env=environment())
    first = start()
    wait_until(lambda: shelf.asked() == [ME], "the first one's request")
    second = start("--wait", "--integration", str(number))
    wait_until(lambda: any("->" in line and f" {second.pid} " in line for line in
                           Path("/proc/locks").read_text().splitlines()), "the second to wait")
    assert shelf.asked() == [ME] and second.poll() is None
    go_on.set()
    for process in first, second:
        said, _ = process.communicate(timeout=BOUND)
        assert (process.returncode, said) == (0, b"")
    assert shelf.asked().count(ME) == 2 and home.plays() == FIRST


# --- test connection ---

def test_a_test_stores_its_result(home, shelf):
    number = home.add(shelf, "--unchecked")
    assert home.yank("--test", number).returncode == OK
    assert shelf.asked() == [GREETING, ME] and home.plays() == {}
    assert home.rows("SELECT test_error, test_greeting FROM account") == [
        (None, "Audiobookshelf 2.36.0; the key is alice's and does not expire.")]
    assert account(home, "tested_ms") and account(home, "greeted_ms")


@pytest.mark.parametrize("route, fault, words, greeting", [
    ("/status", WEB_CLIENT, "Audiobookshelf", None),
    ("/status", BAD_GATEWAY, "502", None),
    ("/api/me", UNAUTHORIZED, "refused this API key", "Audiobookshelf 2.36.0."),
])
def test_a_failed_test_stores_the_reason(home, shelf, route, fault, words, greeting):
    number = home.add(shelf, "--unchecked")
    shelf.break_at(route, fault)
    assert home.yank("--test", number).returncode == OK
    error, greeted = home.rows("SELECT test_error, test_greeting FROM account")[0]
    assert words in error and KEY not in error and greeted == greeting
    assert was_shown(shelf) == ([] if route == "/status" else ["/audiobookshelf/api/me"])


def test_an_expiring_key_is_reported(home, shelf):
    key = jwt("carol", exp=1893456000)
    shelf.show("me.json", key)
    number = home.add(shelf, key=key)
    home.secrets.add(key)
    home.yank("--test", number)
    assert "expires on 2030-01-01" in account(home, "test_greeting")


def test_the_next_run_executes_a_test_that_never_started(home, shelf):
    home.add(shelf)
    home.yank_well()
    change(home, "UPDATE account SET test_asked_ms = ?, next_ms = ?", now_ms(),
           now_ms() + 3600_000)
    shelf.forget_requests()
    home.yank_well()
    assert shelf.asked() == [GREETING, ME] and account(home, "tested_ms >= test_asked_ms")
    shelf.forget_requests()
    home.yank_well()
    assert shelf.requests == []


@pytest.mark.parametrize("args, status", [
    (["--test"], USAGE), (["--test", "x"], USAGE), (["--test", "77"], NO_USER)])
def test_integrations_that_cannot_be_tested(home, shelf, args, status):
    home.add(shelf)
    done = home.yank(*args)
    assert done.returncode == status and done.stderr.startswith("ryot-yank: ")
