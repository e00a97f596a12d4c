# SPDX-License-Identifier: MIT
"""Files of other trackers, through ryotctl and the page of the account."""

import io
import json
import sqlite3
import zipfile

import pytest

from person import newcomer
from server import BOUND, ROOT

FIXTURES = ROOT / "tests/fixtures"
TRAKT = FIXTURES / "past-archive/trakt.zip"
EX_DATAERR, EX_NOUSER, EX_USAGE = 65, 67, 64


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def film(tmdb, at="2024-03-05T21:14:00Z"):
    return {"watched_at": at, "movie": {"title": f"Film {tmdb}", "ids": {"tmdb": tmdb}}}


def test_a_dry_run_writes_nothing_and_the_import_is_undone(server):
    person = server.person()
    done = server.run_ctl("import", "--user", person.name, "--dry-run", TRAKT)
    assert done.stdout.decode() == (
        "Trakt: 1 film, 2 episodes, 1 without a known time, 1 title without an id, "
        "2 rows that cannot be read.\nNothing was written.\n")
    assert "entry 5: \"yesterday\" is no date" in done.stderr.decode()
    assert person.plays() == []
    said = server.ctl("import", "--user", person.name, TRAKT)
    assert said["plays_added"] == 3 and said["plays"]["show"] == 2
    assert len(said["left_out"]) == 3
    assert server.ctl("import", "--user", person.name, TRAKT)["plays_known"] == 3
    assert len(person.plays()) == 3
    other = server.person()
    done = server.run_ctl("import", "--user", other.name, "--undo", said["import"])
    assert done.returncode == EX_NOUSER
    assert server.ctl("import", "--user", person.name, "--undo", said["import"]) == {
        "undone": said["import"]}
    assert person.plays() == []


def test_a_file_or_an_undo_is_needed(server, person):
    for more in ([], ["--undo", "1", TRAKT]):
        done = server.run_ctl("import", "--user", person.name, *more)
        assert done.returncode == EX_USAGE, done


def test_what_a_program_reads_from_a_pipe_is_the_same(server):
    person = server.person()
    said = server.ctl("import", "--user", person.name, "-", stdin=TRAKT.read_bytes())
    assert said["format"] == "Trakt" and said["plays_added"] == 3


def test_a_report_and_a_row_of_its_day_are_one_play(server):
    person = server.person()
    text = "Title,WatchedDate,tmdbID\nThe Matrix,2026-10-18,603\n"
    reported = {"kind": "movie", "ids": {"tmdb": 603}, "event": "watched",
                "at": "2026-10-18T09:00:00Z"}
    assert person.hook("own-program").post(reported).status == 200
    said = server.ctl("import", "--user", person.name, "-", stdin=text.encode())
    assert (said["plays_added"], said["plays_known"]) == (0, 1)
    assert len(person.plays()) == 1


