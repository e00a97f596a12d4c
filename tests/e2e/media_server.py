# SPDX-License-Identifier: MIT
"""A stand-in for the servers of Plex, Emby and Jellyfin, as far as they are asked for a
show, and reports of episodes as their webhooks send them.

It takes a key as its original does, and knows the shows of `shows`: by their ids there,
their ids elsewhere. Faults and the list of requests are those of audiobookshelf.py.
"""

import json
import re
import urllib.parse

import bodies
from audiobookshelf import JSON, Audiobookshelf

KEY = "cf2a5c7d09b14e0f8a66d1b7c3e95f24"
BREAKING_BAD = {"Tmdb": "1396", "Tvdb": "81189", "Imdb": "tt0903747"}
SHOW = {"plex": "58394", "emby": "87139", "jellyfin": "b13b4f35d66fbe1abcf96ec29b275758",
        "jellyfin-official": "a5a33d0f55f009782c520037e1cf8fa3"}
LENGTH_MS = 2_700_000
GREETING = {"plex": "/identity", "emby": "/System/Info/Public",
            "jellyfin": "/System/Info/Public", "jellyfin-official": "/System/Info/Public"}


class MediaServer(Audiobookshelf):
    def __init__(self, provider, host="127.0.0.1", key=KEY):
        self.provider, self.key = provider, key
        self.shows = {SHOW[provider]: BREAKING_BAD}
        self.pictures = {}  # by the ids of items
        self.episodes = {}  # by the ids of shows: (season, episode, title, date)
        super().__init__(base="", host=host)

    def _fill(self):
        """It has no books."""

    def shows_asked(self):
        """The requests for a show, in order."""
        return [one for one in self.asked()
                if not re.search("/thumb|/allLeaves|/Images/|/Episodes", one) and
                ("metadata" in one or "ds=" in one.replace("fields=", "").replace("Fields=", ""))]

    def answer(self, talk):
        url = urllib.parse.urlsplit(talk.route)
        query = {name.lower(): values[0]
                 for name, values in urllib.parse.parse_qs(url.query).items()}
        return (self._plex if self.provider == "plex" else self._items)(talk, url.path, query)

    @staticmethod
    def good(_talk, value):
        return 200, json.dumps(value).encode(), JSON, {}

    def _picture(self, item):
        if item not in self.pictures:
            return 404, b"", None, {}
        return 200, self.pictures[item], "image/jpeg", {}

    def _is_allowed(self, headers):
        if self.provider == "emby":
            return headers.get("X-Emby-Token") == self.key
        return headers.get("Authorization") == f"MediaBrowser Token={self.key}"

    def _items(self, talk, path, query):
        if path == "/System/Info/Public":
            name = "emby-greeting" if self.provider == "emby" else "jellyfin-12.0-rc5-greeting"
            return self.good(talk, json.loads(bodies.read(f"{name}.json", "items-api")))
        if path.endswith("/Images/Primary"):
            return self._picture(path.split("/")[2])
        if not self._is_allowed(talk.headers):
            return 401, b"", None, {}
        if path.endswith("/Episodes"):
            return self._episodes(talk, path.split("/")[2], query)
        if path != "/Items":
            return 404, b"Not Found", "text/plain", {}
        wanted = query["ids"].split(",") if "ids" in query else list(self.shows)
        items = [{"Name": "Breaking Bad", "Id": one, "ProductionYear": 2008, "IsFolder": True,
                  "ProviderIds": self.shows[one], "Type": "Series"}
                 for one in wanted if one in self.shows]
        return self.good(talk, {"Items": items, "TotalRecordCount": len(items), "StartIndex": 0})

    def _episodes(self, talk, show, query):
        if show not in self.episodes:
            return 404, b"Not Found", "text/plain", {}
        first = int(query["startindex"])
        rows = self.episodes[show][first:first + int(query["limit"])]
        return self.good(talk, {"Items": [
            {"Name": title, "Id": f"{season:016x}{episode:016x}", "Type": "Episode",
             "ParentIndexNumber": season, "IndexNumber": episode, "SeriesId": show,
             "PremiereDate": f"{date}T00:00:00.0000000Z", "RunTimeTicks": LENGTH_MS * 10000}
            for season, episode, title, date in rows],
            "TotalRecordCount": len(self.episodes[show]), "StartIndex": first})

    def _leaves(self, talk, show, query):
        first, size = (int(query[f"x-plex-container-{name}"]) for name in ("start", "size"))
        rows = self.episodes.get(show, [])[first:first + size]
        return self.good(talk, {"MediaContainer": {"size": len(rows), "Metadata": [
            {"title": title, "parentIndex": season, "index": episode, "type": "episode",
             "originallyAvailableAt": date, "duration": LENGTH_MS}
            for season, episode, title, date in rows]}})

    def _plex(self, talk, path, query):
        assert talk.headers.get("Accept") == "application/json", "it would answer with XML"
        assert talk.headers.get("X-Plex-Client-Identifier")
        if path == "/identity":
            return self.good(talk, json.loads(bodies.read("greeting.json", "plex-api")))
        if talk.headers.get("X-Plex-Token") != self.key:
            return 401, b"<html><h1>401 Unauthorized</h1></html>", "text/html", {}
        if path == "/":
            return self.good(talk, json.loads(bodies.read("self.json", "plex-api")))
        key = path.removeprefix("/library/metadata/")
        if key.endswith("/allLeaves"):
            return self._leaves(talk, key.removesuffix("/allLeaves"), query)
        if key.endswith("/thumb"):
            return self._picture(key.removesuffix("/thumb"))
        if key not in self.shows:
            return 404, b"<html><h1>404 Not Found</h1></html>", "text/html", {}
        guids = [{"id": f"{source.lower()}://{value}"}
                 for source, value in self.shows[key].items()]
        return self.good(talk, {"MediaContainer": {"size": 1, "Metadata": [
            {"ratingKey": key, "type": "show", "title": "Breaking Bad", "year": 2008,
             "guid": "plex://show/5d9c081b170e24001f28eb2b", "Guid": guids}]}})


