# SPDX-License-Identifier: MIT
"""The doctor finds and names common problems and gives advice."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

import bodies
from audiobookshelf import Audiobookshelf, make_certificate
from server import BOUND, BUILD, ENV

EX_CONFIG = 78
DAY_MS = 24 * 3600 * 1000


def change(database, sql, *values):
    with sqlite3.connect(database) as db:
        db.execute(sql, values)
    db.close()


def findings(done):
    """{check: [(finding, what, advice)]}"""
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["ok"] else EX_CONFIG), done
    found = {}
    for row in said["findings"]:
        assert (row["advice"] is None) == (row["finding"] == "well"), row
        found.setdefault(row["check"], []).append((row["finding"], row["what"]))
    assert said["wrong"] == sum(f == "wrong" for rows in found.values() for f, _ in rows)
    return found


def see(server):
    return findings(server.run_ctl("doctor", "--json", "--socket", server.socket))


def worst(found, check):
    """The worst finding of a check, and its full text."""
    order = ["well", "look", "wrong"]
    return (max((f for f, _ in found[check]), key=order.index),
            " ".join(what for _, what in found[check]))


def test_a_sound_installation_has_no_findings(server, hook):
    hook.post(bodies.read("movie-progress.json"))
    found = see(server)
    assert set(found) == {"database", "files", "disk", "clock", "sockets", "address", "nginx",
                          "key file", "schedule", "wake", "yank", "waiting", "silence",
                          "accounts"}
    # The machine that runs the tests may not synchronise its clock.
    assert {check for check in found if worst(found, check)[0] == "wrong"} == set()
    shown = server.run_ctl("doctor", "--socket", server.socket).stdout.decode()
    assert "well" in shown and str(server.database) in shown


def test_service_that_is_down(own_server):
    assert own_server.end_cgi() == 0
    found = see(own_server)
    assert worst(found, "sockets")[0] == "wrong"
    assert worst(found, "address") == ("wrong", f"{own_server.base_url}/healthz was answered with "
                                       "status 503, not by this service")
    assert worst(found, "database")[0] == "well"
    own_server.start_cgi()
    own_server.wait_ready()


def test_nginx_that_is_down(own_server):
    own_server.nginx.send_signal(signal.SIGQUIT)
    assert own_server.nginx.wait(BOUND) == 0
    finding, what = worst(see(own_server), "address")
    assert finding == "wrong" and "nobody answers" in what
    own_server.start_nginx()
    own_server.wait_ready()


@pytest.mark.parametrize("spoil, check, word", [
    (lambda server: server.database.chmod(0o644), "files", "other users may open"),
    (lambda server: change(server.database, "UPDATE delivery SET last_ms = ?",
                           int(time.time() * 1000) + DAY_MS), "clock", "set back"),
], ids=["mode", "clock"])
def test_damage_is_found(own_server, spoil, check, word):
    own_server.person().hook().post(bodies.read("movie-progress.json"))
    spoil(own_server)
    finding, what = worst(see(own_server), check)
    assert finding == "wrong" and word in what


def test_advice_for_a_wrong_clock_needs_no_time_service(own_server):
    own_server.person().hook().post(bodies.read("movie-progress.json"))
    change(own_server.database, "UPDATE delivery SET last_ms = last_ms + ?", DAY_MS)
    what, todo = advice(own_server.run_ctl("doctor", "--json", "--socket", own_server.socket),
                        "clock")
    assert "set back" in what and todo.startswith("set it: date -s ")


def test_missing_and_damaged_database(server, tmp_path):
    for content, word in ((None, "No such file"), (b"x" * 9000, "no database")):
        database = tmp_path / "d.db"
        if content:
            database.write_bytes(content)
        found = findings(server_ctl(server, database))
        finding, what = worst(found, "database")
        assert finding == "wrong" and word in what


def server_ctl(server, database, user=None, **env):
    """The doctor on another database."""
    return subprocess.run(
        [BUILD / "ryotctl", "doctor", "--json", "--socket", server.socket, "--database", database,
         "--base-url", server.base_url], stdin=subprocess.DEVNULL, capture_output=True,
        timeout=BOUND, env={**ENV, **env}, user=user)


def advice(done, check="database"):
    """What is said about a check that is not well, and what to do about it."""
    assert done.returncode == EX_CONFIG, done
    rows = [row for row in json.loads(done.stdout)["findings"] if row["check"] == check]
    assert len(rows) == 1 and rows[0]["finding"] == "wrong", rows
    return rows[0]["what"], rows[0]["advice"]


def test_only_damage_leads_to_the_backup(server, tmp_path):
    database = tmp_path / "d.db"
    server.ctl("backup", database)
    raw = bytearray(database.read_bytes())
    raw[4096:] = b"\x5a" * (len(raw) - 4096)
    database.write_bytes(raw)
    what, todo = advice(server_ctl(server, database))
    assert "damaged" in what and "ryotctl restore" in todo


def test_database_that_is_locked(server, tmp_path):
    database = tmp_path / "d.db"
    server.ctl("backup", database)
    holder = sqlite3.connect(database)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        done = server_ctl(server, database, RYOT_LOCK_WAIT="1")
    finally:
        holder.close()
    what, todo = advice(done)
    assert "locked by another process" in what
    assert "fuser" in todo and "restore" not in todo
    # What cannot be read is not called well.
    checks = {row["check"] for row in json.loads(done.stdout)["findings"]}
    assert not checks & {"key file", "yank", "silence"}


@pytest.mark.parametrize("closed", ["folder", "file"])
def test_database_that_this_user_may_not_read(server, closed):
    folder = Path(tempfile.mkdtemp(prefix="ryot-e2e-"))
    folder.chmod(0o755)
    try:
        server.ctl("backup", folder / "d.db")
        (folder if closed == "folder" else folder / "d.db").chmod(0)
        # Modes do not keep root out.
        done = server_ctl(server, folder / "d.db", user=65534 if os.geteuid() == 0 else None)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
    what, todo = advice(done)
    assert "d.db" in what
    assert "run this as root" in todo and "restore" not in todo


def test_wrong_owner(server, tmp_path):
    copy = tmp_path / "ryot.db"
    if os.geteuid() == 0:
        server.ctl("backup", copy)
        os.chown(copy, 12345, 12345)
    else:  # only root can change owners: link to a file of root's
        copy.symlink_to("/etc/passwd")
    finding, what = worst(findings(server_ctl(server, copy)), "files")
    assert finding == "wrong" and "owner" in what


def test_integration_that_has_gone_silent(own_server):
    hook = own_server.person().hook()
    assert worst(see(own_server), "silence")[0] == "well"
    old = int(time.time() * 1000) - 2 * DAY_MS
    change(own_server.database, "UPDATE integration SET created_ms = ?", old)
    assert worst(see(own_server), "silence")[0] == "look"
    hook.post(bodies.read("movie-progress.json"))
    assert worst(see(own_server), "silence")[0] == "well"
    change(own_server.database, "UPDATE delivery SET last_ms = ?", old - 13 * DAY_MS)
    finding, what = worst(see(own_server), "silence")
    assert finding == "look" and f"integration {hook.id}" in what


def see_wake(server, path):
    found = findings(server.run_ctl("doctor", "--json", "--socket", server.socket,
                                    "--yank-socket", path))
    return worst(found, "wake")


def test_the_socket_that_wakes_the_worker(server, tmp_path):
    path = tmp_path / "yank.sock"
    finding, what = see_wake(server, path)
    assert finding != "wrong" and "No such file" in what and "waits for the schedule" in what
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        finding, what = see_wake(server, path)
        assert finding == "wrong" and "refused" in what
        listener.listen(1)
        assert see_wake(server, path) == ("well", f"{path} wakes ryot-yank")
        listener.settimeout(BOUND)
        listener.accept()[0].close()
        if os.geteuid() == 0:
            os.chown(path, 12345, 12345)
            finding, what = see_wake(server, path)
            assert finding == "wrong" and "another owner" in what
    path.unlink()
    path.touch()
    assert see_wake(server, path) == ("wrong", f"{path} is no socket")
    assert see_wake(server, "")[0] == "well"


@pytest.fixture
def asked(home, tmp_path):
    """An installation that syncs over TLS; the certificate expires within days."""
    certificate = make_certificate(tmp_path, "127.0.0.1")
    shelf = Audiobookshelf(certificate=certificate)
    shelf.show("me.json")
    home.number = home.add(shelf, "--ca-file", certificate)
    home.yank_well()
    home.shelf = shelf
    yield home
    home.shelf.close()


def see_home(home):
    return findings(home.run_ctl("doctor", "--json"))


def test_certificate_that_expires_soon(asked):
    found = see_home(asked)
    finding, what = worst(found, "yank")
    assert finding == "wrong" and "certificate" in what and what.endswith("expires in 1 day")
    assert worst(found, "key file") == ("well", "it opens the keys of all servers")


def test_server_that_is_down(asked):
    asked.shelf.close()
    finding, what = worst(see_home(asked), "yank")
    assert finding == "wrong" and "nobody answers" in what
    asked.shelf = Audiobookshelf()


def test_lost_key_file(asked, tmp_path):
    key = asked.database.with_name("ryot.db.key")
    shutil.move(key, tmp_path / "key")
    finding, what = worst(see_home(asked), "key file")
    assert finding == "wrong" and "No such file" in what


@pytest.mark.parametrize("column, word", [
    ("refused_ms = 1, failures = 1", "refused the key"),
    ("last_ok_ms = 1000, last_error_ms = NULL", "last checked more than two hours ago"),
    ("failures = 3, last_error = 'the server hung up'", "the last 3 runs failed"),
], ids=["refused", "cron", "failing"])
def test_failing_syncs(asked, column, word):
    change(asked.database, f"UPDATE account SET {column}")
    assert word in worst(see_home(asked), "yank")[1]


def test_a_paused_integration(asked):
    change(asked.database, "UPDATE integration SET enabled = 0, paused_ms = 1")
    assert "has paused itself" in worst(see_home(asked), "yank")[1]
    change(asked.database, "UPDATE integration SET enabled = 1, paused_ms = NULL")
