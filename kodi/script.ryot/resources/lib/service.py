# SPDX-License-Identifier: MIT
"""The service: connects player, sittings, queue and sender, and stops in time."""

import sqlite3
import threading
import time
import traceback

import xbmc
import xbmcgui

from . import player, shell
from .ryot import item, report, texts
from .ryot.queue import Queue
from .ryot.sender import Sender
from .ryot.watch import Watch
from .ryot.wire import Wire

TICK_S = 0.5
LAST_WORDS_S = 2    # to deliver at exit; Kodi kills an add-on after five
HARMLESS = ("unreachable", "busy")  # these pass by themselves
LINGER_S = 3        # after playback, before a notification is shown


class Monitor(xbmc.Monitor):
    def __init__(self):
        super().__init__()
        self.is_changed = False
        self.asked = []

    def onSettingsChanged(self):
        self.is_changed = True

    def onNotification(self, sender, method, data):
        """Messages from the buttons in the settings."""
        if sender == shell.ID:
            self.asked.append(method.rpartition(".")[2])


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
        return item.from_kodi(self.library, opened, opened["real_path"])

    def tell(self, part, event, session, place, at_ms):
        body = report.make(part, event, session, place, at_ms, self.version)
        self.log.debug("%s %d of %d ms: %r" % (event, place[0], place[1], part))
        self.keep(self.queue.push, body, at_ms)
        self.wake.set()

    def keep(self, write, *values):
        """A write error, such as a full disk, loses only this report."""
        try:
            write(*values)
        except sqlite3.Error as error:
            self.log.info("the queue cannot be written: %s" % error)

    def skipped(self, what, why):
        title = what.parts[0].title if what.parts else ""
        title = title or what.path.rpartition("/")[2] or what.path
        self.keep(self.queue.note, "skipped", [title, why])
        self.log.info("not reported: %s (%s)" % (title, why))

    def follow(self):
        """Processes what happened since the last tick: first the reading, which is
        older than the recorded events."""
        now = report.now_ms()
        got = player.reading() if self.watch.sitting else None
        if got:
            self.watch.read(*got, now)
        for name, values in self.player.drain():
            getattr(self.watch, name)(*values)

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
        self.queue.note("last", [report.now_ms(), "%s: %s" % (title, detail)])
        self.log.debug("answer: %s %s" % (answer.status, answer.json.get("reason")))
        if answer.json.get("outcome") == "unmatched" and title not in self.told:
            self.told.add(title)
            self.notices.append((texts.UNMATCHED, {"title": title}))

    def problem(self, problem):
        """Notifies once per problem, until it is solved or replaced by another."""
        kind = problem.kind if problem else None
        if kind == self.queue.noted("told"):
            return
        self.queue.note("told", kind)
        self.queue.note("problem", [kind, problem.detail] if kind else None)
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
            self.begin()
            while not self.monitor.waitForAbort(TICK_S):
                self.tick()
        finally:
            self.end()

    def begin(self):
        self.keep(self.queue.trim, report.now_ms())
        target = self.sender.target
        self.log.info("%s begins, %s, %d waiting" % (
            self.version, "reports to " + target.shown if target else "not configured",
            self.queue.waiting()))
        # The service may start while a film is playing.
        self.watch.open(report.now_ms(), player.opened())

    def tick(self):
        try:
            self.follow()
            self.obey()
            self.show_notices()
        except Exception as error:  # keep running: the next film may work
            if repr(error) != self.surprise:
                self.log.info("went wrong: " + traceback.format_exc())
            self.surprise = repr(error)

    def end(self):
        """Stops when Kodi quits or the add-on is disabled; there is no callback for
        the playback that this ends. A live thread would keep Kodi from exiting."""
        try:
            for name, values in self.player.drain():
                getattr(self.watch, name)(*values)
            self.watch.stop(report.now_ms())
            self.say_last_words()
        finally:
            self.is_ending = True
            self.wake.set()
            self.wire.cut()
            self.thread.join(LAST_WORDS_S)
            self.log.info("ends, %d waiting" % self.queue.waiting())
            self.queue.close()

    def say_last_words(self):
        end = time.monotonic() + LAST_WORDS_S
        while self.queue.waiting() and self.sender.is_well and time.monotonic() < end:
            time.sleep(0.05)
        if self.notices:
            self.keep(self.queue.note, "told", None)    # not shown yet


def main():
    Service().run()
