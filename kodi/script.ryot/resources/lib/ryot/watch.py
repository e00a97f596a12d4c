# SPDX-License-Identifier: MIT
"""Turns the events of Kodi's player into sittings."""

from . import exclude
from .sitting import Sitting

MARKED_AFTER_MS = 30000


class Watch:
    """identify(opened) returns the Item; reports are passed to tell, and items that
    are not reported, or only in part, to skipped(item, why). The methods are the events
    of the player; all but read take the time first."""

    def __init__(self, options, identify, tell, skipped):
        self.options, self.identify = options, identify
        self.tell, self.skipped = tell, skipped
        self.sitting = None
        self.owes_stop = False  # the item before this one has not been stopped by Kodi
        self.doubted = None     # a stop or end that seemed to be owed
        self.played = {}        # (lot, id in the library): when that ended

    def open(self, at_ms, opened):
        self.switch(at_ms)
        if not opened:
            return
        item = self.identify(opened)
        why = exclude.reason(item, self.options)
        if why:
            self.skipped(item, why)
        else:
            self.sitting = Sitting(item, self.options.interval * 1000, at_ms, self.tell)

    def _finish(self, event, at_ms):
        """The sitting is over, whatever happens on the way."""
        sitting, self.sitting, self.doubted = self.sitting, None, None
        if not sitting:
            return
        self.played[sitting.item.key] = at_ms
        try:
            getattr(sitting, event)(at_ms)
        finally:
            if sitting.is_blind:
                self.skipped(sitting.item,
                             "unknown_position" if sitting.duration else "unknown_length")

    def switch(self, at_ms):
        self.owes_stop = self.owes_stop or self.sitting is not None
        self._finish("switch", at_ms)

    def _over(self, event, at_ms, playing):
        """Kodi may announce the stop of an item when the next one has begun. `playing` is
        the path of what plays at that moment; gone() settles a doubt."""
        is_owed, self.owes_stop = self.owes_stop, False
        is_over = event == "end" and self.sitting and self.sitting.is_near_end
        if is_owed and not is_over and self.sitting and playing == self.sitting.item.path:
            self.doubted = event
        else:
            self._finish(event, at_ms)

    def stop(self, at_ms, playing=None):
        self._over("stop", at_ms, playing)

    def end(self, at_ms, playing=None):
        self._over("end", at_ms, playing)

    def gone(self, at_ms):
        """The player has nothing."""
        if self.doubted:
            self._finish(self.doubted, at_ms)

    def has_played(self, key, at_ms):
        """Kodi marks what it has played as watched, which is no mark of a person."""
        if self.sitting and self.sitting.item.key == key:
            return True
        return at_ms - self.played.get(key, -MARKED_AFTER_MS) < MARKED_AFTER_MS

    def pause(self, at_ms):
        if self.sitting:
            self.sitting.pause(at_ms)

    def resume(self, at_ms):
        if self.sitting:
            self.sitting.resume(at_ms)

    def seek(self, at_ms, target):
        if self.sitting:
            self.sitting.seek(target, at_ms)

    def read(self, path, position, duration, at_ms):
        """Ignores a reading of another file: that item was not announced yet."""
        if self.sitting and path == self.sitting.item.path:
            self.sitting.read(position, duration, at_ms)
