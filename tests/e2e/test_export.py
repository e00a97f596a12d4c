# SPDX-License-Identifier: MIT
"""A history moves from one server to another while reports keep arriving."""

import csv
import io
import json
import subprocess
import threading

import pytest

import bodies
from server import BUILD, ENV

EX_DATAERR, EX_NOUSER, EX_CANTCREAT, EX_IOERR = 65, 67, 73, 74


@pytest.fixture
def history(hook):
    """A person with a few plays."""
    for number in range(9500, 9505):
        hook.post(bodies.movie(number, 97 if number % 2 else 50))
    return hook.person


def long_history(count):
    """A file with many plays of many episodes."""
    yield json.dumps({"format": "ryot-export", "version": 1})
    for i in range(count):
        yield json.dumps({"play": {
            "kind": "show", "ids": [{"source": "tmdb", "value": str(70000 + i // 50)}],
            "season": 1, "episode": i % 50, "state": "completed",
            "percent": 98.1, "furthest_percent": 98.1,
            "started_at": "2025-01-01T20:00:00Z", "updated_at": "2025-01-01T21:00:00Z",
            "completed_at": "2025-01-01T21:00:00Z"}})
    yield json.dumps({"end": {"plays": count, "sittings": 0}})


def without_times(lines):
    """The part that two exports of the same history have in common."""
    rows = [json.loads(line) for line in lines.splitlines()[1:]]
    return [row for row in rows if "integration" not in row and "end" not in row]


def test_history_moves_to_another_server(server, own_server, history, tmp_path):
    file = tmp_path / "history.jsonl"
    said = server.ctl("export", "--user", history.name, file)
    assert (said["plays"], said["integrations"]) == (5, 1)
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text()
    assert server.run_ctl("export", "--user", history.name).stdout.decode().splitlines()[1:] \
        == text.splitlines()[1:]

    other = own_server.person()
    for added, known in ((5, 0), (0, 5)):
        said = own_server.ctl("import", "--user", other.name, file)
        assert (said["plays_added"], said["plays_known"]) == (added, known)
    again = own_server.run_ctl("export", "--user", other.name).stdout.decode()
    plays = [{**row["play"], "provider": None} for row in without_times(text) if "play" in row]
    assert [{**row["play"], "provider": None}
            for row in without_times(again) if "play" in row] == plays
    # Reports continue the imported plays.
    hook = other.hook()
    assert hook.post(bodies.movie(9501, 98)).json["reason"] == "after-completion"
    assert hook.post(bodies.movie(9502, 60)).json["reason"] == "progress"


def test_an_existing_file_is_kept(server, history, tmp_path):
    file = tmp_path / "history.csv"
    file.write_text("precious")
    done = server.run_ctl("export", "--user", history.name, file)
    assert done.returncode == EX_CANTCREAT and b"--force" in done.stderr
    assert file.read_text() == "precious"
    server.ctl("export", "--user", history.name, "--csv", "--force", file)
    assert file.read_text().startswith("kind,title,")
    assert [entry.name for entry in tmp_path.iterdir()] == ["history.csv"]


def test_csv_is_a_table_of_all_plays(server, history):
    text = server.run_ctl("export", "--user", history.name, "--csv").stdout.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert sorted(row["tmdb"] for row in rows) == [str(n) for n in range(9500, 9505)]
    assert {row["state"] for row in rows} == {"completed", "in_progress"}
    assert text.count("\r\n") == text.count("\n") == 6


def test_import_reads_standard_input_too(server, tmp_path):
    person = server.person()
    text = "\n".join(long_history(20)).encode()
    assert server.ctl("import", "--user", person.name, "-", stdin=text)["plays_added"] == 20


@pytest.mark.parametrize("spoil, says", [
    (lambda text: text[:text.rindex(b"\n")], "cut"),
    (lambda text: text.replace(b'"episode": 7', b'"episode": -7', 1), "line 9: play.episode"),
    (lambda text: b"PK\x03\x04" + text, "this zip archive is damaged"),
    (lambda text: b"", "cut"),
], ids=["cut", "range", "zip", "empty"])
def test_wrong_file_is_refused_completely(server, tmp_path, spoil, says):
    person = server.person()
    file = tmp_path / "history.jsonl"
    file.write_bytes(spoil("\n".join(long_history(20)).encode()))
    done = server.run_ctl("import", "--user", person.name, file)
    assert done.returncode == EX_DATAERR and says in done.stderr.decode(), done
    assert "nothing was taken over" in done.stderr.decode()
    assert person.plays() == []


def test_missing_values_are_named(server, person, tmp_path):
    for args in (["export", "--user", "nobody"], ["import", "--user", "nobody", "-"]):
        assert server.run_ctl(*args).returncode == EX_NOUSER
    done = server.run_ctl("import", "--user", person.name, tmp_path / "none")
    assert done.returncode == EX_DATAERR and b"none" in done.stderr
    done = server.run_ctl("export", "--user", person.name, tmp_path / "no" / "where")
    assert done.returncode == EX_IOERR and b"where" in done.stderr


def test_full_disk_is_reported(server, history):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [BUILD / "ryotctl", "export", "--user", history.name, "--database", server.database],
            stdout=full, stderr=subprocess.PIPE, env=ENV, timeout=120)
    assert done.returncode == EX_IOERR and b"cannot write" in done.stderr


def test_reports_are_accepted_during_a_long_import(own_server, tmp_path):
    file = tmp_path / "history.jsonl"
    file.write_text("\n".join(long_history(8000)))
    hook = own_server.person().hook()
    person = own_server.person()
    said = {}
    importing = threading.Thread(
        daemon=True, target=lambda: said.update(own_server.ctl("import", "--user", person.name, file)))
    importing.start()
    statuses = []
    while importing.is_alive():
        statuses.append(hook.post(bodies.movie(9600 + len(statuses) % 50, 60)).status)
    importing.join()
    assert said["plays_added"] == 8000
    assert len(statuses) > 5 and set(statuses) == {200}
