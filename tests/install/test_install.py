# SPDX-License-Identifier: MIT
"""INSTALL.md from top to bottom on one machine: each test continues where the last one
ended."""

import contextlib
import functools
import hashlib
import io
import json
import re
import socket
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from xml.etree import ElementTree

import pytest

from machine import NAME, PASSWORD, ROOT, Machine, commands

sys.path.insert(0, str(ROOT / "tests/e2e"))
import audiobookshelf  # noqa: E402
import bodies  # noqa: E402
from background import Background  # noqa: E402
from server import BOUND, wait_until  # noqa: E402

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


def tell(machine, sql):
    with sqlite3.connect(machine.path("var/lib/ryot/ryot.db")) as db:
        db.execute(sql)
    db.close()


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
    assert machine.owner("/var/lib/ryot") == ("ryot", "ryot", 0o751)
    for name in ("hooks", "web"):
        assert machine.owner(f"/run/ryot/{name}.sock") == ("ryot", "www-data", 0o660)
        assert {f"ryot-cgi@{name}.socket", f"ryot-cgi@{name}.service"} <= machine.standin.enabled
    assert "ryot-yank.socket" in machine.standin.enabled
    assert machine.owner("/var/lib/ryot/ryot.db") == ("ryot", "ryot", 0o640)
    assert machine.standin.timers == {"ryot-yank.timer"} <= machine.standin.enabled
    for log in ("ryot", "ryot-error"):
        assert machine.owner(f"/var/log/nginx/{log}.log") == ("www-data", "adm", 0o640)
    assert not machine.path("/etc/nginx/sites-enabled/ryot.conf").is_symlink()
    for program in ("ryot-cgi", "ryot-yank", "ryotctl"):
        assert machine.run(f"{program} --version").startswith(program)
    files = machine.run(f"dpkg -L {PACKAGE}")
    for page in ("man8/ryot-cgi.8", "man8/ryot-yank.8", "man1/ryotctl.1", "man5/ryot.conf.5"):
        assert page in files


def test_units_are_valid(machine):
    cgi = [f"ryot-cgi@{name}.{kind}" for name in ("hooks", "web")
           for kind in ("service", "socket")]
    yank = [f"ryot-yank.{kind}" for kind in ("service", "socket", "timer")]
    for unit in (*cgi, *yank, "ryot-yank-once.service"):
        assert machine.run(f"systemd-analyze verify --man=no {unit} 2>&1") == ""
    for unit in ("ryot-cgi@.service", "ryot-yank.service", "ryot-yank-once.service"):
        said = machine.run("systemd-analyze security --no-pager --offline=true"
                           f" /usr/lib/systemd/system/{unit}")
        assert float(re.search(r"Overall exposure level.*: ([0-9.]+)", said)[1]) <= 2.0, said


# --- section 2: a name ---

def test_site_is_set_up(machine):
    *_, before, health = commands(2)
    hosts = machine.path("/etc/hosts")
    hosts.write_text("127.0.0.1 localhost\n")  # the name does not resolve yet
    for command in commands(2):
        said = machine.run(command)
    hosts.write_text(f"127.0.0.1 localhost {NAME}\n")
    assert health.startswith("curl") and said.strip() == '{"status":"ok"}'
    assert f"base-url = http://{NAME}" in machine.run("ryot-cgi -n")
    status, page = machine.request("GET", "/setup")
    style = re.search(rb"static/app.css[^']*", page)
    assert status == 200 and machine.request("GET", "/" + style[0].decode())[0] == 200
    assert machine.request("GET", "/script.ryot.zip")[0] == 200


