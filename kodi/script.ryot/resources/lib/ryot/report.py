# SPDX-License-Identifier: MIT
"""Builds a report as the server expects it (docs/api.md, Kodi)."""

import re
import time
import uuid

from . import clock


WHOLE = ("end", "watched")


def readable(text):
    """A file name that is no UTF-8 reaches Python as lone surrogates, which can be
    neither stored nor sent nor logged."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


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
        "progress": 100 if event in WHOLE else percent(position_ms, duration_ms),
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
    if part.art:
        body["art"] = part.art
    if part.rating:
        body["rating"] = part.rating
    if part.year:
        body["year"] = part.year
    if at_ms >= clock.IS_SET_MS:
        body["at"] = rfc3339(at_ms)
    return body


def stamp(body, moment):
    """Dates the body as it is sent: by the clock as it is now, which goes along so that
    the server can correct the date by the difference to its own."""
    now = clock.now_ms()
    at = moment.by_todays_clock(now)
    body.pop("at", None)
    if at is not None:
        body["at"], body["sent_at"] = rfc3339(at), rfc3339(now)
    return body
