# SPDX-License-Identifier: MIT
"""Identifying the playing item from Kodi's data, with the show's ids, never the episode's."""

import pytest

from resources.lib.ryot import exclude, report
from resources.lib.ryot.item import Kodi, clean_ids, from_kodi

FILE = "/tv/Thrones/S01E03E04.mkv"


class Library:
    """A show with a double episode and specials, and a film, as Kodi returns them."""

    def __init__(self):
        self.show = {"uniqueid": {"tmdb": "1399", "tvdb": "121361"}, "year": 2011}
        self.rows = [
            {"season": 1, "episode": 4, "title": "Four", "file": FILE, "tvshowid": 7},
            {"season": 1, "episode": 3, "title": "Three", "file": FILE, "tvshowid": 7},
            {"season": 1, "episode": 5, "title": "Five", "file": "/tv/5.mkv", "tvshowid": 7},
            {"season": 0, "episode": 1, "title": "Special", "file": "/tv/0.mkv", "tvshowid": 7}]
        self.asked = []

    def ask(self, method, params):
        self.asked.append(method)
        if method.endswith("GetTVShowDetails"):
            return {"tvshowdetails": self.show} if params["tvshowid"] == 7 else None
        if method.endswith("GetEpisodeDetails"):
            return {"episodedetails": self.rows[params["episodeid"] - 1]}
        if method.endswith("GetEpisodes"):
            return {"episodes": [row for row in self.rows if row["season"] == params["season"]]}
        if method.endswith("GetMovieDetails"):
            return {"moviedetails": {"uniqueid": {"imdb": "tt0133093"}}}
        return None


@pytest.fixture
def library():
    return Library()


def opened(kind, number=None, **more):
    found = {"type": kind, "label": "label", "file": "/a.mkv", "showtitle": "", **more}
    if number:
        found["id"] = number
    return found


def identify(library, what, **more):
    return from_kodi(Kodi(library.ask), what, **more)


def test_a_film_of_the_library(library):
    item = identify(library, opened("movie", 3, title="The Matrix", year=1999, runtime=8160,
                                    uniqueid={"tmdb": "603", "imdb": "tt0133093"}))
    part, = item.parts
    assert (part.lot, part.ids) == ("movie", {"tmdb": "603", "imdb": "tt0133093"})
    assert (part.title, part.year, item.runtime_ms) == ("The Matrix", 1999, 8160_000)
    assert library.asked == []


def test_a_film_without_ids_in_the_player_is_looked_up(library):
    assert identify(library, opened("movie", 3)).parts[0].ids == {"imdb": "tt0133093"}


@pytest.mark.parametrize("number, title", [(1, "Four"), (2, "Three")])
def test_all_episodes_of_a_file_in_order(library, number, title):
    """Whichever of them was opened; with the ids of the show, not of the episode."""
    item = identify(library, opened(
        "episode", number, title=title, showtitle="Thrones", uniqueid={"tmdb": "63058"}))
    assert [(p.season, p.episode, p.title) for p in item.parts] == [
        (1, 3, "Three"), (1, 4, "Four")]
    assert {tuple(p.ids.items()) for p in item.parts} == {
        (("tmdb", "1399"), ("tvdb", "121361"))}
    assert {(p.show_title, p.year) for p in item.parts} == {("Thrones", 2011)}


def test_a_special_is_of_season_0(library):
    part, = identify(library, opened("episode", 4)).parts
    assert (part.season, part.episode) == (0, 1)


def test_a_show_without_ids_has_none(library):
    library.show = {"uniqueid": {}, "imdbnumber": ""}
    part, = identify(library, opened("episode", 3, uniqueid={"tmdb": "63058"})).parts
    assert part.ids == {} and (part.season, part.episode) == (1, 5)


def test_an_old_row_has_only_an_imdb_number(library):
    library.show = {"imdbnumber": "tt0944947"}
    assert identify(library, opened("episode", 3)).parts[0].ids == {"imdb": "tt0944947"}


def test_a_streamed_film_with_metadata(library):
    item = identify(library, opened("movie", file="plugin://x/1", title="Inception",
                                    uniqueid={"tmdb": "27205"}), real_path="https://cdn/1")
    assert item.parts[0].ids == {"tmdb": "27205"} and library.asked == []


@pytest.mark.parametrize("found, ids", [
    ({"tmdb": "1399"}, {"tmdb": "1399"}),
    ({"tmdb": "63056", "tvshow.tmdb": "1399"}, {"tmdb": "1399"}),
    ({}, {}),
])
def test_a_streamed_episode(library, found, ids):
    what = opened("episode", file="plugin://x/2", season=1, episode=0, showtitle="Thrones",
                  uniqueid=found)
    part, = identify(library, what).parts
    assert (part.ids, part.season, part.episode) == (ids, 1, 0)


@pytest.mark.parametrize("season, episode", [(-1, -1), (None, None)])
def test_unknown_numbers_are_not_sent(library, season, episode):
    what = opened("episode", file="plugin://x/2", season=season, episode=episode)
    part, = identify(library, what).parts
    assert (part.season, part.episode) == (None, None)


@pytest.mark.parametrize("kind", ["unknown", "musicvideo", "song", "", None, "movie"])
def test_an_unknown_file_has_no_parts(library, kind):
    """Kodi calls a file outside the library a movie."""
    assert identify(library, opened(kind)).parts == []