def test_kodi_finds_the_add_on_and_its_updates(machine):
    machine.run(re.search(
        r"run `(/\S*kodi-repository)`", (ROOT / "INSTALL.md").read_text())[1])
    status, body = machine.request("GET", "/kodi/addons.xml")
    assert status == 200
    assert machine.request("GET", "/kodi/addons.xml.sha256")[1].split()[0].decode() == \
        hashlib.sha256(body).hexdigest()
    addon = ElementTree.fromstring(body).find("addon[@id='script.ryot']")
    path = "/kodi/script.ryot/script.ryot-%s.zip" % addon.get("version")
    assert machine.request("GET", path) == machine.request("GET", "/script.ryot.zip")
    status, packed = machine.request("GET", "/kodi/repository.ryot.zip")
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        assert files.testzip() is None
        assert f"http://{NAME}/kodi/addons.xml".encode() in files.read("repository.ryot/addon.xml")


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

@contextlib.contextmanager
def without_systemd(machine):
    """systemd is not the init of the machine: sd_booted(3) says how that is seen."""
    booted = machine.path("/run/systemd/system")
    booted.rename(booted.with_name("away"))
    try:
        yield
    finally:
        booted.with_name("away").rename(booted)


@pytest.fixture(scope="module")
def shelf(machine):
    shelf = audiobookshelf.Audiobookshelf()
    shelf.show("me.json")
    yield shelf
    shelf.close()


def cron_line(machine):
    line, = [line for line in machine.path("/etc/cron.d/ryot-yank").read_text().splitlines()
             if line and not line.startswith("#")]
    return line


def run_cron(machine):
    """As cron does it: a shell of that user, and mail for any output."""
    *_, user, command = cron_line(machine).split(None, 6)
    assert machine.run(f"cd / && su -s /bin/sh {user} -c '{command}'") == ""


def test_timer_syncs_a_server(machine, shelf):
    add = commands(4)[0].replace("http://nas:13378", shelf.url)
    said = machine.type(add, ("Key for", audiobookshelf.KEY))
    assert "Audiobookshelf 2.36.0 answers" in said
    assert machine.owner("/var/lib/ryot/ryot.db.key") == ("ryot", "ryot", 0o600)
    before = len(plays(machine))
    machine.run("systemctl start ryot-yank-once.service")
    assert len(plays(machine)) > before


def test_cron_syncs_where_systemd_does_not_run(machine, shelf):
    assert cron_line(machine) in commands(4)
    asked = len(shelf.requests)
    run_cron(machine)
    assert len(shelf.requests) == asked
    with without_systemd(machine):
        run_cron(machine)
        assert len(shelf.requests) > asked
        machine.path("/usr/bin/ryot-yank").rename(machine.path("/usr/bin/away"))
        run_cron(machine)  # as after `apt remove`, which leaves the line
        machine.path("/usr/bin/away").rename(machine.path("/usr/bin/ryot-yank"))


