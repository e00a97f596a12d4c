# SPDX-License-Identifier: MIT
"""The buttons in the settings: test the connection, show status, send now, clear."""

import json
import sqlite3
import time

import xbmc
import xbmcgui

from . import shell
from .ryot import address, texts
from .ryot.queue import Queue
from .ryot.sender import judge
from .ryot.wire import Unreachable, Untrusted, Wire

NAME = "Ryot"


def _ask_service(what):
    xbmc.executebuiltin("NotifyAll(%s,%s)" % (shell.ID, what))


def _when(at_ms):
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at_ms // 1000))


def _test(options):
    """Sends a test event; returns (success, message)."""
    try:
        target = address.parse(options.address, options.token)
    except address.BadAddress as error:
        return False, shell.problem_text(error.args[0], "")
    wire = Wire(shell.agent())
    body = {"event": "test", "addon_version": shell.version()}
    try:
        answer = wire.post(target, json.dumps(body))
    except Unreachable as error:
        kind = "certificate" if isinstance(error, Untrusted) else "unreachable"
        return False, target.shown + "[CR]" + shell.problem_text(kind, error)
    finally:
        wire.close()
    verdict, problem = judge(answer)
    if verdict != "delivered":
        return False, target.shown + "[CR]" + shell.problem_text(problem.kind, problem.detail)
    if answer.json.get("enabled") is False:
        return False, target.shown + "[CR]" + shell.text(
            texts.TEST_OFF, name=answer.json.get("integration"))
    return True, shell.text(texts.TEST_OK, server=target.shown,
                            version=answer.json.get("version", "?"),
                            user=answer.json.get("user", "?"),
                            name=answer.json.get("integration", "?"))


def test():
    went_well, words = _test(shell.options())
    title = texts.TEST_OK_TITLE if went_well else texts.TEST_BAD_TITLE
    xbmcgui.Dialog().ok(shell.text(title), words)
    if went_well:
        _ask_service("send")


def _status(queue):
    yield shell.text(texts.STATUS_WAITING, count=queue.waiting())
    oldest = queue.oldest_ms()
    if oldest:
        yield shell.text(texts.STATUS_OLDEST, time=_when(oldest))
    problem = queue.noted("problem")
    if problem and queue.waiting():
        yield shell.problem_text(*problem)
    wrong = queue.noted("wrong")
    if wrong:
        yield shell.text(texts.STATUS_WRONG, time=_when(wrong[0]), detail=wrong[1])
    last = queue.noted("last")
    if last:
        yield shell.text(texts.STATUS_LAST, time=_when(last[0]), detail=last[1])
    else:
        yield shell.text(texts.STATUS_NEVER)
    skipped = queue.noted("skipped")
    if skipped:
        yield shell.text(texts.STATUS_SKIPPED, title=skipped[0],
                         why=shell.text(texts.SKIPPED[skipped[1]]))
    refused = queue.refused()
    if refused:
        yield ""
        yield shell.text(texts.STATUS_REFUSED, count=len(refused))
        yield from refused


def status():
    queue = Queue(shell.queue_path())
    lines = []
    try:
        queue.note("looked", None)  # shows a full disk
        lines.extend(_status(queue))
    except sqlite3.Error as error:
        lines.append(shell.text(texts.UNWRITABLE, detail=error))
    queue.close()
    xbmcgui.Dialog().textviewer(shell.text(texts.STATUS_TITLE), "\n".join(lines))


def send():
    queue = Queue(shell.queue_path())
    queue.take_up_again()
    count = queue.waiting()
    queue.close()
    _ask_service("send")
    xbmcgui.Dialog().notification(
        NAME, shell.text(texts.SENDING if count else texts.EMPTY, count=count))


def clear():
    queue = Queue(shell.queue_path())
    count = queue.waiting() + len(queue.refused())
    if not count:
        xbmcgui.Dialog().ok(NAME, shell.text(texts.EMPTY))
    elif xbmcgui.Dialog().yesno(NAME, shell.text(texts.CLEAR_ASK, count=count)):
        queue.clear()
        xbmcgui.Dialog().notification(NAME, shell.text(texts.CLEARED))
    queue.close()


ACTIONS = {"test": test, "status": status, "send": send, "clear": clear}


def main(arguments):
    """Runs the named action; without one, as from the program list, opens the settings."""
    ACTIONS.get("".join(arguments[1:2]), shell.addon().openSettings)()
