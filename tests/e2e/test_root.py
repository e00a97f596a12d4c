# SPDX-License-Identifier: MIT
"""Root at work in a folder of the service's user, who may put anything under any name there.
Who runs these tests without being root owns the folder, and the same must work."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

from background import background
from server import BUILD, ENV, PASSWORD, SANITIZER

IS_ROOT = os.geteuid() == 0
OWNER = (12345, 54321) if IS_ROOT else (os.geteuid(), os.getegid())


def ctl(database, *args, stdin=b""):
    # The leak checker cannot look into a process that has changed its user.
    env = {**ENV, "ASAN_OPTIONS": "detect_leaks=0"}
    done = subprocess.run([BUILD / "ryotctl", *map(str, args), "--database", database],
                          input=stdin, capture_output=True, timeout=120, env=env)
    assert not SANITIZER.search(done.stderr.decode()), done
    return done


def add_user(database, name="alice"):
    return ctl(database, "user", "add", name, "--password-stdin", stdin=f"{PASSWORD}\n".encode())


def state(file):
    got = file.lstat()
    return got.st_uid, got.st_gid, got.st_mode, file.read_bytes()


@pytest.fixture
def top():
    """A folder that others may pass; tmp_path is for one user only."""
    folder = Path(tempfile.mkdtemp(prefix="ryot-root-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(top):
    """The database of the service, in the folder of its user."""
    folder = top / "ryot"
    folder.mkdir(mode=0o750)
    os.chown(folder, *OWNER)
    assert add_user(folder / "ryot.db").returncode == 0
    return folder


@pytest.fixture
def theirs(top):
    """A file that is none of that user's business."""
    file = top / "secret"
    file.write_bytes(b"")
    file.chmod(0o600)
    return file


@pytest.fixture
def backup(home, top):
    folder = top / "backups"
    folder.mkdir(mode=0o700)
    assert ctl(home / "ryot.db", "backup", folder / "b.db").returncode == 0
    return folder / "b.db"


def owner(file):
    got = file.lstat()
    return got.st_uid, got.st_gid


def test_what_is_made_there_belongs_to_the_owner_of_the_folder(home):
    database = home / "ryot.db"
    made = ctl(database, "integration", "add", "audiobookshelf", "--user", "alice", "--unchecked",
               "--url", "https://books.example.org", "--key-stdin", stdin=b"key\n")
    assert made.returncode == 0, made
    with sqlite3.connect(database) as db:  # keeps the log and its index there
        db.execute("SELECT * FROM person").fetchall()
        assert ctl(database, "user", "list").returncode == 0
        assert add_user(database, "bob").returncode == 0
    db.close()
    names = {file.name for file in home.iterdir()}
    assert {"ryot.db", "ryot.db.key"} <= names
    assert {owner(file) for file in home.iterdir()} == {OWNER}


@pytest.mark.parametrize("name", ["ryot.db-wal", "ryot.db-shm", "ryot.db-journal"])
@pytest.mark.parametrize("args", [["user", "list"], ["check"], ["doctor"],
                                  ["user", "remove", "alice", "--yes"]], ids=" ".join)
def test_a_name_that_leads_elsewhere_gives_nothing_away(home, theirs, name, args):
    before = state(theirs)
    (home / name).unlink(missing_ok=True)
    (home / name).symlink_to(theirs)
    ctl(home / "ryot.db", *args)
    assert not IS_ROOT or state(theirs) == before


def test_restore_takes_a_backup_that_only_root_may_read(home, backup):
    database = home / "ryot.db"
    assert owner(backup) == (os.geteuid(), os.getegid())
    assert backup.stat().st_mode & 0o777 == 0o600
    assert add_user(database, "bob").returncode == 0
    done = ctl(database, "restore", backup)
    assert done.returncode == 0 and b"1 users" in done.stdout, done
    assert {owner(file) for file in home.iterdir()} == {OWNER}
    assert database.stat().st_mode & 0o777 == 0o640


def test_restore_gives_no_file_away_whatever_its_names_lead_to(home, backup, theirs):
    """The draft is replaced by a link as soon as it is there."""
    before = state(theirs)

    def replace(over):
        while not over.is_set():
            for name in os.listdir(home):
                if ".part-" in name:
                    try:
                        (home / "link").symlink_to(theirs)
                        os.rename(home / "link", home / name)
                    except FileNotFoundError:
                        pass

    with background(replace):
        for _ in range(5):
            ctl(home / "ryot.db", "restore", backup)
            assert not IS_ROOT or state(theirs) == before
            for file in home.glob("*.part-*"):
                file.unlink(missing_ok=True)


def test_root_writes_no_backup_into_a_folder_of_others(home, backup):
    done = ctl(home / "ryot.db", "backup", home / "copy.db")
    if IS_ROOT:
        assert done.returncode == 65 and b"belongs to somebody else" in done.stderr
        assert not list(home.glob("copy.db*"))
    else:
        assert done.returncode == 0


def test_files_of_the_command_line_are_read_and_written_as_root(home, backup):
    folder, database = backup.parent, home / "ryot.db"
    assert ctl(database, "export", "--user", "alice", folder / "a.jsonl").returncode == 0
    assert owner(folder / "a.jsonl") == (os.geteuid(), os.getegid())
    assert ctl(database, "import", "--user", "alice", folder / "a.jsonl").returncode == 0
    (folder / "key").write_text("key\n")
    (folder / "key").chmod(0o600)
    assert ctl(database, "integration", "add", "audiobookshelf", "--user", "alice", "--unchecked",
               "--url", "https://books.example.org", "--key-from", folder / "key").returncode == 0
