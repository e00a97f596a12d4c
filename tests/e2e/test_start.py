# SPDX-License-Identifier: MIT
"""Errors at startup, before anything is served."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

from server import BOUND, BUILD, ENV, PASSWORD, SANITIZER, is_listening, wait_until

EX_USAGE, EX_CANTCREAT, EX_IOERR, EX_CONFIG = 64, 73, 74, 78


@pytest.fixture
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("r")


def start(folder, database, *more):
    return subprocess.run(
        [BUILD / "ryot-cgi", "--socket", os.path.relpath(folder / "s"),
         "--database", database, "--base-url", "http://localhost", *more],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, env=ENV)


def assert_refused(done, status, *words):
    assert done.returncode == status, done
    assert not SANITIZER.search(done.stderr), done.stderr
    said = done.stderr.lower()
    assert all(word in said for word in words), done.stderr


def assert_both_refuse(folder, database, status, *words):
    """ryot-cgi refuses to start, and ryotctl fails with the same message."""
    before = database.read_bytes() if database.is_file() else None
    assert_refused(start(folder, database), status, *words)
    done = subprocess.run(
        [BUILD / "ryotctl", "user", "add", "somebody", "--password-stdin",
         "--database", database], input=f"{PASSWORD}\n", env=ENV,
        capture_output=True, text=True, timeout=120)
    assert_refused(done, status, *words)
    if before is not None:
        assert database.read_bytes() == before, "the file was changed"


@pytest.fixture
def good(server, folder):
    """A copy of a good database."""
    server.ctl("user", "list")
    copy = folder / "ryot.db"
    with sqlite3.connect(f"file:{server.database}?mode=ro", uri=True) as source:
        with sqlite3.connect(copy) as target:
            source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        target.close()
    source.close()
    return copy


def change(database, sql):
    with sqlite3.connect(database) as db:
        db.execute(sql)
    db.close()


def test_database_of_a_newer_version_is_left_alone(folder, good):
    change(good, "PRAGMA user_version = 9999")
    assert_both_refuse(folder, good, EX_CONFIG, "newer")


def test_database_of_another_program_is_left_alone(folder):
    other = folder / "other.db"
    change(other, "CREATE TABLE bookmarks (url)")
    assert_both_refuse(folder, other, EX_CONFIG, "other.db")


def test_file_that_is_no_database_is_left_alone(folder):
    text = folder / "letter.txt"
    text.write_text("Dear Sir or Madam,\n" * 1000)
    assert_both_refuse(folder, text, EX_IOERR, "letter.txt")


def test_damaged_database_is_reported(server, folder, good):
    raw = bytearray(good.read_bytes())
    raw[4096:] = b"\x5a" * (len(raw) - 4096)
    good.write_bytes(raw)
    assert_refused(start(folder, good), EX_IOERR, "ryot.db")
    done = subprocess.run([BUILD / "ryotctl", "check", "--database", good],
                          capture_output=True, text=True, timeout=120, env=ENV)
    assert_refused(done, EX_IOERR, "ryot.db")


def test_folder_instead_of_the_database(folder):
    (folder / "d").mkdir()
    assert_both_refuse(folder, folder / "d", EX_IOERR, "d")


def test_missing_folder_is_named(folder):
    assert_both_refuse(folder, folder / "nowhere" / "ryot.db", EX_IOERR, "nowhere")


@pytest.fixture
def shared_folder():
    """Others may pass through it, unlike through those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="ryot-e2e-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize("program", ["ryot-cgi", "ryot-yank"])
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_database_of_another_user_is_named_in_one_line(server, shared_folder, closed, program):
    """A restart does not help, so the status is one that systemd does not restart."""
    database = shared_folder / "ryot.db"
    server.ctl("backup", database)
    database.chmod(0o400 if closed == "file" else 0o666)
    shared_folder.chmod(0o777 if closed == "file" else 0o555)
    socket = [] if program == "ryot-yank" else ["--socket", shared_folder / "s"]
    done = subprocess.run(
        [BUILD / program, *socket, "--database", database], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=BOUND, env=ENV,
        # Owners and modes do not keep root out.
        user=65534 if os.geteuid() == 0 else None)
    path = str(database) if closed == "file" else f"{shared_folder}/"
    assert_refused(done, EX_CONFIG, f"{path} belongs to ".lower(), "ryotctl doctor")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("options", [
    ["--hologram"], ["--log-level", "loud"], ["--log-level"], ["extra"]])
