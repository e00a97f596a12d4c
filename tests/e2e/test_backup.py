# SPDX-License-Identifier: MIT
"""A backup can be restored, under load and after a disaster."""

import os
import shutil
import sqlite3
import subprocess

import pytest

import bodies
from background import background
from server import BUILD, ENV, ROOT, SANITIZER, wait_until

EX_DATAERR, EX_CANTCREAT, EX_IOERR, EX_TEMPFAIL, EX_CONFIG = 65, 73, 74, 75, 78


def ask(file, sql):
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        got = db.execute(sql).fetchall()
    db.close()
    return got


def change(file, sql):
    with sqlite3.connect(file) as db:
        db.execute(sql)
    db.close()


def ctl(database, *args):
    """For a database without a running server."""
    done = subprocess.run(
        [BUILD / "ryotctl", *map(str, args), "--database", database],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, env=ENV)
    assert not SANITIZER.search(done.stderr), done.stderr
    return done


@pytest.fixture
def backup(server, hook, tmp_path):
    """A backup that contains a play."""
    hook.post(bodies.read("movie-progress.json"))
    file = tmp_path / "backup.db"
    server.ctl("backup", file)
    return file


def test_backup_under_load_has_every_answered_report(own_server, tmp_path):
    hook = own_server.person().hook()
    file = tmp_path / "backup.db"
    before = []

    def post(over):
        number = 20000
        while not over.is_set():
            assert hook.post(bodies.movie(number, 50)).status == 200
            before.append(number)
            number += 1

    with background(post):
        wait_until(lambda: len(before) >= 20, "twenty answers")
        answered = list(before)
        said = own_server.ctl("backup", file)
    kept = {int(value) for value, in ask(file, "SELECT value FROM work_id WHERE source = 'tmdb'")}
    assert kept >= set(answered) and said["plays"] == len(kept)
    # The backup is a single complete file.
    assert [entry.name for entry in tmp_path.iterdir()] == ["backup.db"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_backup_replaces_a_file_only_with_force(server, backup):
    raw = backup.read_bytes()
    done = server.run_ctl("backup", backup)
    assert done.returncode == EX_CANTCREAT and b"--force" in done.stderr
    assert backup.read_bytes() == raw
    server.person()
    server.ctl("backup", "--force", backup)
    assert backup.read_bytes() != raw
    assert [entry.name for entry in backup.parent.iterdir()] == ["backup.db"]


def test_backup_reminds_of_the_key_file(server, tmp_path):
    key = server.folder / "ryot.db.key"
    key.write_bytes(b"k" * 32)
    try:
        said = server.run_ctl("backup", tmp_path / "a.db").stderr.decode()
        assert str(key) in said
        assert server.ctl("backup", tmp_path / "b.db")["key_file"] == str(key)
    finally:
        key.unlink()


def test_failed_backup_leaves_nothing(server, tmp_path):
    done = server.run_ctl("backup", tmp_path / "no" / "where.db")
    assert done.returncode == EX_IOERR and b"where.db" in done.stderr
    limited = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", "env", "--ignore-signal=XFSZ",
         BUILD / "ryotctl", "backup", tmp_path / "full.db", "--database", server.database],
        capture_output=True, text=True, timeout=120, env=ENV)
    assert limited.returncode == EX_IOERR, limited
    assert list(tmp_path.iterdir()) == []


def test_restore_brings_back_the_backup_and_keeps_the_current_file(own_server, tmp_path):
    hook = own_server.person().hook()
    hook.post(bodies.read("movie-progress.json"))
    file = tmp_path / "backup.db"
    own_server.ctl("backup", file)
    hook.post(bodies.movie(20001, 50))
    assert own_server.end_cgi() == 0
    own_server.database.chmod(0o600)
    said = own_server.ctl("restore", file)
    assert own_server.value("SELECT count(*) FROM play") == 1
    assert ask(said["aside"], "SELECT count(*) FROM play") == [(2,)]
    assert own_server.database.stat().st_mode & 0o777 == 0o640
    own_server.start_cgi()
    own_server.wait_ready()
    assert hook.post(bodies.movie(20002, 50)).json["outcome"] == "tracked"


