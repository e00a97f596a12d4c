# SPDX-License-Identifier: MIT
"""INSTALL.md from top to bottom on one machine: each test continues where the last one
ended."""

import functools
import io
import json
import re
import sqlite3
import subprocess
import sys
import tarfile

import pytest

from machine import NAME, PASSWORD, ROOT, Machine, commands

sys.path.insert(0, str(ROOT / "tests/e2e"))
import audiobookshelf  # noqa: E402
import bodies  # noqa: E402
from background import Background  # noqa: E402
from server import wait_until  # noqa: E402

FIXTURES = ROOT / "tests/fixtures"
PACKAGE = "ryot-integrations"


@pytest.fixture(scope="module")
def machine():
    machine = Machine()
    yield machine
    machine.close()


def webhook(machine, number=1):
    url = json.loads(machine.run(f"ryotctl integration show {number} --json"))["url"]
    prefix = f"http://{NAME}"
    assert url.startswith(prefix), url
    return url[len(prefix):]


def plays(machine):
    return json.loads(machine.run("ryotctl play list --limit 1000 --json"))["plays"]


def ask(machine, sql):
    with sqlite3.connect(f"file:{machine.path('var/lib/ryot/ryot.db')}?mode=ro", uri=True) as db:
        got = db.execute(sql).fetchall()
    db.close()
    return got


# --- section 1: the package ---

def test_package_has_no_faults():
    changes, = (ROOT / "build/deb").glob("*.changes")
    done = subprocess.run(["lintian", "--fail-on", "error,warning", "--allow-root", changes],
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_package_has_no_files_below_merged_folders():
    """/lib is a link to /usr/lib, and dpkg does not notice that both names mean one file."""
    package, = (ROOT / "build/deb").glob("*.deb")
    names = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True,
                           check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(names)) as files:
        tops = {name.lstrip("./").partition("/")[0] for name in files.getnames()}
    assert tops == {"", "etc", "usr"}


def test_package_is_installed(machine):
    machine.put_package("build/deb")
    *before, install = commands(1)
    assert "make deb" in before
    machine.run(install)
    assert machine.owner("/var/lib/ryot") == ("ryot", "ryot", 0o750)
    for name in ("hooks", "web"):
        assert machine.owner(f"/run/ryot/{name}.sock") == ("ryot", "www-data", 0o660)
        assert {f"ryot-cgi@{name}.socket", f"ryot-cgi@{name}.service"} <= machine.standin.enabled
    assert "ryot-yank.socket" in machine.standin.enabled
    assert machine.owner("/var/lib/ryot/ryot.db") == ("ryot", "ryot", 0o640)
    assert not machine.path("/etc/nginx/sites-enabled/ryot.conf").is_symlink()
    for program in ("ryot-cgi", "ryot-yank", "ryotctl"):
        assert machine.run(f"{program} --version").startswith(program)
    files = machine.run(f"dpkg -L {PACKAGE}")
    for page in ("man8/ryot-cgi.8", "man8/ryot-yank.8", "man1/ryotctl.1", "man5/ryot.conf.5"):
        assert page in files


def test_units_are_valid(machine):
    for name in ("ryot-cgi@hooks", "ryot-cgi@web", "ryot-yank"):
        for kind in ("service", "socket"):
            assert machine.run(f"systemd-analyze verify --man=no {name}.{kind} 2>&1") == ""
    for name in ("ryot-cgi@", "ryot-yank"):
        said = machine.run("systemd-analyze security --no-pager --offline=true"
                           f" /usr/lib/systemd/system/{name}.service")
        level = float(re.search(r"Overall exposure level.*: ([0-9.]+)", said)[1])
        assert level <= 2.0, said


# --- section 2: a name ---

def test_site_is_set_up(machine):
    *_, before, health = commands(2)
    for command in commands(2):
        said = machine.run(command)
    assert health.startswith("curl") and said.strip() == '{"status":"ok"}'
    assert f"base-url = http://{NAME}" in machine.run("ryot-cgi -n")
    status, page = machine.request("GET", "/setup")
    style = re.search(rb"static/app.css[^']*", page)
    assert status == 200 and machine.request("GET", "/" + style[0].decode())[0] == 200
    assert machine.request("GET", "/script.ryot.zip")[0] == 200


