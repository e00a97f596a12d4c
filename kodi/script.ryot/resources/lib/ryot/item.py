# SPDX-License-Identifier: MIT
"""Identifies what is playing, from answers of Kodi's JSON-RPC."""

from urllib.parse import unquote, urlsplit

SOURCES = {"tmdb": "tmdb", "themoviedb": "tmdb", "tvdb": "tvdb", "thetvdb": "tvdb",
           "imdb": "imdb"}
NO_SOURCES = ("", "unknown", "default")
ID_MOST = 100
ADDRESS_MOST = 500
NO_YEAR = (0, 1601, 1970)  # what Kodi gives for "no date known"


class Part:
    """A film, or one episode."""

    def __init__(self, lot, ids, title="", show_title="", year=None, season=None,
                 episode=None):
        self.lot, self.ids = lot, ids
        self.title, self.show_title, self.year = title, show_title, year
        self.season, self.episode = season, episode
        self.art, self.rating = {}, None

    def __repr__(self):
        place = "" if self.lot == "movie" else " %sx%s" % (self.season, self.episode)
        return "%s%s %s" % (self.show_title or self.title, place, self.ids)


class Item:
    """An opened file: its path, origin and parts in order."""

    def __init__(self, path, parts, runtime_ms=0, library_id=None, is_live=False,
                 real_path=""):
        self.path, self.parts, self.runtime_ms = path, parts, runtime_ms
        self.library_id, self.is_live = library_id, is_live
        self.real_path = real_path or path

    @property
    def key(self):
        return (self.parts[0].lot if self.parts else None, self.library_id)

    @property
    def is_stack(self):
        return self.path.startswith("stack://")


def clean_ids(found, prefix=""):
    """All ids, under the server's names where it has one. Some scrapers store an
    IMDb id under another name; it is recognised by its form."""
    ids = {}
    for name, value in (found or {}).items():
        name, value = name.strip().lower(), str(value).strip()
        if not name.startswith(prefix) or not 0 < len(value) <= ID_MOST:
            continue
        name = name[len(prefix):]
        source = SOURCES.get(name, name)
        if value.startswith("tt") and value[2:].isdigit():
            source = "imdb"
        if source == "imdb" and not value.startswith("tt"):
            continue
        if source not in NO_SOURCES and "." not in source:
            ids.setdefault(source, value)
    return ids


# Kodi's names of pictures, by lot, and ours.
PICTURES = {"movie": {"poster": "poster", "fanart": "fanart"},
            "show": {"tvshow.poster": "poster", "tvshow.fanart": "fanart", "thumb": "still"}}


def clean_art(found, lot):
    """Addresses that others can open, too: no file of this machine, and no password."""
    art = {}
    for name, ours in PICTURES[lot].items():
        address = str((found or {}).get(name, ""))
        if address.startswith("image://"):
            address = unquote(address[len("image://"):].rstrip("/"))
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc \
                and len(address) <= ADDRESS_MOST:
            art[ours] = address
    return art


def _decorate(parts, opened, options):
    rating = opened.get("userrating")
    for part in parts:
        if options.art:
            part.art = clean_art(opened.get("art"), part.lot)
        if options.ratings and isinstance(rating, int) and 1 <= rating <= 10:
            part.rating = rating


def _year(found):
    year = found.get("year") or 0
    return None if year in NO_YEAR else year


def _number(found, key):
    """A season or episode number: -1 means unknown, season 0 is the specials."""
    value = found.get(key)
    return value if isinstance(value, int) and value >= 0 else None


