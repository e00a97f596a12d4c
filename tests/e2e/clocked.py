# SPDX-License-Identifier: MIT
"""ryot-cgi with a clock that the test sets (tests/shims/clock.c), and recorded evenings.

An evening is a folder: bodies, steps.json with the seconds between them, expected.json
with what must stand at the end, and after some of the steps.
"""

import json
import mmap
import os
import struct

import bodies
from server import BUILD, Server

SHIM = BUILD / "tests/shims/clock.so"
START_MS = 1_796_155_200_000  # 2026-12-01, 20:00 UTC


class ClockedServer(Server):
    def __init__(self, *args):
        super().__init__(*args)
        file = self.folder / "clock"
        file.write_bytes(bytes(8))
        with open(file, "r+b") as opened:
            self.clock = mmap.mmap(opened.fileno(), 0)
        self.env |= {
            "LD_PRELOAD": str(SHIM), "CLOCK_FILE": str(file),
            "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def set_clock(self, ms):
        struct.pack_into("<q", self.clock, 0, int(ms))


def evenings(*folders):
    """The paths below fixtures/ of all evenings of these folders."""
    return [f"{folder}/{name}" for folder in folders
            for name in sorted(os.listdir(bodies.FOLDER / folder))
            if (bodies.FOLDER / folder / name / "steps.json").exists()]


def play_key(kind, ids, season, episode):
    return kind, frozenset(ids.items()), season, episode


class Evening:
    def __init__(self, server, path, start_ms=START_MS):
        self.server, self.path, self.now_ms = server, path, start_ms
        self.steps = json.loads(self.read("steps.json"))
        self.expected = json.loads(self.read("expected.json"))
        self.hooks = {}
        self.answers = []

    def read(self, name):
        return bodies.read(name, self.path)

    def account_of(self, body):
        return json.loads(body.decode(errors="replace")).get("User", {}).get("Name")

    def add_people(self):
        """A person for each account that the steps name, with a hook for it only."""
        if "people" in self.expected:
            for name in sorted({step["account"] for step in self.steps}):
                self.hooks[name[0]] = self.server.person().hook("jellyfin", "--only-user", name)
            return
        account = next(filter(None, (self.account_of(self.read(s["file"])) for s in self.steps)))
        options = [] if self.expected.get("everybody") else ["--only-user", account]
        self.hooks[None] = self.server.person().hook("jellyfin", *options)

    def post(self, step):
        self.now_ms += step["after_s"] * 1000
        self.server.set_clock(self.now_ms)
        answers = [hook.post(self.read(step["file"])) for hook in self.hooks.values()]
        assert all(answer.status == 200 for answer in answers), answers
        self.answers.append([answer.json for answer in answers])

    def run(self):
        """Yields each step after it was posted."""
        self.add_people()
        for step in self.steps:
            self.post(step)
            yield step

    def problems(self, expected, plays):
        """How the plays of a person differ from an entry of expected.json."""
        left = [dict(play) for play in plays]
        found = []
        for want in expected["plays"]:
            for episode in want.get("episodes", [want.get("episode")]):
                for _ in range(want.get("completions", 1)):
                    fit = next((p for p in left if fits(p, want, episode)), None)
                    if fit:
                        left.remove(fit)
                    else:
                        found.append(f"missing: {want}")
        if expected.get("nothing_else"):
            found += [f"too much: {brief(play)}" for play in left]
        return found

    def problems_after(self, step=None):
        """After that step, or at the end."""
        expected = self.expected if step is None else self.expected.get("after", {}).get(
            step["file"])
        if expected is None:
            return []
        return [problem for letter, hook in self.hooks.items()
                for problem in self.problems(
                    expected["people"][letter] if "people" in expected else expected,
                    hook.person.plays())]


def fits(play, want, episode):
    work = want["work"]
    if (play["kind"] != work["kind"] or play["ids"].get(work["source"]) != work["identifier"]
            or play["season"] != want.get("season") or play["episode"] != episode
            or play["state"] != want["state"]):
        return False
    low, high = want.get("percent", (0, 100))
    return low <= play["percent"] <= high


def brief(play):
    return (f"{play['kind']} {play['ids']} {play['season']}/{play['episode']} "
            f"{play['state']} {play['percent']}")