def test_ids_are_recognised_by_name_or_format():
    assert clean_ids({"TMDB": " 603 ", "imdb": "", "unknown": "tt0133093", "x": "9"}) == {
        "tmdb": "603", "imdb": "tt0133093", "x": "9"}
    assert clean_ids({"unknown": "9", "": "9", "x": "9" * 101}) == {}
    assert clean_ids({"imdb": "603"}) == {} and clean_ids(None) == {}
    assert clean_ids({"themoviedb": 603, "thetvdb": 5}) == {"tmdb": "603", "tvdb": "5"}
    assert clean_ids({"tvshow.tmdb": "1"}) == {}


# --- exclusions ---

def why(library, options, what, real_path="", **settings):
    return exclude.reason(identify(library, what, real_path=real_path), options(**settings))


def test_films_and_episodes_can_be_switched_off(library, options):
    film, episode = opened("movie", 3), opened("episode", 3)
    assert why(library, options, film) is why(library, options, episode) is None
    assert why(library, options, film, movies="false") == "excluded_movies"
    assert why(library, options, film, episodes="false") is None
    assert why(library, options, episode, episodes="false") == "excluded_episodes"


def test_live_tv_only_when_switched_on(library, options):
    live = opened("channel", 9, file="pvr://channels/tv/1.pvr", title="News")
    assert why(library, options, live) == "excluded_live"
    assert why(library, options, live, live_tv="true") is None
    assert identify(library, live).parts[0].lot == "movie"
    series = dict(live, season=2, episode=3, showtitle="Series")
    assert identify(library, series).parts[0].lot == "show"
    recording = opened("unknown", file="pvr://recordings/tv/1.pvr")
    assert why(library, options, recording) == "excluded_live"


def test_web_streams_only_when_switched_on(library, options):
    known = {"title": "Inception", "uniqueid": {"tmdb": "27205"}}
    bare = opened("movie", file="https://host/a.mkv", **known)
    assert why(library, options, bare) == "excluded_web"
    assert why(library, options, bare, web_streams="true") is None
    streamed = opened("movie", file="plugin://x/1", **known)
    assert why(library, options, streamed, "https://host/a.mkv") is None
    in_library = opened("movie", 3, file="https://host/a.mkv", **known)
    assert why(library, options, in_library) is None


def test_a_file_outside_the_library_is_unknown(library, options):
    assert why(library, options, opened("movie")) == "unknown_item"


@pytest.mark.parametrize("folder, is_in", [
    ("/films", True), ("/films/", True), ("/FILMS", True), ("/film", False),
    ("/films/kids", False), ("", False), ("\\films", True)])
def test_excluded_folders(library, options, folder, is_in):
    found = why(library, options, opened("movie", 3, file="/films/a.mkv"), exclude_path_2=folder)
    assert found == ("excluded_path" if is_in else None)


def test_excluded_addresses(library, options):
    streamed = opened("movie", file="plugin://plugin.video.x/?a=1", uniqueid={"tmdb": "1"})
    more = "smb://nas/kids ; plugin://plugin.video.x"
    assert why(library, options, streamed, exclude_more=more) == "excluded_path"
    assert why(library, options, streamed, exclude_more="plugin://plugin.video") is None
    behind = opened("movie", 3, file="/a.strm")
    assert why(library, options, behind, "smb://nas/kids/b.mkv",
               exclude_more=more) == "excluded_path"


# --- pictures and ratings ---

ART = {"poster": "image://https%3a%2f%2fimage.example.org%2fp%2fa.jpg/",
       "fanart": "image:///media/films/fanart.jpg/",
       "tvshow.poster": "http://art.example.org/show.jpg",
       "tvshow.fanart": "image://smb%3a%2f%2fuser%3apass%40nas%2ffanart.jpg/",
       "thumb": "https://user:pass@art.example.org/still.jpg"}


def adorned(kind, **more):
    return dict({"type": kind, "title": "A", "file": "/a.mkv", "season": 1, "episode": 2,
                 "uniqueid": {"tmdb": "1"}, "art": ART, "userrating": 8}, **more)


@pytest.mark.parametrize("kind, art", [
    ("movie", {"poster": "https://image.example.org/p/a.jpg"}),
    ("episode", {"poster": "http://art.example.org/show.jpg"})])
def test_only_pictures_of_the_web_and_without_a_password_are_sent(options, kind, art):
    part, = from_kodi(None, adorned(kind), options=options()).parts
    assert (part.art, part.rating) == (art, 8)


def test_pictures_and_ratings_can_be_switched_off(options):
    part, = from_kodi(None, adorned("movie"), options=options(art="false", ratings="false")).parts
    body = report.make(part, "start", "s", (0, 9), 0, "1")
    assert "art" not in body and "rating" not in body


@pytest.mark.parametrize("art, rating", [
    (None, 0), ({}, 11), ({"poster": "http://["}, None),
    ({"poster": "http://a/" + "x" * 500}, "8")])
def test_odd_pictures_and_ratings_are_left_out(options, art, rating):
    part, = from_kodi(None, adorned("movie", art=art, userrating=rating), options=options()).parts
    assert (part.art, part.rating) == ({}, None)
