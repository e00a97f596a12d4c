# SPDX-License-Identifier: MIT
"""ryot-yank is killed, started twice, runs out of disk space, and competes with webhooks."""

import resource
import shutil
import signal
import subprocess
import threading

import pytest

import audiobookshelf
import bodies
from audiobookshelf import CONFIG, OK, TEMPFAIL, Home, environment, hold
from server import BOUND, BUILD, SANITIZER, wait_until
from test_yank import FIRST, ME, SECOND


def start(home, *args):
    return subprocess.Popen(
        [BUILD / "ryot-yank", *args, "--database", home.database], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())


def end(home, process):
    said = process.communicate(timeout=120)
    home.said += said
    assert not SANITIZER.search(said[1]), said[1]
    return process.returncode, *said


def copy(home, name):
    """A copy of the current installation."""
    folder = home.folder.parent / name
    shutil.copytree(home.folder, folder)
    return Home(folder)


def kill_at(home, shelf, number):
    """SIGKILL after that request has arrived and before its answer."""
    process = []
    started = threading.Event()

    def kill(arrived):
        if arrived == number:
            assert started.wait(BOUND)
            process[0].kill()
            process[0].wait(BOUND)

    shelf.forget_requests()
    shelf.on_request = kill
    process.append(start(home))
    started.set()
    status, _, _ = end(home, process[0])
    shelf.on_request = None
    # Another one may have been under way.
    assert status == -signal.SIGKILL and len(shelf.requests) in (number, number + 1)


def assert_next_run_tells(home):
    """A run that was killed has failed: the next one says so, and waits its time."""
    done = home.yank()
    assert done.returncode == TEMPFAIL and "it was broken off" in done.stderr, done
    assert home.account(1).failures == 1
    home.due(1)


# --- killed ---

def assert_kills_end_well(home, shelf, requests, numbers):
    undisturbed = copy(home, "undisturbed")
    shelf.forget_requests()
    undisturbed.yank_well()
    assert len(shelf.requests) == requests
    want = undisturbed.outcome()
    for number in numbers:
        again = copy(home, f"killed-{number}")
        kill_at(again, shelf, number)
        assert_next_run_tells(again)
        again.yank_well()
        assert again.outcome() == want, f"killed at request {number}"
        shutil.rmtree(again.folder)


def test_killed_at_every_request_of_a_first_import(home, shelf):
    home.add(shelf)
    assert_kills_end_well(home, shelf, 15, range(1, 16))


def test_killed_in_a_later_run(home, shelf):
    """Titles are requested again then, because the remembered ones were removed."""
    home.add(shelf)
    home.yank_well()
    with audiobookshelf.sqlite3.connect(home.database) as db:
        db.execute("UPDATE fact SET until_ms = 0")
    db.close()
    shelf.show("me_later.json")
    # Seven rows have changed; the two hidden items are tried again, first as a batch,
    # and the others are looked at again.
    assert_kills_end_well(home, shelf, 9, (1, 2, 5, 7, 9))


def test_killed_in_the_middle_of_many_rows(home, shelf):
    me, shelf.items = audiobookshelf.many(2400)
    shelf.show(me)
    home.add(shelf)
    assert_kills_end_well(home, shelf, 25, (2, 25))


def test_answers_before_the_kill_are_kept(home, shelf):
    me, shelf.items = audiobookshelf.many(2400)
    shelf.show(me)
    home.add(shelf)
    kill_at(home, shelf, 14)
    # Eleven batches of 100, or twelve, were answered before that request; the rows of the
    # newest wait if the one before it was not.
    batches, rest = divmod(home.value("SELECT count(*) FROM fact"), 100)
    assert batches in (11, 12) and rest == 0
    assert 1000 <= home.value("SELECT count(*) FROM seen") <= batches * 100
    shelf.forget_requests()
    assert_next_run_tells(home)
    assert shelf.requests == []
    home.yank_well()
    assert len(shelf.requests) == 1 + 24 - batches


def test_the_next_run_completes_a_terminated_one(home, shelf):
    home.add(shelf)
    shelf.on_request = lambda number: number == 5 and process.terminate()
    held = threading.Event()
    shelf.break_at("/api/podcasts/", hold(held))
    process = start(home)
    status, _, _ = end(home, process)
    held.set()
    assert status != OK
    shelf.on_request = None
    shelf.mend()
    assert_next_run_tells(home)
    home.yank_well()
    assert home.plays() == FIRST


# --- twice at once ---

