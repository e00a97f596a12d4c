# SPDX-License-Identifier: MIT
"""ryot-yank syncs from a recorded Audiobookshelf: the import and the output."""

import json
import random
import re
import subprocess
import time

import pytest

import audiobookshelf
from audiobookshelf import (BOBS_KEY, DRACULA, EMMA, KEY, NO_USER, OK, PROJECT_HAIL_MARY, USAGE,
                            environment, moved, row_of)

FIRST = {
    "Moby-Dick": ["2.1"], "The Odyssey": ["50"], "Cien años de soledad": ["95"],
    "Emma": ["completed"], "Dune": ["completed"], "The Dispossessed": ["completed"],
    "All Systems Red": ["33"], "Frankenstein": ["25"], "Project Hail Mary": ["completed"],
    "The Silent Hour, Pilot": ["33.3287"], "The Silent Hour, More Silence": ["completed"],
    "Local Talk, Town Meeting": ["9.9968"],
}
SECOND = {
    **FIRST, "Dracula": ["42.0466"], "The Time Machine": ["60"],
    "All Systems Red": ["completed"], "Project Hail Mary": ["completed", "2.5"],
    "The Silent Hour, Pilot": ["completed"],
}
COUNTS = ("seen", "changed", "tracked", "ignored", "unmatched", "failed", "requests")
FIRST_COUNTS = (16, 16, 12, 2, 2, 0, 15)
SECOND_COUNTS = (15, 7, 5, 2, 0, 0, 1)
ME = "GET /api/me"
BATCH = "POST /api/items/batch/get"


def counts(told):
    return tuple(told[name] for name in COUNTS)


# --- the import ---

def test_first_import(home, shelf):
    number = home.add(shelf)
    shelf.forget_requests()
    home.yank_well()
    assert home.plays() == FIRST
    asked = shelf.asked()
    assert asked[0] == ME and asked.count(ME) == 1
    # Of 13 books two are forbidden: the batch is halved until they are alone.
    assert asked.count(BATCH) == 6
    assert len({(one.path, one.body) for one in shelf.requests}) == len(asked) == 15
    assert "If-None-Match" not in shelf.requests[0].headers
    account = home.account(number)
    assert account[:3] == (0, False, None) and account.last_ok_ms


def test_log_level_holds_for_ryot_yank(home, shelf):
    home.add(shelf)
    done = home.yank("--log-level", "debug")
    assert done.returncode == 0 and "<7>weigh integration=" in done.stderr, done


def test_titles_authors_and_links_are_kept(home, shelf):
    home.add(shelf)
    home.yank_well()
    works = {title: rest for title, *rest in home.rows(
        "SELECT title, kind, author, link, year FROM work")}
    assert works["Project Hail Mary"] == [
        "audiobook", "Andy Weir", f"{shelf.url}/item/{PROJECT_HAIL_MARY}", 2021]
    assert works["All Systems Red"][:2] == ["book", "Martha Wells"]
    assert works["Local Talk"][:2] == ["podcast", "Radio Local"]
    assert len(works) == 13  # including those not far enough to count; not the two hidden ones
    ids = home.rows("SELECT x.source, x.value FROM work_id x JOIN work w ON w.id = x.work_id"
                    " WHERE w.title = 'Project Hail Mary' ORDER BY x.source")
    assert ids == [("audible", "B08G9PRS1K"), ("isbn", "9781603935470"),
                   ("local", PROJECT_HAIL_MARY)]


def test_completion_has_the_time_of_the_server(home, shelf):
    home.add(shelf)
    home.yank_well()
    assert home.value("SELECT p.completed_ms FROM play p JOIN item i ON i.id = p.item_id"
                      " JOIN work w ON w.id = i.work_id WHERE w.title = 'Dune'") \
        == moved(1795333724640)


def test_steady_state_is_one_request_and_a_304(home, shelf):
    number = home.add(shelf)
    home.yank_well()
    etag = home.value("SELECT etag FROM account")
    before = home.outcome(), home.rows("SELECT * FROM delivery ORDER BY id")
    for _ in range(3):
        shelf.forget_requests()
        told, = home.yank_json()
        assert counts(told) == (0, 0, 0, 0, 0, 0, 1)
        assert shelf.asked() == [ME]
        assert shelf.requests[0].headers["If-None-Match"] == etag
    assert (home.outcome(), home.rows("SELECT * FROM delivery ORDER BY id")) == before
    assert home.account(number).failures == 0