def test_restore_is_refused_while_the_database_is_open(server, backup):
    before = server.rows("SELECT * FROM play")
    done = server.run_ctl("restore", backup)
    assert done.returncode == EX_TEMPFAIL and b"systemctl stop" in done.stderr
    assert str(server.cgi.pid).encode() in done.stderr
    assert server.rows("SELECT * FROM play") == before
    assert not list(server.folder.glob("*restore*"))


def test_restore_of_a_damaged_database(server, backup, tmp_path):
    """The case backups exist for: the file is no longer a database, and a crash left its
    log."""
    database = tmp_path / "home" / "ryot.db"
    database.parent.mkdir()
    database.write_bytes(b"\x5a" * 8192)
    database.with_name("ryot.db-wal").write_bytes(b"\x5a" * 512)
    assert ctl(database, "check").returncode == EX_IOERR
    done = ctl(database, "restore", backup)
    assert done.returncode == 0, done
    assert ctl(database, "check").returncode == 0
    aside, = (path for path in database.parent.glob("*-before-restore-*")
              if not path.name.endswith("-wal"))
    assert aside.read_bytes() == b"\x5a" * 8192
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"\x5a" * 512


def test_restore_without_a_current_database(backup, tmp_path):
    database = tmp_path / "new.db"
    assert ctl(database, "restore", backup).returncode == 0
    assert ctl(database, "check").returncode == 0
    assert not list(tmp_path.glob("*before*"))


def test_restore_of_an_older_version(tmp_path):
    old, database = tmp_path / "old.db", tmp_path / "new.db"
    with sqlite3.connect(old) as db:
        db.executescript((ROOT / "shared/db/sql/001_init.sql").read_text())
        db.execute(f"PRAGMA application_id = {0x52796f74}")
        db.execute("PRAGMA user_version = 1")
    db.close()
    done = ctl(database, "restore", old)
    assert done.returncode == 0 and "older version" in done.stderr, done
    assert ask(database, "PRAGMA user_version") == [(1,)]


@pytest.mark.parametrize("spoil, status, says", [
    (lambda file: change(file, "PRAGMA user_version = 9999"), EX_CONFIG, "newer version"),
    (lambda file: change(file, "PRAGMA application_id = 1"), EX_CONFIG, "another program"),
    (lambda file: file.write_bytes(b"x" * 9000), EX_IOERR, "no database"),
    (lambda file: file.write_bytes(b""), EX_CONFIG, "empty"),
    (lambda file: file.write_bytes(file.read_bytes()[:-8192]), EX_IOERR, "damaged"),
    (lambda file: file.unlink(), EX_DATAERR, "No such file"),
], ids=["newer", "foreign", "text", "empty", "cut", "missing"])
def test_a_file_that_is_not_a_backup_is_refused(backup, tmp_path, spoil, status, says):
    database = tmp_path / "ryot.db"
    shutil.copy(backup, database)
    raw = database.read_bytes()
    spoil(backup)
    done = ctl(database, "restore", backup)
    assert done.returncode == status and says in done.stderr, done
    assert str(backup) in done.stderr
    assert database.read_bytes() == raw
    assert not list(tmp_path.glob("*before*")) and not list(tmp_path.glob("*part*"))


def test_a_backup_onto_itself_is_refused(backup):
    done = ctl(backup, "restore", backup)
    assert done.returncode == EX_DATAERR and "itself" in done.stderr


def test_restore_keeps_the_owner(backup, tmp_path):
    """Root restores for the service; others can only restore their own database."""
    owner = (12345, 54321) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    database = tmp_path / "ryot.db"
    shutil.copy(backup, database)
    os.chown(database, *owner)
    assert ctl(database, "restore", backup).returncode == 0
    got = database.stat()
    assert (got.st_uid, got.st_gid, got.st_mode & 0o777) == (*owner, 0o640)
