# SPDX-License-Identifier: MIT
"""One viewing, from opening to end, and the reports of it.

Kodi's player is read twice a second. When the next item begins, Kodi sends no event
for the previous one, and the player already returns values of the new one. So a
reading is believed only once another one follows without a switch in between.

All times are ticks (clock.py): the time of day may be set while a film plays.
"""

import uuid

SEEK_SETTLES_MS = 1500  # the player may return the old position for this long
SEEK_NEAR_MS = 3000
# Kodi also reports "ended" when a stream breaks off. Fast forward moves up to half
# a minute between two readings. At the end this much may be missing, or a tenth of
# the duration.
END_MISSING_MS = 120000
# Another program that plays the film tells Kodi nothing: 0 of 0, to the end. Kodi's own
# player says the same only for a moment.
BLIND_MS = 10000


class Sitting:
    """Reports are passed to tell(part, event, session, (position, duration), at_ms)."""

    def __init__(self, item, interval_ms, at_ms, tell):
        self.item, self.interval_ms, self.tell = item, interval_ms, tell
        self.session = str(uuid.uuid4())
        self.opened_ms = at_ms
        self.position = self.duration = 0
        self.reading = None   # not yet believed
        self.seeking = None   # (target, ignore the old position until)
        self.part = None      # number of the part being reported
        self.is_paused = False
        self.knows_total = False  # the player has returned a duration
        self.is_blind = False     # the player returns no position
        self.told_ms = at_ms

    # --- position ---

    def _length(self):
        return self.duration // len(self.item.parts)

    def _part_at(self, position):
        return min(position // max(self._length(), 1), len(self.item.parts) - 1)

    def _say(self, event, part, position, at_ms):
        length = self._length()
        place = min(max(position - part * length, 0), length)
        self.tell(self.item.parts[part], event, self.session, (place, length), at_ms)
        self.told_ms = at_ms

    def _move(self, position, at_ms):
        """In a file with several episodes, moving forward ends the parts passed, and
        moving backward stops the part left."""
        here, there = self.part, self._part_at(position)
        if here is not None and there != here:
            for passed in range(here, there):
                self._say("end", passed, (passed + 1) * self._length(), at_ms)
            if there < here:
                self._say("stop", here, self.position, at_ms)
            self._say("start", there, position, at_ms)
            self.part = there
        self.position = position

    def _believe(self, at_ms):
        if not self.reading:
            return
        (position, duration), self.reading = self.reading, None
        self.duration = duration
        self._move(position, at_ms)
        if self.part is None:
            self.part = self._part_at(position)
            self._say("start", self.part, position, self.opened_ms)
            self.told_ms = at_ms

    def _close_eyes(self, at_ms):
        """Goes by the length that the library knows, if it does."""
        if self.knows_total or self.part is not None or self.reading:
            return
        if at_ms - self.opened_ms < BLIND_MS:
            return
        self.is_blind, self.duration = True, self.item.runtime_ms
        if self.duration > 0:
            self.part = 0
            self._say("start", 0, 0, self.opened_ms)

    def _look_back(self, at_ms):
        """Without a position, the time that the player ran is all that is known."""
        self._close_eyes(at_ms)
        if self.is_blind and self.part is not None:
            self._move(min(at_ms - self.opened_ms, self.duration), at_ms)

    def _whole(self, position, duration):
        """The length of all files of a stack, which Kodi may give as that of the first; 0
        if it is not known, since a share of the first would be taken for one of all."""
        if not self.item.is_stack or duration <= 0:
            return duration
        known = self.item.runtime_ms
        if known > duration:
            return known
        return duration if position <= duration else 0

    # --- events ---

    def read(self, position, duration, at_ms):
        """Takes a reading of the player. A player that has just ended returns 0 of 0,
        so with the library's duration in place of its own, 0 is not a position."""
        self._believe(at_ms)
        if duration > 0:
            self.knows_total, self.is_blind = True, False
        elif not self.knows_total and position > 0:
            duration, self.is_blind = self.item.runtime_ms, False
        duration = self._whole(position, duration)
        if duration <= 0:
            self._close_eyes(at_ms)
            return
        position = min(max(position, 0), duration)
        if self.seeking:
            target, until = self.seeking
            if at_ms < until and abs(position - target) > SEEK_NEAR_MS:
                return
            self.seeking = None
        self.reading = (position, duration)
        if not self.is_paused and self.part is not None and \
                at_ms - self.told_ms >= self.interval_ms:
            self._say("progress", self.part, self.position, at_ms)

    def pause(self, at_ms):
        if not self.is_paused:
            self.is_paused = True
            self._sample("pause", at_ms)

    def resume(self, at_ms):
        """Kodi also reports "resumed" when the next item is opened."""
        if self.is_paused:
            self.is_paused = False
            self._sample("resume", at_ms)

    def seek(self, target, at_ms):
        self._believe(at_ms)
        if self.part is None:
            return
        target = min(max(target, 0), self.duration)
        self.seeking = (target, at_ms + SEEK_SETTLES_MS)
        self._move(target, at_ms)
        self._say("seek", self.part, target, at_ms)

    def _sample(self, event, at_ms):
        self._believe(at_ms)
        if self.part is not None:
            self._say(event, self.part, self.position, at_ms)

    # --- end ---

    @property
    def is_near_end(self):
        missing = self.duration - self.position
        return self.part is not None and missing <= max(END_MISSING_MS, self.duration // 10)

    def stop(self, at_ms):
        self._look_back(at_ms)
        self._sample("stop", at_ms)

    def switch(self, at_ms):
        """Another item has begun: the last reading may belong to it."""
        self.reading = None
        self._look_back(at_ms)
        self._sample("stop", at_ms)

    def end(self, at_ms):
        """Kodi reports the end of the file."""
        if self.part is None:
            self._believe(at_ms)
        self.reading = None
        self._look_back(at_ms)
        if self.part is None:
            return
        if not self.is_near_end:
            self._say("stop", self.part, self.position, at_ms)
            return
        for part in range(self.part, len(self.item.parts)):
            self._say("end", part, (part + 1) * self._length(), at_ms)