def test_only_changed_rows_are_imported(home, shelf):
    number = home.add(shelf)
    home.yank_well()
    shelf.show("me_later.json")
    shelf.forget_requests()
    told, = home.yank_json("--integration", number)
    assert counts(told) == SECOND_COUNTS
    assert shelf.asked() == [ME]
    assert home.plays() == SECOND


def test_other_order_and_bumped_times_change_nothing(home, shelf):
    home.add(shelf)
    home.yank_well()
    before = home.plays(), home.rows("SELECT * FROM seen ORDER BY row")
    me = shelf.show("me.json")
    random.Random(7).shuffle(me["mediaProgress"])
    for row in me["mediaProgress"]:
        row["lastUpdate"] += 5000
        row["hideFromContinueListening"] = True
    me["lastSeen"] = 1795334000000
    shelf.forget_requests()
    told, = home.yank_json()
    assert counts(told) == (16, 0, 0, 0, 0, 0, 1)
    assert (home.plays(), home.rows("SELECT * FROM seen ORDER BY row")) == before
    told, = home.yank_json()
    assert told["seen"] == 0  # 304: the new tag was stored


def test_strings_nulls_and_negative_numbers(home, shelf):
    home.add(shelf, user="bob")
    shelf.show("me_odd_values.json")
    home.yank_well()
    assert home.plays("bob") == {
        "Project Hail Mary": ["30"], "The Fox and the Grapes": ["completed"],
        "Emma": ["62.6087"], "Moby-Dick": ["completed"], "Frankenstein": ["completed"],
        "Cien años de soledad": ["2.2222"], "Dune": ["33.3187"],
        "The Dispossessed": ["completed"], "All Systems Red": ["completed"]}
    shelf.show("me_odd_values_after_restart.json")
    told, = home.yank_json()
    assert counts(told) == (11, 0, 0, 0, 0, 0, 1)
    assert home.value("SELECT max(max(started_ms, updated_ms)) FROM play") <= time.time() * 1000


def test_a_second_listening_is_a_second_completion(home, shelf):
    home.add(shelf)
    home.yank_well()
    me = shelf.show("me_later.json")
    home.yank_well()
    assert home.plays()["Project Hail Mary"] == ["completed", "2.5"]
    row = row_of(me, PROJECT_HAIL_MARY)
    shelf.me[KEY] = me
    row.update(currentTime=300, progress=0.5)
    home.yank_well()
    assert home.plays()["Project Hail Mary"] == ["completed", "50"]
    row.update(currentTime=595, progress=1, isFinished=True, finishedAt=moved(1795334000000))
    home.yank_well()
    assert home.plays()["Project Hail Mary"] == ["completed", "completed"]


def test_deleted_and_discarded_rows_change_nothing(home, shelf):
    home.add(shelf)
    home.yank_well()
    me = shelf.show("me.json")
    shelf.me[KEY] = me
    row_of(me, EMMA).update(isFinished=False, finishedAt=None, currentTime=0, progress=0)
    me["mediaProgress"] = [row_of(me, EMMA)]
    told, = home.yank_json()
    assert counts(told) == (1, 1, 0, 1, 0, 0, 1)
    assert home.plays() == FIRST


def test_forbidden_items_are_unmatched_until_alice_may_open_them(home, shelf):
    number = home.add(shelf)
    home.yank_well()
    kept = home.ctl("delivery", "list", "--integration", number,
                    "--outcome", "unmatched")["deliveries"]
    assert len(kept) == 2 and all("does not show" in one["detail"] for one in kept)
    shelf.forbidden.clear()
    home.yank_well("--full")
    assert home.plays() == {**FIRST, "Secret Book": ["40"],
                            "The Claiming of Sleeping Beauty": ["40"]}


def test_an_unreadable_row_does_not_stop_the_others(home, shelf):
    number = home.add(shelf)
    me = shelf.show("me.json")
    shelf.me[KEY] = me
    me["mediaProgress"][3:3] = [{"id": "x", "libraryItemId": {"of": "another kind"}}, None]
    done = home.yank()
    assert done.returncode == OK and done.stdout == ""
    assert f"integration {number}" in done.stderr and "2 rows" in done.stderr
    assert home.plays() == FIRST
    refused = home.ctl("delivery", "list", "--integration", number,
                       "--outcome", "refused")["deliveries"]
    assert sum(one["count"] for one in refused) == 2


def test_the_limits_of_the_integration_apply(home, shelf):
    home.add(shelf, "--start", "40", "--complete", "49")
    home.yank_well()
    # 50 % is above its limit of 49; the ebook at 33 % does not count yet.
    assert home.plays() == {
        "The Odyssey": ["completed"], "Cien años de soledad": ["completed"],
        "Emma": ["completed"], "Dune": ["completed"], "The Dispossessed": ["completed"],
        "Project Hail Mary": ["completed"], "The Silent Hour, More Silence": ["completed"]}


