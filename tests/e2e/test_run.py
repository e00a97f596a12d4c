# SPDX-License-Identifier: MIT
"""`make run` in a fresh checkout, and the instructions that it prints."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import threading

import pytest

from server import BOUND, PASSWORD, ROOT, free_port, wait_until
from terminal import Terminal

BUILD_BOUND = 600  # seconds for compiling everything on a small machine


@pytest.fixture
def checkout(tmp_path):
    """The tree without files that tests have built in it."""
    def skip(folder, names):
        if folder == str(ROOT):
            return {".git", "data"} & set(names)
        if folder == str(ROOT / "build"):
            return set(names) - {"release"}
        return {"__pycache__", ".pytest_cache"} & set(names)

    return shutil.copytree(ROOT, tmp_path / "ryot", ignore=skip, symlinks=True)


class Run:
    def __init__(self, checkout, port):
        env = {name: value for name, value in os.environ.items()
               if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
               and not name.startswith("RYOT_")}
        self.checkout = checkout
        # A shell ignores SIGINT in background jobs.
        self.make = subprocess.Popen(
            ["env", "--default-signal=INT", "make", "run", f"PORT={port}", "DATA=mine"],
            cwd=checkout, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.lines = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.make.stdout:
            self.lines.append(line)

    def text(self):
        return "".join(self.lines)

    def wait_for(self, words, bound=BOUND):
        def there():
            assert self.make.poll() is None, self.text()
            return words in self.text()

        wait_until(there, words, bound)

    def members(self):
        """Processes of the session that make started, without make itself."""
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/stat") as stat:
                    fields = stat.read().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[3]) == self.make.pid and fields[0] != "Z":
                found.append(int(name))
        return [pid for pid in found if pid != self.make.pid]

    def end(self):
        """Sends Ctrl-C; returns the exit status of make."""
        os.killpg(self.make.pid, signal.SIGINT)
        status = self.make.wait(BOUND)
        self.reader.join(BOUND)
        return status

    def clean_up(self):
        for pid in [*self.members(), self.make.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.make.wait(BOUND)


@pytest.fixture
def run(checkout):
    runs = []

    def start(port):
        runs.append(Run(checkout, port))
        return runs[-1]

    yield start
    for each in runs:
        each.clean_up()


def choose_password(command, folder):
    with Terminal(["sh", "-c", command], os.environ, folder) as terminal:
        terminal.answer("New password", PASSWORD)
        terminal.answer("again", PASSWORD)
        shown = terminal.end()
    assert terminal.status == 0 and PASSWORD not in shown, shown


def shown_in_readme():
    """The commands of README's first success, each with the output that it shows."""
    text = (ROOT / "README.md").read_text()
    section = text.partition("## A first success")[2].partition("\n## ")[0]
    shown = []
    for line in re.findall(r"^    (.*)$", section, re.M):
        if line.startswith("$ "):
            shown.append((line[2:], []))
        else:
            shown[-1][1].append(line)
    return [(command, "\n".join(lines)) for command, lines in shown]


def timeless(text):
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", text.strip())


def test_readme_first_success(run, checkout):
    (start, _), *commands = shown_in_readme()
    assert start == "make run"
    port = free_port()
    running = run(port)
    running.wait_for("<the URL>", BUILD_BOUND)
    user, integration, _ = printed_commands(running.text())[-3:]
    choose_password(user, checkout)  # README does this and the next step in a browser
    added = subprocess.run(integration, shell=True, cwd=checkout, check=True,
                           capture_output=True, text=True, timeout=120).stdout
    slug = re.search(r"/integrations/jellyfin/(\w+)", added)[1]
    # One shell, as for a person: each command sees what the ones before have set.
    mark = "--- next ---"
    script = "\n".join(f"echo '{mark}'; {command}" for command, _ in commands)
    done = subprocess.run(
        ["sh", "-eu"], cwd=checkout, capture_output=True, text=True, timeout=BOUND,
        input=script.replace("localhost:8080", f"localhost:{port}").replace("YOUR-SLUG", slug))
    assert (done.returncode, done.stderr) == (0, ""), done
    said = done.stdout.split(f"{mark}\n")[1:]
    assert [timeless(text) for text in said] == [timeless(text) for _, text in commands]
    running.end()


def printed_commands(text):
    """The indented lines, with backslash continuations joined."""
    joined = text.replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.startswith("  ")]


def test_first_success_by_following_what_is_printed(run, checkout):
    port = free_port()
    running = run(port)
    running.wait_for(f"ready on http://localhost:{port}", BUILD_BOUND)
    running.wait_for("<the URL>")
    first = subprocess.run(["curl", "-sSL", f"http://localhost:{port}/"], check=True,
                           capture_output=True, text=True, timeout=120).stdout
    assert "action='setup'" in first
    user, integration, curl = printed_commands(running.text())[-3:]

    choose_password(user, checkout)
    shown = subprocess.run(integration, shell=True, cwd=checkout, check=True,
                           capture_output=True, text=True, timeout=120).stdout
    url = re.search(rf"http://localhost:{port}/webhooks/integrations/jellyfin/\w+", shown)[0]
    assert "<the URL>" in curl
    said = json.loads(subprocess.run(
        curl.replace("<the URL>", url), shell=True, cwd=checkout, check=True,
        capture_output=True, timeout=120).stdout)
    assert (said["outcome"], said["reason"]) == ("tracked", "started")
    assert (checkout / "mine/ryot.db").exists()

    status = running.end()
    assert status in (0, -signal.SIGINT, 2, 130), running.text()
    wait_until(lambda: not running.members(), "all processes gone")
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port).connect()
    assert url.rpartition("/")[2] not in running.text()

    # The data is there at the next start, and the port is free again.
    again = run(port)
    again.wait_for(f"ready on http://localhost:{port}", BUILD_BOUND)
    again.wait_for("<the URL>")
    said = json.loads(subprocess.run(
        curl.replace("<the URL>", url), shell=True, cwd=checkout, check=True,
        capture_output=True, timeout=120).stdout)
    assert said["outcome"] == "duplicate"

    # A second instance is told what to do and disturbs nothing.
    other = run(port)
    assert other.make.wait(BUILD_BOUND) != 0
    other.reader.join(BOUND)
    assert "already running" in other.text()
    assert again.make.poll() is None
    again.end()
    wait_until(lambda: not again.members(), "all processes gone")
