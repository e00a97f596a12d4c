# SPDX-License-Identifier: MIT
"""The service: connects player, sittings, queue and sender, and stops in time."""

import json
import sqlite3
import threading
import time
import traceback

import xbmc
import xbmcgui

from . import player, shell
from .ryot import clock, exclude, item, report, texts
from .ryot.queue import Queue
from .ryot.sender import Sender
from .ryot.watch import Watch
from .ryot.wire import Wire

TICK_S = 0.5
LAST_WORDS_S = 2    # to deliver at exit; Kodi kills an add-on after five
HARMLESS = ("unreachable", "busy")  # these pass by themselves
LINGER_S = 3        # after playback, before a notification is shown
RETRY_S = 5         # to write what could not be written
MARKS_S, MARKS_MOST = 0.2, 100  # of the library, looked up in each tick


class Monitor(xbmc.Monitor):
    def __init__(self):
        super().__init__()
        self.is_changed = False
        self.asked, self.marked = [], []

    def onSettingsChanged(self):
        self.is_changed = True

    def onNotification(self, sender, method, data):
        """Messages from the buttons in the settings, and of the library."""
        if sender == shell.ID:
            self.asked.append(method.rpartition(".")[2])
        elif method == "VideoLibrary.OnUpdate":
            self.marked.append((data, clock.ticks_ms()))