# --- many rows and several people ---

def test_two_thousand_rows(home, shelf):
    me, shelf.items = audiobookshelf.many(2000)
    shelf.show(me)
    home.add(shelf)
    shelf.forget_requests()
    told, = home.yank_json()
    started = sum(number % 7 != 0 and 2 < number % 100 <= 95 for number in range(2000))
    completed = sum(number % 7 == 0 or number % 100 > 95 for number in range(2000))
    assert counts(told) == (2000, 2000, started + completed, 2000 - started - completed, 0, 0, 21)
    assert shelf.asked().count(BATCH) == 20
    sizes = {len(json.loads(one.body)["libraryItemIds"]) for one in shelf.requests if one.body}
    assert sizes == {100}
    assert home.rows("SELECT state, count(*) FROM play GROUP BY state ORDER BY state") == [
        ("completed", completed), ("in_progress", started)]

    for number in (1003, 1444, 1917):
        me["mediaProgress"][number]["currentTime"] = 77
    shelf.show(me)
    shelf.forget_requests()
    told, = home.yank_json()
    assert counts(told) == (2000, 3, 3, 0, 0, 0, 1)


def test_a_first_import_of_real_books_takes_few_requests(home, shelf):
    me, shelf.items = audiobookshelf.real_sized(5000)
    shelf.show(me)
    home.add(shelf)
    shelf.forget_requests()
    told, = home.yank_json()
    assert told["changed"] == 5000 and told["failed"] == told["unmatched"] == 0
    assert told["requests"] == len(shelf.requests) == 51


def test_books_of_many_files_are_asked_for_in_smaller_batches(home, shelf):
    """So that no answer is larger than 8 MiB; nothing is lost."""
    me, items = audiobookshelf.real_sized(400)
    large = next(iter(items.values()))["media"]
    shelf.items = {item: {**book, "media": {**book["media"], "audioFiles": large["audioFiles"],
                                            "tracks": large["tracks"]}}
                   for item, book in items.items()}
    shelf.show(me)
    home.add(shelf)
    told, = home.yank_json()
    assert told["changed"] == 400 and told["failed"] == told["unmatched"] == 0
    # 100 and perhaps 50 at a time were too many.
    sizes = [len(json.loads(one.body)["libraryItemIds"]) for one in shelf.requests if one.body]
    assert sizes[0] == 100 and set(sizes[-4:]) <= {25, 50} and len(sizes) < 24


def test_two_people_of_one_server(home, shelf):
    shelf.show("me_second_user.json", BOBS_KEY)
    home.add(shelf)
    home.add(shelf, user="bob", key=BOBS_KEY)
    shelf.forget_requests()
    alice, bob = sorted(home.yank_json(), key=lambda told: told["user"])
    assert counts(alice) == FIRST_COUNTS and counts(bob) == (2, 2, 2, 0, 0, 0, 2)
    assert home.plays() == FIRST
    assert home.plays("bob") == {"Project Hail Mary": ["30"], "The Fox and the Grapes": ["43.2099"]}
    assert home.value("SELECT count(*) FROM work WHERE title = 'Project Hail Mary'") == 2
    keys = {request.headers["Authorization"] for request in shelf.requests}
    assert keys == {f"Bearer {KEY}", f"Bearer {BOBS_KEY}"}
    shelf.forget_requests()
    home.yank_well()
    assert shelf.asked() == [ME, ME]


def test_one_integration_alone(home, shelf, other_shelf):
    home.add(shelf)
    second = home.add(other_shelf, user="bob", key=BOBS_KEY)
    shelf.forget_requests()
    home.yank_well("--integration", second)
    assert shelf.requests == [] and home.plays() == {}
    assert len(home.plays("bob")) == 2


def test_no_integration_is_nothing_to_do(home):
    home.yank_well()
    assert home.yank_json() == []


def test_a_switched_off_integration_is_not_asked_and_loses_nothing(home, shelf):
    number = home.add(shelf)
    home.ctl("integration", "set", number, "--disable")
    shelf.forget_requests()
    home.yank_well()
    assert shelf.requests == []
    home.yank("--integration", number)
    home.ctl("integration", "set", number, "--enable")
    home.yank("--integration", number)
    assert home.plays() == FIRST


