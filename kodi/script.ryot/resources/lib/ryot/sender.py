# SPDX-License-Identifier: MIT
"""Sends the queue to the server, in order, one report at a time.

Meaning of an answer:

    2xx of our server       delivered
    401, 403, 404, 410      the queue is held until a person changes something
    3xx, or not our server  held as well: the address leads elsewhere
    408, 425, 429, 5xx      retried with growing pauses, as without an answer
    any other 4xx           this one report is set aside, and shown

Only an answer of a Ryot server removes a report from the queue.
"""

import json
import random
import time
from urllib.parse import urlsplit

from . import address, report
from .wire import Unreachable, Untrusted

PAUSE_FIRST_S, PAUSE_MOST_S = 2, 300
HELD_S = 3600   # retry anyway: the server may have been fixed
LATER = (408, 425, 429)
HELD = {401: "token", 403: "forbidden", 404: "not_found", 410: "not_found"}


class Problem:
    """kind is a key of texts.PROBLEMS; detail is inserted into that text."""

    def __init__(self, kind, detail=""):
        self.kind, self.detail = kind, detail

    def __eq__(self, other):
        return isinstance(other, Problem) and self.kind == other.kind


def judge(answer):
    """What to do with the report: ("delivered" | "held" | "later" | "aside",
    Problem or None)."""
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
    """post(target, body) returns an Answer or raises Unreachable. heard(body, answer)
    and problem(Problem or None) are called back."""

    def __init__(self, queue, post, heard, problem, clock=time.monotonic):
        self.queue, self.post = queue, post
        self.heard, self.problem, self.clock = heard, problem, clock
        self.target = None
        self.wrong = None      # why there is no target
        self.failures = self.turn = 0
        self.due = 0           # nothing is sent before this time

    def aim(self, options):
        """Takes new settings; a held queue is tried again."""
        self.target = self.wrong = None
        try:
            self.target = address.parse(options.address, options.token)
        except address.BadAddress as error:
            self.wrong = Problem(error.args[0])
        self.again()

    def again(self):
        """Ends any pause: the next step sends."""
        self.turn += 1
        self.failures = self.due = 0

    @property
    def is_well(self):
        return self.due == 0 and self.target is not None

    def step(self):
        """Sends the first report. Returns how many seconds to wait before the next
        step, or None to wait until something changes."""
        row = self.queue.first()
        if not row:
            return None
        if not self.target:
            self.problem(self.wrong)
            return None
        left = self.due - self.clock()
        if left > 0:
            return left
        body, turn = report.stamp(json.loads(row.body), row.moment), self.turn
        try:
            answer = self.post(self.target, json.dumps(body, ensure_ascii=False))
            verdict, problem = judge(answer)
        except Untrusted as error:
            answer, verdict, problem = None, "held", Problem("certificate", str(error))
        except Unreachable as error:
            answer, verdict, problem = None, "later", Problem("unreachable", str(error))
        if turn != self.turn and verdict != "delivered":
            return 0    # an answer for the old settings
        if verdict == "later":
            return self._later(problem, answer.retry_after if answer else 0)
        if verdict == "held":
            # A certificate also looks wrong while the clock is.
            is_short = problem.kind == "certificate"
            return self._wait(problem, PAUSE_MOST_S if is_short else HELD_S)
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
        # Random, so that many players do not come back at once.
        return self._wait(problem, max(pause * random.uniform(0.75, 1.0), least_s))

    def _wait(self, problem, seconds):
        self.problem(problem)
        self.due = self.clock() + seconds
        return seconds
