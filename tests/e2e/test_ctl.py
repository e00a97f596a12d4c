# SPDX-License-Identifier: MIT
"""ryotctl: its output, its errors, and its exit statuses."""

import json
import sqlite3
import subprocess
import unicodedata

import pytest

import bodies
from server import BUILD, ENV, PASSWORD

EX_USAGE, EX_DATAERR, EX_NOUSER, EX_CANTCREAT, EX_IOERR, EX_CONFIG = 64, 65, 67, 73, 74, 78


def ctl(*args, env=ENV, stdin="", **more):
    """Without a terminal, however the tests are run."""
    return subprocess.run(
        [BUILD / "ryotctl", *map(str, args)], input=stdin, env=env, text=True, timeout=120,
        start_new_session=True, **{"capture_output": True, **more})


@pytest.mark.parametrize("line, status", [
    ("", EX_USAGE), ("hologram", EX_USAGE), ("--hologram", EX_USAGE), ("user", EX_USAGE),
    ("user hologram", EX_USAGE), ("user add", EX_USAGE), ("user add a b", EX_USAGE),
    ("user add a --password secret123", EX_USAGE), ("user list --limit", EX_USAGE),
    ("integration show x", EX_USAGE), ("integration show -1", EX_USAGE),
    ("integration add hologram --user a", EX_USAGE), ("play list --state seen", EX_USAGE),
    ("play list --limit 0", EX_USAGE), ("play list --limit 1001", EX_USAGE),
    ("delivery list --outcome lost", EX_USAGE), ("delivery replay", EX_USAGE),
    ("integration add jellyfin --user nobody", EX_NOUSER), ("play list --user nobody", EX_NOUSER),
    ("user passwd nobody --password-stdin", EX_NOUSER), ("user remove nobody --yes", EX_NOUSER),
    ("integration show 999999", EX_NOUSER), ("integration rotate 999999", EX_NOUSER),
    ("integration remove 999999 --yes", EX_NOUSER), ("integration set 999999 --enable", EX_NOUSER),
    ("token new --user nobody", EX_NOUSER), ("token revoke 999999", EX_NOUSER),
    ("delivery show 999999", EX_NOUSER), ("delivery list --integration 999999", EX_NOUSER),
])
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["", "json"])
def test_nonsense_gets_a_message_and_an_exit_status(server, line, status, form):
    done = ctl(*line.split(), *form, "--database", server.database)
    assert (done.returncode, done.stdout) == (status, ""), done
    assert done.stderr.startswith("ryotctl: ")
    assert ("--help" in done.stderr) == (status == EX_USAGE)


def test_user_names_ignore_case(server, person):
    for name in (person.name, person.name.upper()):
        done = ctl("user", "add", name, "--password-stdin", "--database", server.database,
                   stdin=f"{PASSWORD}\n")
        assert done.returncode == EX_CANTCREAT and person.name in done.stderr


@pytest.mark.parametrize("password", ["", "\n", "short\n", "x" * 1001 + "\n", "secret\x00123\n"],
                         ids=["none", "empty", "short", "long", "NUL"])
def test_bad_password_is_refused(server, password):
    done = ctl("user", "add", "badly", "--password-stdin", "--database", server.database,
               stdin=password)
    assert done.returncode == EX_DATAERR and done.stderr
    assert server.rows("SELECT * FROM person WHERE name = 'badly'") == []


def test_without_a_terminal_there_is_no_prompt(server, person):
    for args in (["user", "add", "asked"], ["user", "passwd", person.name],
                 ["user", "remove", person.name]):
        done = ctl(*args, "--database", server.database)
        assert done.returncode == EX_USAGE and "terminal" in done.stderr
    assert server.rows("SELECT name FROM person WHERE name IN ('asked', ?)",
                       person.name) == [(person.name,)]


def test_password_is_kept_as_a_slow_hash_and_can_be_changed(server, person):
    def stored():
        return server.value("SELECT password_hash FROM person WHERE id = ?", person.id)

    before = stored()
    assert before.startswith("$argon2id$") and PASSWORD not in before
    server.ctl("user", "passwd", person.name, "--password-stdin",
               stdin=b"another long password\n")
    assert stored() != before


def test_removing_a_user_removes_everything(server, person):
    hook = person.hook()
    hook.post(bodies.read("movie-progress.json"))
    server.ctl("token", "new", "--user", person.name)
    server.ctl("user", "remove", person.name, "--yes")
    for table in ("person WHERE id", "integration WHERE user_id", "token WHERE user_id",
                  "play WHERE user_id", "sitting WHERE user_id"):
        assert server.value(f"SELECT count(*) FROM {table} = ?", person.id) == 0
    assert server.value(
        "SELECT count(*) FROM delivery WHERE integration_id = ?", hook.id) == 0


def test_new_integration_shows_its_address_and_steps(server, person):
    done = server.run_ctl("integration", "add", "jellyfin", "--user", person.name)
    shown = done.stdout.decode()
    slug = server.value("SELECT slug FROM integration WHERE user_id = ?", person.id)
    assert len(slug) >= 26
    assert f"{server.base_url}/webhooks/integrations/jellyfin/{slug}" in shown
    assert "Default" in shown and "Progress" in shown and "%s" not in shown


