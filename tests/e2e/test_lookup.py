# SPDX-License-Identifier: MIT
"""Episodes whose show is asked for at the sender's own server."""

import sqlite3
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from audiobookshelf import (BAD_GATEWAY, WEB_CLIENT, cut_off, empty_reply, environment, hold,
                            oversized, redirect, reset, says)
from clocked import START_MS
from media_server import GREETING, KEY, SHOW, MediaServer, report
from server import BOUND, BUILD, SANITIZER, wait_until

PROVIDERS = sorted(SHOW)
MINUTE_MS, DAY_MS = 60_000, 86_400_000
UNAUTHORIZED, NOT_FOUND, SERVER_ERROR = says(401), says(404), says(500, "Error", "text/plain")


@pytest.fixture(params=PROVIDERS)
def media(request):
    media = MediaServer(request.param)
    yield media
    media.close()


@pytest.fixture
def plex():
    media = MediaServer("plex")
    yield media
    media.close()


def yank(server, *args, program="ryot-yank"):
    """One run, as cron starts it, by the clock of the server."""
    done = subprocess.run(
        [BUILD / program, *map(str, args), "--database", server.database],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=BOUND,
        env=environment() | {name: server.env[name] for name in server.env
                             if name in ("LD_PRELOAD", "CLOCK_FILE", "ASAN_OPTIONS")})
    assert not SANITIZER.search(done.stderr), done.stderr
    assert KEY not in done.stdout + done.stderr
    return done


def asking(person, media, *options, key=KEY):
    """An integration that asks the server."""
    hook = person.hook(media.provider)
    person.server.ctl("integration", "set", hook.id, "--url", media.url, "--key-stdin",
                      *options, stdin=f"{key}\n".encode())
    media.forget_requests()
    return hook


def ctl(server, *args, **more):
    """Wakes the worker, where it is to."""
    return server.ctl(*args, "--yank-socket", server.yank_socket, **more)


def post(hook, *args, **more):
    answer = hook.post(report(hook.provider, *args, **more))
    assert answer.status == 200, answer
    return answer.json


def outcomes(hook):
    """Oldest first."""
    return [one["outcome"] for one in reversed(hook.deliveries())]


def account(hook):
    return hook.server.rows(
        "SELECT failures, refused_ms IS NOT NULL, last_error, next_ms FROM account"
        " WHERE integration_id = ?", hook.id)[0]


def questions(hook):
    return hook.server.rows("SELECT id FROM question WHERE integration_id = ?", hook.id)


def brief(person):
    return [(play["state"], play["percent"], play["ids"].get("tmdb")) for play in person.plays()]


@pytest.fixture(scope="module")
def woken(server):
    """With a worker that is woken."""
    server.start_worker()
    return server


# --- asked once, at once ---

def test_the_show_is_asked_for_at_once_and_once(woken, media):
    person = woken.person()
    hook = asking(person, media)
    go_on = threading.Event()
    media.break_at("/library" if media.provider == "plex" else "/Items", hold(go_on))
    first, second = post(hook, 40), post(hook, 50)
    for answer in first, second:
        assert (answer["outcome"], answer["reason"], answer["plays"]) == (
            "waiting", "show-asked", []), answer
        assert media.url in answer["detail"] and KEY not in answer["detail"]
    wait_until(lambda: len(media.shows_asked()) == 1, "the request")
    go_on.set()
    wait_until(lambda: "waiting" not in outcomes(hook), hook.deliveries)
    assert brief(person) == [("in_progress", 50, "1396")]
    assert person.plays()[0]["ids"] == {"tmdb": "1396", "tvdb": "81189", "imdb": "tt0903747"}
    assert len(media.shows_asked()) == 1, media.asked()
    # The answer is kept.
    assert post(hook, 97, "stop")["reason"] == "completed"
    assert post(hook, 30, episode=2)["reason"] == "started"
    assert len(media.shows_asked()) == 1, media.asked()
    assert KEY not in woken.logs()


def test_fifty_at_the_same_time_are_one_question(woken, plex):
    person = woken.person()
    hook = asking(person, plex)
    go_on = threading.Event()
    plex.break_at("/library", hold(go_on))
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda episode: post(hook, 40, episode=episode), range(1, 51)))
    assert {answer["outcome"] for answer in answers} == {"waiting"}
    go_on.set()
    wait_until(lambda: set(outcomes(hook)) == {"tracked"}, hook.deliveries)
    assert len(plex.shows_asked()) == 1 and len(person.plays()) == 50