def bomb():
    """More than the archive may hold: 200 MiB of blanks in 200 kB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("watched-history-1.json", "[" + json.dumps(film(1)) + "\n")
        with archive.open("watched-history-2.json", "w") as entry:
            entry.write(b"[" + json.dumps(film(2)).encode())
            for _ in range(200):
                entry.write(b" " * (1 << 20))
    return out.getvalue()


def test_a_bomb_ends_at_its_bound(server, tmp_path):
    person = server.person()
    file = tmp_path / "bomb.zip"
    file.write_bytes(bomb())
    said = server.ctl("import", "--user", person.name, "--dry-run", file)
    assert any("more than" in left["why"] and "archive" in left["why"]
               for left in said["left_out"]), said


def test_a_million_rows_are_read_and_no_more(server, tmp_path):
    file = tmp_path / "long.csv"
    with file.open("w") as out:
        out.write("Title,WatchedDate,tmdbID\n")
        out.writelines(f"Film,2024-01-01,{i}\n" for i in range(1, 1_000_004))
    said = server.ctl("import", "--user", server.person().name, "--dry-run", file)
    assert said["plays"]["movie"] == 1_000_000
    assert "more rows than can be imported" in said["left_out"][0]["why"]


@pytest.mark.parametrize("data, says", [
    (b"PK\3\4" + b"x" * 100, "damaged or was cut"),
    (TRAKT.read_bytes()[:-40], "damaged or was cut"),
    (packed(**{"readme.txt": "hello"}), "none of the files"),
    (packed(**{"a.zip": TRAKT.read_bytes()}), "none of the files"),
    ("Title,WatchedDate,tmdbID\n".encode("utf-16"), "UTF-16"),
    (b"Title,Year\nAlien,1979\n", "none of the files"),
    (b"\0\xff" * 5000, "none of the files"),
], ids=["no zip", "cut zip", "nothing in it", "nested", "utf-16", "column", "bytes"])
def test_a_file_that_cannot_be_read_says_why(server, tmp_path, data, says):
    person = server.person()
    file = tmp_path / "file"
    file.write_bytes(data)
    done = server.run_ctl("import", "--user", person.name, file)
    assert done.returncode == EX_DATAERR and says in done.stderr.decode(), done
    assert "nothing was taken over" in done.stderr.decode()
    assert person.plays() == []


def test_an_import_that_was_broken_off_is_continued(server, tmp_path):
    """Its first plays are there; the same file adds the others, and one undo takes all."""
    person = server.person()
    file = tmp_path / "history.json"
    file.write_text(json.dumps([film(i) for i in range(1, 1001)]))
    first = server.ctl("import", "--user", person.name, file)["import"]
    with sqlite3.connect(server.database, timeout=BOUND) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM play WHERE id IN (SELECT play_id FROM import_play "
                   "WHERE import_id = ? ORDER BY play_id DESC LIMIT 400)", (first,))
        db.execute("UPDATE import SET ended_ms = NULL WHERE id = ?", (first,))
    db.close()
    said = server.ctl("import", "--user", person.name, file)
    assert (said["import"], said["plays_added"], said["plays_known"]) == (first, 400, 600)
    server.ctl("import", "--user", person.name, "--undo", first)
    assert person.plays() == []


# --- the page ---

PLACE = "/settings/account"


@pytest.fixture
def alice(web):
    return newcomer(web)


def bring(person, raw):
    return person.submit(PLACE, "settings/account/import", file=("file", raw))


def press(person, view, action):
    return person.submit(view, next(form.action for form in view.forms
                                    if form.action.endswith(action)))


def test_a_page_looks_first_then_imports_and_takes_back(web, alice):
    view = bring(alice, TRAKT.read_bytes())
    assert "1 film, 2 episodes, 1 without a known time, 1 title without an id" in view.text
    assert "Nothing is written yet." in view.text and "Holiday Rough Cut" in view.text
    assert alice.plays() == []
    view = press(alice, view, "/start")
    assert "3 plays were added, 0 were there already." in view.text
    assert len(alice.plays()) == 3
    history = alice.get("/history")
    assert "Date not known" in history.text and "1970" not in history.text
    assert "1970" not in alice.get("/statistics").text
    assert "Trakt" in alice.get(PLACE).text
    again = press(alice, bring(alice, TRAKT.read_bytes()), "/undo")
    assert "Undone." in again.text and alice.plays() == []


def test_a_file_that_is_discarded_leaves_nothing(web, alice):
    view = press(alice, bring(alice, TRAKT.read_bytes()), "/undo")
    assert view.path.startswith(PLACE)
    assert web.value("SELECT count(*) FROM import WHERE user_id = ?", alice.id) == 0
    assert web.value("SELECT count(*) FROM import_piece p JOIN import i ON i.id = p.import_id "
                     "WHERE i.user_id = ?", alice.id) == 0


def test_a_page_says_why_a_file_cannot_be_read(web, alice):
    view = bring(alice, b"Title,Year\nAlien,1979\n")
    assert view.status == 400 and "So nothing was imported." in view.text
    assert "Letterboxd" in view.text


def test_somebody_elses_import_is_not_there(web, alice):
    path = bring(alice, TRAKT.read_bytes()).path
    assert newcomer(web).get(path).status == 404


def test_titles_of_a_file_are_no_markup(web, alice):
    raw = b"Title,WatchedDate,tmdbID\n<script>alert(1)</script>,2024-01-01,\n"
    view = bring(alice, raw)
    assert "<script>alert" not in view.html and "alert(1)" in view.text


def test_an_upload_of_many_pieces_is_imported(web, alice):
    rows = (f"{'x' * 400} {i},2024-01-01,{i}\n" for i in range(1, 4001))
    view = bring(alice, ("Title,WatchedDate,tmdbID\n" + "".join(rows)).encode())
    assert "4,000 films." in view.text
    assert "4,000 plays were added" in press(alice, view, "/start").text
