# SPDX-License-Identifier: MIT
"""Turns the events of Kodi's player into sittings."""

from . import exclude
from .sitting import Sitting


class Watch:
    """identify(opened) returns the Item; reports are passed to tell, and items that
    are not reported to skipped(item, why). The methods are the events of the player;
    all but read take the time first."""

    def __init__(self, options, identify, tell, skipped):
        self.options, self.identify = options, identify
        self.tell, self.skipped = tell, skipped
        self.sitting = None

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

    def switch(self, at_ms):
        if self.sitting:
            self.sitting.switch(at_ms)
        self.sitting = None

    def stop(self, at_ms):
        if self.sitting:
            self.sitting.stop(at_ms)
        self.sitting = None

    def end(self, at_ms):
        if self.sitting:
            self.sitting.end(at_ms)
        self.sitting = None

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