def test_without_an_address_it_says_what_to_enter(woken):
    for provider in ("emby", "jellyfin-official", "plex"):
        answer = post(woken.person().hook(provider), 40)
        assert (answer["outcome"], answer["reason"]) == ("unmatched", "no-identifier")
        assert "Enter the address of the" in answer["detail"], answer


def test_a_report_of_somebody_else_asks_nothing(woken, plex):
    person = woken.person()
    hook = asking(person, plex, "--only-user", "somebody")
    assert post(hook, 40)["reason"] == "other-user"
    assert not plex.requests and questions(hook) == []


def test_a_show_without_ids_is_unmatched(woken, media):
    media.shows = {SHOW[media.provider]: {}}
    person = woken.person()
    hook = asking(person, media)
    post(hook, 0, "start")
    post(hook, 40)
    # Its beginning is no loss; that sink does not look at the position.
    begun = "unmatched" if media.provider == "jellyfin" else "ignored"
    wait_until(lambda: outcomes(hook) == [begun, "unmatched"], hook.deliveries)
    assert "knows no id of this show but its own" in hook.deliveries()[0]["detail"]
    # That is kept for a while, too.
    assert post(hook, 50)["outcome"] == "unmatched" and len(media.shows_asked()) == 1


def test_two_people_with_one_server_have_answers_of_their_own(woken, plex):
    one, other = woken.person(), woken.person()
    first = asking(one, plex)
    post(first, 40)
    wait_until(lambda: outcomes(first) == ["tracked"], first.deliveries)
    without = other.hook("plex")
    assert post(without, 40)["outcome"] == "unmatched"
    second = asking(other, plex, "--unchecked", key="0123456789abcdef")
    assert post(second, 40)["outcome"] == "waiting"
    wait_until(lambda: account(second)[1], "the other's key to be refused")
    assert outcomes(second) == ["waiting"] and other.plays() == []


# --- the order, and the times ---

def at(server, ms):
    server.set_clock(ms)
    return ms


def test_a_sitting_that_waits_becomes_one_play_with_its_times(clocked_server, media):
    server, person = clocked_server, clocked_server.person()
    at(server, START_MS)
    hook = asking(person, media)
    media.break_at("/", SERVER_ERROR)
    assert post(hook, 0, "start")["outcome"] == "waiting"
    server.set_clock(START_MS + 18 * MINUTE_MS)
    assert post(hook, 40)["outcome"] == "waiting"
    server.set_clock(START_MS + 44 * MINUTE_MS)
    assert post(hook, 97, "stop")["outcome"] == "waiting"
    yank(server)
    assert outcomes(hook) == ["waiting"] * 3 and person.plays() == []
    media.mend()
    server.set_clock(START_MS + DAY_MS)
    assert yank(server).returncode == 0
    assert brief(person) == [("completed", 100, "1396")]
    times = server.rows("SELECT started_ms, updated_ms, completed_ms FROM play WHERE user_id = ?",
                        person.id)
    end = START_MS + 44 * MINUTE_MS
    assert times == [(START_MS + 18 * MINUTE_MS, end, end)]
    assert [one["reason"] for one in reversed(hook.deliveries())] == [
        "below-minimum", "started", "completed"]
    assert server.value("SELECT count(*) FROM delivery WHERE replayed_ms IS NOT NULL") == 0


def test_ticks_that_wait_are_one_row_and_begin_with_the_first(clocked_server):
    server, person = clocked_server, clocked_server.person()
    media = MediaServer("jellyfin-official")
    at(server, START_MS)
    hook = asking(person, media)
    media.break_at("/", SERVER_ERROR)
    for second in range(0, 20, 5):
        server.set_clock(START_MS + second * 1000)
        assert post(hook, 10 + second)["outcome"] == "waiting"
    assert outcomes(hook) == ["waiting"]
    media.mend()
    assert yank(server).returncode == 0
    assert brief(person) == [("in_progress", 25, "1396")]
    assert server.rows("SELECT started_ms, updated_ms FROM play WHERE user_id = ?", person.id) == [
        (START_MS, START_MS + 15000)]
    media.close()


