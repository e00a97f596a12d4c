# SPDX-License-Identifier: MIT
"""Stands in for systemd, which does not run in a folder, and does what our units say. It
reads the installed unit files, holds the sockets, starts the services with the socket as
descriptor 3 and waits until they say READY=1. `systemctl` in the folder is a script that
talks to it through two pipes."""

import configparser
import contextlib
import fnmatch
import os
import re
import signal
import socket
import subprocess
import threading
import time

BOUND = 120  # seconds
# For everything that runs in there; the surrounding machine has another PATH.
ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
       "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "TERM": "xterm"}
UNITS = "usr/lib/systemd/system"
SHIM = """#!/bin/bash
exec 9>/run/standin/lock
flock 9
printf '%s\\n' "$*" >/run/standin/ask
read -r status </run/standin/answer
cat /run/standin/said
exit "$status"
"""


class Failed(Exception):
    pass


class Standin:
    def __init__(self, root):
        self.root = root
        self.sockets, self.services, self.enabled, self.asked = {}, {}, set(), []
        self.timers = set()  # that are active; they never elapse in here
        self.nginx = None
        self.log = root / "run/standin/log"
        pipes = root / "run/standin"
        pipes.mkdir()
        (root / "run/systemd/system").mkdir(parents=True, exist_ok=True)
        # Held open for reading and writing: neither this program nor the script waits
        # for the other one to open its end, which may have been killed.
        for name in ("ask", "answer"):
            os.mkfifo(pipes / name)
        self.ask = os.open(pipes / "ask", os.O_RDWR)
        self.answer = os.open(pipes / "answer", os.O_RDWR | os.O_NONBLOCK)
        self.said = pipes / "said"
        shim = root / "usr/bin/systemctl"  # apt looks nowhere else
        shim.unlink()
        shim.write_text(SHIM)
        shim.chmod(0o755)
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.told.bind(str(root / "run/systemd/notify"))
        os.chmod(root / "run/systemd/notify", 0o666)
        self.told.settimeout(BOUND)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        for line in os.fdopen(os.dup(self.ask)):
            line = line.strip()
            if line == "end":
                return
            self.asked.append(line)
            try:
                said, status = self.obey(line.split()), 0
            except (AssertionError, Failed, OSError) as failed:  # otherwise the caller waits
                said, status = f"{failed}\n", 1
            self.said.write_text(said or "")
            with contextlib.suppress(BlockingIOError):  # left by a script that was killed
                os.read(self.answer, 65536)
            os.write(self.answer, b"%d\n" % status)

    def close(self):
        try:
            for name in list(self.services):
                self.stop(name)
            if self.nginx:
                self.nginx.send_signal(signal.SIGQUIT)
                self.nginx.wait(BOUND)
        finally:
            os.write(self.ask, b"end\n")
            self.thread.join(BOUND)
            os.close(self.ask)
            os.close(self.answer)
            for held in self.sockets.values():
                held.close()
            self.told.close()

    # --- requests of systemctl ---

    def obey(self, words):
        words = [word for word in words if not word.startswith("-")]
        verb, names = words[0], words[1:]
        if verb == "daemon-reload":
            return None
        if verb == "is-enabled":
            return "enabled\n"
        if verb == "is-active":
            if names[0] not in {*self.services, *self.sockets, *self.timers}:
                raise Failed("inactive")
            return "active\n"
        if verb in ("show", "list-units", "list-unit-files", "cat", "status"):
            return ""
        known = [*self.sockets, *self.services]
        for name in names:
            matching = [k for k in known if fnmatch.fnmatch(k, name)] if "*" in name else [name]
            for unit in matching:
                self.act(verb, unit)
        return None

    def act(self, verb, unit):
        if unit in ("nginx", "nginx.service"):
            assert verb == "reload", verb
            self.reload_nginx()
        elif verb in ("enable", "preset"):
            self.unit(unit)
            self.enabled.add(unit)
        elif verb == "disable":
            self.enabled.discard(unit)
        elif verb == "stop":
            self.stop(unit)
        elif verb == "start":
            self.start(unit)
        elif verb in ("restart", "try-restart"):
            if unit.endswith(".service"):
                self.stop(unit)
            self.start(unit)
        else:
            raise Failed(f"the stand-in knows no {verb}")

    # --- units ---

    def unit(self, name):
        """The settings of a unit: {"ExecStart": ...}, from the template with %i replaced."""
        stem, kind = name.rsplit(".", 1)
        base, at, instance = stem.partition("@")
        path = self.root / UNITS / f"{base}{at}.{kind}"
        if not path.exists():
            raise Failed(f"Unit {name} not found.")
        parser = configparser.RawConfigParser(strict=False, interpolation=None)
        parser.optionxform = str
        parser.read_string(path.read_text().replace("%i", instance))
        return dict(parser[kind.title()])

    def number(self, file, name):
        line = re.search(rf"^{name}:[^:]*:(\d+)(?::(\d+))?", (self.root / file).read_text(), re.M)
        return int(line[1]), int(line[2] or 0)

    def start(self, name):
        if name in self.sockets or name in self.services:
            return
        if name.endswith(".socket"):
            self.listen(name)
        elif name.endswith(".timer"):
            self.unit(name)
            self.timers.add(name)
        elif self.unit(name)["Type"] == "oneshot":
            self.run_once(name)
        else:
            self.run(name)

    def stop(self, name):
        self.timers.discard(name)
        if name in self.sockets:
            self.sockets.pop(name).close()
        elif name in self.services:
            process = self.services.pop(name)
            os.kill(process, signal.SIGTERM)
            status = self.wait(process, name)
            assert os.waitstatus_to_exitcode(status) == 0, self.log.read_text()

    def wait(self, process, name):
        end = time.monotonic() + BOUND
        while not (done := os.waitpid(process, os.WNOHANG))[0]:
            assert time.monotonic() < end, f"{name} does not end"
            time.sleep(0.01)
        return done[1]

    def listen(self, name):
        unit = self.unit(name)
        path = self.root / unit["ListenStream"].lstrip("/")
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        held = socket.socket(socket.AF_UNIX)
        held.bind(str(path))
        os.chown(path, self.number("etc/passwd", unit["SocketUser"])[0],
                 self.number("etc/group", unit["SocketGroup"])[0])
        path.chmod(int(unit["SocketMode"], 8))
        held.listen(int(unit["Backlog"]))
        self.sockets[name] = held

    def run_once(self, name):
        unit = self.unit(name)
        status = os.waitstatus_to_exitcode(self.wait(self.spawn(unit, None), name))
        if status and str(status) not in unit.get("SuccessExitStatus", "").split():
            raise Failed(f"Job for {name} failed: {status}")

    def run(self, name):
        unit = self.unit(name)
        assert unit["Type"] == "notify"
        self.start(name.replace(".service", ".socket"))
        process = self.spawn(unit, self.sockets[name.replace(".service", ".socket")])
        end = time.monotonic() + BOUND
        self.told.settimeout(0.2)
        while True:
            try:
                if self.told.recv(100) == b"READY=1":
                    self.services[name] = process
                    return
            except TimeoutError:
                pass
            done, status = os.waitpid(process, os.WNOHANG)
            if done:
                raise Failed(f"Job for {name} failed: {os.waitstatus_to_exitcode(status)}")
            assert time.monotonic() < end, f"{name} does not say that it is ready"

    def spawn(self, unit, held):
        user = self.number("etc/passwd", unit["User"])
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        process = os.fork()
        if process:
            os.close(log)
            return process
        try:
            os.dup2(log, 2)
            if held:
                os.dup2(held.fileno(), 3)
            os.chroot(self.root)
            os.chdir("/")
            os.umask(int(unit["UMask"], 8))
            os.setgroups([])
            os.setgid(user[1])
            os.setuid(user[0])
            command = unit["ExecStart"].split()
            os.execve(command[0], command, {
                "LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid()),
                "NOTIFY_SOCKET": "/run/systemd/notify"} if held else {})
        finally:
            os._exit(203)

    # --- nginx, as Debian's unit runs it ---

    def start_nginx(self):
        self.nginx = subprocess.Popen(
            ["chroot", self.root, "nginx", "-g", "daemon off;"], stdin=subprocess.DEVNULL,
            env=ENV)

    def workers(self):
        pid = self.nginx.pid
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
            return set(children.read().split())

    def reload_nginx(self):
        """Waits for the new workers: the old ones would still serve the old site."""
        end = time.monotonic() + BOUND
        assert self.nginx.poll() is None, "nginx has ended"
        while not (old := self.workers()):
            assert time.monotonic() < end, "nginx has no workers"
        self.nginx.send_signal(signal.SIGHUP)
        while not (new := self.workers()) or new & old:
            assert time.monotonic() < end, "nginx did not reload"
            time.sleep(0.01)