# --- reports of an episode ---

def _plex_body(what, percent, show, episode):
    body = json.loads(bodies.read("episode-play.json", "plex"))
    body["event"] = {"start": "media.play", "pause": "media.pause", "stop": "media.stop"}[what]
    item = body["Metadata"]
    item["grandparentRatingKey"], item["index"] = show, episode
    item["duration"], item["viewOffset"] = LENGTH_MS, LENGTH_MS * percent // 100
    return body


def _emby_body(what, percent, show, episode):
    body = json.loads(bodies.read("episode-playback-start.json", "emby"))
    body["Event"] = {"start": "playback.start", "pause": "playback.pause",
                     "stop": "playback.stop"}[what]
    body["Item"] |= {"SeriesId": show, "IndexNumber": episode, "RunTimeTicks": LENGTH_MS * 10000}
    body["PlaybackInfo"] = {"PositionTicks": LENGTH_MS * percent * 100}
    return body


def _official_body(what, percent, show, episode):
    body = json.loads(bodies.read("episode-playback-stop.json", "jellyfin-official"))
    body["NotificationType"] = {"start": "PlaybackStart", "pause": "PlaybackProgress",
                                "stop": "PlaybackStop"}[what]
    body |= {"SeriesId": show, "EpisodeNumber": episode, "RunTimeTicks": LENGTH_MS * 10000,
             "PlaybackPositionTicks": LENGTH_MS * percent * 100, "PlayedToCompletion": False}
    return body


def _jellyfin_body(what, percent, show, episode):
    body = bodies.jellyfin("episode-progress.json")
    body["Event"] = {"start": "Play", "pause": "Pause", "stop": "Pause"}[what]
    body["Series"]["ProviderIds"] = {}
    body["Item"] |= {"SeriesId": show, "IndexNumber": episode, "MediaSources": [],
                     "RunTimeTicks": LENGTH_MS * 10000}
    # What the player reports moves both.
    body["Session"]["PlayState"]["PositionTicks"] = LENGTH_MS * percent * 100
    body["Item"]["UserData"]["PlaybackPositionTicks"] = LENGTH_MS * percent * 100
    body["Session"]["PlayState"].pop("MediaSourceId", None)
    return body


BODIES = {"plex": _plex_body, "emby": _emby_body, "jellyfin-official": _official_body,
          "jellyfin": _jellyfin_body}


def report(provider, percent, what="pause", show=None, episode=1):
    """What the sender posts: start, pause or stop at that per cent of an episode."""
    return BODIES[provider](what, percent, show or SHOW[provider], episode)
