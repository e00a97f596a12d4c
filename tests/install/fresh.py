# SPDX-License-Identifier: MIT
"""make fresh-check: the README's commands on a bare Debian.

usage: fresh.py RELEASE...

For each release of Debian: make run, make deb, the installed package and make check,
each in a separate root folder with nothing but git, make and ca-certificates. The last
commit is tested. Ends with a table of the steps and their duration.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "e2e"))

import leftovers  # noqa: E402
from results import Results  # noqa: E402
from server import BOUND, free_port, wait_until  # noqa: E402

BARE = ["git", "make", "ca-certificates"]
FOLDER = ROOT / "build/fresh"
ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
       "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "TERM": "dumb"}
# The machine's devices, a separate /proc, and a root that is a mount point, as on a real
# machine.
ENTER = """
set -e
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs dev/shm
exec chroot . bash -c "cd /srv/ryot && $2"
"""
START_BOUND = 900  # seconds for installing and building everything that make run needs


class Fresh:
    """A bare root folder with a clone of the last commit."""

    def __init__(self, release, name):
        self.root = FOLDER / f"{release}-{name}"
        base = FOLDER / release
        subprocess.run([HERE / "debian.sh", release, base, *BARE], check=True,
                       stdout=subprocess.DEVNULL)
        shutil.rmtree(self.root, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", base, self.root], check=True)
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, self.checkout], check=True)

    @property
    def checkout(self):
        return self.root / "srv/ryot"

    def start(self, command, **more):
        return subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", ENTER, "sh",
             self.root, command], env=ENV, stdin=subprocess.DEVNULL, **more)

    def run(self, command):
        status = self.start(command).wait()
        assert status == 0, f"{command}: exit status {status}"

    def remove(self):
        shutil.rmtree(self.root)


def try_run(fresh):
    """Follows the README: start it, post a report, list the play, Ctrl-C."""
    port = free_port()
    log = fresh.checkout / "run.log"
    with open(log, "wb") as out:
        # A shell ignores SIGINT in background jobs.
        running = fresh.start(f"exec env --default-signal=INT make run PORT={port}",
                              stdout=out, stderr=out)

    def is_ready():
        assert running.poll() is None, log.read_text()[-3000:]
        return f"ready on http://localhost:{port}" in log.read_text()

    try:
        wait_until(is_ready, "make run to be ready", START_BOUND)
        fresh.run("export RYOT_CONF=build/run/ryot.conf && "
                  "echo correct horse battery | build/release/ryotctl user add alice"
                  " --password-stdin && "
                  "build/release/ryotctl integration add jellyfin --user alice --json >added")
        url = json.loads((fresh.checkout / "added").read_text())["url"]
        assert f"//localhost:{port}/" in url, url
        fresh.run("curl -sSf --data-binary @tests/fixtures/jellyfin-real/sequences/"
                  f"watched-twice-12/04-progress.json {url} >answer")
        assert json.loads((fresh.checkout / "answer").read_text())["outcome"] == "tracked"
        fresh.run("RYOT_CONF=build/run/ryot.conf build/release/ryotctl play list >plays")
        assert "The Matrix" in (fresh.checkout / "plays").read_text()
        assert not re.search(r"warning:", log.read_text()), log.read_text()
        # Its jobs have the same name; a terminal's Ctrl-C does not reach them.
        parents = leftovers.parents_of_all()
        scripts = [pid for pid, name in leftovers.descendants().items()
                   if name.endswith("nginx/run.sh")]
        os.kill(next(pid for pid in scripts if parents[pid] not in scripts), signal.SIGINT)
        assert running.wait(BOUND) == 0, log.read_text()[-3000:]
    finally:
        leftovers.end(leftovers.descendants())


def try_deb(fresh):
    fresh.run("make deb")


def try_package(fresh, packages):
    """apt installs the dependencies, the programs start, and nginx accepts the site."""
    folder = fresh.checkout / "build/deb"
    folder.mkdir(parents=True)
    for file in packages:
        shutil.copy(file, folder)
    fresh.run("apt-get update -q && apt-get install -q -y ./build/deb/*.deb")
    fresh.run("for program in ryot-cgi ryot-yank ryotctl; do $program --version || exit 1; done"
              " && ryot-cgi -n")
    fresh.run("ln -s ../sites-available/ryot.conf /etc/nginx/sites-enabled/ && nginx -t 2>said")
    assert "warn" not in (fresh.checkout / "said").read_text()
    fresh.run("apt-get purge -q -y ryot-integrations && nginx -t")


def try_check(fresh):
    fresh.run("make -k check")


def attempt(function, *args):
    """Returns what went wrong; nothing on success."""
    try:
        function(*args)
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        print(f"fresh-check: {error}", flush=True)
        return "failed"
    finally:
        leftovers.end(leftovers.descendants())
    return ""


def built(fresh):
    return [path for path in (fresh.checkout / "build/deb").iterdir() if path.is_file()]


def check(release, results):
    with_run, with_deb = Fresh(release, "run"), Fresh(release, "deb")
    results.run(f"{release}: make run", attempt, try_run, with_run)
    with_run.remove()
    if results.run(f"{release}: make deb", attempt, try_deb, with_deb):
        installed = Fresh(release, "package")
        results.run(f"{release}: its package installed", attempt, try_package, installed,
                    built(with_deb))
        installed.remove()
    with_deb.remove()
    checked = Fresh(release, "check")
    results.run(f"{release}: make check", attempt, try_check, checked)
    checked.remove()


def main():
    releases = sys.argv[1:]
    if not releases or releases[0].startswith("-"):
        sys.exit(__doc__)
    if os.getuid() != 0:
        sys.exit("fresh-check: only root can make root folders")
    leftovers.adopt()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("fresh-check: ended"))
    results = Results("fresh-check", "step")
    try:
        for release in releases:
            check(release, results)
    finally:
        leftovers.end(leftovers.descendants())
        results.show()
    sys.exit(1 if results.failed else 0)


if __name__ == "__main__":
    main()
