# SPDX-License-Identifier: MIT
"""A fresh Debian 12 in a folder, with a network of its own, and INSTALL.md in hand."""

import http.client
import os
import pty
import re
import select
import shutil
import subprocess
from pathlib import Path

from standin import BOUND, Standin

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "build/install/base"
NAME = "your.name.here"  # as INSTALL.md writes it; leads to the machine itself
PASSWORD = "correct horse battery staple"
ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
       "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "TERM": "xterm"}


def commands(section):
    """The commands of a numbered section of INSTALL.md: what stands indented."""
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
        self.standin.close()
        subprocess.run(["umount", self.root / "proc"], check=True)
        shutil.rmtree(self.root)

    def put_package(self, folder):
        """Where `make deb` leaves it."""
        for old in (self.checkout / "build/deb").iterdir():
            old.unlink()
        package, = (ROOT / folder).glob("*.deb")
        shutil.copy(package, self.checkout / "build/deb")

    def run(self, command, status=0, stdin=""):
        """In the machine, as root, in the checkout; what it said."""
        done = subprocess.run(
            ["chroot", self.root, "bash", "-c", f"cd /srv/ryot && {command}"], env=ENV,
            input=stdin, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        assert done.returncode == status, f"{command}\n{done.stdout}\n{self.logs()}"
        return done.stdout

    def type(self, command, *answers):
        """The same on a terminal; answers: (what it asks, what is typed)."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve("/usr/sbin/chroot", [
                "chroot", str(self.root), "bash", "-c", f"cd /srv/ryot && {command}"], ENV)
        said, answers = b"", list(answers)
        while True:
            ready, _, _ = select.select([terminal], [], [], BOUND)
            assert ready, f"no more after {said!r}"
            try:
                said += os.read(terminal, 65536)
            except OSError:  # the other side is closed
                break
            if answers and answers[0][0].encode() in said:
                os.write(terminal, answers.pop(0)[1].encode() + b"\n")
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert status == 0 and not answers, said.decode()
        return said.decode()

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