@pytest.mark.parametrize("base", ["", "/audiobookshelf", "/abs"])
@pytest.mark.parametrize("typed", ["{}", "{}/", "  {}// "])
def test_base_path(home, base, typed):
    shelf = audiobookshelf.Audiobookshelf(base)
    try:
        shelf.show("me_second_user.json")
        made = home.ctl("integration", "add", "audiobookshelf", "--user", "bob", "--url",
                        typed.format(shelf.url), "--key-stdin", stdin=f"{KEY}\n")
        assert made["server"]["url"] == shelf.url
        home.yank_well()
        assert len(home.plays("bob")) == 2
        assert {request.path for request in shelf.requests} == {
            f"{base}/status", f"{base}/api/me", f"{base}/api/items/batch/get"}
    finally:
        shelf.close()


def test_proxy_from_the_environment(home, shelf):
    proxy = environment(http_proxy=shelf.origin)
    home.ctl("integration", "add", "audiobookshelf", "--user", "alice", "--url",
             "http://books.invalid/audiobookshelf", "--key-stdin", stdin=f"{KEY}\n", env=proxy)
    shelf.forget_requests()
    home.yank_well(env=proxy)
    assert home.plays() == FIRST
    assert shelf.requests[0].path == "http://books.invalid/audiobookshelf/api/me"
    assert home.value("SELECT url FROM account") == "http://books.invalid/audiobookshelf"


def test_requests_are_plain_http_1_1_without_cookies(home, shelf):
    shelf.break_at("/", lambda talk: talk.answer(*with_cookie(*talk.good_answer())))
    home.add(shelf)
    home.yank_well()
    assert len(shelf.requests) == 17
    for request in shelf.requests:
        assert "Cookie" not in request.headers and "Upgrade" not in request.headers
        assert ("Authorization" in request.headers) == (not request.path.endswith("/status"))


def with_cookie(status, body, content_type, headers):
    return status, body, content_type, {**headers, "Set-Cookie": "connect.sid=s%3Ax; Path=/"}


# --- options ---

def test_dry_run_shows_and_writes_nothing(home, shelf):
    home.add(shelf)
    before = home.dump()
    told, = home.yank_json("--dry-run")
    assert counts(told) == FIRST_COUNTS
    done = home.yank("--dry-run")
    assert done.returncode == OK and done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) == 17 and lines[-1].startswith("dry run: ")
    assert re.search(r"started .*The Odyssey", done.stdout)
    assert home.dump() == before
    home.yank_well()
    assert home.plays() == FIRST

    shelf.show("me_later.json")
    before = home.dump()
    told, = home.yank_json("--dry-run")
    assert counts(told) == SECOND_COUNTS
    home.yank("--dry-run", "--full")
    assert home.dump() == before


def test_dry_run_of_a_failure_writes_nothing(home, shelf):
    home.add(shelf)
    before = home.dump()
    shelf.break_at("/api/me", audiobookshelf.BAD_GATEWAY)
    home.yank_json("--dry-run", status=audiobookshelf.TEMPFAIL)
    shelf.mend()
    shelf.break_at("/api/me", audiobookshelf.UNAUTHORIZED)
    home.yank_json("--dry-run", status=audiobookshelf.CONFIG)
    assert home.dump() == before


def test_full_reads_everything_again_and_changes_nothing(home, shelf):
    home.add(shelf)
    home.yank_well()
    shelf.show("me_later.json")
    home.yank_well()
    before = home.outcome()
    shelf.forget_requests()
    told, = home.yank_json("--full")
    # A deleted item has no row; 12 books and 2 podcasts with 3 episodes remain.
    assert counts(told)[:2] == (15, 15) and told["tracked"] == 0
    # The two hidden ones are a batch for themselves, and then asked for alone.
    assert len(shelf.requests) == 10
    assert "If-None-Match" not in shelf.requests[0].headers
    after = home.outcome()
    assert after[0] == before[0] and home.plays() == SECOND


def test_full_restores_lost_plays(home, shelf):
    home.add(shelf)
    home.yank_well()
    home.ctl("integration", "set", 1, "--start", "60")
    home.yank_well("--full")
    assert home.plays() == FIRST


def test_verbose_names_every_row_and_json_is_one_document(home, shelf):
    number = home.add(shelf, "--name", "Shelf of Alice")
    done = home.yank("--verbose")
    assert done.returncode == OK and done.stderr == ""
    *rows, summary = done.stdout.splitlines()
    assert len(rows) == 16
    for title in ("Emma", "Dune", "Cien años de soledad", "The Silent Hour"):
        assert any(f'"{title}"' in row for row in rows)
    for word in ("Shelf of Alice", "alice", "16 rows", "12 tracked", "2 ignored", "2 unmatched",
                 "0 failed", "15 requests"):
        assert word in summary
    shelf.show("me_later.json")
    told, = home.yank_json()
    assert told == {
        "integration": number, "provider": "audiobookshelf", "user": "alice",
        "name": "Shelf of Alice", "ok": True, "error": None, "note": None,
        **dict(zip(COUNTS, SECOND_COUNTS))}