# --- section 3: the first person ---

def test_first_person_and_first_reports(machine):
    add, integrate, *look = commands(3)
    machine.type(add, ("New password", PASSWORD), ("again", PASSWORD))
    assert f"http://{NAME}/webhooks/integrations/jellyfin/" in machine.run(integrate)
    machine.run("runuser -u ryot -- ryotctl integration add kodi --user alice")
    seen = set()
    for number, sender in enumerate(("jellyfin", "kodi"), 1):
        path = webhook(machine, number)
        for file in sorted((FIXTURES / sender).glob("*.json")):
            if file.name in ("expected.json", "sequences.json"):
                continue
            status, body = machine.request("POST", path, file.read_bytes())
            answer = json.loads(body)
            assert status == 200 and answer["delivery"] > 0, (file.name, body)
            seen.add(answer["outcome"])
    assert seen >= {"tracked", "ignored", "unmatched"}, seen
    assert machine.request("POST", path, b"{}")[0] == 400
    for command in look:
        assert "alice" in machine.run(command)
    assert len(plays(machine)) > 10


# --- section 4: the first server ---

def test_cron_syncs_a_server(machine):
    shelf = audiobookshelf.Audiobookshelf()
    try:
        shelf.show("me.json")
        add = commands(4)[0].replace("http://nas:13378", shelf.url)
        said = machine.type(add, ("Key for", audiobookshelf.KEY))
        assert "Audiobookshelf 2.36.0 answers" in said
        assert machine.owner("/var/lib/ryot/ryot.db.key") == ("ryot", "ryot", 0o600)
        line = [line for line in machine.path("/etc/cron.d/ryot-yank").read_text().splitlines()
                if line and not line.startswith("#")]
        assert line == [line for line in commands(4) if line.startswith("*/5")]
        *_, user, command = line[0].split(None, 6)
        before = len(plays(machine))
        # As cron does it: a shell of that user, and mail for any output.
        assert machine.run(f"cd / && su -s /bin/sh {user} -c '{command}'") == ""
        assert len(plays(machine)) > before
    finally:
        shelf.close()
        machine.run("ryotctl integration remove 3 --yes")


def test_doctor_finds_nothing_wrong(machine):
    said = json.loads(machine.run("ryotctl doctor --json"))
    assert said["ok"], said


# --- section 7: upgrade ---

class Load(Background):
    """Posts continuously through nginx until the end of its block. Uses many client
    addresses, because there is a rate limit for each."""

    def __init__(self, machine, path, first=50000):
        self.answers, self.first = {}, first
        self.machine, self.path = machine, path
        super().__init__(*[functools.partial(self._post, n) for n in range(4)])

    def _post(self, offset, over):
        number = self.first + offset
        while not over.is_set():
            body = json.dumps(bodies.movie(number, 50)).encode()
            self.answers[number] = self.machine.request(
                "POST", self.path, body, f"127.0.1.{number % 200}")[0]
            number += 4

    def wait(self, count):
        wait_until(lambda: len(self.answers) >= count, f"{count} answers")


def test_upgrade_under_load_loses_nothing(machine):
    schema = ask(machine, "PRAGMA user_version")[0][0]
    machine.path("/etc/ryot/ryot.conf").open("a").write("# mine\n")
    machine.put_package("build/install/next")
    install, = commands(7)
    with Load(machine, webhook(machine)) as load:
        load.wait(200)
        machine.run(install)
        load.wait(len(load.answers) + 200)
    assert set(load.answers.values()) == {200}, \
        machine.path("/var/log/nginx/ryot.log").read_text()[-3000:] + machine.logs()
    kept = {int(value) for value, in ask(
        machine, "SELECT value FROM work_id WHERE kind = 'movie' AND source = 'tmdb'")}
    assert set(load.answers) <= kept
    assert ask(machine, "PRAGMA user_version")[0][0] == schema + 1
    assert "+next" in machine.run("ryot-cgi --version")
    copies = list(machine.path("/var/lib/ryot").glob(f"ryot.db.*-v{schema}-*"))
    assert len(copies) == 1
    # Edited files are unchanged, and apt asked no question.
    assert machine.path("/etc/ryot/ryot.conf").read_text().endswith("# mine\n")
    assert NAME in machine.path("/etc/nginx/sites-available/ryot.conf").read_text()