def test_what_another_sender_told_meanwhile_is_not_taken_back(clocked_server, plex):
    server, person = clocked_server, clocked_server.person()
    at(server, START_MS)
    hook = asking(person, plex)
    assert post(hook, 40)["outcome"] == "waiting"
    server.set_clock(START_MS + 40 * MINUTE_MS)
    kodi = person.hook("kodi")
    kodi.post({"identifier": "1396", "lot": "show", "progress": 80, "show_season_number": 1,
               "show_episode_number": 1})
    assert yank(server).returncode == 0
    assert outcomes(hook) == ["ignored"] and hook.deliveries()[0]["reason"] == "stale"
    assert brief(person) == [("in_progress", 80, "1396")]


# --- servers that do not answer well ---

FAULTS = {"500": SERVER_ERROR, "HTML": WEB_CLIENT, "cut off": cut_off, "hung up": empty_reply,
          "reset": reset, "gateway": BAD_GATEWAY, "too long": oversized, "404": NOT_FOUND,
          "elsewhere": redirect("http://127.0.0.3:9{path}")}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_waits_goes_on_waiting(clocked_server, fault):
    server, person = clocked_server, clocked_server.person()
    media = MediaServer("emby")
    at(server, START_MS)
    hook = asking(person, media)
    post(hook, 40)
    media.break_at("/Items", FAULTS[fault])
    assert yank(server).returncode in (75, 78)
    failures, is_refused, error, next_ms = account(hook)
    assert (failures, is_refused, next_ms) == (1, 0, START_MS + MINUTE_MS) and error
    assert outcomes(hook) == ["waiting"]
    media.forget_requests()
    yank(server)  # too early
    assert not media.requests
    server.set_clock(START_MS + MINUTE_MS)
    yank(server)
    assert account(hook)[0] == 2 and account(hook)[3] == START_MS + 3 * MINUTE_MS
    media.mend()
    server.set_clock(START_MS + 5 * MINUTE_MS)
    assert yank(server).returncode == 0
    assert outcomes(hook) == ["tracked"] and account(hook)[:3] == (0, 0, None)
    assert brief(person) == [("in_progress", 40, "1396")]
    media.close()


def test_a_show_that_plex_has_no_more_is_unmatched(clocked_server, plex):
    at(clocked_server, START_MS)
    hook = asking(clocked_server.person(), plex)
    post(hook, 40, show="77")
    yank(clocked_server)
    assert outcomes(hook) == ["unmatched"]


def test_one_bad_answer_does_not_keep_the_other_shows(clocked_server, plex):
    server, person = clocked_server, clocked_server.person()
    at(server, START_MS)
    plex.shows["2"] = {"Tmdb": "42009"}
    hook = asking(person, plex)
    post(hook, 40, show="13")
    post(hook, 40, show="2", episode=2)
    plex.break_at("/library/metadata/13", SERVER_ERROR)
    assert yank(server).returncode == 0
    assert outcomes(hook) == ["waiting", "tracked"]


def test_one_that_cannot_be_weighed_does_not_keep_the_others(clocked_server, plex):
    server, person = clocked_server, clocked_server.person()
    at(server, START_MS)
    hook = asking(person, plex)
    for episode in (1, 2, 3, 2):
        post(hook, 40 + episode, episode=episode)
    with closing(sqlite3.connect(server.database)) as db:
        db.execute("CREATE TRIGGER bad BEFORE INSERT ON item WHEN NEW.episode = 2"
                   " BEGIN SELECT RAISE(ABORT, 'no such episode'); END")
        done = yank(server)
        db.execute("DROP TRIGGER bad")
    assert done.returncode == 0
    assert outcomes(hook) == ["tracked", "unmatched", "tracked", "unmatched"]
    assert "It could not be weighed: no such episode" in hook.deliveries()[0]["detail"]
    assert len(person.plays()) == 2 and not questions(hook)
    assert not server.rows("SELECT w.delivery_id FROM waiting w JOIN delivery d"
                           " ON d.id = w.delivery_id WHERE d.integration_id = ?", hook.id)


def test_a_dead_server_delays_nobody(woken, media):
    hook = asking(woken.person(), media)
    media.listener.server_close()
    post(hook, 40)
    wait_until(lambda: account(hook)[0] == 1, "the try")
    other = MediaServer("plex", host="127.0.0.2")
    person = woken.person()
    second = asking(person, other)
    post(second, 40)
    wait_until(lambda: outcomes(second) == ["tracked"], second.deliveries)
    assert outcomes(hook) == ["waiting"] and account(hook)[2]
    other.close()
    ctl(woken, "integration", "remove", hook.id, "--yes")