def test_titles_reach_a_terminal_without_control_characters(home, shelf):
    home.add(shelf)
    shelf.items[EMMA]["media"]["metadata"]["title"] = "Em\x1b[2Jma\n\x07\x9b31m"
    done = home.yank("--verbose")
    assert done.returncode == OK
    assert all(sign.isprintable() for sign in done.stdout.replace("\n", ""))
    assert len(done.stdout.splitlines()) == 17


def test_long_titles_are_cut_between_characters(home, shelf):
    home.add(shelf)
    for length in (57, 58, 59, 60, 61):
        shelf.items[EMMA]["media"]["metadata"]["title"] = "x" * length + "é" * 40
        done = home.yank("--dry-run", encoding="utf-8")
        assert done.returncode == OK
        assert "x" * 50 in done.stdout


def test_on_a_terminal_each_integration_gets_a_line(home, shelf, other_shelf):
    home.add(shelf)
    home.add(other_shelf, user="bob", key=BOBS_KEY)
    status, shown = home.on_terminal("ryot-yank")
    assert status == OK
    lines = [line for line in shown.splitlines() if line]
    assert len(lines) == 2 and all("requests" in line for line in lines)
    assert "\x1b" not in shown  # too few rows for a bar


def test_on_a_terminal_many_rows_get_a_progress_bar(home, shelf):
    me, shelf.items = audiobookshelf.many(1000)
    shelf.show(me)
    home.add(shelf)
    status, shown = home.on_terminal("ryot-yank")
    assert status == OK
    done = [int(number) for number in re.findall(r"(\d+) of 1000 rows", shown)]
    assert len(done) > 5 and done == sorted(done) and done[-1] == 1000
    last = shown.rpartition("\x1b[K")[2]
    assert "1000 rows, 1000 changed" in last and "of 1000" not in last
    # The second run has nothing to wait for.
    status, shown = home.on_terminal("ryot-yank")
    assert status == OK and "\x1b" not in shown and "nothing new; " in shown and "0 changed;" in shown


@pytest.mark.parametrize("line, status, words", [
    ("--hologram", USAGE, "--hologram"), ("--integration", USAGE, "--integration"),
    ("--integration x", USAGE, "number"), ("--integration 0", USAGE, "number"),
    ("extra", USAGE, "extra"), ("--integration 999", NO_USER, "999")])
def test_a_nonsensical_command_line_is_refused(home, line, status, words):
    done = home.yank(*line.split())
    assert done.returncode == status and done.stdout == ""
    assert words in done.stderr and done.stderr.startswith("ryot-yank: ")


def test_an_integration_that_sends_cannot_be_synced(home):
    number = home.ctl("integration", "add", "jellyfin", "--user", "alice")["id"]
    done = home.yank("--integration", number)
    assert done.returncode == NO_USER and str(number) in done.stderr
    home.yank_well()


@pytest.mark.parametrize("option, words", [
    ("--help", ["--integration", "--dry-run", "--full", "--verbose", "--json", "--database",
                "75", "78"]), ("--version", ["ryot-yank "])])
def test_help_and_version(option, words, home):
    done = subprocess.run([audiobookshelf.BUILD / "ryot-yank", option], capture_output=True,
                          text=True, env=environment(), timeout=120)
    assert done.returncode == OK and done.stderr == ""
    assert all(word in done.stdout for word in words)


def test_missing_episode_title_is_learned_later(home, shelf):
    """The first request for it failed; the play gets its title later."""
    number = home.add(shelf)
    shelf.break_at("/api/podcasts/", audiobookshelf.BAD_GATEWAY)
    home.yank()
    shelf.mend()
    home.due(number)
    home.yank_well("--full")
    assert home.plays() == FIRST


def test_dracula_listened_to_offline(home, shelf):
    """Its lastUpdate is older than the newest one of the previous poll."""
    home.add(shelf)
    home.yank_well()
    highest = max(row["lastUpdate"] for row in shelf.me[KEY]["mediaProgress"])
    me = shelf.show("me_later.json")
    assert row_of(me, DRACULA)["lastUpdate"] < highest
    home.yank_well()
    assert home.plays()["Dracula"] == ["42.0466"]