def test_senseless_options_are_refused(folder, options):
    done = start(folder, folder / "ryot.db", *options)
    assert done.returncode in (EX_USAGE, EX_CONFIG), done
    assert done.stderr and not SANITIZER.search(done.stderr)
    assert not (folder / "ryot.db").exists()


def test_settings_are_checked_without_starting(folder):
    conf = folder / "ryot.conf"
    env = {**ENV, "RYOT_CONF": str(conf)}
    check = [BUILD / "ryot-cgi", "-n", "--socket", folder / "s"]
    conf.write_text(f"database = {folder}/x.db\n")
    done = subprocess.run(check, capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode == 0 and f"database = {folder}/x.db\n# ^ {conf}:1" in done.stdout
    conf.write_text("# nothing\nlog-level = loud\n")
    done = subprocess.run(check, capture_output=True, text=True, timeout=120, env=env)
    assert (done.returncode, done.stdout) == (EX_CONFIG, "") and f"{conf}:2:" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["ryot.conf"]


@pytest.mark.parametrize("command", [
    ["ryot-cgi"], ["ryotctl"], *(["ryotctl", *words.split()] for words in (
        "user", "user add", "user list", "user passwd", "user remove", "user show", "integration",
        "integration add", "integration list", "integration show", "integration set",
        "integration rotate", "integration remove", "integration ask", "integration import", "token", "token new", "token list",
        "token revoke", "play list", "delivery", "delivery list", "delivery show",
        "delivery replay", "backup", "check", "doctor", "export", "import", "restore"))], ids=" ".join)
def test_help_everywhere(command):
    done = subprocess.run(
        [BUILD / command[0], *command[1:], "--help"], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=120, env=ENV)
    assert done.returncode == 0, done
    assert "usage" in done.stdout.lower() and done.stderr == ""


@pytest.mark.parametrize("_again", range(5))
def test_many_programs_create_a_new_database_concurrently(folder, _again):
    database = folder / "new.db"
    programs = []
    for number in range(12):
        program = subprocess.Popen(
            [BUILD / "ryotctl", "user", "add", f"user{number}", "--password-stdin",
             "--database", database],
            # They queue for one lock, on a disk that others may keep busy.
            env={**ENV, "RYOT_LOCK_WAIT": "100"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        programs.append(program)
    done = [(program.communicate(f"{PASSWORD}\n".encode(), BOUND), program.returncode)
            for program in programs]
    assert {status for _, status in done} == {0}, done
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        assert db.execute("SELECT count(*) FROM person").fetchone() == (12,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_second_server_on_the_same_socket_is_refused(server):
    done = subprocess.run(
        [BUILD / "ryot-cgi", "--socket", server.socket, "--database", server.database],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, env=ENV)
    assert_refused(done, EX_CANTCREAT, "hooks.sock")
    assert server.request("GET", "/healthz").status == 200


def test_two_servers_share_a_database(server, folder):
    hook = server.person().hook()
    other = subprocess.Popen(
        [BUILD / "ryot-cgi", "--socket", os.path.relpath(folder / "s"),
         "--database", server.database, "--base-url", server.base_url],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENV)
    try:
        wait_until(lambda: is_listening(folder / "s"), "the second socket")
        assert hook.post(b"{}").status == 400
    finally:
        other.terminate()
        said = other.communicate(timeout=120)[1]
    assert other.returncode == 0 and not SANITIZER.search(said.decode())


def test_others_cannot_read_the_servers_files(server):
    files = [*server.folder.glob("ryot.db*"), server.socket]
    assert {file.name for file in files} >= {"ryot.db", "ryot.db-wal", "hooks.sock"}
    for file in files:
        assert file.stat().st_mode & 0o007 == 0, file.name


def test_others_cannot_read_ryotctls_files(folder):
    database = folder / "new.db"
    done = subprocess.run(
        ["sh", "-c", 'umask 022; exec "$@"', "sh", BUILD / "ryotctl", "user", "add", "a",
         "--password-stdin", "--database", database], env=ENV,
        input=f"{PASSWORD}\n", capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done
    assert database.stat().st_mode & 0o007 == 0