def test_a_slow_server_delays_nobody(woken, plex):
    hook = asking(woken.person(), plex)
    go_on = threading.Event()
    plex.break_at("/library", hold(go_on))
    post(hook, 40)
    wait_until(lambda: plex.requests, "the request")
    other = MediaServer("emby", host="127.0.0.2")
    second = asking(woken.person(), other)
    post(second, 40)
    wait_until(lambda: outcomes(second) == ["tracked"], second.deliveries)
    assert outcomes(hook) == ["waiting"]
    go_on.set()
    wait_until(lambda: outcomes(hook) == ["tracked"], hook.deliveries)
    other.close()


# --- keys, addresses, removal ---

def test_a_refused_key_waits_for_another_one(woken, media):
    person = woken.person()
    hook = asking(person, media)
    media.key = "another"
    post(hook, 40)
    wait_until(lambda: account(hook)[1], "the key to be refused")
    post(hook, 45)
    assert set(outcomes(hook)) == {"waiting"}
    listed, = ctl(woken, "integration", "list", "--user", person.name)["integrations"]
    assert listed["state"] == "stopped" and "Episodes wait" in listed["problem"]
    ctl(woken, "integration", "set", hook.id, "--key-stdin", stdin=b"another\n")
    wait_until(lambda: "waiting" not in outcomes(hook), hook.deliveries)
    assert brief(person) == [("in_progress", 45, "1396")]


def test_the_key_is_shown_to_such_a_server_only(woken, plex):
    """It was stored unasked; something else answers at the address."""
    person = woken.person()
    hook = person.hook("plex")
    ctl(woken, "integration", "set", hook.id, "--url", plex.url, "--key-stdin", "--unchecked",
              stdin=f"{KEY}\n".encode())
    plex.break_at(GREETING["plex"], WEB_CLIENT)
    post(hook, 40)
    wait_until(lambda: account(hook)[2], "the try")
    assert "is not Plex" in account(hook)[2]
    assert plex.asked() == ["GET /identity"]
    assert all("X-Plex-Token" not in one.headers for one in plex.requests)


def test_an_integration_is_removed_while_it_waits(woken, plex):
    hook = asking(woken.person(), plex)
    go_on = threading.Event()
    plex.break_at("/library", hold(go_on))
    post(hook, 40)
    wait_until(lambda: plex.requests, "the request")
    ctl(woken, "integration", "remove", hook.id, "--yes")
    go_on.set()
    other = asking(woken.person(), plex)
    post(other, 40)
    wait_until(lambda: outcomes(other) == ["tracked"], other.deliveries)
    assert questions(hook) == []


def test_without_the_address_what_waits_is_unmatched(woken, plex):
    hook = asking(woken.person(), plex)
    plex.break_at("/", SERVER_ERROR)
    post(hook, 0, "start")
    post(hook, 40)
    wait_until(lambda: account(hook)[0], "the try")
    ctl(woken, "integration", "set", hook.id, "--no-server")
    wait_until(lambda: outcomes(hook) == ["ignored", "unmatched"], hook.deliveries)
    assert "Enter the address" in hook.deliveries()[0]["detail"]
    assert questions(hook) == []


def test_another_server_is_asked_anew(woken, plex):
    person = woken.person()
    hook = asking(person, plex)
    post(hook, 40)
    wait_until(lambda: outcomes(hook) == ["tracked"], hook.deliveries)
    other = MediaServer("plex", host="127.0.0.2")
    other.shows = {SHOW["plex"]: {"Tmdb": "60059"}}
    ctl(woken, "integration", "set", hook.id, "--url", other.url, "--key-stdin",
              stdin=f"{KEY}\n".encode())
    post(hook, 40)
    wait_until(lambda: outcomes(hook)[-1] == "tracked", hook.deliveries)
    assert [play["ids"]["tmdb"] for play in person.plays()] == ["60059", "1396"]
    other.close()


