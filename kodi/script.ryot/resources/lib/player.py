# SPDX-License-Identifier: MIT
"""Kodi's player: records its callbacks in order, and reads its state.

Callbacks run while the service waits, so they only record the event. State is read
over JSON-RPC: when the player has just ended, Kodi's own getters raise and log,
while JSON-RPC returns an error.
"""

import collections
import traceback

import xbmc

from .ryot import clock
from .shell import ask, ask_all

VIDEO = 1  # id of the video player
FIELDS = ["title", "showtitle", "season", "episode", "year", "uniqueid", "tvshowid",
          "file", "runtime", "art", "userrating"]
ID_NAMES = [show + site for show in ("", "tvshow.") for site in ("tmdb", "tvdb", "imdb")]


def _stream():
    """The item as a video add-on named it, with the keys of Player.GetItem.

    The player keeps this while it plays. JSON-RPC loses it once Kodi has added the
    stream to its table of files: Kodi 21 when playback starts, 19 and 20 after it
    stopped for the first time.
    """
    player = xbmc.Player()
    if not player.isPlayingVideo():  # it has ended; the next call would log an exception
        return {}
    try:
        tag = player.getVideoInfoTag()
    except RuntimeError:  # it has ended just now
        return {}
    if tag.getMediaType() not in ("movie", "episode"):
        return {}
    ids = {name: xbmc.getInfoLabel(f"VideoPlayer.UniqueID({name})") for name in ID_NAMES}
    return {"type": tag.getMediaType(), "title": tag.getTitle(),
            "showtitle": tag.getTVShowTitle(), "season": tag.getSeason(),
            "episode": tag.getEpisode(), "year": tag.getYear(),
            "uniqueid": {name: value for name, value in ids.items() if value}}


def opened():
    """The current item as Kodi describes it, or None."""
    got = ask("Player.GetItem", {"playerid": VIDEO, "properties": FIELDS})
    item = (got or {}).get("item")
    if not item or not (item.get("file") or item.get("label")):
        return None
    if item.get("type") in (None, "", "unknown"):
        item.update(_stream())
    item["real_path"] = xbmc.getInfoLabel("Player.FilenameAndPath")
    return item


def playing():
    """The path of what plays; empty if nothing does."""
    got = reading()
    return got[0] if got else ""


def _in_ms(time):
    return ((time["hours"] * 60 + time["minutes"]) * 60 + time["seconds"]) * 1000 + \
        time["milliseconds"]


def reading():
    """(path, position, duration), or None if no video is playing.

    Kodi answers Player.GetItem even then. Just after a stop it clears the item on
    another thread, without a lock, and may crash when it is asked meanwhile.
    """
    if not xbmc.Player().isPlayingVideo():
        return None
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
        """Records an event; name is a method of Watch, or "wrong"."""
        self.events.append((name, (clock.ticks_ms(), *values)))

    def _note_with(self, name, ask):
        """Adds what Kodi answers. An exception in a callback would only reach its log."""
        try:
            answer = ask()
        except Exception:
            self._note("wrong", traceback.format_exc())
            answer = None
        self._note(name, answer)

    def drain(self):
        while self.events:
            yield self.events.popleft()

    def onPlayBackStarted(self):
        """The old item is gone; the new one cannot be read before onAVStarted."""
        self._note("switch")

    def onAVStarted(self):
        self._note_with("open", opened)

    def onPlayBackPaused(self):
        self._note("pause")

    def onPlayBackResumed(self):
        self._note("resume")

    def onPlayBackSeek(self, time, seekOffset):
        self._note("seek", time)

    def onPlayBackStopped(self):
        self._note_with("stop", playing)

    def onPlayBackError(self):
        self._note_with("stop", playing)

    def onPlayBackEnded(self):
        self._note_with("end", playing)
