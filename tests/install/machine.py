# SPDX-License-Identifier: MIT
"""A fresh Debian in a folder, with a separate network, and the commands of INSTALL.md."""

import http.client
import os
import re
import shutil
import subprocess
from pathlib import Path

import leftovers
from standin import BOUND, ENV, Standin
from terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "build/install/base"
NAME = "your.name.here"  # the name in INSTALL.md; resolves to the machine itself
PASSWORD = "correct horse battery staple"


def commands(section):
    """The commands of a numbered section of INSTALL.md: its indented lines."""
    text = (ROOT / "INSTALL.md").read_text()
    part = re.search(rf"^## {section}\..*?(?=^## |\Z)", text, re.M | re.S)[0]
    lines = [line[4:] for line in re.sub(r"^```.*?^```", "", part, flags=re.M | re.S).split("\n")
             if line.startswith("    ")]
    assert lines, f"section {section} has no commands"
    return lines


class Machine:
    def __init__(self):
        self.root = BASE.with_name("root")
        if self.root.exists():
            shutil.rmtree(self.root)
        subprocess.run(["cp", "-a", "--reflink=auto", BASE, self.root], check=True)
        subprocess.run(["mount", "-t", "proc", "proc", self.root / "proc"], check=True)
        (self.root / "usr/sbin/policy-rc.d").unlink()
        (self.root / "etc/hosts").write_text(f"127.0.0.1 localhost {NAME}\n")
        (self.root / "etc/apt/apt.conf.d/99yes").write_text('APT::Get::Assume-Yes "true";\n')
        self.checkout = self.root / "srv/ryot"
        (self.checkout / "build/deb").mkdir(parents=True)
        self.standin = Standin(self.root)
        self.standin.start_nginx()

    def close(self):
        try:
            self.standin.close()
        finally:
            # Programs that still run in there keep its files busy.
            leftovers.end([pid for pid in leftovers.descendants()
                           if os.path.realpath(f"/proc/{pid}/root") == str(self.root)])
            subprocess.run(["umount", self.root / "proc"], check=True)
            shutil.rmtree(self.root)

    def put_package(self, folder):
        """The place where `make deb` leaves it."""
        for old in (self.checkout / "build/deb").iterdir():
            old.unlink()
        package, = (ROOT / folder).glob("*.deb")
        shutil.copy(package, self.checkout / "build/deb")

    def run(self, command, status=0, stdin=""):
        """Runs a command in the machine, as root, in the checkout; returns its output."""
        done = subprocess.run(
            ["chroot", self.root, "bash", "-c", f"cd /srv/ryot && {command}"], env=ENV,
            input=stdin, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        assert done.returncode == status, f"{command}\n{done.stdout}\n{self.logs()}"
        return done.stdout

    def type(self, command, *answers):
        """The same on a terminal; answers: (prompt, what is typed)."""
        with Terminal(["chroot", self.root, "bash", "-c", f"cd /srv/ryot && {command}"],
                      ENV) as terminal:
            for question, text in answers:
                terminal.answer(question, text)
            said = terminal.end()
        assert terminal.status == 0, said
        return said

    def logs(self):
        log = self.standin.log
        return log.read_text()[-3000:] if log.exists() else ""

    def path(self, name):
        return self.root / name.lstrip("/")

    def owner(self, name):
        """("ryot", "www-data", 0o660)"""
        what = self.path(name).stat()
        names = [re.search(rf"^([^:]*):[^:]*:{number}:", self.path(file).read_text(), re.M)[1]
                 for file, number in (("etc/passwd", what.st_uid), ("etc/group", what.st_gid))]
        return (*names, what.st_mode & 0o7777)

    def request(self, method, path, body=None, client="127.0.0.1"):
        """(status, body) of an answer of its nginx."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", 80, timeout=BOUND, source_address=(client, 0))
        try:
            connection.request(method, path, body,
                               {"Host": NAME, "Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