def test_lists_are_tables_for_people_and_json_for_machines(server, person, hook):
    hook.post(bodies.read("movie-progress.json"))
    server.ctl("token", "new", "--user", person.name, "--name", "Kodi, bedroom")
    for noun, key in (("user", "users"), ("integration", "integrations"), ("token", "tokens"),
                      ("play", "plays"), ("delivery", "deliveries")):
        owner = [] if noun == "user" else ["--user", person.name]
        rows = server.ctl(noun, "list", *owner)[key]
        lines = server.run_ctl(noun, "list", *owner).stdout.decode().splitlines()
        assert len(rows) == len(lines) - 1 > 0
        assert lines[0] == lines[0].upper()
    assert hook.slug not in server.run_ctl("integration", "list", "--json").stdout.decode()


def test_plays_and_deliveries_come_in_pages_and_by_kind(server, person, hook):
    for number in range(9300, 9307):
        hook.post(bodies.movie(number, 97 if number % 2 else 50))
    hook.post(b"{")
    for noun, key, total in (("play", "plays", 7), ("delivery", "deliveries", 8)):
        seen, before = [], []
        while True:
            page = server.ctl(noun, "list", "--user", person.name, "--limit", 3, *before)
            seen += [row["id"] for row in page[key]]
            if page["next_before"] is None:
                break
            before = ["--before", page["next_before"]]
        assert len(seen) == total and seen == sorted(seen, reverse=True)
    assert len(server.ctl("play", "list", "--user", person.name,
                          "--state", "completed")["plays"]) == 3
    assert len(server.ctl("delivery", "list", "--user", person.name,
                          "--outcome", "refused")["deliveries"]) == 1


def test_delivery_is_shown_with_its_plays_and_its_body(server, hook):
    body = bodies.read("movie-progress.json")
    number = hook.post(body).json["delivery"]
    shown = server.ctl("delivery", "show", number, "--body")
    assert shown["body"].encode() == body
    play, = shown["plays"]
    assert (play["ids"]["tmdb"], play["percent"]) == ("603", 34.4856)
    number = hook.post(b"\xff").json["delivery"]
    assert server.ctl("delivery", "show", number, "--body")["body"] is None


def test_output_that_cannot_be_written_is_an_error(server, person):
    with open("/dev/full", "w") as full:
        done = ctl("user", "list", "--database", server.database,
                   capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == EX_IOERR and "standard output" in done.stderr


def test_reading_does_not_create_a_missing_database(tmp_path):
    database = tmp_path / "none.db"
    for args in (["user", "list"], ["check"], ["integration", "add", "kodi", "--user", "a"]):
        done = ctl(*args, "--database", database)
        assert done.returncode == EX_CONFIG and str(database) in done.stderr
    assert not database.exists()


def test_settings_come_from_file_then_environment_then_options(tmp_path):
    conf = tmp_path / "ryot.conf"
    conf.write_text(f"# settings\n\n  database = {tmp_path}/file.db  \n")
    env = {**ENV, "RYOT_CONF": str(conf)}
    add = ["user", "add", "a", "--password-stdin"]
    in_env = {**env, "RYOT_DATABASE": f"{tmp_path}/environment.db"}
    option = ["--database", f"{tmp_path}/option.db"]
    for more, environment, made in (([], env, "file.db"), ([], in_env, "environment.db"),
                                    (option, in_env, "option.db")):
        assert not (tmp_path / made).exists()
        done = ctl(*add, *more, env=environment, stdin=f"{PASSWORD}\n")
        assert done.returncode == 0, done
        assert (tmp_path / made).exists()


@pytest.mark.parametrize("line", ["nonsense", "hologram = 1", "log-level = loud",
                                  "retention-days = 0", "retention-days = many"])
def test_wrong_line_of_the_settings_is_named(tmp_path, line):
    conf = tmp_path / "ryot.conf"
    conf.write_text(f"# settings\n{line}\n")
    done = ctl("user", "list", env={**ENV, "RYOT_CONF": str(conf)})
    assert done.returncode == EX_CONFIG and f"{conf}:2" in done.stderr


def test_check_says_what_is_wrong(server, tmp_path):
    """Two open plays of one item, after the index that forbids them was dropped."""
    hook = server.person().hook()
    hook.post(bodies.read("movie-progress.json"))
    copy = tmp_path / "copy.db"
    with sqlite3.connect(server.database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("DROP INDEX play_open")
        columns = ", ".join(name for _, name, *_ in target.execute("PRAGMA table_info(play)")
                            if name != "id")
        target.execute(f"INSERT INTO play ({columns}) SELECT {columns} FROM play"
                       " WHERE state = 'in_progress' LIMIT 1")
    source.close()
    target.close()
    done = ctl("check", "--json", "--database", copy)
    assert done.returncode == EX_IOERR
    said = json.loads(done.stdout)
    assert said["ok"] is False and said["wrong"] == len(said["findings"]) > 0
    assert any("open plays" in finding["what"] for finding in said["findings"])


def columns(text):
    """On a terminal, East Asian characters are two columns wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_wide_titles_stay_aligned_in_any_locale(server, person, hook):
    hook.post(bodies.read("movie-progress.json"))
    hook.post(bodies.read("movie-unicode-title.json"))
    done = ctl("play", "list", "--user", person.name, "--database", server.database,
               env={**ENV, "LC_ALL": "C"})
    assert done.returncode == 0 and "\u5343\u3068\u5343\u5c0b" in done.stdout
    head, *rows = done.stdout.splitlines()
    at = head.index("STATE")
    assert len(rows) == 2
    assert {columns(row[:row.index("in progress")]) for row in rows} == {at}