def test_a_week_later_it_is_unmatched(clocked_server, plex):
    server, person = clocked_server, clocked_server.person()
    at(server, START_MS)
    hook = asking(person, plex)
    plex.break_at("/", SERVER_ERROR)
    post(hook, 40)
    server.set_clock(START_MS + 6 * DAY_MS)
    post(hook, 50, episode=2)
    yank(server)
    assert outcomes(hook) == ["waiting", "waiting"]
    assert "2 reports wait to be told" in yank(server, "doctor", program="ryotctl").stdout
    server.set_clock(START_MS + 7 * DAY_MS)
    yank(server)
    assert outcomes(hook) == ["unmatched", "waiting"]
    assert "within a week" in hook.delivery(hook.deliveries()[-1]["id"])["detail"]
    server.set_clock(START_MS + 14 * DAY_MS)
    yank(server)
    assert outcomes(hook) == ["unmatched", "unmatched"]
    assert questions(hook) == []
    # It can still be replayed, once the server answers.
    plex.mend()
    first = hook.deliveries()[-1]["id"]
    server.set_clock(START_MS + 15 * DAY_MS)
    assert "waiting" in yank(server, "delivery", "replay", first, program="ryotctl").stdout
    assert yank(server).returncode == 0
    assert outcomes(hook) == ["tracked", "unmatched"]
    assert server.value("SELECT updated_ms FROM play WHERE user_id = ?", person.id) == START_MS


def test_an_old_answer_holds_and_is_asked_for_again(clocked_server, plex):
    server, person = clocked_server, clocked_server.person()
    at(server, START_MS)
    hook = asking(person, plex)
    post(hook, 40)
    yank(server)
    plex.shows = {SHOW["plex"]: {"Tmdb": "60059"}}
    plex.forget_requests()
    server.set_clock(START_MS + 8 * DAY_MS)
    assert post(hook, 40, episode=2)["reason"] == "started"
    yank(server)
    assert len(plex.shows_asked()) == 1
    post(hook, 40, episode=3)
    assert [play["ids"]["tmdb"] for play in person.plays()] == ["60059", "1396", "1396"]


def test_the_shows_that_are_asked_for_are_bounded(clocked_server, plex):
    server = clocked_server
    at(server, START_MS)
    hook = asking(server.person(), plex)
    plex.break_at("/", SERVER_ERROR)
    for number in range(500):
        assert post(hook, 40, show=str(number))["outcome"] == "waiting"
    answer = post(hook, 40, show="500")
    assert answer["outcome"] == "unmatched" and "Too many shows" in answer["detail"]
    assert post(hook, 45, show="499")["outcome"] == "waiting"
    yank(server)  # three bad answers in a row are enough
    assert len(plex.shows_asked()) == 3
    server.ctl("integration", "remove", hook.id, "--yes")


# --- replay ---

def test_what_came_before_the_address_is_replayed(woken, plex):
    person = woken.person()
    hook = person.hook("plex")
    delivery = post(hook, 40)["delivery"]
    ctl(woken, "integration", "set", hook.id, "--url", plex.url, "--key-stdin",
              stdin=f"{KEY}\n".encode())
    assert ctl(woken, "delivery", "replay", delivery)["outcome"] == "waiting"
    assert outcomes(hook) in (["waiting"], ["tracked"])
    wait_until(lambda: outcomes(hook) == ["tracked"], hook.deliveries)


def test_a_waiting_delivery_is_replayed(clocked_server, plex):
    server, person = clocked_server, clocked_server.person()
    at(server, START_MS)
    hook = asking(person, plex)
    delivery = post(hook, 40)["delivery"]
    assert server.ctl("delivery", "replay", delivery)["outcome"] == "waiting"
    assert server.rows("SELECT delivery_id FROM waiting") == [(delivery,)]
    server.ctl("integration", "set", hook.id, "--disable")
    assert server.ctl("delivery", "replay", delivery)["reason"] == "switched-off"
    assert server.rows("SELECT delivery_id FROM waiting") == []
    server.ctl("integration", "set", hook.id, "--enable")
    yank(server)
    assert server.ctl("delivery", "replay", delivery)["outcome"] == "tracked"
    assert brief(person) == [("in_progress", 40, "1396")]


def test_what_waits_is_not_asked_while_it_is_switched_off(clocked_server, plex):
    server = clocked_server
    at(server, START_MS)
    hook = asking(server.person(), plex)
    post(hook, 40)
    server.ctl("integration", "set", hook.id, "--disable")
    yank(server)
    assert not plex.requests and outcomes(hook) == ["waiting"]
    server.ctl("integration", "set", hook.id, "--enable")
    yank(server)
    assert outcomes(hook) == ["tracked"]


def test_a_dry_run_asks_nothing(clocked_server, plex):
    at(clocked_server, START_MS)
    hook = asking(clocked_server.person(), plex)
    post(hook, 40)
    assert yank(clocked_server, "--dry-run").returncode == 0
    assert not plex.requests and outcomes(hook) == ["waiting"]
    assert yank(clocked_server, "--integration", hook.id).returncode == 0
    assert outcomes(hook) == ["tracked"]
