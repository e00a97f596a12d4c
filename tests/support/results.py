# SPDX-License-Identifier: MIT
"""The table at the end of a long test run: what was done, how long it took, the result."""

import time


def minutes(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Results:
    def __init__(self, program, step, planned=()):
        """step: the heading of the names. planned: names that are shown even if not run."""
        self.program, self.step, self.planned = program, step, planned
        self.rows = {}

    def say(self, text):
        print(f"{self.program}: {text}", flush=True)

    def run(self, name, function, *args):
        """Calls the function, which returns what went wrong, if anything. True on success."""
        print()
        self.say(f"=== {name}")
        begun = time.monotonic()
        wrong = function(*args)
        self.rows[name] = time.monotonic() - begun, wrong
        if wrong:
            self.say(f"{name}: {wrong}")
        return not wrong

    @property
    def failed(self):
        return sum(1 for _, wrong in self.rows.values() if wrong)

    def show(self):
        names = [*self.planned, *(name for name in self.rows if name not in self.planned)]
        width = max(map(len, [self.step, "together", *names]))

        def row(name, duration, result=""):
            self.say(f"{name:{width}}  {duration:>6}  {result}".rstrip())

        print()
        row(self.step, "time", "result")
        for name in names:
            seconds, wrong = self.rows.get(name, (None, "not run"))
            row(name, "" if seconds is None else minutes(seconds), wrong or "passed")
        row("together", minutes(sum(seconds for seconds, _ in self.rows.values())))
        self.say(f"{len(self.rows) - self.failed} passed, {self.failed} failed")
