# SPDX-License-Identifier: MIT
"""From the queue to the server, in order, one after another.

What an answer means:

    2xx of our server       delivered
    401, 403, 404, 410      the queue is held: a person must change something
    3xx, or not our server  held too: the address leads elsewhere
    408, 425, 429, 5xx      later, with growing pauses; so with no answer at all
    any other 4xx           this one report is set aside, and shown

Only our own server's word takes a report out of the queue.
"""

import json
import random
import time
from urllib.parse import urlsplit

from . import address
from .wire import Unreachable

PAUSE_FIRST_S, PAUSE_MOST_S = 2, 300
HELD_S = 3600   # a server may be mended without a word to us
LATER = (408, 425, 429)
HELD = {401: "token", 403: "forbidden", 404: "not_found", 410: "not_found"}


class Problem:
    """kind is a key of texts.py; detail goes with it."""

    def __init__(self, kind, detail=""):
        self.kind, self.detail = kind, detail

    def __eq__(self, other):
        return isinstance(other, Problem) and self.kind == other.kind


def judge(answer):
    """What to do with a report: ("delivered" | "held" | "later" | "aside", Problem
    or None)."""
    status = answer.status
    if 200 <= status < 300 and answer.is_ours:
        return "delivered", None
    if status in LATER or status >= 500:
        return "later", Problem("busy", str(status))
    if 300 <= status < 400:
        to = urlsplit(answer.headers.get("Location", ""))
        return "held", Problem("redirect", "%s://%s" % (to.scheme, to.netloc))
    if status in (401, 403) or (status in HELD and answer.is_ours):
        return "held", Problem(HELD[status])
    if not answer.is_ours:
        return "held", Problem("not_ryot", str(status))
    return "aside", Problem("refused", answer.json.get("detail") or str(status))


class Sender:
    """post(target, body) gives an Answer or raises Unreachable. heard(body, answer)
    and problem(Problem or None) are told."""

    def __init__(self, queue, post, heard, problem, clock=time.monotonic):
        self.queue, self.post = queue, post
        self.heard, self.problem, self.clock = heard, problem, clock
        self.target = None
        self.wrong = None      # why there is no target
        self.failures = self.turn = 0
        self.due = 0           # nothing is sent before, by the clock

    def aim(self, options):
        """New settings: whatever was held is tried again."""
        self.target = self.wrong = None
        try:
            self.target = address.parse(options.address, options.token)
        except address.BadAddress as error:
            self.wrong = Problem(error.args[0])
        self.again()

    def again(self):
        """Whatever happened before, the next step sends."""
        self.turn += 1
        self.failures = self.due = 0

    @property
    def is_well(self):
        return self.due == 0 and self.target is not None

    def step(self):
        """Sends the first one. Returns for how many seconds to wait then; None:
        until something changes."""
        row = self.queue.first()
        if not row:
            return None
        if not self.target:
            self.problem(self.wrong)
            return None
        left = self.due - self.clock()
        if left > 0:
            return left
        body, turn = json.loads(row.body), self.turn
        try:
            answer = self.post(self.target, row.body)
            verdict, problem = judge(answer)
        except Unreachable as error:
            answer, verdict, problem = None, "later", Problem("unreachable", str(error))
        if turn != self.turn and verdict != "delivered":
            return 0    # that was the answer to the old settings
        if verdict == "later":
            return self._later(problem, answer.retry_after if answer else 0)
        if verdict == "held":
            return self._wait(problem, HELD_S)
        if verdict == "aside":
            self.queue.set_aside(row, "%s: %s" % (
                body.get("title") or body.get("show_title") or "?", problem.detail))
        else:
            self.queue.delivered(row)
        self.again()
        self.problem(problem)
        self.heard(body, answer)
        return 0

    def _later(self, problem, least_s):
        pause = min(PAUSE_FIRST_S << min(self.failures, 10), PAUSE_MOST_S)
        self.failures += 1
        # Many players must not come back all at once.
        return self._wait(problem, max(pause * random.uniform(0.75, 1.0), least_s))

    def _wait(self, problem, seconds):
        self.problem(problem)
        self.due = self.clock() + seconds
        return seconds
