# SPDX-License-Identifier: MIT
"""Two clocks, in milliseconds. The time of day may be wrong, and may be set while a
film plays: a small box has no battery for it. Ticks count up from some moment, also
while the machine sleeps, and compare within one boot. Intervals are measured in ticks.
"""

import time
import uuid

# Below this the time of day was never set: such a machine starts in 1970 or at the
# date of its system.
IS_SET_MS = 1735689600000
NEAR_MS = 2000  # the clock was not set in between


def _boot():
    """Of this boot, or of this process where the system does not name its boots."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return str(uuid.uuid4())


BOOT = _boot()


def now_ms():
    return int(time.time() * 1000)


def ticks_ms():
    if hasattr(time, "CLOCK_BOOTTIME"):
        try:
            return int(time.clock_gettime(time.CLOCK_BOOTTIME) * 1000)
        except OSError:
            pass
    return int(time.monotonic() * 1000)


def at_ticks(ticks):
    """The time of day at a moment of this boot, by the clock as it is now."""
    return now_ms() - (ticks_ms() - ticks)


class Moment:
    """When something happened: by the time of day as it was then, and in ticks."""

    def __init__(self, at_ms, ticks, boot=BOOT):
        self.at_ms, self.ticks, self.boot = at_ms, ticks, boot

    @classmethod
    def of(cls, at_ms):
        return cls(at_ms, ticks_ms() - (now_ms() - at_ms))

    def by_todays_clock(self, now=None, ticks=None, boot=BOOT):
        """The same moment by the clock as it is now, or None if that cannot be known."""
        now = now_ms() if now is None else now
        if self.boot == boot:
            moved = now - ((ticks_ms() if ticks is None else ticks) - self.ticks)
            return self.at_ms if abs(moved - self.at_ms) < NEAR_MS else max(moved, 0)
        return self.at_ms if IS_SET_MS <= self.at_ms <= now else None