def test_older_program_refuses_the_newer_database(machine):
    old, = (ROOT / "build/deb").glob("*.deb")
    machine.path("/srv/old.deb").write_bytes(old.read_bytes())
    machine.run("dpkg-deb -x /srv/old.deb /srv/old")
    said = machine.run("runuser -u ryot -- /srv/old/usr/bin/ryot-cgi --socket /tmp/s", status=78)
    assert "newer version" in said and "restore a copy" in said
    assert json.loads(machine.run("ryotctl check --json"))["ok"]


# --- section 8: backup ---

def test_backup_and_restore(machine):
    *backup, stop, restore, first, second, check = commands(8)
    assert stop.startswith("systemctl stop") and restore.startswith("ryotctl restore")
    for command in backup:
        machine.run(command)
    before = len(plays(machine))
    assert machine.request("POST", webhook(machine),
                           json.dumps(bodies.movie(999999, 50)).encode())[0] == 200
    assert len(plays(machine)) == min(before + 1, 1000)
    assert "Stop the services first" in machine.run(restore, status=75)
    for command in (stop, restore, first, second):
        machine.run(command)
    assert "in order" in machine.run(check)
    assert ask(machine, "SELECT count(*) FROM work_id WHERE value = '999999'") == [(0,)]
    assert machine.owner("/var/lib/ryot/ryot.db") == ("ryot", "ryot", 0o640)
    assert machine.request("POST", webhook(machine),
                           json.dumps(bodies.movie(999999, 50)).encode())[0] == 200


# --- section 9: remove ---

def test_remove_keeps_the_data_and_purge_deletes_it(machine):
    remove, purge = commands(9)
    machine.run(remove)
    assert machine.standin.services == {} and machine.standin.sockets == {}
    assert machine.standin.enabled == set()
    assert machine.path("/var/lib/ryot/ryot.db").exists()
    assert machine.path("/etc/ryot/ryot.conf").exists()
    assert not machine.path("/usr/bin/ryotctl").exists()
    machine.run("nginx -t")
    machine.run(purge)
    left = machine.run("find / -xdev \\( -path /proc -o -path /srv -o -path /tmp"
                       " -o -path /var/backups/ryot \\) -prune -o -name '*ryot*' -print")
    assert left == ""
    assert "ryot" not in machine.path("/etc/passwd").read_text()
    machine.run("nginx -t")


def test_make_install_obeys_its_variables(tmp_path):
    subprocess.run(["make", "-s", "install", f"DESTDIR={tmp_path}", "PREFIX=/opt/ryot",
                    "ETC=/opt/ryot/etc"], cwd=ROOT, check=True, timeout=300)
    unit = (tmp_path / "opt/ryot/lib/systemd/system/ryot-cgi@.service").read_text()
    assert "ExecStart=/opt/ryot/bin/ryot-cgi" in unit
    assert "/opt/ryot/bin/ryot-yank" in (tmp_path / "opt/ryot/etc/cron.d/ryot-yank").read_text()
    site = tmp_path / "opt/ryot/etc/nginx/sites-available/ryot.conf"
    site.write_text("mine\n")
    for program in ("ryot-cgi", "ryot-yank", "ryotctl"):
        assert (tmp_path / "opt/ryot/bin" / program).stat().st_mode & 0o111
    subprocess.run(["make", "-s", "install", f"DESTDIR={tmp_path}", "PREFIX=/opt/ryot",
                    "ETC=/opt/ryot/etc"], cwd=ROOT, check=True, timeout=300)
    assert site.read_text() == "mine\n"
    outside = [p for p in tmp_path.rglob("*") if p.is_file()
               and not str(p).startswith(f"{tmp_path}/opt/ryot/")]
    assert outside == []
