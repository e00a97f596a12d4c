# SPDX-License-Identifier: MIT
"""Wrong clocks, and clocks that are set while something waits or plays."""

import json

import pytest

from resources.lib.ryot import clock, report
from resources.lib.ryot.clock import Moment
from resources.lib.ryot.item import Item, Part
from resources.lib.ryot.queue import Queue
from resources.lib.ryot.sender import Sender
from resources.lib.ryot.watch import Watch
from resources.lib.ryot.wire import Answer

HOUR_MS = 3600_000
TODAY_MS = 1_800_000_000_000
FILM = Part("movie", {"tmdb": "603"}, "The Matrix")


class Clocks:
    """The time of day can be set; ticks only pass."""

    def __init__(self, monkeypatch):
        self.day, self.passed, self.boot = TODAY_MS, 5000, clock.BOOT
        monkeypatch.setattr(clock, "now_ms", lambda: self.day)
        monkeypatch.setattr(clock, "ticks_ms", lambda: self.passed)

    def wait(self, ms):
        self.day += ms
        self.passed += ms

    def set(self, day):
        self.day = day


@pytest.fixture
def clocks(monkeypatch):
    return Clocks(monkeypatch)


def dates(body):
    """When it happened, and the clock that says so."""
    return [body.get("at"), body.get("sent_at")]


def stamped(moment):
    return dates(report.stamp({"at": "old"}, moment))


def test_a_date_and_the_clock_it_is_by_go_together(clocks):
    moment = Moment.of(clock.now_ms())
    clocks.wait(5 * HOUR_MS)
    assert stamped(moment) == [report.rfc3339(TODAY_MS), report.rfc3339(TODAY_MS + 5 * HOUR_MS)]


@pytest.mark.parametrize("wrong", [7000, TODAY_MS - 40 * 24 * HOUR_MS, TODAY_MS + 3 * HOUR_MS])
def test_a_clock_that_is_set_in_between_dates_it_anew(clocks, wrong):
    """By the ticks that have passed since."""
    clocks.set(wrong)
    moment = Moment.of(clock.now_ms())
    clocks.wait(HOUR_MS)
    clocks.set(TODAY_MS)
    assert stamped(moment) == [report.rfc3339(TODAY_MS - HOUR_MS), report.rfc3339(TODAY_MS)]


def test_a_clock_that_stays_wrong_is_sent_as_it_is(clocks):
    """The server sees by how much."""
    clocks.set(7000)
    moment = Moment.of(clock.now_ms())
    clocks.wait(HOUR_MS)
    assert stamped(moment) == [report.rfc3339(7000), report.rfc3339(7000 + HOUR_MS)]


@pytest.mark.parametrize("at, is_dated", [
    (TODAY_MS - 40 * 24 * HOUR_MS, True), (7000, False), (TODAY_MS + HOUR_MS, False)])
def test_a_report_of_an_earlier_boot_has_its_date_if_it_can_be_right(clocks, at, is_dated):
    assert (stamped(Moment(at, 99, "another boot"))[0] is not None) == is_dated


def test_dates_never_go_below_1970(clocks):
    moment = Moment.of(clock.now_ms())
    clocks.wait(HOUR_MS)
    clocks.set(1000)
    assert stamped(moment)[0] == report.rfc3339(0)


def test_the_queue_remembers_the_moment(clocks, tmp_path):
    """A film in 1970, then the network comes, and the clock is set."""
    clocks.set(7000)
    queue, posted = Queue(str(tmp_path / "queue.db")), []

    def post(_, body):
        posted.append(json.loads(body))
        return Answer(200, '{"outcome": "tracked"}', {})

    queue.push(report.make(FILM, "start", "s", (5, 1000), clock.now_ms(), "1"), clock.now_ms())
    clocks.wait(2 * HOUR_MS)
    clocks.set(TODAY_MS)
    queue.push(report.make(FILM, "end", "s", (1000, 1000), TODAY_MS, "1"), TODAY_MS)
    sender = Sender(queue, post, lambda *_: None, lambda _: None)
    sender.target = object()
    assert sender.step() == sender.step() == 0 and queue.waiting() == 0
    assert [body["at"] for body in posted] == [
        report.rfc3339(TODAY_MS - 2 * HOUR_MS), report.rfc3339(TODAY_MS)]
    queue.close()


@pytest.mark.parametrize("step_ms", [-3 * HOUR_MS, 3 * HOUR_MS, 7000 - TODAY_MS])
def test_samples_go_on_while_the_clock_is_set(clocks, options, step_ms):
    told = []
    watch = Watch(options(), lambda opened: Item("/a.mkv", [FILM]),
                  lambda _, event, *rest: told.append((event, rest[-1])), None)
    watch.open(clock.ticks_ms(), {"file": "/a.mkv"})
    for second in range(200):
        if second == 100:
            clocks.set(clocks.day + step_ms)
        clocks.wait(1000)
        watch.read("/a.mkv", second * 1000, 6000_000, clock.ticks_ms())
    at = [ticks for event, ticks in told if event == "progress"]
    assert len(at) == 6 and {b - a for a, b in zip(at, at[1:])} == {30_000}