def test_a_second_instance_ends_at_once(home, shelf):
    home.add(shelf)
    go_on = threading.Event()
    shelf.break_at("/api/me", hold(go_on), times=1)
    shelf.forget_requests()
    first = start(home)
    try:
        wait_until(lambda: shelf.requests, "the first one's request")
        home.yank_well()
        home.yank_well("--full")
        done = home.yank("--verbose")
        assert done.returncode == OK and "is running" in done.stdout
        assert home.yank_json() == []
        assert len(shelf.requests) == 1
    finally:
        go_on.set()
    assert end(home, first) == (OK, "", "")
    assert home.plays() == FIRST
    home.yank_well()  # the lock is free again
    assert shelf.asked().count(ME) == 2


def test_the_lock_of_a_killed_instance_is_free(home, shelf):
    home.add(shelf)
    kill_at(home, shelf, 1)
    assert_next_run_tells(home)
    home.yank_well()
    assert home.plays() == FIRST


def test_another_database_is_another_lock(home, shelf):
    home.add(shelf)
    other = copy(home, "other")
    go_on = threading.Event()
    shelf.break_at("/api/me", hold(go_on), times=1)
    shelf.forget_requests()
    first = start(home)
    try:
        wait_until(lambda: shelf.requests, "the first one's request")
        other.yank_well()
        assert other.plays() == FIRST
    finally:
        go_on.set()
    assert end(home, first)[0] == OK


# --- a full disk ---

def yank_with_room(home, size):
    """Limits the size of files; a write beyond it fails as on a full disk."""
    return subprocess.run(
        ["env", "--ignore-signal=XFSZ", BUILD / "ryot-yank", "--database", home.database],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, env=environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))


@pytest.mark.parametrize("kib", [0, 16, 32, 96, 300])
def test_a_full_disk_is_reported_and_the_next_run_catches_up(home, shelf, kib):
    home.add(shelf)
    want = copy(home, "undisturbed")
    want.yank_well()
    done = yank_with_room(home, kib << 10)
    home.said += [done.stdout, done.stderr]
    assert not SANITIZER.search(done.stderr), done.stderr
    if done.returncode == OK:
        assert home.plays() == FIRST, "it said that all went well"
    else:
        assert done.returncode == TEMPFAIL and done.stdout == ""
        assert done.stderr.startswith("ryot-yank: "), done.stderr
    assert home.rows("PRAGMA integrity_check") == [("ok",)]
    if home.value("SELECT started_ms > coalesce(yanked_ms, -1) FROM account") == 1:
        assert_next_run_tells(home)  # there was no room to note how it ended
    home.due(1)
    home.yank_well()
    assert home.outcome() == want.outcome()


def test_the_disk_limits_take_effect(home, shelf):
    """Ensures that the limits above are small enough to take effect."""
    home.add(shelf)
    assert yank_with_room(home, 16 << 10).returncode == TEMPFAIL


# --- the database ---

def test_missing_folder_and_newer_database_are_named(home, tmp_path):
    env = environment()
    done = subprocess.run(
        [BUILD / "ryot-yank", "--database", tmp_path / "nowhere" / "ryot.db"],
        capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode != OK and "nowhere" in done.stderr
    with audiobookshelf.sqlite3.connect(home.database) as db:
        db.execute("PRAGMA user_version = 9999")
    db.close()
    done = home.yank()
    assert done.returncode == CONFIG and "newer" in done.stderr


# --- beside webhooks ---

def test_webhooks_are_answered_during_a_large_import(own_server, shelf):
    me, shelf.items = audiobookshelf.many(2000)
    shelf.show(me)
    reader, watcher = own_server.person(), own_server.person()
    hook = watcher.hook("kodi")
    home = Home(own_server.folder)
    home.add(shelf, user=reader.name)
    statuses, over = [], threading.Event()

    def post_on():
        while not over.is_set():
            statuses.append(hook.post(bodies.kodi(len(statuses) + 1, 50)).status)

    def wait_for_more(number):
        """Rows are stored between any two requests, webhooks arrive at all times."""
        if number % 5 == 0:
            before = len(statuses)
            wait_until(lambda: len(statuses) > before + 2, "answers to webhooks")

    shelf.forget_requests()
    shelf.on_request = wait_for_more
    thread = threading.Thread(target=post_on, daemon=True)
    thread.start()
    try:
        told, = home.yank_json()
    finally:
        over.set()
        thread.join(BOUND)
    assert told["ok"] and told["changed"] == 2000 and told["requests"] == 21
    assert set(statuses) == {200}
    assert len(watcher.stored_plays()) == len(statuses) > 8
    assert len(home.plays(reader.name)) == told["tracked"]
    home.assert_sound()


def test_the_database_is_intact_afterwards(home, shelf):
    home.add(shelf)
    home.yank_well()
    shelf.show("me_later.json")
    home.yank_well()
    assert home.plays() == SECOND
    assert home.ctl("check")["ok"] is True
