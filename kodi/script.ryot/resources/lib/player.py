# SPDX-License-Identifier: MIT
"""Kodi's player: what it calls, in order, and what it says when asked.

The callbacks come while the service waits. They only write down what happened.
Kodi's own getters raise, and write into the log, whenever the player has just
ended; JSON-RPC answers that with a mere error.
"""

import collections

import xbmc

from .ryot import report
from .shell import ask, ask_all

VIDEO = 1  # the player that shows films
FIELDS = ["title", "showtitle", "season", "episode", "year", "uniqueid", "tvshowid",
          "file", "runtime"]
ID_NAMES = [show + site for show in ("", "tvshow.") for site in ("tmdb", "tvdb", "imdb")]


def _stream():
    """What a video add-on has named, in the words of Player.GetItem.

    The player knows it as long as it plays. JSON-RPC no longer does once Kodi has
    noted the stream in its table of files: Kodi 21 when it starts, 19 and 20 when it
    has stopped for the first time.
    """
    try:
        tag = xbmc.Player().getVideoInfoTag()
    except RuntimeError:  # nothing plays any more
        return {}
    if tag.getMediaType() not in ("movie", "episode"):
        return {}
    ids = {name: xbmc.getInfoLabel(f"VideoPlayer.UniqueID({name})") for name in ID_NAMES}
    return {"type": tag.getMediaType(), "title": tag.getTitle(),
            "showtitle": tag.getTVShowTitle(), "season": tag.getSeason(),
            "episode": tag.getEpisode(), "year": tag.getYear(),
            "uniqueid": {name: value for name, value in ids.items() if value}}


def opened():
    """What plays now, as Kodi describes it, or None."""
    got = ask("Player.GetItem", {"playerid": VIDEO, "properties": FIELDS})
    item = (got or {}).get("item")
    if not item or not (item.get("file") or item.get("label")):
        return None
    if item.get("type") in (None, "", "unknown"):
        item.update(_stream())
    item["real_path"] = xbmc.getInfoLabel("Player.FilenameAndPath")
    return item


def _in_ms(time):
    return ((time["hours"] * 60 + time["minutes"]) * 60 + time["seconds"]) * 1000 + \
        time["milliseconds"]


def reading():
    """(path, position, duration), or None when no video plays."""
    item, place = ask_all(
        ("Player.GetItem", {"playerid": VIDEO, "properties": ["file"]}),
        ("Player.GetProperties", {"playerid": VIDEO, "properties": ["time", "totaltime"]}))
    if not item or not place:
        return None
    return item["item"].get("file", ""), _in_ms(place["time"]), _in_ms(place["totaltime"])


class Player(xbmc.Player):
    def __init__(self):
        super().__init__()
        self.events = collections.deque()

    def _note(self, name, *values):
        """name is a method of Watch."""
        self.events.append((name, (report.now_ms(), *values)))

    def drain(self):
        while self.events:
            yield self.events.popleft()

    def onPlayBackStarted(self):
        """The values of the new item are not there yet, those of the old gone."""
        self._note("switch")

    def onAVStarted(self):
        self._note("open", opened())

    def onPlayBackPaused(self):
        self._note("pause")

    def onPlayBackResumed(self):
        self._note("resume")

    def onPlayBackSeek(self, time, seekOffset):
        self._note("seek", time)

    def onPlayBackStopped(self):
        self._note("stop")

    def onPlayBackError(self):
        self._note("stop")

    def onPlayBackEnded(self):
        self._note("end")