def test_what_goes_wrong_under_cron_is_in_the_log_of_the_system(machine, shelf):
    del shelf  # it exists, but the machine cannot read the key
    key = machine.path("/var/lib/ryot/ryot.db.key")
    key.rename(key.with_suffix(".away"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log, without_systemd(machine):
        log.bind(str(machine.path("/dev/log")))
        machine.path("/dev/log").chmod(0o666)
        log.settimeout(BOUND)
        run_cron(machine)
        said = ""
        while "ryot-yank: " not in said:  # su logs as well
            said = log.recv(4096).decode()
    machine.path("/dev/log").unlink()
    key.with_suffix(".away").rename(key)
    assert said.startswith("<28>") and "key file" in said


def found(machine, check, prepare="true"):
    """What the doctor finds; in a machine whose processes are those that prepare starts."""
    said = machine.run("unshare --pid --fork --mount --propagation unchanged sh -c 'mount -t proc"
                       f" proc /proc && {prepare} && ryotctl doctor --json 2>/dev/null; true'")
    rows = [row for row in json.loads(said)["findings"] if row["check"] == check]
    return rows[0]["finding"], "\n".join(row["what"] + (row["advice"] or "") for row in rows)


def test_doctor_misses_the_timer(machine, shelf):
    assert shelf and found(machine, "schedule")[0] == "well"
    machine.run("systemctl stop ryot-yank.timer")
    finding, what = found(machine, "schedule")
    assert finding == "wrong" and "systemctl enable --now ryot-yank.timer" in what
    machine.run("systemctl start ryot-yank.timer")


def test_clock_that_is_set_ahead_is_not_blamed_on_the_schedule(machine, shelf):
    assert shelf
    done = ask(machine, "SELECT last_ok_ms FROM account")[0][0]
    # The run without a key file counted as a failure of that server.
    tell(machine, f"UPDATE account SET last_ok_ms = {done - 3 * 3600 * 1000},"
                  " last_error_ms = NULL, failures = 0")
    finding, what = found(machine, "yank")
    assert finding == "wrong" and "clock was just set ahead" in what and "cron" not in what
    tell(machine, f"UPDATE account SET last_ok_ms = {done}")


def test_doctor_misses_cron_where_systemd_does_not_run(machine, shelf):
    with without_systemd(machine):
        assert shelf and found(machine, "schedule", "cron") == ("well", "cron starts ryot-yank")
        finding, what = found(machine, "schedule")
        assert finding == "wrong" and "cron is not running" in what
        file = machine.path("/etc/cron.d/ryot-yank")
        file.rename(machine.path("/etc/cron.away"))
        finding, what = found(machine, "schedule", "cron")
        assert finding == "wrong" and "/etc/cron.d/ryot-yank is missing" in what
        machine.path("/etc/cron.away").rename(file)


def test_server_is_removed(machine, shelf):
    machine.run("ryotctl integration remove 3 --yes")
    assert found(machine, "schedule")[0] == "well" and shelf


def test_doctor_finds_nothing_wrong(machine):
    said = json.loads(machine.run("ryotctl doctor --json"))
    assert said["ok"], said


def test_database_of_the_wrong_owner(machine):
    """The doctor says what to do, and where the service stands until then."""
    machine.run("chown root:root /var/lib/ryot/ryot.db && systemctl stop ryot-cgi@hooks.service")
    machine.run("systemctl start ryot-cgi@hooks.service", status=1)
    log = machine.logs().strip().splitlines()
    assert "/var/lib/ryot/ryot.db belongs to root" in log[-1] and log[-2].endswith("stop")
    finding, what = found(machine, "files")
    assert finding == "wrong"
    for command in re.findall("chown --reference.*", what):
        machine.run(command)
    assert machine.owner("/var/lib/ryot/ryot.db") == ("ryot", "ryot", 0o640)
    machine.run("systemctl start ryot-cgi@hooks.service")
    assert machine.request("GET", "/healthz")[0] == 200


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
    install, *_ = commands(7)
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
    assert machine.standin.timers == set()
    assert machine.path("/var/lib/ryot/ryot.db").exists()
    assert machine.path("/etc/ryot/ryot.conf").exists()
    assert not machine.path("/usr/bin/ryotctl").exists()
    machine.run("nginx -t")
    again, *_ = commands(7)
    nginx = machine.path("/usr/sbin/nginx")
    nginx.rename(nginx.with_suffix(".away"))
    assert "apt-get install nginx" in machine.run(again)
    nginx.with_suffix(".away").rename(nginx)
    assert machine.request("GET", "/healthz")[0] == 200
    assert machine.owner("/var/log/nginx/ryot.log") == ("www-data", "adm", 0o640)
    assert machine.standin.timers <= machine.standin.enabled
    assert {*machine.standin.services, *machine.standin.sockets} <= machine.standin.enabled
    machine.run(remove)
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
    for file in ("etc/cron.d/ryot-yank", "lib/systemd/system/ryot-yank.service",
                 "lib/systemd/system/ryot-yank-once.service"):
        text = (tmp_path / "opt/ryot" / file).read_text()
        assert "/opt/ryot/bin/ryot-yank" in text and "/usr/local" not in text
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