class Service:
    def __init__(self):
        self.monitor, self.player = Monitor(), player.Player()
        self.log = shell.Log()
        self.version = shell.version()
        self.queue = Queue(shell.queue_path())
        self.wire = Wire(shell.agent())
        self.sender = Sender(self.queue, self.wire.post, self.heard, self.problem)
        self.library = item.Kodi(shell.ask)
        self.wake, self.is_ending = threading.Event(), False
        self.notices, self.told = [], set()
        self.quiet_since = time.monotonic()
        self.surprise = None
        self.retry_at = None    # to write to the queue, after a failure
        self.marks = []         # of the library, not written yet
        self.configure()
        self.watch = Watch(self.options, self.identify, self.tell, self.skipped)
        self.thread = threading.Thread(target=self.send, name="ryot-sender")

    # --- settings ---

    def configure(self):
        self.options = shell.options()
        self.log.is_debug = self.options.debug
        self.sender.aim(self.options)
        self.log.secrets = self.sender.target.secrets if self.sender.target else [
            text for text in [self.options.token] if text]
        self.wake.set()

    # --- from the player to the queue, on Kodi's thread ---

    def identify(self, opened):
        return item.from_kodi(self.library, opened, opened["real_path"], self.options)

    def tell(self, part, event, session, place, ticks):
        at_ms = clock.at_ticks(ticks)
        body = report.make(part, event, session, place, at_ms, self.version)
        self.log.debug("%s %d of %d ms: %r" % (event, place[0], place[1], part))
        self.write(self.queue.push, body, at_ms)
        self.wake.set()

    def write(self, step, *values):
        """While the queue cannot be written, as on a full disk, it holds reports in
        memory. The person is told once."""
        try:
            step(*values)
        except (sqlite3.Error, OSError) as error:
            if self.retry_at is None:
                self.log.info("the queue cannot be written: %s" % error)
                self.notices.append((texts.UNWRITABLE, {"detail": error}))
            self.retry_at = time.monotonic() + RETRY_S
            return
        if self.retry_at is not None:
            self.log.info("the queue can be written again")
        self.retry_at = None

    def keep(self, write, *values):
        """For what may be lost."""
        try:
            write(*values)
        except (sqlite3.Error, OSError) as error:
            self.log.info("the queue cannot be written: %s" % error)

    def skipped(self, what, why):
        title = what.parts[0].title if what.parts else ""
        title = title or what.path.rpartition("/")[2] or what.path
        self.keep(self.queue.note, "skipped", [title, why])
        self.log.info("not reported: %s (%s)" % (title, why))

    def follow(self):
        """Processes what happened since the last tick: first the reading, which is
        older than the recorded events."""
        now = clock.ticks_ms()
        if self.watch.sitting:
            got = player.reading()
            if got and got[0]:
                self.watch.read(*got, now)
            else:
                self.watch.gone(now)
        self.take_events()

    def take_events(self):
        for name, values in self.player.drain():
            if name == "wrong":
                self.went_wrong(values[1])
            else:
                getattr(self.watch, name)(*values)

    # --- marks in the library ---

    def note_marks(self):
        """Writes them down all at once: a person may mark a whole library."""
        while self.monitor.marked:
            data, ticks = self.monitor.marked.pop(0)
            told = json.loads(data)
            about = told.get("item", told)
            kind, number = about.get("type"), about.get("id")
            if not self.options.marks or "playcount" not in told or told.get("added"):
                continue
            if kind in item.LOTS and not self.watch.has_played((item.LOTS[kind], number), ticks):
                self.marks.append((kind, number, told["playcount"] > 0, clock.at_ticks(ticks)))
        if self.marks and time.monotonic() >= (self.retry_at or 0):
            self.write(self.queue.push_marks, self.marks)
            if self.retry_at is None:
                self.marks = []

    def report_marks(self):
        """Looks some of them up: Kodi answers on the thread that draws."""
        end, numbers, reports = time.monotonic() + MARKS_S, [], []
        for number, kind, library_id, is_watched, at_ms in self.queue.marks(MARKS_MOST):
            about = item.of_mark(self.library, kind, library_id)
            why = exclude.reason(about, self.options)
            for part in [] if why else about.parts:
                event = "watched" if is_watched else "unwatched"
                reports.append((report.make(
                    part, event, None, (0, 0), at_ms, self.version), at_ms))
            numbers.append(number)
            if time.monotonic() > end:
                break
        if numbers:
            self.queue.take_marks(numbers, reports)
            self.wake.set()

    # --- from the queue to the server, on the sender thread ---

    def send(self):
        while not self.is_ending:
            self.wake.clear()
            try:
                pause = self.sender.step()
            except Exception as error:  # the thread must survive any error
                self.log.info("sender: %r" % error)
                pause = 60
            if pause is None:
                self.wire.close()
            if pause != 0:
                self.wake.wait(pause)
        self.wire.close()

    def heard(self, body, answer):
        detail = answer.json.get("detail") or ""
        title = body.get("show_title") or body.get("title") or "?"
        self.keep(self.queue.note, "last", [clock.now_ms(), "%s: %s" % (title, detail)])
        self.log.debug("answer: %s %s" % (answer.status, answer.json.get("reason")))
        if answer.json.get("outcome") == "unmatched" and title not in self.told:
            self.told.add(title)
            self.notices.append((texts.UNMATCHED, {"title": title}))

    def problem(self, problem):
        """Notifies once per problem, until it is solved or replaced by another."""
        kind = problem.kind if problem else None
        if kind == self.queue.noted("told"):
            return
        self.keep(self.queue.note, "told", kind)
        self.keep(self.queue.note, "problem", [kind, problem.detail] if kind else None)
        if not kind:
            self.log.info("the server takes reports again")
            return
        self.log.info("%s: %s" % (kind, problem.detail))
        if kind not in HARMLESS:
            self.notices.append((texts.PROBLEMS[kind], {"detail": problem.detail}))

    # --- notifications ---

    def show_notices(self):
        """Shows no notification during playback or between two episodes."""
        if xbmc.getCondVisibility("Player.HasMedia"):
            self.quiet_since = time.monotonic()
        elif self.notices and time.monotonic() - self.quiet_since > LINGER_S:
            number, values = self.notices.pop(0)
            if self.options.notifications:
                xbmcgui.Dialog().notification(
                    "Ryot", shell.text(number, **values), xbmcgui.NOTIFICATION_WARNING)

    def obey(self):
        if self.monitor.is_changed:
            self.monitor.is_changed = False
            self.configure()
            self.watch.options = self.options
            self.keep(self.queue.note, "told", None)
            self.keep(self.queue.note, "problem", None)
        while self.monitor.asked:
            self.monitor.asked.pop()
            self.sender.again()
            self.wake.set()

    # --- main loop ---

    def run(self):
        self.thread.start()
        try:
            self.guard(self.begin)
            self.guard(self.look)
            while not self.monitor.waitForAbort(TICK_S):
                self.tick()
        finally:
            self.end()

    def begin(self):
        target = self.sender.target
        self.log.info("%s begins, %s, %d waiting" % (
            self.version, "reports to " + target.shown if target else "not configured",
            self.queue.waiting()))

    def look(self):
        """The service may start while a film is playing."""
        self.watch.open(clock.ticks_ms(), player.opened())

    def tick(self):
        self.guard(self.follow)
        self.guard(self.note_marks)
        self.guard(self.report_marks)
        self.guard(self.obey)
        self.guard(self.show_notices)
        if self.retry_at is not None and time.monotonic() >= self.retry_at:
            self.write(self.queue.write_held)

    def guard(self, step):
        """Keeps running after any error: the next film may work."""
        try:
            step()
        except Exception:
            self.went_wrong(traceback.format_exc())

    def went_wrong(self, trace):
        """Told once in the log, and under "What is waiting"."""
        line = trace.strip().rpartition("\n")[2]
        if line != self.surprise:
            self.log.info("went wrong: " + trace)
            self.keep(self.queue.note, "wrong", [clock.now_ms(), line])
        self.surprise = line

    def end(self):
        """Stops when Kodi quits or the add-on is disabled; there is no callback for
        the playback that this ends. A live thread would keep Kodi from exiting."""
        try:
            self.guard(self.take_events)
            self.guard(self.note_marks)
            self.guard(lambda: self.watch.stop(clock.ticks_ms()))
            self.guard(lambda: self.write(self.queue.write_held))
            self.guard(self.say_last_words)
        finally:
            self.is_ending = True
            self.wake.set()
            self.wire.cut()
            self.thread.join(LAST_WORDS_S)
            self.guard(lambda: self.log.info("ends, %d waiting" % self.queue.waiting()))
            self.queue.close()

    def say_last_words(self):
        end = time.monotonic() + LAST_WORDS_S
        while self.queue.waiting() and self.sender.is_well and time.monotonic() < end:
            time.sleep(0.05)
        if self.notices:
            self.keep(self.queue.note, "told", None)    # not shown yet


def main():
    Service().run()
