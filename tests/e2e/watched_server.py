# SPDX-License-Identifier: MIT
"""A stand-in for Jellyfin and Emby with persons who have watched something."""

import datetime

from clocked import START_MS
from media_server import BREAKING_BAD, SHOW, MediaServer

ALICE, BOB = "aed63c54d789487d93d2a44ffb03a33a", "617578ab8ed74c97a15929ead10e6c31"
HOUR_MS = 3_600_000
LENGTH_MS = 6_000_000


def date(ms):
    moment = datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")


class WatchedServer(MediaServer):
    """items: what each person has done with what; newest first is the server's work."""

    def __init__(self, provider):
        self.items = {ALICE: [], BOB: []}
        super().__init__(provider)
        self.shows = {SHOW[provider]: BREAKING_BAD}

    def film(self, number, at_ms=None, played=True, percent=0, count=1, person=ALICE):
        item = {"Id": f"f{number}", "Type": "Movie", "Name": f"Film {number}",
                "ProviderIds": {"Tmdb": str(number)}}
        self._add(item, at_ms, played, percent, count, person)
        return item

    def episode(self, number, at_ms=None, played=True, percent=0, count=1, person=ALICE):
        item = {"Id": f"e{number}", "Type": "Episode", "Name": f"Episode {number}",
                "SeriesName": "Breaking Bad", "SeriesId": SHOW[self.provider],
                "ParentIndexNumber": 1 + number // 1000, "IndexNumber": number % 1000,
                "ProviderIds": {"Tvdb": str(900000 + number)}}
        self._add(item, at_ms, played, percent, count, person)
        return item

    def _add(self, item, at_ms, played, percent, count, person):
        item["RunTimeTicks"] = LENGTH_MS * 10000
        item["UserData"] = {"Played": played, "PlayCount": count,
                            "PlaybackPositionTicks": LENGTH_MS * percent * 100}
        if at_ms is not None:
            item["UserData"]["LastPlayedDate"] = date(at_ms)
        self.items[person].append(item)

    def _items(self, talk, path, query):
        if not self._is_allowed(talk.headers):
            return super()._items(talk, path, query)
        if path in ("/Users", "/Users/Query"):
            people = [{"Name": "alice", "Id": ALICE}, {"Name": "Bob <b>", "Id": BOB}]
            return self.good(talk, {"Items": people} if self.provider == "emby" else people)
        person = query.get("userid") or path.split("/")[2] if path.count("/") > 1 else \
            query.get("userid")
        if person is None or "ids" in query:
            return super()._items(talk, path, query)
        if person not in self.items:
            return 403, b"Error processing request.", "text/plain", {}
        return self._page(talk, person, query, "IsPlayed" in query.get("filters", ""))

    def _page(self, talk, person, query, is_watched):
        def listed(item):
            data = item["UserData"]
            return data["Played"] if is_watched else data["PlaybackPositionTicks"] > 0
        rows = sorted(filter(listed, self.items[person]), reverse=True,
                      key=lambda item: item["UserData"].get("LastPlayedDate", ""))
        start, limit = int(query["startindex"]), int(query["limit"])
        return self.good(talk, {"Items": rows[start:start + limit],
                                "TotalRecordCount": len(rows), "StartIndex": start})


def years_before(media, films=12, episodes=300, undated=4, until_ms=START_MS):
    """More than a page, of many days."""
    for number in range(films):
        media.film(100 + number, until_ms - (number + 2) * 30 * HOUR_MS)
    for number in range(episodes):
        media.episode(1 + number, until_ms - (number + 2) * 7 * HOUR_MS)
    for number in range(undated):
        media.film(900 + number)
