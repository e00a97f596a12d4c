# SPDX-License-Identifier: MIT
"""Wrappers of Kodi's services: settings, texts, JSON-RPC, log, data folder."""

import json
import os

import xbmc
import xbmcaddon
import xbmcvfs

from .ryot import texts
from .ryot.options import Options
from .ryot.report import readable

ID = "script.ryot"


def addon():
    """A new object each time: an old one keeps old settings."""
    return xbmcaddon.Addon(ID)


def version():
    return addon().getAddonInfo("version")


def agent():
    kodi = xbmc.getInfoLabel("System.BuildVersionShort")
    return "script.ryot/%s Kodi/%s" % (version(), "".join(kodi.split()[:1]) or "?")


def options():
    return Options(addon().getSetting)


def queue_path():
    folder = xbmcvfs.translatePath(addon().getAddonInfo("profile"))
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, "queue.db")


def text(number, **values):
    return readable(addon().getLocalizedString(number).format(**values))


def problem_text(kind, detail):
    return text(texts.PROBLEMS[kind], detail=detail)


def ask(method, params=None):
    """The result of a JSON-RPC call, or None if it fails."""
    return ask_all((method, params))[0]


def ask_all(*calls):
    """Several calls in one batch, so that the answers belong to the same moment."""
    request = [{"jsonrpc": "2.0", "id": i, "method": method, "params": params or {}}
               for i, (method, params) in enumerate(calls)]
    answers = json.loads(xbmc.executeJSONRPC(json.dumps(request)))
    by_id = {answer.get("id"): answer for answer in answers}
    return [by_id.get(i, {}).get("result") for i in range(len(calls))]


class Log:
    """Logs problems always, details if debug is on, and secrets never."""

    def __init__(self):
        self.is_debug, self.secrets = False, []

    def _write(self, words, level):
        for secret in self.secrets:
            words = words.replace(secret, "***")
        words = readable(words)
        xbmc.log("[%s] %s" % (ID, words), level)

    def info(self, words):
        self._write(words, xbmc.LOGINFO)

    def debug(self, words):
        # Kodi prints LOGDEBUG only if its own debug log is on.
        self._write(words, xbmc.LOGINFO if self.is_debug else xbmc.LOGDEBUG)
