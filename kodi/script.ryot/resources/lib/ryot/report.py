# SPDX-License-Identifier: MIT
"""Builds a report as the server expects it (docs/api.md, Kodi)."""

import time
import uuid

# A machine without a battery-backed clock starts in 1970 or at its build date. An
# earlier time than this is not sent, and the server uses its own.
CLOCK_IS_SET_MS = 1735689600000


def now_ms():
    return int(time.time() * 1000)


def rfc3339(at_ms):
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at_ms // 1000))
    return "%s.%03dZ" % (whole, at_ms % 1000)


def percent(position_ms, duration_ms):
    if duration_ms <= 0:
        return 0
    return round(min(100.0, 100.0 * position_ms / duration_ms), 2)


def make(part, event, session, place, at_ms, version):
    """place is (position, duration) within the part. Every version of the add-on
    has sent the first five keys."""
    position_ms, duration_ms = place
    is_show = part.lot == "show"
    body = {
        "identifier": part.ids.get("tmdb"),
        "lot": part.lot,
        "progress": 100 if event == "end" else percent(position_ms, duration_ms),
        "show_season_number": part.season if is_show else None,
        "show_episode_number": part.episode if is_show else None,
        "event": event,
        "event_id": str(uuid.uuid4()),
        "session": session,
        "position_ms": position_ms,
        "duration_ms": duration_ms,
        "ids": part.ids,
        "title": part.title,
        "addon_version": version,
    }
    if is_show:
        body["show_title"] = part.show_title
    if part.year:
        body["year"] = part.year
    if at_ms >= CLOCK_IS_SET_MS:
        body["at"] = rfc3339(at_ms)
    return body