class Kodi:
    """Queries of the library. ask(method, params) returns the result or None."""

    def __init__(self, ask):
        self.ask = ask

    def show_ids(self, show_id):
        got = self.ask("VideoLibrary.GetTVShowDetails", {
            "tvshowid": show_id, "properties": ["uniqueid", "imdbnumber", "year"]})
        show = (got or {}).get("tvshowdetails", {})
        ids = clean_ids(show.get("uniqueid"))
        ids.update(clean_ids({"": show.get("imdbnumber", "")}) if not ids else {})
        return ids, _year(show)

    def movie_ids(self, movie_id):
        got = self.ask("VideoLibrary.GetMovieDetails", {
            "movieid": movie_id, "properties": ["uniqueid"]})
        return clean_ids((got or {}).get("moviedetails", {}).get("uniqueid"))

    def movie(self, movie_id):
        got = self.ask("VideoLibrary.GetMovieDetails", {
            "movieid": movie_id, "properties": ["title", "year", "uniqueid", "file"]})
        return (got or {}).get("moviedetails", {})

    def episode(self, episode_id):
        got = self.ask("VideoLibrary.GetEpisodeDetails", {
            "episodeid": episode_id,
            "properties": ["tvshowid", "season", "episode", "title", "file", "showtitle"]})
        return (got or {}).get("episodedetails", {})

    def episodes_of_file(self, details):
        """All episodes of the library in the same file as this one."""
        got = self.ask("VideoLibrary.GetEpisodes", {
            "tvshowid": details["tvshowid"], "season": details["season"],
            "properties": ["season", "episode", "title", "file"]})
        rows = [row for row in (got or {}).get("episodes", [])
                if row.get("file") == details.get("file")]
        return sorted(rows, key=lambda row: row["episode"])


def _library_parts(kodi, opened):
    """The parts of the file of a library episode."""
    details = kodi.episode(opened["id"]) or opened
    show_id = details.get("tvshowid") or opened.get("tvshowid") or -1
    ids, year = kodi.show_ids(show_id) if show_id > 0 else ({}, None)
    rows = [details]
    if show_id > 0 and details.get("file"):
        rows = kodi.episodes_of_file(details) or rows
    return [Part("show", ids, row.get("title") or "", opened.get("showtitle") or "", year,
                 _number(row, "season"), _number(row, "episode")) for row in rows]


def _stream_part(opened):
    """An episode named by a video add-on. Ids with the prefix "tvshow." are those of
    the show; without such, by convention, all of its ids are."""
    found = opened.get("uniqueid")
    ids = clean_ids(found, "tvshow.") or clean_ids(found)
    return Part("show", ids, opened.get("title") or "", opened.get("showtitle") or "",
                None, _number(opened, "season"), _number(opened, "episode"))


def _movie_part(kodi, opened, library_id):
    ids = clean_ids(opened.get("uniqueid"))
    if not ids and library_id:
        ids = kodi.movie_ids(library_id)
    return Part("movie", ids, opened.get("title") or opened.get("label") or "",
                year=_year(opened))


def _live_parts(opened):
    if _number(opened, "episode"):
        return [_stream_part(opened)]
    return [Part("movie", {}, opened.get("title") or opened.get("label") or "")]


def from_kodi(kodi, opened, real_path="", options=None):
    """Makes an Item from the answer of Player.GetItem. It has no parts if Kodi does
    not know the file: outside the library, a music video, a trailer."""
    kind, library_id = opened.get("type"), opened.get("id")
    path = opened.get("file") or real_path
    is_live = kind == "channel" or path.startswith("pvr://")
    library_id = library_id if isinstance(library_id, int) and library_id > 0 else None
    if is_live:
        parts = _live_parts(opened)
    elif kind == "movie":
        parts = [_movie_part(kodi, opened, library_id)]
    elif kind == "episode" and library_id:
        parts = _library_parts(kodi, opened)
    elif kind == "episode":
        parts = [_stream_part(opened)]
    else:
        parts = []
    # Kodi reports every unknown file as a movie.
    if kind == "movie" and not library_id and not parts[0].ids:
        parts = []
    if options:
        _decorate(parts, opened, options)
    runtime = opened.get("runtime") or 0
    return Item(path, parts, runtime * 1000, library_id, is_live, real_path)


LOTS = {"movie": "movie", "episode": "show"}    # what a mark may be about


def of_mark(kodi, kind, library_id):
    """The Item of a film or an episode of the library; without parts if it has gone."""
    if kind == "movie":
        found = kodi.movie(library_id)
        parts = [_movie_part(kodi, found, library_id)] if found else []
    else:
        found = kodi.episode(library_id)
        show_id = found.get("tvshowid") or -1
        ids, year = kodi.show_ids(show_id) if show_id > 0 else ({}, None)
        parts = [Part("show", ids, found.get("title") or "", found.get("showtitle") or "",
                      year, _number(found, "season"), _number(found, "episode"))]
        parts = parts if found else []
    return Item(found.get("file") or "", parts, library_id=library_id)
